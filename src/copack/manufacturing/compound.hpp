// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"

namespace copack::manufacturing {

/// Sites of one unit (engines on a package, fibres on an engine) that one operation makes.
struct Sites {
  double yield = 1.0;           ///< p, of one site at first pass
  int needed = 1;               ///< k, good sites a unit needs
  int fitted = 1;               ///< n, sites that are made; n - k are spare
  int rework_attempts = 0;      ///< m, per failed site
  double rework_success = 0.0;  ///< q, of one attempt
  double correlation = 0.0;     ///< rho, between sites of a unit: a common factor of the lot; 0: independent
};

struct SitesOutcome {
  double yield = 0.0;           ///< probability that a unit has its k good sites
  double attempts = 0.0;        ///< mean rework attempts per unit
  double yield_slope = 0.0;     ///< d yield / d p
  double attempts_slope = 0.0;  ///< d attempts / d p
};

/// Unit yield by a binomial (rho = 0) or beta-binomial (rho > 0) count of good sites; a failed site is reworked until
/// it is good or the attempts are used up. With a lot factor p ~ Beta(a, b): a + b = 1 / rho - 1, a = p (a + b).
[[nodiscard]] SitesOutcome make_sites(const Sites& sites);

/// The yield of a product that is made of equal units with many sites each.
struct CompoundInputs {
  double site_yield = 1.0;      ///< p
  int needed = 1;               ///< k
  int spares = 0;               ///< n - k
  int rework_attempts = 0;      ///< m
  double rework_success = 0.0;  ///< q
  double correlation = 0.0;     ///< rho
  int units = 1;                ///< units of a product, independent of each other
  double target = 0.9;          ///< unit yield to reach
};

struct CompoundResults {
  double reworked_site_yield = 0.0;  ///< of a site after rework
  double unit_yield = 0.0;
  double product_yield = 0.0;
  double rework_attempts_per_unit = 0.0;
  double unit_yield_slope = 0.0;  ///< d unit_yield / d site_yield
  double site_yield_needed =
      0.0;  ///< site yield at which a unit reaches `target`, independent sites; 0: always reached
};

void describe(Fields& f, CompoundInputs& x);
void describe(Fields& f, CompoundResults& x);
[[nodiscard]] std::vector<Problem> validate(const CompoundInputs& inputs);
[[nodiscard]] CompoundResults evaluate(const CompoundInputs& inputs);

}  // namespace copack::manufacturing
