// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "copack/catalog/catalog.hpp"

namespace CLI {
class App;
}

namespace copack::app {

/// Exit statuses of the program.
inline constexpr int exit_ok = 0;
inline constexpr int exit_failed_check = 1;  ///< a validation case fails without a known reason, a catalog problem
inline constexpr int exit_bad_input = 2;
inline constexpr int exit_internal = 3;

/// What every command needs: where the data are, how to answer.
struct Session {
  std::filesystem::path data;   ///< folder of the catalog that came with the program
  std::filesystem::path added;  ///< folder beside it, or a catalog that takes its place; may be empty
  bool json = false;
};

/// A command registers its options and, when chosen, leaves what to run in `action`.
using Action = std::function<int()>;

void add_evaluate(CLI::App& app, Session& session, Action& action);
void add_explain(CLI::App& app, Session& session, Action& action);
void add_catalog(CLI::App& app, Session& session, Action& action);
void add_validate(CLI::App& app, Session& session, Action& action);
void add_model(CLI::App& app, Session& session, Action& action);
void add_reach(CLI::App& app, Session& session, Action& action);
void add_new(CLI::App& app, Session& session, Action& action);
void add_completion(CLI::App& app, Session& session, Action& action);

/// How a study is sampled and run; zero worlds and a negative seed keep those of the study.
struct RunSettings {
  int threads = 0;
  std::int64_t worlds = 0;
  std::int64_t seed = -1;

  /// Puts what was asked for in place of what the study says.
  template <class Uncertainty>
  void apply_to(Uncertainty& uncertainty) const {
    if (worlds > 0) uncertainty.worlds = worlds;
    if (seed >= 0) uncertainty.seed = seed;
  }
};
void add_run_options(CLI::App& command, RunSettings& settings);

/// The catalog of the session. A folder of the user's own with a price index is a catalog by itself. @throws InputError
/// with everything wrong in it.
catalog::Catalog load_catalog(const Session& session);

/// Year and month of the newest figure in the catalog.
std::string catalog_date(const catalog::Catalog& catalog);

/// The catalog folder of an installed or built program: beside the executable, or the source tree it was built from.
std::filesystem::path default_data_folder();

/// The folder with validation cases that belongs to a data folder.
std::filesystem::path validation_folder(const Session& session);

}  // namespace copack::app
