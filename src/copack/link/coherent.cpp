// SPDX-License-Identifier: Apache-2.0
#include "copack/link/coherent.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "copack/link/propagation.hpp"
#include "copack/link/qam.hpp"
#include "copack/numerics/roots.hpp"
#include "copack/units/constants.hpp"

namespace copack::link {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double osnr_bandwidth = 12.5e9;  // Hz, 0.1 nm at 1550 nm
constexpr double neper_per_db = std::numbers::ln10 / 10.0;
constexpr double least_dispersion = 1.0;  // ps/(nm km), below which the closed form does not hold
constexpr int span_limit = 1 << 14;

/// Of one polarisation.
int bits_per_symbol(CoherentModulation m) {
  if (m == CoherentModulation::dp_qpsk) return 2;
  return m == CoherentModulation::dp_16qam ? 4 : 6;
}

BitRate line_rate(const CoherentInputs& in) {
  return 2.0 * bits_per_symbol(in.modulation) * unit::bit * in.symbol_rate;
}

double fec_threshold(const CoherentInputs& in) {
  switch (in.fec) {
    case CoherentFec::cfec:
      return 1.25e-2;  // OIF-400ZR-01.0
    case CoherentFec::ofec:
      return 2.0e-2;  // OpenZR+ MSA 1.0
    case CoherentFec::stated:
      break;
  }
  return in.stated_threshold;
}

double watt(PowerLevel level) { return level.power().si(); }
double transmission(Decibel loss) { return (-loss).ratio(); }
PowerLevel level(double power) { return PowerLevel::from_power(Power::from_si(power)); }
Decibel snr_of(double noise_over_signal) { return Decibel::from_ratio(1.0 / noise_over_signal); }

double attenuation(const CoherentFibre& fibre) { return fibre.loss_per_km.db() * neper_per_db * 1e-3; }  // 1/m
double effective_length(double alpha, double length) { return -std::expm1(-alpha * length) / alpha; }
double nonlinear_coefficient(const CoherentInputs& in) {  // 1/(W m)
  return 2.0 * std::numbers::pi * in.fibre.nonlinear_index / (in.wavelength.si() * in.fibre.effective_area.si());
}

/// Sum over the channels of the differences of asinh in `fibre_nonlinearity`, for the middle one of a grid. A
/// difference of asinh is the logarithm of a ratio, so the sum is the logarithm of one product.
double interference_sum(double c, double symbol_rate, double spacing, int channels) {
  const auto e = [](double x) { return x + std::sqrt(1.0 + x * x); };  // exp(asinh(x))
  double product = 1.0;
  const int pairs = (channels - 1) / 2, last = channels / 2;
  for (int k = 1; k <= last; ++k) {
    const double ratio = e(c * (k * spacing + 0.5 * symbol_rate)) / e(c * (k * spacing - 0.5 * symbol_rate));
    product *= k <= pairs ? ratio * ratio : ratio;
  }
  return std::asinh(0.5 * c * symbol_rate) + std::log(product);
}

/// Noise over signal of one span by the square of power in the fibre and of its effective length, 1/(W m)^2: the
/// incoherent GN model in closed form (Poggiolini 2012, arXiv:1209.0394, eq. 120 and 123).
double fibre_nonlinearity(const CoherentInputs& in) {
  const double rs = in.symbol_rate.si(), wavelength = in.wavelength.si();
  const double beta2 =
      std::abs(in.fibre.dispersion) * 1e-6 * wavelength * wavelength / (2.0 * std::numbers::pi * speed_of_light);
  const double asymptotic = 1.0 / attenuation(in.fibre);
  const double c = std::numbers::pi * std::numbers::pi * asymptotic * beta2 * rs;
  const double sum = interference_sum(c, rs, in.spacing.si(), in.channels);
  const double gamma = nonlinear_coefficient(in);
  return 16.0 / 27.0 * gamma * gamma * sum / (2.0 * std::numbers::pi * beta2 * asymptotic * rs * rs);
}

/// All that does not depend on how many spans there are and how long they are. In W; noises in the symbol rate.
struct Ends {
  double photon = 0.0;         ///< h nu R_s
  double transmitter = 0.0;    ///< noise over signal
  double line_input = 0.0;     ///< of the transmitter behind the add loss
  double launch = 0.0;         ///< as stated
  double received = 0.0;       ///< behind a preamplifier
  double channel_power = 0.0;  ///< most that an amplifier gives one channel
  double drop = 1.0;           ///< transmission from line to receiver
  double receiver = 0.0;       ///< noise, as a power of signal
  double nonlinearity = 0.0;   ///< 1/(W m)^2
  double connector_in = 1.0;   ///< transmission from launch into the fibre
  double connector_out = 1.0;  ///< and out of it
  double booster_figure = 1.0, figure = 1.0;
};

Ends ends_of(const CoherentInputs& in) {
  const auto& line = in.line;
  const double rs = in.symbol_rate.si();
  return {.photon = planck_constant * speed_of_light / in.wavelength.si() * rs,
          .transmitter = rs / (osnr_bandwidth * in.transmitter.osnr.ratio()),
          .line_input = watt(in.transmitter.power - line.add_loss),
          .launch = watt(line.launch_power),
          .received = watt(line.receiver_power),
          .channel_power = watt(line.amplifier_power) / in.channels,
          .drop = transmission(line.drop_loss),
          .receiver = watt(in.receiver.sensitivity - in.receiver.sensitivity_snr),
          .nonlinearity = fibre_nonlinearity(in),
          .connector_in = transmission(line.connector_loss_in),
          .connector_out = transmission(line.connector_loss_out),
          .booster_figure = line.booster_noise_figure.ratio(),
          .figure = line.noise_figure.ratio()};
}

struct Route {
  int spans = 0;
  double transmission = 1.0;  ///< of one span with its connectors
  double efficiency = 0.0;    ///< eta of one span, 1/W^2
};

Route route_of(const CoherentInputs& in, const Ends& ends, int spans, double length) {
  if (spans == 0) return {};
  const double alpha = attenuation(in.fibre);
  const double reach = effective_length(alpha, length) * ends.connector_in;
  return {.spans = spans,
          .transmission = ends.connector_in * std::exp(-alpha * length) * ends.connector_out,
          .efficiency = ends.nonlinearity * reach * reach};
}

/// Noise over signal is constant + a / P + b P^2 in the launch power P while every amplifier has a gain: least where
/// b P^2 is half of a / P.
double optimal_launch(const CoherentLine& line, const Ends& ends, const Route& route) {
  const double b = route.spans * route.efficiency;
  if (!(b > 0.0)) return infinity;
  double a = ends.photon * (route.spans - 1) * (ends.figure / route.transmission - 1.0);
  if (line.booster) a -= ends.photon;
  a += line.preamplifier ? ends.photon * ends.figure / route.transmission
                         : ends.receiver / (route.transmission * ends.drop);
  return std::cbrt(std::max(a, 0.0) / (2.0 * b));
}

struct Powers {
  double launch = 0.0, span_end = 0.0, received = 0.0;
  double booster_gain = 1.0, preamplifier_gain = 1.0;  ///< below 1 an attenuator follows the amplifier
};

Powers powers_of(const CoherentLine& line, const Ends& ends, const Route& route, double optimal) {
  Powers p{.launch = ends.line_input};
  if (line.booster) {
    p.launch = std::min(line.launch == LaunchSetting::optimal ? optimal : ends.launch, ends.channel_power);
    p.booster_gain = p.launch / ends.line_input;
  }
  p.span_end = p.launch * route.transmission;
  p.received = line.preamplifier ? ends.received : p.span_end * ends.drop;
  if (line.preamplifier) p.preamplifier_gain = p.received / ends.drop / p.span_end;
  return p;
}

/// Noise over signal in the symbol rate.
struct Noise {
  double transmitter = 0.0, ase = 0.0, nonlinear = 0.0, receiver = 0.0;
  [[nodiscard]] double line() const { return transmitter + ase + nonlinear; }
  [[nodiscard]] double total() const { return line() + receiver; }
};

/// Spontaneous emission of an amplifier over its signal: h nu R_s (F G - 1) behind it, F as measured (IEC 61290-3-1).
double emission(double photon, double figure, double gain, double input) {
  return photon * (figure - 1.0 / std::max(gain, 1.0)) / input;
}

Noise noise_of(const CoherentLine& line, const Ends& ends, const Route& route, const Powers& p) {
  Noise n{.transmitter = ends.transmitter,
          .nonlinear = route.spans * route.efficiency * p.launch * p.launch,
          .receiver = ends.receiver / p.received};
  if (line.booster) n.ase += emission(ends.photon, ends.booster_figure, p.booster_gain, ends.line_input);
  if (route.spans > 1)
    n.ase += (route.spans - 1) * emission(ends.photon, ends.figure, 1.0 / route.transmission, p.span_end);
  if (line.preamplifier) n.ase += emission(ends.photon, ends.figure, p.preamplifier_gain, p.span_end);
  return n;
}

Noise noise_of(const CoherentLine& line, const Ends& ends, const Route& route) {
  return noise_of(line, ends, route, powers_of(line, ends, route, optimal_launch(line, ends, route)));
}

void value_signal(const CoherentInputs& in, CoherentResults& out) {
  out.line_rate = line_rate(in);
  out.overhead = out.line_rate / in.payload_rate - 1.0;
  out.spectral_efficiency = in.payload_rate.si() / in.spacing.si();
  out.fibre_rate = in.channels * in.payload_rate;
  out.fec_threshold = fec_threshold(in);
  out.ideal_snr = Decibel::from_ratio(qam_snr(out.fec_threshold, bits_per_symbol(in.modulation)));
  out.ideal_osnr = out.ideal_snr + Decibel::from_ratio(in.symbol_rate.si() / osnr_bandwidth);
  out.required_snr = out.ideal_snr + in.implementation_penalty + in.path_penalty;
}

void value_line(const CoherentInputs& in, const Route& route, const Powers& p, CoherentResults& out) {
  const double length = in.line.span_length.si();
  out.length = route.spans * in.line.span_length;
  out.span_loss = -Decibel::from_ratio(route.transmission);
  out.line_loss = route.spans * out.span_loss;
  out.accumulated_dispersion = in.fibre.dispersion * out.length.in(unit::km);
  out.nonlinear_coefficient = nonlinear_coefficient(in) * 1e3;
  out.effective_length = Length::from_si(effective_length(attenuation(in.fibre), length));
  out.nonlinear_efficiency = route.efficiency;
  out.launch_power = level(p.launch);
  out.span_end_power = level(p.span_end);
  out.received_power = level(p.received);
  out.booster_gain = Decibel::from_ratio(p.booster_gain);
  out.preamplifier_gain = Decibel::from_ratio(p.preamplifier_gain);
}

void value_noise(const CoherentInputs& in, const Noise& n, CoherentResults& out) {
  const double osnr_over_snr = in.symbol_rate.si() / osnr_bandwidth;
  out.snr_transmitter = snr_of(n.transmitter);
  out.snr_ase = snr_of(n.ase);
  out.snr_nonlinear = snr_of(n.nonlinear);
  out.snr_receiver = snr_of(n.receiver);
  out.snr = snr_of(n.total());
  out.gsnr = snr_of(n.line());
  out.osnr = snr_of((n.transmitter + n.ase) / osnr_over_snr);
  const double left = transmission(out.required_snr) - n.receiver;  // for transmitter and amplifiers
  out.required_osnr = snr_of(std::max(left, 0.0) / osnr_over_snr);
}

CoherentBinding binding_of(const CoherentInputs& in, const Noise& n, const CoherentResults& out) {
  if (n.transmitter >= transmission(out.required_snr + in.margin_wanted)) return CoherentBinding::transceiver;
  if (out.received_power > in.receiver.largest_power) return CoherentBinding::power;
  const double largest = std::max({n.transmitter, n.ase, n.nonlinear, n.receiver});
  if (largest == n.receiver) return CoherentBinding::power;
  if (largest == n.ase) return CoherentBinding::ase;
  return largest == n.nonlinear ? CoherentBinding::nonlinearity : CoherentBinding::transceiver;
}

void value_verdict(const CoherentInputs& in, const Noise& n, CoherentResults& out) {
  const auto decided = out.snr - in.implementation_penalty - in.path_penalty;
  out.pre_fec_ber = qam_bit_error_ratio(decided.ratio(), bits_per_symbol(in.modulation));
  out.margin = out.snr - out.required_snr;
  out.corrected = out.margin >= Decibel{};
  out.closes = out.margin >= in.margin_wanted && out.received_power <= in.receiver.largest_power;
  out.binding = binding_of(in, n, out);
}

/// Most spans of the given length that meet `allowed`; noise grows with each.
int most_spans(const CoherentInputs& in, const Ends& ends, double allowed) {
  auto route = route_of(in, ends, 1, in.line.span_length.si());
  int closes = 0, fails = span_limit + 1;
  while (fails - closes > 1) {
    route.spans = closes + (fails - closes) / 2;
    (noise_of(in.line, ends, route).total() <= allowed ? closes : fails) = route.spans;
  }
  return closes;
}

/// Longest single span that meets `allowed`; nothing is left of a signal behind 100 dB of fibre.
Length longest_span(const CoherentInputs& in, const Ends& ends, double allowed) {
  const auto excess = [&](double length) {
    return std::log(noise_of(in.line, ends, route_of(in, ends, 1, length)).total() / allowed);
  };
  if (excess(0.0) > 0.0) return {};
  const double nothing_left = 100.0 * neper_per_db / attenuation(in.fibre);
  return Length::from_si(numerics::find_root(excess, 0.0, nothing_left, {.relative_tolerance = 1e-6}).root);
}

void value_reach(const CoherentInputs& in, const Ends& ends, CoherentResults& out) {
  const double allowed = transmission(out.required_snr + in.margin_wanted);
  if (in.line.spans == 1) {
    out.most_spans = out.closes ? 1 : 0;
    out.reach = longest_span(in, ends, allowed);
  } else if (in.line.spans > 1) {
    out.most_spans = most_spans(in, ends, allowed);
    out.reach = out.most_spans * in.line.span_length;
  }
}

void check_signal(const CoherentInputs& in, std::vector<Problem>& problems) {
  if (in.payload_rate > line_rate(in)) {
    problems.push_back({"payload_rate", fmt::format("exceeds the line rate of {:.4g} Gbit/s; raise the symbol rate or "
                                                    "the order of the modulation",
                                                    line_rate(in).in(unit::Gbps))});
  }
  const Frequency occupied = (1.0 + in.roll_off) * in.symbol_rate;
  if (in.channels > 1 && occupied > in.spacing) {
    problems.push_back({"spacing", fmt::format("is less than the {:.4g} GHz that a channel of this symbol rate and "
                                               "roll_off occupies; widen the grid",
                                               occupied.in(unit::GHz))});
  }
  const double quantum = level(planck_constant * speed_of_light / in.wavelength.si() * in.symbol_rate.si()).dbm();
  if ((in.receiver.sensitivity - in.receiver.sensitivity_snr).dbm() < quantum) {
    problems.push_back({"receiver.sensitivity",
                        fmt::format("is below the shot noise limit, {:.2f} dBm for this sensitivity_snr; raise it",
                                    quantum + in.receiver.sensitivity_snr.db())});
  }
}

void check_line(const CoherentInputs& in, std::vector<Problem>& problems) {
  const auto& line = in.line;
  if (line.spans == 0 && (line.booster || line.preamplifier)) {
    problems.push_back({"line.spans",
                        "0 is back to back, where there is nothing to amplify; set booster and "
                        "preamplifier to false, or give spans"});
  }
  if (line.spans > 0 && std::abs(in.fibre.dispersion) < least_dispersion) {
    problems.push_back({"fibre.dispersion", fmt::format("of less than {} ps/(nm km) is outside of the closed form of "
                                                        "nonlinear noise; use a fibre away from its zero",
                                                        least_dispersion)});
  }
  const auto most = line.amplifier_power - Decibel::from_ratio(in.channels);
  if (line.booster && line.launch == LaunchSetting::stated && line.launch_power > most) {
    problems.push_back({"line.launch_power", fmt::format("exceeds the {:.2f} dBm that amplifier_power leaves each "
                                                         "channel; lower it, or have fewer channels",
                                                         most.dbm())});
  }
  if (line.preamplifier && line.receiver_power > in.receiver.largest_power)
    problems.push_back({"line.receiver_power", "overloads the receiver; use at most receiver.largest_power"});
}

}  // namespace

std::vector<Problem> validate(const CoherentInputs& in) {
  std::vector<Problem> problems;
  check_signal(in, problems);
  check_line(in, problems);
  return problems;
}

CoherentResults evaluate(const CoherentInputs& in) {
  CoherentResults out;
  const auto ends = ends_of(in);
  const auto route = route_of(in, ends, in.line.spans, in.line.span_length.si());
  const double optimal = optimal_launch(in.line, ends, route);
  const auto powers = powers_of(in.line, ends, route, optimal);
  const auto noise = noise_of(in.line, ends, route, powers);
  value_signal(in, out);
  value_line(in, route, powers, out);
  out.optimal_launch_power = level(optimal);
  value_noise(in, noise, out);
  value_verdict(in, noise, out);
  value_reach(in, ends, out);
  out.latency_fibre = Time::from_si(fibre_delay * out.length.si());
  out.latency = out.latency_fibre + in.module_latency;
  out.energy_per_bit = in.module_power / in.payload_rate;
  return out;
}

}  // namespace copack::link
