// SPDX-License-Identifier: Apache-2.0
#include "copack/link/varied_link.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "copack/link/budget.hpp"
#include "copack/numerics/distributions.hpp"
#include "copack/numerics/probability_functions.hpp"
#include "copack/units/parse.hpp"

namespace copack::link {
namespace {

using numerics::Distribution;
using numerics::Law;

/// Deviations between two ends, with the mode of a PERT law at no deviation.
Distribution between(SpreadLaw law, double low, double high) {
  const auto kind = law == SpreadLaw::uniform ? Law::uniform : law == SpreadLaw::pert ? Law::pert : Law::normal;
  return {kind, 0.0, low, high};
}

double sd_between(const Distribution& x) {
  const double mean = numerics::mean(x);
  if (x.law == Law::normal) return 0.5 * (x.high - x.low) / numerics::normal_z95;
  if (x.law == Law::uniform) return (x.high - x.low) / std::sqrt(12.0);
  return std::sqrt((mean - x.low) * (x.high - mean) / 7.0);  // beta law with alpha + beta = 6
}

/// Quantile of a lognormal law of this mean and standard deviation, on the side of zero where the mean is.
double lognormal_at(double mean, double sd, double u) {
  if (sd == 0.0 || mean == 0.0) return mean;
  const double variance = std::log1p((sd / mean) * (sd / mean));
  const double z = numerics::normal_quantile(mean > 0.0 ? u : 1.0 - u);
  return mean * std::exp(std::sqrt(variance) * (mean > 0.0 ? z : -z) - 0.5 * variance);
}

template <class Of>
Rise rise_of(const OperatingRange& x, const Of& of) {
  return {of(between(x.law, x.engine_low.si(), x.engine_high.si())),
          of(between(x.law, x.laser_low.si(), x.laser_high.si()))};
}

}  // namespace

double mean_of(const Spread& x) {
  return x.law == SpreadLaw::uniform || x.law == SpreadLaw::pert ? numerics::mean(between(x.law, x.low, x.high)) : 0.0;
}

double sd_of(const Spread& x) {
  return x.law == SpreadLaw::uniform || x.law == SpreadLaw::pert ? sd_between(between(x.law, x.low, x.high)) : x.sd;
}

double deviation_at(const Spread& x, double nominal, double u) {
  if (x.law == SpreadLaw::normal) return x.sd * numerics::normal_quantile(u);
  if (x.law == SpreadLaw::lognormal) return lognormal_at(nominal, x.sd, u) - nominal;
  return numerics::quantile(between(x.law, x.low, x.high), u);
}

double rate_at(const Drift& x, double u) {
  return x.law == SpreadLaw::normal ? x.per_year + x.sd * numerics::normal_quantile(u)
                                    : lognormal_at(x.per_year, x.sd, u);
}

Rise mean_rise(const OperatingRange& x) {
  return rise_of(x, [](const Distribution& d) { return numerics::mean(d); });
}
Rise sd_rise(const OperatingRange& x) { return rise_of(x, sd_between); }
Rise rise_at(const OperatingRange& x, double u) {
  return rise_of(x, [u](const Distribution& d) { return numerics::quantile(d, u); });
}
Rise hottest(const OperatingRange& x) { return {x.engine_high.si(), x.laser_high.si()}; }
Rise coldest(const OperatingRange& x) { return {x.engine_low.si(), x.laser_low.si()}; }
bool has_range(const OperatingRange& x) { return x.engine_low < x.engine_high || x.laser_low < x.laser_high; }

VariedLink::VariedLink(const LinkInputs& link, const MarginGauge& gauge, const std::vector<Spread>& spreads,
                       const std::vector<Drift>& drifts, const std::vector<TemperatureEffect>& effects)
    : link_(link), gauge_(gauge), numbers_([this](Fields& f) { describe(f, link_); }) {
  for (const auto& x : spreads) spreads_.push_back(mover(x.path));
  for (const auto& x : drifts) drifts_.push_back(mover(x.path));
  for (const auto& x : effects) effects_.push_back({mover(x.path), x.part, x.per_kelvin});
  engine_ = mover("engine_temperature");
  laser_ = mover("laser_temperature");
}

VariedLink::Mover VariedLink::mover(const std::string& path) {
  const auto* field = numbers_.find(path);
  const auto unit = field == nullptr ? std::nullopt : parse_unit(field->unit);
  if (!unit) throw std::invalid_argument("link has no number " + path);  // validate() tells it with its place
  auto at = std::ranges::find(places_, field->place, &Place::stored);
  if (at == places_.end()) {
    places_.push_back({field->place, *field->place, 0.0, unit->to_stored(field->min), unit->to_stored(field->max)});
    at = places_.end() - 1;
  }
  return {static_cast<std::size_t>(at - places_.begin()), unit->factor, unit->from_stored(*field->place)};
}

void VariedLink::reset() {
  for (auto& place : places_) place.deviation = 0.0;
}

void VariedLink::heat(Rise rise) {
  move(engine_, rise.engine);
  move(laser_, rise.laser);
  for (const auto& x : effects_) {
    move(x.mover, x.per_kelvin * (x.part == HeatedPart::engine ? rise.engine : rise.laser));
  }
}

VariedLink::Room VariedLink::room(std::size_t spread) const {
  const auto& mover = spreads_[spread];
  const auto& place = places_[mover.place];
  const double value = place.nominal + place.deviation;
  return {(value - place.min) / mover.factor, (place.max - value) / mover.factor};
}

double VariedLink::nominal(std::size_t spread) const { return spreads_[spread].nominal; }

VariedLink::Answer VariedLink::answer() {
  for (auto& x : places_) *x.stored = std::clamp(x.nominal + x.deviation, x.min, x.max);
  const auto results = evaluate(link_);
  return {gauge_.read(link_, results), results.pre_fec_ber};
}

}  // namespace copack::link
