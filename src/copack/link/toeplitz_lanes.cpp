// SPDX-License-Identifier: Apache-2.0
#include "copack/link/toeplitz_lanes.hpp"

namespace copack::link {
namespace {

/// sum += a b in every lane.
void add_product(Lane& sum, const Lane& a, const double* b) {
  for (std::size_t l = 0; l < lanes; ++l) sum[l] += a[l] * b[l];
}

/// The predictor one order up: a_j += k a_(n-j), with a_0 = 1 and a_n = k.
void lengthen(std::span<Lane> predictor, const Lane& k) {
  for (std::size_t j = 0, i = predictor.size() - 1; j <= i; ++j, --i) {
    for (std::size_t l = 0; l < lanes; ++l) {
      const double low = predictor[j][l], high = predictor[i][l];
      predictor[j][l] = low + k[l] * high;
      predictor[i][l] = high + k[l] * low;
    }
    if (i == 0) break;
  }
}

}  // namespace

const std::vector<Lane>& ToeplitzLanes::gram(std::span<const Lane> covariance, std::span<const double* const> columns,
                                             std::ptrdiff_t step) {
  const std::size_t n = covariance.size(), count = columns.size();
  predictor_.assign(n, Lane{});
  predictor_[0].fill(1.0);
  innovation_.resize(count);
  gram_.assign(count * count, Lane{});
  Lane error = covariance[0];
  for (std::size_t k = 0; k < n; ++k) {
    for (std::size_t r = 0; r < count; ++r) {
      Lane sum{};
      for (std::size_t i = 0; i <= k; ++i)
        add_product(sum, predictor_[k - i], columns[r] - static_cast<std::ptrdiff_t>(i) * step);
      innovation_[r] = sum;
    }
    for (std::size_t r = 0; r < count; ++r)
      for (std::size_t s = 0; s < count; ++s)
        for (std::size_t l = 0; l < lanes; ++l)
          gram_[r * count + s][l] += innovation_[r][l] * innovation_[s][l] / error[l];
    if (k + 1 == n) break;
    Lane reflection{};
    for (std::size_t j = 0; j <= k; ++j) add_product(reflection, predictor_[j], covariance[k + 1 - j].data());
    for (std::size_t l = 0; l < lanes; ++l) {
      reflection[l] /= -error[l];
      error[l] *= 1.0 - reflection[l] * reflection[l];
    }
    lengthen(std::span(predictor_).first(k + 2), reflection);
  }
  return gram_;
}

}  // namespace copack::link
