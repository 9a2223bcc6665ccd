// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "copack/link/tolerance.hpp"

namespace copack::link {
namespace {

using Problems = std::vector<Problem>;

/// The numbers of a link, to look paths up in.
class LinkNumbers {
 public:
  explicit LinkNumbers(LinkInputs link) : link_(std::move(link)), numbers_([this](Fields& f) { describe(f, link_); }) {}
  LinkNumbers(const LinkNumbers&) = delete;
  LinkNumbers& operator=(const LinkNumbers&) = delete;
  ~LinkNumbers() = default;

  void check(const std::string& field, const std::string& path, Problems& problems) const {
    if (auto why = numbers_.problem(path); !why.empty()) problems.push_back({field, "the link: " + why});
  }
  [[nodiscard]] double sign(const std::string& path) const {
    const auto* field = numbers_.find(path);
    return field == nullptr ? 1.0 : field->stored;
  }

 private:
  LinkInputs link_;
  NumberPlaces numbers_;
};

bool has_ends(SpreadLaw law) { return law == SpreadLaw::uniform || law == SpreadLaw::pert; }

void check_spread(const Spread& x, const std::string& at, const LinkNumbers& numbers, Problems& problems) {
  numbers.check(at + ".path", x.path, problems);
  if (!(x.sd >= 0.0) || std::isinf(x.sd)) {
    problems.push_back(
        {at + ".sd", fmt::format("{} is no standard deviation; it must be finite and not below 0", x.sd)});
  }
  if (!(x.low <= 0.0 && x.high >= 0.0) || std::isinf(x.low) || std::isinf(x.high)) {
    problems.push_back(
        {at + ".low", fmt::format("low {} and high {} are deviations from the link's value: low must not "
                                  "be above 0, high not below",
                                  x.low, x.high)});
  }
  const std::string_view law = choice_names(x.law)[static_cast<std::size_t>(x.law)];
  if (has_ends(x.law) && x.sd != 0.0) {
    problems.push_back({at + ".sd", fmt::format("a {} law is given by low and high; remove sd", law)});
  }
  if (!has_ends(x.law) && (x.low != 0.0 || x.high != 0.0)) {
    problems.push_back({at + ".low", fmt::format("a {} law is given by sd; remove low and high", law)});
  }
  if (x.law == SpreadLaw::lognormal && x.sd > 0.0 && numbers.sign(x.path) == 0.0) {
    problems.push_back({at + ".law", "a lognormal number needs a mean other than 0; use normal"});
  }
}

void check_lanes(const LinkInputs& link, const std::vector<Spread>& spreads, const std::vector<Drift>& drifts,
                 int lanes, int needed, Problems& problems) {
  if (needed < 1 || needed > lanes) {
    problems.push_back({"needed", fmt::format("is {} of {} fitted lanes; it must be 1 to lanes", needed, lanes)});
  }
  const auto by_laser = [](const auto& x) { return x.shared == Shared::laser; };
  if (!std::ranges::any_of(spreads, by_laser) && !std::ranges::any_of(drifts, by_laser)) return;
  const double per_laser = link.lanes_per_laser;
  if (lanes >= 1 && (per_laser != std::floor(per_laser) || std::fmod(lanes, per_laser) != 0.0)) {
    problems.push_back(
        {"lanes", fmt::format("{} lanes do not share lasers evenly, {} to a laser; make lanes a multiple "
                              "of link.lanes_per_laser, or give lanes their own spreads",
                              lanes, per_laser)});
  }
}

void check_margin(const LinkInputs& link, MarginKind margin, Problems& problems) {
  if (margin == MarginKind::optical && link.medium != Medium::optical) {
    problems.push_back({"margin", "a copper link has no optical margin; use electrical or fec"});
  }
}

void check_drifts(const ToleranceInputs& in, const LinkNumbers& numbers, Problems& problems) {
  for (std::size_t j = 0; j < in.drifts.size(); ++j) {
    const auto& x = in.drifts[j];
    const auto at = fmt::format("drifts[{}]", j);
    numbers.check(at + ".path", x.path, problems);
    if (!(x.sd >= 0.0)) problems.push_back({at + ".sd", fmt::format("{} is no standard deviation", x.sd)});
    if (has_ends(x.law)) problems.push_back({at + ".law", "a drift is lognormal or normal"});
    if (x.law == SpreadLaw::lognormal && x.sd > 0.0 && x.per_year == 0.0) {
      problems.push_back({at + ".per_year", "a lognormal rate needs a mean other than 0; use normal"});
    }
  }
  for (std::size_t y = 0; y < in.years.size(); ++y) {
    if (in.years[y] >= 0.0 && (y == 0 || in.years[y] > in.years[y - 1])) continue;
    problems.push_back({fmt::format("years[{}]", y), "ages must rise and not be negative"});
  }
}

void check_temperature(const OperatingRange& x, const LinkNumbers& numbers, Problems& problems) {
  const auto check = [&](const char* name, TemperatureDelta low, TemperatureDelta high) {
    if (low.si() <= 0.0 && high.si() >= 0.0) return;
    problems.push_back(
        {fmt::format("temperature.{}_low", name),
         fmt::format("{} K to {} K is counted from the temperature at test: low must not be above 0, high "
                     "not below",
                     low.si(), high.si())});
  };
  check("engine", x.engine_low, x.engine_high);
  check("laser", x.laser_low, x.laser_high);
  if (x.law == SpreadLaw::lognormal)
    problems.push_back({"temperature.law", "temperatures are uniform, pert or normal"});
  for (std::size_t i = 0; i < x.effects.size(); ++i) {
    numbers.check(fmt::format("temperature.effects[{}].path", i), x.effects[i].path, problems);
  }
}

void check_sampling(const ToleranceInputs& in, Problems& problems) {
  constexpr double most = 2e7;  // about 20 s of one core and 160 MB
  if (in.method != ToleranceMethod::sampling) return;
  const double margins =
      static_cast<double>(in.samples) * in.lanes * (1.0 + 3.0 * static_cast<double>(in.years.size()));
  if (in.samples < 2) problems.push_back({"samples", "at least 2 units are needed"});
  if (margins > most) {
    problems.push_back({"samples", fmt::format("{} units of {} lanes in {} years are {:.3g} margins, more than {:.3g}; "
                                               "take fewer units or years",
                                               in.samples, in.lanes, in.years.size(), margins, most)});
  }
}

}  // namespace

std::vector<Problem> validate_spreads(const LinkInputs& link, MarginKind margin, const std::vector<Spread>& spreads,
                                      int lanes, int needed) {
  Problems problems;
  const LinkNumbers numbers(link);
  check_margin(link, margin, problems);
  for (std::size_t i = 0; i < spreads.size(); ++i) {
    check_spread(spreads[i], fmt::format("spreads[{}]", i), numbers, problems);
  }
  check_lanes(link, spreads, {}, lanes, needed, problems);
  return problems;
}

std::vector<Problem> validate(const ToleranceInputs& in) {
  Problems problems;
  for (auto& problem : validate(in.link)) problems.push_back({"link." + problem.path, std::move(problem.message)});
  const LinkNumbers numbers(in.link);
  check_margin(in.link, in.margin, problems);
  for (std::size_t i = 0; i < in.spreads.size(); ++i) {
    check_spread(in.spreads[i], fmt::format("spreads[{}]", i), numbers, problems);
  }
  check_lanes(in.link, in.spreads, in.drifts, in.lanes, in.needed, problems);
  check_drifts(in, numbers, problems);
  check_temperature(in.temperature, numbers, problems);
  check_sampling(in, problems);
  return problems;
}

}  // namespace copack::link
