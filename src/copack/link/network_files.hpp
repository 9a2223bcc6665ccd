// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "copack/link/com.hpp"
#include "copack/link/touchstone_summary.hpp"

namespace copack::link {

/// Largest singular value up to which measured data count as passive: noise of an analyser near 0 Hz.
inline constexpr double passivity_limit = 1.001;

/// The differential channel that `channel` means by a file: ports chosen or told from the through path of a victim, for
/// aggressors those of the victim where they are known. Refuses, with line and what to do: files that are single-ended
/// or of the wrong number of ports, ports in another order than stated, crosstalk given as the victim and the reverse,
/// impedances that differ, energy gained, missing frequencies, too few points or too low a highest frequency for
/// `symbol_rate`.
std::optional<Channel> usable_channel(const Touchstone& file, const ComChannel& channel,
                                      const std::optional<PairPorts>& victim, Frequency symbol_rate,
                                      const std::string& name, Diagnostics& diagnostics);

/// The ports that a victim's file shows or that are stated for it; nothing when it is differential already.
std::optional<PairPorts> ports_of_victim(const Touchstone& file, const ComChannel& channel);

/// Reads the Touchstone files of all channels, relative to `folder`.
void load_files(ComInputs& in, const std::filesystem::path& folder, Diagnostics& diagnostics);

/// Reads the file, or the text in the input itself.
void load_files(TouchstoneInputs& in, const std::filesystem::path& folder, Diagnostics& diagnostics);

}  // namespace copack::link
