// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "copack/supply/plan.hpp"

/// The bill of materials with names turned into indices, and the recursion that runs on it.
namespace copack::supply {

/// An item that the product needs. Nodes stand in an order in which inputs come before their users.
struct Node {
  std::size_t item = 0;  ///< index in SupplyInputs::items
  std::size_t arcs_begin = 0, arcs_end = 0;
  std::size_t sources_begin = 0, sources_end = 0;
  double stock = 0.0;
  double per_product = 0.0;  ///< N: units per unit of the product
};

/// An input of a node.
struct Arc {
  std::size_t node = 0;
  double quantity = 1.0;  ///< q
  double split = 1.0;     ///< part of the input's output that goes to this user; 1 unless the input has several users
  [[nodiscard]] double kits_per_unit() const { return split / quantity; }
};

/// A supplier of a node; within a node the shortest lead time comes first, then the highest yield.
struct Source {
  std::size_t supplier = 0;  ///< index in Item::suppliers
  double yield = 1.0;
  std::size_t lead = 0;        ///< whole quarters of the lead time
  double lead_fraction = 0.0;  ///< the rest: this part of a quarter's starts arrives one quarter later still
};

/// Builds in order of their due date.
struct Due {
  std::size_t build = 0;  ///< index in SupplyInputs::builds
  double quarter = 0.0;   ///< quarters after the start
  double cumulative = 0.0;
};

struct Network {
  double start = 0.0;  ///< calendar year
  std::size_t quarters = 0;
  std::vector<Node> nodes;  ///< the product is the last
  std::vector<Arc> arcs;
  std::vector<Source> sources;
  std::vector<double> capacity;  ///< [source][quarter], units started, this buyer's share
  std::vector<Due> dues;

  [[nodiscard]] double date(double quarter) const { return start + quarter / 4.0; }
  double* capacity_of(std::size_t source) { return capacity.data() + source * quarters; }
  [[nodiscard]] const double* capacity_of(std::size_t source) const { return capacity.data() + source * quarters; }
};

/// @returns nothing when a name is unknown, the graph has a cycle or there is nothing to plan.
std::optional<Network> compile(const SupplyInputs& inputs);

/// Cumulative flows by the end of each quarter.
struct Flow {
  std::vector<double> started;  ///< X [source][quarter]
  std::vector<double> output;   ///< O [node][quarter], good units, stock included
};

/// Everything as early as possible:
///   X_t = X_{t-1} + min(c_t, A_t - X_{t-1}),   A_t = min over inputs of split * O_input,t / q,   O_t = stock + sum Y *
///   X_{t-L}.
/// Capacity that finds no kit is lost, which makes this the exact optimum of the planning problem for a tree in which
/// the suppliers of an item have one yield and one lead time; otherwise it is a feasible plan (docs/theory/supply.md).
void run(const Network& network, Flow& flow);

/// When each build is complete, following `run`.
struct Delivery {
  std::vector<double>
      promised;              ///< quarters after the start, in the order of Network::dues; the horizon when undelivered
  double lateness = 0.0;     ///< largest promised - due, quarters; negative: slack
  std::size_t critical = 0;  ///< index of that build in Network::dues
  double undelivered = 0.0;  ///< units missing at the horizon
  [[nodiscard]] double delay() const { return lateness > 0.0 ? lateness : 0.0; }
};
Delivery deliver(const Network& network, const Flow& flow);

/// Product units that can have arrived `quarter` quarters after the start, linear within a quarter.
double deliverable(const Network& network, const Flow& flow, double quarter);

/// Derivative of the product's output at the end of a quarter.
struct Prices {
  std::vector<double> worth;  ///< [node] d(output) / d(ln capacity); sums with the stock's part to the output
  std::vector<char> tied;     ///< [node] the derivative passed a tie, where it is shared equally
};
Prices price(const Network& network, const Flow& flow, std::size_t quarter);

}  // namespace copack::supply
