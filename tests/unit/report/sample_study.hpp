// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "copack/study/result.hpp"

/// Results of made-up studies, in the shape of real ones: a 24k-accelerator training cluster (1,536 leaf and 3,072
/// spine ports of 400 Gbit/s would be the order of magnitude) with retimed, linear and co-packaged optics. The figures
/// are invented; the tests check how they are shown.
namespace copack::testing {

/// Baseline, LPO, CPO, and the two with one tier changed.
study::StudyResult sample_study();
/// The baseline alone, without decision, influences or warnings.
study::StudyResult single_alternative();
/// Six named alternatives with long names, six tiers.
study::StudyResult many_alternatives();
/// Names with markup and quotes, very long names, numbers that are not finite, models without an answer.
study::StudyResult awkward_study();

/// A trace with a formula over inputs, a connection, a catalog value, and a cycle.
system::Trace sample_trace();

}  // namespace copack::testing
