// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/linear_program.hpp"

#include <fmt/format.h>

#include <ClpSimplex.hpp>
#include <CoinPackedMatrix.hpp>
#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

namespace copack::numerics {
namespace {

/// Clp's own infinity.
std::vector<double> clp_bounds(std::vector<double> bounds) {
  for (double& b : bounds) b = std::clamp(b, -COIN_DBL_MAX, COIN_DBL_MAX);
  return bounds;
}

CoinPackedMatrix clp_matrix(const LinearProgram& program) {
  auto entries = program.matrix;
  std::ranges::sort(entries, {}, [](const Triplet& t) { return std::tuple(t.column, t.row, t.value); });
  std::vector<int> rows, columns;
  std::vector<double> values;
  for (const Triplet& t : entries) {
    if (!rows.empty() && rows.back() == t.row && columns.back() == t.column) {
      values.back() += t.value;
    } else {
      rows.push_back(t.row);
      columns.push_back(t.column);
      values.push_back(t.value);
    }
  }
  CoinPackedMatrix matrix(true, rows.data(), columns.data(), values.data(), static_cast<CoinBigIndex>(values.size()));
  matrix.setDimensions(static_cast<int>(program.rows()), static_cast<int>(program.columns()));
  return matrix;
}

LpStatus status_of(const ClpSimplex& model) {
  constexpr int clp_optimal = 0, clp_primal_infeasible = 1, clp_dual_infeasible = 2;
  switch (model.status()) {
    case clp_optimal:
      return LpStatus::optimal;
    case clp_primal_infeasible:
      return LpStatus::infeasible;
    case clp_dual_infeasible:
      return LpStatus::unbounded;
    default:
      return LpStatus::failed;
  }
}

std::vector<double> scaled(const double* values, std::size_t n, double factor) {
  std::vector<double> out(values, values + n);
  for (double& v : out) v = factor * v + 0.0;  // no negative zeros
  return out;
}

bool bounds_cross(const std::vector<double>& lower, const std::vector<double>& upper) {
  for (std::size_t i = 0; i < lower.size(); ++i) {
    if (lower[i] > upper[i]) return true;
  }
  return false;
}

void check_bounds(std::vector<Problem>& problems, std::string_view kind, const std::vector<double>& lower,
                  const std::vector<double>& upper) {
  for (std::size_t i = 0; i < std::min(lower.size(), upper.size()); ++i) {
    if (std::isnan(lower[i]) || lower[i] == no_bound) {
      problems.push_back({fmt::format("{}_lower[{}]", kind, i), "must be a number or minus infinity"});
    }
    if (std::isnan(upper[i]) || upper[i] == -no_bound) {
      problems.push_back({fmt::format("{}_upper[{}]", kind, i), "must be a number or infinity"});
    }
  }
}

}  // namespace

std::span<const std::string_view> choice_names(Sense /*sense*/) {
  static constexpr std::array<std::string_view, 2> names{"minimize", "maximize"};
  return names;
}

std::span<const std::string_view> choice_names(LpStatus /*status*/) {
  static constexpr std::array<std::string_view, 4> names{"optimal", "infeasible", "unbounded", "failed"};
  return names;
}

int LinearProgram::add_column(double cost, double lower, double upper) {
  objective.push_back(cost);
  column_lower.push_back(lower);
  column_upper.push_back(upper);
  return static_cast<int>(objective.size()) - 1;
}

int LinearProgram::add_row(double lower, double upper, std::initializer_list<std::pair<int, double>> terms) {
  const int row = static_cast<int>(row_lower.size());
  row_lower.push_back(lower);
  row_upper.push_back(upper);
  for (const auto& [column, coefficient] : terms) add_term(row, column, coefficient);
  return row;
}

std::vector<Problem> validate(const LinearProgram& program) {
  std::vector<Problem> problems;
  if (program.column_lower.size() != program.columns() || program.column_upper.size() != program.columns()) {
    problems.push_back({"column_lower", "needs one lower and one upper bound for each objective coefficient"});
  }
  if (program.row_upper.size() != program.rows()) problems.push_back({"row_upper", "needs one for each lower bound"});
  check_bounds(problems, "column", program.column_lower, program.column_upper);
  check_bounds(problems, "row", program.row_lower, program.row_upper);
  for (std::size_t j = 0; j < program.columns(); ++j) {
    if (!std::isfinite(program.objective[j])) problems.push_back({fmt::format("objective[{}]", j), "must be finite"});
  }
  const auto inside = [](int i, std::size_t n) { return i >= 0 && static_cast<std::size_t>(i) < n; };
  for (std::size_t k = 0; k < program.matrix.size(); ++k) {
    const Triplet& t = program.matrix[k];
    if (!inside(t.row, program.rows()) || !inside(t.column, program.columns()) || !std::isfinite(t.value)) {
      problems.push_back({fmt::format("matrix[{}]", k), "must be a finite number inside the matrix"});
    }
  }
  return problems;
}

LpSolution solve(const LinearProgram& program) {
  LpSolution out;
  if (!validate(program).empty()) return out;
  if (bounds_cross(program.column_lower, program.column_upper) || bounds_cross(program.row_lower, program.row_upper)) {
    out.status = LpStatus::infeasible;
    return out;
  }
  // Always a minimum inside, so that the signs of Clp's prices do not depend on the sense.
  const double sign = program.sense == Sense::maximize ? -1.0 : 1.0;
  ClpSimplex model;
  model.setLogLevel(0);
  model.loadProblem(clp_matrix(program), clp_bounds(program.column_lower).data(),
                    clp_bounds(program.column_upper).data(),
                    scaled(program.objective.data(), program.columns(), sign).data(),
                    clp_bounds(program.row_lower).data(), clp_bounds(program.row_upper).data());
  model.dual();
  out.iterations = model.numberIterations();
  if (status_of(model) != LpStatus::optimal && status_of(model) != LpStatus::infeasible) {
    model.primal();  // tells an unbounded program from one that has no solution at all
    out.iterations += model.numberIterations();
  }
  out.status = status_of(model);
  if (out.status != LpStatus::optimal) return out;
  out.objective = sign * model.objectiveValue();
  out.primal = scaled(model.primalColumnSolution(), program.columns(), 1.0);
  out.row_activity = scaled(model.primalRowSolution(), program.rows(), 1.0);
  out.duals = scaled(model.dualRowSolution(), program.rows(), sign);
  out.reduced_costs = scaled(model.dualColumnSolution(), program.columns(), sign);
  return out;
}

}  // namespace copack::numerics
