// SPDX-License-Identifier: Apache-2.0
#include "copack/system/parameters.hpp"

#include <fmt/format.h>

namespace copack::system {
namespace {

/// The path under which a value is one parameter: that of its origin when it was taken from elsewhere.
const std::string& identity(const catalog::Value& value) { return value.origin.empty() ? value.path : value.origin; }

/// Walks a struct and keeps the address of every number that is in `wanted`.
class SlotFinder final : public Fields {
 public:
  explicit SlotFinder(const std::map<std::string, std::pair<int, double>>& wanted) : wanted_(wanted) {}
  std::vector<Slot> take() { return std::move(slots_); }

  void number(const FieldInfo& info, double& stored) override {
    const auto at = wanted_.find(path_of(info.name));
    if (at != wanted_.end()) slots_.push_back({&stored, at->second.first, at->second.second});
  }
  void integer(const FieldInfo& /*info*/, std::int64_t& /*value*/) override {}
  void boolean(const FieldInfo& /*info*/, bool& /*value*/) override {}
  void text(const FieldInfo& /*info*/, std::string& /*value*/) override {}
  void choice(const FieldInfo& /*info*/, std::span<const std::string_view> /*options*/, int& /*index*/) override {}
  void begin_group(const FieldInfo& info) override {
    prefix_.push_back(fmt::format("{}{}", prefix_.empty() ? "" : ".", info.name));
  }
  void end_group() override { prefix_.pop_back(); }
  std::size_t begin_list(const FieldInfo& info, std::size_t size, bool of_structs) override {
    begin_group(info);
    scalar_item_ = !of_structs;
    return size;
  }
  void begin_item(std::size_t index) override { prefix_.push_back(fmt::format("[{}]", index)); }
  void end_item() override { prefix_.pop_back(); }
  void end_list() override {
    prefix_.pop_back();
    scalar_item_ = false;
  }

 private:
  [[nodiscard]] std::string path_of(std::string_view name) const {
    std::string path;
    for (const auto& part : prefix_) path += part;
    if (scalar_item_) return path;
    return path.empty() ? std::string(name) : fmt::format("{}.{}", path, name);
  }

  const std::map<std::string, std::pair<int, double>>& wanted_;
  std::vector<std::string> prefix_;
  std::vector<Slot> slots_;
  bool scalar_item_ = false;
};

}  // namespace

int ParameterSpace::add(const catalog::Value& value) {
  if (!value.spread || value.spread->law == numerics::Law::fixed) return -1;
  if (const int known = find(value); known >= 0) return known;
  auto spread = *value.spread;
  if (value.times != 1.0) {
    spread.nominal /= value.times;
    spread.low /= value.times;
    spread.high /= value.times;
  }
  const int index = static_cast<int>(parameters_.size());
  by_path_[identity(value)] = index;
  parameters_.push_back({.path = identity(value), .unit = value.unit, .spread = spread, .value = value});
  return index;
}

int ParameterSpace::find(const catalog::Value& value) const {
  const auto at = by_path_.find(identity(value));
  return at == by_path_.end() ? -1 : at->second;
}

bool ParameterSpace::replace_spread(std::string_view path, const numerics::Distribution& spread) {
  const auto at = by_path_.find(path);
  if (at == by_path_.end()) return false;
  parameters_[static_cast<std::size_t>(at->second)].spread = spread;
  return true;
}

std::vector<Slot> find_slots(const Visit& visit, std::span<const catalog::SourcedField> sourced,
                             const ParameterSpace& space) {
  std::map<std::string, std::pair<int, double>> wanted;
  for (const auto& field : sourced) {
    const int parameter = space.find(field.value);
    if (parameter >= 0) wanted[field.path] = {parameter, field.value.times};
  }
  SlotFinder finder(wanted);
  visit(finder);
  return finder.take();
}

}  // namespace copack::system
