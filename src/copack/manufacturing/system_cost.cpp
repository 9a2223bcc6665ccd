// SPDX-License-Identifier: Apache-2.0
#include "copack/manufacturing/system_cost.hpp"

#include <cmath>

namespace copack::manufacturing {

void describe(Fields& f, SystemCostInputs& x) {
  f("total", "USD", x.total, "cost of the system with the baseline network", required_positive);
  f("server", "USD", x.server, "compute share", non_negative);
  f("networking", "USD", x.networking, "network share", required_positive);
  f("optics", "USD", x.optics, "transceivers, part of networking", non_negative);
  f("networking_saving", "", x.networking_saving, "saving as a share of networking", {.min = -1.0, .max = 1.0});
}

void describe(Fields& f, SystemCostResults& x) {
  f("other", "USD", x.other, "neither server nor networking", by("total - server - networking"));
  f("networking_share", "", x.networking_share, "networking over total", by("networking / total"));
  f("optics_share", "", x.optics_share, "optics over networking", by("optics / networking"));
  f("total_saving", "", x.total_saving, "saving as a share of the total", by("networking_saving * networking / total"));
}

std::vector<Problem> validate(const SystemCostInputs& inputs) {
  std::vector<Problem> problems;
  if (inputs.server + inputs.networking > inputs.total) {
    problems.push_back({"total", "is less than server and networking together"});
  }
  if (inputs.optics > inputs.networking)
    problems.push_back({"optics", "is more than networking, of which it is a part"});
  return problems;
}

SystemCostResults evaluate(const SystemCostInputs& inputs) {
  SystemCostResults r;
  r.other = inputs.total - inputs.server - inputs.networking;
  r.networking_share = inputs.networking / inputs.total;
  r.optics_share = inputs.optics / inputs.networking;
  r.total_saving = inputs.networking_saving * r.networking_share;
  return r;
}

void describe(Fields& f, FreedPowerInputs& x) {
  f("switches", "", x.switches, "number of switches", {.min = 0.0, .required = true});
  f("before", "kW", x.before, "power of a switch with the baseline optics", required_positive);
  f("after", "kW", x.after, "power of a switch with the new optics", required_positive);
  f("accelerator", "kW", x.accelerator, "power of one more accelerator", required_positive);
}

void describe(Fields& f, FreedPowerResults& x) {
  f("freed", "kW", x.freed, "power freed", by("switches * (before - after)"));
  f("accelerators", "", x.accelerators, "whole accelerators it feeds", by("floor(freed / accelerator)"));
}

std::vector<Problem> validate(const FreedPowerInputs& inputs) {
  std::vector<Problem> problems;
  if (inputs.after > inputs.before) problems.push_back({"after", "is above before; nothing is freed"});
  return problems;
}

FreedPowerResults evaluate(const FreedPowerInputs& inputs) {
  FreedPowerResults r;
  r.freed = static_cast<double>(inputs.switches) * (inputs.before - inputs.after);
  r.accelerators = static_cast<std::int64_t>(std::floor(r.freed / inputs.accelerator));
  return r;
}

}  // namespace copack::manufacturing
