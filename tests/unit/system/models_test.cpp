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

TEST(Models, FormulasNameFieldsThatAreThere) {
  for_each_model([](const Model& /*unused*/, const ModelRun& example) {
    Trace trace;
    trace.add_model("m", example.inputs, example.results);
    for (const auto& node : trace.nodes()) {
      if (!node.formula.empty()) {
        EXPECT_FALSE(node.inputs.empty()) << node.path << " = " << node.formula;
      }
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
