// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"

namespace copack::link {

using WavelengthDrift = decltype(Length{} / TemperatureDelta{});
using TuningEfficiency = decltype(Length{} / Power{});

/// Which channel a ring of a bank may take: its own; or the bank may be shifted cyclically by whole channels; or any
/// ring may take any channel.
enum class RingAssignment { fixed, shifted, permuted };
std::span<const std::string_view> choice_names(RingAssignment);

/// Model `link/ring-wdm`: a bank of microrings on the wavelengths of one fibre: how the channels fit the free spectral
/// range, what they leak into each other, and what it costs to hold every ring on its channel with a heater.
struct RingWdmInputs {
  int channels = 8;  ///< N
  int levels = 2;    ///< M
  Length wavelength = 1310.0 * unit::nm;
  double group_index = 4.2;                             ///< n_g
  Length circumference = 40.0 * unit::um;               ///< L_r
  double quality_factor = 5000;                         ///< loaded
  Frequency channel_spacing;                            ///< 0: the free spectral range over N
  Decibel through_extinction = Decibel::from_db(20.0);  ///< of a ring's through port on resonance
  WavelengthDrift drift = WavelengthDrift::from_si(75e-12);
  TuningEfficiency heater_efficiency = TuningEfficiency::from_si(0.12e-9 / 1e-3);
  Length ring_spread = 0.2 * unit::nm;  ///< standard deviation of a ring's resonance within its bank
  RingAssignment assignment = RingAssignment::shifted;
  Temperature temperature = Temperature::from_celsius(55.0);      ///< of the rings now, heaters off
  Temperature temperature_max = Temperature::from_celsius(80.0);  ///< up to which they are held
  Temperature temperature_min = Temperature::from_celsius(25.0);  ///< down to which they are held
  Power heater_power_max = 20.0 * unit::mW;                       ///< of one ring
  double rings_per_lane = 2;                                      ///< modulator and filter
  BitRate lane_rate = 32.0 * unit::Gbps;
};

struct RingWdmResults {
  Frequency free_spectral_range;
  Length free_spectral_range_wavelength;
  Frequency channel_spacing;
  Length channel_spacing_wavelength;
  Frequency linewidth;  ///< full width at half maximum
  double finesse = 0.0;
  bool channels_fit = false;   ///< all channels within one free spectral range
  Decibel adjacent_crosstalk;  ///< what a filter drops of one neighbour, negative
  double crosstalk = 0.0;      ///< of all other channels, X
  Decibel crosstalk_penalty;
  Decibel pass_loss;         ///< of passing the other rings of a bank
  Length process_shift;      ///< mean heating that puts a ring on its channel
  Length process_shift_max;  ///< the same of the worst ring, expected
  Length temperature_shift;  ///< heating that stands in for the hottest environment
  Power heater_power;        ///< of a ring, mean
  Power heater_power_worst;  ///< of the worst ring in the coldest environment
  Power lane_power;          ///< mean, all rings of a lane
  EnergyPerBit energy_per_bit;
  bool in_range = false;   ///< the worst ring stays within its heater
  bool lock_held = false;  ///< in range, and the environment is not hotter than temperature_max
};

/// Field table of a microring and its bank, shared with links.
template <class T>
void describe_ring(Fields& f, T& x) {
  f("group_index", "", x.group_index, "group index of the ring guide, n_g", {.min = 1.0, .max = 10.0});
  f("circumference", "um", x.circumference, "circumference of the ring, L_r", positive);
  f("quality_factor", "", x.quality_factor, "loaded quality factor, Q", {.min = 100, .max = 1e8});
  f("channel_spacing", "GHz", x.channel_spacing, "spacing of the channels; 0: free spectral range over N",
    non_negative);
  f("through_extinction", "dB", x.through_extinction, "extinction of a through port on resonance", non_negative);
  f("drift", "pm/K", x.drift, "resonance over temperature", non_negative);
  f("heater_efficiency", "nm/mW", x.heater_efficiency, "resonance over heater power", positive);
  f("ring_spread", "nm", x.ring_spread, "standard deviation of resonances within a bank", non_negative);
  f("assignment", x.assignment, "channel a ring may take: fixed, shifted as a bank, or permuted");
}

void describe(Fields& f, RingWdmInputs& x);
void describe(Fields& f, RingWdmResults& x);
std::vector<Problem> validate(const RingWdmInputs& in);
RingWdmResults evaluate(const RingWdmInputs& in);

}  // namespace copack::link
