// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "copack/study/model.hpp"
#include "copack/study/run.hpp"
#include "small_study.hpp"

namespace copack::study {
namespace {

struct Traced {
  Model model = load_text(small_study());
  system::Trace trace;

  Traced() {
    trace = evaluate_nominal(model).trace;
    add_provenance(model, trace);
  }
};

const Traced& traced() {
  static const Traced once;
  return once;
}

const system::TraceNode& node(const std::string& path) {
  const auto* found = traced().trace.find(path);
  if (found == nullptr) throw std::out_of_range(path);
  return *found;
}

const std::string& path_behind(const catalog::Value& value) { return value.origin.empty() ? value.path : value.origin; }

TEST(Provenance, ANodeHasTheNumberOfTheValueBehindIt) {
  std::multimap<std::string, double> values;
  for (const auto& alternative : traced().model.alternatives) {
    for (const auto& card : alternative.cards) {
      for (const auto& field : card.sourced) values.emplace(path_behind(field.value), field.value.nominal);
    }
  }
  std::size_t checked = 0;
  for (const auto& n : traced().trace.nodes()) {
    if (n.value_path.empty()) continue;
    const auto [from, to] = values.equal_range(n.value_path);
    ASSERT_NE(from, to) << n.value_path;
    const bool same = std::any_of(
        from, to, [&](const auto& entry) { return std::abs(entry.second - n.stored) <= 1e-12 * std::abs(n.stored); });
    EXPECT_TRUE(same) << n.path << " = " << n.stored << " is not " << n.value_path;
    EXPECT_FALSE(n.place.empty()) << n.path;
    ++checked;
  }
  EXPECT_GT(checked, 300u);
}

TEST(Provenance, ValuesOfEveryKindOfCardReachTheirModels) {
  EXPECT_EQ(node("cpo.leaf-spine.link.laser_wpe").value_path, "technologies/cpo-bailly-fr4-400g.link.laser_wpe");
  EXPECT_EQ(node("cpo.cost.pue").value_path, "operations/pue-google.ratio");
  EXPECT_EQ(node("cpo.npv[0].discount_rate").value_path, "operations/hyperscaler-wacc.rate");
  EXPECT_FALSE(node("cpo.workload[0].accelerator.peak").value_path.empty());
  EXPECT_FALSE(node("cpo.reliability.job.other_interruptions").value_path.empty());
  EXPECT_FALSE(node("cpo.reliability.job.checkpoint_write").value_path.empty());
  EXPECT_FALSE(node("cpo.fabric.leaf.latency").value_path.empty());
  EXPECT_FALSE(node("cpo.cost.capex[0].unit_price").value_path.empty());
  EXPECT_EQ(node("lpo.cluster.purchases[0].price").value_path, "platforms/tomahawk5-51t-400g.price");
  EXPECT_FALSE(node("lpo.cluster.labour_per_repair").value_path.empty());
}

TEST(Provenance, EveryPriceInTheBooksIsQuotedOrComputed) {
  std::size_t quoted = 0;
  for (const auto& n : traced().trace.nodes()) {
    if (n.path.find(".purchases[") == std::string::npos || !n.path.ends_with(".price")) continue;
    EXPECT_TRUE(!n.value_path.empty() || !n.inputs.empty()) << n.path;
    if (!n.value_path.empty()) ++quoted;
  }
  EXPECT_GT(quoted, 10u);
}

/// Walks down from the money to the catalog.
bool reaches(const std::string& path, const std::string& value_path) {
  const auto& n = node(path);
  if (n.value_path == value_path) return true;
  return std::any_of(n.inputs.begin(), n.inputs.end(), [&](const auto& input) { return reaches(input, value_path); });
}

TEST(Provenance, TheNetPresentValueLeadsToThePricesOfBothSides) {
  EXPECT_TRUE(reaches("lpo.economics.npv_capital", "technologies/dr4-lpo-400g.price.per_end"));
  EXPECT_TRUE(reaches("lpo.economics.npv_capital", "technologies/fr4-retimed-400g.price.per_end"));
  EXPECT_TRUE(reaches("lpo.economics.npv_energy", "operations/pue-google.ratio"));
  EXPECT_TRUE(reaches("lpo.economics.capital", "platforms/tomahawk5-51t-400g.price"));
}

TEST(Provenance, WhatTheDesignSetsComesFromTheDesign) {
  EXPECT_EQ(node("cpo.leaf-spine.link.length").value_path, "");
  EXPECT_EQ(node("cpo.leaf-spine.link.length").inputs, std::vector<std::string>{"cpo.fabric.tiers[2].length_max"});
  EXPECT_EQ(node("cpo.leaf-spine.link.length").stored, node("cpo.fabric.tiers[2].length_max").stored);
  EXPECT_EQ(node("cpo.leaf-spine.link.engine_temperature").value_path, "");
  EXPECT_FALSE(node("cpo.leaf-spine.link.engine_temperature").inputs.empty());
}

TEST(Provenance, UnitsAreTracedToTheirOwnCards) {
  for (const auto& alternative : traced().model.alternatives) {
    const auto scope = alternative.name + ".reliability.classes[0].hard.rate";
    const auto& technology = alternative.design.technologies[0].id;
    EXPECT_EQ(node(scope).value_path.rfind("technologies/" + technology, 0), 0u)
        << scope << " leads to " << node(scope).value_path;
  }
}

TEST(Provenance, EveryParameterThatActsIsBehindANode) {
  // Prices, margins and counts that the models do not take as inputs are in the assumptions, not in the trace.
  std::set<std::string> behind;
  for (const auto& n : traced().trace.nodes()) behind.insert(n.value_path);
  std::size_t found = 0;
  for (const auto& alternative : traced().model.alternatives) {
    for (const auto& card : alternative.cards) {
      for (const auto& field : card.sourced) {
        if (!field.path.starts_with("link.") && !field.path.starts_with("manufacturing.") &&
            !field.path.starts_with("supply."))
          continue;
        if (field.path == "link.length" || field.path == "link.engine_temperature" ||
            field.path == "link.laser_temperature")
          continue;  // the design sets them
        EXPECT_TRUE(behind.contains(path_behind(field.value))) << card.scope << "." << field.path;
        ++found;
      }
    }
  }
  EXPECT_GT(found, 100u);
}

}  // namespace
}  // namespace copack::study
