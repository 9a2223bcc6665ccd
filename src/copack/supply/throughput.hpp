// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "copack/supply/plan.hpp"

/// Steady output of a bill of materials: the Leontief limit min over items of capacity / requirement.
namespace copack::supply {

/// An item at constant good output; alternates are already added up.
struct SteadyItem {
  std::string name;
  std::vector<Ingredient> inputs;
  double capacity = 0.0;  ///< good units per quarter
  double yield = 1.0;     ///< good units per unit started; starts take the inputs
};

struct ThroughputInputs {
  std::string product;
  std::vector<SteadyItem> items;
};

struct ItemLimit {
  std::string name;
  double per_product = 0.0;  ///< N: good units per unit of the product
  double limit = 0.0;        ///< capacity / N, product units per quarter
  double utilisation = 0.0;  ///< throughput / limit
};

struct ThroughputResults {
  bool solved = false;      ///< false: the bill of materials is broken
  double throughput = 0.0;  ///< product units per quarter
  std::string bottleneck;
  std::vector<std::string> bottleneck_group;  ///< every item at the limit
  double next_limit = 0.0;                    ///< throughput once the group is relieved
  std::vector<ItemLimit> limits;              ///< scarcest first
};

std::vector<Problem> validate(const ThroughputInputs& inputs);
ThroughputResults evaluate(const ThroughputInputs& inputs);

void describe(Fields& f, SteadyItem& x);
void describe(Fields& f, ThroughputInputs& x);
void describe(Fields& f, ItemLimit& x);
void describe(Fields& f, ThroughputResults& x);

}  // namespace copack::supply
