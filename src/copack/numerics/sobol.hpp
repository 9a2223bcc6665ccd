// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace copack::numerics {

/// Sobol' points with the direction numbers of Joe & Kuo 2008 (new-joe-kuo-6), each a pure function of its index, so
/// that any thread or shard can make any point. The points come in Gray-code order, as in Boost and SciPy, and the
/// first (the origin before scrambling) is kept: take n = 2^m of them from index 0 (Owen, arXiv 2008.08051).
class SobolSequence {
 public:
  static constexpr int max_dimensions = 128;

  /// @throws std::invalid_argument unless 1 <= dimensions <= 128.
  explicit SobolSequence(int dimensions);

  [[nodiscard]] int dimensions() const { return dimensions_; }

  /// Coordinate of the unscrambled point in units of 2^-32. Precondition of both: 0 <= dimension < dimensions().
  [[nodiscard]] std::uint32_t digits(std::uint32_t index, int dimension) const;

  /// Coordinate of the point in (0, 1) after a random Owen scrambling that is fixed by (seed, dimension); different
  /// seeds give independent randomizations, each uniform on (0, 1). Method: Burley 2020, JCGT 9(4), sections 2 and 3.
  [[nodiscard]] double point(std::uint32_t index, int dimension, std::uint32_t seed) const;

 private:
  static constexpr int bits = 32;
  int dimensions_;
  std::vector<std::uint32_t> directions_;  ///< [dimension][bit], most significant digit of the point first
};

}  // namespace copack::numerics
