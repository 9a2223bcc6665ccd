// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <system_error>

#include "commands.hpp"
#include "copack/core/diagnostics.hpp"
#include "copack/study/database.hpp"
#include "output.hpp"

namespace {

using copack::app::Action;
using copack::app::Session;

constexpr const char* description =
    "Copack tells whether the light should move into the package: which interconnect on which network tier of an\n"
    "AI cluster, from whom, and when.";

void add_commands(CLI::App& app, Session& session, Action& action) {
  copack::app::add_evaluate(app, session, action);
  copack::app::add_explain(app, session, action);
  copack::app::add_catalog(app, session, action);
  copack::app::add_validate(app, session, action);
  copack::app::add_model(app, session, action);
  copack::app::add_new(app, session, action);
  copack::app::add_completion(app, session, action);
}

int run(int argc, char** argv) {
  CLI::App app{description, "copack"};
  Session session{.data = copack::app::default_data_folder()};
  Action action;
  app.set_version_flag("--version", COPACK_VERSION);
  app.add_option("--data", session.added, "Folder with cards, records and sources of your own, beside the catalog")
      ->check(CLI::ExistingDirectory);
  app.add_flag("--json", session.json, "Answer in JSON");
  app.fallthrough();
  app.require_subcommand(1);
  app.footer("Example: copack evaluate studies/01-meta-24k-h100/study.toml -o results");
  add_commands(app, session, action);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int status = app.exit(error);
    return status == 0 ? copack::app::exit_ok : copack::app::exit_bad_input;
  }
  const int status = action();
  if (std::fflush(stdout) != 0) throw std::system_error(errno, std::generic_category(), "standard output");
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const copack::InputError& error) {
    fmt::print(stderr, "{}", error.what());
    return copack::app::exit_bad_input;
  } catch (const copack::app::OutputError& error) {
    fmt::print(stderr, "copack: {}\n", error.what());
    return copack::app::exit_internal;
  } catch (const copack::study::StoreError& error) {
    fmt::print(stderr, "copack: {}\n", error.what());
    return copack::app::exit_internal;
  } catch (const std::system_error& error) {
    fmt::print(stderr, "copack: {}\n", error.what());
    return copack::app::exit_internal;
  } catch (const std::exception& error) {
    fmt::print(stderr, "copack: internal error: {}\nPlease report it with the command and the input.\n", error.what());
    return copack::app::exit_internal;
  }
}
