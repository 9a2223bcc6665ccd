// SPDX-License-Identifier: Apache-2.0
#include "copack/link/pulse_response.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "copack/link/com_package.hpp"
#include "copack/numerics/fft.hpp"

namespace copack::link {
namespace {

/// The step of evenly spaced data that begin at a multiple of it, or 0.
double even_step(const std::vector<double>& f) {
  if (f.size() < 3) return 0.0;
  const double step = (f.back() - f.front()) / static_cast<double>(f.size() - 1);
  for (std::size_t i = 0; i < f.size(); ++i) {
    if (std::abs(f[i] - f.front() - step * static_cast<double>(i)) > 1e-6 * step) return 0.0;
  }
  const double offset = f.front() / step;
  return std::abs(offset - std::round(offset)) < 1e-6 ? step : 0.0;
}

/// The next even number without prime factors above 5.
std::size_t quick_length(double least) {
  for (auto n = static_cast<std::size_t>(std::ceil(least));; ++n) {
    auto rest = n;
    for (const std::size_t p : {2U, 3U, 5U})
      while (rest % p == 0) rest /= p;
    if (rest == 1 && n % 2 == 0) return n;
  }
}

Voltage amplitude(const ComInputs& in, ChannelRole role) {
  if (role == ChannelRole::fext) return in.fext_amplitude;
  return role == ChannelRole::next ? in.next_amplitude : in.victim_amplitude;
}

Length transmit_length(const ComPackage& package, ChannelRole role) {
  if (role == ChannelRole::fext) return package.fext_length;
  return role == ChannelRole::next ? package.next_length : package.tx_length;
}

/// Pulse responses of one channel as spectra, beside the terms of the basis, and its delay in s.
struct Spectra {
  std::vector<std::vector<Complex>> terms;
  double delay = 0.0;
};

Spectra spectra(const ComInputs& in, const ComChannel& channel, const CtleBasis& basis, const TimeGrid& grid) {
  const auto f = frequencies(grid, highest_frequency(channel));
  const auto path = with_packages(in, channel.role, channel_at(channel, f));
  const double scale = amplitude(in, channel.role).si() * in.samples_per_symbol;
  Spectra out{std::vector(basis.terms(), std::vector<Complex>(f.size())), median_delay(path)};
  for (std::size_t k = 0; k < f.size(); ++k) {
    const auto pulse = scale * transmitted_pulse(in, f[k]) * voltage_transfer(path.s[k], in.termination.si());
    const auto terms = basis.at(f[k]);
    for (std::size_t i = 0; i < out.terms.size(); ++i) out.terms[i][k] = pulse * terms[i];
  }
  return out;
}

/// Turns a record, which is periodic, until what arrives after `delay` (samples) is at a quarter of it: whatever the
/// delay of a channel, its pulse and most of what rings after it lie in one piece.
void turn(Samples& record, double delay) {
  const auto size = static_cast<std::ptrdiff_t>(record.size());
  const auto shift = (static_cast<std::ptrdiff_t>(std::llround(delay)) - size / 4) % size;
  std::rotate(record.begin(), record.begin() + (shift + size) % size, record.end());
}

}  // namespace

TimeGrid time_grid(const ComInputs& in) {
  const double rate = in.symbol_rate.si() * in.samples_per_symbol, largest = in.frequency_step.si();
  const auto thru = std::ranges::find(in.channels, ChannelRole::thru, &ComChannel::role);
  const double own = thru == in.channels.end() ? 0.0 : even_step(thru->data.frequency);
  if (own > 0.0 && own <= largest * (1.0 + 1e-9)) {
    const double samples = rate / own;
    if (std::abs(samples - std::round(samples)) < 1e-6) return {static_cast<std::size_t>(std::llround(samples)), own};
  }
  const auto samples = quick_length(rate / largest * (1.0 - 1e-12));
  return {samples, rate / static_cast<double>(samples)};
}

std::vector<double> frequencies(const TimeGrid& grid, double highest) {
  std::vector<double> out;
  for (std::size_t k = 0; 2 * k < grid.samples; ++k) {
    const double f = static_cast<double>(k) * grid.step;
    if (f > highest * (1.0 + 1e-9)) break;
    out.push_back(f);
  }
  return out;
}

std::pair<Samples, Samples> real_responses(std::span<const Complex> a, std::span<const Complex> b,
                                           std::size_t samples) {
  constexpr Complex j{0.0, 1.0};
  std::vector<Complex> spectrum(samples);
  for (std::size_t k = 0; k < std::max(a.size(), b.size()); ++k) {
    const Complex x = k < a.size() ? a[k] : Complex{}, y = k < b.size() ? b[k] : Complex{};
    if (k == 0) {
      spectrum[0] = {x.real(), y.real()};
    } else {
      spectrum[k] = x + j * y;
      spectrum[samples - k] = std::conj(x) + j * std::conj(y);
    }
  }
  const auto both = numerics::inverse_fft(spectrum);
  std::pair<Samples, Samples> out{Samples(samples), Samples(samples)};
  for (std::size_t i = 0; i < samples; ++i) out.first[i] = both[i].real(), out.second[i] = both[i].imag();
  return out;
}

std::vector<ChannelPulses> channel_pulses(const ComInputs& in, const CtleBasis& basis, const TimeGrid& grid) {
  std::vector<std::vector<Complex>> all;
  std::vector<ChannelPulses> out;
  std::vector<double> delays;
  for (const auto& channel : in.channels) {
    auto path = spectra(in, channel, basis, grid);
    std::ranges::move(path.terms, std::back_inserter(all));
    delays.push_back(path.delay * static_cast<double>(grid.samples) * grid.step);
    out.push_back({channel.role, std::vector<Samples>(basis.terms())});
  }
  const auto keep = [&](std::size_t i, Samples record) {
    turn(record, delays[i / basis.terms()]);
    out[i / basis.terms()].terms[i % basis.terms()] = std::move(record);
  };
  for (std::size_t i = 0; i < all.size(); i += 2) {
    const bool last = i + 1 == all.size();
    auto [first, second] = real_responses(all[i], last ? std::span<const Complex>{} : all[i + 1], grid.samples);
    keep(i, std::move(first));
    if (!last) keep(i + 1, std::move(second));
  }
  return out;
}

void combine(const ChannelPulses& pulses, const CtleBasis::Weights& weights, Samples& out) {
  out.assign(pulses.terms.front().size(), 0.0);
  for (std::size_t i = 0; i < pulses.terms.size(); ++i) {
    const auto& term = pulses.terms[i];
    for (std::size_t t = 0; t < out.size(); ++t) out[t] += weights[i] * term[t];
  }
}

Channel channel_at(const ComChannel& channel, std::span<const double> frequency) {
  return channel.file.empty() ? build_channel(channel.elements, frequency) : resampled(channel.data, frequency);
}

double highest_frequency(const ComChannel& channel) {
  if (channel.file.empty()) return std::numeric_limits<double>::infinity();
  return channel.data.frequency.empty() ? 0.0 : channel.data.frequency.back();
}

Channel with_packages(const ComInputs& in, ChannelRole role, const Channel& channel) {
  const auto transmitter = package_channel(in.package, transmit_length(in.package, role), channel.frequency);
  auto receiver = package_channel(in.package, in.package.rx_length, channel.frequency);
  std::ranges::transform(receiver.s, receiver.s.begin(), reversed);
  return cascade(cascade(transmitter, channel), receiver);
}

}  // namespace copack::link
