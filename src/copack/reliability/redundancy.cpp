// SPDX-License-Identifier: Apache-2.0
#include "copack/reliability/redundancy.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace copack::reliability {
namespace {

constexpr double max_units = 10'000;  // the recurrence is O(n (n - k))

std::int64_t unit_count(const RedundancyInputs& in) {
  return in.probabilities.empty() ? in.units : static_cast<std::int64_t>(in.probabilities.size());
}

/// -ln(1 - p): what adds up when causes are independent.
double exposure(const RedundancyInputs& in) {
  if (in.failure_rate.si() > 0.0) return in.failure_rate * in.mission;
  return -std::log1p(-in.failure_probability);
}

double either(double a, double b) { return a + b - a * b; }

void identical_units(const RedundancyInputs& in, RedundancyResults& r) {
  const double a = exposure(in);
  const double independent = (1.0 - in.common_cause) * a;
  r.unit_failure_probability = -std::expm1(-a);
  r.common_failure = -std::expm1(-in.common_cause * a);
  r.independent_failure = probability_of_failures(in.units, -std::expm1(-independent), r.spares + 1);
  const double cold = poisson_tail(static_cast<double>(in.required) * independent, r.spares + 1);
  r.failure_cold = either(cold, r.common_failure);
}

void with_repair(const RedundancyInputs& in, RedundancyResults& r) {
  const FailureRate common = in.common_cause * in.failure_rate;
  const FailureRate independent = in.failure_rate - common;
  r.has_repair = true;
  r.mttf = mttf_with_repair(in.units, in.required, independent, 1.0 / in.repair_time, common);
  const double down = independent * in.repair_time;
  const double common_down = common * in.repair_time;
  r.unavailability =
      either(probability_of_failures(in.units, down / (1.0 + down), r.spares + 1), common_down / (1.0 + common_down));
}

}  // namespace

double probability_of_failures(std::span<const double> probabilities, std::int64_t failures) {
  if (failures <= 0) return 1.0;
  std::vector<double> exactly(static_cast<std::size_t>(failures), 0.0);  // P(i failed), i < failures
  exactly[0] = 1.0;
  double reached = 0.0;
  for (const double p : probabilities) {
    reached += exactly.back() * p;
    for (std::size_t i = exactly.size() - 1; i > 0; --i) exactly[i] = exactly[i] * (1.0 - p) + exactly[i - 1] * p;
    exactly[0] *= 1.0 - p;
  }
  return std::min(reached, 1.0);
}

double probability_of_failures(std::int64_t units, double probability, std::int64_t failures) {
  const std::vector<double> same(static_cast<std::size_t>(units), probability);
  return probability_of_failures(same, failures);
}

double poisson_tail(double mean, std::int64_t events) {
  if (events <= 0) return 1.0;
  double p = std::exp(-mean);
  double below = 0.0;
  for (std::int64_t i = 0; i < events; ++i) {
    below += p;
    p *= mean / static_cast<double>(i + 1);
  }
  if (mean > static_cast<double>(events)) return std::max(0.0, 1.0 - below);
  double tail = 0.0;
  for (auto i = static_cast<double>(events); p > 1e-17 * tail && p > 0.0; ++i) {
    tail += p;
    p *= mean / (i + 1.0);
  }
  return tail;
}

Time mttf_with_repair(std::int64_t units, std::int64_t required, FailureRate rate, Frequency repair_rate,
                      FailureRate common_rate) {
  // T_i, the time to failure with i units down, obeys (l_i + m_i + c) T_i = 1 + l_i T_{i+1} + m_i T_{i-1}.
  // Elimination gives T_i = a_i + b_i T_{i+1}; `s` = 1 - b is carried by itself, so nothing cancels.
  const auto states = static_cast<std::size_t>(units - required + 1);
  const double c = common_rate.si();
  std::vector<double> a(states);
  std::vector<double> b(states);
  double s = 0.0;
  for (std::size_t i = 0; i < states; ++i) {
    const double fail = static_cast<double>(units - static_cast<std::int64_t>(i)) * rate.si();
    const double repair = static_cast<double>(i) * repair_rate.si();
    const double leave = fail + c + repair * s;
    a[i] = (1.0 + (i > 0 ? repair * a[i - 1] : 0.0)) / leave;
    b[i] = fail / leave;
    s = (c + repair * s) / leave;
  }
  double T = 0.0;
  for (std::size_t i = states; i-- > 0;) T = a[i] + b[i] * T;
  return Time::from_si(T);
}

std::vector<Problem> validate(const RedundancyInputs& in) {
  std::vector<Problem> problems;
  const auto n = unit_count(in);
  if (n < 1) problems.push_back({"units", "give the number of units, or their probabilities"});
  if (static_cast<double>(n) > max_units) problems.push_back({"units", "at most 10,000 units"});
  if (in.required < 1 || in.required > n)
    problems.push_back({"required", "must lie between 1 and the number of units"});
  if (in.failure_rate.si() > 0.0 && !(in.mission.si() > 0.0) && !(in.repair_time.si() > 0.0)) {
    problems.push_back({"mission", "a failure rate needs a mission time or a repair time"});
  }
  if (in.repair_time.si() > 0.0 && !(in.failure_rate.si() > 0.0)) {
    problems.push_back({"failure_rate", "repair needs a failure rate, a probability says nothing of time"});
  }
  if (in.failure_probability >= 1.0) problems.push_back({"failure_probability", "must be below 1"});
  if (in.probabilities.empty()) return problems;
  if (in.failure_rate.si() > 0.0 || in.repair_time.si() > 0.0 || in.common_cause > 0.0) {
    problems.push_back({"probabilities", "units that differ take no rate, repair or common cause: leave those out"});
  }
  if (std::ranges::any_of(in.probabilities, [](double p) { return !(p >= 0.0 && p <= 1.0); })) {
    problems.push_back({"probabilities", "each must lie in [0, 1]"});
  }
  return problems;
}

RedundancyResults evaluate(const RedundancyInputs& in) {
  RedundancyResults r;
  r.units = unit_count(in);
  r.spares = r.units - in.required;
  if (r.spares < 0) {  // too few units to begin with
    r.failure = r.independent_failure = r.failure_cold = 1.0;
    return r;
  }
  if (in.probabilities.empty()) {
    identical_units(in, r);
    if (in.repair_time.si() > 0.0 && in.failure_rate.si() > 0.0) with_repair(in, r);
  } else {
    r.unit_failure_probability = std::accumulate(in.probabilities.begin(), in.probabilities.end(), 0.0) /
                                 static_cast<double>(in.probabilities.size());
    r.independent_failure = probability_of_failures(in.probabilities, r.spares + 1);
    r.failure_cold = std::numeric_limits<double>::quiet_NaN();
  }
  r.failure = either(r.independent_failure, r.common_failure);
  return r;
}

void describe(Fields& f, RedundancyInputs& x) {
  f("units", "", x.units, "units built in, n", {.min = 0.0, .max = max_units});
  f("required", "", x.required, "units that must work, k", {.min = 1.0, .max = max_units, .required = true});
  f("failure_probability", "", x.failure_probability, "failure probability of one unit, p",
    {.min = 0.0, .max = 0.999999});
  f("failure_rate", "FIT", x.failure_rate, "failure rate of one unit, lambda", non_negative);
  f("mission", "h", x.mission, "time without repair, t", non_negative);
  f("repair_time", "h", x.repair_time, "mean time to replace a failed unit, 1/mu; 0: none", non_negative);
  f("common_cause", "", x.common_cause, "share of the rate that fails all units at once, beta", fraction);
  f("probabilities", "", x.probabilities, "failure probability unit by unit, when they differ", fraction);
}

void describe(Fields& f, RedundancyResults& x) {
  f("units", "", x.units, "units built in, n");
  f("spares", "", x.spares, "failures that can be borne", by("units - required"));
  f("unit_failure_probability", "", x.unit_failure_probability, "failure probability of one unit, all causes",
    by("1 - exp(-failure_rate * mission)"));
  f("independent_failure", "", x.independent_failure, "more than the bearable number of independent failures");
  f("common_failure", "", x.common_failure, "a common cause strikes",
    by("1 - exp(-common_cause * failure_rate * mission)"));
  f("failure", "", x.failure, "system failure probability, powered spares",
    by("independent_failure + common_failure - independent_failure * common_failure"));
  f("failure_cold", "", x.failure_cold, "system failure probability, unpowered spares");
  f("has_repair", x.has_repair, "time to failure and unavailability with repair are given");
  f("mttf", "h", x.mttf, "mean time to system failure with repair");
  f("unavailability", "", x.unavailability, "steady-state unavailability with repair");
}

}  // namespace copack::reliability
