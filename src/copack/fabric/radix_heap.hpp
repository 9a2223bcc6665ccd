// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace copack::fabric {

/// Priority queue for keys that never fall below the last one taken out (Ahuja, Mehlhorn, Orlin and Tarjan 1990). Keys
/// are non-negative doubles, whose bits order as they do; an entry moves once for each leading bit it comes to share
/// with the smallest key, along consecutive memory.
class RadixHeap {
 public:
  struct Entry {
    double key = 0;
    std::uint32_t item = 0;
  };

  [[nodiscard]] bool empty() const { return size_ == 0; }
  void push(double key, std::uint32_t item) {
    buckets_[bucket_of(key)].push_back({key, item});
    ++size_;
  }
  Entry pop() {
    if (buckets_[0].empty()) refill();
    const Entry entry = buckets_[0].back();
    buckets_[0].pop_back();
    --size_;
    return entry;
  }

 private:
  [[nodiscard]] std::size_t bucket_of(double key) const {
    return static_cast<std::size_t>(std::bit_width(std::bit_cast<std::uint64_t>(key) ^ last_));
  }
  /// Moves the lowest bucket in use below, so that bucket 0 holds the entries with the smallest key.
  void refill() {
    std::size_t b = 1;
    while (buckets_[b].empty()) ++b;
    const auto bucket = std::exchange(buckets_[b], {});
    const auto least = std::ranges::min_element(bucket, {}, &Entry::key);
    last_ = std::bit_cast<std::uint64_t>(least->key);
    for (const auto& entry : bucket) buckets_[bucket_of(entry.key)].push_back(entry);
  }

  std::array<std::vector<Entry>, 65> buckets_;
  std::uint64_t last_ = 0;  ///< bits of the smallest key
  std::size_t size_ = 0;
};

}  // namespace copack::fabric
