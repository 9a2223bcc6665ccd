// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/units/quantity.hpp"
#include "copack/units/unit.hpp"

/// Closed forms of investment under uncertainty. They explain and check what the staged decision does.
namespace copack::adoption {

/// Invest in a project whose value follows a geometric Brownian motion (Dixit & Pindyck 1994, ch. 5).
struct RealOptionInputs {
  Frequency rate = 0.04 * unit::per_year;    ///< r: discount rate
  Frequency payout = 0.04 * unit::per_year;  ///< d: what waiting forgoes
  double volatility = 0.2;                   ///< s: per square root of a year
  Frequency sudden_death;                    ///< lambda: rate at which the project becomes worthless
  Money cost = 1.0 * unit::USD;              ///< I: sunk
  Money value = 1.0 * unit::USD;             ///< V: today
};

struct RealOptionResults {
  double beta = 0.0;
  double multiple = 0.0;  ///< V*/I
  Money threshold;        ///< V*: invest from here
  Money option_value;     ///< F(V)
  bool invest_now = false;
};

/// The price moves once, for ever, after one period (Dixit & Pindyck 1994, ch. 2, the widget factory).
struct TwoPeriodInputs {
  Money flow = 200.0 * unit::USD;  ///< per period from today on
  double up = 0.5;                 ///< relative rise; or the fall `down`
  double down = 0.5;
  double up_probability = 0.5;
  double rate = 0.1;                ///< per period
  Money cost = 1600.0 * unit::USD;  ///< I
};

struct TwoPeriodResults {
  Money invest_now;
  Money wait;                 ///< invest after one period if it pays then
  Money flexibility;          ///< wait - max(invest now, 0)
  Money cost_of_flexibility;  ///< investment cost at which a flexible project is worth as much as investing now
};

/// Enter and leave at a price (Dixit 1989): costs of both make a band in which nothing is done.
struct HysteresisInputs {
  Frequency rate = 0.025 * unit::per_year;  ///< r
  Frequency drift;                          ///< mu of the price
  double volatility = 0.1;                  ///< s: per square root of a year
  Money running_cost = 1.0 * unit::USD;     ///< w: per year
  Money entry_cost = 4.0 * unit::USD;       ///< k
  Money exit_cost;                          ///< l
};

struct HysteresisResults {
  bool converged = false;
  double residual = 0.0;  ///< largest unbalance of the four conditions, relative to w/r
  Money enter_at;         ///< P_H
  Money leave_at;         ///< P_L
  Money marshall_enter;   ///< w + r k: what static reasoning says
  Money marshall_leave;   ///< w - r l
};

/// Adoption cost I_n = I_0 phi^n falls in jumps that arrive at a rate (Farzin, Huisman & Kort 1998; Murto 2007).
struct ImprovementInputs {
  Money benefit = 1.0 * unit::USD;           ///< B: per year after adoption
  Money cost = 10.0 * unit::USD;             ///< I_0
  double factor = 0.9;                       ///< phi
  Frequency arrival = 1.0 * unit::per_year;  ///< lambda
  Frequency rate = 0.08 * unit::per_year;    ///< r
};

struct ImprovementResults {
  Money threshold;           ///< adopt once the cost is at or below B/(r + lambda (1 - phi))
  Money npv_threshold;       ///< B/r, which ignores what waiting saves
  int improvements = 0;      ///< to wait for
  int npv_improvements = 0;  ///< that the NPV rule waits for
  Time expected_wait;        ///< improvements / lambda
  Money value;               ///< of the optimal rule today
  Money value_now;           ///< of adopting today
};

std::vector<Problem> validate(const RealOptionInputs& inputs);
std::vector<Problem> validate(const TwoPeriodInputs& inputs);
std::vector<Problem> validate(const HysteresisInputs& inputs);
std::vector<Problem> validate(const ImprovementInputs& inputs);

RealOptionResults evaluate(const RealOptionInputs& inputs);
TwoPeriodResults evaluate(const TwoPeriodInputs& inputs);
HysteresisResults evaluate(const HysteresisInputs& inputs);
ImprovementResults evaluate(const ImprovementInputs& inputs);

void describe(Fields& f, RealOptionInputs& x);
void describe(Fields& f, RealOptionResults& x);
void describe(Fields& f, TwoPeriodInputs& x);
void describe(Fields& f, TwoPeriodResults& x);
void describe(Fields& f, HysteresisInputs& x);
void describe(Fields& f, HysteresisResults& x);
void describe(Fields& f, ImprovementInputs& x);
void describe(Fields& f, ImprovementResults& x);

}  // namespace copack::adoption
