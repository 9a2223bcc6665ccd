// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"

namespace copack::manufacturing {

/// One test of units of which some are bad.
struct TestEscapeInputs {
  double yield = 1.0;     ///< Y, share of good units that enter the test
  double coverage = 1.0;  ///< T, share of possible faults the test sees
  Money unit_cost;        ///< spent on a unit before the test
  Money test_cost;        ///< per unit tested
};

/// Shares are of the units that enter; good + escape + scrap = 1.
struct TestEscapeResults {
  double pass_fraction = 0.0;  ///< Y^T
  double good = 0.0;           ///< passed and good
  double escape = 0.0;         ///< passed and bad
  double scrap = 0.0;          ///< failed
  double defect_level = 0.0;   ///< DL, share of bad units among the passed
  Money cost_per_passed;
  Money cost_per_good;
};

void describe(Fields& f, TestEscapeInputs& x);
void describe(Fields& f, TestEscapeResults& x);
[[nodiscard]] std::vector<Problem> validate(const TestEscapeInputs& inputs);

/// Williams and Brown 1981: DL = 1 - Y^(1 - T).
[[nodiscard]] TestEscapeResults evaluate(const TestEscapeInputs& inputs);

/// Share of units that pass, Y^T.
[[nodiscard]] double pass_fraction(double yield, double coverage);

}  // namespace copack::manufacturing
