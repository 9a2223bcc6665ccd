// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <system_error>

#include "commands.hpp"

namespace copack::app {

namespace fs = std::filesystem;

void add_run_options(CLI::App& command, RunSettings& settings) {
  command.add_option("--threads", settings.threads, "Threads; 0 takes all cores. The result does not depend on it")
      ->check(CLI::Range(0, 1024));
  command.add_option("--worlds", settings.worlds, "Joint samples of everything uncertain")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1} << 20));
  command.add_option("--seed", settings.seed, "Seed of the random numbers")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{4294967295}));
}

fs::path default_data_folder() {
  std::error_code none;
  const auto executable = fs::read_symlink("/proc/self/exe", none);
  const auto installed = executable.parent_path().parent_path() / "share" / "copack" / "data";
  return fs::is_directory(installed, none) ? installed : fs::path(COPACK_SOURCE_DIR) / "data";
}

fs::path validation_folder(const Session& session) { return session.data.parent_path() / "validation"; }

catalog::Catalog load_catalog(const Session& session) {
  constexpr int money_year = 2026;
  Diagnostics diagnostics;
  const bool whole = !session.added.empty() && fs::exists(session.added / "price_index.toml");
  auto catalog = whole ? catalog::Catalog::load(session.added, money_year, diagnostics)
                       : catalog::Catalog::load(session.data, money_year, diagnostics, session.added);
  if (diagnostics.has_errors()) throw InputError(diagnostics);
  return catalog;
}

std::string catalog_date(const catalog::Catalog& catalog) {
  std::string newest;
  for (const auto& [key, source] : catalog.sources()) {
    if (source.date.size() >= 7 && source.date[4] == '-' && source.date > newest) newest = source.date;
  }
  return newest.substr(0, 7);
}

}  // namespace copack::app
