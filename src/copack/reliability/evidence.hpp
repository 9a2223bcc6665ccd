// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/units/unit.hpp"

namespace copack::reliability {

/// What a count of failures in a known exposure says about a constant failure rate.
struct EvidenceInputs {
  Time device_hours;          ///< exposure of all devices together, T; already scaled by any acceleration factor
  std::int64_t failures = 0;  ///< failures seen, r
  double confidence = 0.9;    ///< one-sided confidence of the bounds, CL
  double credibility = 0.9;   ///< mass of the two-sided posterior interval
  Time claimed_mtbf;          ///< a published MTBF to test against the exposure; 0: none
};

/// A bound may never be used as a value: it says how bad the device may be, not how good it is.
enum class EvidenceKind { bound, estimate };
std::span<const std::string_view> choice_names(EvidenceKind kind);

struct EvidenceResults {
  EvidenceKind kind = EvidenceKind::bound;  ///< `bound` when no failure was seen
  Time mtbf_lower;                          ///< lower confidence bound
  FailureRate rate_upper;                   ///< upper confidence bound
  FailureRate rate_estimate;                ///< r / T; 0 when kind is `bound`
  FailureRate posterior_mean;               ///< Gamma(r + 1/2, T): Jeffreys prior with a Poisson count
  FailureRate posterior_low;
  FailureRate posterior_median;
  FailureRate posterior_high;
  double posterior_spread = 0.0;  ///< high / low: the least width to carry into an uncertainty study
  double claim_confidence = 0.0;  ///< confidence at which the exposure supports the claimed MTBF as a lower bound
};

/// MTBF_L = 2 T / chi2inv(CL; 2 r + 2) of a time-terminated observation (IEC 60605-4; MIL-HDBK-781A).
Time mtbf_lower_bound(Time device_hours, std::int64_t failures, double confidence);
/// Quantile of the Gamma(r + 1/2, T) posterior.
FailureRate rate_quantile(Time device_hours, std::int64_t failures, double probability);

std::vector<Problem> validate(const EvidenceInputs& in);
EvidenceResults evaluate(const EvidenceInputs& in);
void describe(Fields& f, EvidenceInputs& x);
void describe(Fields& f, EvidenceResults& x);

}  // namespace copack::reliability
