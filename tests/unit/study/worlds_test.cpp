// SPDX-License-Identifier: Apache-2.0
#include "copack/study/worlds.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "copack/numerics/sampling.hpp"
#include "copack/numerics/statistics.hpp"

namespace copack::study {
namespace {

using numerics::Law;

system::ParameterSpace space_of(const std::vector<numerics::Distribution>& laws) {
  system::ParameterSpace space;
  for (std::size_t i = 0; i < laws.size(); ++i) {
    catalog::Value value{.path = fmt::format("p{}", i), .nominal = laws[i].nominal};
    value.spread = laws[i];
    space.add(value);
  }
  return space;
}

std::vector<double> column(const WorldSampler& sampler, std::uint32_t worlds, std::size_t parameter) {
  std::vector<double> values;
  std::vector<double> world(sampler.parameters());
  for (std::uint32_t w = 0; w < worlds; ++w) {
    sampler.sample(w, world);
    values.push_back(world[parameter]);
  }
  return values;
}

std::vector<int> first(int n) {
  std::vector<int> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), 0);
  return order;
}

const std::vector<numerics::Distribution> laws{{Law::uniform, 1.0, 0.0, 2.0},
                                               {Law::pert, 3.0, 1.0, 9.0},
                                               {Law::lognormal, 10.0, 2.0, 50.0},
                                               {Law::triangular, 0.2, 0.0, 1.0},
                                               {Law::loguniform, 10.0, 1.0, 100.0}};

TEST(WorldSampler, EveryColumnFollowsItsLaw) {
  constexpr std::uint32_t worlds = 4096;
  for (const int leading : {5, 0}) {  // Sobol' points and counter-based numbers
    const WorldSampler sampler(space_of(laws), {}, first(leading), 7);
    for (std::size_t i = 0; i < laws.size(); ++i) {
      const auto values = column(sampler, worlds, i);
      for (const double p : {0.05, 0.25, 0.5, 0.75, 0.95}) {
        const double exact = numerics::quantile(laws[i], p);
        const double width = numerics::quantile(laws[i], 0.95) - numerics::quantile(laws[i], 0.05);
        // Four standard errors of a sample quantile, sqrt(p (1 - p) / n) in probability, are 0.03 at most.
        EXPECT_GE(numerics::sample_quantile(values, std::min(1.0, p + 0.03)), exact - 1e-9 * width) << i << " " << p;
        EXPECT_LE(numerics::sample_quantile(values, std::max(0.0, p - 0.03)), exact + 1e-9 * width) << i << " " << p;
      }
    }
  }
}

TEST(WorldSampler, SobolPointsStratifyEveryLeadingColumn) {
  const WorldSampler sampler(space_of({{Law::uniform, 0.5, 0.0, 1.0}}), {}, first(1), 3);
  std::vector<int> hits(64, 0);
  for (const double u : column(sampler, 64, 0)) ++hits[static_cast<std::size_t>(u * 64.0)];
  EXPECT_THAT(hits, testing::Each(1));
}

TEST(WorldSampler, AWorldIsAFunctionOfSeedAndNumber) {
  const auto space = space_of(laws);
  const WorldSampler a(space, {}, first(2), 7);
  const WorldSampler b(space, {}, first(2), 7);
  const WorldSampler other(space, {}, first(2), 8);
  std::vector<double> x(laws.size());
  std::vector<double> y(laws.size());
  for (const std::uint32_t w : {900U, 3U, 77U, 0U, 3U}) {  // in any order
    a.sample(w, x);
    b.sample(w, y);
    EXPECT_EQ(x, y);
    other.sample(w, y);
    EXPECT_NE(x, y);
  }
}

TEST(WorldSampler, NominalIsTheNominalOfEveryLaw) {
  EXPECT_THAT(WorldSampler(space_of(laws), {}, {}, 1).nominal(), testing::ElementsAre(1.0, 3.0, 10.0, 0.2, 10.0));
}

TEST(WorldSampler, HasTheRankCorrelationsAskedFor) {
  const std::vector<CorrelationSection> wanted{{"p1", "p2", 0.8}, {"p0", "p2", -0.3}};
  for (const int leading : {5, 0}) {
    const WorldSampler sampler(space_of(laws), wanted, first(leading), 11);
    const auto p0 = column(sampler, 4096, 0);
    const auto p1 = column(sampler, 4096, 1);
    const auto p2 = column(sampler, 4096, 2);
    const auto p3 = column(sampler, 4096, 3);
    // The standard error of a rank correlation is about 1 / sqrt(n) = 0.016.
    EXPECT_NEAR(numerics::spearman(p1, p2), 0.8, 0.04);
    EXPECT_NEAR(numerics::spearman(p0, p2), -0.3, 0.06);
    EXPECT_NEAR(numerics::spearman(p0, p1), 0.0, 0.06);
    EXPECT_NEAR(numerics::spearman(p3, p2), 0.0, 0.06);
  }
}

TEST(WorldSampler, CorrelationsLeaveTheOtherColumnsAlone) {
  const auto space = space_of(laws);
  const WorldSampler free(space, {}, first(5), 7);
  const std::vector<CorrelationSection> wanted{{"p1", "p2", 0.8}};
  const WorldSampler joined(space, wanted, first(5), 7);
  for (const std::size_t i : {0U, 3U, 4U}) EXPECT_EQ(column(free, 32, i), column(joined, 32, i));
}

TEST(WorldSampler, TakesMoreParametersThanSobolDimensions) {
  const std::vector<numerics::Distribution> many(200, {Law::uniform, 0.5, 0.0, 1.0});
  const WorldSampler sampler(space_of(many), {}, first(200), 7);
  std::vector<double> world(200);
  sampler.sample(1, world);
  for (const double u : world) {
    EXPECT_GT(u, 0.0);
    EXPECT_LT(u, 1.0);
  }
}

TEST(ValidateCorrelations, AnEmptyListIsFine) { EXPECT_TRUE(validate_correlations({}).empty()); }

}  // namespace
}  // namespace copack::study
