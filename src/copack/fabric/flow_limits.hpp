// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "copack/fabric/flows.hpp"

namespace copack::fabric {

/// The method that will answer, or which field is in the way and what to do.
struct MethodChoice {
  Method method = Method::explicit_;
  std::string path;  ///< the field; empty with an empty problem
  std::string problem;
};

/// Links of all streams beyond which nothing is solved: about two gigabytes.
inline constexpr double most_stream_links = 32e6;

/// Decides from counts alone, without building anything.
MethodChoice choose_method(const FlowInputs& in);

}  // namespace copack::fabric
