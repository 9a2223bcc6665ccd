// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "copack/numerics/sampling.hpp"
#include "copack/numerics/sobol.hpp"
#include "copack/study/inputs.hpp"
#include "copack/system/parameters.hpp"

namespace copack::study {

/// Everything wrong with correlations taken together: a number with itself, a pair given twice, a set that no joint
/// distribution can have.
std::vector<Problem> validate_correlations(std::span<const CorrelationSection> correlations);

/// Joint samples of all uncertain numbers. Every world is a pure function of the seed and its number, whatever else is
/// sampled: leading parameters by scrambled Sobol' points, the others by counter-based random numbers, each from the
/// stream of its own path. The order in which a study names its alternatives therefore changes nothing.
class WorldSampler {
 public:
  /// Parameters that get Sobol' dimensions; beyond a few tens they lose their advantage.
  static constexpr int sobol_dimensions = 50;

  /// `leading`: parameter indices, most influential first.
  WorldSampler(const system::ParameterSpace& space, std::span<const CorrelationSection> correlations,
               std::vector<int> leading, std::uint32_t seed);

  [[nodiscard]] std::size_t parameters() const { return laws_.size(); }
  /// The numbers of one world, into `values` (one for each parameter).
  void sample(std::uint32_t world, std::span<double> values) const;
  /// The world in which every number has its nominal value.
  [[nodiscard]] std::vector<double> nominal() const;

 private:
  std::vector<numerics::Distribution> laws_;
  std::vector<std::uint64_t> streams_;  ///< of a parameter: the hash of its path
  std::vector<int> dimension_;          ///< Sobol' dimension of a parameter, -1: random
  numerics::SobolSequence sobol_;
  std::vector<int> correlated_;  ///< parameters joined by the copula, in its order
  std::optional<numerics::GaussianCopula> copula_;
  std::uint32_t seed_;
};

}  // namespace copack::study
