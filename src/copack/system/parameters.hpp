// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "copack/catalog/reader.hpp"
#include "copack/catalog/value.hpp"
#include "copack/core/fields.hpp"

namespace copack::system {

/// An uncertain number of a study. The same catalog value used in several places is one parameter.
struct Parameter {
  std::string path;  ///< of the catalog value, "components/800g-lpo-dr8.power"
  std::string unit;
  numerics::Distribution spread;  ///< in stored units
  catalog::Value value;           ///< with its source
};

/// The uncertain numbers of a study, in order of first use.
class ParameterSpace {
 public:
  /// Adds the parameter behind a value unless it is there; @returns its index, or -1 for an exact number.
  int add(const catalog::Value& value);
  /// Index of the parameter of a value, or -1.
  [[nodiscard]] int find(const catalog::Value& value) const;
  [[nodiscard]] std::span<const Parameter> all() const { return parameters_; }
  /// Gives a parameter another spread. @returns false when there is no such parameter.
  bool replace_spread(std::string_view path, const numerics::Distribution& spread);

 private:
  std::vector<Parameter> parameters_;
  std::map<std::string, int, std::less<>> by_path_;
};

/// A number inside a struct that a world sets: `*target = world[parameter] * times`.
struct Slot {
  double* target = nullptr;
  int parameter = -1;
  double times = 1.0;
};

/// Puts a world's numbers into the structs its slots point into.
inline void apply(std::span<const Slot> slots, std::span<const double> world) {
  for (const auto& slot : slots) *slot.target = world[static_cast<std::size_t>(slot.parameter)] * slot.times;
}

/// The slots of a struct's uncertain fields. The struct must outlive the slots and its lists must keep their sizes.
std::vector<Slot> find_slots(const Visit& visit, std::span<const catalog::SourcedField> sourced,
                             const ParameterSpace& space);

template <Described T>
std::vector<Slot> slots_of(T& x, std::span<const catalog::SourcedField> sourced, const ParameterSpace& space) {
  return find_slots([&x](Fields& fields) { describe(fields, x); }, sourced, space);
}

}  // namespace copack::system
