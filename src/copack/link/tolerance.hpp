// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/link/lane_yield.hpp"
#include "copack/link/link.hpp"

/// Model `link/tolerance`: how far the parts of a link differ from each other, what that leaves of its lanes at test,
/// and what temperature and age leave later.
namespace copack::link {

enum class SpreadLaw {
  normal,     ///< standard deviation `sd`
  lognormal,  ///< stays on its side of zero; mean and standard deviation as given
  uniform,    ///< between `low` and `high`
  pert        ///< the same, with its mode at the nominal value
};
std::span<const std::string_view> choice_names(SpreadLaw);

/// Which lanes have a deviation in common.
enum class Shared {
  lane,   ///< none: every lane draws its own
  laser,  ///< the lanes fed by one laser
  unit    ///< all lanes of a unit: a lot, a wafer, a common supply
};
std::span<const std::string_view> choice_names(Shared);

/// Which margin decides whether a lane is good.
enum class MarginKind {
  optical,     ///< received over required modulation amplitude
  electrical,  ///< of the electrical segment with least margin
  fec          ///< of the whole lane: Q argument over that at which the code loses too many frames, 10 lg, so in
               ///< optical dB
};
std::span<const std::string_view> choice_names(MarginKind);

enum class ToleranceMethod {
  closed_form,  ///< margins linear in what varies, normal laws, shared parts by quadrature
  sampling      ///< units lane by lane, any law, the link evaluated for every one
};
std::span<const std::string_view> choice_names(ToleranceMethod);

/// How one number of the link differs from part to part; deviations are from the link's own value, in the unit of that
/// number.
struct Spread {
  std::string path;  ///< "optical_path[2].loss", "laser_power"
  SpreadLaw law = SpreadLaw::normal;
  double sd = 0.0;    ///< of normal and lognormal
  double low = 0.0;   ///< deviation at the lower end, for uniform and pert; not above 0
  double high = 0.0;  ///< deviation at the upper end; not below 0
  Shared shared = Shared::lane;
};

/// How one number of the link changes with age: linearly, at a rate that differs from part to part.
struct Drift {
  std::string path;
  double per_year = 0.0;  ///< mean change per year, in the unit of that number
  double sd = 0.0;        ///< of that rate
  SpreadLaw law = SpreadLaw::lognormal;
  Shared shared = Shared::lane;
};

/// What a temperature of the link acts on.
enum class HeatedPart { engine, laser };
std::span<const std::string_view> choice_names(HeatedPart);

struct TemperatureEffect {
  std::string path;
  HeatedPart part = HeatedPart::laser;
  double per_kelvin = 0.0;  ///< change of that number per kelvin of its part
};

/// Temperatures at which units work, as differences to those at test, which are the link's own. Engine and laser follow
/// one surrounding, and so rise and fall together.
struct OperatingRange {
  SpreadLaw law = SpreadLaw::uniform;  ///< from unit to unit; for normal, low and high are the 5 % and 95 % quantiles
  TemperatureDelta engine_low;
  TemperatureDelta engine_high;
  TemperatureDelta laser_low;
  TemperatureDelta laser_high;
  std::vector<TemperatureEffect> effects;
};

struct ToleranceInputs {
  LinkInputs link;
  MarginKind margin = MarginKind::optical;
  std::vector<Spread> spreads;
  Decibel test_limit;  ///< guard band: margin that a lane must show at test
  int lanes = 8;       ///< fitted in a unit
  int needed = 8;      ///< that must work
  OperatingRange temperature;
  std::vector<Drift> drifts;
  std::vector<double> years;  ///< ages at which margins are wanted
  ToleranceMethod method = ToleranceMethod::closed_form;
  int samples = 4096;  ///< units drawn; powers of two are best
  int seed = 1;
};

/// The margin of lanes in one situation.
struct MarginStatistics {
  Decibel mean;
  Decibel sd;
  Decibel p0_1;  ///< margin that 0.1 % of the lanes do not reach
  Decibel p1;
  Decibel p10;
  Decibel p50;
  double lane_failures = 0.0;  ///< share of the lanes that passed the test and are below zero
  double unit_failures = 0.0;  ///< share of the shipped units that are left with too few lanes
};

struct AgedMargin {
  double year = 0.0;
  MarginStatistics margin;   ///< temperatures as they are from unit to unit
  MarginStatistics hottest;  ///< all units at the upper end
  MarginStatistics coldest;
  FailureRate lane_rate;  ///< of a shipped lane, mean from the start to this year
};

/// What one spread does to the margin.
struct Contribution {
  std::string path;
  double slope = 0.0;  ///< dB of margin per unit of the number
  Decibel sd;          ///< of the margin, from this alone
  double share = 0.0;  ///< of the variance
};

struct ToleranceResults {
  Decibel nominal_margin;    ///< of the link as given
  MarginStatistics at_test;  ///< failures are those of the test
  Decibel sd_lane;           ///< parts of the standard deviation, linear
  Decibel sd_laser;
  Decibel sd_unit;
  double lane_yield = 0.0;
  double unit_yield = 0.0;
  double unit_yield_independent = 0.0;  ///< as if nothing were shared
  double lane_yield_error = 0.0;        ///< standard error of sampling
  double unit_yield_error = 0.0;
  double ber_p50 = 0.0;  ///< pre-FEC bit error ratio that half of the lanes exceed at test
  double ber_p90 = 0.0;
  double ber_p99 = 0.0;
  double ber_p99_9 = 0.0;
  Decibel nonlinearity;  ///< largest departure of the margin from its slope, at two standard deviations of a spread
  bool exact = false;    ///< the closed form holds without approximation: all laws normal, all slopes constant
  std::string dominant;  ///< path of the largest contribution
  std::vector<Contribution> contributions;
  std::vector<AgedMargin> years;
};

void describe(Fields& f, Spread& x);
void describe(Fields& f, Drift& x);
void describe(Fields& f, TemperatureEffect& x);
void describe(Fields& f, OperatingRange& x);
void describe(Fields& f, ToleranceInputs& x);
void describe(Fields& f, MarginStatistics& x);
void describe(Fields& f, AgedMargin& x);
void describe(Fields& f, Contribution& x);
void describe(Fields& f, ToleranceResults& x);

/// Problems of spreads and lanes, which other inputs hold too: unknown paths, laws without their figures, more lanes
/// needed than fitted.
std::vector<Problem> validate_spreads(const LinkInputs& link, MarginKind margin, const std::vector<Spread>& spreads,
                                      int lanes, int needed);
/// Lanes of a unit of this link; a laser feeds `lanes_per_laser`, rounded to a whole number that divides the lanes.
LaneCount lane_count(const LinkInputs& link, int lanes, int needed);
std::vector<Problem> validate(const ToleranceInputs& in);

/// Precondition: no problems.
ToleranceResults evaluate(const ToleranceInputs& in);
/// The same on a number of threads (0: all cores), which does not change the result.
ToleranceResults evaluate(const ToleranceInputs& in, int threads);

/// Reads a margin from the results of a link.
struct MarginGauge {
  MarginKind kind = MarginKind::optical;
  double q_needed = 0.0;  ///< Q argument at which the code loses as many frames as it may; of `fec` only

  [[nodiscard]] double read(const LinkInputs& link, const LinkResults& results) const;
};
/// Takes 25 microseconds for `fec`, whose threshold it seeks; the gauge then serves all links with that code.
MarginGauge margin_gauge(const LinkInputs& link, MarginKind kind);

/// Change of the margin per unit of the number behind each spread, found by evaluating the link at plus and minus one
/// standard deviation.
std::vector<double> margin_slopes(const LinkInputs& link, const MarginGauge& gauge, const std::vector<Spread>& spreads);

/// The margin at test as a normal law, from the margin of the link as given and those slopes. Costs next to nothing.
SharedNormal margin_law(double margin, const std::vector<Spread>& spreads, std::span<const double> slopes);

}  // namespace copack::link
