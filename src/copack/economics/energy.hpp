// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/units/unit.hpp"

namespace copack::economics {

struct EnergyCostInputs {
  Power power;           ///< rated IT power, P
  double load = 1.0;     ///< mean power over rated power
  double pue = 1.0;      ///< facility power over IT power
  MoneyPerEnergy price;  ///< electricity
};

struct EnergyCostResults {
  Power mean_power;  ///< at the meter
  Energy energy_per_year;
  MoneyPerTime cost;
};

/// What the power saved by another switch can feed instead.
struct FreedPowerInputs {
  std::int64_t switches = 0;
  Power baseline_switch;
  Power alternative_switch;
  Power accelerator;  ///< power one more accelerator needs
};

struct FreedPowerResults {
  Power freed;                          ///< negative when the alternative draws more
  std::int64_t extra_accelerators = 0;  ///< whole ones; 0 when nothing is freed
};

std::vector<Problem> validate(const EnergyCostInputs& in);
EnergyCostResults evaluate(const EnergyCostInputs& in);
void describe(Fields& f, EnergyCostInputs& x);
void describe(Fields& f, EnergyCostResults& x);

std::vector<Problem> validate(const FreedPowerInputs& in);
FreedPowerResults evaluate(const FreedPowerInputs& in);
void describe(Fields& f, FreedPowerInputs& x);
void describe(Fields& f, FreedPowerResults& x);

}  // namespace copack::economics
