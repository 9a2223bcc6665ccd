// SPDX-License-Identifier: Apache-2.0
#include "copack/core/hash.hpp"

#include <fmt/format.h>

namespace copack {

std::string hex(std::uint64_t value) { return fmt::format("{:016x}", value); }

}  // namespace copack
