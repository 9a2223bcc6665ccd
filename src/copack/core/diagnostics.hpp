// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace copack {

/// A place in an input file; line and column count from 1, 0 means unknown.
struct Location {
  std::string file;
  int line = 0;
  int column = 0;
};

/// What is wrong with one field of a struct, found without knowing where the struct came from.
struct Problem {
  std::string path;     ///< the field, e.g. "steps[2].yield"
  std::string message;  ///< what is wrong, which value, what to do
};

enum class Severity : unsigned char { error, warning };

/// A message that points at a place in an input file.
struct Diagnostic {
  Severity severity = Severity::error;
  Location where;
  std::string message;
};

/// "study.toml:14:7: error: message"; parts that are unknown are left out.
std::string to_string(const Diagnostic& diagnostic);

/// Collects messages so that all problems of an input are told at once.
class Diagnostics {
 public:
  void error(Location where, std::string message);
  void warning(Location where, std::string message);
  void append(const Diagnostics& other);

  [[nodiscard]] bool has_errors() const { return errors_ > 0; }
  [[nodiscard]] std::span<const Diagnostic> all() const { return list_; }
  /// Sorts by file, line, column; messages at the same place keep their order.
  void sort();
  /// All messages, one a line.
  [[nodiscard]] std::string text() const;

 private:
  std::vector<Diagnostic> list_;
  std::size_t errors_ = 0;
};

/// Thrown at a boundary of the library when an input cannot be used; carries every problem found, in order of place.
class InputError : public std::runtime_error {
 public:
  explicit InputError(Diagnostics diagnostics);
  InputError(Location where, std::string message);
  [[nodiscard]] const Diagnostics& diagnostics() const { return diagnostics_; }

 private:
  struct Sorted {};
  InputError(Sorted tag, Diagnostics diagnostics);
  Diagnostics diagnostics_;
};

/// The candidate nearest to `name` by edit distance, or empty when none is near enough to be a slip.
std::string_view nearest_name(std::string_view name, std::span<const std::string_view> candidates);

/// ` - did you mean "x"?`, or empty.
std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates);

}  // namespace copack
