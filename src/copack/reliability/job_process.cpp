// SPDX-License-Identifier: Apache-2.0
#include "copack/reliability/job_process.hpp"

#include <algorithm>
#include <cmath>

namespace copack::reliability {
namespace {

void move(JobProcess::Amount& from, JobProcess::Amount& to) {
  to.time += from.time;
  to.capacity += from.capacity;
  to.work += from.work;
  from = {};
}

}  // namespace

void JobProcess::add(Amount& to, double time) const {
  to.time += time;
  to.capacity += time * pace_.capacity;
  to.work += time * pace_.work;
}

void JobProcess::work(double t) {
  if (t < due_) {
    add(at_risk_, t - now_);
    return;
  }
  const double last = period_ > 0.0 ? due_ + std::floor((t - due_) / period_) * period_ : t;
  add(at_risk_, last - now_);
  move(at_risk_, saved_);
  add(at_risk_, t - last);
  due_ = last + period_;
}

void JobProcess::advance(double t) {
  if (now_ < resume_) {
    const double until = std::min(t, resume_);
    add(cause_ == Cause::network ? network_ : other_, until - now_);
    now_ = until;
  }
  if (now_ < t) work(t);
  now_ = t;
}

void JobProcess::interrupt(double restart, Cause cause) {
  cause_ = cause;
  move(at_risk_, cause == Cause::network ? network_ : other_);
  resume_ = now_ + restart;
  due_ = resume_ + period_;
}

void JobProcess::start_measuring() { at_risk_ = saved_ = network_ = other_ = {}; }

JobProcess::Amount JobProcess::total() const {
  Amount sum;
  for (Amount part : {at_risk_, saved_, network_, other_}) move(part, sum);
  return sum;
}

void JobProcess::finish() { move(at_risk_, saved_); }

}  // namespace copack::reliability
