// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"
#include "copack/units/unit.hpp"

namespace copack::reliability {

/// A job that writes checkpoints and restarts from the last one after each interruption.
struct GoodputInputs {
  Time mtti;                 ///< mean time to interrupt, M
  Time checkpoint_write;     ///< time the job stands still for one checkpoint, d
  Time restart;              ///< detect + diagnose + reschedule + load, without the rollback, R
  Time checkpoint_interval;  ///< useful time between checkpoints, tau; 0: Daly's optimum
};

struct GoodputResults {
  Time young_interval;               ///< Young's optimum
  Time daly_interval;                ///< Daly's optimum
  Time checkpoint_interval;          ///< interval in use, tau
  double duty = 0.0;                 ///< share of uninterrupted time that is not checkpoint writing
  double goodput = 0.0;              ///< useful time / wall time, exact for exponential interruptions
  double first_order_goodput = 0.0;  ///< linear in 1/M: a check, wrong (even negative) when M is short
  double lost_to_checkpoints = 0.0;
  double lost_to_interruptions = 0.0;  ///< rollback and restart
};

/// tau = sqrt(2 d M) (Young 1974).
Time young_interval(Time checkpoint_write, Time mtti);
/// Higher-order optimum (Daly 2006, eq. 37); M itself when d >= 2 M.
Time daly_interval(Time checkpoint_write, Time mtti);
/// tau / (tau + d).
double checkpoint_duty(Time interval, Time checkpoint_write);
/// Inverse of Tw/Ts = (M/tau) e^(R/M) (e^((tau+d)/M) - 1) (Daly 2006, eq. 20). 0 when M is 0, the duty when M is
/// infinite.
double renewal_goodput(Time mtti, Time interval, Time checkpoint_write, Time restart);
/// (1 - (R + tau/2)/M) / (1 + d/tau).
double first_order_goodput(Time mtti, Time interval, Time checkpoint_write, Time restart);

std::vector<Problem> validate(const GoodputInputs& in);
GoodputResults evaluate(const GoodputInputs& in);
void describe(Fields& f, GoodputInputs& x);
void describe(Fields& f, GoodputResults& x);

}  // namespace copack::reliability
