// SPDX-License-Identifier: Apache-2.0
#include "copack/supply/network.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "copack/core/random.hpp"
#include "copack/supply/throughput.hpp"

namespace copack::supply {
namespace {

class Draws {
 public:
  explicit Draws(std::uint32_t sample) : sample_(sample) {}
  double between(double low, double high) {
    return low + (high - low) * uniform(7, Purpose::test, {.sample = sample_, .draw = next_++});
  }
  int count(int low, int high) { return low + static_cast<int>(between(0.0, high - low + 1)); }

 private:
  std::uint32_t sample_;
  std::uint32_t next_ = 0;
};

/// A random tree of items with leaves below; every item has one to three suppliers of any yield and lead time.
SupplyInputs random_tree(std::uint32_t sample) {
  Draws draw(sample);
  SupplyInputs in{.quarters = 16, .product = "item 0", .stress = false};
  const int n = draw.count(1, 12);
  for (int i = 0; i < n; ++i) {
    Item item{.name = "item " + std::to_string(i), .stock = draw.count(0, 2) == 0 ? draw.between(0.0, 50.0) : 0.0};
    const int suppliers = draw.count(1, 3);
    for (int k = 0; k < suppliers; ++k) {
      Supplier s{
          .name = "s" + std::to_string(k), .capacity = draw.between(0.0, 100.0), .yield = draw.between(0.5, 1.0)};
      s.share = draw.between(0.1, 1.0);
      s.lead_time = (draw.count(0, 1) == 0 ? draw.count(0, 3) : draw.between(0.0, 3.0)) * unit::quarter;
      s.later = {{draw.between(2027.0, 2028.0), draw.between(0.0, 200.0)}};
      s.growth = draw.count(0, 1) == 0 ? Growth::ramp : Growth::steps;
      item.suppliers.push_back(s);
    }
    in.items.push_back(item);
    if (i > 0)
      in.items[static_cast<std::size_t>(draw.count(0, i - 1))].inputs.push_back({item.name, draw.between(0.5, 4.0)});
  }
  in.builds = {{"a", 2027.75, draw.between(10.0, 300.0)}};
  return in;
}

/// The same plan by brute force: goods on the shelf and in the pipeline, one period after the other.
std::vector<double> simulate(const Network& net) {
  const auto quarters = net.quarters;
  std::vector<double> shelf(net.nodes.size()), made(net.nodes.size()), product;
  std::vector<std::vector<double>> due(net.sources.size(), std::vector<double>(quarters + 64, 0.0));
  for (std::size_t n = 0; n < net.nodes.size(); ++n) shelf[n] = made[n] = net.nodes[n].stock;
  for (std::size_t t = 0; t < quarters; ++t) {
    for (std::size_t n = 0; n < net.nodes.size(); ++n) {
      const auto& node = net.nodes[n];
      for (auto k = node.sources_begin; k < node.sources_end; ++k) {
        const auto& source = net.sources[k];
        double x = net.capacity_of(k)[t];
        for (auto a = node.arcs_begin; a < node.arcs_end; ++a) {
          x = std::min(x, shelf[net.arcs[a].node] / net.arcs[a].quantity);
        }
        for (auto a = node.arcs_begin; a < node.arcs_end; ++a) shelf[net.arcs[a].node] -= x * net.arcs[a].quantity;
        if (t + source.lead + 1 < due[k].size()) {
          due[k][t + source.lead] += source.yield * x * (1.0 - source.lead_fraction);
          due[k][t + source.lead + 1] += source.yield * x * source.lead_fraction;
        }
        shelf[n] += due[k][t];
        made[n] += due[k][t];
      }
    }
    product.push_back(made.back());
  }
  return product;
}

TEST(Network, AgreesWithASimulationPeriodByPeriod) {
  for (std::uint32_t sample = 0; sample < 300; ++sample) {
    const auto net = compile(random_tree(sample));
    ASSERT_TRUE(net.has_value());
    Flow flow;
    run(*net, flow);
    const auto expected = simulate(*net);
    for (std::size_t t = 0; t < net->quarters; ++t) {
      const double got = flow.output[(net->nodes.size() - 1) * net->quarters + t];
      ASSERT_NEAR(got, expected[t], 1e-9 * (1.0 + expected[t])) << "sample " << sample << " quarter " << t;
    }
  }
}

TEST(Network, PricesAreTheDerivative) {
  for (std::uint32_t sample = 0; sample < 200; ++sample) {
    const auto net = compile(random_tree(sample));
    Flow flow;
    run(*net, flow);
    const auto t = net->quarters - 1;
    const auto prices = price(*net, flow, t);
    const auto product = (net->nodes.size() - 1) * net->quarters + t;
    for (std::size_t n = 0; n < net->nodes.size(); ++n) {
      constexpr double h = 1e-7;
      double side[2];
      for (const int sign : {-1, 1}) {
        Network changed = *net;
        for (auto k = net->nodes[n].sources_begin; k < net->nodes[n].sources_end; ++k) {
          for (std::size_t q = 0; q < net->quarters; ++q) changed.capacity_of(k)[q] *= 1.0 + sign * h;
        }
        Flow moved;
        run(changed, moved);
        side[sign > 0] = (moved.output[product] - flow.output[product]) / (sign * h);
      }
      const double scale = 1.0 + flow.output[product];
      const auto [low, high] = std::minmax(side[0], side[1]);  // equal unless the plan sits on a kink
      EXPECT_GE(prices.worth[n], low - 1e-5 * scale) << "sample " << sample << " node " << n;
      EXPECT_LE(prices.worth[n], high + 1e-5 * scale) << "sample " << sample << " node " << n;
    }
  }
}

TEST(Network, MoreOfAnythingNeverDeliversLessWhenSuppliersAreAlike) {
  for (std::uint32_t sample = 0; sample < 100; ++sample) {
    auto in = random_tree(sample);
    for (auto& item : in.items) item.suppliers.resize(1);
    const auto net = compile(in);
    Flow flow, more;
    run(*net, flow);
    Network changed = *net;
    for (std::size_t k = 0; k < net->sources.size(); ++k) {
      std::ranges::copy(net->capacity, changed.capacity.begin());
      for (std::size_t t = 0; t < net->quarters; ++t) changed.capacity_of(k)[t] *= 1.3;
      run(changed, more);
      for (std::size_t i = 0; i < flow.output.size(); ++i) ASSERT_GE(more.output[i], flow.output[i] * (1.0 - 1e-12));
    }
  }
}

TEST(Network, SplitsASharedInputByNeed) {
  // A board takes 1 chip itself and 2 modules of 2 chips: 5 chips per board; 50 chips a quarter make 10 boards.
  SupplyInputs in{.quarters = 4, .product = "board"};
  const Supplier chips{.name = "fab", .capacity = 50.0};
  in.items = {{.name = "board", .inputs = {{"chip", 1.0}, {"module", 2.0}}},
              {.name = "module", .inputs = {{"chip", 2.0}}},
              {.name = "chip", .suppliers = {chips}}};
  in.builds = {{"b", 2027.0, 10.0}};
  const auto net = compile(in);
  ASSERT_TRUE(net.has_value());
  EXPECT_DOUBLE_EQ(net->nodes.front().per_product, 5.0);
  Flow flow;
  run(*net, flow);
  EXPECT_NEAR(flow.output[(net->nodes.size() - 1) * 4 + 3], 40.0, 1e-9);
}

TEST(Network, SteadyStateIsTheStaticThroughput) {
  SupplyInputs in{.quarters = 8, .product = "a"};
  const auto made = [](double capacity, double yield) {
    return std::vector<Supplier>{{.name = "s", .capacity = capacity, .yield = yield}};
  };
  in.items = {{.name = "a", .inputs = {{"b", 2.0}, {"c", 1.0}}, .suppliers = made(30.0, 0.9)},
              {.name = "b", .inputs = {{"c", 3.0}}, .suppliers = made(44.0, 0.8)},
              {.name = "c", .suppliers = made(200.0, 0.7)}};
  in.builds = {{"x", 2027.0, 1.0}};
  ThroughputInputs steady{.product = "a"};
  for (const auto& item : in.items) {
    const auto& s = item.suppliers[0];
    steady.items.push_back({item.name, item.inputs, s.capacity * s.yield, s.yield});
  }
  const auto net = compile(in);
  Flow flow;
  run(*net, flow);
  EXPECT_NEAR(flow.output[(net->nodes.size() - 1) * 8 + 7], 8.0 * evaluate(steady).throughput, 1e-9);
}

}  // namespace
}  // namespace copack::supply
