// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace copack::link {

using Complex = std::complex<double>;

/// Scattering parameters of an N-port over frequency, as measured or simulated.
struct Network {
  int ports = 0;
  std::vector<double> frequency;  ///< Hz, increasing
  std::vector<double> reference;  ///< ohm, one per port
  std::vector<Complex> s;         ///< ports^2 numbers per frequency, row by row: S11, S12, ..., S21, ...

  [[nodiscard]] std::size_t points() const { return frequency.size(); }
  /// The matrix at one frequency, row by row.
  [[nodiscard]] std::span<const Complex> at(std::size_t point) const {
    const auto size = static_cast<std::size_t>(ports) * static_cast<std::size_t>(ports);
    return std::span(s).subspan(point * size, size);
  }
  /// S_ij at one frequency, ports counted from 1 as in books and files.
  [[nodiscard]] Complex parameter(std::size_t point, int i, int j) const {
    const auto row = static_cast<std::size_t>(i - 1), column = static_cast<std::size_t>(j - 1);
    return at(point)[row * static_cast<std::size_t>(ports) + column];
  }
};

/// Scattering parameters of a two-port at one frequency. The default is a direct connection.
struct TwoPort {
  Complex s11{0.0};
  Complex s12{1.0};
  Complex s21{1.0};
  Complex s22{0.0};
};

/// A two-port over frequency.
struct Channel {
  std::vector<double> frequency;  ///< Hz, increasing
  std::vector<TwoPort> s;         ///< beside `frequency`
  double reference = 100.0;       ///< ohm, differential
};

/// Chain parameters (V1, I1) = [A B; C D] (V2, I2), with impedances over the reference impedance.
struct Abcd {
  Complex a{1.0}, b{0.0}, c{0.0}, d{1.0};
};

/// S to chain parameters. A two-port that lets nothing through has none: S21 must not be 0.
Abcd to_abcd(const TwoPort& s);
TwoPort to_s(const Abcd& chain);

/// Output of `first` on input of `second`, in scattering parameters directly, so that S21 = 0 is allowed.
TwoPort cascade(const TwoPort& first, const TwoPort& second);

/// Ports 1 and 2 exchanged.
TwoPort reversed(const TwoPort& s);

/// The same two-port seen from `to` ohm at both ports instead of `from` ohm.
TwoPort renormalised(const TwoPort& s, double from, double to);

/// Insertion loss -20 lg |S21| in dB.
double insertion_loss_db(const TwoPort& s);

/// Median over the steps of the delay that the phase of S21 shows, in s; steps in which it turns by more than half a
/// turn show a wrong one.
double median_delay(const Channel& channel);

/// Values of a channel at other frequencies, which must increase. Magnitude and unwrapped phase go linearly between
/// points. Below the first point the magnitude stays and the phase goes straight to the nearest multiple of pi, the
/// value of a real response at 0 Hz; above the last one nothing passes (S21 = S12 = 0) and reflections stay.
Channel resampled(const Channel& channel, std::span<const double> frequency);

/// The cascade of two channels on the same frequencies.
Channel cascade(const Channel& first, const Channel& second);

}  // namespace copack::link
