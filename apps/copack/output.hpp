// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace copack::app {

/// A result could not be written: full disk, lost permission.
class OutputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Makes a folder for results. @throws InputError when the path cannot be one.
void make_result_folder(const std::filesystem::path& folder);

/// Lets `write` fill a file beside `file` and then puts it in its place, so that `file` is never half written.
/// @throws OutputError.
void replace_file(const std::filesystem::path& file, const std::function<void(const std::filesystem::path&)>& write);

/// The same for a text.
void replace_file(const std::filesystem::path& file, std::string_view text);

/// Draws a progress bar on standard error when that is a terminal and the work has taken a while.
class ProgressBar {
 public:
  ProgressBar();
  void show(double share);
  void clear();

 private:
  bool terminal_ = false;
  bool drawn_ = false;
  double started_ = 0.0;
};

/// Seconds on a steady clock.
double seconds_now();

}  // namespace copack::app
