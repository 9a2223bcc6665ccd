// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/units/unit.hpp"

namespace copack::reliability {

/// One switch, twice: with pluggable modules, and with optical engines fed by external lasers.
/// Defaults: 51.2 Tbit/s, 128 x 400G; 64 modules against 8 engines and 16 lasers. Rates have no default.
struct SwitchComparisonInputs {
  double modules = 64.0;
  double ports_per_module = 2.0;
  FailureRate module_rate;
  Time module_repair;  ///< failure to service again

  double engines = 8.0;
  double ports_per_engine = 16.0;
  FailureRate engine_rate;
  Time engine_wait;    ///< engine's own ports down, waiting for hands
  Time engine_active;  ///< service scope drained
  double engine_service_scope = 128.0;

  double lasers = 16.0;
  double ports_per_laser = 8.0;
  FailureRate laser_rate;
  Time laser_repair = 0.5 * unit::hour;
};

struct SwitchComparisonResults {
  Frequency module_failures;
  Frequency engine_failures;
  Frequency laser_failures;
  double module_port_hours_per_year = 0.0;
  double engine_port_hours_per_year = 0.0;
  double laser_port_hours_per_year = 0.0;
  double cpo_port_hours_per_year = 0.0;
  double port_hours_ratio = 0.0;       ///< co-packaged / pluggable
  bool has_break_even = false;         ///< false: the lasers alone lose more than the modules
  FailureRate break_even_engine_rate;  ///< engine rate at which both lose the same port-hours
};

std::vector<Problem> validate(const SwitchComparisonInputs& in);
SwitchComparisonResults evaluate(const SwitchComparisonInputs& in);
void describe(Fields& f, SwitchComparisonInputs& x);
void describe(Fields& f, SwitchComparisonResults& x);

}  // namespace copack::reliability
