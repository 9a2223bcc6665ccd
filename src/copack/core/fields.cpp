// SPDX-License-Identifier: Apache-2.0
#include "copack/core/fields.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "copack/core/diagnostics.hpp"
#include "copack/units/parse.hpp"

namespace copack::detail {

std::string Flattener::path_of(std::string_view name) const {
  std::string path;
  for (const auto& part : prefix_) path += part;
  if (scalar_item_) return path;
  if (!path.empty()) path += '.';
  return path.append(name);
}

namespace {
bool unit_fits(const FieldInfo& info) {
  const auto unit = parse_unit(info.unit);
  return unit && (info.dimension == nullptr || *info.dimension == unit->dimension);
}
}  // namespace

void Flattener::push(const FieldInfo& info, double stored, std::string text, bool is_number, double* place) {
  out_.push_back({.path = path_of(info.name),
                  .unit = std::string(info.unit),
                  .stored = stored,
                  .text = std::move(text),
                  .meaning = std::string(info.meaning),
                  .formula = std::string(info.rule.formula),
                  .is_number = is_number,
                  .unit_fits = unit_fits(info),
                  .min = info.rule.min,
                  .max = info.rule.max,
                  .place = place});
}

void Flattener::number(const FieldInfo& info, double& stored) { push(info, stored, {}, true, &stored); }
void Flattener::integer(const FieldInfo& info, std::int64_t& value) {
  push(info, static_cast<double>(value), {}, true);
}
void Flattener::boolean(const FieldInfo& info, bool& value) {
  push(info, value ? 1.0 : 0.0, value ? "true" : "false", false);
}
void Flattener::text(const FieldInfo& info, std::string& value) {
  push(info, 0.0, value, false);
  out_.back().is_text = true;
}
void Flattener::choice(const FieldInfo& info, std::span<const std::string_view> options, int& index) {
  push(info, index, std::string(options[static_cast<std::size_t>(index)]), false);
}

void Flattener::begin_group(const FieldInfo& info) {
  prefix_.push_back((prefix_.empty() ? "" : ".") + std::string(info.name));
}
void Flattener::end_group() { prefix_.pop_back(); }

std::size_t Flattener::begin_list(const FieldInfo& info, std::size_t size, bool of_structs) {
  begin_group(info);
  scalar_item_ = !of_structs;
  return size;
}
void Flattener::begin_item(std::size_t index) { prefix_.push_back(fmt::format("[{}]", index)); }
void Flattener::end_item() { prefix_.pop_back(); }
void Flattener::end_list() {
  prefix_.pop_back();
  scalar_item_ = false;
}

}  // namespace copack::detail

namespace copack {

const FlatField* NumberPlaces::find(std::string_view path) const {
  const auto at = std::ranges::find(fields_, path, &FlatField::path);
  return at == fields_.end() || at->place == nullptr ? nullptr : &*at;
}

std::string NumberPlaces::problem(std::string_view path) const {
  const auto at = std::ranges::find(fields_, path, &FlatField::path);
  if (at != fields_.end()) {
    if (at->place != nullptr) return {};
    return fmt::format("\"{}\" is {}, not a quantity", path,
                       at->is_number ? "a whole number" : (at->is_text ? "a text" : "a choice"));
  }
  std::vector<std::string_view> known;
  for (const auto& field : fields_) {
    if (field.place != nullptr) known.push_back(field.path);
  }
  return fmt::format("there is no number \"{}\"{}", path, did_you_mean(path, known));
}

}  // namespace copack
