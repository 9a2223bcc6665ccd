// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "copack/core/fields.hpp"
#include "copack/link/receiver.hpp"
#include "copack/link/ring_wdm.hpp"

/// Devices of an optical lane, where its budget is computed from them and not taken from a specification.
namespace copack::link {

using Voltage = decltype(Power{} / Current{});

/// What turns the laser's light into levels: a modulator of stated extinction ratio (ring, directly modulated laser), a
/// Mach-Zehnder modulator at quadrature, or an electro-absorption modulator. The last two follow from their drive.
enum class Modulator { stated, mach_zehnder, electro_absorption };
std::span<const std::string_view> choice_names(Modulator);

/// Transmitter, dispersion and receiver of one lane of a link; see `ImddInputs` for what each does. Losses, the
/// extinction ratio of a stated modulator and the fibre's length are the link's.
struct LaneDevices {
  Modulator modulator = Modulator::stated;
  Voltage drive_swing = Voltage::from_si(2.0);
  Voltage half_wave_voltage = Voltage::from_si(6.0);
  Decibel static_extinction = Decibel::from_db(25.0);
  double absorption_slope = 5.0;  ///< dB/V
  double level_mismatch = 1.0;
  Decibel rin = Decibel::from_db(-140.0);
  Frequency bandwidth;
  double chirp = 0.0;
  Length wavelength = 1310.0 * unit::nm;
  Length zero_dispersion_wavelength = 1310.0 * unit::nm;
  double dispersion_slope = 0.092;  ///< ps/(nm^2 km)
  Responsivity responsivity = Responsivity::from_si(0.8);
  double noise_density = 16.0;  ///< pA/sqrt(Hz)
  Current dark_current = Current::from_si(10e-9);
  double bandwidth_factor = 0.75;
};

/// Banks of microrings of a link; see `RingWdmInputs`. Temperatures and the number of rings of a lane are the link's.
struct RingBank {
  int channels = 0;  ///< wavelengths a bank separates; 0: rings are tuned as the link's `tuning_efficiency` says
  double group_index = 4.2;
  Length circumference = 40.0 * unit::um;
  double quality_factor = 5000;
  Frequency channel_spacing;
  Decibel through_extinction = Decibel::from_db(20.0);
  WavelengthDrift drift = WavelengthDrift::from_si(75e-12);
  TuningEfficiency heater_efficiency = TuningEfficiency::from_si(0.12e-9 / 1e-3);
  Length ring_spread = 0.2 * unit::nm;
  RingAssignment assignment = RingAssignment::shifted;
  Temperature temperature_min = Temperature::from_celsius(25.0);
  Power heater_power_max = 20.0 * unit::mW;
};

/// Field tables that a link shares with the models that value its lane and its rings alone: of a modulator and its
/// noise, and of a microring.
template <class T>
void describe_drive(Fields& f, T& x) {
  f("drive_swing", "V", x.drive_swing, "peak-to-peak drive, V_pp", non_negative);
  f("half_wave_voltage", "V", x.half_wave_voltage, "of a Mach-Zehnder modulator, V_pi", positive);
  f("static_extinction", "dB", x.static_extinction, "of a Mach-Zehnder modulator at DC", {.min = 3.0, .max = 60.0});
  f("absorption_slope", "", x.absorption_slope, "of an electro-absorption modulator in dB/V", non_negative);
  f("level_mismatch", "", x.level_mismatch, "ratio of level mismatch, RLM", {.min = 0.1, .max = 1.0});
  f("rin", "dB", x.rin, "relative intensity noise of the laser per Hz, RIN", {.min = -200.0, .max = -100.0});
  f("bandwidth", "GHz", x.bandwidth, "3 dB bandwidth of driver, modulator and photodiode together; 0: no limit",
    non_negative);
  f("chirp", "", x.chirp, "small-signal chirp, alpha", {.min = -10.0, .max = 10.0});
}

template <class T>
void describe_detector(Fields& f, T& x) {
  f("responsivity", "A/W", x.responsivity, "photodiode responsivity, R", positive);
  f("noise_density", "", x.noise_density, "input-referred current noise in pA/sqrt(Hz), i_n", positive);
  f("dark_current", "nA", x.dark_current, "photodiode dark current, I_d", non_negative);
  f("bandwidth_factor", "", x.bandwidth_factor, "noise bandwidth over symbol rate, B/fb", {.min = 0.1, .max = 2.0});
}

void describe(Fields& f, LaneDevices& x);
void describe(Fields& f, RingBank& x);

}  // namespace copack::link
