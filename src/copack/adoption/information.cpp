// SPDX-License-Identifier: Apache-2.0
#include "copack/adoption/information.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <numeric>

namespace copack::adoption {
namespace {

bool sums_to_one(const std::vector<double>& p) {
  return std::abs(std::accumulate(p.begin(), p.end(), 0.0) - 1.0) < 1e-9;
}

double expected(const std::vector<double>& p, const std::vector<double>& payoff) {
  return std::inner_product(p.begin(), p.end(), payoff.begin(), 0.0);
}

/// The best choice under given probabilities; the first listed on a tie.
const PayoffChoice& best_choice(const ValueOfInformationInputs& in, const std::vector<double>& p) {
  return *std::ranges::max_element(in.choices, {}, [&](const PayoffChoice& c) { return expected(p, c.payoff); });
}

double perfect(const ValueOfInformationInputs& in) {
  double sum = 0.0;
  for (std::size_t s = 0; s < in.prior.size(); ++s) {
    double best = in.choices[0].payoff[s];
    for (const auto& c : in.choices) best = std::max(best, c.payoff[s]);
    sum += in.prior[s] * best;
  }
  return sum;
}

SignalOutcome after_signal(const ValueOfInformationInputs& in, std::size_t signal) {
  SignalOutcome out;
  for (std::size_t s = 0; s < in.prior.size(); ++s) {
    out.posterior.push_back(in.prior[s] * in.likelihoods[s].signal[signal]);
    out.probability += out.posterior.back();
  }
  if (out.probability > 0.0) {
    for (auto& p : out.posterior) p /= out.probability;
  } else {
    out.posterior = in.prior;  // a signal that never comes teaches nothing
  }
  const auto& best = best_choice(in, out.posterior);
  out.choice = best.name;
  out.value = expected(out.posterior, best.payoff);
  return out;
}

}  // namespace

std::vector<Problem> validate(const ValueOfInformationInputs& in) {
  std::vector<Problem> out;
  const auto states = in.prior.size();
  if (!sums_to_one(in.prior)) out.push_back({"prior", "must sum to 1"});
  if (in.choices.empty()) out.push_back({"choices", "give at least one"});
  for (std::size_t c = 0; c < in.choices.size(); ++c) {
    if (in.choices[c].payoff.size() == states) continue;
    out.push_back({fmt::format("choices[{}].payoff", c), fmt::format("must have {} values, one per state", states)});
  }
  if (in.likelihoods.empty()) return out;
  if (in.likelihoods.size() != states)
    out.push_back({"likelihoods", fmt::format("must have {} rows, one per state", states)});
  for (std::size_t s = 0; s < in.likelihoods.size(); ++s) {
    const auto& row = in.likelihoods[s].signal;
    const auto path = fmt::format("likelihoods[{}].signal", s);
    if (row.size() != in.likelihoods[0].signal.size())
      out.push_back({path, "must have as many signals as the first row"});
    if (!sums_to_one(row)) out.push_back({path, "must sum to 1"});
  }
  return out;
}

ValueOfInformationResults evaluate(const ValueOfInformationInputs& in) {
  ValueOfInformationResults r;
  if (!validate(in).empty()) return r;
  const auto& best = best_choice(in, in.prior);
  r.solved = true;
  r.choice = best.name;
  r.value = expected(in.prior, best.payoff);
  r.evpi = perfect(in) - r.value;
  r.value_tested = in.likelihoods.empty() ? r.value : 0.0;
  const auto signals = in.likelihoods.empty() ? 0 : in.likelihoods[0].signal.size();
  for (std::size_t k = 0; k < signals; ++k) {
    r.signals.push_back(after_signal(in, k));
    r.value_tested += r.signals[k].probability * r.signals[k].value;
  }
  r.evsi = r.value_tested - r.value;
  r.net = r.value_tested - in.test_cost;
  r.test_pays = r.net > r.value;
  return r;
}

namespace {

/// E max(0, X) for X ~ N(mean, sd^2).
double expected_gain(double mean, double sd) {
  if (!(sd > 0.0)) return std::max(0.0, mean);
  const boost::math::normal standard;
  return sd * boost::math::pdf(standard, mean / sd) + mean * boost::math::cdf(standard, mean / sd);
}

}  // namespace

std::vector<Problem> validate(const NormalInformationInputs&) { return {}; }

/// The posterior mean is N(mean, sd^4/(sd^2 + noise^2/n)) before the data are seen.
NormalInformationResults evaluate(const NormalInformationInputs& in) {
  NormalInformationResults r;
  r.value = std::max(0.0, in.mean);
  const double variance = in.sd * in.sd, error = in.noise * in.noise / in.observations;
  r.preposterior_sd = variance > 0.0 ? variance / std::sqrt(variance + error) : 0.0;
  r.evsi = expected_gain(in.mean, r.preposterior_sd) - r.value;
  r.evpi = expected_gain(in.mean, in.sd) - r.value;
  return r;
}

std::span<const std::string_view> choice_names(Verdict /*verdict*/) {
  static constexpr std::array<std::string_view, 3> names{"reject", "look-again", "adopt"};
  return names;
}

std::vector<Problem> validate(const CostlySignalsInputs&) { return {}; }

namespace {

/// Values over the net number of good signals k, from -reach to reach.
class Cone {
 public:
  explicit Cone(const CostlySignalsInputs& in) : in_(in), reach_(2 * in.looks + 1), value_(size()), next_(size()) {
    for (int k = -reach_; k <= reach_; ++k) at(value_, k) = stop(k);
  }

  [[nodiscard]] double belief(int k) const {
    const auto log_odds = [](double p) { return std::log(p / (1.0 - p)); };
    return 1.0 / (1.0 + std::exp(-log_odds(in_.prior) - k * log_odds(in_.accuracy)));
  }
  [[nodiscard]] double adopt(int k) const { return belief(k) * in_.gain - (1.0 - belief(k)) * in_.loss; }
  [[nodiscard]] double stop(int k) const { return std::max(0.0, adopt(k)); }

  /// Worth of a look when `value_` holds the values after it.
  [[nodiscard]] double look(int k) {
    const double p = belief(k);
    const double good = p * in_.accuracy + (1.0 - p) * (1.0 - in_.accuracy);
    return in_.discount * (good * at(value_, k + 1) + (1.0 - good) * at(value_, k - 1)) - in_.look_cost;
  }

  /// One look more. The places that matter stay inside the table, which shrinks by one on each side.
  void step() {
    for (int k = -reach_ + 1; k < reach_; ++k) at(next_, k) = std::max(stop(k), look(k));
    std::swap(value_, next_);
    --reach_;
  }

  /// What to do when this look is still to be had.
  [[nodiscard]] Verdict verdict(int k) {
    if (look(k) > stop(k)) return Verdict::look_again;
    return adopt(k) > 0.0 ? Verdict::adopt : Verdict::reject;
  }
  [[nodiscard]] double value(int k) { return std::max(stop(k), look(k)); }

 private:
  [[nodiscard]] std::size_t size() const { return 4 * static_cast<std::size_t>(in_.looks) + 3; }
  [[nodiscard]] double& at(std::vector<double>& v, int k) const {
    return v[static_cast<std::size_t>(std::ptrdiff_t{k} + 2 * std::ptrdiff_t{in_.looks} + 1)];
  }

  const CostlySignalsInputs& in_;
  int reach_;
  std::vector<double> value_, next_;
};

}  // namespace

CostlySignalsResults evaluate(const CostlySignalsInputs& in) {
  CostlySignalsResults r;
  Cone cone(in);
  for (int n = 1; n < in.looks; ++n) cone.step();
  r.verdict = cone.verdict(0);
  r.value = cone.value(0);
  r.reject_at = -in.looks;
  r.adopt_at = in.looks;
  for (int k = -in.looks; k <= in.looks; ++k) {
    if (cone.verdict(k) == Verdict::reject) r.reject_at = k;
  }
  for (int k = in.looks; k >= -in.looks; --k) {
    if (cone.verdict(k) == Verdict::adopt) r.adopt_at = k;
  }
  r.reject_below = cone.belief(r.reject_at);
  r.adopt_above = cone.belief(r.adopt_at);
  return r;
}

void describe(Fields& f, PayoffChoice& x) {
  f("name", x.name, "choice", Rule{.required = true});
  f("payoff", "", x.payoff, "per state", Rule{.required = true});
}

void describe(Fields& f, StateLikelihood& x) {
  f("signal", "", x.signal, "probability of each signal in this state", fraction);
}

void describe(Fields& f, ValueOfInformationInputs& x) {
  f("prior", "", x.prior, "probability of each state", {.min = 0.0, .max = 1.0, .required = true});
  f("choices", x.choices, "what can be chosen", Rule{.required = true});
  f("likelihoods", x.likelihoods, "probability of each signal, one row per state; none: no test");
  f("test_cost", "", x.test_cost, "cost of the test", non_negative);
}

void describe(Fields& f, SignalOutcome& x) {
  f("probability", "", x.probability, "of this signal");
  f("posterior", "", x.posterior, "probability of each state after it");
  f("choice", x.choice, "best after it");
  f("value", "", x.value, "of that");
}

void describe(Fields& f, ValueOfInformationResults& x) {
  f("solved", x.solved, "false: the inputs do not fit together");
  f("choice", x.choice, "best without the test");
  f("value", "", x.value, "of it");
  f("evpi", "", x.evpi, "expected value of perfect information");
  f("value_tested", "", x.value_tested, "expected with the test, before its cost");
  f("evsi", "", x.evsi, "expected value of the test's information", by("value_tested - value"));
  f("net", "", x.net, "expected with the test, its cost paid", by("value_tested - test_cost"));
  f("test_pays", x.test_pays, "the test is worth its cost");
  f("signals", x.signals, "what each signal would lead to");
}

void describe(Fields& f, NormalInformationInputs& x) {
  f("mean", "", x.mean, "prior mean of the benefit", Rule{.required = true});
  f("sd", "", x.sd, "prior standard deviation", required_non_negative);
  f("noise", "", x.noise, "standard deviation of one observation", required_non_negative);
  f("observations", "", x.observations, "number of observations, n", positive);
}

void describe(Fields& f, NormalInformationResults& x) {
  f("value", "", x.value, "of acting on the prior", by("max(0, mean)"));
  f("preposterior_sd", "", x.preposterior_sd, "standard deviation of the posterior mean",
    by("sd^2 / sqrt(sd^2 + noise^2 / observations)"));
  f("evsi", "", x.evsi, "expected value of the observations");
  f("evpi", "", x.evpi, "expected value of perfect information");
}

void describe(Fields& f, CostlySignalsInputs& x) {
  f("gain", "", x.gain, "of adopting if good", non_negative);
  f("loss", "", x.loss, "of adopting if bad", non_negative);
  f("prior", "", x.prior, "probability of good", {.min = 1e-9, .max = 1.0 - 1e-9});
  f("accuracy", "", x.accuracy, "probability that a look tells the truth, l", {.min = 0.5, .max = 1.0 - 1e-9});
  f("look_cost", "", x.look_cost, "per look", non_negative);
  f("discount", "", x.discount, "per look", fraction);
  f("looks", "", x.looks, "at most, N", {.min = 1, .max = 1000});
}

void describe(Fields& f, CostlySignalsResults& x) {
  f("verdict", x.verdict, "what to do now");
  f("value", "", x.value, "of the best rule");
  f("reject_at", "", x.reject_at, "highest net number of good signals at which to reject");
  f("adopt_at", "", x.adopt_at, "lowest net number at which to adopt");
  f("reject_below", "", x.reject_below, "belief at reject_at");
  f("adopt_above", "", x.adopt_above, "belief at adopt_at");
}

}  // namespace copack::adoption
