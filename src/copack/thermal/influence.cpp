// SPDX-License-Identifier: Apache-2.0
#include "copack/thermal/influence.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>

namespace copack::thermal {
namespace {

Eigen::MatrixXd matrix_of(const InfluenceMatrix& influence) {
  Eigen::MatrixXd psi(influence.blocks, influence.blocks);
  for (int i = 0; i < influence.blocks; ++i) {
    for (int j = 0; j < influence.blocks; ++j) psi(i, j) = influence(i, j).si();
  }
  return psi;
}

}  // namespace

EquivalentNetwork network_from_influence(const InfluenceMatrix& influence) {
  constexpr double asymmetry = 1e-6;
  constexpr double negligible = 1e-15;
  const int n = influence.blocks;
  EquivalentNetwork out;
  out.network = {.nodes = n + 1, .links = {}, .boundaries = {n}};
  if (n < 1 || influence.psi.size() != static_cast<std::size_t>(n) * static_cast<std::size_t>(n)) return out;
  const auto psi = matrix_of(influence);
  if (!((psi - psi.transpose()).cwiseAbs().maxCoeff() <= asymmetry * psi.cwiseAbs().maxCoeff())) return out;
  const Eigen::LLT<Eigen::MatrixXd> factor(0.5 * (psi + psi.transpose()));
  if (factor.info() != Eigen::Success) return out;

  const Eigen::MatrixXd g = factor.solve(Eigen::MatrixXd::Identity(n, n));
  const double largest = g.cwiseAbs().maxCoeff();
  const auto add = [&](int a, int b, double conductance) {
    if (std::abs(conductance) < negligible * largest) return;
    out.network.links.push_back({a, b, 1.0 / conductance * unit::K_per_W});
    if (conductance < 0.0) ++out.negative_links;
    out.most_negative = std::min(out.most_negative, conductance / largest);
  };
  for (int i = 0; i < n; ++i) {
    add(i, n, g.row(i).sum());
    for (int j = i + 1; j < n; ++j) add(i, j, -0.5 * (g(i, j) + g(j, i)));
  }
  out.converged = true;
  return out;
}

}  // namespace copack::thermal
