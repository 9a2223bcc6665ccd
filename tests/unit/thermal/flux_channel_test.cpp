// SPDX-License-Identifier: Apache-2.0
#include "copack/thermal/flux_channel.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "copack/thermal/spreading.hpp"
#include "copack/thermal/stack.hpp"

namespace copack::thermal {
namespace {

constexpr auto copper = 390.0 * unit::W_per_mK;

ChannelLayer layer(double thickness_mm, ThermalConductivity k) { return {"", thickness_mm * unit::mm, k, k}; }

ChannelSource source(std::string name, double x, double y, double width, double depth, double power) {
  return {std::move(name), x * unit::mm, y * unit::mm, width * unit::mm, depth * unit::mm, power * unit::W};
}

FluxChannelInputs plate() {
  FluxChannelInputs x;
  x.a = x.b = 60.0 * unit::mm;
  x.h = 8000.0 * unit::W_per_m2K;
  x.layers = {layer(2.0, copper)};
  return x;
}

/// ASIC and one optical engine on a lid and a cold plate.
FluxChannelInputs package() {
  FluxChannelInputs x;
  x.a = x.b = 76.8 * unit::mm;
  x.h = 8000.0 * unit::W_per_m2K;
  x.layers = {layer(3.0, copper), layer(0.1, 6.0 * unit::W_per_mK), layer(2.0, copper),
              layer(0.1, 10.0 * unit::W_per_mK), layer(0.7, 120.0 * unit::W_per_mK)};
  x.sources = {source("asic", 38.4, 38.4, 26.4, 26.4, 500.0), source("engine", 38.4, 58.8, 4.8, 7.2, 20.0)};
  return x;
}

TEST(FluxChannel, FullSourceIsTheOneDimensionalStack) {
  auto x = plate();
  x.layers.push_back(layer(0.1, 6.0 * unit::W_per_mK));
  x.sources = {source("all", 30.0, 30.0, 60.0, 60.0, 500.0)};
  StackInputs stack;
  stack.power = 500.0 * unit::W;
  stack.area = 3600.0 * unit::mm2;
  stack.h = x.h;
  stack.layers = {{"", 2.0 * unit::mm, copper}, {"", 0.1 * unit::mm, 6.0 * unit::W_per_mK}};
  EXPECT_NEAR(evaluate(x).sources[0].mean_rise.si(), evaluate(stack).rise.si(), 1e-9);
}

// Expected values of the next three: an independent program that sums 800 x 800 modes of the same series.
TEST(FluxChannel, CentredSource) {
  auto x = plate();
  x.sources = {source("die", 30.0, 30.0, 25.0, 25.0, 500.0)};
  const auto r = evaluate(x);
  EXPECT_NEAR(r.sources[0].mean_rise.si(), 46.1915, 1e-3);
  EXPECT_NEAR(r.sources[0].centre_rise.si(), 58.7843, 1e-2);
  EXPECT_NEAR(r.one_dimensional.si(), 0.036147, 1e-6);
  EXPECT_NEAR(r.sources[0].spreading.si(), 0.056236, 1e-5);
  EXPECT_LT(r.truncation, 1e-4);
}

TEST(FluxChannel, EccentricSource) {
  auto x = plate();
  x.sources = {source("die", 12.0, 18.0, 10.0, 6.0, 40.0)};
  x.modes_x = x.modes_y = 800;
  const auto r = evaluate(x);
  EXPECT_NEAR(r.sources[0].mean_rise.si(), 12.0696, 1e-4);
  EXPECT_NEAR(r.sources[0].centre_rise.si(), 13.9311, 1e-3);
}

TEST(FluxChannel, TwoSourcesOnACompoundStack) {
  auto x = package();
  x.modes_x = x.modes_y = 800;
  const auto r = evaluate(x);
  EXPECT_NEAR(r.influence[0].psi.si(), 0.091865, 1e-6);
  EXPECT_NEAR(r.influence[1].psi.si(), 0.032739, 1e-6);
  EXPECT_NEAR(r.influence[2].psi.si(), 0.559404, 1e-6);
  EXPECT_NEAR(r.sources[0].mean_rise.si(), 46.5874, 1e-4);
  EXPECT_NEAR(r.sources[1].mean_rise.si(), 27.5574, 1e-4);
}

TEST(FluxChannel, TheDefaultModesAreGoodToATenthOfAPercent) {
  auto fine = package();
  fine.modes_x = fine.modes_y = 800;
  const auto a = evaluate(package());
  const auto b = evaluate(fine);
  EXPECT_NEAR(a.sources[1].mean_rise / b.sources[1].mean_rise, 1.0, 1e-3);
  EXPECT_LT(a.truncation, 5e-3);
  EXPECT_LT(b.truncation, a.truncation);
}

TEST(FluxChannel, HalvesOfASourceGiveTheWhole) {
  auto whole = plate();
  whole.sources = {source("die", 20.0, 30.0, 10.0, 8.0, 40.0)};
  auto halves = plate();
  halves.sources = {source("left", 17.5, 30.0, 5.0, 8.0, 20.0), source("right", 22.5, 30.0, 5.0, 8.0, 20.0)};
  const auto r = evaluate(halves);
  EXPECT_NEAR(0.5 * (r.sources[0].mean_rise + r.sources[1].mean_rise).si(), evaluate(whole).sources[0].mean_rise.si(),
              1e-9);
}

TEST(FluxChannel, MirroredSourcesAreAlike) {
  auto x = plate();
  x.sources = {source("a", 12.0, 18.0, 10.0, 6.0, 40.0), source("b", 48.0, 42.0, 10.0, 6.0, 40.0)};
  const auto r = evaluate(x);
  EXPECT_NEAR(r.sources[0].mean_rise.si(), r.sources[1].mean_rise.si(), 1e-9);
}

TEST(FluxChannel, ASmallSourceOnAThickBodyIsOnAHalfSpace) {
  FluxChannelInputs x;
  x.a = x.b = 400.0 * unit::mm;
  x.h = 1e9 * unit::W_per_m2K;
  x.layers = {layer(400.0, 120.0 * unit::W_per_mK)};
  x.sources = {source("die", 200.0, 200.0, 10.0, 10.0, 50.0)};
  x.modes_x = x.modes_y = 800;
  const HalfSpaceInputs half{10.0 * unit::mm, 120.0 * unit::W_per_mK, 50.0 * unit::W};
  // The finite body has its coolant at 40 source widths, so a few percent of R remain: compare within 3 %.
  EXPECT_NEAR(evaluate(x).sources[0].mean_rise / evaluate(half).mean_rise, 1.0, 0.03);
}

TEST(FluxChannel, RefusesASourceOverTheEdge) {
  auto x = plate();
  x.sources = {source("die", 3.0, 30.0, 10.0, 6.0, 40.0)};
  ASSERT_EQ(validate(x).size(), 1u);
  EXPECT_THAT(validate(x)[0].message, testing::HasSubstr("edge of the plate"));
  EXPECT_TRUE(validate(package()).empty());
}

}  // namespace
}  // namespace copack::thermal
