// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/units/quantity.hpp"
#include "copack/units/unit.hpp"

/// Arithmetic on published capacities, and the availability of a supplier that fails and recovers.
namespace copack::supply {

enum class Period { month, quarter, year };
std::span<const std::string_view> choice_names(Period period);

/// A capacity as the trade press states it, to be put into units of the product.
struct CapacityInputs {
  double starts = 0.0;             ///< wafers or units per period
  Period per = Period::month;      ///< the period
  double units_per_start = 1.0;    ///< dies per wafer
  double yield = 1.0;              ///< good units per unit
  double segment_share = 1.0;      ///< part that goes to the segment looked at
  double supplier_share = 1.0;     ///< part of the segment held by the supplier looked at
  double units_per_product = 1.0;  ///< units in one product
  Money price;                     ///< per unit; 0 when revenue is not asked for
};

struct CapacityResults {
  double starts_per_year = 0.0;
  double units_per_year = 0.0;
  double units_per_quarter = 0.0;
  double products_per_year = 0.0;
  Money revenue_per_year;
};

std::vector<Problem> validate(const CapacityInputs& inputs);
CapacityResults evaluate(const CapacityInputs& inputs);

/// A supplier that is up or down, one step per period (two-state Markov chain).
struct AvailabilityInputs {
  double fail = 0.0;     ///< a: probability per period that an up supplier goes down
  double recover = 1.0;  ///< b: probability per period that a down supplier comes up
  int periods = 8;       ///< n: horizon, starting up
};

struct AvailabilityResults {
  double up_share = 0.0;          ///< long run
  double mean_outage = 0.0;       ///< periods; infinite when it never recovers
  double up_share_horizon = 0.0;  ///< mean over the horizon
  double no_outage = 0.0;         ///< probability of no outage within the horizon
};

std::vector<Problem> validate(const AvailabilityInputs& inputs);
AvailabilityResults evaluate(const AvailabilityInputs& inputs);

void describe(Fields& f, CapacityInputs& x);
void describe(Fields& f, CapacityResults& x);
void describe(Fields& f, AvailabilityInputs& x);
void describe(Fields& f, AvailabilityResults& x);

}  // namespace copack::supply
