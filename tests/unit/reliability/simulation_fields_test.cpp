// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "copack/reliability/simulation.hpp"
#include "simulation_cluster.hpp"

namespace copack::reliability {
namespace {

using namespace testing;

std::vector<std::string> paths_of(const SimulationInputs& in) {
  std::vector<std::string> paths;
  for (const auto& p : validate(in)) paths.push_back(p.path);
  return paths;
}

using Spoil = std::function<void(SimulationInputs&)>;

TEST(SimulationFields, GoodInputHasNoProblem) {
  EXPECT_EQ(paths_of(small_cluster()), std::vector<std::string>{});
  EXPECT_EQ(paths_of(eventful_cluster()), std::vector<std::string>{});
}

TEST(SimulationFields, EachProblemIsNamed) {
  const std::vector<std::pair<std::string, Spoil>> cases = {
      {"horizon", [](auto& in) { in.horizon = {}; }},
      {"warm_up", [](auto& in) { in.warm_up = -1.0 * day; }},
      {"visit_interval", [](auto& in) { in.visit_interval = -1.0 * day; }},
      {"visit_interval", [](auto& in) { in.visit_interval = 1.0 * s; }},
      {"replications", [](auto& in) { in.replications = 0; }},
      {"replications", [](auto& in) { in.replications = 900'000; }},
      {"seed", [](auto& in) { in.seed = -1; }},
      {"repair_sigma", [](auto& in) { in.repair_sigma = -1.0; }},
      {"crew.technicians", [](auto& in) { in.crew = {.limited = true, .technicians = 0}; }},
      {"crew.shift", [](auto& in) { in.crew.shift = {}; }},
      {"classes[2].service.technicians", [](auto& in) { in.crew = {.limited = true, .technicians = 1}; }},
      {"classes[0].hard.coverage", [](auto& in) { in.system.classes[0].hard.coverage = 1.5; }},
      {"classes[1].service.active", [](auto& in) { in.system.classes[1].service.active = -1.0 * hour; }},
      {"details[0].name", [](auto& in) { in.details = {{.name = "modul"}}; }},
      {"details[0].name", [](auto& in) { in.details = {{.name = "cable"}, {.name = "cable"}}; }},
      {"details[0].lemon_share", [](auto& in) { in.details = {{.name = "cable", .lemon_share = 1.1}}; }},
      {"details[0].lemon_cure", [](auto& in) { in.details = {{.name = "cable", .lemon_cure = 2.0}}; }},
      {"details[0].lemon_factor", [](auto& in) { in.details = {{.name = "cable", .lemon_factor = 0.5}}; }},
      {"details[0].in_use", [](auto& in) { in.details = {{.name = "cable", .in_use = 1e6}}; }},
      {"details[0].common_units", [](auto& in) { in.details = {{.name = "cable", .common_units = 1e6}}; }},
      {"details[0].ramp_time", [](auto& in) { in.details = {{.name = "cable", .ramp_time = -1.0 * day}}; }},
      {"details[0].stock",
       [](auto& in) {
         in.system.classes[1].spare.lead_time = {};
         in.details = {{.name = "cable", .stock = 3}};
       }},
  };
  for (const auto& [path, spoil] : cases) {
    auto in = small_cluster();
    spoil(in);
    const auto paths = paths_of(in);
    EXPECT_TRUE(std::ranges::find(paths, path) != paths.end()) << path;
  }
}

TEST(SimulationFields, NobodyIsNeededWhereNothingFails) {
  auto in = small_cluster();
  for (auto& c : in.system.classes) c.hard.rate = {};
  in.crew = {.limited = true, .technicians = 0};
  EXPECT_EQ(paths_of(in), std::vector<std::string>{});
}

TEST(SimulationFields, NamesAreUnique) {
  const auto in = eventful_cluster();
  std::set<std::string> names;
  for (const auto& f : flatten(in)) EXPECT_TRUE(names.insert(f.path).second) << f.path;
  names.clear();
  for (const auto& f : flatten(evaluate(in))) EXPECT_TRUE(names.insert(f.path).second) << f.path;
}

}  // namespace
}  // namespace copack::reliability
