// SPDX-License-Identifier: Apache-2.0
#include "copack/link/ring_wdm.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "copack/link/modulation.hpp"
#include "copack/units/constants.hpp"

namespace copack::link {
namespace {

/// Drop-port power of a ring over its peak (Bogaerts et al. 2012, Laser Photonics Rev. 6, 47): Airy's function, which
/// is the Lorentzian 1/(1 + (2 d/FWHM)^2) of every order added up.
double drop(double detuning, double fsr, double finesse) {
  const double s = 2.0 * finesse / std::numbers::pi * std::sin(std::numbers::pi * detuning / fsr);
  return 1.0 / (1.0 + s * s);
}

void value_spectrum(const RingWdmInputs& in, RingWdmResults& out) {
  const double l = in.wavelength.si();
  const auto as_wavelength = [&](Frequency f) { return Length::from_si(f.si() * l * l / speed_of_light); };
  out.free_spectral_range = Frequency::from_si(speed_of_light / (in.group_index * in.circumference.si()));
  out.free_spectral_range_wavelength = as_wavelength(out.free_spectral_range);
  const bool given = in.channel_spacing.si() > 0.0;
  out.channel_spacing = given ? in.channel_spacing : out.free_spectral_range / in.channels;
  out.channel_spacing_wavelength = as_wavelength(out.channel_spacing);
  out.linewidth = Frequency::from_si(speed_of_light / l / in.quality_factor);
  out.finesse = out.free_spectral_range / out.linewidth;
  out.channels_fit = in.channels * out.channel_spacing <= out.free_spectral_range * (1.0 + 1e-9);
}

/// Of the middle channel: it has neighbours on both sides also when the channels do not fill the free spectral range.
void value_crosstalk(const RingWdmInputs& in, RingWdmResults& out) {
  const double fsr = out.free_spectral_range.si();
  const double depth = 1.0 - 1.0 / in.through_extinction.ratio();
  const int middle = in.channels / 2;
  for (int k = 0; k < in.channels; ++k) {
    if (k == middle) continue;
    const double dropped = drop((k - middle) * out.channel_spacing.si(), fsr, out.finesse);
    out.crosstalk += dropped;
    out.pass_loss += -Decibel::from_ratio(1.0 - depth * dropped);
  }
  out.adjacent_crosstalk = Decibel::from_ratio(drop(out.channel_spacing.si(), fsr, out.finesse));
  out.crosstalk_penalty = -Decibel::from_ratio(std::max(0.0, 1.0 - (in.levels - 1) * out.crosstalk));
}

/// Expected largest of n standard normal numbers (Blom 1958): 2 % high at n = 4, less beyond.
double expected_largest(int n) { return tail_argument(std::log(0.625 / (n + 0.25))); }

/// Heaters shift to longer wavelengths only, and where a bank lies against its channels is not known: what it must
/// travel until its foremost ring reaches a free channel is even over one period. The others lie behind it.
void value_shift(const RingWdmInputs& in, RingWdmResults& out) {
  const Length lead = expected_largest(in.channels) * in.ring_spread;
  switch (in.assignment) {
    case RingAssignment::fixed:
      out.process_shift = lead + 0.5 * out.free_spectral_range_wavelength;
      out.process_shift_max = 2.0 * lead + out.free_spectral_range_wavelength;
      break;
    case RingAssignment::shifted:
      out.process_shift = lead + 0.5 * out.channel_spacing_wavelength;
      out.process_shift_max = 2.0 * lead + out.channel_spacing_wavelength;
      break;
    case RingAssignment::permuted:
      out.process_shift = 0.5 * out.channel_spacing_wavelength;
      out.process_shift_max = out.channel_spacing_wavelength;
      break;
  }
}

void value_heaters(const RingWdmInputs& in, RingWdmResults& out) {
  out.temperature_shift = std::max(in.drift * (in.temperature_max - in.temperature), Length{});
  out.heater_power = (out.process_shift + out.temperature_shift) / in.heater_efficiency;
  const Length swing = in.drift * (in.temperature_max - in.temperature_min);
  out.heater_power_worst = (out.process_shift_max + swing) / in.heater_efficiency;
  out.lane_power = in.rings_per_lane * out.heater_power;
  out.energy_per_bit = out.lane_power / in.lane_rate;
  out.in_range = out.heater_power_worst <= in.heater_power_max;
  out.lock_held = out.in_range && in.temperature <= in.temperature_max;
}

}  // namespace

RingWdmResults evaluate(const RingWdmInputs& in) {
  RingWdmResults out;
  value_spectrum(in, out);
  value_crosstalk(in, out);
  value_shift(in, out);
  value_heaters(in, out);
  return out;
}

std::vector<Problem> validate(const RingWdmInputs& in) {
  std::vector<Problem> problems;
  if (in.temperature_max < in.temperature_min) {
    problems.push_back({"temperature_max", "is below temperature_min; exchange them"});
  }
  const auto out = evaluate(in);
  if (!out.channels_fit) {
    problems.push_back(
        {"channel_spacing",
         fmt::format("{} channels take {:.4g} GHz, more than the free spectral range of {:.4g} GHz; a ring "
                     "would serve two of them",
                     in.channels, in.channels * out.channel_spacing.in(unit::GHz),
                     out.free_spectral_range.in(unit::GHz))});
  }
  if ((in.levels - 1) * out.crosstalk >= 1.0) {
    problems.push_back(
        {"quality_factor", fmt::format("neighbours leak {:.3g} of the signal, which closes the eye; raise "
                                       "it, or space the channels further apart",
                                       out.crosstalk)});
  }
  return problems;
}

std::span<const std::string_view> choice_names(RingAssignment /*unused*/) {
  static constexpr std::array<std::string_view, 3> names{"fixed", "shifted", "permuted"};
  return names;
}

void describe(Fields& f, RingWdmInputs& x) {
  f("channels", "", x.channels, "wavelengths on the fibre, N", {.min = 1, .max = 256});
  f("levels", "", x.levels, "number of amplitude levels, M", {.min = 2, .max = 64});
  f("wavelength", "nm", x.wavelength, "wavelength, l", positive);
  describe_ring(f, x);
  f("temperature", "degC", x.temperature, "temperature of the rings, heaters off");
  f("temperature_max", "degC", x.temperature_max, "highest temperature at which lock is to hold");
  f("temperature_min", "degC", x.temperature_min, "lowest temperature at which lock is to hold");
  f("heater_power_max", "mW", x.heater_power_max, "largest heater power of one ring", positive);
  f("rings_per_lane", "", x.rings_per_lane, "rings of one lane, both ends", {.min = 1});
  f("lane_rate", "Gbit/s", x.lane_rate, "bit rate of one lane", positive);
}

void describe(Fields& f, RingWdmResults& x) {
  f("free_spectral_range", "GHz", x.free_spectral_range, "between resonances of a ring, FSR",
    by("c / (group_index * circumference)"));
  f("free_spectral_range_wavelength", "nm", x.free_spectral_range_wavelength, "the same as a wavelength",
    by("wavelength^2 / (group_index * circumference)"));
  f("channel_spacing", "GHz", x.channel_spacing, "between channels: as given, else free spectral range over channels");
  f("channel_spacing_wavelength", "nm", x.channel_spacing_wavelength, "the same as a wavelength",
    by("channel_spacing * wavelength^2 / c"));
  f("linewidth", "GHz", x.linewidth, "full width at half maximum of a resonance",
    by("c / wavelength / quality_factor"));
  f("finesse", "", x.finesse, "free spectral range in linewidths", by("free_spectral_range / linewidth"));
  f("channels_fit", x.channels_fit, "all channels lie within one free spectral range");
  f("adjacent_crosstalk", "dB", x.adjacent_crosstalk, "what a filter drops of one neighbour",
    by("1 / (1 + (2 * finesse / pi * sin(pi * channel_spacing / free_spectral_range))^2)"));
  f("crosstalk", "", x.crosstalk, "dropped from all other channels over the signal, X");
  f("crosstalk_penalty", "dB", x.crosstalk_penalty, "eye closed by it",
    by("-10 * log10(1 - (levels - 1) * crosstalk)"));
  f("pass_loss", "dB", x.pass_loss, "loss of a channel at the other rings of a bank");
  f("process_shift", "nm", x.process_shift, "mean heating that puts a ring on its channel at temperature_max");
  f("process_shift_max", "nm", x.process_shift_max, "the same of the worst ring, expected");
  f("temperature_shift", "nm", x.temperature_shift, "heating in place of the hottest environment",
    by("drift * (temperature_max - temperature)"));
  f("heater_power", "mW", x.heater_power, "mean power of a heater",
    by("(process_shift + temperature_shift) / heater_efficiency"));
  f("heater_power_worst", "mW", x.heater_power_worst, "of the worst ring in the coldest environment",
    by("(process_shift_max + drift * (temperature_max - temperature_min)) / heater_efficiency"));
  f("lane_power", "mW", x.lane_power, "all heaters of a lane", by("rings_per_lane * heater_power"));
  f("energy_per_bit", "pJ/bit", x.energy_per_bit, "tuning energy", by("lane_power / lane_rate"));
  f("in_range", x.in_range, "the worst heater stays within its limit");
  f("lock_held", x.lock_held, "in range, and the rings are not hotter than temperature_max");
}

}  // namespace copack::link
