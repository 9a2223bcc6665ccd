// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"

/// Latency of a small all-reduce as the NCCL library itself estimates it (src/graph/tuning.cc).
namespace copack::fabric {

enum class NcclAlgorithm : unsigned char { ring, tree };
enum class NcclProtocol : unsigned char { ll, ll128, simple };
enum class NcclConstants : unsigned char {
  nccl_2_10,    ///< NCCL 2.10, NVLink and network
  aws_ofi_nccl  ///< tuner of the aws-ofi-nccl plugin; newer, NVLink only
};
std::span<const std::string_view> choice_names(NcclAlgorithm algorithm);
std::span<const std::string_view> choice_names(NcclProtocol protocol);
std::span<const std::string_view> choice_names(NcclConstants constants);

struct NcclLatencyInputs {
  int ranks = 8;  ///< n
  int nodes = 1;  ///< servers they are spread over
  NcclAlgorithm algorithm = NcclAlgorithm::ring;
  NcclProtocol protocol = NcclProtocol::simple;
  NcclConstants constants = NcclConstants::nccl_2_10;
  DataSize size;      ///< buffer
  BitRate bandwidth;  ///< bus bandwidth of a large transfer; 0: latency alone
};
struct NcclLatencyResults {
  Time base;   ///< start of the operation
  Time intra;  ///< one step inside a node
  Time inter;  ///< one step between nodes
  int intra_steps = 0;
  int inter_steps = 0;
  Time latency;                 ///< without the transfer
  BitRate algorithm_bandwidth;  ///< of the protocol and algorithm
  Time time;                    ///< latency and transfer
};
void describe(Fields& f, NcclLatencyInputs& x);
void describe(Fields& f, NcclLatencyResults& x);
std::vector<Problem> validate(const NcclLatencyInputs& in);
NcclLatencyResults evaluate(const NcclLatencyInputs& in);

}  // namespace copack::fabric
