// SPDX-License-Identifier: Apache-2.0
#include "copack/numerics/event_queue.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <string>

#include "copack/core/random.hpp"

namespace copack::numerics {
namespace {

TEST(EventQueue, LeavesInTheOrderOfTime) {
  EventQueue<std::string> queue;
  queue.push(3.0, "c");
  queue.push(1.0, "a");
  queue.push(2.0, "b");
  EXPECT_EQ(queue.top().event, "a");
  EXPECT_EQ(queue.pop().event, "a");
  EXPECT_EQ(queue.pop().event, "b");
  EXPECT_EQ(queue.pop().time, 3.0);
  EXPECT_TRUE(queue.empty());
}

TEST(EventQueue, EqualTimesLeaveInTheOrderOfComing) {
  EventQueue<int> queue;
  queue.reserve(100);
  for (int i = 0; i < 100; ++i) queue.push(i % 2, i);
  int last = -2;
  for (int i = 0; i < 50; ++i, last += 2) EXPECT_EQ(queue.pop().event, last + 2);
  queue.push(1.0, 1000);  // after the odd ones that wait
  for (int i = 0; i < 50; ++i) EXPECT_EQ(queue.pop().event, 2 * i + 1);
  EXPECT_EQ(queue.pop().event, 1000);
}

TEST(EventQueue, SortsManyEventsPushedWhileRunning) {
  EventQueue<std::uint32_t> queue;
  for (std::uint32_t i = 0; i < 100; ++i) queue.push(uniform(1, Purpose::test, {.sample = i}), i);
  double now = 0.0;
  std::size_t handled = 0;
  while (!queue.empty()) {
    const auto next = queue.pop();
    EXPECT_GE(next.time, now);
    now = next.time;
    if (++handled < 900) queue.push(now + uniform(2, Purpose::test, {.sample = next.event}), next.event + 1);
  }
  EXPECT_EQ(handled, 999u);
}

TEST(EventQueue, HoldsMoveOnlyEvents) {
  EventQueue<std::unique_ptr<int>> queue;
  queue.push(1.0, std::make_unique<int>(7));
  EXPECT_EQ(*queue.pop().event, 7);
  queue.push(1.0, nullptr);
  queue.clear();
  EXPECT_EQ(queue.size(), 0u);
}

TEST(EventQueue, RefusesNaN) {
  EventQueue<int> queue;
  EXPECT_THROW(queue.push(std::nan(""), 1), std::invalid_argument);
}

}  // namespace
}  // namespace copack::numerics
