// SPDX-License-Identifier: Apache-2.0
#include "output.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <system_error>

#include "copack/core/diagnostics.hpp"

namespace copack::app {

namespace fs = std::filesystem;

namespace {

fs::path beside(const fs::path& file) { return file.string() + ".part"; }

/// What the handler of signals says. It may not call much more than write.
std::array<char, 4096> last_words;
std::size_t last_words_size = 0;

extern "C" void speak_and_die(int signal) {
  (void)!write(STDERR_FILENO, &last_words[0], last_words_size);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

}  // namespace

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

FileSet::~FileSet() {
  std::error_code none;
  for (const auto& file : files_) fs::remove(beside(file), none);
}

void FileSet::add(const fs::path& file, const std::function<void(const fs::path&)>& write) {
  if (fs::is_directory(file)) throw OutputError(file.string() + " cannot be written: it is a folder");
  files_.push_back(file);
  try {
    write(beside(file));
  } catch (const std::exception& error) {
    throw OutputError(fmt::format("{} cannot be written: {}", file.string(), error.what()));
  }
}

void FileSet::add(const fs::path& file, std::string_view text) {
  add(file, [&](const fs::path& part) {
    std::ofstream out(part, std::ios::binary);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.flush();
    if (!out) throw std::system_error(errno, std::generic_category());
  });
}

void FileSet::put_in_place() {
  for (const auto& file : files_) {
    std::error_code failure;
    fs::rename(beside(file), file, failure);
    if (failure) throw OutputError(fmt::format("{} cannot be written: {}", file.string(), failure.message()));
  }
  files_.clear();
}

void replace_file(const fs::path& file, std::string_view text) {
  FileSet one;
  one.add(file, text);
  one.put_in_place();
}

void say_on_interrupt(const std::string& text) {
  last_words_size = text.copy(last_words.data(), last_words.size());
  std::signal(SIGINT, speak_and_die);
  std::signal(SIGTERM, speak_and_die);
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
