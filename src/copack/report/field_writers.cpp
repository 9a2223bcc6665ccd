// SPDX-License-Identifier: Apache-2.0
#include "copack/report/field_writers.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "copack/units/parse.hpp"

namespace copack::report {
namespace {

using Json = nlohmann::ordered_json;

double shown_in_unit(double stored, std::string_view unit_text) {
  const auto unit = parse_unit(unit_text);
  return unit ? unit->from_stored(stored) : stored;
}

Json json_number(double x) {
  if (std::isfinite(x)) return x;
  return std::isnan(x) ? "nan" : (x > 0 ? "inf" : "-inf");
}

/// Walks a struct and builds a tree of JSON values; what a leaf looks like is up to the derived class.
class JsonBuilder : public Fields {
 public:
  [[nodiscard]] Json take() { return std::move(stack_.front()); }

  void begin_group(const FieldInfo& info) override { open(info, Json::object()); }
  void end_group() override { close(); }
  std::size_t begin_list(const FieldInfo& info, std::size_t size, bool of_structs) override {
    open(info, Json::array());
    scalar_items_ = !of_structs;
    return size;
  }
  void begin_item(std::size_t /*index*/) override {
    if (!scalar_items_) stack_.push_back(Json::object());
  }
  void end_item() override {
    if (scalar_items_) return;
    Json item = std::move(stack_.back());
    stack_.pop_back();
    stack_.back().push_back(std::move(item));
  }
  void end_list() override {
    scalar_items_ = false;
    close();
  }

 protected:
  void put(const FieldInfo& info, Json leaf) {
    if (stack_.back().is_array()) {
      stack_.back().push_back(std::move(leaf));
    } else {
      stack_.back()[std::string(info.name)] = std::move(leaf);
    }
  }

 private:
  void open(const FieldInfo& info, Json empty) {
    names_.emplace_back(info.name);
    stack_.push_back(std::move(empty));
  }
  void close() {
    Json done = std::move(stack_.back());
    stack_.pop_back();
    stack_.back()[names_.back()] = std::move(done);
    names_.pop_back();
  }

  std::vector<Json> stack_{Json::object()};
  std::vector<std::string> names_;
  bool scalar_items_ = false;
};

class ValueJson final : public JsonBuilder {
 public:
  void number(const FieldInfo& info, double& stored) override {
    put(info, {{"value", json_number(shown_in_unit(stored, info.unit))}, {"unit", info.unit}});
  }
  void integer(const FieldInfo& info, std::int64_t& value) override { put(info, {{"value", value}, {"unit", ""}}); }
  void boolean(const FieldInfo& info, bool& value) override { put(info, value); }
  void text(const FieldInfo& info, std::string& value) override { put(info, value); }
  void choice(const FieldInfo& info, std::span<const std::string_view> options, int& index) override {
    put(info, options[static_cast<std::size_t>(index)]);
  }
};

/// The schema of one struct: a stack of object schemas, one per open table.
class SchemaBuilder final : public Fields {
 public:
  [[nodiscard]] Json take() { return std::move(stack_.front()); }

  void number(const FieldInfo& info, double& stored) override {
    Json schema = {{"description", info.meaning}};
    if (info.unit.empty()) {
      schema["type"] = Json::array({"number", "string", "object"});
    } else {
      schema["type"] = Json::array({"string", "object"});
      schema["x-unit"] = info.unit;
      schema["examples"] = Json::array({format_quantity(stored, info.unit, 6)});
    }
    limits(schema, info.rule, info.unit.empty() ? "minimum" : "x-minimum", info.unit.empty() ? "maximum" : "x-maximum");
    put(info, std::move(schema));
  }
  void integer(const FieldInfo& info, std::int64_t& /*value*/) override {
    Json schema = {{"description", info.meaning}, {"type", "integer"}};
    limits(schema, info.rule, "minimum", "maximum");
    put(info, std::move(schema));
  }
  void boolean(const FieldInfo& info, bool& /*value*/) override {
    put(info, {{"description", info.meaning}, {"type", "boolean"}});
  }
  void text(const FieldInfo& info, std::string& /*value*/) override {
    put(info, {{"description", info.meaning}, {"type", "string"}});
  }
  void choice(const FieldInfo& info, std::span<const std::string_view> options, int& /*index*/) override {
    put(info, {{"description", info.meaning}, {"enum", std::vector<std::string>(options.begin(), options.end())}});
  }
  void begin_group(const FieldInfo& info) override { open(info); }
  void end_group() override {
    Json schema = pop();
    schema["description"] = open_.back().meaning;
    put_named(open_.back(), std::move(schema));
    open_.pop_back();
  }
  std::size_t begin_list(const FieldInfo& info, std::size_t /*size*/, bool of_structs) override {
    open(info);
    scalar_items_ = !of_structs;
    return 1;
  }
  void begin_item(std::size_t /*index*/) override {}
  void end_item() override {}
  void end_list() override {
    Json item = pop();
    if (scalar_items_) item = item["properties"].begin().value();
    scalar_items_ = false;
    put_named(open_.back(), {{"description", open_.back().meaning}, {"type", "array"}, {"items", std::move(item)}});
    open_.pop_back();
  }

 private:
  struct Open {
    std::string name;
    std::string meaning;
    bool required;
  };

  static Json empty_object() {
    return {{"type", "object"}, {"additionalProperties", false}, {"properties", Json::object()}};
  }
  static void limits(Json& schema, const Rule& rule, const char* low, const char* high) {
    constexpr double tiny = 1e-300;
    if (rule.min > 0.0 && rule.min < tiny) {
      schema["exclusiveMinimum"] = 0;
    } else if (std::isfinite(rule.min)) {
      schema[low] = rule.min;
    }
    if (std::isfinite(rule.max)) schema[high] = rule.max;
  }
  void open(const FieldInfo& info) {
    open_.push_back({std::string(info.name), std::string(info.meaning), info.rule.required});
    stack_.push_back(empty_object());
  }
  Json pop() {
    Json top = std::move(stack_.back());
    stack_.pop_back();
    return top;
  }
  void put(const FieldInfo& info, Json schema) {
    put_named({std::string(info.name), {}, info.rule.required}, std::move(schema));
  }
  void put_named(const Open& field, Json schema) {
    auto& object = stack_.back();
    object["properties"][field.name] = std::move(schema);
    if (field.required) object["required"].push_back(field.name);
  }

  std::vector<Json> stack_{empty_object()};
  std::vector<Open> open_;
  bool scalar_items_ = false;
};

std::string toml_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out + "\"";
}

/// Shortest text of a stored number in a unit that reads back to the same double; dividing by
/// the unit's factor rounds, so that its result may need more digits than the number that was written first.
std::string shortest_text(double stored, const Unit& unit) {
  constexpr int exact = 17;
  double number = unit.from_stored(stored);
  for (int digits = exact - 1; digits >= exact - 2; --digits) {
    const double shorter = std::stod(fmt::format("{:.{}g}", number, digits));
    if (unit.to_stored(shorter) == stored) number = shorter;
  }
  return fmt::format("{}", number);
}

/// A number of a TOML file with its unit.
std::string toml_number(double stored, std::string_view unit_text) {
  const auto unit = parse_unit(unit_text);
  auto text = unit ? shortest_text(stored, *unit) : fmt::format("{}", stored);
  if (unit_text.empty()) {
    if (text.find_first_of(".en") == std::string::npos) text += ".0";
    return text;
  }
  return toml_string(fmt::format("{} {}", text, unit_text));
}

std::string range_text(const FieldInfo& info) {
  constexpr double tiny = 1e-300;
  const auto& rule = info.rule;
  std::string text = info.unit.empty() ? "" : fmt::format("  [{}]", info.unit);
  if (rule.min > 0.0 && rule.min < tiny)
    text += "  > 0";
  else if (std::isfinite(rule.min))
    text += fmt::format("  >= {}", format_number(rule.min));
  if (std::isfinite(rule.max)) text += fmt::format("  <= {}", format_number(rule.max));
  if (rule.required) text += "  (required)";
  return text;
}

/// Writes TOML. Scalars of a table come before its sub-tables, so sub-tables are kept back until the table ends.
class TomlWriter final : public Fields {
 public:
  TomlWriter() { levels_.emplace_back(); }
  [[nodiscard]] std::string take() { return levels_.front().scalars + levels_.front().tables; }

  /// A number without bound is what the field has when it is left out; a file cannot say it otherwise.
  void number(const FieldInfo& info, double& stored) override {
    put(info, toml_number(stored, info.unit), {}, !std::isfinite(stored) && !in_scalar_list_);
  }
  void integer(const FieldInfo& info, std::int64_t& value) override { put(info, fmt::format("{}", value)); }
  void boolean(const FieldInfo& info, bool& value) override { put(info, value ? "true" : "false"); }
  void text(const FieldInfo& info, std::string& value) override { put(info, toml_string(value)); }
  void choice(const FieldInfo& info, std::span<const std::string_view> options, int& index) override {
    put(info, toml_string(options[static_cast<std::size_t>(index)]),
        fmt::format("  one of {}", fmt::join(options, ", ")));
  }
  void begin_group(const FieldInfo& info) override {
    header_.emplace_back(info.name);
    levels_.push_back({.header = fmt::format("\n# {}\n[{}]\n", info.meaning, fmt::join(header_, "."))});
  }
  void end_group() override { fold(); }
  std::size_t begin_list(const FieldInfo& info, std::size_t size, bool of_structs) override {
    if (of_structs) {
      header_.emplace_back(info.name);
      list_meaning_.emplace_back(info.meaning);
    } else {
      scalar_list_ = std::vector<std::string>{};
      in_scalar_list_ = true;
      scalar_info_ = info;
    }
    return size;
  }
  void begin_item(std::size_t index) override {
    if (in_scalar_list_) return;
    const auto comment = index == 0 ? fmt::format("# {}\n", list_meaning_.back()) : "";
    levels_.push_back({.header = fmt::format("\n{}[[{}]]\n", comment, fmt::join(header_, "."))});
  }
  void end_item() override {
    if (in_scalar_list_) return;
    const auto keep = header_.back();
    fold();
    header_.push_back(keep);
  }
  void end_list() override {
    if (in_scalar_list_) {
      in_scalar_list_ = false;
      put(scalar_info_, fmt::format("[{}]", fmt::join(scalar_list_, ", ")));
      return;
    }
    header_.pop_back();
    list_meaning_.pop_back();
  }

 private:
  struct Level {
    std::string header;
    std::string scalars;
    std::string tables;
  };

  void put(const FieldInfo& info, std::string value, std::string_view extra = {}, bool left_out = false) {
    if (in_scalar_list_) {
      scalar_list_.push_back(std::move(value));
      return;
    }
    levels_.back().scalars += fmt::format("{}{} = {}  # {}{}{}\n", left_out ? "# " : "", info.name, value, info.meaning,
                                          range_text(info), extra);
  }
  void fold() {
    auto done = std::move(levels_.back());
    levels_.pop_back();
    header_.pop_back();
    levels_.back().tables += done.header + done.scalars + done.tables;
  }

  std::vector<Level> levels_;
  std::vector<std::string> header_;
  std::vector<std::string> list_meaning_;
  std::vector<std::string> scalar_list_;
  FieldInfo scalar_info_{};
  bool in_scalar_list_ = false;
};

/// One row per field, for the reference; a list shows the fields of one item.
class MarkdownWriter final : public Fields {
 public:
  [[nodiscard]] std::string take() { return std::move(out_); }

  void number(const FieldInfo& info, double& /*stored*/) override {
    row(info, info.unit.empty() ? "number" : info.unit);
  }
  void integer(const FieldInfo& info, std::int64_t& /*value*/) override { row(info, "integer"); }
  void boolean(const FieldInfo& info, bool& /*value*/) override { row(info, "true or false"); }
  void text(const FieldInfo& info, std::string& /*value*/) override { row(info, "text"); }
  void choice(const FieldInfo& info, std::span<const std::string_view> options, int& /*index*/) override {
    row(info, fmt::format("{}", fmt::join(options, ", ")));
  }
  void begin_group(const FieldInfo& info) override { prefix_.push_back(fmt::format("{}.", info.name)); }
  void end_group() override { prefix_.pop_back(); }
  std::size_t begin_list(const FieldInfo& info, std::size_t /*size*/, bool of_structs) override {
    scalar_ = !of_structs;
    if (of_structs) prefix_.push_back(fmt::format("{}[].", info.name));
    return 1;
  }
  void begin_item(std::size_t /*index*/) override {}
  void end_item() override {}
  void end_list() override {
    if (!scalar_) prefix_.pop_back();
    scalar_ = false;
  }

 private:
  void row(const FieldInfo& info, std::string_view type) {
    std::string range;
    if (std::isfinite(info.rule.min) || std::isfinite(info.rule.max)) {
      range = range_text({.name = {}, .unit = {}, .meaning = {}, .rule = {.min = info.rule.min, .max = info.rule.max}});
    }
    out_ += fmt::format("| `{}{}` | {}{} | {} | {}{} |\n", fmt::join(prefix_, ""), info.name, type,
                        scalar_ ? " (list)" : "", range, info.meaning,
                        info.rule.formula.empty() ? "" : fmt::format(" = `{}`", info.rule.formula));
  }
  std::string out_ = "| field | unit or type | range | meaning |\n|---|---|---|---|\n";
  std::vector<std::string> prefix_;
  bool scalar_ = false;
};

}  // namespace

std::string to_json(const Visit& visit, int indent) {
  ValueJson writer;
  visit(writer);
  return writer.take().dump(indent);
}

std::string to_json_schema(const Visit& visit, std::string_view title, std::string_view meaning) {
  SchemaBuilder writer;
  visit(writer);
  Json schema = {
      {"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", title}, {"description", meaning}};
  schema.update(writer.take());
  return schema.dump(2);
}

std::string to_toml_example(const Visit& visit, std::string_view title) {
  TomlWriter writer;
  visit(writer);
  return fmt::format("# {}\n{}", title, writer.take());
}

std::string to_markdown(const Visit& visit) {
  MarkdownWriter writer;
  visit(writer);
  return writer.take();
}

std::string to_text(const Visit& visit) {
  const auto fields = flatten(visit);
  std::size_t width = 0;
  for (const auto& f : fields) width = std::max(width, f.path.size());
  std::string out;
  for (const auto& f : fields) {
    const auto value = f.is_number ? format_quantity(f.stored, f.unit, 6) : f.text;
    out += fmt::format("  {:<{}}  {:>22}  {}\n", f.path, width, value, f.meaning);
  }
  return out;
}

}  // namespace copack::report
