// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <thread>
#include <vector>

#include "task_arena.h"

namespace tbb {

struct simple_partitioner {};

/// Calls body(i) for every i in [first, last) on the arena's threads, each taking the next free index.
template <class Index, class Body>
void parallel_for(Index first, Index last, const Body& body, simple_partitioner) {
  std::atomic<Index> next = first;
  const auto work = [&] {
    for (Index i = next++; i < last; i = next++) body(i);
  };
  std::vector<std::jthread> threads;
  for (int i = 1; i < arena_width; ++i) threads.emplace_back(work);
  work();
}

}  // namespace tbb
