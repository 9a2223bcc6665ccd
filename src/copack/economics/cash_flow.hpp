// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/units/unit.hpp"

namespace copack::economics {

/// Money in (above zero) and out (below zero) at the end of each year; the first entry is now.
struct CashFlowInputs {
  std::vector<Money> flows;
  double discount_rate = 0.09;  ///< per year, r
};

struct CashFlowResults {
  Money npv;
  std::int64_t sign_changes = 0;
  bool has_irr = false;  ///< exactly one sign change: the internal rate of return exists and is the only one
  double irr = 0.0;
  bool pays_back = false;
  double payback = 0.0;  ///< years until the running total reaches zero to stay there, linear within a year
  bool pays_back_discounted = false;
  double discounted_payback = 0.0;
};

/// Sum over t of flows[t] / (1 + r)^t.
Money present_value(std::span<const Money> flows, double discount_rate);
/// Present value of 1 a year at the end of years 1 to n: (1 - (1 + r)^-n) / r.
double annuity_factor(double discount_rate, std::int64_t years);
/// Changes of sign along the flows, zeros left out. By Descartes' rule one change means one internal rate of return.
std::int64_t sign_changes(std::span<const Money> flows);
/// Rate at which the present value is zero. Only for flows with exactly one change of sign.
double internal_rate_of_return(std::span<const Money> flows);

struct Payback {
  bool reached = false;
  double years = 0.0;
};
/// Time after which the running total, discounted at the given rate, is never negative again.
Payback payback(std::span<const Money> flows, double discount_rate);

/// All figures of a series of flows.
CashFlowResults judge(std::span<const Money> flows, double discount_rate);

std::vector<Problem> validate(const CashFlowInputs& in);
CashFlowResults evaluate(const CashFlowInputs& in);
void describe(Fields& f, CashFlowInputs& x);
void describe(Fields& f, CashFlowResults& x);

}  // namespace copack::economics
