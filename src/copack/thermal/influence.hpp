// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "copack/thermal/network.hpp"

namespace copack::thermal {

/// Mean rise of block i above the coolant per watt in block j, psi_ij; symmetric by reciprocity.
struct InfluenceMatrix {
  int blocks = 0;
  std::vector<ThermalResistance> psi;  ///< row by row

  [[nodiscard]] ThermalResistance operator()(int i, int j) const {
    return psi[static_cast<std::size_t>(i) * static_cast<std::size_t>(blocks) + static_cast<std::size_t>(j)];
  }
};

/// A network with one node per block, in the same order, and the coolant as last node and only boundary.
struct EquivalentNetwork {
  Network network;
  bool converged = false;  ///< false: psi is not a symmetric positive definite matrix
  int negative_links =
      0;  ///< links with a negative resistance: exact as arithmetic, without a physical path of their own
  double most_negative = 0.0;  ///< the most negative link conductance relative to the largest conductance of the matrix
};

/// The network that answers every load as the influence matrix does: its conductance matrix is psi^-1. Off-diagonal
/// elements become links between blocks, row sums become links to the coolant. The spread of heat in a continuous body
/// can ask for negative couplings; they are kept, so that the network stays exact, and counted.
[[nodiscard]] EquivalentNetwork network_from_influence(const InfluenceMatrix& influence);

}  // namespace copack::thermal
