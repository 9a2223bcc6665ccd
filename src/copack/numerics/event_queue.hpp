// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <utility>
#include <vector>

namespace copack::numerics {

/// Events of a simulation in the order of their times; events of the same time leave in the order in which they came,
/// so that a run is a function of its inputs alone.
template <class Event>
class EventQueue {
 public:
  struct Entry {
    double time = 0.0;           ///< in the unit of the simulation
    std::uint64_t sequence = 0;  ///< how many events were pushed before
    Event event{};
  };

  void reserve(std::size_t events) { heap_.reserve(events); }
  [[nodiscard]] bool empty() const { return heap_.empty(); }
  [[nodiscard]] std::size_t size() const { return heap_.size(); }
  void clear() { heap_.clear(); }

  /// @throws std::invalid_argument when the time is NaN, which has no place in an order.
  void push(double time, Event event) {
    if (std::isnan(time)) throw std::invalid_argument("an event needs a time");
    heap_.push_back({time, pushed_++, std::move(event)});
    std::push_heap(heap_.begin(), heap_.end(), later);
  }

  /// The next event. Precondition: not empty.
  [[nodiscard]] const Entry& top() const { return heap_.front(); }

  /// Takes the next event out. Precondition: not empty.
  Entry pop() {
    std::pop_heap(heap_.begin(), heap_.end(), later);
    Entry next = std::move(heap_.back());
    heap_.pop_back();
    return next;
  }

 private:
  static bool later(const Entry& a, const Entry& b) {
    return a.time != b.time ? a.time > b.time : a.sequence > b.sequence;
  }
  std::vector<Entry> heap_;
  std::uint64_t pushed_ = 0;
};

}  // namespace copack::numerics
