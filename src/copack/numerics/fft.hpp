// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <complex>
#include <span>
#include <vector>

namespace copack::numerics {

/// X_k = sum_j x_j exp(-2 pi i j k / n) for any length n; fast when n has only small prime factors.
std::vector<std::complex<double>> fft(std::span<const std::complex<double>> x);

/// x_j = 1/n sum_k X_k exp(2 pi i j k / n), so that inverse_fft(fft(x)) = x.
std::vector<std::complex<double>> inverse_fft(std::span<const std::complex<double>> x);

/// c_k = sum_j a_j b_(k-j), of length a.size() + b.size() - 1; empty when one side is. Long inputs go through the FFT,
/// with an absolute error near 1e-16 |a| |b| (Euclidean norms): terms that are much smaller, such as the far tail of a
/// distribution, drown in it and may come out negative.
std::vector<double> convolve(std::span<const double> a, std::span<const double> b);

}  // namespace copack::numerics
