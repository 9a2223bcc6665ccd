// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <vector>

#include "copack/reliability/fru.hpp"
#include "copack/system/design.hpp"
#include "copack/system/trace.hpp"

namespace copack::system {

/// Temperatures of the parts of a package.
struct PartTemperatures {
  Temperature asic, engine, laser;
};
using TierTemperatures = std::array<PartTemperatures, network_tiers>;

/// The FRU tree of a design: every kind of unit of its technologies, switch boxes and servers, with its count and with
/// its scopes in ports. Units of one kind in boxes of different sizes are different classes.
/// With `temperatures` units have those of their tier's packages; without, those at which their rates hold.
std::vector<reliability::FruClass> fru_classes(const Design& design, const TierTemperatures* temperatures = nullptr);

/// The whole input of the reliability model. `exposed_communication`: share of the step that waits for the network.
reliability::ReliabilityInputs reliability_inputs(const Design& design, double exposed_communication,
                                                  const TierTemperatures* temperatures = nullptr);

/// Says in a trace from which package the temperatures of the units in `fru_classes` come.
void trace_temperatures(Trace& trace, const Design& design);

/// Largest service scope of the FRUs of the technologies (not of the boxes themselves), in ports.
double optics_blast_radius(const Design& design);

}  // namespace copack::system
