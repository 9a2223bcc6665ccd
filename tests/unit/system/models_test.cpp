// SPDX-License-Identifier: Apache-2.0
#include "copack/system/models.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>

#include "copack/report/field_writers.hpp"
#include "copack/system/trace.hpp"

namespace copack::system {
namespace {

const std::filesystem::path data = std::filesystem::path(COPACK_SOURCE_DIR) / "data";

ModelRun run(const Model& model, const catalog::Node& input) {
  Diagnostics problems;
  auto result = model.run(input, problems, {});
  EXPECT_FALSE(problems.has_errors()) << problems.text();
  return result;
}

/// Checks every model with its example.
template <class Check>
void for_each_model(const Check& check) {
  for (const auto& model : models()) {
    SCOPED_TRACE(std::string(model.name));
    const auto example = run(model, example_of(model, data));
    ASSERT_TRUE(example.inputs && example.results);
    check(model, example);
  }
}

TEST(Models, NamesAreUniqueAndSorted) {
  std::set<std::string_view> names;
  for (const auto& model : models()) {
    EXPECT_TRUE(names.insert(model.name).second) << model.name;
    EXPECT_EQ(find_model(model.name), &model);
    EXPECT_FALSE(model.summary.empty()) << model.name;
  }
  EXPECT_TRUE(std::ranges::is_sorted(models(), {}, &Model::name));
  EXPECT_EQ(find_model("lnk"), nullptr);
}

TEST(Models, EveryFieldIsNamedOnceWithAUnitThatMeasuresIt) {
  for_each_model([](const Model& /*unused*/, const ModelRun& example) {
    for (const auto& visit : {example.inputs, example.results}) {
      std::set<std::string> paths;
      for (const auto& field : flatten(visit)) {
        EXPECT_TRUE(paths.insert(field.path).second) << field.path;
        EXPECT_TRUE(field.unit_fits) << field.path << " in " << field.unit;
        EXPECT_FALSE(field.meaning.empty()) << field.path;
      }
    }
  });
}

TEST(Models, ExamplesGiveFiniteResults) {
  for_each_model([](const Model& /*unused*/, const ModelRun& example) {
    for (const auto& field : flatten(example.results)) EXPECT_TRUE(std::isfinite(field.stored)) << field.path;
  });
}

void expect_same(const Visit& a, const Visit& b) {
  const auto left = flatten(a);
  const auto right = flatten(b);
  ASSERT_EQ(left.size(), right.size());
  for (std::size_t i = 0; i < left.size(); ++i) {
    EXPECT_EQ(left[i].path, right[i].path);
    EXPECT_EQ(left[i].text, right[i].text) << left[i].path;
    if (left[i].stored == right[i].stored) continue;  // two infinities too
    EXPECT_NEAR(left[i].stored, right[i].stored, 1e-9 * std::abs(left[i].stored)) << left[i].path;
  }
}

TEST(Models, AWrittenExampleLoadsToTheSameInput) {
  for_each_model([](const Model& model, const ModelRun& example) {
    const auto text = report::to_toml_example(example.inputs, "example");
    const auto again = run(model, catalog::parse_toml(text, "example.toml"));
    ASSERT_TRUE(again.inputs) << text;
    expect_same(example.inputs, again.inputs);
    expect_same(example.results, again.results);
  });
}

TEST(Models, ResultsDoNotDependOnWhatRanBefore) {
  for_each_model([](const Model& model, const ModelRun& example) {
    const auto again = run(model, example_of(model, data));
    const auto first = flatten(example.results);
    const auto second = flatten(again.results);
    ASSERT_EQ(first.size(), second.size());
    for (std::size_t i = 0; i < first.size(); ++i) EXPECT_EQ(first[i].stored, second[i].stored) << first[i].path;
  });
}

/// Names of the lists that have no items.
class EmptyLists final : public Fields {
 public:
  void number(const FieldInfo& /*unused*/, double& /*unused*/) override {}
  void integer(const FieldInfo& /*unused*/, std::int64_t& /*unused*/) override {}
  void boolean(const FieldInfo& /*unused*/, bool& /*unused*/) override {}
  void text(const FieldInfo& /*unused*/, std::string& /*unused*/) override {}
  void choice(const FieldInfo& /*unused*/, std::span<const std::string_view> /*unused*/, int& /*unused*/) override {}
  void begin_group(const FieldInfo& /*unused*/) override {}
  void end_group() override {}
  std::size_t begin_list(const FieldInfo& info, std::size_t size, bool /*unused*/) override {
    if (size == 0) names.emplace(info.name);
    return size;
  }
  void begin_item(std::size_t /*unused*/) override {}
  void end_item() override {}
  void end_list() override {}

  std::set<std::string, std::less<>> names;
};

bool sums_an_empty_list(const std::string& formula, const ModelRun& run) {
  EmptyLists lists;
  run.inputs(lists);
  run.results(lists);
  return std::ranges::any_of(
      names_in(formula), [&](const std::string& name) { return lists.names.contains(name.substr(0, name.find('.'))); });
}

TEST(Models, FormulasNameFieldsThatAreThere) {
  for_each_model([](const Model& /*unused*/, const ModelRun& example) {
    Trace trace;
    trace.add_model("m", example.inputs, example.results);
    for (const auto& node : trace.nodes()) {
      if (node.formula.empty() || sums_an_empty_list(node.formula, example)) continue;
      EXPECT_FALSE(node.inputs.empty()) << node.path << " = " << node.formula;
    }
  });
}

TEST(Models, AnEmptyDocumentIsAnsweredWithProblemsOrResults) {
  for (const auto& model : models()) {
    SCOPED_TRACE(std::string(model.name));
    Diagnostics problems;
    const auto result = model.run(catalog::parse_toml("# nothing\n", "empty.toml"), problems, {});
    EXPECT_NE(problems.has_errors(), static_cast<bool>(result.results));
  }
}

TEST(Models, AnExampleThatIsMissingIsAnInputError) {
  EXPECT_THROW((void)example_of(models().front(), "/none"), InputError);
}

}  // namespace
}  // namespace copack::system
