// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "copack/system/design.hpp"

/// A cluster small enough to follow by hand.
namespace copack::system {

inline Temperature celsius(double value) { return Temperature::from_celsius(value); }

/// Light of one port of `co_packaged`: 10^1.6 mW = 39.81 mW from each of four lasers, in watts.
inline constexpr double light_per_port = 4.0 * 0.039810717;

/// 64 ports of 800 Gbit/s: 4 W of SerDes in the switch chip, 4 W in the engine, and four lasers of 16 dBm at 10 %
/// efficiency in a module of their own, each ending in the coolant over a resistance of its own.
TechnologyCard co_packaged();

/// The same link with engine and lasers in a pluggable module of one port, at a market price of 500 USD falling by 10 %
/// a year from 2026.
TechnologyCard pluggable();

/// 512 accelerators under 16 leaves and 8 full spines of 64 ports; the technology joins leaves and spines, so that it
/// has 512 links and 1,024 ends. One job on all accelerators; one build as large as the cluster, due at the beginning
/// of 2027, decided at the beginning of 2026.
Design design_with(const TechnologyCard& card);

}  // namespace copack::system
