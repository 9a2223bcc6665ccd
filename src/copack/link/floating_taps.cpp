// SPDX-License-Identifier: Apache-2.0
#include "copack/link/floating_taps.hpp"

#include <algorithm>

namespace copack::link {

std::vector<std::size_t> place_groups(std::span<const double> gains, int groups, int size) {
  const std::size_t n = gains.size(), width = static_cast<std::size_t>(std::max(size, 1));
  const std::size_t count = std::min(static_cast<std::size_t>(std::max(groups, 0)), n / width);
  std::vector<double> below(n + 1, 0.0);  // sum of the gains before a place
  for (std::size_t i = 0; i < n; ++i) below[i + 1] = below[i] + gains[i];
  // best[g][i]: the most that g groups gain before place i, which holds g * width places at least.
  std::vector<std::vector<double>> best(count + 1, std::vector<double>(n + 1, 0.0));
  for (std::size_t g = 1; g <= count; ++g) {
    for (std::size_t i = g * width; i <= n; ++i) {
      const double with = best[g - 1][i - width] + below[i] - below[i - width];
      best[g][i] = i == g * width ? with : std::max(best[g][i - 1], with);
    }
  }
  std::vector<std::size_t> places;
  for (std::size_t g = count, i = n; g > 0; --i) {
    if (i > g * width && best[g][i] == best[g][i - 1]) continue;
    for (std::size_t j = 0; j < width; ++j) places.push_back(i - 1 - j);
    i -= width - 1;
    --g;
  }
  std::ranges::reverse(places);
  return places;
}

}  // namespace copack::link
