// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

/// See task_arena.h: threads of the stand-in are never limited.
namespace tbb {

struct global_control {
  enum parameter { max_allowed_parallelism };
  global_control(parameter /*what*/, std::size_t /*value*/) {}
  ~global_control() {}  // NOLINT(modernize-use-equals-default): an object kept for its lifetime is used
};

}  // namespace tbb
