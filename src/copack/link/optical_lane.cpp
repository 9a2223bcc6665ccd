// SPDX-License-Identifier: Apache-2.0
#include "copack/link/optical_lane.hpp"

namespace copack::link {

RingWdmInputs bank_of(const LinkInputs& link) {
  const auto& bank = link.ring_bank;
  return {.channels = bank.channels,
          .levels = levels(link.modulation),
          .wavelength = link.devices.wavelength,
          .group_index = bank.group_index,
          .circumference = bank.circumference,
          .quality_factor = bank.quality_factor,
          .channel_spacing = bank.channel_spacing,
          .through_extinction = bank.through_extinction,
          .drift = bank.drift,
          .heater_efficiency = bank.heater_efficiency,
          .ring_spread = bank.ring_spread,
          .assignment = bank.assignment,
          .temperature = link.engine_temperature,
          .temperature_max = link.engine_temperature_max,
          .temperature_min = bank.temperature_min,
          .heater_power_max = bank.heater_power_max,
          .rings_per_lane = link.rings_per_lane,
          .lane_rate = link.payload_rate / link.lanes};
}

ImddInputs lane_of(const LinkInputs& link, const RingEffects& rings) {
  const auto& d = link.devices;
  ImddInputs lane{.levels = levels(link.modulation),
                  .symbol_rate = link.symbol_rate,
                  .target_ber = link.optical_reference_ber,
                  .laser_power = link.laser_power,
                  .transmitter = {.modulator = d.modulator,
                                  .insertion_loss = split_loss(link.lanes_per_laser) + rings.pass_loss,
                                  .extinction_ratio = link.extinction_ratio,
                                  .drive_swing = d.drive_swing,
                                  .half_wave_voltage = d.half_wave_voltage,
                                  .static_extinction = d.static_extinction,
                                  .absorption_slope = d.absorption_slope,
                                  .level_mismatch = d.level_mismatch,
                                  .rin = d.rin,
                                  .bandwidth = d.bandwidth,
                                  .chirp = d.chirp},
                  .path = {},
                  .fibre = {.length = link.length,
                            .loss_per_km = link.fibre_loss_per_km,
                            .wavelength = d.wavelength,
                            .zero_dispersion_wavelength = d.zero_dispersion_wavelength,
                            .slope = d.dispersion_slope},
                  .receiver = {.responsivity = d.responsivity,
                               .noise_density = d.noise_density,
                               .dark_current = d.dark_current,
                               .bandwidth_factor = d.bandwidth_factor},
                  .mpi_penalty = link.mpi_penalty,
                  .other_penalty = {},
                  .crosstalk = rings.crosstalk,
                  .energy = {}};
  for (const auto& element : link.optical_path) lane.transmitter.insertion_loss += element.loss;
  return lane;
}

}  // namespace copack::link
