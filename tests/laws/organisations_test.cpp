// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "catalog_designs.hpp"
#include "copack/system/evaluate.hpp"

/// Money of any cluster of the catalog in the hands of any of its organisations.
namespace copack::laws {
namespace {

/// For every organisation and every cluster: the cluster, owned by it, and what its baseline is: the first technology
/// of the same rate under the same box.
template <class Law>
void for_every_comparison(const Law& law) {
  ASSERT_FALSE(organisations().empty());
  const auto all = all_parts();
  for (const auto& [organisation, sourced] : organisations()) {
    for (const auto& parts : all) {
      SCOPED_TRACE(organisation.id + ": " + parts.text());
      const auto baseline = std::ranges::find_if(
          all, [&](const Parts& p) { return p.server.id == parts.server.id && p.platform.id == parts.platform.id; });
      auto own = cluster_of(parts);
      auto other = cluster_of(*baseline);
      own.organisation = other.organisation = organisation;
      if (baseline->technology.id == parts.technology.id) own.technologies_of_baseline = {0};
      law(own, other);
    }
  }
}

system::EconomicsFace money_of(const system::Design& own, const system::Design& baseline) {
  const auto b = system::evaluate(baseline, nullptr);
  return system::evaluate(own, &b).evaluation.economics;
}

std::array<Money, 5> terms_of(const system::EconomicsFace& e) {
  return {e.npv_capital, e.npv_energy, e.npv_repair, e.npv_work, e.npv_qualification};
}

// Exactly, to the last bit: both sides are the same numbers, whatever the prices.
TEST(Organisations, GiveNothingForWhatTheyHave) {
  for_every_comparison([](system::Design own, const system::Design&) {
    own.technologies_of_baseline = {0};
    const auto e = money_of(own, own);
    EXPECT_EQ(e.npv, Money{});
    for (const auto term : terms_of(e)) EXPECT_EQ(term, Money{});
  });
}

// Every dollar of difference has one cause; whoever owns the cluster pays for equipment, energy and repair.
TEST(Organisations, CountEveryDollarOnce) {
  for_every_comparison([](const system::Design& own, const system::Design& baseline) {
    const auto e = money_of(own, baseline);
    double sum = 0.0;
    double size = 0.0;
    for (const auto term : terms_of(e)) {
      sum += term.si();
      size += std::abs(term.si());
    }
    EXPECT_NEAR(e.npv.si(), sum, 1e-12 * size);
    EXPECT_NEAR(e.total_cost.si(), (e.capital + e.energy + e.repair).si(), 1e-12 * e.total_cost.si());
    EXPECT_GE(e.lost_work.si(), 0.0);
  });
}

// The price of electricity multiplies the energy and touches nothing else.
TEST(Organisations, PayForEnergyInProportionToItsPrice) {
  for_every_comparison([](system::Design own, system::Design baseline) {
    const auto before = money_of(own, baseline);
    own.organisation.electricity_price *= 3.0;
    baseline.organisation = own.organisation;
    const auto after = money_of(own, baseline);
    EXPECT_DOUBLE_EQ(after.energy.si(), 3.0 * before.energy.si());
    EXPECT_NEAR(after.npv_energy.si(), 3.0 * before.npv_energy.si(), 1e-12 * std::abs(after.npv_energy.si()));
    EXPECT_EQ(after.capital, before.capital);
    EXPECT_EQ(after.repair, before.repair);
    EXPECT_EQ(after.npv_work, before.npv_work);
  });
}

// A payment of a later year is worth less today the higher the rate, and all payments of these streams have one sign:
// costs stay costs and shrink; a term of the NPV keeps its sign. The build is due after the decision.
TEST(Organisations, DiscountTheFutureMoreAtAHigherRate) {
  for_every_comparison([](system::Design own, system::Design baseline) {
    own.organisation.discount_rate = baseline.organisation.discount_rate = 0.0;
    auto before = money_of(own, baseline);
    for (const double rate : {0.02, 0.08, 0.2, 0.5}) {
      own.organisation.discount_rate = baseline.organisation.discount_rate = rate;
      const auto after = money_of(own, baseline);
      EXPECT_LT(after.energy, before.energy);
      EXPECT_LT(after.repair, before.repair);
      EXPECT_LT(after.lost_work, before.lost_work);
      EXPECT_EQ(after.capital, before.capital) << "paid today";
      const auto old_terms = terms_of(before);
      const auto new_terms = terms_of(after);
      for (std::size_t i = 0; i < old_terms.size(); ++i) {
        EXPECT_LE(std::abs(new_terms[i].si()), std::abs(old_terms[i].si())) << i;
        EXPECT_GE(new_terms[i].si() * old_terms[i].si(), 0.0) << i;
      }
      before = after;
    }
  });
}

// At no interest every year counts the same.
TEST(Organisations, AddUpTheYearsWhenTheRateIsZero) {
  for_every_comparison([](system::Design own, system::Design baseline) {
    own.organisation.discount_rate = baseline.organisation.discount_rate = 0.0;
    own.organisation.years_of_life = baseline.organisation.years_of_life = 1.0;
    const auto one = money_of(own, baseline);
    own.organisation.years_of_life = baseline.organisation.years_of_life = 7.0;
    const auto seven = money_of(own, baseline);
    EXPECT_NEAR(seven.energy.si(), 7.0 * one.energy.si(), 1e-12 * seven.energy.si());
    EXPECT_NEAR(seven.repair.si(), 7.0 * one.repair.si(), 1e-12 * seven.repair.si());
    EXPECT_NEAR(seven.npv_work.si(), 7.0 * one.npv_work.si(), 1e-12 * std::abs(seven.npv_work.si()));
    EXPECT_EQ(seven.npv_capital, one.npv_capital);
  });
}

// The facility draws in proportion to its PUE, and that is all that the PUE does.
TEST(Organisations, PayForTheirFacility) {
  for_every_comparison([](system::Design own, const system::Design& baseline) {
    own.organisation.pue = 1.0;
    const auto bare = money_of(own, baseline);
    const auto power = system::evaluate(own, nullptr).evaluation.power.network;
    own.organisation.pue = 2.0;
    const auto e = money_of(own, baseline);
    EXPECT_DOUBLE_EQ(e.energy.si(), 2.0 * bare.energy.si());
    EXPECT_EQ(system::evaluate(own, nullptr).evaluation.power.network, power);
    EXPECT_EQ(e.capital, bare.capital);
  });
}

}  // namespace
}  // namespace copack::laws
