// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace copack::link {

/// Places of `groups` groups of `size` neighbours that do not overlap and whose gains add up to the most, in order; as
/// many groups as there is room for. Exact, by dynamic programming over the last place used.
std::vector<std::size_t> place_groups(std::span<const double> gains, int groups, int size);

}  // namespace copack::link
