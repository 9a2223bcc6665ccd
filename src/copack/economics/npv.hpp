// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/economics/cash_flow.hpp"
#include "copack/units/unit.hpp"

namespace copack::economics {

/// What one alternative costs and yields. Both sides of a comparison are described alike.
struct CostSide {
  Money capex;
  Money one_off;
  Money end_of_life;    ///< salvage less decommissioning
  Power mean_power;     ///< at the meter
  MoneyPerTime repair;  ///< parts and labour of a full year
  double lost_accelerator_hours_per_year = 0.0;
  double relative_speed = 1.0;  ///< work per accelerator-hour; only the ratio of the two sides matters
};

struct NpvInputs {
  CostSide baseline;
  CostSide alternative;
  double accelerators = 0.0;       ///< same on both sides
  MoneyPerTime accelerator_price;  ///< value of one accelerator-hour at the baseline's speed
  bool value_performance = true;   ///< false: a faster or slower cluster is worth the same
  MoneyPerEnergy electricity_price = 0.0862 * unit::USD_per_kWh;
  double discount_rate = 0.09;  ///< per year, r
  std::int64_t life_years = 6;  ///< n
  double first_year_activity = 1.0;
};

/// Differences alternative - baseline, as gains: above zero speaks for the alternative.
struct NpvResults {
  /// Waterfall of present values; the terms add up to the NPV.
  Money capex;
  Money one_off;
  Money energy;
  Money repair;
  Money lost_work;
  Money performance;
  Money end_of_life;
  Money npv;

  MoneyPerTime yearly_gain;  ///< energy, repair, lost work and performance in a full year
  double operating_factor = 0.0;
  std::vector<Money> flows;
  CashFlowResults returns;  ///< rate of return and payback of the flows

  /// Values of one input at which the NPV is zero, all else equal.
  Money break_even_capex;  ///< of the alternative; negative: nothing could be paid for it
  bool has_break_even_electricity = false;
  MoneyPerEnergy break_even_electricity_price;
  bool has_break_even_accelerator_price = false;
  MoneyPerTime break_even_accelerator_price;
};

std::vector<Problem> validate(const NpvInputs& in);
NpvResults evaluate(const NpvInputs& in);
void describe(Fields& f, CostSide& x);
void describe(Fields& f, NpvInputs& x);
void describe(Fields& f, NpvResults& x);

}  // namespace copack::economics
