// SPDX-License-Identifier: Apache-2.0
#include "copack/thermal/network.hpp"

#include <fmt/format.h>

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <limits>

namespace copack::thermal {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

std::size_t at(int index) { return static_cast<std::size_t>(index); }

int index_of(const std::vector<Node>& nodes, const std::string& name) {
  const auto it = std::ranges::find(nodes, name, &Node::name);
  return it == nodes.end() ? -1 : static_cast<int>(it - nodes.begin());
}

bool well_formed(const Network& n, std::size_t powers, std::size_t temperatures) {
  const auto known = [&](int i) { return i >= 0 && i < n.nodes; };
  const auto sound = [&](const Link& l) {
    const double r = l.resistance.si();
    return known(l.a) && known(l.b) && l.a != l.b && std::isfinite(r) && r != 0.0;
  };
  return powers == at(n.nodes) && temperatures == n.boundaries.size() && std::ranges::all_of(n.links, sound) &&
         std::ranges::all_of(n.boundaries, known);
}

/// What solve() works on: unknown temperatures are numbered apart from the fixed ones.
struct Work {
  std::vector<int> unknown;         ///< position among the unknowns, -1 for boundaries
  std::vector<double> temperature;  ///< K
  int unknowns = 0;
};

Work number_unknowns(const Network& n, std::span<const Temperature> fixed) {
  Work w{std::vector<int>(at(n.nodes), 0), std::vector<double>(at(n.nodes), not_a_number), 0};
  for (std::size_t i = 0; i < fixed.size(); ++i) {
    w.unknown[at(n.boundaries[i])] = -1;
    w.temperature[at(n.boundaries[i])] = fixed[i].kelvin();
  }
  for (auto& u : w.unknown) {
    if (u == 0) u = w.unknowns++;
  }
  return w;
}

/// Fills in the unknown temperatures. @returns false when the conductance matrix is not positive definite.
bool solve_unknowns(const Network& n, std::span<const Power> power, Work& w) {
  if (w.unknowns == 0) return true;
  Eigen::MatrixXd g = Eigen::MatrixXd::Zero(w.unknowns, w.unknowns);
  Eigen::VectorXd q = Eigen::VectorXd::Zero(w.unknowns);
  for (std::size_t i = 0; i < w.unknown.size(); ++i) {
    if (w.unknown[i] >= 0) q[w.unknown[i]] = power[i].si();
  }
  const auto add = [&](int from, int to, double conductance) {
    const int row = w.unknown[at(from)];
    const int column = w.unknown[at(to)];
    if (row < 0) return;
    g(row, row) += conductance;
    if (column >= 0) {
      g(row, column) -= conductance;
    } else {
      q[row] += conductance * w.temperature[at(to)];
    }
  };
  for (const auto& l : n.links) {
    add(l.a, l.b, 1.0 / l.resistance.si());
    add(l.b, l.a, 1.0 / l.resistance.si());
  }
  const Eigen::LLT<Eigen::MatrixXd> factor(g);
  // A node without a way to a boundary leaves a pivot of rounding size.
  constexpr double singular = 1e-14;
  if (factor.info() != Eigen::Success || !(factor.rcond() > singular)) return false;
  factor.solveInPlace(q);
  for (std::size_t i = 0; i < w.unknown.size(); ++i) {
    if (w.unknown[i] >= 0) w.temperature[i] = q[w.unknown[i]];
  }
  return true;
}

/// Heat that leaves through the boundaries and how well it balances the heat released.
void balance(const Network& n, std::span<const Power> power, const Work& w, Solution& s) {
  std::vector<double> arriving(at(n.nodes), 0.0);
  for (std::size_t i = 0; i < power.size(); ++i) arriving[i] = power[i].si();
  for (const auto& l : n.links) {
    const double heat = (w.temperature[at(l.a)] - w.temperature[at(l.b)]) / l.resistance.si();
    arriving[at(l.a)] -= heat;
    arriving[at(l.b)] += heat;
  }
  double released = 0.0;
  double scale = 0.0;
  for (const auto p : power) {
    released += p.si();
    scale += std::abs(p.si());
  }
  double removed = 0.0;
  for (std::size_t i = 0; i < n.boundaries.size(); ++i) {
    const double heat = arriving[at(n.boundaries[i])];
    s.removed[i] = heat * unit::W;
    removed += heat;
    scale = std::max(scale, std::abs(heat));
  }
  s.energy_residual = scale == 0.0 ? 0.0 : (released - removed) / scale;
}

/// Marks every node that heat can leave: those connected to a boundary.
std::vector<bool> reachable_from_boundary(const Network& n) {
  std::vector<bool> reached(at(n.nodes), false);
  for (const int b : n.boundaries) reached[at(b)] = true;
  for (bool grew = true; grew;) {
    grew = false;
    for (const auto& l : n.links) {
      if (l.a < 0 || l.b < 0 || reached[at(l.a)] == reached[at(l.b)]) continue;
      reached[at(l.a)] = reached[at(l.b)] = grew = true;
    }
  }
  return reached;
}

void check_names(const ThermalInputs& x, std::vector<Problem>& problems) {
  for (std::size_t i = 0; i < x.nodes.size(); ++i) {
    const auto& name = x.nodes[i].name;
    const auto path = fmt::format("nodes[{}].name", i);
    if (name.empty()) problems.push_back({path, "a node needs a name"});
    if (index_of(x.nodes, name) != static_cast<int>(i)) {
      problems.push_back({path, fmt::format("the name \"{}\" is taken by an earlier node; give each its own", name)});
    }
  }
}

void check_resistances(const ThermalInputs& x, std::vector<Problem>& problems) {
  std::vector<std::string_view> names;
  names.reserve(x.nodes.size());
  for (const auto& n : x.nodes) names.push_back(n.name);
  const auto check_end = [&](std::size_t i, std::string_view end, const std::string& name) {
    if (index_of(x.nodes, name) >= 0) return;
    problems.push_back({fmt::format("resistances[{}].{}", i, end),
                        fmt::format("unknown node \"{}\"{}", name, did_you_mean(name, names))});
  };
  for (std::size_t i = 0; i < x.resistances.size(); ++i) {
    const auto& r = x.resistances[i];
    check_end(i, "from", r.from);
    check_end(i, "to", r.to);
    if (r.from == r.to) problems.push_back({fmt::format("resistances[{}]", i), "joins a node to itself; remove it"});
    if (!(r.resistance.si() > 0.0)) {
      problems.push_back({fmt::format("resistances[{}].resistance", i), "must be above 0 K/W"});
    }
  }
}

void check_paths(const ThermalInputs& x, std::vector<Problem>& problems) {
  const auto network = compile(x);
  if (network.boundaries.empty()) {
    problems.push_back({"nodes", "no node is a boundary, so no heat can leave; set boundary = true on the coolant"});
    return;
  }
  const auto reached = reachable_from_boundary(network);
  for (std::size_t i = 0; i < x.nodes.size(); ++i) {
    if (reached[i]) continue;
    problems.push_back({fmt::format("nodes[{}]", i),
                        fmt::format("\"{}\" has no path to a boundary; add a resistance to it", x.nodes[i].name)});
  }
}

}  // namespace

void describe(Fields& f, Node& x) {
  f("name", x.name, "name of the node", required);
  f("power", "W", x.power, "heat released in the node, P");
  f("limit", "degC", x.limit, "highest temperature allowed");
  f("boundary", x.boundary, "the node is held at fixed_temperature");
  f("fixed_temperature", "degC", x.fixed_temperature, "temperature of a boundary");
}

void describe(Fields& f, Resistance& x) {
  f("from", x.from, "name of one node", required);
  f("to", x.to, "name of the other node", required);
  f("resistance", "K/W", x.resistance, "thermal resistance between them, R", required_positive);
}

void describe(Fields& f, ThermalInputs& x) {
  f("nodes", x.nodes, "places with one temperature", required);
  f("resistances", x.resistances, "paths for heat", required);
}

void describe(Fields& f, NodeResult& x) {
  f("name", x.name, "name of the node");
  f("power", "W", x.power, "heat released in the node, P");
  f("temperature", "degC", x.temperature, "steady temperature, T");
  f("limit", "degC", x.limit, "highest temperature allowed");
  f("margin", "K", x.margin, "distance to the limit; negative when too hot", by("limit - temperature"));
  f("removed", "W", x.removed, "heat that leaves the network at a boundary");
}

void describe(Fields& f, FlowResult& x) {
  f("from", x.from, "name of one node");
  f("to", x.to, "name of the other node");
  f("resistance", "K/W", x.resistance, "thermal resistance, R");
  f("drop", "K", x.drop, "temperature drop along the path");
  f("heat", "W", x.heat, "heat carried", by("drop / resistance"));
}

void describe(Fields& f, ThermalResults& x) {
  f("converged", x.converged, "every temperature is determined and the heat balances");
  f("binding", x.binding, "node with the smallest margin");
  f("margin", "K", x.margin, "smallest margin");
  f("power", "W", x.power, "heat released in all nodes", by("sum(nodes.power)"));
  f("removed", "W", x.removed, "heat taken by all boundaries", by("sum(nodes.removed)"));
  f("energy_residual", "", x.energy_residual, "heat released minus heat removed, relative");
  f("nodes", x.nodes, "temperature and margin by node");
  f("flows", x.flows, "heat by path");
}

std::vector<Problem> validate(const ThermalInputs& inputs) {
  std::vector<Problem> problems;
  check_names(inputs, problems);
  check_resistances(inputs, problems);
  check_paths(inputs, problems);
  return problems;
}

Network compile(const ThermalInputs& inputs) {
  Network n{.nodes = static_cast<int>(inputs.nodes.size()), .links = {}, .boundaries = {}};
  for (const auto& r : inputs.resistances) {
    n.links.push_back({index_of(inputs.nodes, r.from), index_of(inputs.nodes, r.to), r.resistance});
  }
  for (int i = 0; i < n.nodes; ++i) {
    if (inputs.nodes[at(i)].boundary) n.boundaries.push_back(i);
  }
  return n;
}

Solution solve(const Network& network, std::span<const Power> power, std::span<const Temperature> fixed) {
  Solution s;
  s.temperature.assign(at(std::max(network.nodes, 0)), Temperature::from_kelvin(not_a_number));
  s.removed.assign(network.boundaries.size(), not_a_number * unit::W);
  if (!well_formed(network, power.size(), fixed.size())) return s;
  auto work = number_unknowns(network, fixed);
  if (!solve_unknowns(network, power, work)) return s;
  for (std::size_t i = 0; i < s.temperature.size(); ++i) {
    s.temperature[i] = Temperature::from_kelvin(work.temperature[i]);
  }
  balance(network, power, work, s);
  s.converged = std::abs(s.energy_residual) < energy_tolerance;
  return s;
}

ThermalResults evaluate(const ThermalInputs& inputs) {
  std::vector<Power> power;
  std::vector<Temperature> fixed;
  for (const auto& n : inputs.nodes) {
    power.push_back(n.power);
    if (n.boundary) fixed.push_back(n.fixed_temperature);
  }
  const auto network = compile(inputs);
  const auto s = solve(network, power, fixed);
  ThermalResults out{.converged = s.converged, .energy_residual = s.energy_residual};
  for (std::size_t i = 0; i < inputs.nodes.size(); ++i) {
    const auto& n = inputs.nodes[i];
    out.nodes.push_back({n.name, n.power, s.temperature[i], n.limit, n.limit - s.temperature[i], {}});
    out.power += n.power;
  }
  if (!s.converged) return out;
  for (std::size_t i = 0; i < s.removed.size(); ++i) {
    out.nodes[at(network.boundaries[i])].removed = s.removed[i];
    out.removed += s.removed[i];
  }
  for (std::size_t i = 0; i < network.links.size(); ++i) {
    const auto& l = network.links[i];
    const auto drop = s.temperature[at(l.a)] - s.temperature[at(l.b)];
    const auto& r = inputs.resistances[i];
    out.flows.push_back({r.from, r.to, r.resistance, drop, drop / r.resistance});
  }
  const auto tightest = std::ranges::min_element(out.nodes, {}, &NodeResult::margin);
  if (tightest == out.nodes.end()) return out;
  out.binding = tightest->name;
  out.margin = tightest->margin;
  return out;
}

}  // namespace copack::thermal
