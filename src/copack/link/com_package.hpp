// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "copack/link/com.hpp"

namespace copack::link {

/// The package from die to ball with a line of the given length (93A.1.2, eq. 93A-15).
Channel package_channel(const ComPackage& package, Length length, std::span<const double> frequency);

/// Voltage at the terminated end over the source voltage of a two-port with single-ended terminations `ohm` at both
/// ends, relative to a matched direct connection (93A-18).
Complex voltage_transfer(const TwoPort& s, double ohm);

}  // namespace copack::link
