// SPDX-License-Identifier: Apache-2.0
#include "copack/link/com_fit.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "com_channels.hpp"
#include "copack/link/modulation.hpp"

namespace copack::link {
namespace {

ComFitInputs two_families() {
  ComFitInputs in{.com = small_backplane(), .points = 4};
  in.com.channels.clear();
  in.com.ctle_gain = {dB(-16.0), dB(0.0), dB(4.0)};
  in.channels = {{"plain", {{.name = "board"}}, 0},
                 {"with vias",
                  {{.name = "via", .kind = ElementKind::capacitance, .capacitance = Capacitance::from_si(60e-15)},
                   {.name = "board"},
                   {.name = "via", .kind = ElementKind::capacitance, .capacitance = Capacitance::from_si(60e-15)}},
                  1}};
  return in;
}

TEST(ComFit, RunsTheChannelsAtTheLossesAskedFor) {
  const auto in = two_families();
  const auto r = evaluate(in);
  ASSERT_TRUE(r.answered);
  ASSERT_EQ(r.points.size(), 8U);
  for (std::size_t i = 0; i < r.points.size(); ++i)
    EXPECT_NEAR(r.points[i].loss.db(), 16.0 + 8.0 * static_cast<double>(i % 4), 1e-6);
  auto com = in.com;
  com.channels = {{.elements = {{.name = "board", .length = r.points[2].length}}}};
  EXPECT_EQ(evaluate(com).com.db(), r.points[2].com.db());
}

TEST(ComFit, ItsErrorIsThatOfItsFormula) {
  const auto r = evaluate(two_families());
  double square = 0.0, most = 0.0;
  for (const auto& p : r.points) {
    const double fit = r.plateau.db() - r.slope * std::max(0.0, p.loss.db() - r.knee.db());
    EXPECT_NEAR(p.error.db(), fit - p.com.db(), 1e-12);
    square += std::pow(fit - p.com.db(), 2);
    most = std::max(most, std::abs(fit - p.com.db()));
  }
  EXPECT_NEAR(r.rms_error.db(), std::sqrt(square / 8.0), 1e-12);
  EXPECT_NEAR(r.max_error.db(), most, 1e-12);
  EXPECT_GT(r.optimism.db(), 0.0);  // families of equal loss differ
  const auto [low, high] = std::ranges::minmax(r.points, {}, [](const ComFitPoint& p) { return p.com.db(); });
  EXPECT_LT(r.rms_error.db(), (high.com - low.com).db() / 3.0);  // loss explains most of the margin
  const double at_budget = r.plateau.db() - r.slope * (r.equaliser_budget - r.knee).db();
  EXPECT_NEAR(at_budget, 3.0, 1e-9);
}

/// COM of 3 dB at DER0 1e-4: the noise quantile is 3.719 standard deviations, the eye 1.4125 times that.
TEST(ComFit, ReferenceErrorsFollowFromTheDefinition) {
  const auto r = evaluate(two_families());
  EXPECT_NEAR(r.reference_ber, bit_error_ratio(3.71902 * 1.412538, 4), 1e-3 * r.reference_ber);
  EXPECT_NEAR(r.snr_gain_max.db(), r.plateau.db() - 3.0, 1e-12);
}

TEST(ComFit, LeavesOutWhatTheRestOfTheChannelExceeds) {
  auto in = two_families();
  in.loss_from = dB(1.0);  // the packages alone lose more
  in.loss_to = dB(31.0);
  const auto r = evaluate(in);
  EXPECT_LT(r.points.size(), 8U);
  for (const auto& p : r.points) EXPECT_GT(p.length.si(), 0.0);
}

TEST(ComFit, NamesEveryProblem) {
  auto in = two_families();
  in.channels[1].swept = 0;
  in.loss_to = in.loss_from;
  in.com.channels = {{}};
  const auto problems = validate(in);
  const auto has = [&](std::string_view path) { return std::ranges::count(problems, path, &Problem::path) == 1; };
  EXPECT_TRUE(has("channels[1].swept"));
  EXPECT_TRUE(has("loss_to"));
  EXPECT_TRUE(has("com.channels"));
}

}  // namespace
}  // namespace copack::link
