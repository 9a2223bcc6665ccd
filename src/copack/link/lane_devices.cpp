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
  describe_drive(f, x);
  f("wavelength", "nm", x.wavelength, "wavelength, l", positive);
  f("zero_dispersion_wavelength", "nm", x.zero_dispersion_wavelength, "wavelength without dispersion, l0", positive);
  f("dispersion_slope", "", x.dispersion_slope, "dispersion slope in ps/(nm2 km), S0", positive);
  describe_detector(f, x);
}

void describe(Fields& f, RingBank& x) {
  f("channels", "", x.channels, "wavelengths a bank separates, N; 0: no bank, rings are tuned by tuning_efficiency",
    {.min = 0, .max = 256});
  describe_ring(f, x);
  f("temperature_min", "degC", x.temperature_min, "coldest engine at which rings are held");
  f("heater_power_max", "mW", x.heater_power_max, "largest heater power of one ring", positive);
}

}  // namespace copack::link
