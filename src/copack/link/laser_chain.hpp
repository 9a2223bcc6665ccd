// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "copack/link/laser.hpp"
#include "copack/link/link.hpp"

namespace copack::link {

/// What keeps a laser chain from being built.
enum class LaserChainLimit { none, laser_class, module_power };
std::span<const std::string_view> choice_names(LaserChainLimit);

/// Model `link/laser-chain`: the external laser source that a set of lanes needs. From the OMA a receiver wants back
/// through every loss to the power of one laser, its class, its electricity and its heat.
struct LaserChainInputs {
  double lanes = 8;
  double lanes_per_laser = 1;  ///< lanes among which one laser is split
  double lasers_per_module = 8;
  PowerLevel required_oma;  ///< outer OMA at the photodiode, all penalties included
  Decibel margin;           ///< wanted above it
  Decibel extinction_ratio = Decibel::from_db(4.5);
  std::vector<LossElement> path;  ///< laser to photodiode, without the split: connectors, couplers, modulator, fibre
  Decibel class_tolerance = Decibel::from_db(1.5);      ///< a laser of a class may be this much below its nominal power
  LaserClass strongest_class = LaserClass::super_high;  ///< on offer
  double wpe = 0.1;                                     ///< of the laser chip at wpe_temperature
  Temperature wpe_temperature = Temperature::from_celsius(50.0);
  TemperatureDelta wpe_t1 = 115.0 * unit::K;
  Temperature laser_temperature = Temperature::from_celsius(50.0);
  double cooler_power_per_heat = 0.0;       ///< electrical power of the cooler over the heat it lifts; 0: uncooled
  Power control_power_per_module;           ///< drivers, monitors, microcontroller
  Power module_power_max = 30.0 * unit::W;  ///< OIF ELSFP: 9 A at 3.3 V
};

struct LaserChainResults {
  Decibel path_loss;
  Decibel split_loss;
  Decibel modulation_factor;                 ///< outer OMA over the power of the top level, 1 - 1/ER
  PowerLevel lane_power;                     ///< of one lane, behind the split
  PowerLevel laser_power;                    ///< least power of one laser
  LaserClass laser_class = LaserClass::low;  ///< whose least power is enough
  PowerLevel class_power;                    ///< nominal power of that class, or of the strongest
  Decibel headroom;                          ///< least power of the class over what is needed
  double lasers = 0.0;
  double laser_modules = 0.0;
  double wpe_at_temperature = 0.0;
  Power optical_power;  ///< of all lasers at the power needed
  Power laser_electrical_power;
  Power cooler_power;
  Power control_power;
  Power electrical_power;          ///< all
  Power heat;                      ///< left in the laser modules
  Power module_power;              ///< of one module
  double module_efficiency = 0.0;  ///< light out over electricity in
  Decibel shortfall;               ///< of the strongest class on offer, 0 when it is enough
  LaserChainLimit limit = LaserChainLimit::none;
};

void describe(Fields& f, LaserChainInputs& x);
void describe(Fields& f, LaserChainResults& x);
std::vector<Problem> validate(const LaserChainInputs& in);
LaserChainResults evaluate(const LaserChainInputs& in);

}  // namespace copack::link
