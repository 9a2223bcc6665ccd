// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace copack::link {

/// Group delay of standard single-mode fibre in s/m (group index 1.468).
inline constexpr double fibre_delay = 4.9e-9;
/// Group delay of twinax in s/m.
inline constexpr double copper_delay = 4.6e-9;

}  // namespace copack::link
