// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"

namespace copack::link {

/// Output power classes per wavelength and core of OIF-ELSFP-02.0: 11, 14, 17, 20, 23, 26 dBm, each +-1.5 dB.
enum class LaserClass { low, medium, high, very_high, ultra_high, super_high, beyond };
std::span<const std::string_view> choice_names(LaserClass);

/// The lowest class whose nominal power is at least `power`.
LaserClass laser_class(PowerLevel power);

/// Nominal power of a class; of the strongest one for `beyond`.
PowerLevel nominal_power(LaserClass c);

/// Wall-plug efficiency at temperature T: wpe exp(-(T - T_ref)/T1).
double wall_plug_efficiency(double wpe, TemperatureDelta above_reference, TemperatureDelta t1);

/// Loss of an even split over `ways` (1 gives 0 dB).
Decibel split_loss(double ways);

/// Model `link/laser-split`: how many lasers and laser modules the engines of a box need and what each lane gets.
struct LaserSplitInputs {
  double engines = 1;
  double lanes_per_engine = 8;
  double lanes_per_laser = 4;
  double lasers_per_module = 8;
  PowerLevel laser_power = PowerLevel::from_dbm(24.5);
};

struct LaserSplitResults {
  double lanes = 0.0;
  double lasers = 0.0;
  double laser_modules = 0.0;
  Decibel split_loss;
  PowerLevel lane_power;  ///< before any coupling
  Power optical_power;    ///< of all lasers
  LaserClass laser_class = LaserClass::low;
};

void describe(Fields& f, LaserSplitInputs& x);
void describe(Fields& f, LaserSplitResults& x);
std::vector<Problem> validate(const LaserSplitInputs& in);
LaserSplitResults evaluate(const LaserSplitInputs& in);

/// Model `link/module-energy`: two ways to carry the same bit rate, by their stated powers (same boundary!).
struct ModuleEnergyInputs {
  BitRate rate;          ///< one direction
  Power power;           ///< of the alternative
  Power baseline_power;  ///< of what it is compared with
};

struct ModuleEnergyResults {
  EnergyPerBit energy_per_bit;
  EnergyPerBit baseline_energy_per_bit;
  double ratio = 0.0;   ///< baseline over alternative
  double saving = 0.0;  ///< share of the baseline
};

void describe(Fields& f, ModuleEnergyInputs& x);
void describe(Fields& f, ModuleEnergyResults& x);
std::vector<Problem> validate(const ModuleEnergyInputs& in);
ModuleEnergyResults evaluate(const ModuleEnergyInputs& in);

}  // namespace copack::link
