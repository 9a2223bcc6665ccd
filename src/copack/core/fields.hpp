// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "copack/units/decibel.hpp"
#include "copack/units/probability.hpp"
#include "copack/units/temperature.hpp"

namespace copack {

/// What may be said of a field beside its name, unit and meaning.
struct Rule {
  double min = -std::numeric_limits<double>::infinity();  ///< smallest allowed value, in the field's unit
  double max = std::numeric_limits<double>::infinity();   ///< largest allowed value, in the field's unit
  bool required = false;                                  ///< an input file must give it
  /// For a result: the formula that made it, over names of other fields of the same model ("rate * energy_per_bit").
  std::string_view formula = {};
};

inline constexpr Rule required{.required = true};
inline constexpr Rule positive{.min = std::numeric_limits<double>::min()};
inline constexpr Rule non_negative{.min = 0.0};
inline constexpr Rule required_positive{.min = std::numeric_limits<double>::min(), .required = true};
inline constexpr Rule required_non_negative{.min = 0.0, .required = true};
inline constexpr Rule fraction{.min = 0.0, .max = 1.0};
constexpr Rule by(std::string_view formula) { return {.formula = formula}; }

/// One row of a field table.
struct FieldInfo {
  std::string_view name;     ///< key in files and output, snake_case
  std::string_view unit;     ///< unit it is shown in; also fixes which units are accepted. Empty: pure number
  std::string_view meaning;  ///< one line
  Rule rule;
  const Dimension* dimension = nullptr;  ///< of the member's type, where the type has one; `unit` must measure it
};

class Fields;

/// An enum takes part in field tables when `choice_names(E)` gives the texts of its values, in order from 0.
template <class E>
concept Choice = std::is_enum_v<E> && requires(E e) {
  { choice_names(e) } -> std::convertible_to<std::span<const std::string_view>>;
};

/// A struct takes part when `describe(Fields&, T&)` visits its fields.
template <class T>
concept Described = std::is_class_v<T> && requires(Fields& f, T& x) { describe(f, x); };

/// The one description of a struct's fields. `describe(fields, x)` calls `fields(name, unit, x.member, meaning, rule)`
/// for every member; loaders, checkers, schema and example writers, printers and the reference are visitors of it.
class Fields {
 public:
  Fields() = default;
  Fields(const Fields&) = delete;
  Fields& operator=(const Fields&) = delete;
  virtual ~Fields() = default;

  template <class T>
  void operator()(std::string_view name, std::string_view unit, T& value, std::string_view meaning, Rule rule = {}) {
    visit({name, unit, meaning, rule}, value);
  }
  /// For fields without a unit: text, choices, flags, groups and lists of structs.
  template <class T>
  void operator()(std::string_view name, T& value, std::string_view meaning, Rule rule = {}) {
    visit({name, "", meaning, rule}, value);
  }

  /// `stored` is the member itself and follows the unit's scale: SI for linear units, dB, dBm, kelvin.
  virtual void number(const FieldInfo& info, double& stored) = 0;
  virtual void integer(const FieldInfo& info, std::int64_t& value) = 0;
  virtual void boolean(const FieldInfo& info, bool& value) = 0;
  virtual void text(const FieldInfo& info, std::string& value) = 0;
  virtual void choice(const FieldInfo& info, std::span<const std::string_view> options, int& index) = 0;

  virtual void begin_group(const FieldInfo& info) = 0;
  virtual void end_group() = 0;
  /// @returns the number of items the list must have from now on.
  virtual std::size_t begin_list(const FieldInfo& info, std::size_t size, bool of_structs) = 0;
  virtual void begin_item(std::size_t index) = 0;
  virtual void end_item() = 0;
  virtual void end_list() = 0;

 private:
  void visit(const FieldInfo& info, double& x) { number(info, x); }
  template <class Q>
    requires requires(Q q) {
      { stored_number(q) } -> std::same_as<double&>;
    }
  void visit(FieldInfo info, Q& x) {
    if constexpr (requires { Q::dimension; }) info.dimension = &Q::dimension;
    number(info, stored_number(x));
  }
  void visit(FieldInfo info, Probability& x) {
    info.rule.min = 0.0;
    info.rule.max = 1.0;
    number(info, stored_number(x));
  }
  void visit(const FieldInfo& info, std::int64_t& x) { integer(info, x); }
  void visit(FieldInfo info, int& x) {
    if (info.rule.min < std::numeric_limits<int>::min()) info.rule.min = std::numeric_limits<int>::min();
    if (info.rule.max > std::numeric_limits<int>::max()) info.rule.max = std::numeric_limits<int>::max();
    std::int64_t wide = x;
    integer(info, wide);
    x = static_cast<int>(wide);
  }
  void visit(const FieldInfo& info, bool& x) { boolean(info, x); }
  void visit(const FieldInfo& info, std::string& x) { text(info, x); }
  template <Choice E>
  void visit(const FieldInfo& info, E& x) {
    int index = static_cast<int>(x);
    choice(info, choice_names(x), index);
    x = static_cast<E>(index);
  }
  template <Described T>
  void visit(const FieldInfo& info, T& x) {
    begin_group(info);
    describe(*this, x);
    end_group();
  }
  template <class T>
  void visit(const FieldInfo& info, std::vector<T>& list) {
    list.resize(begin_list(info, list.size(), Described<T>));
    for (std::size_t i = 0; i < list.size(); ++i) {
      begin_item(i);
      if constexpr (Described<T>) {
        describe(*this, list[i]);
      } else {
        visit(info, list[i]);
      }
      end_item();
    }
    end_list();
  }
};

/// A struct of any type, as something a field visitor can be sent through.
using Visit = std::function<void(Fields&)>;

/// A `Visit` of a value; the value is copied.
template <Described T>
Visit visit_of(T value) {
  return [value](Fields& fields) mutable { describe(fields, value); };
}

/// One number of a struct, with its place.
struct FlatField {
  std::string path;  ///< "tiers[1].margin"
  std::string unit;
  double stored = 0.0;  ///< in the convention of the unit's scale; choices give their index, flags 0 or 1
  std::string text;     ///< for texts and choices
  std::string meaning;
  std::string formula;
  bool is_number = true;  ///< a quantity or an integer
  bool is_text = false;   ///< words; neither a number nor a choice nor a flag
  bool unit_fits = true;  ///< the unit is known and measures what the member's type measures
  double min = -std::numeric_limits<double>::infinity();  ///< smallest allowed value, in `unit`
  double max = std::numeric_limits<double>::infinity();   ///< largest allowed value, in `unit`
  double* place = nullptr;  ///< of a quantity: the member itself, while the visited struct lives; else null
};

namespace detail {

class Flattener final : public Fields {
 public:
  std::vector<FlatField> take() { return std::move(out_); }

  void number(const FieldInfo& info, double& stored) override;
  void integer(const FieldInfo& info, std::int64_t& value) override;
  void boolean(const FieldInfo& info, bool& value) override;
  void text(const FieldInfo& info, std::string& value) override;
  void choice(const FieldInfo& info, std::span<const std::string_view> options, int& index) override;
  void begin_group(const FieldInfo& info) override;
  void end_group() override;
  std::size_t begin_list(const FieldInfo& info, std::size_t size, bool of_structs) override;
  void begin_item(std::size_t index) override;
  void end_item() override;
  void end_list() override;

 private:
  void push(const FieldInfo& info, double stored, std::string text, bool is_number, double* place = nullptr);
  [[nodiscard]] std::string path_of(std::string_view name) const;
  std::vector<FlatField> out_;
  std::vector<std::string> prefix_;
  bool scalar_item_ = false;
};

}  // namespace detail

/// Lists every field of a struct.
inline std::vector<FlatField> flatten(const Visit& visit) {
  detail::Flattener flattener;
  visit(flattener);
  return flattener.take();
}
/// The same for a value, which is copied: the fields then have no `place`.
template <Described T>
std::vector<FlatField> flatten(const T& value) {
  auto fields = flatten(visit_of(value));
  for (auto& field : fields) field.place = nullptr;
  return fields;
}

/// The quantities of a struct by their paths, to be set from outside.
class NumberPlaces {
 public:
  /// The struct must outlive this object, and its lists must keep their sizes.
  explicit NumberPlaces(const Visit& visit) : fields_(flatten(visit)) {}

  /// The quantity "optical_path[2].loss"; null when the path names none.
  [[nodiscard]] const FlatField* find(std::string_view path) const;
  /// Why `find` gives null, with the nearest path that it does know; empty when it does not.
  [[nodiscard]] std::string problem(std::string_view path) const;

 private:
  std::vector<FlatField> fields_;
};

}  // namespace copack
