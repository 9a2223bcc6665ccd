// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/fft.hpp"

#include <algorithm>
#include <bit>
#include <unsupported/Eigen/FFT>

namespace copack::numerics {
namespace {

using Complex = std::complex<double>;

/// Nothing, or one number, for which Eigen's FFT has no plan.
bool is_its_own_transform(std::span<const Complex> x) { return x.size() <= 1; }

std::vector<double> convolve_directly(std::span<const double> a, std::span<const double> b) {
  std::vector<double> c(a.size() + b.size() - 1, 0.0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) c[i + j] += a[i] * b[j];
  }
  return c;
}

std::vector<Complex> transform_padded(std::span<const double> x, std::size_t n) {
  std::vector<Complex> padded(n);
  std::ranges::copy(x, padded.begin());
  return fft(padded);
}

}  // namespace

std::vector<Complex> fft(std::span<const Complex> x) {
  if (is_its_own_transform(x)) return {x.begin(), x.end()};
  std::vector<Complex> out(x.size());
  Eigen::FFT<double>().fwd(out.data(), x.data(), static_cast<Eigen::Index>(x.size()));
  return out;
}

std::vector<Complex> inverse_fft(std::span<const Complex> x) {
  if (is_its_own_transform(x)) return {x.begin(), x.end()};
  std::vector<Complex> out(x.size());
  Eigen::FFT<double>().inv(out.data(), x.data(), static_cast<Eigen::Index>(x.size()));
  return out;
}

std::vector<double> convolve(std::span<const double> a, std::span<const double> b) {
  constexpr std::size_t short_enough = 64;  // the direct sum is faster, and exact in the tails
  if (a.empty() || b.empty()) return {};
  if (std::min(a.size(), b.size()) <= short_enough) return convolve_directly(a, b);
  const std::size_t length = a.size() + b.size() - 1, n = std::bit_ceil(length);
  auto spectrum = transform_padded(a, n);
  const auto other = transform_padded(b, n);
  for (std::size_t k = 0; k < n; ++k) spectrum[k] *= other[k];
  const auto c = inverse_fft(spectrum);
  std::vector<double> out(length);
  std::transform(c.begin(), c.begin() + static_cast<std::ptrdiff_t>(length), out.begin(),
                 [](Complex z) { return z.real(); });
  return out;
}

}  // namespace copack::numerics
