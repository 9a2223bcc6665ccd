// SPDX-License-Identifier: Apache-2.0
#include "copack/link/receiver.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "copack/units/constants.hpp"

namespace copack::link {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Terms of (a - g) u^2 - b u - c = 0 for the OMA u in W: the eye half-opening R u / (2 (M-1)) must equal x times the
/// rms of thermal (c), shot (b u) and intensity (g u^2) noise at the top level.
struct NoiseBalance {
  double a = 0.0, b = 0.0, c = 0.0, g = 0.0;
};

NoiseBalance balance_of(const ReceiverInputs& in, double x, double k) {
  const double r = in.responsivity.si();
  const double bandwidth = in.bandwidth_factor * in.symbol_rate.si();
  const double i_n = in.noise_density * 1e-12;
  const double eye = r / (2.0 * x * (levels(in.modulation) - 1));
  return {.a = eye * eye,
          .b = 2.0 * elementary_charge * r * k * bandwidth,
          .c = (i_n * i_n + 2.0 * elementary_charge * in.dark_current.si()) * bandwidth,
          .g = r * k * r * k * in.rin.ratio() * bandwidth};
}

double oma_of(const NoiseBalance& n) {
  const double slope = n.a - n.g;
  if (slope <= 0.0) return infinity;
  return (n.b + std::sqrt(n.b * n.b + 4.0 * slope * n.c)) / (2.0 * slope);
}

PowerLevel level_of(double watt) { return PowerLevel::from_power(Power::from_si(watt)); }

}  // namespace

Decibel oma_over_average(Decibel extinction_ratio) {
  const double er = extinction_ratio.ratio();
  return Decibel::from_ratio(2.0 * (er - 1.0) / (er + 1.0));
}

Decibel modulation_loss(Decibel extinction_ratio) {
  return -Decibel::from_ratio(0.5 * (1.0 + 1.0 / extinction_ratio.ratio()));
}

Decibel oma_over_cw(Decibel extinction_ratio) { return Decibel::from_ratio(1.0 - 1.0 / extinction_ratio.ratio()); }

Decibel tdecq(Power oma, double q_target, Power noise) { return Decibel::from_ratio(oma / (6.0 * q_target * noise)); }

ReceiverResults evaluate(const ReceiverInputs& in) {
  const double er = in.extinction_ratio.ratio();
  const double k = er / (er - 1.0);
  ReceiverResults out;
  out.q = q_argument(in.target_ber, levels(in.modulation));
  out.top_level = Decibel::from_ratio(k);
  out.noise_bandwidth = in.bandwidth_factor * in.symbol_rate;
  const auto n = balance_of(in, out.q, k);
  out.q_limit = out.q * std::sqrt(n.a / n.g);
  out.reachable = n.a > n.g;
  out.thermal_sensitivity = level_of(std::sqrt(n.c / n.a));
  out.sensitivity = level_of(oma_of(n));
  out.noise_penalty = out.sensitivity - out.thermal_sensitivity;
  out.required_oma = out.sensitivity + in.penalty;
  return out;
}

SpecReceiverResults evaluate(const SpecReceiverInputs& in) {
  SpecReceiverResults out;
  out.q = q_argument(in.symbol_error_ratio / bits_per_symbol(Modulation::pam4), levels(Modulation::pam4));
  out.ideal_sensitivity = in.stressed_sensitivity - in.secq;
  // An ideal eye of PAM4 is OMA/3 high; half of it is Q_t times the noise.
  out.receiver_noise = out.ideal_sensitivity.power() / (6.0 * out.q);
  const Current noise = in.responsivity * out.receiver_noise;
  out.noise_density = noise.si() / std::sqrt(in.noise_bandwidth.si()) * 1e12;
  out.received_oma = in.oma_minus_tdecq + in.tdecq - in.channel_loss;
  out.margin = (out.received_oma - in.tdecq - in.mpi_penalty) - out.ideal_sensitivity;
  return out;
}

DispersionResults evaluate(const DispersionInputs& in) {
  const double l = in.wavelength.in(unit::nm);
  const double ratio = in.zero_dispersion_wavelength / in.wavelength;
  constexpr double ps_per_nm_km = 1e-6;  // in s/m2
  DispersionResults out;
  // ITU-T G.652: D = S0/4 (l - l0^4 / l^3).
  out.dispersion =
      in.known ? in.dispersion : Dispersion::from_si(in.slope / 4.0 * l * (1.0 - std::pow(ratio, 4)) * ps_per_nm_km);
  const double accumulated = out.dispersion.si() * in.length.si();  // s/m
  out.accumulated = accumulated * 1e3;
  const double wavelength = in.wavelength.si();
  out.first_null = Frequency::from_si(std::sqrt(speed_of_light / (2.0 * std::abs(accumulated))) / wavelength);
  return out;
}

std::vector<Problem> validate(const ReceiverInputs& in) {
  std::vector<Problem> problems;
  const double guess = 0.5 * bit_error_ratio(0.0, levels(in.modulation));
  if (in.target_ber >= guess) {
    problems.push_back(
        {"target_ber", fmt::format("{} needs no eye at all; use less than {:.3g}", in.target_ber, guess)});
  }
  return problems;
}

std::vector<Problem> validate(const SpecReceiverInputs& in) {
  if (in.symbol_error_ratio < 0.75) return {};
  return {{"symbol_error_ratio", fmt::format("{} is what guessing gives; use less than 0.75", in.symbol_error_ratio)}};
}

std::vector<Problem> validate(const DispersionInputs& in) {
  if (!in.known || in.dispersion.si() != 0.0) return {};
  return {{"dispersion", "is marked as known but is zero; give its value or set known = false"}};
}

void describe(Fields& f, ReceiverInputs& x) {
  f("modulation", x.modulation, "line coding");
  f("symbol_rate", "GBd", x.symbol_rate, "symbol rate, fb", positive);
  f("bandwidth_factor", "", x.bandwidth_factor, "noise bandwidth over symbol rate, B/fb", {.min = 0.1, .max = 2.0});
  f("target_ber", "", x.target_ber, "bit error ratio to reach", {.min = 1e-300, .max = 0.3});
  f("responsivity", "A/W", x.responsivity, "photodiode responsivity, R", positive);
  f("noise_density", "", x.noise_density, "input-referred current noise in pA/sqrt(Hz), i_n", positive);
  f("dark_current", "nA", x.dark_current, "photodiode dark current, I_d", non_negative);
  f("rin", "dB", x.rin, "relative intensity noise of the laser per Hz, RIN", {.min = -200.0, .max = -100.0});
  f("extinction_ratio", "dB", x.extinction_ratio, "outer extinction ratio, ER", {.min = 0.5, .max = 40.0});
  f("penalty", "dB", x.penalty, "allocations that add in dB: residual ISI, MPI, ageing", non_negative);
}

void describe(Fields& f, ReceiverResults& x) {
  f("q", "", x.q, "Q argument at the target BER, x");
  f("q_limit", "", x.q_limit, "largest Q argument any power reaches against RIN",
    by("1 / (2 * (levels - 1) * top_level * sqrt(rin * noise_bandwidth))"));
  f("top_level", "dB", x.top_level, "power of the top level over OMA, k",
    by("extinction_ratio / (extinction_ratio - 1)"));
  f("noise_bandwidth", "GHz", x.noise_bandwidth, "noise bandwidth, B", by("bandwidth_factor * symbol_rate"));
  f("reachable", x.reachable, "the target lies above the RIN floor");
  f("thermal_sensitivity", "dBm", x.thermal_sensitivity, "outer OMA needed with thermal noise alone");
  f("noise_penalty", "dB", x.noise_penalty, "added by shot noise and RIN together",
    by("sensitivity - thermal_sensitivity"));
  f("sensitivity", "dBm", x.sensitivity, "outer OMA needed with all noise");
  f("required_oma", "dBm", x.required_oma, "with the allocations", by("sensitivity + penalty"));
}

void describe(Fields& f, SpecReceiverInputs& x) {
  f("stressed_sensitivity", "dBm", x.stressed_sensitivity, "stressed receiver sensitivity, outer OMA, SRS");
  f("secq", "dB", x.secq, "eye closure of the stressing signal, SECQ", non_negative);
  f("symbol_error_ratio", "", x.symbol_error_ratio, "PAM4 symbol error ratio at which both are defined",
    {.min = 1e-300, .max = 0.75});
  f("responsivity", "A/W", x.responsivity, "photodiode responsivity, R", positive);
  f("noise_bandwidth", "GHz", x.noise_bandwidth, "noise bandwidth, B", positive);
  f("oma_minus_tdecq", "dBm", x.oma_minus_tdecq, "least outer OMA minus TDECQ of the transmitter");
  f("tdecq", "dB", x.tdecq, "transmitter penalty, TDECQ", non_negative);
  f("channel_loss", "dB", x.channel_loss, "insertion loss of the channel, IL", non_negative);
  f("mpi_penalty", "dB", x.mpi_penalty, "allocation for multipath interference", non_negative);
}

void describe(Fields& f, SpecReceiverResults& x) {
  f("q", "", x.q, "Q argument at the target, Q_t");
  f("receiver_noise", "uW", x.receiver_noise, "rms noise of the receiver referred to its input, sigma_rx",
    by("ideal_sensitivity / (6 * q)"));
  f("noise_density", "", x.noise_density, "the same as current noise in pA/sqrt(Hz)",
    by("responsivity * receiver_noise / sqrt(noise_bandwidth)"));
  f("ideal_sensitivity", "dBm", x.ideal_sensitivity, "outer OMA needed from a transmitter without penalty",
    by("stressed_sensitivity - secq"));
  f("received_oma", "dBm", x.received_oma, "outer OMA of the least transmitter at the receiver",
    by("oma_minus_tdecq + tdecq - channel_loss"));
  f("margin", "dB", x.margin, "what is left", by("received_oma - tdecq - mpi_penalty - ideal_sensitivity"));
}

void describe(Fields& f, DispersionInputs& x) {
  f("length", "m", x.length, "fibre length, L", positive);
  f("wavelength", "nm", x.wavelength, "wavelength, l", positive);
  f("zero_dispersion_wavelength", "nm", x.zero_dispersion_wavelength, "wavelength without dispersion, l0", positive);
  f("slope", "", x.slope, "dispersion slope in ps/(nm2 km), S0", positive);
  f("known", x.known, "use the dispersion given here instead of computing it");
  f("dispersion", "ps/(nm*km)", x.dispersion, "dispersion when known, D");
}

void describe(Fields& f, DispersionResults& x) {
  f("dispersion", "ps/(nm*km)", x.dispersion, "dispersion, D",
    by("slope / 4 * (wavelength - zero_dispersion_wavelength^4 / wavelength^3)"));
  f("accumulated", "", x.accumulated, "dispersion of the whole fibre in ps/nm", by("dispersion * length"));
  f("first_null", "GHz", x.first_null, "lowest modulation frequency that fades completely",
    by("sqrt(c / (2 * accumulated)) / wavelength"));
}

}  // namespace copack::link
