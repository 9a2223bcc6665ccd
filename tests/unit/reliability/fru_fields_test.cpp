// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "copack/reliability/fru.hpp"

namespace copack::reliability {
namespace {

using namespace unit;

ReliabilityInputs good() {
  return {.classes = {{.name = "module",
                       .count = 100.0,
                       .hard = {.rate = 1818.0 * FIT, .ports = 2.0},
                       .service = {.ports = 2.0}}},
          .ports = 200.0,
          .job = {.accelerators = 64.0}};
}

TEST(ValidateReliability, AcceptsASoundInput) { EXPECT_TRUE(validate(good()).empty()); }

TEST(ValidateReliability, TellsAllProblemsWithTheirPaths) {
  auto in = good();
  in.classes.push_back(in.classes[0]);
  in.classes[1].hard.ports = 500.0;
  in.classes[1].service.no_trouble_found = 1.0;
  in.service_level = 1.0;
  in.job.hot_spares = 1.0;
  std::vector<std::string> paths;
  for (const auto& p : validate(in)) paths.push_back(p.path);
  EXPECT_THAT(paths, testing::UnorderedElementsAre("classes[0].name", "classes[1].name", "classes[1].hard.ports",
                                                   "classes[1].service.ports", "classes[1].service.no_trouble_found",
                                                   "service_level", "job.hot_spares"));
}

TEST(ValidateReliability, NeedsClassesAndPorts) { EXPECT_EQ(validate(ReliabilityInputs{}).size(), 2u); }

TEST(DescribeReliability, ListsEveryClassAndCause) {
  const auto flat = flatten(evaluate(good()));
  const auto has = [&](std::string_view path) {
    return std::ranges::any_of(flat, [&](const FlatField& field) { return field.path == path; });
  };
  EXPECT_TRUE(has("classes[0].port_hours_per_year"));
  EXPECT_TRUE(has("lost_to_bandwidth"));
  EXPECT_TRUE(has("binding_class"));
}

}  // namespace
}  // namespace copack::reliability
