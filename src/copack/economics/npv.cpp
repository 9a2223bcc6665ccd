// SPDX-License-Identifier: Apache-2.0
#include "copack/economics/npv.hpp"

#include <cmath>

#include "copack/economics/cost.hpp"

namespace copack::economics {
namespace {

constexpr double hours_per_year = 8760.0;

/// Gains of a full year of operation.
struct YearlyGains {
  Money energy;
  Money repair;
  Money lost_work;
  Money performance;
};

YearlyGains yearly_gains(const NpvInputs& in) {
  const auto& a = in.alternative;
  const auto& b = in.baseline;
  const Money accelerator_hour = in.accelerator_price * unit::hour;
  // Work done = useful hours x speed. The change splits exactly into hours at the baseline's speed (lost work) and
  // speed at the alternative's hours (performance).
  const double useful_hours = in.accelerators * hours_per_year - a.lost_accelerator_hours_per_year;
  const double speed_up = in.value_performance ? a.relative_speed / b.relative_speed - 1.0 : 0.0;
  return {.energy = (b.mean_power - a.mean_power) * unit::year * in.electricity_price,
          .repair = (b.repair - a.repair) * unit::year,
          .lost_work = (b.lost_accelerator_hours_per_year - a.lost_accelerator_hours_per_year) * accelerator_hour,
          .performance = useful_hours * speed_up * accelerator_hour};
}

void discount_terms(const NpvInputs& in, const YearlyGains& gains, NpvResults& r) {
  r.operating_factor = operating_factor(in.discount_rate, in.life_years, in.first_year_activity);
  const double last = std::pow(1.0 + in.discount_rate, -static_cast<double>(in.life_years));
  r.capex = in.baseline.capex - in.alternative.capex;
  r.one_off = in.baseline.one_off - in.alternative.one_off;
  r.energy = gains.energy * r.operating_factor;
  r.repair = gains.repair * r.operating_factor;
  r.lost_work = gains.lost_work * r.operating_factor;
  r.performance = gains.performance * r.operating_factor;
  r.end_of_life = (in.alternative.end_of_life - in.baseline.end_of_life) * last;
  r.npv = r.capex + r.one_off + r.energy + r.repair + r.lost_work + r.performance + r.end_of_life;
}

void lay_out_years(const NpvInputs& in, const YearlyGains& gains, NpvResults& r) {
  const Money yearly = gains.energy + gains.repair + gains.lost_work + gains.performance;
  r.yearly_gain = yearly / unit::year;
  r.flows.reserve(static_cast<std::size_t>(in.life_years) + 1);
  r.flows.push_back(r.capex + r.one_off);
  for (std::int64_t year = 1; year <= in.life_years; ++year) {
    r.flows.push_back(activity(in.first_year_activity, year) * yearly);
  }
  r.flows.back() += in.alternative.end_of_life - in.baseline.end_of_life;
}

/// The NPV is linear in a price p that scales one term: it is zero at p (term - npv) / term.
template <class Price>
bool break_even(Price price, Money term, Money npv, Price& result) {
  if (term.si() == 0.0) return false;
  const double scale = (term - npv) / term;
  if (!std::isfinite(scale) || scale < 0.0) return false;
  result = price * scale;
  return true;
}

void find_break_evens(const NpvInputs& in, NpvResults& r) {
  r.break_even_capex = in.alternative.capex + r.npv;
  r.has_break_even_electricity = break_even(in.electricity_price, r.energy, r.npv, r.break_even_electricity_price);
  r.has_break_even_accelerator_price =
      break_even(in.accelerator_price, r.lost_work + r.performance, r.npv, r.break_even_accelerator_price);
}

void check_side(const CostSide& side, const NpvInputs& in, const std::string& path, std::vector<Problem>& problems) {
  if (!(side.relative_speed > 0.0)) problems.push_back({path + ".relative_speed", "must be above zero"});
  if (side.lost_accelerator_hours_per_year > in.accelerators * hours_per_year) {
    problems.push_back({path + ".lost_accelerator_hours_per_year", "exceeds the hours of all accelerators in a year"});
  }
}

}  // namespace

std::vector<Problem> validate(const NpvInputs& in) {
  std::vector<Problem> problems;
  if (in.life_years < 1) problems.push_back({"life_years", "must be at least 1"});
  if (!(in.discount_rate > -1.0)) problems.push_back({"discount_rate", "must be above -100 %"});
  check_side(in.baseline, in, "baseline", problems);
  check_side(in.alternative, in, "alternative", problems);
  return problems;
}

NpvResults evaluate(const NpvInputs& in) {
  NpvResults r;
  const auto gains = yearly_gains(in);
  discount_terms(in, gains, r);
  lay_out_years(in, gains, r);
  r.returns = judge(r.flows, in.discount_rate);
  find_break_evens(in, r);
  return r;
}

void describe(Fields& f, CostSide& x) {
  f("capex", "USD", x.capex, "equipment", non_negative);
  f("one_off", "USD", x.one_off, "engineering, qualification, training", non_negative);
  f("end_of_life", "USD", x.end_of_life, "salvage less decommissioning, at the end of life");
  f("mean_power", "kW", x.mean_power, "mean power at the meter", non_negative);
  f("repair", "USD/year", x.repair, "parts and labour of a full year", non_negative);
  f("lost_accelerator_hours_per_year", "", x.lost_accelerator_hours_per_year, "accelerator-hours without useful work",
    non_negative);
  f("relative_speed", "", x.relative_speed, "work per accelerator-hour; only the ratio of the sides matters",
    {.min = 1e-6, .max = 1e6});
}

void describe(Fields& f, NpvInputs& x) {
  f("baseline", x.baseline, "what the alternative is compared with");
  f("alternative", x.alternative, "what is judged");
  f("accelerators", "", x.accelerators, "accelerators of the cluster, same on both sides", non_negative);
  f("accelerator_price", "USD/h", x.accelerator_price, "value of one accelerator-hour at the baseline's speed",
    non_negative);
  f("value_performance", x.value_performance, "a faster cluster is worth more");
  f("electricity_price", "USD/kWh", x.electricity_price, "electricity price", non_negative);
  f("discount_rate", "", x.discount_rate, "discount rate per year, r", {.min = -0.5, .max = 1.0});
  f("life_years", "", x.life_years, "life, n", {.min = 1.0, .max = 50.0});
  f("first_year_activity", "", x.first_year_activity, "share of the first year in which the cluster runs", fraction);
}

void describe(Fields& f, NpvResults& x) {
  f("capex", "USD", x.capex, "gain on equipment", by("baseline.capex - alternative.capex"));
  f("one_off", "USD", x.one_off, "gain on one-off cost", by("baseline.one_off - alternative.one_off"));
  f("energy", "USD", x.energy, "present value of energy saved",
    by("(baseline.mean_power - alternative.mean_power) * 8760 * electricity_price * operating_factor"));
  f("repair", "USD", x.repair, "present value of repair saved",
    by("(baseline.repair - alternative.repair) * operating_factor"));
  f("lost_work", "USD", x.lost_work, "present value of lost work avoided",
    by("(baseline.lost_accelerator_hours_per_year - alternative.lost_accelerator_hours_per_year) * accelerator_price * "
       "operating_factor"));
  f("performance", "USD", x.performance, "present value of work done faster",
    by("(accelerators * 8760 - alternative.lost_accelerator_hours_per_year) * (alternative.relative_speed / "
       "baseline.relative_speed - 1) * accelerator_price * operating_factor"));
  f("end_of_life", "USD", x.end_of_life, "present value of the difference at the end of life",
    by("(alternative.end_of_life - baseline.end_of_life) / (1 + discount_rate)^life_years"));
  f("npv", "USD", x.npv, "net present value against the baseline",
    by("capex + one_off + energy + repair + lost_work + performance + end_of_life"));
  f("yearly_gain", "USD/year", x.yearly_gain, "gain in a full year of operation",
    by("(energy + repair + lost_work + performance) / operating_factor"));
  f("operating_factor", "", x.operating_factor, "present value of 1 per full year of operation",
    by("(1 - (1 + discount_rate)^-life_years) / discount_rate - (1 - first_year_activity) / (1 + discount_rate)"));
  f("returns", x.returns, "rate of return and payback of the cash flow");
  f("break_even_capex", "USD", x.break_even_capex, "capex of the alternative at which the NPV is zero",
    by("alternative.capex + npv"));
  f("has_break_even_electricity", x.has_break_even_electricity, "an electricity price makes the NPV zero");
  f("break_even_electricity_price", "USD/kWh", x.break_even_electricity_price, "electricity price with NPV zero",
    by("electricity_price * (energy - npv) / energy"));
  f("has_break_even_accelerator_price", x.has_break_even_accelerator_price, "an accelerator price makes the NPV zero");
  f("break_even_accelerator_price", "USD/h", x.break_even_accelerator_price, "accelerator-hour price with NPV zero",
    by("accelerator_price * (lost_work + performance - npv) / (lost_work + performance)"));
  f("flows", "USD", x.flows, "gains now and at the end of each year");
}

}  // namespace copack::economics
