// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"

/// What it is worth to find out first. Money is a plain number here: any one currency unit.
namespace copack::adoption {

struct PayoffChoice {
  std::string name;
  std::vector<double> payoff;  ///< per state
};

struct StateLikelihood {
  std::vector<double> signal;  ///< probability of each signal in this state
};

/// A choice under a discrete prior, with a test that can be bought before it (Raiffa 1968).
struct ValueOfInformationInputs {
  std::vector<double> prior;  ///< probability of each state
  std::vector<PayoffChoice> choices;
  std::vector<StateLikelihood> likelihoods;  ///< per state; empty: no test
  double test_cost = 0.0;
};

struct SignalOutcome {
  double probability = 0.0;
  std::vector<double> posterior;  ///< per state
  std::string choice;             ///< best after this signal
  double value = 0.0;
};

struct ValueOfInformationResults {
  bool solved = false;
  std::string choice;         ///< best without the test
  double value = 0.0;         ///< of it
  double evpi = 0.0;          ///< of perfect information
  double value_tested = 0.0;  ///< expected, before the cost of the test
  double evsi = 0.0;          ///< of the test's information
  double net = 0.0;           ///< value with the test, its cost paid
  bool test_pays = false;
  std::vector<SignalOutcome> signals;
};

/// Act when the mean benefit is positive; n noisy observations first.
struct NormalInformationInputs {
  double mean = 0.0;          ///< prior mean of the benefit
  double sd = 1.0;            ///< prior standard deviation
  double noise = 1.0;         ///< standard deviation of one observation
  double observations = 1.0;  ///< n
};

struct NormalInformationResults {
  double value = 0.0;            ///< of acting on the prior
  double preposterior_sd = 0.0;  ///< of the posterior mean
  double evsi = 0.0;
  double evpi = 0.0;
};

enum class Verdict { reject, look_again, adopt };
std::span<const std::string_view> choice_names(Verdict verdict);

/// Adopt, reject, or pay for another look (McCardle 1985): a cone of beliefs in which to go on.
struct CostlySignalsInputs {
  double gain = 100.0;  ///< of adopting if good
  double loss = 100.0;  ///< of adopting if bad
  double prior = 0.5;
  double accuracy = 0.7;  ///< l: probability that a look tells the truth
  double look_cost = 3.0;
  double discount = 0.95;  ///< per look
  int looks = 8;           ///< N: at most
};

struct CostlySignalsResults {
  Verdict verdict = Verdict::reject;
  double value = 0.0;
  int reject_at = 0;          ///< highest net number of good signals at which to reject, N looks left
  int adopt_at = 0;           ///< lowest at which to adopt
  double reject_below = 0.0;  ///< belief at reject_at
  double adopt_above = 0.0;   ///< belief at adopt_at
};

std::vector<Problem> validate(const ValueOfInformationInputs& inputs);
std::vector<Problem> validate(const NormalInformationInputs& inputs);
std::vector<Problem> validate(const CostlySignalsInputs& inputs);

ValueOfInformationResults evaluate(const ValueOfInformationInputs& inputs);
NormalInformationResults evaluate(const NormalInformationInputs& inputs);
CostlySignalsResults evaluate(const CostlySignalsInputs& inputs);

void describe(Fields& f, PayoffChoice& x);
void describe(Fields& f, StateLikelihood& x);
void describe(Fields& f, ValueOfInformationInputs& x);
void describe(Fields& f, SignalOutcome& x);
void describe(Fields& f, ValueOfInformationResults& x);
void describe(Fields& f, NormalInformationInputs& x);
void describe(Fields& f, NormalInformationResults& x);
void describe(Fields& f, CostlySignalsInputs& x);
void describe(Fields& f, CostlySignalsResults& x);

}  // namespace copack::adoption
