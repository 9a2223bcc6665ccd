// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "catalog_designs.hpp"
#include "copack/core/random.hpp"
#include "copack/study/decision.hpp"

/// How the organisations of the catalog rank uncertain outcomes: no one that prefers more money to less, and sure money
/// to doubtful money, ranks otherwise (Föllmer & Schied 2016, chapters 2 and 4).
namespace copack::laws {
namespace {

using Outcomes = std::vector<double>;

constexpr std::size_t worlds = 200;
constexpr std::uint32_t samples = 20;

double draw(std::uint32_t sample, std::uint32_t what, std::size_t world) {
  return uniform(7, Purpose::test, {.sample = sample, .entity = what, .draw = static_cast<std::uint32_t>(world)});
}

/// Gains and losses of some million dollars with a long tail of losses.
Outcomes outcomes(std::uint32_t sample) {
  Outcomes npv(worlds);
  for (std::size_t w = 0; w < worlds; ++w) npv[w] = 3e6 - 1e6 / draw(sample, 0, w);
  return npv;
}

/// The same outcomes in other worlds.
Outcomes shuffled(const Outcomes& npv, std::uint32_t sample) {
  Outcomes mixed = npv;
  for (std::size_t w = mixed.size() - 1; w > 0; --w) {
    std::swap(mixed[w], mixed[static_cast<std::size_t>(draw(sample, 1, w) * static_cast<double>(w + 1))]);
  }
  return mixed;
}

/// Every organisation as it is, and with its weight of the tail from nothing to all.
std::vector<system::OrganisationCard> all_tempers() {
  std::vector<system::OrganisationCard> all;
  for (const auto& [card, sourced] : organisations()) {
    all.push_back(card);
    for (const double weight : {0.0, 0.25, 0.5, 0.75, 1.0}) {
      all.push_back(card);
      all.back().risk_weight = weight;
    }
  }
  return all;
}

/// Regret compares world by world, so that it takes no part in laws about outcomes whose worlds do not match.
template <class Law>
void for_every_temper(const Law& law) {
  ASSERT_FALSE(organisations().empty());
  for (const auto& organisation : all_tempers()) {
    if (organisation.preference == system::RiskPreference::regret) continue;
    for (std::uint32_t sample = 0; sample < samples; ++sample) {
      SCOPED_TRACE(organisation.id + ", sample " + std::to_string(sample));
      law(organisation, sample);
    }
  }
}

double score(const system::OrganisationCard& organisation, const Outcomes& npv) {
  return study::score(organisation, npv, Outcomes(npv.size(), 0.0));
}

// First order: for every amount, the better one is at least as likely to reach it. Which world brings what is no
// matter.
TEST(Preferences, NeverPreferWhatIsLessLikelyToReachAnyAmount) {
  for_every_temper([](const system::OrganisationCard& organisation, std::uint32_t sample) {
    const auto worse = outcomes(sample);
    auto better = worse;
    for (std::size_t w = 0; w < worlds; ++w) better[w] += 2e5 * draw(sample, 2, w);
    EXPECT_GT(score(organisation, shuffled(better, sample)), score(organisation, worse));
  });
}

// Second order: the same outcomes with a fair bet added in every world.
TEST(Preferences, NeverPreferTheSameWithABetOnTop) {
  for_every_temper([](const system::OrganisationCard& organisation, std::uint32_t sample) {
    const auto npv = outcomes(sample);
    Outcomes sure;
    Outcomes bet;
    for (std::size_t w = 0; w < worlds; ++w) {
      const double stake = 2e6 * draw(sample, 3, w);
      sure.insert(sure.end(), {npv[w], npv[w]});
      bet.insert(bet.end(), {npv[w] - stake, npv[w] + stake});
    }
    EXPECT_LE(score(organisation, bet), score(organisation, sure) + 1e-3);
  });
}

// A sum that comes in every world is worth itself: it does not change who is preferred.
TEST(Preferences, CountSureMoneyInFull) {
  for_every_temper([](const system::OrganisationCard& organisation, std::uint32_t sample) {
    const auto npv = outcomes(sample);
    auto richer = npv;
    for (auto& x : richer) x += 5e6;
    EXPECT_NEAR(score(organisation, richer), score(organisation, npv) + 5e6, 1e-2);
  });
}

// The mean of two plans is never worse than the worse of them: what is spread cannot hurt.
TEST(Preferences, NeverPunishSpreadingOverTwo) {
  for_every_temper([](const system::OrganisationCard& organisation, std::uint32_t sample) {
    const auto one = outcomes(sample);
    const auto two = shuffled(outcomes(sample + samples), sample);
    Outcomes half(worlds);
    for (std::size_t w = 0; w < worlds; ++w) half[w] = 0.5 * (one[w] + two[w]);
    const double apart = 0.5 * (score(organisation, one) + score(organisation, two));
    EXPECT_GE(score(organisation, half), apart - 1e-3);
  });
}

// The worst tenth is not above the mean, so that whoever weighs it more likes any plan less.
TEST(Preferences, MoreCautionNeverRaisesAScore) {
  for (const auto& [card, sourced] : organisations()) {
    for (std::uint32_t sample = 0; sample < samples; ++sample) {
      const auto npv = outcomes(sample);
      auto organisation = card;
      organisation.preference = system::RiskPreference::mean_cvar;
      organisation.risk_weight = 0.0;
      double before = score(organisation, npv);
      organisation.preference = system::RiskPreference::mean;
      EXPECT_DOUBLE_EQ(score(organisation, npv), before);
      organisation.preference = system::RiskPreference::mean_cvar;
      for (const double weight : {0.25, 0.5, 1.0}) {
        organisation.risk_weight = weight;
        const double after = score(organisation, npv);
        EXPECT_LT(after, before);
        before = after;
      }
      organisation.preference = system::RiskPreference::cvar;
      EXPECT_NEAR(score(organisation, npv), before, 1e-6);
    }
  }
}

// World by world at least as good, and better in some: then by regret too.
TEST(Preferences, OfEveryKindPreferWhatIsBetterInEveryWorld) {
  constexpr std::array kinds{system::RiskPreference::mean, system::RiskPreference::mean_cvar,
                             system::RiskPreference::cvar, system::RiskPreference::regret};
  for (auto organisation : all_tempers()) {
    for (const auto kind : kinds) {
      organisation.preference = kind;
      for (std::uint32_t sample = 0; sample < samples; ++sample) {
        SCOPED_TRACE(organisation.id + ", sample " + std::to_string(sample));
        const auto worse = outcomes(sample);
        auto better = worse;
        const auto rival = shuffled(outcomes(sample + samples), sample);
        Outcomes regret_worse(worlds);
        Outcomes regret_better(worlds);
        for (std::size_t w = 0; w < worlds; ++w) {
          better[w] += 2e5 * draw(sample, 4, w);
          const double best = std::max(better[w], rival[w]);
          regret_worse[w] = best - worse[w];
          regret_better[w] = best - better[w];
        }
        EXPECT_GT(study::score(organisation, better, regret_better), study::score(organisation, worse, regret_worse));
      }
    }
  }
}

}  // namespace
}  // namespace copack::laws
