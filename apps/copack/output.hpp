// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace copack::app {

/// A result could not be written: full disk, lost permission.
class OutputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Makes a folder for results. @throws InputError when the path cannot be one.
void make_result_folder(const std::filesystem::path& folder);

/// Files that belong together. Each is written beside its place; they are put in their places when all are written, so
/// that none is ever half written and a failure leaves the old ones as they were. What was not put in place is removed.
class FileSet {
 public:
  FileSet() = default;
  FileSet(const FileSet&) = delete;
  FileSet& operator=(const FileSet&) = delete;
  ~FileSet();

  /// Lets `write` fill the file that will become `file`. @throws OutputError.
  void add(const std::filesystem::path& file, const std::function<void(const std::filesystem::path&)>& write);
  void add(const std::filesystem::path& file, std::string_view text);
  /// @throws OutputError.
  void put_in_place();

 private:
  std::vector<std::filesystem::path> files_;
};

/// Writes one file and puts it in its place. @throws OutputError.
void replace_file(const std::filesystem::path& file, std::string_view text);

/// From now on an interrupt or a request to terminate prints `text` on standard error before it ends the program.
void say_on_interrupt(const std::string& text);

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
