// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>

#include "copack/fabric/filling.hpp"

namespace copack::fabric {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double same_moment = 1e-12;  // relative; ends that differ by rounding alone are one event

/// Flows that have not ended: what is left of each at the moment its rate last changed.
struct Progress {
  std::vector<double> left;
  std::vector<double> since;
  [[nodiscard]] double end(std::size_t f, double rate) const {
    if (left[f] <= 0.0) return since[f];
    return rate > 0.0 ? since[f] + left[f] / rate : infinite;
  }
};

}  // namespace

CompletionResults completion(const FlowNetwork& network, std::span<const double> size) {
  const auto n = network.flows();
  std::vector<std::uint32_t> active(n);
  std::iota(active.begin(), active.end(), 0U);
  Filling filling(network);
  filling.fill(active);
  CompletionResults r{.time = std::vector<double>(n, infinite), .refills = static_cast<std::int64_t>(n)};
  Progress progress{.left = {size.begin(), size.end()}, .since = std::vector<double>(n, 0.0)};
  std::vector<double> end(n);
  for (const auto f : active) end[f] = progress.end(f, filling.rate()[f]);

  while (!active.empty()) {
    double now = infinite;
    for (const auto f : active) now = std::min(now, end[f]);
    if (now == infinite) break;
    r.last = now;
    ++r.events;
    double level = infinite;  // the slowest of those that end
    const auto ends = [&](std::uint32_t f) { return end[f] <= now * (1.0 + same_moment); };
    for (const auto f : active) {
      if (ends(f)) level = std::min(level, filling.rate()[f]);
    }
    std::vector<std::uint32_t> ended, faster;
    for (const auto f : active) {
      if (ends(f)) {
        ended.push_back(f);
      } else if (filling.rate()[f] >= level) {
        faster.push_back(f);
      }
    }
    std::erase_if(active, ends);
    for (const auto f : ended) {
      r.time[f] = now;
      filling.remove(f);
    }
    for (const auto f : faster) {
      progress.left[f] = std::max(0.0, progress.left[f] - filling.rate()[f] * (now - progress.since[f]));
      progress.since[f] = now;
      filling.release(f);
    }
    filling.fill(faster, level);
    for (const auto f : faster) end[f] = progress.end(f, filling.rate()[f]);
    r.refills += static_cast<std::int64_t>(faster.size());
  }
  if (!active.empty()) r.last = infinite;
  return r;
}

}  // namespace copack::fabric
