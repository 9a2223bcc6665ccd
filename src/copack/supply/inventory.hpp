// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"

/// Stock buffers: how much to hold for one period, and where to hold it along a chain.
namespace copack::supply {

/// One order for one period of normal demand.
struct NewsvendorInputs {
  double holding = 0.0;   ///< h: cost per unit left over
  double shortage = 0.0;  ///< p: cost per unit short
  double mean = 0.0;      ///< mu: mean demand
  double sd = 0.0;        ///< sigma: standard deviation of demand
};

struct NewsvendorResults {
  double critical_ratio = 0.0;
  double z = 0.0;      ///< standard normal quantile of the ratio
  double order = 0.0;  ///< S
  double cost = 0.0;   ///< expected cost of what is left over or short
};

std::vector<Problem> validate(const NewsvendorInputs& inputs);
NewsvendorResults evaluate(const NewsvendorInputs& inputs);

/// A stage of the guaranteed-service model. Times are whole periods.
struct Stage {
  std::string name;
  int processing = 0;                  ///< T
  double holding = 0.0;                ///< h: cost per unit of safety stock
  std::vector<std::string> suppliers;  ///< stages that feed it
  double demand_sd = 0.0;              ///< sd of external demand per period at this stage
  int inbound = 0;                     ///< service time of an outside supplier
  int outbound = -1;                   ///< largest service time that outside customers accept; -1: none ask
};

struct GuaranteedServiceInputs {
  std::vector<Stage> stages;  ///< connected, without cycles even when directions are ignored
  double z = 1.645;           ///< safety factor: demand bound = z * sd * sqrt(time)
};

struct StagePlan {
  std::string name;
  double demand_sd = 0.0;     ///< sigma: root of the sum of squares downstream
  int inbound = 0;            ///< SI
  int outbound = 0;           ///< S: committed service time
  int net_lead = 0;           ///< SI + T - S
  double safety_stock = 0.0;  ///< z * sigma * sqrt(net lead time)
};

struct GuaranteedServiceResults {
  bool solved = false;  ///< false: not a tree, or no service times meet the bounds
  double cost = 0.0;    ///< sum of holding * safety stock, least possible
  std::vector<StagePlan> stages;
};

std::vector<Problem> validate(const GuaranteedServiceInputs& inputs);

/// Exact dynamic programme on the tree (Graves & Willems 2000, section 4).
GuaranteedServiceResults evaluate(const GuaranteedServiceInputs& inputs);

void describe(Fields& f, NewsvendorInputs& x);
void describe(Fields& f, NewsvendorResults& x);
void describe(Fields& f, Stage& x);
void describe(Fields& f, GuaranteedServiceInputs& x);
void describe(Fields& f, StagePlan& x);
void describe(Fields& f, GuaranteedServiceResults& x);

}  // namespace copack::supply
