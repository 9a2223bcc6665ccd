// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <string>
#include <system_error>
#include <vector>

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
  copack::app::add_reach(app, session, action);
  copack::app::add_new(app, session, action);
  copack::app::add_completion(app, session, action);
}

std::vector<std::string> command_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const auto* sub : command.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(sub->get_name());
  return names;
}

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const auto* option : command.get_options()) {
    for (const auto& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::string unknown(std::string_view where, std::string_view what, const std::string& word,
                    const std::vector<std::string>& names) {
  const std::vector<std::string_view> views(names.begin(), names.end());
  return fmt::format("{}: error: {} \"{}\"{}\n", where, what, word, copack::did_you_mean(word, views));
}

/// Tells the argument that was not understood, with the nearest name; empty when all were.
std::string complaint(const CLI::App& app) {
  const auto left = app.remaining(true);
  if (left.empty()) return {};
  const auto* command = &app;
  auto where = app.get_name();
  while (!command->get_subcommands().empty()) {
    command = command->get_subcommands().front();
    where += " " + command->get_name();
  }
  const auto option = std::ranges::find_if(left, [](const std::string& word) { return word.starts_with('-'); });
  if (option != left.end()) {
    auto names = option_names(*command);
    for (auto& name : option_names(app)) names.push_back(std::move(name));
    return unknown(where, "there is no option", *option, names);
  }
  const auto commands = command_names(*command);
  return unknown(where, commands.empty() ? "one argument too many:" : "there is no command", left.front(), commands);
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
    if (error.get_exit_code() == 0) return app.exit(error);  // help or version
    const auto text = complaint(app);
    if (text.empty()) {
      (void)app.exit(error);
    } else {
      fmt::print(stderr, "{}Run with --help for more information.\n", text);
    }
    return copack::app::exit_bad_input;
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
