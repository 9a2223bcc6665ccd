// SPDX-License-Identifier: Apache-2.0
#include "copack/link/laser.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace copack::link {
namespace {

constexpr std::array class_dbm{11.0, 14.0, 17.0, 20.0, 23.0, 26.0};

}  // namespace

std::span<const std::string_view> choice_names(LaserClass /*unused*/) {
  static constexpr std::array<std::string_view, 7> names{"LP", "MP", "HP", "VHP", "UHP", "SHP", "beyond-SHP"};
  return names;
}

LaserClass laser_class(PowerLevel power) {
  int c = 0;
  for (const double nominal : class_dbm) c += power.dbm() > nominal ? 1 : 0;
  return static_cast<LaserClass>(c);
}

PowerLevel nominal_power(LaserClass c) {
  return PowerLevel::from_dbm(class_dbm[std::min(static_cast<std::size_t>(c), class_dbm.size() - 1)]);
}

double wall_plug_efficiency(double wpe, TemperatureDelta above_reference, TemperatureDelta t1) {
  return wpe * std::exp(-above_reference / t1);
}

Decibel split_loss(double ways) { return Decibel::from_ratio(ways); }

LaserSplitResults evaluate(const LaserSplitInputs& in) {
  LaserSplitResults out;
  out.lanes = in.engines * in.lanes_per_engine;
  out.lasers = std::ceil(out.lanes / in.lanes_per_laser);
  out.laser_modules = std::ceil(out.lasers / in.lasers_per_module);
  out.split_loss = split_loss(in.lanes_per_laser);
  out.lane_power = in.laser_power - out.split_loss;
  out.optical_power = out.lasers * in.laser_power.power();
  out.laser_class = laser_class(in.laser_power);
  return out;
}

ModuleEnergyResults evaluate(const ModuleEnergyInputs& in) {
  return {.energy_per_bit = in.power / in.rate,
          .baseline_energy_per_bit = in.baseline_power / in.rate,
          .ratio = in.baseline_power / in.power,
          .saving = 1.0 - in.power / in.baseline_power};
}

std::vector<Problem> validate(const LaserSplitInputs& /*in*/) { return {}; }
std::vector<Problem> validate(const ModuleEnergyInputs& /*in*/) { return {}; }

void describe(Fields& f, LaserSplitInputs& x) {
  f("engines", "", x.engines, "optical engines", {.min = 1});
  f("lanes_per_engine", "", x.lanes_per_engine, "transmit lanes of one engine", {.min = 1});
  f("lanes_per_laser", "", x.lanes_per_laser, "lanes that share one laser", {.min = 1});
  f("lasers_per_module", "", x.lasers_per_module, "lasers in one laser module", {.min = 1});
  f("laser_power", "dBm", x.laser_power, "optical power of one laser", required);
}

void describe(Fields& f, LaserSplitResults& x) {
  f("lanes", "", x.lanes, "transmit lanes", by("engines * lanes_per_engine"));
  f("lasers", "", x.lasers, "lasers", by("ceil(lanes / lanes_per_laser)"));
  f("laser_modules", "", x.laser_modules, "laser modules", by("ceil(lasers / lasers_per_module)"));
  f("split_loss", "dB", x.split_loss, "loss of the even split", by("10 * log10(lanes_per_laser)"));
  f("lane_power", "dBm", x.lane_power, "power of one lane before coupling", by("laser_power - split_loss"));
  f("optical_power", "W", x.optical_power, "optical power of all lasers", by("lasers * laser_power"));
  f("laser_class", x.laser_class, "OIF ELSFP power class of one laser", by("class(laser_power)"));
}

void describe(Fields& f, ModuleEnergyInputs& x) {
  f("rate", "Gbit/s", x.rate, "bit rate carried in each direction", required_positive);
  f("power", "W", x.power, "power of the alternative", required_positive);
  f("baseline_power", "W", x.baseline_power, "power of what it replaces, same boundary", required_positive);
}

void describe(Fields& f, ModuleEnergyResults& x) {
  f("energy_per_bit", "pJ/bit", x.energy_per_bit, "energy per bit of the alternative", by("power / rate"));
  f("baseline_energy_per_bit", "pJ/bit", x.baseline_energy_per_bit, "energy per bit of the baseline",
    by("baseline_power / rate"));
  f("ratio", "", x.ratio, "baseline over alternative", by("baseline_power / power"));
  f("saving", "", x.saving, "share of the baseline saved", by("1 - power / baseline_power"));
}

}  // namespace copack::link
