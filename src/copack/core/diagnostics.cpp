// SPDX-License-Identifier: Apache-2.0
#include "copack/core/diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

namespace copack {

std::string to_string(const Diagnostic& diagnostic) {
  const auto& at = diagnostic.where;
  std::string text = at.file;
  if (at.line > 0) text += fmt::format(":{}:{}", at.line, at.column);
  if (!text.empty()) text += ": ";
  text += diagnostic.severity == Severity::error ? "error: " : "warning: ";
  return text + diagnostic.message;
}

void Diagnostics::error(Location where, std::string message) {
  list_.push_back({Severity::error, std::move(where), std::move(message)});
  ++errors_;
}

void Diagnostics::warning(Location where, std::string message) {
  list_.push_back({Severity::warning, std::move(where), std::move(message)});
}

void Diagnostics::append(const Diagnostics& other) {
  list_.insert(list_.end(), other.list_.begin(), other.list_.end());
  errors_ += other.errors_;
}

void Diagnostics::sort() {
  std::ranges::stable_sort(list_, {},
                           [](const Diagnostic& d) { return std::tie(d.where.file, d.where.line, d.where.column); });
}

std::string Diagnostics::text() const {
  std::string all;
  for (const auto& d : list_) all += to_string(d) + "\n";
  return all;
}

namespace {

Diagnostics sorted(Diagnostics diagnostics) {
  diagnostics.sort();
  return diagnostics;
}

}  // namespace

InputError::InputError(Diagnostics diagnostics) : InputError(Sorted{}, sorted(std::move(diagnostics))) {}

InputError::InputError(Sorted /*tag*/, Diagnostics diagnostics)
    : std::runtime_error(diagnostics.text()), diagnostics_(std::move(diagnostics)) {}

InputError::InputError(Location where, std::string message)
    : InputError([&] {
        Diagnostics one;
        one.error(std::move(where), std::move(message));
        return one;
      }()) {}

namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substitute = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substitute});
    }
  }
  return row.back();
}

}  // namespace

std::string_view nearest_name(std::string_view name, std::span<const std::string_view> candidates) {
  constexpr std::size_t longest = 80;
  if (name.size() > longest) return {};
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(2, name.size() / 3) + 1;
  for (const auto candidate : candidates) {
    if (candidate.size() > longest) continue;
    if (name.size() >= 3 && candidate.starts_with(name) && best.empty()) best = candidate;
    const auto distance = edit_distance(name, candidate);
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates) {
  const auto near = nearest_name(name, candidates);
  return near.empty() ? std::string{} : fmt::format(" - did you mean \"{}\"?", near);
}

}  // namespace copack
