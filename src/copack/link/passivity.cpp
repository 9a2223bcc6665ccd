// SPDX-License-Identifier: Apache-2.0
#include "copack/link/passivity.hpp"

#include <Eigen/Dense>
#include <cmath>

namespace copack::link {
namespace {

using Matrix = Eigen::Matrix<Complex, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// The largest eigenvalue of S^H S, which is the square of the largest singular value.
double largest_singular_value(const Eigen::Map<const Matrix>& s) {
  const Matrix energy = s.adjoint() * s;
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(energy, Eigen::EigenvaluesOnly);
  return std::sqrt(std::max(0.0, solver.eigenvalues().maxCoeff()));
}

}  // namespace

Passivity passivity(const Network& network) {
  Passivity worst;
  for (std::size_t i = 0; i < network.points(); ++i) {
    const double value = largest_singular_value({network.at(i).data(), network.ports, network.ports});
    if (value > worst.largest_singular_value) worst = {value, network.frequency[i]};
  }
  return worst;
}

Reciprocity reciprocity(const Network& network) {
  Reciprocity worst;
  for (std::size_t point = 0; point < network.points(); ++point) {
    for (int i = 2; i <= network.ports; ++i) {
      for (int j = 1; j < i; ++j) {
        const double difference = std::abs(network.parameter(point, i, j) - network.parameter(point, j, i));
        if (difference > worst.largest_difference) worst = {difference, network.frequency[point]};
      }
    }
  }
  return worst;
}

}  // namespace copack::link
