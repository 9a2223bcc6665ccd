// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "copack/link/imdd.hpp"

namespace copack::link {

std::span<const std::string_view> choice_names(ImddLimit /*unused*/) {
  static constexpr std::array<std::string_view, 5> names{"thermal", "shot", "intensity", "intensity-floor",
                                                         "dispersion"};
  return names;
}

void describe(Fields& f, ImddTransmitter& x) {
  f("modulator", x.modulator, "stated extinction ratio (rings too), or mach-zehnder or electro-absorption by drive");
  f("insertion_loss", "dB", x.insertion_loss, "loss fully open, electro-absorption: at the top level's bias",
    non_negative);
  f("extinction_ratio", "dB", x.extinction_ratio, "outer extinction ratio of a stated modulator, ER",
    {.min = 0.5, .max = 40.0});
  describe_drive(f, x);
}

void describe(Fields& f, ImddFibre& x) {
  f("length", "m", x.length, "fibre length, L", non_negative);
  f("loss_per_km", "dB", x.loss_per_km, "attenuation of 1 km", non_negative);
  f("wavelength", "nm", x.wavelength, "wavelength, l", positive);
  f("zero_dispersion_wavelength", "nm", x.zero_dispersion_wavelength, "wavelength without dispersion, l0", positive);
  f("slope", "", x.slope, "dispersion slope in ps/(nm2 km), S0", positive);
}

void describe(Fields& f, ImddReceiver& x) { describe_detector(f, x); }

void describe(Fields& f, ImddEnergy& x) {
  f("laser_wpe", "", x.laser_wpe, "wall-plug efficiency of the laser with driver and cooler",
    {.min = 1e-4, .max = 1.0});
  f("modulator", "pJ/bit", x.modulator, "modulator and driver", non_negative);
  f("receiver", "pJ/bit", x.receiver, "photodiode amplifier", non_negative);
  f("serdes", "pJ/bit", x.serdes, "electrical interface", non_negative);
  f("tuning", "mW", x.tuning, "heaters of the lane", non_negative);
}

void describe(Fields& f, ImddInputs& x) {
  f("levels", "", x.levels, "number of amplitude levels, M (a power of two)", {.min = 2, .max = 64});
  f("symbol_rate", "GBd", x.symbol_rate, "symbol rate, fb", positive);
  f("target_ber", "", x.target_ber, "bit error ratio to reach", {.min = 1e-300, .max = 0.3});
  f("tdecq_symbol_error_ratio", "", x.tdecq_symbol_error_ratio,
    "symbol error ratio at which TDECQ and stressed sensitivity are taken", {.min = 1e-300, .max = 0.5});
  f("secq", "dB", x.secq, "eye closure of the signal that stresses the receiver, SECQ", non_negative);
  f("laser_power", "dBm", x.laser_power, "continuous laser power of the lane", required);
  f("transmitter", x.transmitter, "modulator and laser noise");
  f("path", x.path, "losses between laser and photodiode, without modulator and fibre");
  f("fibre", x.fibre, "fibre");
  f("receiver", x.receiver, "photodiode and amplifier");
  f("mpi_penalty", "dB", x.mpi_penalty, "allocation for multipath interference", non_negative);
  f("other_penalty", "dB", x.other_penalty, "allocations that add in dB: residual ISI, ageing", non_negative);
  f("crosstalk", "", x.crosstalk, "outer amplitude of all interferers over that of the signal, X",
    {.min = 0.0, .max = 1.0});
  f("energy", x.energy, "electrical energies of the lane");
}

namespace {

void describe_transmitter(Fields& f, ImddResults& x) {
  f("extinction_ratio", "dB", x.extinction_ratio, "top over bottom level, ER");
  f("drive_loss", "dB", x.drive_loss, "top level below the modulator fully open");
  f("modulation_loss", "dB", x.modulation_loss, "top level over average", by("2 / (1 + 1 / extinction_ratio)"));
  f("launched_average", "dBm", x.launched_average, "average power behind the modulator",
    by("laser_power - transmitter.insertion_loss - drive_loss - modulation_loss"));
  f("launched_oma", "dBm", x.launched_oma, "outer OMA behind the modulator",
    by("launched_average * 2 * (extinction_ratio - 1) / (extinction_ratio + 1)"));
  f("tdecq", "dB", x.tdecq, "noise margin lost to mismatch, intensity noise, bandwidth and dispersion, TDECQ");
}

void describe_path(Fields& f, ImddResults& x) {
  f("path_loss", "dB", x.path_loss, "couplers, connectors, splitters", by("sum(path.loss)"));
  f("fibre_loss", "dB", x.fibre_loss, "attenuation of the fibre", by("fibre.length * fibre.loss_per_km"));
  f("accumulated_dispersion", "", x.accumulated_dispersion, "dispersion of the whole fibre in ps/nm");
  f("first_null", "GHz", x.first_null, "lowest frequency that fades completely");
  f("fade", "dB", x.fade, "electrical fade by dispersion at half the symbol rate");
  f("noise_enhancement", "", x.noise_enhancement, "noise power behind a linear equaliser over that without one, E");
  f("equaliser_penalty", "dB", x.equaliser_penalty, "its cost to a thermally limited receiver",
    by("5 * log10(noise_enhancement)"));
  f("received_average", "dBm", x.received_average, "average power at the photodiode",
    by("launched_average - path_loss - fibre_loss"));
  f("received_oma", "dBm", x.received_oma, "outer OMA at the photodiode", by("launched_oma - path_loss - fibre_loss"));
}

void describe_receiver(Fields& f, ImddResults& x) {
  f("q_target", "", x.q_target, "Q argument at the target BER, x");
  f("q_limit", "", x.q_limit, "largest Q argument any power reaches against RIN");
  f("ber_floor", "", x.ber_floor, "bit error ratio at q_limit");
  f("thermal_sensitivity", "dBm", x.thermal_sensitivity, "OMA of an ideal transmitter, thermal and dark noise alone");
  f("signal_noise_penalty", "dB", x.signal_noise_penalty, "shot noise, RIN, equaliser and mismatch together",
    by("sensitivity - thermal_sensitivity"));
  f("sensitivity", "dBm", x.sensitivity, "outer OMA needed with all noise; infinite below a floor");
  f("stressed_sensitivity", "dBm", x.stressed_sensitivity,
    "outer OMA the receiver needs of a signal closed by SECQ, thermal, dark and shot noise only, SRS");
  f("crosstalk_penalty", "dB", x.crosstalk_penalty, "eye closed by interferers",
    by("-10 * log10(1 - (levels - 1) * crosstalk)"));
  f("penalties", "dB", x.penalties, "allocations", by("crosstalk_penalty + mpi_penalty + other_penalty"));
  f("required_oma", "dBm", x.required_oma, "outer OMA needed", by("sensitivity + penalties"));
  f("margin", "dB", x.margin, "what is left", by("received_oma - required_oma"));
  f("reachable", x.reachable, "some power reaches the target");
  f("closes", x.closes, "the margin is not negative");
}

}  // namespace

void describe(Fields& f, ImddResults& x) {
  describe_transmitter(f, x);
  describe_path(f, x);
  describe_receiver(f, x);
  f("thermal_noise", "uA", x.thermal_noise, "rms thermal and dark noise behind the equaliser");
  f("shot_noise", "uA", x.shot_noise, "rms shot noise of the top level at the received OMA");
  f("intensity_noise", "uA", x.intensity_noise, "rms intensity noise of the top level at the received OMA");
  f("q", "", x.q, "Q argument at the received OMA less the allocations");
  f("ber", "", x.ber, "bit error ratio there", by("2 / log2(levels) * (1 - 1 / levels) * Q(q)"));
  f("log10_ber", "", x.log10_ber, "its decimal logarithm, also where it underflows", by("log10(ber)"));
  f("limit", x.limit, "noise that dominates, or what no power overcomes");
  f("energy_laser", "pJ/bit", x.energy_laser, "laser with driver and cooler",
    by("laser_power / energy.laser_wpe / (log2(levels) * symbol_rate)"));
  f("energy_tuning", "pJ/bit", x.energy_tuning, "heaters", by("energy.tuning / (log2(levels) * symbol_rate)"));
  f("energy_per_bit", "pJ/bit", x.energy_per_bit, "all of the lane, per line bit",
    by("energy_laser + energy.modulator + energy.receiver + energy_tuning + energy.serdes"));
}

}  // namespace copack::link
