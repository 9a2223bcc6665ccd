// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/numerics/distributions.hpp"
#include "copack/numerics/linear_program.hpp"
#include "copack/numerics/test_functions.hpp"

/// The methods of this layer as models, so that each can be run alone and checked against published results. Numbers
/// have no unit here: a method does not know what it is used for.
namespace copack::numerics {

// numerics/distribution: one uncertain number.

struct DistributionInputs {
  Distribution distribution;
  double u = 0.5;  ///< probability not to be exceeded
};
struct DistributionResults {
  double quantile = 0.0;
  double mean = 0.0;
};
void describe(Fields& f, DistributionInputs& x);
void describe(Fields& f, DistributionResults& x);
std::vector<Problem> validate(const DistributionInputs& x);
DistributionResults evaluate(const DistributionInputs& x);

// numerics/normal: quantile and tail mean of a normal law.

struct NormalInputs {
  double mean = 0.0;
  double sd = 1.0;
  double level = 0.95;  ///< probability not to be exceeded
};
struct NormalResults {
  double standard_quantile = 0.0;  ///< z, of the standard normal law
  double standard_density = 0.0;   ///< phi(z)
  double quantile = 0.0;
  double cvar_high = 0.0;  ///< mean of the share 1 - level above the quantile
};
void describe(Fields& f, NormalInputs& x);
void describe(Fields& f, NormalResults& x);
std::vector<Problem> validate(const NormalInputs& x);
NormalResults evaluate(const NormalInputs& x);

// numerics/sample-statistics: what is told of a sample.

struct SampleInputs {
  std::vector<double> values;
  double level = 0.9;  ///< of the quantile; the tails hold the share 1 - level
};
struct SampleResults {
  std::int64_t count = 0;
  double mean = 0.0;
  double sd = 0.0;
  double minimum = 0.0;
  double maximum = 0.0;
  double quantile = 0.0;
  double cvar_high = 0.0;
  double cvar_low = 0.0;
};
void describe(Fields& f, SampleInputs& x);
void describe(Fields& f, SampleResults& x);
std::vector<Problem> validate(const SampleInputs& x);
SampleResults evaluate(const SampleInputs& x);

// numerics/regret: actions compared over worlds that nobody wants to weigh.

struct ActionCosts {
  std::string name;
  std::vector<double> costs;  ///< one for each world
};
struct RegretInputs {
  std::vector<ActionCosts> actions;
  double level = 0.95;  ///< of the quantile regret
};
struct ActionRegret {
  std::string name;
  double mean_cost = 0.0;
  double worst_cost = 0.0;
  double max_regret = 0.0;
  double quantile_regret = 0.0;
};
struct RegretResults {
  std::vector<ActionRegret> actions;
  std::string least_mean_cost;  ///< action; the first of equals, as in the others
  std::string least_worst_cost;
  std::string least_max_regret;
};
void describe(Fields& f, ActionCosts& x);
void describe(Fields& f, RegretInputs& x);
void describe(Fields& f, ActionRegret& x);
void describe(Fields& f, RegretResults& x);
std::vector<Problem> validate(const RegretInputs& x);
RegretResults evaluate(const RegretInputs& x);

// numerics/hypervolume: size of what a set of trade-offs dominates.

struct PlanePoint {
  double x = 0.0;
  double y = 0.0;
};
struct HypervolumeInputs {
  std::vector<PlanePoint> points;  ///< both coordinates minimized
  PlanePoint reference;
};
struct HypervolumeResults {
  double hypervolume = 0.0;
  std::int64_t pareto_points = 0;  ///< points that no other point dominates
};
void describe(Fields& f, PlanePoint& x);
void describe(Fields& f, HypervolumeInputs& x);
void describe(Fields& f, HypervolumeResults& x);
std::vector<Problem> validate(const HypervolumeInputs& x);
HypervolumeResults evaluate(const HypervolumeInputs& x);

// numerics/sobol-indices: estimated against exact indices of a test function.

struct SobolIndicesInputs {
  TestFunction function = TestFunction::ishigami;
  int points = 4096;  ///< n, a power of two; n (d + 2) evaluations
  std::int64_t seed = 1;
};
struct IndexResult {
  double first = 0.0;
  double first_error = 0.0;
  double first_exact = 0.0;
  double total = 0.0;
  double total_error = 0.0;
  double total_exact = 0.0;
};
struct SobolIndicesResults {
  double variance = 0.0;
  double variance_exact = 0.0;
  std::vector<IndexResult> inputs;
};
void describe(Fields& f, SobolIndicesInputs& x);
void describe(Fields& f, IndexResult& x);
void describe(Fields& f, SobolIndicesResults& x);
std::vector<Problem> validate(const SobolIndicesInputs& x);
SobolIndicesResults evaluate(const SobolIndicesInputs& x);

// numerics/shapley-linear: Shapley effects of a linear function of dependent normal inputs.

struct ShapleyTerm {
  double coefficient = 1.0;
  double sd = 1.0;
};
struct InputCorrelation {
  int first = 0;  ///< position of an input, from 0
  int second = 1;
  double correlation = 0.0;
};
struct ShapleyInputs {
  std::vector<ShapleyTerm> terms;
  std::vector<InputCorrelation> correlations;  ///< pairs not named are not correlated
};
struct ShapleyResults {
  double variance = 0.0;        ///< of the sum
  std::vector<double> effects;  ///< share of the variance for each input; they sum to one
};
void describe(Fields& f, ShapleyTerm& x);
void describe(Fields& f, InputCorrelation& x);
void describe(Fields& f, ShapleyInputs& x);
void describe(Fields& f, ShapleyResults& x);
std::vector<Problem> validate(const ShapleyInputs& x);
ShapleyResults evaluate(const ShapleyInputs& x);

// numerics/linear-program: optimum and prices.

struct LpVariable {
  std::string name;
  double objective = 0.0;
  double lower = 0.0;
  double upper = no_bound;
};
enum class Relation : unsigned char { at_most, at_least, equal };
std::span<const std::string_view> choice_names(Relation relation);
struct LpRow {
  std::string name;
  std::vector<double> coefficients;  ///< one for each variable
  Relation relation = Relation::at_most;
  double rhs = 0.0;
};
struct LpInputs {
  Sense sense = Sense::minimize;
  std::vector<LpVariable> variables;
  std::vector<LpRow> rows;
};
void describe(Fields& f, LpVariable& x);
void describe(Fields& f, LpRow& x);
void describe(Fields& f, LpInputs& x);
void describe(Fields& f, LpSolution& x);
std::vector<Problem> validate(const LpInputs& x);
LpSolution evaluate(const LpInputs& x);

}  // namespace copack::numerics
