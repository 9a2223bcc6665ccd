// SPDX-License-Identifier: Apache-2.0
#include "copack/reliability/goodput.hpp"

#include <cmath>

namespace copack::reliability {

Time young_interval(Time checkpoint_write, Time mtti) {
  return Time::from_si(std::sqrt(2.0 * checkpoint_write.si() * mtti.si()));
}

Time daly_interval(Time checkpoint_write, Time mtti) {
  const Time d = checkpoint_write;
  const Time M = mtti;
  if (d.si() == 0.0) return {};
  if (d >= 2.0 * M) return M;
  const double z = d / (2.0 * M);
  return young_interval(d, M) * (1.0 + std::sqrt(z) / 3.0 + z / 9.0) - d;
}

double checkpoint_duty(Time interval, Time checkpoint_write) {
  if (checkpoint_write.si() == 0.0 || std::isinf(interval.si())) return 1.0;
  return interval / (interval + checkpoint_write);
}

double renewal_goodput(Time mtti, Time interval, Time checkpoint_write, Time restart) {
  if (!(mtti.si() > 0.0)) return 0.0;
  const double duty = checkpoint_duty(interval, checkpoint_write);
  if (std::isinf(mtti.si())) return duty;
  const double x = (interval + checkpoint_write) / mtti;
  const double segment_survival = x > 0.0 ? x / std::expm1(x) : 1.0;
  return duty * std::exp(-(restart / mtti)) * segment_survival;
}

double first_order_goodput(Time mtti, Time interval, Time checkpoint_write, Time restart) {
  const double duty = checkpoint_duty(interval, checkpoint_write);
  return std::isinf(mtti.si()) ? duty : (1.0 - (restart + interval / 2.0) / mtti) * duty;
}

std::vector<Problem> validate(const GoodputInputs& in) {
  std::vector<Problem> problems;
  if (!(in.mtti.si() > 0.0))
    problems.push_back({"mtti", "must be above zero: give the mean time between interruptions"});
  if (in.checkpoint_write.si() < 0.0) problems.push_back({"checkpoint_write", "must not be negative"});
  if (in.restart.si() < 0.0) problems.push_back({"restart", "must not be negative"});
  if (in.checkpoint_interval.si() < 0.0) {
    problems.push_back({"checkpoint_interval", "must not be negative: give 0 to use the optimum"});
  }
  return problems;
}

GoodputResults evaluate(const GoodputInputs& in) {
  GoodputResults r;
  r.young_interval = young_interval(in.checkpoint_write, in.mtti);
  r.daly_interval = daly_interval(in.checkpoint_write, in.mtti);
  r.checkpoint_interval = in.checkpoint_interval.si() > 0.0 ? in.checkpoint_interval : r.daly_interval;
  r.duty = checkpoint_duty(r.checkpoint_interval, in.checkpoint_write);
  r.goodput = renewal_goodput(in.mtti, r.checkpoint_interval, in.checkpoint_write, in.restart);
  r.first_order_goodput = first_order_goodput(in.mtti, r.checkpoint_interval, in.checkpoint_write, in.restart);
  r.lost_to_checkpoints = 1.0 - r.duty;
  r.lost_to_interruptions = r.duty - r.goodput;
  return r;
}

void describe(Fields& f, GoodputInputs& x) {
  f("mtti", "h", x.mtti, "mean time to interrupt of the job, M", required_positive);
  f("checkpoint_write", "s", x.checkpoint_write, "time the job stands still for one checkpoint, d",
    required_non_negative);
  f("restart", "min", x.restart, "detect, diagnose, reschedule and load, without rollback, R", required_non_negative);
  f("checkpoint_interval", "min", x.checkpoint_interval, "useful time between checkpoints, tau; 0: Daly's optimum",
    non_negative);
}

void describe(Fields& f, GoodputResults& x) {
  f("young_interval", "min", x.young_interval, "Young's optimum interval", by("sqrt(2 * checkpoint_write * mtti)"));
  f("daly_interval", "min", x.daly_interval, "Daly's optimum interval",
    by("young_interval * (1 + sqrt(checkpoint_write / (2 * mtti)) / 3 + checkpoint_write / (18 * mtti)) - "
       "checkpoint_write"));
  f("checkpoint_interval", "min", x.checkpoint_interval, "useful time between checkpoints in use, tau");
  f("duty", "", x.duty, "share of uninterrupted time not spent writing checkpoints",
    by("checkpoint_interval / (checkpoint_interval + checkpoint_write)"));
  f("goodput", "", x.goodput, "useful time per wall time, exact renewal form",
    by("checkpoint_interval / mtti * exp(-restart / mtti) / (exp((checkpoint_interval + checkpoint_write) / mtti) - "
       "1)"));
  f("first_order_goodput", "", x.first_order_goodput, "first-order form, a check only",
    by("duty * (1 - (restart + checkpoint_interval / 2) / mtti)"));
  f("lost_to_checkpoints", "", x.lost_to_checkpoints, "share of time spent writing checkpoints", by("1 - duty"));
  f("lost_to_interruptions", "", x.lost_to_interruptions, "share of time lost to rollback and restart",
    by("duty - goodput"));
}

}  // namespace copack::reliability
