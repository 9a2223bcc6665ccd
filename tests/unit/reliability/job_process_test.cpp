// SPDX-License-Identifier: Apache-2.0
#include "copack/reliability/job_process.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace copack::reliability {
namespace {

using Cause = JobProcess::Cause;

// Period 10: at 35 three checkpoints are complete and 5 are lost; the restart takes 4, then 11 more hold one period.
TEST(JobProcess, LosesWhatWasDoneSinceTheLastCheckpoint) {
  JobProcess job(10.0);
  job.advance(35.0);
  job.interrupt(4.0, Cause::network);
  EXPECT_DOUBLE_EQ(job.saved().time, 30.0);
  EXPECT_DOUBLE_EQ(job.lost(Cause::network).time, 5.0);
  EXPECT_TRUE(job.restarting(38.9));
  EXPECT_FALSE(job.restarting(39.0));
  job.advance(50.0);
  job.interrupt(0.0, Cause::other);
  EXPECT_DOUBLE_EQ(job.saved().time, 40.0);
  EXPECT_DOUBLE_EQ(job.lost(Cause::network).time, 9.0);
  EXPECT_DOUBLE_EQ(job.lost(Cause::other).time, 1.0);
}

TEST(JobProcess, AnInterruptedRestartBeginsAnew) {
  JobProcess job(10.0);
  job.interrupt(4.0, Cause::network);
  job.advance(3.0);
  job.interrupt(4.0, Cause::other);
  job.advance(8.0);
  job.finish();
  EXPECT_DOUBLE_EQ(job.lost(Cause::network).time, 3.0);
  EXPECT_DOUBLE_EQ(job.lost(Cause::other).time, 4.0);
  EXPECT_DOUBLE_EQ(job.saved().time, 1.0);
}

// Advancing in pieces with the pace changed between: 4 at half capacity, 6 at full with half throughput, then a loss
// of 2.
TEST(JobProcess, WeightsTimeWithThePaceOfTheMoment) {
  JobProcess job(10.0);
  job.set_pace(0.5, 1.0);
  job.advance(4.0);
  job.set_pace(1.0, 0.5);
  job.advance(12.0);
  job.interrupt(1.0, Cause::other);
  EXPECT_DOUBLE_EQ(job.saved().time, 10.0);
  EXPECT_DOUBLE_EQ(job.saved().capacity, 2.0 + 6.0);
  EXPECT_DOUBLE_EQ(job.saved().work, 2.0 + 3.0);
  EXPECT_DOUBLE_EQ(job.lost(Cause::other).capacity, 2.0);
  EXPECT_DOUBLE_EQ(job.total().capacity, 10.0);
}

TEST(JobProcess, SavesAtOnceWithoutAPeriodAndNeverWithAnInfiniteOne) {
  JobProcess free(0.0);
  free.advance(7.0);
  free.interrupt(1.0, Cause::other);
  EXPECT_DOUBLE_EQ(free.saved().time, 7.0);
  JobProcess never(std::numeric_limits<double>::infinity());
  never.advance(7.0);
  never.interrupt(1.0, Cause::other);
  EXPECT_DOUBLE_EQ(never.lost(Cause::other).time, 7.0);
}

TEST(JobProcess, MeasuringStartsWithTheStateKept) {
  JobProcess job(10.0);
  job.advance(5.0);
  job.start_measuring();
  job.advance(12.0);
  job.finish();
  EXPECT_DOUBLE_EQ(job.saved().time, 7.0);
}

}  // namespace
}  // namespace copack::reliability
