// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

namespace copack::link {

/// Law of a sum of independent parts: normal noise, signs +-1 that are equally likely, each with its amplitude, and
/// numbers spread evenly about 0, as quantisation makes them.
/// Interference of PAM with 2^k levels is made of such signs: the level of a symbol is the sum of k of them with
/// weights 1 : 2 : 4 ... The characteristic function is a plain product, exp(-sigma^2 w^2/2) prod cos(a w)
/// prod sin(u w)/(u w), so nothing is binned or convolved; a tail probability is its Fourier series over a period far
/// beyond the tails.
class NoiseLaw {
 public:
  explicit NoiseLaw(double sigma) : sigma_(sigma) {}

  /// Adds the interference of a symbol with `levels` (a power of two) equally spaced levels from -h to h.
  void add_symbol(double h, int levels);
  void add_symbols(std::span<const double> h, int levels) {
    for (const double x : h) add_symbol(x, levels);
  }

  /// Adds a number spread evenly over [-half_width, half_width].
  void add_uniform(double half_width);
  /// Makes the normal noise larger by this variance.
  void add_normal(double variance);

  [[nodiscard]] std::span<const double> amplitudes() const { return amplitudes_; }  ///< of the signs
  [[nodiscard]] double sigma() const { return sigma_; }                             ///< of the normal noise
  [[nodiscard]] double variance() const;
  /// The characteristic function at count multiples of a step, from the first.
  [[nodiscard]] std::vector<double> characteristic(double step, int count) const;

  /// Prepares `tail`. To be called after the last `add_symbol`.
  void prepare();
  /// P(sum > y) for y >= 0, with an absolute error near 1e-15.
  [[nodiscard]] double tail(double y) const;
  /// The y >= 0 with P(sum > y) = probability, for probability < 1/2.
  [[nodiscard]] double quantile(double probability) const;

 private:
  [[nodiscard]] double half_period() const;

  double sigma_;
  std::vector<double> amplitudes_;
  std::vector<double> half_widths_;
  std::vector<double> terms_;  ///< phi(k pi / half_period) / (pi k) for k = 1, 2, ...
};

/// The y with P(sum > y) = probability for symbols of `levels` levels from -h to h and normal noise, by the saddle
/// point of the cumulant function (Lugannani and Rice 1980, Adv. Appl. Probab. 12:475): to about 0.1 %, in
/// microseconds.
double saddle_point_quantile(std::span<const double> symbols, int levels, double sigma, double probability);

}  // namespace copack::link
