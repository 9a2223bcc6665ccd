// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"

/// Steady temperatures of a package or box as a network of thermal resistances.
/// The named form (ThermalInputs) is for people and files; it compiles to the integer form (Network) that repeated
/// evaluations use. Both are solved by the same function.
namespace copack::thermal {

/// A node nobody limits: hotter than any material in the package would survive.
inline constexpr Temperature no_limit = Temperature::from_celsius(1000.0);

/// A place with one temperature: a die, an engine, a module, a coolant.
struct Node {
  std::string name;
  Power power;                   ///< heat released here, P
  Temperature limit = no_limit;  ///< highest temperature allowed here
  bool boundary = false;         ///< held at fixed_temperature; takes or gives any heat
  Temperature fixed_temperature = Temperature::from_celsius(35.0);  ///< read for boundaries only
};

/// A path for heat between two nodes.
struct Resistance {
  std::string from;
  std::string to;
  ThermalResistance resistance;  ///< R
};

struct ThermalInputs {
  std::vector<Node> nodes;
  std::vector<Resistance> resistances;
};

struct NodeResult {
  std::string name;
  Power power;
  Temperature temperature;  ///< T
  Temperature limit;
  TemperatureDelta margin;  ///< limit - T; negative when too hot
  Power removed;            ///< heat that leaves the network here; zero except at boundaries
};

struct FlowResult {
  std::string from;
  std::string to;
  ThermalResistance resistance;
  TemperatureDelta drop;  ///< T(from) - T(to)
  Power heat;             ///< heat carried from `from` to `to`
};

struct ThermalResults {
  bool converged = false;        ///< false: some node has no way to a boundary, or the network is malformed
  std::string binding;           ///< node with the smallest margin
  TemperatureDelta margin;       ///< its margin
  Power power;                   ///< heat released in all nodes
  Power removed;                 ///< heat taken by all boundaries
  double energy_residual = 0.0;  ///< (power - removed) relative to the largest heat that crosses the network
  std::vector<NodeResult> nodes;
  std::vector<FlowResult> flows;
};

/// A resistance between two nodes of a Network.
struct Link {
  int a = 0;
  int b = 0;
  ThermalResistance resistance;  ///< negative only in networks derived from an influence matrix
};

/// The network without names, for repeated evaluation.
struct Network {
  int nodes = 0;
  std::vector<Link> links;
  std::vector<int> boundaries;  ///< nodes held at a temperature
};

struct Solution {
  bool converged = false;
  double energy_residual = 0.0;
  std::vector<Temperature> temperature;  ///< per node
  std::vector<Power> removed;            ///< per boundary, in the order of Network::boundaries
};

/// Largest energy residual of a solution that counts as one.
inline constexpr double energy_tolerance = 1e-9;

void describe(Fields& f, Node& x);
void describe(Fields& f, Resistance& x);
void describe(Fields& f, ThermalInputs& x);
void describe(Fields& f, NodeResult& x);
void describe(Fields& f, FlowResult& x);
void describe(Fields& f, ThermalResults& x);

/// All problems: names that are missing, double or unknown, nodes that cannot shed heat (by name), bad resistances.
[[nodiscard]] std::vector<Problem> validate(const ThermalInputs& inputs);

/// Node indices are positions in `inputs.nodes`; an unknown name becomes -1, which `solve` answers with converged =
/// false.
[[nodiscard]] Network compile(const ThermalInputs& inputs);

/// Solves sum_j (T_i - T_j) / R_ij = P_i for every node that is not a boundary, by a dense Cholesky factorisation.
/// @param power heat released per node; @param fixed temperature per boundary, in the order of network.boundaries.
[[nodiscard]] Solution solve(const Network& network, std::span<const Power> power, std::span<const Temperature> fixed);

[[nodiscard]] ThermalResults evaluate(const ThermalInputs& inputs);

}  // namespace copack::thermal
