// SPDX-License-Identifier: Apache-2.0
#include "copack/link/com_receive_ffe.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <utility>

#include "copack/link/mmse.hpp"
#include "copack/link/noise_law.hpp"
#include "copack/link/toeplitz_lanes.hpp"

namespace copack::link {
namespace {

using Index = std::ptrdiff_t;
constexpr int longest_sequence = 48;  ///< symbols that sequence detection compares
constexpr double infinity = std::numeric_limits<double>::infinity();

/// Places of receive taps, floating ones included.
int places_of(const ComReceiveFfe& ffe) {
  return ffe.floating.groups > 0 ? std::max(ffe.taps, ffe.pre_taps + 1 + ffe.floating.reach) : ffe.taps;
}

int first_position(const ComInputs& in) {
  int first = 0;
  for (const auto& tap : in.tx_taps) first = std::min(first, tap.position);
  return first;
}

/// What is the same for all settings.
MmseProblem problem_of(const ComInputs& in) {
  const auto& ffe = in.receive_ffe;
  MmseProblem p{.taps = ffe.taps,
                .pre_taps = ffe.pre_taps,
                .groups = ffe.floating.groups,
                .group_size = ffe.floating.group_size,
                .dfe_min = in.dfe_min,
                .dfe_max = in.dfe_max};
  const auto places = static_cast<std::size_t>(places_of(ffe)), fixed = static_cast<std::size_t>(ffe.taps);
  p.covariance.resize(places);
  p.pulse.resize(places + in.dfe_max.size());
  if (ffe.max.empty() && places == fixed) return p;
  const auto limits = [&](const std::vector<double>& given, double open, double floating) {
    std::vector<double> out(places, floating);
    for (std::size_t i = 0; i < fixed; ++i) out[i] = given.empty() ? open : given[given.size() == 1 ? 0 : i];
    return out;
  };
  p.min = limits(ffe.min, -infinity, -ffe.floating.limit);
  p.max = limits(ffe.max, infinity, ffe.floating.limit);
  return p;
}

struct Choice {
  Decibel ctle_gain, ctle_low_gain;
  std::vector<TapWeight> taps;
  Index peak = 0, cursor = 0;
  std::vector<std::size_t> aggressor_phases;
  double adc_step = 0.0;
  MmseSolution receiver;
};

/// Autocorrelation of transmit taps by distance.
std::vector<double> tap_correlation(std::span<const TapWeight> taps, int span) {
  std::vector<double> out(static_cast<std::size_t>(span) + 1, 0.0);
  for (const auto& a : taps)
    for (const auto& b : taps)
      if (a.position >= b.position) out[static_cast<std::size_t>(a.position - b.position)] += a.weight * b.weight;
  return out;
}

/// All settings of one CTLE setting. Covariances are over the power of a symbol, by lag and sampling phase; phases go
/// on after the last with the first, so that those of neighbouring instants are neighbours.
class StageSearch {
 public:
  StageSearch(const ComInputs& in, const Stage& stage, const std::vector<ChannelPulses>& pulses)
      : in_(in),
        stage_(stage),
        pulses_(pulses),
        problem_(problem_of(in)),
        m_(in.samples_per_symbol),
        span_(transmit_span(in)),
        width_(static_cast<std::size_t>(m_) + lanes),
        signal_(table(1.0, in.dual_dirac_jitter * in.dual_dirac_jitter + in.random_jitter * in.random_jitter)),
        noise_(table(1.0 / in.tx_snr.ratio() / power_, 0.0)) {
    for (std::size_t lag = 0; lag < noise_.size() / width_; ++lag)
      for (std::size_t q = 0; q < width_; ++q) noise_[lag * width_ + q] += in.noise_density * stage.noise[lag] / power_;
  }

  void try_setting(std::span<const TapWeight> taps, Choice& best);

 private:
  [[nodiscard]] std::vector<double> table(double of_pulse, double of_slope) const;
  [[nodiscard]] const double* row(const std::vector<double>& table, int lag, Index t) const {
    return table.data() + static_cast<std::size_t>(lag) * width_ + static_cast<std::size_t>(t % m_);
  }
  void set_crosstalk(std::span<const TapWeight> taps);
  void set_covariance(const std::vector<double>& transmit, Index t, std::span<const double> crosstalk,
                      std::span<Lane> out) const;
  Lane bound(const Window& h, Index t, int pre_taps, std::span<const Lane> covariance);
  Lane floor_at(Index t);
  void solve_at(const Window& h, std::span<const TapWeight> taps, Index t, std::size_t lane, Choice& best);
  [[nodiscard]] double adc_step(const Window& h, std::span<const TapWeight> taps, Index t) const;

  const ComInputs& in_;
  const Stage& stage_;
  const std::vector<ChannelPulses>& pulses_;
  MmseProblem problem_;
  Index m_;
  int span_;
  double power_ = symbol_power(levels(in_.modulation));
  std::size_t width_;
  std::vector<double> signal_, noise_;
  std::vector<double> crosstalk_;  ///< of this transmit setting by lag
  std::vector<std::size_t> aggressor_phases_;
  std::map<Index, Lane> floors_;
  std::vector<Lane> covariance_;
  ToeplitzLanes toeplitz_;
};

std::vector<double> StageSearch::table(double of_pulse, double of_slope) const {
  const int lags = problem_.places() + 2 * span_;
  std::vector<double> out;
  for (int lag = 0; lag < lags; ++lag) {
    for (std::size_t q = 0; q < width_; ++q) {
      const std::size_t phase = q % static_cast<std::size_t>(m_);
      out.push_back(of_pulse * stage_.correlations[stage_.victim_channel].at(phase, lag) +
                    of_slope * stage_.slope.front().at(phase, lag));
    }
  }
  return out;
}

/// Each aggressor at the phase where it disturbs most before the receive taps (178A-20).
void StageSearch::set_crosstalk(std::span<const TapWeight> taps) {
  crosstalk_.assign(problem_.covariance.size(), 0.0);
  aggressor_phases_.clear();
  for (std::size_t k = 0; k < pulses_.size(); ++k) {
    if (pulses_[k].role == ChannelRole::thru) continue;
    const auto sent = pulses_[k].role == ChannelRole::next ? one_tap() : taps;
    const std::size_t phase = stage_.correlations[k].largest_energy(sent).second;
    aggressor_phases_.push_back(phase);
    for (std::size_t lag = 0; lag < crosstalk_.size(); ++lag)
      crosstalk_[lag] += stage_.correlations[k].between(phase, static_cast<int>(lag), sent);
  }
}

/// At `lanes` instants from t: what a transmit equaliser with that autocorrelation makes of the signal, and all noise.
void StageSearch::set_covariance(const std::vector<double>& transmit, Index t, std::span<const double> crosstalk,
                                 std::span<Lane> out) const {
  for (int lag = 0; lag < static_cast<int>(out.size()); ++lag) {
    Lane& sum = out[static_cast<std::size_t>(lag)];
    const double constant = crosstalk.empty() ? 0.0 : crosstalk[static_cast<std::size_t>(lag)];
    const double *same = row(signal_, lag, t), *noise = row(noise_, lag, t);
    for (std::size_t l = 0; l < lanes; ++l) sum[l] = transmit[0] * same[l] + noise[l] + constant;
    for (int d = 1; d < static_cast<int>(transmit.size()); ++d) {
      const double weight = transmit[static_cast<std::size_t>(d)];
      const double *later = row(signal_, lag + d, t), *earlier = row(signal_, std::abs(lag - d), t);
      for (std::size_t l = 0; l < lanes; ++l) sum[l] += weight * (later[l] + earlier[l]);
    }
  }
}

/// Least errors that taps in all places, without limits of the feed-forward ones, leave at `lanes` instants from t.
Lane StageSearch::bound(const Window& h, Index t, int pre_taps, std::span<const Lane> covariance) {
  std::vector<const double*> columns;
  for (int k = 0; k <= static_cast<int>(in_.dfe_max.size()); ++k)
    columns.push_back(h.pointer(t + Index{pre_taps + k} * m_));
  const auto& gram = toeplitz_.gram(covariance, columns, m_);
  Lane out{};
  std::vector<double> one(gram.size());
  for (std::size_t l = 0; l < lanes; ++l) {
    for (std::size_t i = 0; i < one.size(); ++i) one[i] = gram[i][l];
    out[l] = least_error(one, in_.dfe_min, in_.dfe_max);
  }
  return out;
}

/// No transmit equaliser goes below these errors. As sum |c| = 1 it passes no frequency by more than 1; receive taps
/// that did its work as well, being as many more as it is long, would let less noise of the receiver through.
Lane StageSearch::floor_at(Index t) {
  const auto [at, fresh] = floors_.try_emplace(t);
  if (fresh) {
    const int pre = problem_.pre_taps - first_position(in_), places = problem_.places() + span_;
    std::vector<Lane> covariance(static_cast<std::size_t>(places));
    set_covariance({1.0}, t, {}, covariance);
    const auto feedback = static_cast<Index>(in_.dfe_max.size());
    const Window h(stage_.victim, one_tap(), in_.samples_per_symbol, t - (places - 1 - pre) * m_,
                   t + (pre + feedback) * m_ + static_cast<Index>(lanes));
    at->second = bound(h, t, pre, covariance);
  }
  return at->second;
}

/// Symbols around the instant by which the ADC sees the signal one by one; the rest counts as normal noise.
constexpr Index adc_symbols = 12;

double StageSearch::adc_step(const Window& h, std::span<const TapWeight> taps, Index t) const {
  const auto phase = static_cast<std::size_t>(t % m_);
  std::vector<double> near;
  double rest = stage_.correlations[stage_.victim_channel].energy(phase, taps);
  for (Index n = -adc_symbols; n <= adc_symbols; ++n) {
    near.push_back(h(t + n * m_));
    rest -= near.back() * near.back();
  }
  const double random = in_.random_jitter * in_.random_jitter * stage_.slope.front().energy(phase, taps);
  const double normal = power_ * (std::max(0.0, rest) + random + *row(noise_, 0, t) + crosstalk_.front());
  const double clip =
      saddle_point_quantile(near, levels(in_.modulation), std::sqrt(normal), 0.5 * in_.receive_ffe.clip_probability);
  return adc_step_of(in_.receive_ffe, clip);
}

void StageSearch::solve_at(const Window& h, std::span<const TapWeight> taps, Index t, std::size_t lane, Choice& best) {
  for (std::size_t lag = 0; lag < covariance_.size(); ++lag) problem_.covariance[lag] = covariance_[lag][lane];
  const Index first = problem_.pre_taps + 1 - problem_.places();
  for (std::size_t i = 0; i < problem_.pulse.size(); ++i)
    problem_.pulse[i] = h(t + (first + static_cast<Index>(i)) * m_);
  const double step = in_.receive_ffe.adc_bits > 0 ? adc_step(h, taps, t) : 0.0;
  problem_.covariance[0] += step * step / 12.0 / power_;
  auto solution = solve(problem_);
  if (!(solution.error < best.receiver.error)) return;
  best.receiver = std::move(solution);
  best.taps.assign(taps.begin(), taps.end());
  best.cursor = t;
  best.aggressor_phases = aggressor_phases_;
  best.adc_step = step;
}

void StageSearch::try_setting(std::span<const TapWeight> taps, Choice& best) {
  const auto& ffe = in_.receive_ffe;
  const auto offset = [&](double ui) { return static_cast<Index>(std::lround(ui * static_cast<double>(m_))); };
  const auto feedback = static_cast<Index>(in_.dfe_max.size());
  const Index around = Index{span_ + 4} * m_,
              slack = std::max(-offset(ffe.earliest), offset(ffe.latest)) + Index{lanes};
  const Index before = std::max<Index>(problem_.places(), adc_symbols) * m_,
              after = std::max<Index>(problem_.pre_taps + feedback, adc_symbols) * m_;
  const Window h(stage_.victim, taps, in_.samples_per_symbol, stage_.peak - around - slack - before,
                 stage_.peak + around + slack + after);
  const Index peak = h.peak(stage_.peak - around, stage_.peak + around);
  const Index from = std::max<Index>(0, peak + offset(ffe.earliest)),
              to = std::min(peak + offset(ffe.latest), static_cast<Index>(stage_.victim.size()) - 1);
  const auto transmit = tap_correlation(taps, span_);
  set_crosstalk(taps);
  covariance_.resize(problem_.covariance.size());
  const double before_error = best.receiver.error;
  for (Index t = from - from % Index{lanes}; t <= to; t += Index{lanes}) {
    const auto floor = floor_at(t);
    if (std::ranges::all_of(floor, [&](double x) { return x >= best.receiver.error; })) continue;
    set_covariance(transmit, t, crosstalk_, covariance_);
    const auto least = bound(h, t, problem_.pre_taps, covariance_);
    for (std::size_t l = 0; l < lanes; ++l) {
      const Index at = t + static_cast<Index>(l);
      if (at >= from && at <= to && !(least[l] >= best.receiver.error)) solve_at(h, taps, at, l, best);
    }
  }
  if (best.receiver.error < before_error) best.peak = peak;
}

/// Autocorrelation of the noise behind the receive taps by lag: that of the receiver, and all.
void correlate_noise(const ComInputs& in, const Stage& stage, const std::vector<ChannelPulses>& pulses, int lags,
                     Equalised& eq) {
  const double power = symbol_power(levels(in.modulation));
  const double jitter = in.dual_dirac_jitter * in.dual_dirac_jitter + in.random_jitter * in.random_jitter;
  const auto phase = static_cast<std::size_t>(eq.cursor % in.samples_per_symbol);
  const auto taps = eq.path(ChannelRole::thru);
  for (int lag = 0; lag <= lags; ++lag) {
    double receiver = 0.0, quantisation = 0.0;
    for (const auto& a : eq.rx_taps) {
      for (const auto& b : eq.rx_taps) {
        const int apart = std::abs(lag + a.position - b.position);
        receiver += a.weight * b.weight * in.noise_density * stage.noise[static_cast<std::size_t>(apart)];
        quantisation += apart == 0 ? a.weight * b.weight * eq.adc_step * eq.adc_step / 12.0 : 0.0;
      }
    }
    double all = receiver + quantisation + power * jitter * stage.slope.front().between(phase, lag, taps) +
                 stage.correlations[stage.victim_channel].between(phase, lag, eq.rx_taps) / in.tx_snr.ratio();
    for (std::size_t k = 0, aggressor = 0; k < pulses.size(); ++k) {
      if (pulses[k].role == ChannelRole::thru) continue;
      const auto path = eq.path(pulses[k].role);
      all += power * stage.correlations[k].between(eq.aggressor_phases[aggressor++], lag, path);
    }
    eq.detector_receiver_noise.push_back(receiver);
    eq.detector_noise.push_back(all);
  }
}

/// All that the figure of merit is made of, from the correlations of the pulses and the taps.
Equalised report(const ComInputs& in, const Stage& stage, const std::vector<ChannelPulses>& pulses,
                 const Choice& choice) {
  Equalised eq{.ctle_gain = choice.ctle_gain, .ctle_low_gain = choice.ctle_low_gain, .taps = choice.taps};
  const auto& receiver = choice.receiver;
  if (!std::isfinite(receiver.error)) return eq;
  const int m = in.samples_per_symbol, l = levels(in.modulation), pre = in.receive_ffe.pre_taps;
  const double power = symbol_power(l), main = receiver.weights[static_cast<std::size_t>(pre)];
  for (std::size_t i = 0; i < receiver.places.size(); ++i)
    if (receiver.places[i] != pre) eq.rx_taps.push_back({receiver.places[i] - pre, receiver.weights[i] / main});
  for (const double b : receiver.feedback) eq.dfe.push_back({static_cast<int>(eq.dfe.size()) + 1, b});
  eq.peak = choice.peak;
  eq.cursor = choice.cursor;
  eq.cursor_found = true;
  eq.adc_step = choice.adc_step;
  eq.pulse_peak = equalised(stage.victim, eq.taps, m, eq.peak);
  const auto taps = eq.path(ChannelRole::thru);
  const auto response = [&](int n) { return equalised(stage.victim, taps, m, eq.cursor + Index{n} * m); };
  const auto phase = static_cast<std::size_t>(eq.cursor % m);
  const auto& victim = stage.correlations[stage.victim_channel];
  eq.cursor_height = response(0);
  eq.signal = in.level_mismatch * eq.cursor_height / (l - 1);
  double isi = victim.energy(phase, taps) - eq.cursor_height * eq.cursor_height;
  for (const auto& tap : eq.dfe) {
    const double h = response(tap.position), left = h - tap.weight * eq.cursor_height;
    isi += left * left - h * h;
  }
  eq.isi = power * std::max(0.0, isi);
  eq.slope = power * stage.slope.front().energy(phase, taps);
  eq.jitter = (in.dual_dirac_jitter * in.dual_dirac_jitter + in.random_jitter * in.random_jitter) * eq.slope;
  const double sent = victim.energy(phase, eq.rx_taps);  // noise of the transmitter does not pass its equaliser
  eq.tx_noise_pulse = std::sqrt(sent);
  eq.tx = sent / in.tx_snr.ratio();
  for (const auto& a : eq.rx_taps) {
    eq.quantisation += a.weight * a.weight * eq.adc_step * eq.adc_step / 12.0;
    for (const auto& b : eq.rx_taps)
      eq.noise_bandwidth +=
          a.weight * b.weight * stage.noise[static_cast<std::size_t>(std::abs(a.position - b.position))];
  }
  eq.noise = in.noise_density * eq.noise_bandwidth;
  eq.adc_normal = in.noise_density * stage.noise.front() +
                  in.random_jitter * in.random_jitter * power * stage.slope.front().energy(phase, eq.taps) +
                  victim.at(phase, 0) / in.tx_snr.ratio();
  eq.aggressor_phases = choice.aggressor_phases;
  for (std::size_t k = 0; k < pulses.size(); ++k) {
    if (pulses[k].role == ChannelRole::thru) continue;
    const std::size_t at = eq.aggressor_phases[eq.aggressors.size()];
    eq.aggressors.push_back(power * stage.correlations[k].energy(at, eq.path(pulses[k].role)));
    eq.crosstalk += eq.aggressors.back();
  }
  eq.merit = eq.signal * eq.signal / (eq.isi + eq.jitter + eq.tx + eq.crosstalk + eq.noise + eq.quantisation);
  if (in.receive_ffe.sequence_detection) correlate_noise(in, stage, pulses, longest_sequence, eq);
  return eq;
}

}  // namespace

double adc_step_of(const ComReceiveFfe& ffe, double clip) { return 2.0 * clip / (std::exp2(ffe.adc_bits) - 1.0); }

NoiseCorrelation::NoiseCorrelation(const CtleBasis& basis, const TimeGrid& grid, const ComInputs& in, int lags)
    : gram_(static_cast<std::size_t>(lags) + 1) {
  const auto n = basis.terms();
  for (const double f : frequencies(grid, infinity)) {
    const auto terms = basis.at(f);
    const double width = (f == 0.0 ? 0.5 : 1.0) * grid.step / 1e9;
    // cos(k x) by its recurrence in k; the rounding of a hundred steps stays below 1e-12.
    const double twice = 2.0 * std::cos(2.0 * std::numbers::pi * f / in.symbol_rate.si());
    double here = 1.0, before = 0.5 * twice;
    for (auto& gram : gram_) {
      for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j) gram[i][j] += width * here * (terms[i] * std::conj(terms[j])).real();
      before = std::exchange(here, twice * here - before);
    }
  }
}

std::vector<double> NoiseCorrelation::ghz(const CtleBasis::Weights& weights) const {
  std::vector<double> out;
  for (const auto& gram : gram_) {
    double sum = 0.0;
    for (std::size_t i = 0; i < weights.size(); ++i)
      for (std::size_t j = 0; j < weights.size(); ++j) sum += weights[i] * weights[j] * gram[i][j];
    out.push_back(sum);
  }
  return out;
}

namespace {

/// Those that ask least of the transmitter first: the earlier a good setting is found, the fewer are solved in full.
std::vector<std::vector<TapWeight>> sparing_first(std::vector<std::vector<TapWeight>> settings) {
  std::vector<std::pair<double, std::size_t>> order;
  order.reserve(settings.size());
  for (const auto& taps : settings) order.emplace_back(-taps.front().weight, order.size());
  std::ranges::sort(order);
  std::vector<std::vector<TapWeight>> out;
  out.reserve(order.size());
  for (const auto& [weight, at] : order) out.push_back(std::move(settings[at]));
  return out;
}

}  // namespace

SearchResult search_receive_ffe(const ComInputs& in, const CtleBasis& basis, const TimeGrid& grid,
                                const std::vector<ChannelPulses>& pulses) {
  const int lags = places_of(in.receive_ffe) + transmit_span(in);
  const int last_lags = lags + (in.receive_ffe.sequence_detection ? longest_sequence : 0);
  const NoiseCorrelation noise(basis, grid, in, last_lags + transmit_span(in));
  const auto settings = sparing_first(transmit_settings(in));
  const auto stage_at = [&](Decibel gain, Decibel low_gain, int to_lag) {
    const auto weights = basis.weights(gain, low_gain);
    auto stage = make_stage(in, weights, pulses, to_lag);
    stage.noise = noise.ghz(weights);
    return stage;
  };
  SearchResult result;
  Choice best;
  Stage best_stage;
  for (const auto gain : values_of(in.ctle_gain)) {
    for (const auto low_gain : values_of(in.ctle_low_gain)) {
      auto stage = stage_at(gain, low_gain, lags);
      const double before = best.receiver.error;
      StageSearch search(in, stage, pulses);
      for (const auto& taps : settings) search.try_setting(taps, best);
      if (best.receiver.error < before) {
        best.ctle_gain = gain, best.ctle_low_gain = low_gain;
        best_stage = std::move(stage);
      }
      result.settings_tried += static_cast<int>(settings.size());
    }
  }
  if (last_lags > lags) best_stage = stage_at(best.ctle_gain, best.ctle_low_gain, last_lags);
  result.best = report(in, best_stage, pulses, best);
  return result;
}

}  // namespace copack::link
