// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <initializer_list>
#include <limits>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/numerics/linear_solve.hpp"

namespace copack::numerics {

enum class Sense : unsigned char { minimize, maximize };
std::span<const std::string_view> choice_names(Sense sense);

inline constexpr double no_bound = std::numeric_limits<double>::infinity();

/// Optimize sum_j objective_j x_j where row_lower <= A x <= row_upper and column_lower <= x <= column_upper.
/// A bound of minus or plus `no_bound` is no bound; equal row bounds make an equation.
struct LinearProgram {
  Sense sense = Sense::minimize;
  std::vector<double> objective;  ///< one for each column (variable)
  std::vector<double> column_lower;
  std::vector<double> column_upper;
  std::vector<double> row_lower;
  std::vector<double> row_upper;
  std::vector<Triplet> matrix;  ///< A; entries at the same place add up

  /// Adds a variable. @returns its column.
  int add_column(double cost, double lower = 0.0, double upper = no_bound);
  /// Adds lower <= sum of coefficient * x[column] <= upper. @returns its row.
  int add_row(double lower, double upper, std::initializer_list<std::pair<int, double>> terms = {});
  void add_term(int row, int column, double coefficient) { matrix.push_back({row, column, coefficient}); }

  [[nodiscard]] std::size_t columns() const { return objective.size(); }
  [[nodiscard]] std::size_t rows() const { return row_lower.size(); }
};

/// Empty when the sizes agree, the numbers are finite and each entry lies inside the matrix.
std::vector<Problem> validate(const LinearProgram& program);

enum class LpStatus : unsigned char { optimal, infeasible, unbounded, failed };
std::span<const std::string_view> choice_names(LpStatus status);

/// Only an optimal solution has values; the lists are empty otherwise.
struct LpSolution {
  LpStatus status = LpStatus::failed;  ///< `failed`: the program is not valid or the solver gave up
  double objective = 0.0;
  std::vector<double> primal;        ///< x
  std::vector<double> row_activity;  ///< A x
  std::vector<double> duals;         ///< change of the optimal objective for one more unit of the row's right-hand side
  std::vector<double> reduced_costs;  ///< change of the optimal objective for one more unit of x_j forced in
  int iterations = 0;
};

/// Solves by the dual simplex method (COIN-OR Clp). The signs of duals and reduced costs are those of a derivative of
/// the stated objective, for both senses: relief of a binding `<=` row raises a maximum (dual >= 0) and lowers a
/// minimum (dual <= 0). At a degenerate optimum the price may hold on one side only. The answer is a function of the
/// program alone.
LpSolution solve(const LinearProgram& program);

}  // namespace copack::numerics
