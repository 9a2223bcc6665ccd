// SPDX-License-Identifier: Apache-2.0
#include "copack/economics/rack_network.hpp"

namespace copack::economics {

std::vector<Problem> validate(const RackNetworkInputs& in) {
  std::vector<Problem> problems;
  if (!(in.total.si() > 0.0)) problems.push_back({"total", "must be above zero"});
  if (!(in.networking.si() > 0.0)) problems.push_back({"networking", "must be above zero"});
  if (in.server + in.networking > in.total) {
    problems.push_back({"total", "is below server plus networking: one of the three is wrong"});
  }
  if (in.optics > in.networking) problems.push_back({"optics", "exceeds networking, of which it is a part"});
  return problems;
}

RackNetworkResults evaluate(const RackNetworkInputs& in) {
  RackNetworkResults r;
  r.residual = in.total - in.server - in.networking;
  r.networking_share = in.networking / in.total;
  r.optics_share = in.optics / in.networking;
  r.total_saving = in.networking_saving * r.networking_share;
  return r;
}

void describe(Fields& f, RackNetworkInputs& x) {
  f("total", "USD", x.total, "cost of the rack, everything", required_positive);
  f("server", "USD", x.server, "of which servers", required_non_negative);
  f("networking", "USD", x.networking, "of which networking", required_positive);
  f("optics", "USD", x.optics, "of which (within networking) optics", non_negative);
  f("networking_saving", "", x.networking_saving, "share of networking that the alternative saves",
    {.min = -10.0, .max = 1.0});
}

void describe(Fields& f, RackNetworkResults& x) {
  f("residual", "USD", x.residual, "storage and other", by("total - server - networking"));
  f("networking_share", "%", x.networking_share, "networking in the total", by("networking / total"));
  f("optics_share", "%", x.optics_share, "optics in networking", by("optics / networking"));
  f("total_saving", "%", x.total_saving, "share of the total that is saved",
    by("networking_saving * networking_share"));
}

}  // namespace copack::economics
