// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "copack/workload/plan.hpp"

/// Time of one layer on one accelerator: matrix products by compute or memory roofline with tile quantisation,
/// everything else by the bytes it moves.
namespace copack::workload {

struct Accelerator {
  FlopRate peak;                      ///< dense, in the precision of the matrix products
  double matmul_efficiency = 0.8;     ///< share of the peak that the best large matrix product reaches, measured
  FlopRate attention_peak;            ///< of the fused attention; 0: the peak
  double attention_efficiency = 0.6;  ///< share of it that the fused attention reaches
  int compute_units = 132;            ///< multiprocessors over which tiles are spread
  int tile_long = 256;                ///< long side of the output tile of one unit
  int tile_short = 128;               ///< short side
  BitRate memory_bandwidth;           ///< of the accelerator's memory
  double memory_efficiency = 0.85;    ///< share of it that a large copy reaches
  DataSize memory_capacity;           ///< of the accelerator's memory
};
void describe(Fields& f, Accelerator& x);

/// Seconds, by what bounds them.
struct Work {
  double compute = 0;  ///< in operations bound by arithmetic
  double memory = 0;   ///< in operations bound by memory
  [[nodiscard]] double total() const { return compute + memory; }
  Work& operator+=(const Work& w) {
    compute += w.compute;
    memory += w.memory;
    return *this;
  }
  friend Work operator+(Work a, const Work& b) { return a += b; }
  friend Work operator*(double k, const Work& w) { return {k * w.compute, k * w.memory}; }
};

/// `count` products of m x k by k x n at once. Tiles run in waves over the compute units, so that a last wave that is
/// not full costs as much as a full one; of the two tile orientations the faster is taken.
Work matmul(const Accelerator& a, double m, double n, double k, double operand_bytes, double count = 1);

/// One microbatch.
struct LayerWork {
  Work forward;
  Work backward;
  Work again;  ///< recomputation in the backward pass
  [[nodiscard]] Work total() const { return forward + backward + again; }
};

/// Mean over the layers of the model (dense and expert layers mixed as they occur).
LayerWork layer_work(const ModelShape& m, const Plan& plan, const Batch& batch, const Precision& precision,
                     const Accelerator& a, bool dropout);

/// Output projection and loss of one microbatch, forward and backward.
Work head_work(const ModelShape& m, const Plan& plan, const Batch& batch, const Precision& precision,
               const Accelerator& a);

/// Reading and writing of weights, gradients and moments once.
Work optimizer_work(const ModelShape& m, const Plan& plan, const Precision& precision, const Accelerator& a);

}  // namespace copack::workload
