// SPDX-License-Identifier: Apache-2.0
#include "copack/fabric/counted.hpp"

#include <fmt/format.h>

namespace copack::fabric {
namespace {

/// delta of q = 4 w + delta; q must not leave remainder 2.
int delta_of(int q) { return q % 4 == 3 ? -1 : q % 4; }

std::int64_t most_groups(const DragonflyInputs& in) {
  return static_cast<std::int64_t>(in.switches_per_group) * in.global_links + 1;
}

}  // namespace

void describe(Fields& f, CountResults& x) {
  f("endpoints", "", x.endpoints, "network ports of accelerators");
  f("switches", "", x.switches, "boxes");
  f("switch_links", "", x.switch_links, "links between switches");
  f("radix", "", x.radix, "ports a switch needs");
  f("switch_hops", "", x.switch_hops, "switches on the longest shortest path");
}

void describe(Fields& f, SlimFlyInputs& x) {
  f("q", "", x.q, "prime power 4 w + delta", {.min = 3, .max = 10000, .required = true});
  f("endpoints_per_switch", "", x.endpoints_per_switch, "p; 0: half the network links, rounded up",
    {.min = 0, .max = 10000});
}

std::vector<Problem> validate(const SlimFlyInputs& in) {
  if (in.q % 4 != 2) return {};
  return {{"q", fmt::format("{} is not of the form 4 w - 1, 4 w or 4 w + 1", in.q)}};
}

CountResults evaluate(const SlimFlyInputs& in) {
  const std::int64_t switches = 2LL * in.q * in.q;
  const int network = (3 * in.q - delta_of(in.q)) / 2;
  const int p = in.endpoints_per_switch > 0 ? in.endpoints_per_switch : (network + 1) / 2;
  return {.endpoints = switches * p,
          .switches = switches,
          .switch_links = switches * network / 2,
          .radix = network + p,
          .switch_hops = 3};
}

void describe(Fields& f, DragonflyInputs& x) {
  constexpr Rule count{.min = 1, .max = 10000, .required = true};
  f("switches_per_group", "", x.switches_per_group, "a", count);
  f("endpoints_per_switch", "", x.endpoints_per_switch, "p", count);
  f("global_links", "", x.global_links, "h, per switch", count);
  f("groups", "", x.groups, "g; 0: the most, a h + 1", {.min = 0, .max = 1e8});
}

std::vector<Problem> validate(const DragonflyInputs& in) {
  std::vector<Problem> out;
  if (in.groups > most_groups(in)) {
    out.push_back({"groups", fmt::format("{} groups need more global links than there are; at most a h + 1 = {}",
                                         in.groups, most_groups(in))});
  }
  return out;
}

CountResults evaluate(const DragonflyInputs& in) {
  const std::int64_t a = in.switches_per_group;
  const std::int64_t groups = in.groups > 0 ? in.groups : most_groups(in);
  return {.endpoints = groups * a * in.endpoints_per_switch,
          .switches = groups * a,
          .switch_links = groups * a * (a - 1) / 2 + groups * a * in.global_links / 2,
          .radix = static_cast<int>(a) - 1 + in.endpoints_per_switch + in.global_links,
          .switch_hops = 4};
}

void describe(Fields& f, CubeTorusInputs& x) {
  f("chips", "", x.chips, "accelerators in the torus", {.min = 1, .max = 1e9, .required = true});
  f("cube_side", "", x.cube_side, "chips along the edge of an electrically wired cube, n", {.min = 1, .max = 64});
}

void describe(Fields& f, CubeTorusResults& x) {
  f("cubes", "", x.cubes, "electrically wired cubes", by("chips / cube_side^3"));
  f("transceivers", "", x.transceivers, "optical ends at chips", by("6 * cube_side^2 * cubes"));
  f("electrical_links", "", x.electrical_links, "links inside cubes", by("3 * cube_side^2 * (cube_side - 1) * cubes"));
  f("transceivers_per_chip", "", x.transceivers_per_chip, "optical ends per chip", by("transceivers / chips"));
}

std::vector<Problem> validate(const CubeTorusInputs& in) {
  const std::int64_t cube = static_cast<std::int64_t>(in.cube_side) * in.cube_side * in.cube_side;
  if (in.chips % cube == 0) return {};
  return {{"chips", fmt::format("{} is not a whole number of cubes of {} chips", in.chips, cube)}};
}

CubeTorusResults evaluate(const CubeTorusInputs& in) {
  const std::int64_t n = in.cube_side;
  CubeTorusResults r{.cubes = (in.chips + n * n * n - 1) / (n * n * n)};
  r.transceivers = 6 * n * n * r.cubes;
  r.electrical_links = 3 * n * n * (n - 1) * r.cubes;
  r.transceivers_per_chip = static_cast<double>(r.transceivers) / static_cast<double>(in.chips);
  return r;
}

}  // namespace copack::fabric
