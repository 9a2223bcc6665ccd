// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/models.hpp"

namespace copack::numerics {
void describe(Fields& f, DistributionInputs& x) {
  f("distribution", x.distribution, "the uncertain number", required);
  f("u", "", x.u, "probability that the quantile is not exceeded, u", fraction);
}

void describe(Fields& f, DistributionResults& x) {
  f("quantile", "", x.quantile, "value not exceeded with probability u");
  f("mean", "", x.mean, "mean of the law");
}

void describe(Fields& f, NormalInputs& x) {
  f("mean", "", x.mean, "mean, mu");
  f("sd", "", x.sd, "standard deviation, sigma", positive);
  f("level", "", x.level, "probability that the quantile is not exceeded, a", fraction);
}

void describe(Fields& f, NormalResults& x) {
  f("standard_quantile", "", x.standard_quantile, "quantile of the standard normal law, z");
  f("standard_density", "", x.standard_density, "density of the standard normal law at z, phi(z)");
  f("quantile", "", x.quantile, "value not exceeded with probability a", by("mean + sd * standard_quantile"));
  f("cvar_high", "", x.cvar_high, "mean of the share 1 - a above it", by("mean + sd * standard_density / (1 - level)"));
}

void describe(Fields& f, SampleInputs& x) {
  f("values", "", x.values, "equally likely values", required);
  f("level", "", x.level, "level of the quantile, a; the tails hold the share 1 - a", fraction);
}

void describe(Fields& f, SampleResults& x) {
  f("count", "", x.count, "number of values, n");
  f("mean", "", x.mean, "mean");
  f("sd", "", x.sd, "standard deviation (divisor n - 1)");
  f("minimum", "", x.minimum, "smallest value");
  f("maximum", "", x.maximum, "largest value");
  f("quantile", "", x.quantile, "quantile at the level a, linear between order statistics");
  f("cvar_high", "", x.cvar_high, "mean of the highest share 1 - a, with the atom at its edge split");
  f("cvar_low", "", x.cvar_low, "mean of the lowest share 1 - a, with the atom at its edge split");
}

void describe(Fields& f, ActionCosts& x) {
  f("name", x.name, "name of the action", required);
  f("costs", "", x.costs, "cost in each world", required);
}

void describe(Fields& f, RegretInputs& x) {
  f("actions", x.actions, "the actions to choose from", required);
  f("level", "", x.level, "level of the quantile regret", fraction);
}

void describe(Fields& f, ActionRegret& x) {
  f("name", x.name, "name of the action");
  f("mean_cost", "", x.mean_cost, "mean cost when all worlds are equally likely");
  f("worst_cost", "", x.worst_cost, "largest cost in any world");
  f("max_regret", "", x.max_regret, "largest excess over the best action of the same world");
  f("quantile_regret", "", x.quantile_regret, "excess not exceeded with the given level");
}

void describe(Fields& f, RegretResults& x) {
  f("actions", x.actions, "figures of each action");
  f("least_mean_cost", x.least_mean_cost, "action with the smallest mean cost");
  f("least_worst_cost", x.least_worst_cost, "action with the smallest worst cost");
  f("least_max_regret", x.least_max_regret, "action with the smallest maximum regret");
}

void describe(Fields& f, PlanePoint& x) {
  f("x", "", x.x, "first coordinate", required);
  f("y", "", x.y, "second coordinate", required);
}

void describe(Fields& f, HypervolumeInputs& x) {
  f("points", x.points, "points in the plane, both coordinates to be minimized", required);
  f("reference", x.reference, "corner that bounds the dominated area", required);
}

void describe(Fields& f, HypervolumeResults& x) {
  f("hypervolume", "", x.hypervolume, "area dominated by the points, up to the reference");
  f("pareto_points", "", x.pareto_points, "number of points that no other dominates");
}

void describe(Fields& f, SobolIndicesInputs& x) {
  f("function", x.function, "function whose indices are known exactly", required);
  f("points", "", x.points, "number of points n; n (d + 2) evaluations", {.min = 2.0, .max = 1 << 20});
  f("seed", "", x.seed, "seed of the scrambling", {.min = 0.0, .max = 4294967295.0});
}

void describe(Fields& f, IndexResult& x) {
  f("first", "", x.first, "first-order index, S_i (Saltelli 2010)");
  f("first_error", "", x.first_error, "standard error of S_i for independent samples");
  f("first_exact", "", x.first_exact, "S_i in closed form");
  f("total", "", x.total, "total index, ST_i (Jansen 1999)");
  f("total_error", "", x.total_error, "standard error of ST_i for independent samples");
  f("total_exact", "", x.total_exact, "ST_i in closed form");
}

void describe(Fields& f, SobolIndicesResults& x) {
  f("variance", "", x.variance, "variance of the function, V, from the sample");
  f("variance_exact", "", x.variance_exact, "V in closed form");
  f("inputs", x.inputs, "indices of each input");
}

void describe(Fields& f, ShapleyTerm& x) {
  f("coefficient", "", x.coefficient, "coefficient of the input in the sum, b_i");
  f("sd", "", x.sd, "standard deviation of the input", non_negative);
}

void describe(Fields& f, InputCorrelation& x) {
  f("first", "", x.first, "position of an input, counted from 0", required_non_negative);
  f("second", "", x.second, "position of the other input", required_non_negative);
  f("correlation", "", x.correlation, "their correlation, rho", {.min = -1.0, .max = 1.0, .required = true});
}

void describe(Fields& f, ShapleyInputs& x) {
  f("terms", x.terms, "inputs of the sum", required);
  f("correlations", x.correlations, "correlated pairs");
}

void describe(Fields& f, ShapleyResults& x) {
  f("variance", "", x.variance, "variance of the sum");
  f("effects", "", x.effects, "Shapley effect of each input, Sh_i, as share of the variance");
}

void describe(Fields& f, LpVariable& x) {
  f("name", x.name, "name of the variable");
  f("objective", "", x.objective, "coefficient in the objective", required);
  f("lower", "", x.lower, "smallest value");
  f("upper", "", x.upper, "largest value");
}

void describe(Fields& f, LpRow& x) {
  f("name", x.name, "name of the row");
  f("coefficients", "", x.coefficients, "coefficient of each variable", required);
  f("relation", x.relation, "how the sum relates to the right-hand side");
  f("rhs", "", x.rhs, "right-hand side", required);
}

void describe(Fields& f, LpInputs& x) {
  f("sense", x.sense, "what to do with the objective", required);
  f("variables", x.variables, "the variables");
  f("rows", x.rows, "the constraints");
}

void describe(Fields& f, LpSolution& x) {
  f("status", x.status, "what the solver found; the lists are empty unless it is optimal");
  f("objective", "", x.objective, "optimal value of the objective");
  f("primal", "", x.primal, "value of each variable");
  f("row_activity", "", x.row_activity, "sum of each row");
  f("duals", "", x.duals, "change of the objective for one more unit of each right-hand side");
  f("reduced_costs", "", x.reduced_costs, "change of the objective for one unit of each variable forced in");
  f("iterations", "", x.iterations, "simplex iterations");
}

}  // namespace copack::numerics
