// SPDX-License-Identifier: Apache-2.0
#include "copack/reliability/evidence.hpp"

#include <array>
#include <boost/math/special_functions/gamma.hpp>

namespace copack::reliability {

std::span<const std::string_view> choice_names(EvidenceKind /*unused*/) {
  static constexpr std::array<std::string_view, 2> names{"bound", "estimate"};
  return names;
}

Time mtbf_lower_bound(Time device_hours, std::int64_t failures, double confidence) {
  // chi2inv(CL; 2 r + 2) / 2 is the CL quantile of a Gamma(r + 1, 1).
  return device_hours / boost::math::gamma_p_inv(static_cast<double>(failures) + 1.0, confidence);
}

FailureRate rate_quantile(Time device_hours, std::int64_t failures, double probability) {
  return boost::math::gamma_p_inv(static_cast<double>(failures) + 0.5, probability) / device_hours;
}

std::vector<Problem> validate(const EvidenceInputs& in) {
  std::vector<Problem> problems;
  if (!(in.device_hours.si() > 0.0))
    problems.push_back({"device_hours", "must be above zero: no exposure, no evidence"});
  if (in.failures < 0) problems.push_back({"failures", "must not be negative"});
  if (!(in.confidence > 0.0 && in.confidence < 1.0)) problems.push_back({"confidence", "must lie between 0 and 1"});
  if (!(in.credibility > 0.0 && in.credibility < 1.0)) problems.push_back({"credibility", "must lie between 0 and 1"});
  return problems;
}

EvidenceResults evaluate(const EvidenceInputs& in) {
  EvidenceResults r;
  const auto failures = static_cast<double>(in.failures);
  const double tail = (1.0 - in.credibility) / 2.0;
  r.kind = in.failures > 0 ? EvidenceKind::estimate : EvidenceKind::bound;
  r.mtbf_lower = mtbf_lower_bound(in.device_hours, in.failures, in.confidence);
  r.rate_upper = 1.0 / r.mtbf_lower;
  r.rate_estimate = failures / in.device_hours;
  r.posterior_mean = (failures + 0.5) / in.device_hours;
  r.posterior_low = rate_quantile(in.device_hours, in.failures, tail);
  r.posterior_median = rate_quantile(in.device_hours, in.failures, 0.5);
  r.posterior_high = rate_quantile(in.device_hours, in.failures, 1.0 - tail);
  r.posterior_spread = r.posterior_high / r.posterior_low;
  if (in.claimed_mtbf.si() > 0.0) {
    r.claim_confidence = boost::math::gamma_p(failures + 1.0, in.device_hours / in.claimed_mtbf);
  }
  return r;
}

void describe(Fields& f, EvidenceInputs& x) {
  f("device_hours", "h", x.device_hours, "exposure of all devices together, T", required_positive);
  f("failures", "", x.failures, "failures seen, r", {.min = 0.0, .max = 1e9, .required = true});
  f("confidence", "", x.confidence, "one-sided confidence of the bounds, CL", {.min = 1e-6, .max = 0.999999});
  f("credibility", "", x.credibility, "mass of the two-sided posterior interval", {.min = 1e-6, .max = 0.999});
  f("claimed_mtbf", "h", x.claimed_mtbf, "published MTBF to test against the exposure; 0: none", non_negative);
}

void describe(Fields& f, EvidenceResults& x) {
  f("kind", x.kind, "bound: no failure seen, nothing here is a point value; estimate: r / T may be used");
  f("mtbf_lower", "h", x.mtbf_lower, "lower confidence bound of the MTBF",
    by("2 * device_hours / chi2inv(confidence, 2 * failures + 2)"));
  f("rate_upper", "FIT", x.rate_upper, "upper confidence bound of the failure rate", by("1 / mtbf_lower"));
  f("rate_estimate", "FIT", x.rate_estimate, "failures per exposure, no value without a failure",
    by("failures / device_hours"));
  f("posterior_mean", "FIT", x.posterior_mean, "mean of the Gamma posterior (Jeffreys prior)",
    by("(failures + 0.5) / device_hours"));
  f("posterior_low", "FIT", x.posterior_low, "lower end of the posterior interval");
  f("posterior_median", "FIT", x.posterior_median, "median of the posterior");
  f("posterior_high", "FIT", x.posterior_high, "upper end of the posterior interval");
  f("posterior_spread", "", x.posterior_spread, "width of the posterior interval",
    by("posterior_high / posterior_low"));
  f("claim_confidence", "", x.claim_confidence, "confidence at which the exposure supports the claimed MTBF",
    by("chi2cdf(2 * device_hours / claimed_mtbf, 2 * failures + 2)"));
}

}  // namespace copack::reliability
