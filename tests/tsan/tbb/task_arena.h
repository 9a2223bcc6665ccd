// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A stand-in for oneTBB in the thread-sanitizer build. The sanitizer sees no synchronization inside the distribution's
/// libtbb, which is not instrumented, and would report every hand-over as a race. The same interface made of
/// std::thread lets it watch our code; the other builds use oneTBB itself.
namespace tbb {

inline thread_local int arena_width = 1;

class task_arena {
 public:
  explicit task_arena(int width) : width_(width) {}
  template <class Function>
  void execute(const Function& function) {
    const int outer = arena_width;
    arena_width = width_;
    function();
    arena_width = outer;
  }

 private:
  int width_;
};

}  // namespace tbb
