// SPDX-License-Identifier: Apache-2.0
#include "copack/reliability/mttf.hpp"

#include <fmt/format.h>

#include <cmath>

namespace copack::reliability {

std::vector<Problem> validate(const SeriesMttfInputs& in) {
  std::vector<Problem> problems;
  if (in.nodes < 1) problems.push_back({"nodes", "must be at least 1"});
  if (!(in.node_failure_rate.si() > 0.0)) problems.push_back({"node_failure_rate", "must be above zero"});
  return problems;
}

SeriesMttfResults evaluate(const SeriesMttfInputs& in) {
  constexpr std::int64_t smallest_validated_job = 4096;
  SeriesMttfResults r;
  r.accelerators = in.nodes * in.accelerators_per_node;
  r.mttf = 1.0 / (static_cast<double>(in.nodes) * in.node_failure_rate);
  r.below_validated_size = r.accelerators < smallest_validated_job;
  return r;
}

void describe(Fields& f, SeriesMttfInputs& x) {
  f("nodes", "", x.nodes, "nodes in series, N", {.min = 1.0, .max = 1e8, .required = true});
  f("node_failure_rate", "1/day", x.node_failure_rate, "failures of one node, r_f", required_positive);
  f("accelerators_per_node", "", x.accelerators_per_node, "accelerators in a node", {.min = 1.0, .max = 1024.0});
}

void describe(Fields& f, SeriesMttfResults& x) {
  f("accelerators", "", x.accelerators, "accelerators of the job", by("nodes * accelerators_per_node"));
  f("mttf", "h", x.mttf, "mean time to failure of the job", by("1 / (nodes * node_failure_rate)"));
  f("below_validated_size", x.below_validated_size,
    "fewer than 4,096 accelerators: other causes dominate, the figure is too long");
}

std::vector<Problem> validate(const InterruptionsInputs& in) {
  std::vector<Problem> problems;
  if (in.causes.empty()) problems.push_back({"causes", "give at least one cause with its count"});
  for (std::size_t i = 0; i < in.causes.size(); ++i) {
    if (in.causes[i].count < 0) problems.push_back({fmt::format("causes[{}].count", i), "must not be negative"});
  }
  if (!(in.duration.si() > 0.0)) problems.push_back({"duration", "must be above zero"});
  if (in.accelerators < 1) problems.push_back({"accelerators", "must be at least 1"});
  return problems;
}

InterruptionsResults evaluate(const InterruptionsInputs& in) {
  constexpr double print_step = 0.0005 * 1.001;  // half of 0.1 %, the last digit of such tables
  InterruptionsResults r;
  for (const auto& cause : in.causes) r.interruptions += cause.count;
  const auto total = static_cast<double>(r.interruptions);
  const Time exposure = static_cast<double>(in.accelerators) * in.duration;
  r.mtti = in.duration / total;
  r.rate_per_accelerator = total / exposure;
  r.per_1000_node_days =
      1000.0 * r.rate_per_accelerator.in(unit::per_day) * static_cast<double>(in.accelerators_per_node);
  r.shares.reserve(in.causes.size());
  for (const auto& cause : in.causes) {
    const auto count = static_cast<double>(cause.count);
    const double share = r.interruptions > 0 ? count / total : 0.0;
    const bool off = cause.printed_share > 0.0 && std::abs(cause.printed_share - share) > print_step;
    r.shares.push_back({.name = cause.name, .share = share, .rate = count / exposure, .print_disagrees = off});
    r.printed_total += cause.printed_share;
    r.disagreements += off ? 1 : 0;
  }
  return r;
}

void describe(Fields& f, InterruptionCause& x) {
  f("name", x.name, "what failed", required);
  f("count", "", x.count, "interruptions", {.min = 0.0, .max = 1e9, .required = true});
  f("printed_share", "%", x.printed_share, "share as the source prints it; 0: not printed", {.min = 0.0, .max = 100.0});
}

void describe(Fields& f, InterruptionsInputs& x) {
  f("causes", x.causes, "interruptions by cause", required);
  f("duration", "days", x.duration, "length of the run", required_positive);
  f("accelerators", "", x.accelerators, "accelerators of the job", {.min = 1.0, .max = 1e9, .required = true});
  f("accelerators_per_node", "", x.accelerators_per_node, "accelerators in a node", {.min = 1.0, .max = 1024.0});
}

void describe(Fields& f, CauseShare& x) {
  f("name", x.name, "what failed");
  f("share", "%", x.share, "share of all interruptions by count", by("count / interruptions"));
  f("rate", "FIT", x.rate, "rate per accelerator", by("count / (accelerators * duration)"));
  f("print_disagrees", x.print_disagrees, "the printed share is no rounding of the share by count");
}

void describe(Fields& f, InterruptionsResults& x) {
  f("interruptions", "", x.interruptions, "interruptions of all causes", by("sum(causes.count)"));
  f("mtti", "h", x.mtti, "mean time to interrupt", by("duration / interruptions"));
  f("per_1000_node_days", "", x.per_1000_node_days, "interruptions per 1000 node-days",
    by("1000 * interruptions * accelerators_per_node / (accelerators * duration)"));
  f("rate_per_accelerator", "1/year", x.rate_per_accelerator, "interruptions per accelerator",
    by("interruptions / (accelerators * duration)"));
  f("printed_total", "%", x.printed_total, "sum of the printed shares", by("sum(causes.printed_share)"));
  f("disagreements", "", x.disagreements, "causes whose printed share does not follow from the count");
  f("shares", x.shares, "by cause");
}

}  // namespace copack::reliability
