// SPDX-License-Identifier: Apache-2.0
#include "copack/link/imdd.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numbers>

#include "copack/units/constants.hpp"

namespace copack::link {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Transmission of the bottom and top level, relative to the modulator fully open.
struct Levels {
  double bottom = 0.0;
  double top = 1.0;
  [[nodiscard]] double inverse_er() const { return bottom / top; }
};

Levels levels_of(const ImddTransmitter& tx) {
  switch (tx.modulator) {
    case Modulator::mach_zehnder: {
      // At quadrature (1 + sin(pi V / V_pi)) / 2, driven by +-V_pp / 2; imbalance leaks the static extinction.
      const double s = std::sin(0.5 * std::numbers::pi * std::min(1.0, tx.drive_swing / tx.half_wave_voltage));
      const double top = 0.5 * (1.0 + s);
      return {.bottom = 0.5 * (1.0 - s) + top / tx.static_extinction.ratio(), .top = top};
    }
    case Modulator::electro_absorption:
      return {.bottom = std::pow(10.0, -0.1 * tx.absorption_slope * tx.drive_swing.si())};
    case Modulator::stated:
      break;
  }
  return {.bottom = 1.0 / tx.extinction_ratio.ratio()};
}

/// Small-signal response of a dispersive fibre to intensity modulation with chirp alpha (Wang and Petermann 1992):
/// cos(theta) - alpha sin(theta), theta = pi lambda^2 D L f^2 / c.
struct Dispersive {
  double theta_nyquist = 0.0;  ///< at half the symbol rate
  double chirp = 0.0;

  [[nodiscard]] double response(double frequency_over_nyquist) const {
    const double theta = theta_nyquist * frequency_over_nyquist * frequency_over_nyquist;
    return std::cos(theta) - chirp * std::sin(theta);
  }
  /// theta of the first null; alpha changes its sign with that of the dispersion.
  [[nodiscard]] double theta_null() const { return std::atan2(1.0, std::signbit(theta_nyquist) ? -chirp : chirp); }
  /// Distance of the null from the band: 1 without dispersion, 0 when it stands at half the symbol rate.
  [[nodiscard]] double clearance() const { return 1.0 - std::abs(theta_nyquist) / theta_null(); }
};

/// @param accumulated in ps/nm
Dispersive dispersive(Length wavelength, double accumulated, double nyquist, double chirp) {
  const double span = wavelength.si() * nyquist;
  return {.theta_nyquist = std::numbers::pi * span * span * accumulated * 1e-3 / speed_of_light, .chirp = chirp};
}

/// Noise power behind a zero-forcing linear equaliser over that without one (Proakis, Digital Communications, 10.2):
/// the mean of 1/|H|^2 up to half the symbol rate, H the single-pole transmitter times the fibre. Simpson's rule, finer
/// as a null comes near and 1/|H|^2 steepens.
double noise_enhancement(const Dispersive& fibre, double nyquist_over_bandwidth) {
  const double r2 = nyquist_over_bandwidth * nyquist_over_bandwidth;
  if (fibre.theta_nyquist == 0.0) return 1.0 + r2 / 3.0;
  const double clearance = fibre.clearance();
  if (!(clearance > 0.0)) return infinity;
  const int intervals = 2 * static_cast<int>(std::clamp(4.0 / clearance, 16.0, 128.0));
  double sum = 0.0;
  for (int i = 0; i <= intervals; ++i) {
    const double y = static_cast<double>(i) / intervals;
    const double h = fibre.response(y);
    const double weight = i == 0 || i == intervals ? 1.0 : (i % 2 == 0 ? 2.0 : 4.0);
    sum += weight * (1.0 + r2 * y * y) / (h * h);
  }
  return sum / (3.0 * intervals);
}

/// Everything the noise balance of one eye needs, in SI: (eye u)^2 = x^2 (thermal + shot u + intensity u^2) for the
/// outer OMA u.
struct Balance {
  double eye = 0.0;  ///< half opening of the smallest eye per OMA, A/W
  double thermal = 0.0, shot = 0.0, intensity = 0.0;

  [[nodiscard]] double q(double oma) const {
    return eye * oma / std::sqrt(thermal + shot * oma + intensity * oma * oma);
  }
  [[nodiscard]] double q_limit() const { return eye / std::sqrt(intensity); }
  [[nodiscard]] double oma(double x) const {
    const double slope = eye * eye / (x * x) - intensity;
    if (!(slope > 0.0) || std::isinf(thermal)) return infinity;
    return (shot + std::sqrt(shot * shot + 4.0 * slope * thermal)) / (2.0 * slope);
  }
};

/// @param k power of the top level over OMA, where shot and intensity noise are taken
Balance balance_of(const ImddInputs& in, double k, double enhancement) {
  const double r = in.receiver.responsivity.si();
  const double i_n = in.receiver.noise_density * 1e-12;
  const double bandwidth = in.receiver.bandwidth_factor * in.symbol_rate.si() * enhancement;
  const double top = r * k;
  return {.eye = r * in.transmitter.level_mismatch / (2.0 * (in.levels - 1)),
          .thermal = (i_n * i_n + 2.0 * elementary_charge * in.receiver.dark_current.si()) * bandwidth,
          .shot = 2.0 * elementary_charge * top * bandwidth,
          .intensity = top * top * in.transmitter.rin.ratio() * bandwidth};
}

PowerLevel level_of(double watt) { return PowerLevel::from_power(Power::from_si(watt)); }

void value_transmitter(const ImddInputs& in, const Levels& lv, ImddResults& out) {
  out.extinction_ratio = Decibel::from_ratio(1.0 / lv.inverse_er());
  out.drive_loss = -Decibel::from_ratio(lv.top);
  out.modulation_loss = -Decibel::from_ratio(0.5 * (1.0 + lv.inverse_er()));
  const PowerLevel top = in.laser_power - in.transmitter.insertion_loss - out.drive_loss;
  out.launched_average = top - out.modulation_loss;
  out.launched_oma = top + Decibel::from_ratio(1.0 - lv.inverse_er());
}

/// Path, fibre and the equaliser that undoes bandwidth and dispersion.
void value_path(const ImddInputs& in, ImddResults& out) {
  for (const auto& element : in.path) out.path_loss += element.loss;
  out.fibre_loss = in.fibre.length.in(unit::km)*in.fibre.loss_per_km;
  const auto loss = out.path_loss + out.fibre_loss;
  out.received_average = out.launched_average - loss;
  out.received_oma = out.launched_oma - loss;

  const auto d = evaluate(DispersionInputs{.length = in.fibre.length,
                                           .wavelength = in.fibre.wavelength,
                                           .zero_dispersion_wavelength = in.fibre.zero_dispersion_wavelength,
                                           .slope = in.fibre.slope,
                                           .dispersion = {}});
  out.accumulated_dispersion = d.accumulated;
  const double nyquist = 0.5 * in.symbol_rate.si();
  const auto fibre = dispersive(in.fibre.wavelength, d.accumulated, nyquist, in.transmitter.chirp);
  out.first_null = Frequency::from_si(nyquist * std::sqrt(fibre.theta_null() / std::abs(fibre.theta_nyquist)));
  out.fade = -Decibel::from_ratio(fibre.response(1.0) * fibre.response(1.0));
  const double bandwidth = in.transmitter.bandwidth.si();
  out.noise_enhancement = noise_enhancement(fibre, bandwidth > 0.0 ? nyquist / bandwidth : 0.0);
  out.equaliser_penalty = 0.5 * Decibel::from_ratio(out.noise_enhancement);
}

/// Q argument Q_t at which TDECQ and SECQ are defined.
double tdecq_argument(const ImddInputs& in) {
  return q_argument(in.tdecq_symbol_error_ratio / std::log2(in.levels), in.levels);
}

/// IEEE 802.3 121.8.5: the noise R_n a noiseless receiver may add to this transmitter before the target is missed,
/// against that of an ideal eye of the same OMA; here with Gaussian noise and every level alike.
Decibel tdecq_of(const ImddInputs& in, double k, double enhancement) {
  const double x = tdecq_argument(in);
  const double ideal = 1.0 / (2.0 * (in.levels - 1) * x);  // R_n of an ideal eye per OMA
  const double closed = in.transmitter.level_mismatch * ideal;
  const double own = k * k * in.transmitter.rin.ratio() * in.receiver.bandwidth_factor * in.symbol_rate.si();
  const double tolerated = closed * closed / enhancement - own;
  return tolerated > 0.0 ? Decibel::from_ratio(ideal / std::sqrt(tolerated)) : Decibel::from_db(infinity);
}

/// Interferers at their worst: each eye of M - 1 loses what they swing.
Decibel crosstalk_penalty(double crosstalk, int levels) {
  return -Decibel::from_ratio(std::max(0.0, 1.0 - (levels - 1) * crosstalk));
}

void value_sensitivity(const ImddInputs& in, const Balance& balance, double k, ImddResults& out) {
  auto ideal = balance_of(in, k, 1.0);  // a transmitter of even levels without noise or bandwidth limit
  ideal.eye /= in.transmitter.level_mismatch;
  ideal.intensity = 0.0;
  out.q_target = q_argument(in.target_ber, in.levels);
  out.q_limit = std::isinf(out.noise_enhancement) ? 0.0 : balance.q_limit();
  out.ber_floor = bit_error_ratio(out.q_limit, in.levels);
  out.thermal_sensitivity = level_of(out.q_target * std::sqrt(ideal.thermal) / ideal.eye);
  out.sensitivity = level_of(balance.oma(out.q_target));
  out.stressed_sensitivity = level_of(ideal.oma(tdecq_argument(in))) + in.secq;
  out.reachable = std::isfinite(out.sensitivity.dbm());
  out.signal_noise_penalty = out.sensitivity - out.thermal_sensitivity;
  out.crosstalk_penalty = crosstalk_penalty(in.crosstalk, in.levels);
  out.penalties = out.crosstalk_penalty + in.mpi_penalty + in.other_penalty;
  out.required_oma = out.sensitivity + out.penalties;
  out.margin = out.received_oma - out.required_oma;
  out.closes = out.margin >= Decibel{};
}

ImddLimit limit_of(const ImddResults& out) {
  if (std::isinf(out.noise_enhancement)) return ImddLimit::dispersion;
  if (!out.reachable) return ImddLimit::intensity_floor;
  if (out.intensity_noise >= std::max(out.thermal_noise, out.shot_noise)) return ImddLimit::intensity;
  return out.shot_noise > out.thermal_noise ? ImddLimit::shot : ImddLimit::thermal;
}

void value_errors(const ImddInputs& in, const Balance& balance, ImddResults& out) {
  const double oma = (out.received_oma - out.penalties).power().si();
  out.q = std::isinf(out.noise_enhancement) ? 0.0 : balance.q(oma);
  const double log_ber = log_bit_error_ratio(out.q, in.levels);
  out.ber = std::exp(log_ber);
  out.log10_ber = log_ber / std::numbers::ln10;
  out.thermal_noise = Current::from_si(std::sqrt(balance.thermal));
  out.shot_noise = Current::from_si(std::sqrt(balance.shot * oma));
  out.intensity_noise = Current::from_si(std::sqrt(balance.intensity) * oma);
  out.limit = limit_of(out);
}

void value_energy(const ImddInputs& in, ImddResults& out) {
  const BitRate rate = std::log2(in.levels) * unit::bit * in.symbol_rate;
  out.energy_laser = in.laser_power.power() / in.energy.laser_wpe / rate;
  out.energy_tuning = in.energy.tuning / rate;
  out.energy_per_bit =
      out.energy_laser + in.energy.modulator + in.energy.receiver + out.energy_tuning + in.energy.serdes;
}

}  // namespace

std::vector<Problem> validate(const ImddInputs& in) {
  std::vector<Problem> problems;
  if (in.levels < 2 || !std::has_single_bit(static_cast<unsigned>(in.levels))) {
    problems.push_back({"levels", fmt::format("{} is not a power of two; use 2 (NRZ), 4 (PAM4), 8 ...", in.levels)});
    return problems;
  }
  const double guess = 0.5 * bit_error_ratio(0.0, in.levels);
  if (in.target_ber >= guess) {
    problems.push_back(
        {"target_ber", fmt::format("{} needs no eye at all; use less than {:.3g}", in.target_ber, guess)});
  }
  const auto lv = levels_of(in.transmitter);
  if (!(lv.inverse_er() < 1.0)) {
    problems.push_back({"transmitter.drive_swing", "opens no eye; raise it, or the slope or static extinction"});
  }
  if (in.transmitter.modulator == Modulator::mach_zehnder &&
      in.transmitter.drive_swing > in.transmitter.half_wave_voltage) {
    problems.push_back({"transmitter.drive_swing", "exceeds the half-wave voltage, where the eye folds back"});
  }
  if ((in.levels - 1) * in.crosstalk >= 1.0) {
    problems.push_back(
        {"crosstalk", fmt::format("{} closes the eye; use less than {:.3g}", in.crosstalk, 1.0 / (in.levels - 1))});
  }
  return problems;
}

Decibel dispersion_closure(const DispersionInputs& in, Frequency symbol_rate, double chirp) {
  const double accumulated = evaluate(in).accumulated;
  if (accumulated == 0.0) return {};
  const auto fibre = dispersive(in.wavelength, accumulated, 0.5 * symbol_rate.si(), chirp);
  return 0.5 * Decibel::from_ratio(noise_enhancement(fibre, 0.0));
}

ImddResults evaluate(const ImddInputs& in) {
  ImddResults out;
  const auto lv = levels_of(in.transmitter);
  const double k = 1.0 / (1.0 - lv.inverse_er());
  value_transmitter(in, lv, out);
  value_path(in, out);
  out.tdecq = tdecq_of(in, k, out.noise_enhancement);
  const auto balance = balance_of(in, k, out.noise_enhancement);
  value_sensitivity(in, balance, k, out);
  value_errors(in, balance, out);
  value_energy(in, out);
  return out;
}

}  // namespace copack::link
