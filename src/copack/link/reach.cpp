// SPDX-License-Identifier: Apache-2.0
#include "copack/link/reach.hpp"

#include <cmath>

#include "copack/link/budget.hpp"

namespace copack::link {
namespace {

LinkResults at(LinkInputs& link, Length length) {
  link.length = length;
  return evaluate(link);
}

/// A link that fails in the middle of the bracket bounds the reach from above, one that closes from below.
struct Bracket {
  Length closes, fails;
  [[nodiscard]] bool wide() const { return fails > (1.0 + reach_tolerance) * closes; }
  [[nodiscard]] Length middle() const { return Length::from_si(std::sqrt(closes.si() * fails.si())); }
};

void report(const LinkResults& r, ReachResults& out) {
  out.energy_per_bit = r.energy_per_bit;
  out.power_per_end = r.power_per_end;
  out.latency = r.latency;
  out.pre_fec_ber = r.pre_fec_ber;
  out.electrical_loss = r.electrical_loss;
  out.laser_power_emitted = r.laser_power_emitted;
  out.shoreline_density = r.shoreline_density;
}

}  // namespace

ReachResults find_reach(LinkInputs& link, Length shortest, Length longest) {
  ReachResults out;
  const auto near = at(link, shortest);
  out.energy_per_bit_shortest = near.energy_per_bit;
  out.binding = near.binding;
  report(near, out);
  if (!near.closes) return out;
  if (const auto far = at(link, longest); far.closes) {
    report(far, out);
    out.reach = longest;
    out.beyond = true;
    out.binding = far.binding;
    return out;
  }
  Bracket bracket{shortest, longest};
  while (bracket.wide()) {
    const auto middle = bracket.middle();
    (at(link, middle).closes ? bracket.closes : bracket.fails) = middle;
  }
  out.reach = bracket.closes;
  out.binding = at(link, bracket.fails).binding;
  report(at(link, bracket.closes), out);
  return out;
}

ReachResults evaluate(const ReachInputs& in) {
  auto link = in.link;
  return find_reach(link, in.shortest, in.longest);
}

std::vector<Problem> validate(const ReachInputs& in) {
  auto problems = validate(in.link);
  for (auto& problem : problems) problem.path = "link." + problem.path;
  if (in.longest <= in.shortest) problems.push_back({"longest", "must be more than shortest; exchange them"});
  return problems;
}

void describe(Fields& f, ReachInputs& x) {
  f("link", x.link, "one port's link, as in model link; its length does not matter", required);
  f("shortest", "m", x.shortest, "shortest length of interest", positive);
  f("longest", "m", x.longest, "longest length of interest", positive);
}

void describe(Fields& f, ReachResults& x) {
  f("reach", "m", x.reach, "longest length that closes; 0: not even the shortest does");
  f("beyond", x.beyond, "the longest length of interest closes too");
  f("binding", x.binding, "what stops the link beyond its reach");
  f("energy_per_bit", "pJ/bit", x.energy_per_bit, "at the reach, of one end");
  f("energy_per_bit_shortest", "pJ/bit", x.energy_per_bit_shortest, "at the shortest length, of one end");
  f("power_per_end", "W", x.power_per_end, "at the reach");
  f("latency", "ns", x.latency, "at the reach, one way");
  f("pre_fec_ber", "", x.pre_fec_ber, "at the reach");
  f("electrical_loss", "dB", x.electrical_loss, "at the reach, of the electrical segment with least margin");
  f("laser_power_emitted", "dBm", x.laser_power_emitted, "at the reach, of one laser");
  f("shoreline_density", "Gbit/(s*mm)", x.shoreline_density, "payload of one direction per package edge; 0: not known");
}

}  // namespace copack::link
