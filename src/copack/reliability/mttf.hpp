// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/units/unit.hpp"

namespace copack::reliability {

/// A synchronous job stops when any of its nodes stops.
struct SeriesMttfInputs {
  std::int64_t nodes = 0;         ///< N
  FailureRate node_failure_rate;  ///< r_f
  std::int64_t accelerators_per_node = 8;
};

struct SeriesMttfResults {
  std::int64_t accelerators = 0;
  Time mttf;  ///< 1 / (N r_f)
  /// Below 4,096 accelerators the law is not to be trusted: at 1,024 it gives 28.8 h where 7.9 h was measured,
  /// because small jobs die of other causes (Kokolis et al. 2025).
  bool below_validated_size = false;
};

/// Interruptions seen in one run, by cause.
struct InterruptionCause {
  std::string name;
  std::int64_t count = 0;
  double printed_share = 0.0;  ///< share as the source prints it; 0: not printed
};

struct InterruptionsInputs {
  std::vector<InterruptionCause> causes;
  Time duration;
  std::int64_t accelerators = 0;
  std::int64_t accelerators_per_node = 8;
};

struct CauseShare {
  std::string name;
  double share = 0.0;            ///< by count
  FailureRate rate;              ///< per accelerator
  bool print_disagrees = false;  ///< the printed share cannot be a rounding of the share by count
};

struct InterruptionsResults {
  std::int64_t interruptions = 0;
  Time mtti;
  double per_1000_node_days = 0.0;
  FailureRate rate_per_accelerator;
  double printed_total = 0.0;  ///< sum of the printed shares
  std::int64_t disagreements = 0;
  std::vector<CauseShare> shares;
};

std::vector<Problem> validate(const SeriesMttfInputs& in);
SeriesMttfResults evaluate(const SeriesMttfInputs& in);
void describe(Fields& f, SeriesMttfInputs& x);
void describe(Fields& f, SeriesMttfResults& x);

std::vector<Problem> validate(const InterruptionsInputs& in);
InterruptionsResults evaluate(const InterruptionsInputs& in);
void describe(Fields& f, InterruptionCause& x);
void describe(Fields& f, InterruptionsInputs& x);
void describe(Fields& f, CauseShare& x);
void describe(Fields& f, InterruptionsResults& x);

}  // namespace copack::reliability
