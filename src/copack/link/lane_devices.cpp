// SPDX-License-Identifier: Apache-2.0
#include "copack/link/lane_devices.hpp"

#include <array>

namespace copack::link {

std::span<const std::string_view> choice_names(Modulator /*unused*/) {
  static constexpr std::array<std::string_view, 3> names{"stated", "mach-zehnder", "electro-absorption"};
  return names;
}

void describe(Fields& f, LaneDevices& x) {
  f("modulator", x.modulator, "stated extinction ratio (rings too), or mach-zehnder or electro-absorption by drive");
  f("drive_swing", "V", x.drive_swing, "peak-to-peak drive, V_pp", non_negative);
  f("half_wave_voltage", "V", x.half_wave_voltage, "of a Mach-Zehnder modulator, V_pi", positive);
  f("static_extinction", "dB", x.static_extinction, "of a Mach-Zehnder modulator at DC", {.min = 3.0, .max = 60.0});
  f("absorption_slope", "", x.absorption_slope, "of an electro-absorption modulator in dB/V", non_negative);
  f("level_mismatch", "", x.level_mismatch, "ratio of level mismatch, RLM", {.min = 0.1, .max = 1.0});
  f("rin", "dB", x.rin, "relative intensity noise of the laser per Hz, RIN", {.min = -200.0, .max = -100.0});
  f("bandwidth", "GHz", x.bandwidth, "3 dB bandwidth of driver, modulator and photodiode together; 0: no limit",
    non_negative);
  f("chirp", "", x.chirp, "small-signal chirp, alpha", {.min = -10.0, .max = 10.0});
  f("wavelength", "nm", x.wavelength, "wavelength, l", positive);
  f("zero_dispersion_wavelength", "nm", x.zero_dispersion_wavelength, "wavelength without dispersion, l0", positive);
  f("dispersion_slope", "", x.dispersion_slope, "dispersion slope in ps/(nm2 km), S0", positive);
  f("responsivity", "A/W", x.responsivity, "photodiode responsivity, R", positive);
  f("noise_density", "", x.noise_density, "input-referred current noise in pA/sqrt(Hz), i_n", positive);
  f("dark_current", "nA", x.dark_current, "photodiode dark current, I_d", non_negative);
  f("bandwidth_factor", "", x.bandwidth_factor, "noise bandwidth over symbol rate, B/fb", {.min = 0.1, .max = 2.0});
}

void describe(Fields& f, RingBank& x) {
  f("channels", "", x.channels, "wavelengths a bank separates, N; 0: no bank, rings are tuned by tuning_efficiency",
    {.min = 0, .max = 256});
  f("group_index", "", x.group_index, "group index of the ring guide, n_g", {.min = 1.0, .max = 10.0});
  f("circumference", "um", x.circumference, "circumference of a ring, L_r", positive);
  f("quality_factor", "", x.quality_factor, "loaded quality factor, Q", {.min = 100, .max = 1e8});
  f("channel_spacing", "GHz", x.channel_spacing, "spacing of the channels; 0: free spectral range over N",
    non_negative);
  f("through_extinction", "dB", x.through_extinction, "extinction of a through port on resonance", non_negative);
  f("drift", "pm/K", x.drift, "resonance over temperature", non_negative);
  f("heater_efficiency", "nm/mW", x.heater_efficiency, "resonance over heater power", positive);
  f("ring_spread", "nm", x.ring_spread, "standard deviation of resonances within a bank", non_negative);
  f("assignment", x.assignment, "channel a ring may take: fixed, shifted as a bank, or permuted");
  f("temperature_min", "degC", x.temperature_min, "coldest engine at which rings are held");
  f("heater_power_max", "mW", x.heater_power_max, "largest heater power of one ring", positive);
}

}  // namespace copack::link
