// SPDX-License-Identifier: Apache-2.0
#include "copack/link/noise_law.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "copack/numerics/probability_functions.hpp"
#include "copack/numerics/roots.hpp"

namespace copack::link {
namespace {

/// Half the period over the standard deviation. All parts are sub-Gaussian, so that less than 2 exp(-12^2/2) = 1e-31
/// lies beyond it.
constexpr double half_period_in_sigmas = 12.0;
/// The normal part alone puts every later term below exp(-9.2^2/2) = 4e-19.
constexpr double last_frequency_in_sigmas = 9.2;
/// Enough for normal noise 2,000 times smaller than the interference.
constexpr double most_terms = 70'000.0;
/// cos of arguments below this goes through its cumulants up to the eighth, exact to 3e-13.
constexpr double small_argument = 0.1;

/// sum ln cos(a w) = - w^2 S2/2 - w^4 S4/12 - w^6 S6/45 - 17 w^8 S8/2520, S_n = sum a^n;
/// ln(sin(u w)/(u w)) = - w^2 u^2/6 - w^4 u^4/180 - w^6 u^6/2835 - w^8 u^8/37800, shares of the same terms.
class SmallSigns {
 public:
  void add(double a) {
    const double square = a * a;
    double power = 1.0;
    for (double& sum : sums_) sum += (power *= square);
  }
  void add_uniform(double u) {
    constexpr std::array<double, 4> shares{1.0 / 3.0, 1.0 / 15.0, 1.0 / 63.0, 1.0 / 255.0};
    double power = 1.0;
    for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i] += shares[i] * (power *= u * u);
  }
  [[nodiscard]] double log_characteristic(double w) const {
    const double u = w * w;
    return -u * (sums_[0] / 2.0 + u * (sums_[1] / 12.0 + u * (sums_[2] / 45.0 + u * sums_[3] * 17.0 / 2520.0)));
  }

 private:
  std::array<double, 4> sums_{};
};

}  // namespace

void NoiseLaw::add_symbol(double h, int levels) {
  if (h == 0.0) return;
  for (int weight = 1; weight < levels; weight *= 2) amplitudes_.push_back(std::abs(h) * weight / (levels - 1));
}

void NoiseLaw::add_uniform(double half_width) {
  if (half_width != 0.0) half_widths_.push_back(std::abs(half_width));
}

void NoiseLaw::add_normal(double variance) { sigma_ = std::sqrt(sigma_ * sigma_ + variance); }

double NoiseLaw::variance() const {
  double sum = sigma_ * sigma_;
  for (const double a : amplitudes_) sum += a * a;
  for (const double u : half_widths_) sum += u * u / 3.0;
  return sum;
}

double NoiseLaw::half_period() const { return half_period_in_sigmas * std::sqrt(variance()); }

void NoiseLaw::prepare() {
  terms_.clear();
  const double step = std::numbers::pi / half_period();
  if (!std::isfinite(step) || step <= 0.0) return;
  const double wanted = sigma_ > 0.0 ? std::ceil(last_frequency_in_sigmas / (sigma_ * step)) : most_terms;
  const auto count = static_cast<int>(std::min(wanted, most_terms));
  terms_ = characteristic(step, count);
  for (int k = 1; k <= count; ++k) terms_[static_cast<std::size_t>(k - 1)] /= std::numbers::pi * k;
}

std::vector<double> NoiseLaw::characteristic(double step, int count) const {
  SmallSigns small;
  std::vector<double> large, wide, out;
  for (const double a : amplitudes_) {
    if (a * step * count < small_argument) {
      small.add(a);
    } else {
      large.push_back(a);
    }
  }
  for (const double u : half_widths_) {
    if (u * step * count < small_argument) {
      small.add_uniform(u);
    } else {
      wide.push_back(u);
    }
  }
  out.reserve(static_cast<std::size_t>(count));
  for (int k = 1; k <= count; ++k) {
    const double w = k * step;
    double phi = std::exp(small.log_characteristic(w) - 0.5 * sigma_ * sigma_ * w * w);
    for (const double a : large) phi *= std::cos(a * w);
    for (const double u : wide) phi *= std::sin(u * w) / (u * w);
    out.push_back(phi);
  }
  return out;
}

/// The density is (1/2P)(1 + 2 sum phi_k cos(pi k y / P)) with half period P; integrated from y to P.
double NoiseLaw::tail(double y) const {
  const double half = half_period();
  if (y >= half) return 0.0;
  const double angle = std::numbers::pi * y / half;
  double sum = 0.5 * (1.0 - y / half);
  for (std::size_t k = 0; k < terms_.size(); ++k) sum -= terms_[k] * std::sin(static_cast<double>(k + 1) * angle);
  return sum;
}

double NoiseLaw::quantile(double probability) const {
  if (terms_.empty()) return 0.0;
  const auto excess = [&](double y) { return tail(y) - probability; };
  return numerics::find_root(excess, 0.0, half_period(), {.relative_tolerance = 1e-12}).root;
}

double saddle_point_quantile(std::span<const double> symbols, int levels, double sigma, double probability) {
  NoiseLaw signs(sigma);
  signs.add_symbols(symbols, levels);
  if (!(signs.variance() > 0.0)) return 0.0;
  const auto amplitudes = signs.amplitudes();
  double s = -numerics::normal_quantile(probability) / std::sqrt(signs.variance()), mean = 0.0;
  for (int i = 0; i < 40; ++i) {  // Newton on the logarithm of the tail
    double cumulants = 0.5 * sigma * sigma * s * s, spread = sigma * sigma;
    mean = sigma * sigma * s;
    for (const double a : amplitudes) {
      const double x = a * s, tanh = std::tanh(x);
      cumulants += x + std::log1p(std::exp(-2.0 * x)) - std::numbers::ln2;
      mean += a * tanh;
      spread += a * a * (1.0 - tanh * tanh);
    }
    const double w = std::sqrt(2.0 * (s * mean - cumulants)), u = s * std::sqrt(spread);
    const double tail = numerics::normal_cdf(-w) + numerics::normal_pdf(w) * (1.0 / u - 1.0 / w);
    const double step = std::log(tail / probability) * tail / (numerics::normal_pdf(w) * std::sqrt(spread));
    if (!std::isfinite(step)) break;
    s = std::clamp(s + step, 0.5 * s, 2.0 * s);
    if (std::abs(step) < 1e-6 * s) break;
  }
  return mean;
}

}  // namespace copack::link
