// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "copack/fabric/flow_classes.hpp"
#include "copack/fabric/topology.hpp"

namespace copack::fabric {

/// Every accelerator sends to every other, sprayed over an even folded Clos: the classes straight from the plan, a
/// handful for any number of accelerators. Blocks are full but for the last of each layer, so an accelerator is told by
/// the layer at which it leaves the chain of last blocks, and a flow by those of its ends and the layer at which it
/// turns round.
/// @returns nothing for rails, uneven bundles, or where scale-up domains straddle leaves.
std::optional<FlowClasses> all_to_all_classes(const FabricInputs& in);

}  // namespace copack::fabric
