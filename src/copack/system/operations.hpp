// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "copack/reliability/fru.hpp"
#include "copack/system/design.hpp"

namespace copack::system {

/// The FRU tree of a design: every kind of unit of its technologies, switch boxes and servers, with its count and with
/// its scopes in ports. Units of one kind in boxes of different sizes are different classes.
std::vector<reliability::FruClass> fru_classes(const Design& design);

/// The whole input of the reliability model. `exposed_communication`: share of the step that waits for the network.
reliability::ReliabilityInputs reliability_inputs(const Design& design, double exposed_communication);

/// Largest service scope of the FRUs of the technologies (not of the boxes themselves), in ports.
double optics_blast_radius(const Design& design);

}  // namespace copack::system
