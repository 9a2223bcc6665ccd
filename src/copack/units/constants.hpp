// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Constants of nature in SI units, for kernels that compute on plain numbers. Source: The International System of
/// Units, 9th edition (BIPM 2019), where all are exact.
namespace copack {

inline constexpr double speed_of_light = 299792458.0;         // m/s
inline constexpr double elementary_charge = 1.602176634e-19;  // C
inline constexpr double boltzmann = 1.380649e-23;             // J/K
inline constexpr double planck_constant = 6.62607015e-34;     // J s

}  // namespace copack
