// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>

namespace copack {

/// Calls `body(block)` once for every block in [0, blocks), on up to `threads` threads (0: all cores).
/// The caller divides the work into blocks that do not depend on the number of threads and combines their results in
/// block order, so the result is the same for any number of threads. The first exception of the lowest block is
/// rethrown.
void for_each_block(std::size_t blocks, int threads, const std::function<void(std::size_t)>& body);

/// Number of threads that `threads` means: itself, or all cores for 0.
int resolve_threads(int threads);

}  // namespace copack
