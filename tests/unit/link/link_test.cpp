// SPDX-License-Identifier: Apache-2.0
#include "copack/link/link.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace copack::link {
namespace {

using testing::ElementsAre;

std::vector<std::string> paths(const LinkInputs& in) {
  std::vector<std::string> out;
  for (const auto& problem : validate(in)) out.push_back(problem.path);
  return out;
}

TEST(Link, ValidateTellsEverythingAtOnce) {
  LinkInputs in{.payload_rate = 500.0 * unit::Gbps, .retiming = Retiming::none};
  in.laser_power = PowerLevel::from_dbm(30.0);
  in.optical_ber_floor = 1e-3;
  in.optics_location = Place::asic;
  in.fec = {.code = Code::custom, .n = 544, .k = 600};
  EXPECT_THAT(paths(in), ElementsAre("payload_rate", "retiming", "optical_path", "laser_power", "optical_ber_floor",
                                     "optics_location", "fec.k"));
}

TEST(Link, CopperHasItsOwnRules) {
  LinkInputs in{.payload_rate = 400.0 * unit::Gbps, .medium = Medium::copper, .retiming = Retiming::half_retimed};
  in.rings_per_lane = 1;
  EXPECT_THAT(paths(in), ElementsAre("cable_loss_per_metre", "retiming", "rings_per_lane"));
}

TEST(Link, TheRateMayFillTheLineExactly) {
  // 4 x 106.25 Gbit/s less 544/514 is 401.56 Gbit/s.
  LinkInputs in{.payload_rate = 401.56 * unit::Gbps};
  in.optical_path = {{"path", Decibel::from_db(3.0)}};
  EXPECT_THAT(paths(in), ElementsAre());
  in.payload_rate = 401.6 * unit::Gbps;
  EXPECT_THAT(paths(in), ElementsAre("payload_rate"));
}

TEST(Link, DescribesListsAndGroups) {
  LinkInputs in;
  in.host_channel = {{"trace", Decibel::from_db(6.0)}};
  const auto flat = flatten(in);
  const auto has = [&](std::string_view path) {
    return std::any_of(flat.begin(), flat.end(), [&](const FlatField& field) { return field.path == path; });
  };
  EXPECT_TRUE(has("host_channel[0].loss"));
  EXPECT_TRUE(has("fec.interleave"));
  EXPECT_TRUE(has("payload_rate"));
  EXPECT_GT(flatten(LinkResults{}).size(), 50u);
}

}  // namespace
}  // namespace copack::link
