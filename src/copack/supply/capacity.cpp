// SPDX-License-Identifier: Apache-2.0
#include "copack/supply/capacity.hpp"

#include <array>
#include <cmath>

namespace copack::supply {

std::span<const std::string_view> choice_names(Period /*period*/) {
  static constexpr std::array<std::string_view, 3> names{"month", "quarter", "year"};
  return names;
}

namespace {
double periods_per_year(Period period) {
  switch (period) {
    case Period::month:
      return 12.0;
    case Period::quarter:
      return 4.0;
    case Period::year:
      return 1.0;
  }
  return 1.0;
}
}  // namespace

std::vector<Problem> validate(const CapacityInputs& in) {
  std::vector<Problem> out;
  if (!(in.units_per_product > 0.0)) out.push_back({"units_per_product", "must be above 0"});
  return out;
}

CapacityResults evaluate(const CapacityInputs& in) {
  CapacityResults r;
  r.starts_per_year = in.starts * periods_per_year(in.per);
  r.units_per_year = r.starts_per_year * in.units_per_start * in.yield * in.segment_share * in.supplier_share;
  r.units_per_quarter = r.units_per_year / 4.0;
  r.products_per_year = r.units_per_year / in.units_per_product;
  r.revenue_per_year = r.units_per_year * in.price;
  return r;
}

std::vector<Problem> validate(const AvailabilityInputs& in) {
  std::vector<Problem> out;
  if (in.fail == 0.0 && in.recover == 0.0) {
    out.push_back({"recover", "fail and recover are both 0: the supplier never changes, so it has no long-run share"});
  }
  return out;
}

/// The chance of being up tends to b/(a+b) by the factor 1-a-b per period (two-state Markov chain).
AvailabilityResults evaluate(const AvailabilityInputs& in) {
  const double sum = in.fail + in.recover;
  if (!(sum > 0.0)) return {.up_share = 1.0, .up_share_horizon = 1.0, .no_outage = 1.0};
  AvailabilityResults r;
  const double memory = 1.0 - sum;
  r.up_share = in.recover / sum;
  r.mean_outage = 1.0 / in.recover;
  const double decayed = memory * (1.0 - std::pow(memory, in.periods)) / (sum * in.periods);
  r.up_share_horizon = r.up_share + (1.0 - r.up_share) * decayed;
  r.no_outage = std::pow(1.0 - in.fail, in.periods);
  return r;
}

void describe(Fields& f, CapacityInputs& x) {
  f("starts", "", x.starts, "wafers or units per period", required_non_negative);
  f("per", x.per, "the period of `starts`");
  f("units_per_start", "", x.units_per_start, "dies per wafer", positive);
  f("yield", "", x.yield, "good units per unit", fraction);
  f("segment_share", "", x.segment_share, "part that goes to the segment looked at", fraction);
  f("supplier_share", "", x.supplier_share, "part of the segment held by the supplier looked at", fraction);
  f("units_per_product", "", x.units_per_product, "units in one product", positive);
  f("price", "USD", x.price, "price of a unit; 0: revenue not asked for", non_negative);
}

void describe(Fields& f, CapacityResults& x) {
  f("starts_per_year", "", x.starts_per_year, "wafers or units per year");
  f("units_per_year", "", x.units_per_year, "good units per year",
    by("starts_per_year * units_per_start * yield * segment_share * supplier_share"));
  f("units_per_quarter", "", x.units_per_quarter, "good units per quarter", by("units_per_year / 4"));
  f("products_per_year", "", x.products_per_year, "products per year", by("units_per_year / units_per_product"));
  f("revenue_per_year", "USD", x.revenue_per_year, "revenue in a year", by("units_per_year * price"));
}

void describe(Fields& f, AvailabilityInputs& x) {
  f("fail", "", x.fail, "probability per period that an up supplier goes down, a",
    {.min = 0.0, .max = 1.0, .required = true});
  f("recover", "", x.recover, "probability per period that a down supplier comes up, b",
    {.min = 0.0, .max = 1.0, .required = true});
  f("periods", "", x.periods, "horizon, n", {.min = 1, .max = 100000});
}

void describe(Fields& f, AvailabilityResults& x) {
  f("up_share", "", x.up_share, "long-run part of the time up", by("recover / (fail + recover)"));
  f("mean_outage", "", x.mean_outage, "mean length of an outage, periods", by("1 / recover"));
  f("up_share_horizon", "", x.up_share_horizon, "mean part of the horizon up, starting up");
  f("no_outage", "", x.no_outage, "probability of no outage within the horizon", by("(1 - fail)^periods"));
}

}  // namespace copack::supply
