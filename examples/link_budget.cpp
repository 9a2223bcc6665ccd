// SPDX-License-Identifier: Apache-2.0
// Does a 100G-per-lane linear pluggable close over 100 m, and what does it cost in energy and time?
// Build: link against copack::link.

#include <cstdio>

#include "copack/link/budget.hpp"

using namespace copack;
using namespace copack::link;

namespace {

LinkInputs linear_pluggable() {
  constexpr auto dB = Decibel::from_db;
  LinkInputs in{.payload_rate = 400.0 * unit::Gbps, .retiming = Retiming::linear, .length = 100.0 * unit::m};

  in.host_channel = {{"package", dB(3.0)}, {"board", dB(6.0)}, {"connector and module", dB(2.0)}};
  in.equaliser_budget = dB(28.0);
  in.electrical_reference_ber = 1e-6;

  in.laser_power = PowerLevel::from_dbm(12.0);
  in.optical_path = {{"modulator", dB(5.0)}, {"coupler", dB(1.75)}, {"connectors", dB(0.5)}, {"coupler", dB(1.75)}};
  in.transmitter_penalty = dB(2.0);
  in.mpi_penalty = dB(0.3);
  in.receiver_sensitivity = PowerLevel::from_dbm(-8.2);
  in.fec = {.code = Code::kp4, .interleave = 2};

  const auto pj = [](double x) { return x * unit::pJ_per_bit; };
  in.optics_location = Place::module;
  in.energy = {{"host SerDes", Boundary::serdes, Place::asic, pj(5.0)},
               {"driver", Boundary::driver, Place::module, pj(3.0)},
               {"TIA", Boundary::tia, Place::module, pj(3.0)},
               {"controller", Boundary::control, Place::module, pj(1.0)}};
  in.latency_terms = {{"module", 5.0 * unit::ns}};
  in.fec_decoder_latency = 100.0 * unit::ns;
  return in;
}

}  // namespace

int main() {
  const auto in = linear_pluggable();
  for (const auto& problem : validate(in)) {
    std::printf("%s: %s\n", problem.path.c_str(), problem.message.c_str());
    return 2;
  }
  const auto r = evaluate(in);
  std::printf("closes              %s\n", r.closes ? "yes" : "no");
  std::printf("electrical margin   %.1f dB\n", r.electrical_margin.db());
  std::printf("optical margin      %.1f dB\n", r.optical_margin.db());
  std::printf("BER before FEC      %.1e\n", r.pre_fec_ber);
  std::printf("frame loss          1e%.0f\n", r.log10_frame_loss_ratio);
  std::printf("energy              %.1f pJ/bit, of which laser %.1f\n", r.energy_per_bit.in(unit::pJ_per_bit),
              r.energy_laser.in(unit::pJ_per_bit));
  std::printf("latency             %.0f ns, of which flight %.0f\n", r.latency.in(unit::ns),
              r.latency_propagation.in(unit::ns));
  return r.closes ? 0 : 1;
}
