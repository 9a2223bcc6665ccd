// SPDX-License-Identifier: Apache-2.0
#include "copack/system/books.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "copack/system/evaluate.hpp"
#include "copack/system/purchases.hpp"
#include "small_design.hpp"

namespace copack::system {
namespace {

using testing::HasSubstr;

double number(const Trace& trace, const std::string& path) {
  const auto* node = trace.find(path);
  if (node == nullptr) throw std::out_of_range(path);
  return node->stored;
}

TEST(Books, LinesAddUpToTheCapital) {
  for (const auto& card : {pluggable(), co_packaged()}) {
    const auto design = design_with(card);
    Trace trace;
    const auto assessment = evaluate(design, nullptr, &trace);
    const auto scope = design.alternative + ".cluster.";
    double sum = 0.0;
    for (std::size_t k = 0; trace.find(scope + "purchases[" + std::to_string(k) + "].cost") != nullptr; ++k)
      sum += number(trace, scope + "purchases[" + std::to_string(k) + "].cost");
    EXPECT_NEAR(sum, assessment.evaluation.economics.capital.si(), 1e-9 * sum);
    EXPECT_EQ(number(trace, scope + "repair"),
              number(trace, scope + "scale") * (number(trace, scope + "parts") + number(trace, scope + "labour")));
  }
}

TEST(Books, TheLinesOfACoPackagedClusterByHand) {
  // 24 boxes of 20,000 USD in two levels, 5,000 USD more for each, 1,024 ends of 300 and 20 USD.
  const auto design = design_with(co_packaged());
  Trace trace;
  (void)evaluate(design, nullptr, &trace);
  const auto line = [&](int k) { return design.alternative + ".cluster.purchases[" + std::to_string(k) + "]."; };
  EXPECT_EQ(trace.find(line(0) + "item")->text, "leaf switches");
  EXPECT_EQ(number(trace, line(0) + "count") + number(trace, line(2) + "count"), 24.0);
  EXPECT_THAT(trace.find(line(1) + "item")->text, HasSubstr(" for leaf switches"));
  EXPECT_EQ(trace.find(line(1) + "quote")->text, "price.per_switch");
  EXPECT_EQ(number(trace, line(1) + "unit_price"), 5000.0);
  EXPECT_THAT(trace.find(line(4) + "item")->text, HasSubstr("leaf-spine"));
  EXPECT_EQ(trace.find(line(4) + "quote")->text, "price.per_end");
  EXPECT_EQ(number(trace, line(4) + "cost"), 1024 * 320.0);
  EXPECT_EQ(trace.find(line(5) + "cost"), nullptr) << "nothing else is bought";
}

TEST(ConnectSides, TakesBothSidesFromTheirBooks) {
  auto base = design_with(pluggable());
  base.alternative = "base";
  auto other = design_with(co_packaged());
  other.alternative = "other";
  Trace trace;
  const auto baseline = evaluate(base, nullptr, &trace);
  (void)evaluate(other, &baseline, &trace);
  connect_sides(trace, "other", "base", other.builds.size());
  EXPECT_THAT(trace.find("other.npv[0].alternative.capex")->inputs, testing::ElementsAre("other.builds[0].capital"));
  EXPECT_THAT(trace.find("other.npv[0].baseline.repair")->inputs, testing::ElementsAre("base.builds[0].repair"));
  EXPECT_EQ(number(trace, "other.npv[0].baseline.capex"), number(trace, "base.builds[0].capital"));
}

}  // namespace
}  // namespace copack::system
