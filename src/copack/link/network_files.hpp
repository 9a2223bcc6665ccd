// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "copack/link/com.hpp"
#include "copack/link/touchstone_summary.hpp"

namespace copack::link {

/// Largest singular value up to which measured data count as passive: noise of an analyser near 0 Hz.
inline constexpr double passivity_limit = 1.001;

/// The differential channel that `channel` means by a file: ports chosen or told from the through path of a victim, for
/// aggressors by `victim_order`. Refuses, with what to do: files that are single-ended or of the wrong number of ports,
/// ports in another order than stated, crosstalk given as the victim, impedances that differ, energy gained, too few
/// points or too low a highest frequency for `symbol_rate`.
std::optional<Channel> usable_channel(const Touchstone& file, const ComChannel& channel, PortOrder victim_order,
                                      Frequency symbol_rate, const std::string& name, Diagnostics& diagnostics);

/// The order of ports that a victim's file shows.
PortOrder order_of(const Touchstone& file, const ComChannel& channel);

/// Reads the Touchstone files of all channels, relative to `folder`.
void load_files(ComInputs& in, const std::filesystem::path& folder, Diagnostics& diagnostics);

/// Reads the file, or the text in the input itself.
void load_files(TouchstoneInputs& in, const std::filesystem::path& folder, Diagnostics& diagnostics);

}  // namespace copack::link
