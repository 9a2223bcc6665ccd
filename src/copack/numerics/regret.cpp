// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/regret.hpp"

#include <algorithm>

#include "copack/numerics/statistics.hpp"

namespace copack::numerics {

Matrix regret_table(const Matrix& costs) {
  Matrix regret = costs;
  for (std::size_t world = 0; world < costs.columns() && costs.rows() > 0; ++world) {
    double best = costs(0, world);
    for (std::size_t action = 1; action < costs.rows(); ++action) best = std::min(best, costs(action, world));
    for (std::size_t action = 0; action < costs.rows(); ++action) regret(action, world) -= best;
  }
  return regret;
}

std::vector<double> quantile_regret(const Matrix& regret, double p) {
  std::vector<double> out;
  out.reserve(regret.rows());
  for (std::size_t action = 0; action < regret.rows(); ++action) out.push_back(sample_quantile(regret.row(action), p));
  return out;
}

std::vector<double> max_regret(const Matrix& regret) { return quantile_regret(regret, 1.0); }

}  // namespace copack::numerics
