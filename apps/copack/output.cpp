// SPDX-License-Identifier: Apache-2.0
#include "output.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <system_error>

#include "copack/core/diagnostics.hpp"

namespace copack::app {

namespace fs = std::filesystem;

void make_result_folder(const fs::path& folder) {
  std::error_code failure;
  if (fs::exists(folder, failure) && !fs::is_directory(folder, failure)) {
    throw InputError({folder.string(), 0, 0}, "is a file; results go to a folder");
  }
  fs::create_directories(folder, failure);
  if (failure) throw InputError({folder.string(), 0, 0}, fmt::format("cannot be made: {}", failure.message()));
  if (access(folder.c_str(), W_OK) != 0)
    throw InputError({folder.string(), 0, 0}, "is not writable; check its permissions");
}

void replace_file(const fs::path& file, const std::function<void(const fs::path&)>& write) {
  auto beside = file;
  beside += ".part";
  std::error_code failure;
  try {
    write(beside);
    fs::rename(beside, file, failure);
  } catch (const std::exception& error) {
    fs::remove(beside, failure);
    throw OutputError(fmt::format("{} cannot be written: {}", file.string(), error.what()));
  }
  if (!failure) return;
  const auto reason = failure.message();
  fs::remove(beside, failure);
  throw OutputError(fmt::format("{} cannot be written: {}", file.string(), reason));
}

void replace_file(const fs::path& file, std::string_view text) {
  replace_file(file, [&](const fs::path& beside) {
    std::ofstream out(beside, std::ios::binary);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.flush();
    if (!out) throw std::system_error(errno, std::generic_category());
  });
}

ProgressBar::ProgressBar() : terminal_(isatty(STDERR_FILENO) != 0), started_(seconds_now()) {}

void ProgressBar::show(double share) {
  constexpr double patience = 1.0;
  constexpr int width = 40;
  if (!terminal_ || seconds_now() - started_ < patience) return;
  const int full = static_cast<int>(share * width);
  fmt::print(stderr, "\r  {}{} {:3.0f} %", std::string(static_cast<std::size_t>(full), '#'),
             std::string(static_cast<std::size_t>(width - full), '.'), 100.0 * share);
  std::fflush(stderr);
  drawn_ = true;
}

void ProgressBar::clear() {
  if (drawn_) fmt::print(stderr, "\r{}\r", std::string(60, ' '));
}

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace copack::app
