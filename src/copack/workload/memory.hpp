// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "copack/workload/plan.hpp"

/// Memory of one accelerator in training. Korthikanti et al. 2022 (arXiv 2205.05198), section 4, generalised to gated
/// and grouped-query models, experts and context parallelism; a GPT of f = 4 h gives their closed forms.
namespace copack::workload {

struct MemoryInputs {
  ModelShape model;
  Plan plan;
  Batch batch;
  Precision precision;
  bool dropout = false;  ///< masks of one byte per element are kept
  DataSize capacity;     ///< of one accelerator; 0: not checked
};
struct MemoryResults {
  DataSize activations_per_layer;  ///< of one microbatch
  double layers_held = 0;          ///< layers' worth of activations alive at once on the first stage
  DataSize weights;
  DataSize gradients;
  DataSize optimizer;
  DataSize layer_states;  ///< weights, gradients and optimizer of the layers alone
  DataSize activations;
  DataSize total;
  bool fits = true;
  DataSize excess;  ///< by how much it does not fit
};
void describe(Fields& f, MemoryInputs& x);
void describe(Fields& f, MemoryResults& x);
std::vector<Problem> validate(const MemoryInputs& in);
MemoryResults evaluate(const MemoryInputs& in);

/// The same without copying the parts together.
MemoryResults memory_of(const ModelShape& model, const Plan& plan, const Batch& batch, const Precision& precision,
                        bool dropout, DataSize capacity);

}  // namespace copack::workload
