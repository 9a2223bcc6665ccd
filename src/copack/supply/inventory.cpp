// SPDX-License-Identifier: Apache-2.0
#include "copack/supply/inventory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <limits>
#include <optional>

namespace copack::supply {

std::vector<Problem> validate(const NewsvendorInputs& in) {
  std::vector<Problem> out;
  if (!(in.holding > 0.0)) out.push_back({"holding", "must be above 0: with free stock the best order is unlimited"});
  if (!(in.shortage > 0.0)) out.push_back({"shortage", "must be above 0: with free shortage the best order is none"});
  return out;
}

/// Critical ratio p/(p+h), S = mu + z sigma, cost (p+h) sigma phi(z) (Arrow, Harris & Marschak 1951).
NewsvendorResults evaluate(const NewsvendorInputs& in) {
  NewsvendorResults r;
  r.critical_ratio = in.shortage / (in.shortage + in.holding);
  if (r.critical_ratio <= 0.0 || r.critical_ratio >= 1.0 || std::isnan(r.critical_ratio)) return r;
  const boost::math::normal standard;
  r.z = boost::math::quantile(standard, r.critical_ratio);
  r.order = in.mean + in.sd * r.z;
  r.cost = (in.shortage + in.holding) * in.sd * boost::math::pdf(standard, r.z);
  return r;
}

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::size_t nobody = std::numeric_limits<std::size_t>::max();

struct Neighbour {
  std::size_t stage = 0;
  bool supplies = false;  ///< it feeds this stage; otherwise this stage feeds it
};
using Graph = std::vector<std::vector<Neighbour>>;

/// @returns nothing when a supplier is unknown.
std::optional<Graph> graph_of(const GuaranteedServiceInputs& in) {
  Graph graph(in.stages.size());
  for (std::size_t i = 0; i < in.stages.size(); ++i) {
    for (const auto& name : in.stages[i].suppliers) {
      const auto at = std::ranges::find(in.stages, name, &Stage::name);
      if (at == in.stages.end()) return {};
      const auto j = static_cast<std::size_t>(at - in.stages.begin());
      graph[i].push_back({j, true});
      graph[j].push_back({i, false});
    }
  }
  return graph;
}

/// n stages, n-1 links and all within reach of the first.
bool is_tree(const Graph& graph) {
  std::size_t ends = 0;
  for (const auto& stage : graph) ends += stage.size();
  if (graph.empty() || ends != 2 * (graph.size() - 1)) return false;
  std::vector<std::size_t> reached{0};
  std::vector<bool> seen(graph.size(), false);
  seen[0] = true;
  for (std::size_t i = 0; i < reached.size(); ++i) {
    for (const auto& next : graph[reached[i]]) {
      if (seen[next.stage]) continue;
      seen[next.stage] = true;
      reached.push_back(next.stage);
    }
  }
  return reached.size() == graph.size();
}

/// The subtree of a stage away from its parent is worth a function of the one service time on the link to the parent:
/// S when the parent is a customer, SI when it is a supplier. Both are tabulated for 0..longest.
class TreeProgram {
 public:
  TreeProgram(const GuaranteedServiceInputs& in, const Graph& graph) : in_(in), graph_(graph) {
    for (const auto& s : in.stages) longest_ += s.processing + std::max(s.inbound, 0);
    const auto n = in.stages.size();
    sd_.assign(n, -1.0);
    table_.assign(n, {});
    for (std::size_t i = 0; i < n; ++i) variance(i);
  }

  GuaranteedServiceResults solve() {
    GuaranteedServiceResults r;
    fill(0, nobody);
    const Choice best = best_of(0, nobody, std::nullopt, std::nullopt);
    if (!(best.cost < infinity)) return r;
    r.solved = true;
    r.cost = best.cost;
    r.stages.resize(in_.stages.size());
    assign(r, 0, nobody, best);
    return r;
  }

 private:
  struct Choice {
    double cost = infinity;
    int inbound = 0, outbound = 0;
  };

  double variance(std::size_t i) {
    if (sd_[i] >= 0.0) return sd_[i] * sd_[i];
    double sum = in_.stages[i].demand_sd * in_.stages[i].demand_sd;
    for (const auto& next : graph_[i]) {
      if (!next.supplies) sum += variance(next.stage);
    }
    sd_[i] = std::sqrt(sum);
    return sum;
  }

  /// h z sigma sqrt(SI + T - S).
  [[nodiscard]] double stage_cost(std::size_t i, int si, int s) const {
    const auto& stage = in_.stages[i];
    const int net = si + stage.processing - s;
    if (net < 0 || si < stage.inbound || (stage.outbound >= 0 && s > stage.outbound)) return infinity;
    return stage.holding * in_.z * sd_[i] * std::sqrt(static_cast<double>(net));
  }

  /// The neighbours other than the parent. A supplier may promise less than SI, a customer may assume more than S.
  [[nodiscard]] double branches(std::size_t i, std::size_t parent, int si, int s) const {
    double sum = 0.0;
    for (const auto& next : graph_[i]) {
      if (next.stage == parent) continue;
      sum += table_[next.stage][static_cast<std::size_t>(next.supplies ? si : s)];
    }
    return sum;
  }

  /// Best service times of a stage; a value that the parent fixes is given.
  [[nodiscard]] Choice best_of(std::size_t i, std::size_t parent, std::optional<int> si, std::optional<int> s) const {
    Choice best;
    for (int a = si.value_or(0); a <= si.value_or(longest_); ++a) {
      for (int b = s.value_or(0); b <= s.value_or(std::min(longest_, a + in_.stages[i].processing)); ++b) {
        const double own = stage_cost(i, a, b);
        if (own == infinity) continue;
        const double cost = own + branches(i, parent, a, b);
        if (cost < best.cost) best = {cost, a, b};
      }
    }
    return best;
  }

  [[nodiscard]] Choice choice_at(std::size_t i, std::size_t parent, bool feeds_parent, int time) const {
    return feeds_parent ? best_of(i, parent, std::nullopt, time) : best_of(i, parent, time, std::nullopt);
  }

  [[nodiscard]] bool feeds(std::size_t i, std::size_t parent) const {
    const auto at = std::ranges::find(graph_[i], parent, &Neighbour::stage);
    return at != graph_[i].end() && !at->supplies;
  }

  void fill(std::size_t i, std::size_t parent) {
    for (const auto& next : graph_[i]) {
      if (next.stage != parent) fill(next.stage, i);
    }
    if (parent == nobody) return;
    auto& table = table_[i];
    for (int time = 0; time <= longest_; ++time) table.push_back(choice_at(i, parent, feeds(i, parent), time).cost);
    if (feeds(i, parent)) {  // any promise up to SI will do
      for (std::size_t t = 1; t < table.size(); ++t) table[t] = std::min(table[t], table[t - 1]);
    } else {  // it may wait longer than S
      for (auto t = table.size() - 1; t-- > 0;) table[t] = std::min(table[t], table[t + 1]);
    }
  }

  void assign(GuaranteedServiceResults& r, std::size_t i, std::size_t parent, const Choice& c) const {
    const auto& stage = in_.stages[i];
    const int net = c.inbound + stage.processing - c.outbound;
    const double stock = in_.z * sd_[i] * std::sqrt(static_cast<double>(net));
    r.stages[i] = {stage.name, sd_[i], c.inbound, c.outbound, net, stock};
    for (const auto& next : graph_[i]) {
      if (next.stage == parent) continue;
      const int step = next.supplies ? -1 : 1;
      int time = next.supplies ? c.inbound : c.outbound;
      const double wanted = table_[next.stage][static_cast<std::size_t>(time)];
      Choice choice = choice_at(next.stage, i, next.supplies, time);
      while (choice.cost > wanted) choice = choice_at(next.stage, i, next.supplies, time += step);
      assign(r, next.stage, i, choice);
    }
  }

  const GuaranteedServiceInputs& in_;
  const Graph& graph_;
  int longest_ = 0;
  std::vector<double> sd_;
  std::vector<std::vector<double>> table_;
};

}  // namespace

std::vector<Problem> validate(const GuaranteedServiceInputs& in) {
  std::vector<Problem> out;
  std::vector<std::string_view> names;
  names.reserve(in.stages.size());
  for (const auto& s : in.stages) names.push_back(s.name);
  for (std::size_t i = 0; i < in.stages.size(); ++i) {
    if (std::ranges::count(names, names[i]) > 1) {
      out.push_back({fmt::format("stages[{}].name", i), fmt::format("\"{}\" is used twice", names[i])});
    }
    for (const auto& supplier : in.stages[i].suppliers) {
      if (std::ranges::find(names, supplier) != names.end()) continue;
      out.push_back({fmt::format("stages[{}].suppliers", i),
                     fmt::format("unknown stage \"{}\"{}", supplier, did_you_mean(supplier, names))});
    }
  }
  if (!out.empty()) return out;
  const auto graph = graph_of(in);
  if (!graph || !is_tree(*graph)) out.push_back({"stages", "must form one tree: connected, without cycles"});
  return out;
}

GuaranteedServiceResults evaluate(const GuaranteedServiceInputs& in) {
  const auto graph = graph_of(in);
  if (!graph || !is_tree(*graph)) return {};
  return TreeProgram(in, *graph).solve();
}

void describe(Fields& f, NewsvendorInputs& x) {
  f("holding", "", x.holding, "cost per unit left over, h", required_positive);
  f("shortage", "", x.shortage, "cost per unit short, p", required_positive);
  f("mean", "", x.mean, "mean demand, mu", required_non_negative);
  f("sd", "", x.sd, "standard deviation of demand, sigma", required_non_negative);
}

void describe(Fields& f, NewsvendorResults& x) {
  f("critical_ratio", "", x.critical_ratio, "probability of no shortage", by("shortage / (shortage + holding)"));
  f("z", "", x.z, "standard normal quantile of the critical ratio");
  f("order", "", x.order, "quantity to order, S", by("mean + sd * z"));
  f("cost", "", x.cost, "expected cost of what is left over or short");
}

void describe(Fields& f, Stage& x) {
  f("name", x.name, "stage", Rule{.required = true});
  f("processing", "", x.processing, "processing time, whole periods, T", {.min = 0, .max = 1000, .required = true});
  f("holding", "", x.holding, "cost per unit of safety stock, h", required_non_negative);
  f("suppliers", x.suppliers, "stages that feed it");
  f("demand_sd", "", x.demand_sd, "standard deviation of external demand per period", non_negative);
  f("inbound", "", x.inbound, "service time of an outside supplier, periods", {.min = 0, .max = 1000});
  f("outbound", "", x.outbound, "largest service time that outside customers accept; -1: none ask",
    {.min = -1, .max = 1000});
}

void describe(Fields& f, GuaranteedServiceInputs& x) {
  f("stages", x.stages, "stages of a tree", Rule{.required = true});
  f("z", "", x.z, "safety factor of the demand bound", non_negative);
}

void describe(Fields& f, StagePlan& x) {
  f("name", x.name, "stage");
  f("demand_sd", "", x.demand_sd, "standard deviation of the demand it sees, sigma");
  f("inbound", "", x.inbound, "when its inputs arrive, SI");
  f("outbound", "", x.outbound, "service time it commits to, S");
  f("net_lead", "", x.net_lead, "net lead time, SI + T - S");
  f("safety_stock", "", x.safety_stock, "z * sigma * sqrt(net lead time)");
}

void describe(Fields& f, GuaranteedServiceResults& x) {
  f("solved", x.solved, "false: not a tree, or no service times meet the bounds");
  f("cost", "", x.cost, "least sum of holding cost times safety stock");
  f("stages", x.stages, "stages in the order of the inputs");
}

}  // namespace copack::supply
