// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "copack/fabric/max_min.hpp"

namespace copack::fabric {

/// Progressive filling that can be taken up again from a level, for flows that come to an end.
class Filling {
 public:
  explicit Filling(const FlowNetwork& network);

  /// Gives rates to the flows named, none of which has one; the others keep theirs. No rate may come out below `level`.
  void fill(std::span<const std::uint32_t> flows, double level = 0.0);
  /// Takes the rate of a flow back, to be filled again.
  void release(std::uint32_t flow);
  /// Ends a flow: its links are free of it for good.
  void remove(std::uint32_t flow);

  [[nodiscard]] std::span<const double> rate() const { return rate_; }
  MaxMinResults take();

 private:
  struct Link {
    double left = 0;           ///< capacity less the rates that are settled
    double weight = 0;         ///< of the flows still rising
    std::uint32_t rising = 0;  ///< flows still rising
  };
  static constexpr double unsettled = -1.0;

  void list_flows_of_links();
  void settle(std::uint32_t flow, double level, std::uint32_t link);

  const FlowNetwork& network_;
  std::vector<Link> links_;
  std::vector<std::uint32_t> flows_begin_, flows_on_;  ///< flows on each link, compressed rows
  std::vector<double> rate_;
  std::vector<std::uint32_t> bottleneck_;
};

}  // namespace copack::fabric
