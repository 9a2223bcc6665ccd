// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "copack/core/fields.hpp"
#include "copack/link/tolerance.hpp"

/// A link whose numbers are moved about: what the two methods of `link/tolerance` share.
namespace copack::link {

/// Mean and standard deviation of a deviation, and its quantile when the number itself is `nominal`.
double mean_of(const Spread& x);
double sd_of(const Spread& x);
double deviation_at(const Spread& x, double nominal, double u);
/// Quantile of the rate of a drift, per year.
double rate_at(const Drift& x, double u);

/// Rise of engine and laser over their temperatures at test, K.
struct Rise {
  double engine = 0.0;
  double laser = 0.0;
};
Rise mean_rise(const OperatingRange& x);
Rise sd_rise(const OperatingRange& x);
Rise rise_at(const OperatingRange& x, double u);
Rise hottest(const OperatingRange& x);
Rise coldest(const OperatingRange& x);
/// Whether there is a range at all.
bool has_range(const OperatingRange& x);

/// A copy of the link in which deviations from the given numbers add up; a number stops at the limits of its field.
class VariedLink {
 public:
  VariedLink(const LinkInputs& link, const MarginGauge& gauge, const std::vector<Spread>& spreads,
             const std::vector<Drift>& drifts = {}, const std::vector<TemperatureEffect>& effects = {});
  VariedLink(const VariedLink&) = delete;
  VariedLink& operator=(const VariedLink&) = delete;
  ~VariedLink() = default;

  /// Back to the numbers as given.
  void reset();
  void spread(std::size_t index, double deviation) { move(spreads_[index], deviation); }
  void drift(std::size_t index, double change) { move(drifts_[index], change); }
  void heat(Rise rise);

  /// How far the number behind a spread can fall and rise from where it is, in its unit.
  struct Room {
    double down = 0.0;
    double up = 0.0;
  };
  [[nodiscard]] Room room(std::size_t spread) const;

  /// The number behind a spread as given, in its unit.
  [[nodiscard]] double nominal(std::size_t spread) const;

  struct Answer {
    double margin = 0.0;
    double pre_fec_ber = 0.0;
  };
  [[nodiscard]] Answer answer();
  [[nodiscard]] double margin() { return answer().margin; }

 private:
  struct Place {
    double* stored = nullptr;
    double nominal = 0.0;
    double deviation = 0.0;
    double min = 0.0;
    double max = 0.0;
  };
  struct Mover {
    std::size_t place = 0;
    double factor = 1.0;  ///< of the unit
    double nominal = 0.0;
  };
  struct Effect {
    Mover mover;
    HeatedPart part = HeatedPart::laser;
    double per_kelvin = 0.0;
  };
  void move(const Mover& mover, double amount) { places_[mover.place].deviation += amount * mover.factor; }
  Mover mover(const std::string& path);

  LinkInputs link_;
  MarginGauge gauge_;
  NumberPlaces numbers_;
  std::vector<Place> places_;
  std::vector<Mover> spreads_;
  std::vector<Mover> drifts_;
  std::vector<Effect> effects_;
  Mover engine_;
  Mover laser_;
};

/// What both methods tell of the slopes.
struct LinearPart {
  double centre = 0.0;  ///< margin with every spread at its mean
  SharedNormal at_test;
  double nonlinearity = 0.0;
  std::vector<Contribution> contributions;
};
LinearPart linear_part(const ToleranceInputs& in, VariedLink& link);

/// The situations in which an age is looked at.
enum class Surroundings { usual, hottest, coldest };

void set_quantiles(MarginStatistics& x, double mean, double sd);

void closed_form(const ToleranceInputs& in, VariedLink& link, const LinearPart& linear, ToleranceResults& out);
void sampled(const ToleranceInputs& in, const MarginGauge& gauge, int threads, ToleranceResults& out);

}  // namespace copack::link
