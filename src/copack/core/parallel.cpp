// SPDX-License-Identifier: Apache-2.0
#include "copack/core/parallel.hpp"

#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <exception>
#include <thread>
#include <vector>

namespace copack {

int resolve_threads(int threads) {
  return threads > 0 ? threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

void for_each_block(std::size_t blocks, int threads, const std::function<void(std::size_t)>& body) {
  std::vector<std::exception_ptr> failures(blocks);
  const auto guarded = [&](std::size_t block) {
    try {
      body(block);
    } catch (...) {
      failures[block] = std::current_exception();
    }
  };
  const int width = resolve_threads(threads);
  if (width == 1) {
    for (std::size_t block = 0; block < blocks; ++block) guarded(block);
  } else {
    // oneTBB stops at the number of cores and complains unless it is told that more are wanted.
    const tbb::global_control wanted(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(width));
    tbb::task_arena arena(width);
    arena.execute([&] { tbb::parallel_for(std::size_t{0}, blocks, guarded, tbb::simple_partitioner{}); });
  }
  for (const auto& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
}

}  // namespace copack
