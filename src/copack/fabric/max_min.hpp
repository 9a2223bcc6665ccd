// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

/// Rates that flows get from links they share, when no flow can have more without taking from one that has no more.
namespace copack::fabric {

inline constexpr std::uint32_t no_link = std::numeric_limits<std::uint32_t>::max();

/// Flows over links, each flow as the list of links it crosses (compressed rows: flow f crosses
/// `link[begin[f]] ... link[begin[f + 1] - 1]`, no link twice).
struct FlowNetwork {
  std::vector<double> capacity;         ///< of each link, in any unit of rate
  std::vector<std::uint32_t> begin{0};  ///< one more than flows
  std::vector<std::uint32_t> link;
  /// Parallel to `link`: what a flow of rate 1 takes of that link. Empty: 1 everywhere. Less than 1 where a flow
  /// spreads over parallel links, more where one flow stands for many.
  std::vector<double> weight;

  [[nodiscard]] std::size_t links() const { return capacity.size(); }
  [[nodiscard]] std::size_t flows() const { return begin.size() - 1; }
  [[nodiscard]] std::span<const std::uint32_t> links_of(std::size_t flow) const {
    return std::span(link).subspan(begin[flow], begin[flow + 1] - begin[flow]);
  }
  [[nodiscard]] double weight_at(std::size_t entry) const { return weight.empty() ? 1.0 : weight[entry]; }
  /// Ends the flow whose links were appended to `link` (and `weight`).
  void end_flow() { begin.push_back(static_cast<std::uint32_t>(link.size())); }
};

struct MaxMinResults {
  std::vector<double> rate;  ///< of each flow; infinite for a flow without links
  std::vector<std::uint32_t>
      bottleneck;            ///< the full link that holds the flow back; `no_link` for a flow without links
  std::vector<double> load;  ///< of each link, in the unit of capacity
};

/// The max-min fair allocation, which is unique: every flow crosses a full link on which no flow has a higher rate
/// (Bertsekas and Gallager 1992, section 6.5.2). Progressive filling: all rates rise together, and when a link is full
/// its flows stay. Exact to rounding; O(entries) plus a few touches of a radix heap for every link.
MaxMinResults max_min(const FlowNetwork& network);

/// How far rates are from being max-min fair, relative: the largest overload of a link, or the least that a flow lacks
/// on its best link, a full one having nothing left and no faster flow. Zero to rounding for `max_min`.
double max_min_violation(const FlowNetwork& network, std::span<const double> rate);

struct CompletionResults {
  std::vector<double> time;  ///< when each flow ends; infinite where its rate is zero
  double last = 0;           ///< when all have ended
  std::int64_t events = 0;   ///< moments at which flows end
  std::int64_t refills = 0;  ///< rates set, counted in flows; at least one for each flow
};

/// All flows start at once with `size` to send; whenever some end, the others share what they leave. Only flows that
/// were at least as fast as the slowest that ended can change, as filling reaches the others first; so flows of equal
/// size never change their rates, and each ends at size / rate.
CompletionResults completion(const FlowNetwork& network, std::span<const double> size);

}  // namespace copack::fabric
