// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/models.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "copack/numerics/linear_solve.hpp"
#include "copack/numerics/pareto.hpp"
#include "copack/numerics/regret.hpp"
#include "copack/numerics/sensitivity.hpp"
#include "copack/numerics/statistics.hpp"

namespace copack::numerics {
namespace {

void require_level(std::vector<Problem>& problems, double level) {
  if (!(level >= 0.0 && level <= 1.0)) problems.push_back({"level", "must lie between 0 and 1"});
}

bool all_finite(std::span<const double> values) {
  return std::ranges::all_of(values, [](double v) { return std::isfinite(v); });
}

Matrix cost_table(const RegretInputs& x) {
  Matrix costs(x.actions.size(), x.actions.front().costs.size());
  for (std::size_t a = 0; a < costs.rows(); ++a) std::ranges::copy(x.actions[a].costs, costs.row(a).begin());
  return costs;
}

Matrix covariance_of(const ShapleyInputs& x) {
  const std::size_t d = x.terms.size();
  Matrix covariance(d, d);
  for (std::size_t i = 0; i < d; ++i) covariance(i, i) = x.terms[i].sd * x.terms[i].sd;
  for (const InputCorrelation& pair : x.correlations) {
    const auto i = static_cast<std::size_t>(pair.first), j = static_cast<std::size_t>(pair.second);
    covariance(i, j) = covariance(j, i) = pair.correlation * x.terms[i].sd * x.terms[j].sd;
  }
  return covariance;
}

/// b' C b
double variance_of_sum(std::span<const double> b, const Matrix& covariance) {
  double variance = 0.0;
  for (std::size_t i = 0; i < b.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) variance += b[i] * covariance(i, j) * b[j];
  }
  return variance;
}

LinearProgram program_of(const LpInputs& x) {
  LinearProgram program;
  program.sense = x.sense;
  for (const LpVariable& v : x.variables) program.add_column(v.objective, v.lower, v.upper);
  for (const LpRow& r : x.rows) {
    const int row = program.add_row(r.relation == Relation::at_most ? -no_bound : r.rhs,
                                    r.relation == Relation::at_least ? no_bound : r.rhs);
    for (std::size_t j = 0; j < r.coefficients.size(); ++j)
      program.add_term(row, static_cast<int>(j), r.coefficients[j]);
  }
  return program;
}

}  // namespace

std::vector<Problem> validate(const DistributionInputs& x) {
  auto problems = validate(x.distribution);
  for (Problem& p : problems) p.path = "distribution." + p.path;
  if (!(x.u >= 0.0 && x.u <= 1.0)) problems.push_back({"u", "must lie between 0 and 1"});
  return problems;
}

DistributionResults evaluate(const DistributionInputs& x) {
  return {quantile(x.distribution, x.u), mean(x.distribution)};
}

std::vector<Problem> validate(const NormalInputs& x) {
  std::vector<Problem> problems;
  if (!std::isfinite(x.mean)) problems.push_back({"mean", "must be finite"});
  if (!(x.sd > 0.0) || !std::isfinite(x.sd)) problems.push_back({"sd", "must be positive and finite"});
  if (!(x.level > 0.0 && x.level < 1.0)) problems.push_back({"level", "must lie between 0 and 1, ends excluded"});
  return problems;
}

NormalResults evaluate(const NormalInputs& x) {
  NormalResults out;
  out.standard_quantile = normal_quantile(x.level);
  out.standard_density = normal_pdf(out.standard_quantile);
  out.quantile = x.mean + x.sd * out.standard_quantile;
  out.cvar_high = x.mean + x.sd * out.standard_density / (1.0 - x.level);
  return out;
}

std::vector<Problem> validate(const SampleInputs& x) {
  std::vector<Problem> problems;
  if (x.values.empty()) problems.push_back({"values", "needs at least one value"});
  if (!all_finite(x.values)) problems.push_back({"values", "must all be finite"});
  require_level(problems, x.level);
  return problems;
}

SampleResults evaluate(const SampleInputs& x) {
  const Summary summary = summarize(x.values);
  return {.count = static_cast<std::int64_t>(x.values.size()),
          .mean = summary.mean,
          .sd = summary.sd,
          .minimum = summary.min,
          .maximum = summary.max,
          .quantile = sample_quantile(x.values, x.level),
          .cvar_high = cvar_high(x.values, x.level),
          .cvar_low = cvar_low(x.values, x.level)};
}

std::vector<Problem> validate(const RegretInputs& x) {
  std::vector<Problem> problems;
  if (x.actions.empty()) problems.push_back({"actions", "needs at least one action"});
  for (std::size_t a = 0; a < x.actions.size(); ++a) {
    const auto& costs = x.actions[a].costs;
    const auto path = fmt::format("actions[{}].costs", a);
    const std::size_t worlds = x.actions.front().costs.size();
    if (costs.empty()) problems.push_back({path, "needs the cost in at least one world"});
    if (costs.size() != worlds)
      problems.push_back({path, fmt::format("has {} worlds, the first action {}", costs.size(), worlds)});
    if (!all_finite(costs)) problems.push_back({path, "must all be finite"});
  }
  require_level(problems, x.level);
  return problems;
}

RegretResults evaluate(const RegretInputs& x) {
  RegretResults out;
  if (!validate(x).empty()) return out;
  const Matrix costs = cost_table(x), regret = regret_table(costs);
  const auto largest = max_regret(regret), at_level = quantile_regret(regret, x.level);
  for (std::size_t a = 0; a < x.actions.size(); ++a) {
    out.actions.push_back({.name = x.actions[a].name,
                           .mean_cost = mean(costs.row(a)),
                           .worst_cost = std::ranges::max(costs.row(a)),
                           .max_regret = largest[a],
                           .quantile_regret = at_level[a]});
  }
  const auto least = [&](auto figure) { return std::ranges::min_element(out.actions, {}, figure)->name; };
  out.least_mean_cost = least(&ActionRegret::mean_cost);
  out.least_worst_cost = least(&ActionRegret::worst_cost);
  out.least_max_regret = least(&ActionRegret::max_regret);
  return out;
}

std::vector<Problem> validate(const HypervolumeInputs& x) {
  std::vector<Problem> problems;
  const auto check = [&](std::string path, const PlanePoint& p) {
    if (!std::isfinite(p.x) || !std::isfinite(p.y))
      problems.push_back({std::move(path), "must have finite coordinates"});
  };
  for (std::size_t i = 0; i < x.points.size(); ++i) check(fmt::format("points[{}]", i), x.points[i]);
  check("reference", x.reference);
  return problems;
}

HypervolumeResults evaluate(const HypervolumeInputs& x) {
  Matrix table(x.points.size(), 2);
  std::vector<std::array<double, 2>> points;
  for (std::size_t i = 0; i < x.points.size(); ++i) {
    points.push_back({x.points[i].x, x.points[i].y});
    std::ranges::copy(points.back(), table.row(i).begin());
  }
  return {.hypervolume = hypervolume_2d(points, {x.reference.x, x.reference.y}),
          .pareto_points = static_cast<std::int64_t>(pareto_set(table).size())};
}

std::vector<Problem> validate(const SobolIndicesInputs& x) {
  std::vector<Problem> problems;
  if (x.points < 2 || !std::has_single_bit(static_cast<unsigned>(x.points))) {
    problems.push_back(
        {"points", fmt::format("{} is not a power of two of 2 or more, as Sobol' points need", x.points)});
  }
  if (x.seed < 0 || x.seed > 4294967295) problems.push_back({"seed", "must lie between 0 and 4294967295"});
  return problems;
}

SobolIndicesResults evaluate(const SobolIndicesInputs& x) {
  const auto estimated = estimated_indices(x.function, std::max(2, x.points), static_cast<std::uint32_t>(x.seed));
  const auto exact = exact_indices(x.function);
  SobolIndicesResults out{.variance = estimated.variance, .variance_exact = exact.variance, .inputs = {}};
  for (std::size_t i = 0; i < exact.first.size(); ++i) {
    out.inputs.push_back({.first = estimated.first[i],
                          .first_error = estimated.first_error[i],
                          .first_exact = exact.first[i],
                          .total = estimated.total[i],
                          .total_error = estimated.total_error[i],
                          .total_exact = exact.total[i]});
  }
  return out;
}

std::vector<Problem> validate(const ShapleyInputs& x) {
  std::vector<Problem> problems;
  const auto d = static_cast<std::int64_t>(x.terms.size());
  if (d < 1 || d > 12) problems.push_back({"terms", fmt::format("has {} inputs; 1 to 12 can be handled exactly", d)});
  for (std::size_t k = 0; k < x.correlations.size(); ++k) {
    const InputCorrelation& pair = x.correlations[k];
    const auto path = fmt::format("correlations[{}]", k);
    const bool inside = pair.first >= 0 && pair.second >= 0 && pair.first < d && pair.second < d;
    if (!inside || pair.first == pair.second)
      problems.push_back({path, "must name two different inputs by their position"});
    if (!(std::abs(pair.correlation) <= 1.0)) problems.push_back({path + ".correlation", "must lie between -1 and 1"});
  }
  if (problems.empty() && !is_positive_semidefinite(covariance_of(x))) {
    problems.push_back(
        {"correlations", "contradict each other (their matrix is not positive semidefinite); weaken some"});
  }
  return problems;
}

ShapleyResults evaluate(const ShapleyInputs& x) {
  if (!validate(x).empty()) return {};
  std::vector<double> b(x.terms.size());
  std::ranges::transform(x.terms, b.begin(), &ShapleyTerm::coefficient);
  const Matrix covariance = covariance_of(x);
  return {.variance = variance_of_sum(b, covariance), .effects = linear_gaussian_shapley(b, covariance)};
}

std::span<const std::string_view> choice_names(Relation /*relation*/) {
  static constexpr std::array<std::string_view, 3> names{"<=", ">=", "="};
  return names;
}

std::vector<Problem> validate(const LpInputs& x) {
  std::vector<Problem> problems;
  for (std::size_t i = 0; i < x.rows.size(); ++i) {
    if (x.rows[i].coefficients.size() == x.variables.size()) continue;
    problems.push_back(
        {fmt::format("rows[{}].coefficients", i),
         fmt::format("has {} coefficients for {} variables", x.rows[i].coefficients.size(), x.variables.size())});
  }
  if (!problems.empty()) return problems;
  return validate(program_of(x));
}

LpSolution evaluate(const LpInputs& x) { return solve(program_of(x)); }

}  // namespace copack::numerics
