// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "copack/link/link.hpp"
#include "copack/system/design.hpp"
#include "copack/system/evaluation.hpp"
#include "copack/system/trace.hpp"

/// The one loop of the evaluation: laser and heater power depend on temperatures, temperatures on power.
namespace copack::system {

/// A link and its package in balance.
struct PackageState {
  link::LinkResults link;
  Temperature engine;
  Temperature laser;
  Temperature asic;
  TemperatureDelta thermal_margin;  ///< smallest, over asic, engine and laser
  TemperatureDelta residual;        ///< last change of the engine and laser temperatures
  int iterations = 0;
  bool converged = false;
};

/// Iteration stops when no temperature moves by more than this.
inline constexpr double package_tolerance_kelvin = 1e-3;
inline constexpr int package_iterations_max = 50;

/// Balances the links of a tier in the switch box that carries most ports of its technology.
/// `scope` names the tier in the trace.
PackageState balance_package(const Design& design, NetworkTier tier, Trace* trace);

/// The face of a tier: counts, margins, power, temperatures.
TierFace tier_face(const Design& design, NetworkTier tier, const PackageState& state);

}  // namespace copack::system
