// SPDX-License-Identifier: Apache-2.0
#include "copack/link/laser_chain.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "copack/link/receiver.hpp"

namespace copack::link {
namespace {

/// From the receiver back to the laser.
void value_power(const LaserChainInputs& in, LaserChainResults& out) {
  for (const auto& element : in.path) out.path_loss += element.loss;
  out.split_loss = split_loss(in.lanes_per_laser);
  out.modulation_factor = oma_over_cw(in.extinction_ratio);
  out.lane_power = in.required_oma + in.margin + out.path_loss - out.modulation_factor;
  out.laser_power = out.lane_power + out.split_loss;
}

void choose_class(const LaserChainInputs& in, LaserChainResults& out) {
  out.laser_class = laser_class(out.laser_power + in.class_tolerance);
  out.class_power = nominal_power(out.laser_class);
  out.headroom = out.class_power - in.class_tolerance - out.laser_power;
  const auto most = nominal_power(in.strongest_class) - in.class_tolerance;
  out.shortfall = std::max(Decibel{}, out.laser_power - most);
}

/// What is not emitted is heat, and a cooler that lifts heat adds its own.
void value_electricity(const LaserChainInputs& in, LaserChainResults& out) {
  out.lasers = std::ceil(in.lanes / in.lanes_per_laser);
  out.laser_modules = std::ceil(out.lasers / in.lasers_per_module);
  out.wpe_at_temperature = wall_plug_efficiency(in.wpe, in.laser_temperature - in.wpe_temperature, in.wpe_t1);
  out.optical_power = out.lasers * out.laser_power.power();
  out.laser_electrical_power = out.optical_power / out.wpe_at_temperature;
  const Power chip_heat = out.laser_electrical_power - out.optical_power;
  out.cooler_power = in.cooler_power_per_heat * chip_heat;
  out.control_power = out.laser_modules * in.control_power_per_module;
  out.electrical_power = out.laser_electrical_power + out.cooler_power + out.control_power;
  out.heat = out.electrical_power - out.optical_power;
  out.module_power = out.electrical_power / out.laser_modules;
  out.module_efficiency = out.optical_power / out.electrical_power;
}

LaserChainLimit limit_of(const LaserChainInputs& in, const LaserChainResults& out) {
  if (out.shortfall > Decibel{}) return LaserChainLimit::laser_class;
  return out.module_power > in.module_power_max ? LaserChainLimit::module_power : LaserChainLimit::none;
}

}  // namespace

std::span<const std::string_view> choice_names(LaserChainLimit /*unused*/) {
  static constexpr std::array<std::string_view, 3> names{"none", "laser-class", "module-power"};
  return names;
}

LaserChainResults evaluate(const LaserChainInputs& in) {
  LaserChainResults out;
  value_power(in, out);
  choose_class(in, out);
  value_electricity(in, out);
  out.limit = limit_of(in, out);
  return out;
}

std::vector<Problem> validate(const LaserChainInputs& in) {
  std::vector<Problem> problems;
  if (!(wall_plug_efficiency(in.wpe, in.laser_temperature - in.wpe_temperature, in.wpe_t1) <= 1.0)) {
    problems.push_back({"wpe", "exceeds 1 at the laser temperature; check wpe, wpe_temperature and wpe_t1"});
  }
  if (in.strongest_class == LaserClass::beyond) {
    problems.push_back(
        {"strongest_class", "is not a class that can be bought; use SHP, the strongest, or a lower one"});
  }
  return problems;
}

void describe(Fields& f, LaserChainInputs& x) {
  f("lanes", "", x.lanes, "transmit lanes fed", {.min = 1});
  f("lanes_per_laser", "", x.lanes_per_laser, "lanes among which one laser is split", {.min = 1});
  f("lasers_per_module", "", x.lasers_per_module, "lasers in one laser module", {.min = 1});
  f("required_oma", "dBm", x.required_oma, "outer OMA the photodiode needs, penalties included", required);
  f("margin", "dB", x.margin, "wanted above it");
  f("extinction_ratio", "dB", x.extinction_ratio, "outer extinction ratio, ER", {.min = 0.5, .max = 40.0});
  f("path", x.path, "losses from laser to photodiode without the split");
  f("class_tolerance", "dB", x.class_tolerance, "how far a laser may be below the nominal power of its class",
    non_negative);
  f("strongest_class", x.strongest_class, "strongest OIF ELSFP class on offer");
  f("wpe", "", x.wpe, "wall-plug efficiency of the laser at wpe_temperature", {.min = 1e-4, .max = 1.0});
  f("wpe_temperature", "degC", x.wpe_temperature, "temperature at which wpe holds");
  f("wpe_t1", "K", x.wpe_t1, "temperature rise over which the efficiency falls by e, T1", positive);
  f("laser_temperature", "degC", x.laser_temperature, "temperature of the lasers");
  f("cooler_power_per_heat", "", x.cooler_power_per_heat, "cooler power over the heat it lifts; 0: uncooled",
    non_negative);
  f("control_power_per_module", "W", x.control_power_per_module, "drivers, monitors, controller", non_negative);
  f("module_power_max", "W", x.module_power_max, "largest power of one laser module", positive);
}

void describe(Fields& f, LaserChainResults& x) {
  f("path_loss", "dB", x.path_loss, "laser to photodiode without the split", by("sum(path.loss)"));
  f("split_loss", "dB", x.split_loss, "loss of the even split", by("10 * log10(lanes_per_laser)"));
  f("modulation_factor", "dB", x.modulation_factor, "outer OMA over the top level", by("1 - 1 / extinction_ratio"));
  f("lane_power", "dBm", x.lane_power, "continuous power each lane needs behind the split",
    by("required_oma + margin + path_loss - modulation_factor"));
  f("laser_power", "dBm", x.laser_power, "continuous power one laser must give", by("lane_power + split_loss"));
  f("laser_class", x.laser_class, "OIF ELSFP class whose least power is enough");
  f("class_power", "dBm", x.class_power, "nominal power of that class, or of the strongest one");
  f("headroom", "dB", x.headroom, "least power of the class over what is needed",
    by("class_power - class_tolerance - laser_power"));
  f("lasers", "", x.lasers, "lasers", by("ceil(lanes / lanes_per_laser)"));
  f("laser_modules", "", x.laser_modules, "laser modules", by("ceil(lasers / lasers_per_module)"));
  f("wpe_at_temperature", "", x.wpe_at_temperature, "wall-plug efficiency at the laser temperature",
    by("wpe * exp(-(laser_temperature - wpe_temperature) / wpe_t1)"));
  f("optical_power", "W", x.optical_power, "light of all lasers", by("lasers * laser_power"));
  f("laser_electrical_power", "W", x.laser_electrical_power, "electricity of the lasers",
    by("optical_power / wpe_at_temperature"));
  f("cooler_power", "W", x.cooler_power, "electricity of the coolers",
    by("cooler_power_per_heat * (laser_electrical_power - optical_power)"));
  f("control_power", "W", x.control_power, "drivers and controllers", by("laser_modules * control_power_per_module"));
  f("electrical_power", "W", x.electrical_power, "electricity of all modules",
    by("laser_electrical_power + cooler_power + control_power"));
  f("heat", "W", x.heat, "heat left in the modules", by("electrical_power - optical_power"));
  f("module_power", "W", x.module_power, "electricity of one module", by("electrical_power / laser_modules"));
  f("module_efficiency", "", x.module_efficiency, "light out over electricity in",
    by("optical_power / electrical_power"));
  f("shortfall", "dB", x.shortfall, "least power of the strongest class on offer below what is needed",
    by("max(0, laser_power + class_tolerance - nominal(strongest_class))"));
  f("limit", x.limit, "what keeps the chain from being built: no class on offer is enough, or a module needs too much");
}

}  // namespace copack::link
