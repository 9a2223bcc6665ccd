// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "copack/workload/transformer.hpp"

/// What bounds the generation of tokens.
namespace copack::workload {

struct KvCacheInputs {
  ModelShape model;
  double element_bytes = 2;  ///< per cached number
  double context = 1;        ///< tokens per sequence
  double sequences = 1;      ///< kept at once
};
struct KvCacheResults {
  double elements_per_token_layer = 0;  ///< keys and values, or the latent vector
  DataSize per_token;                   ///< all layers
  DataSize total;                       ///< all sequences
};
void describe(Fields& f, KvCacheInputs& x);
void describe(Fields& f, KvCacheResults& x);
std::vector<Problem> validate(const KvCacheInputs& in);
KvCacheResults evaluate(const KvCacheInputs& in);

/// The bound that expert dispatch and combine alone put on decoding (Zhao et al., ISCA 2025, section 2.3.2).
struct DecodeBoundInputs {
  double tokens = 0;          ///< per accelerator and microbatch
  double copies = 0;          ///< accelerators that each token goes to: routed and shared experts
  double hidden = 0;          ///< h
  double dispatch_bytes = 1;  ///< per element sent to an expert, scales included
  double combine_bytes = 2;   ///< per element sent back
  int layers = 1;             ///< with experts
  int microbatches = 2;       ///< that take turns on the network
  BitRate bandwidth;          ///< per accelerator, one direction
};
struct DecodeBoundResults {
  DataSize dispatch;  ///< per accelerator, layer and microbatch
  DataSize combine;   ///< per accelerator, layer and microbatch
  DataSize payload;   ///< both
  Time dispatch_time;
  Time combine_time;
  Time layer_time;               ///< one layer, one microbatch
  Time time_per_token;           ///< all layers, all microbatches
  double tokens_per_second = 0;  ///< of one sequence
};
void describe(Fields& f, DecodeBoundInputs& x);
void describe(Fields& f, DecodeBoundResults& x);
std::vector<Problem> validate(const DecodeBoundInputs& in);
DecodeBoundResults evaluate(const DecodeBoundInputs& in);

}  // namespace copack::workload
