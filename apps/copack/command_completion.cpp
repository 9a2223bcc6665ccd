// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "commands.hpp"
#include "copack/system/models.hpp"

namespace copack::app {
namespace {

/// Options and sub-commands of a command, for completion.
std::string words_of(const CLI::App& command) {
  std::string words;
  for (const auto* sub : command.get_subcommands([](const CLI::App*) { return true; })) words += sub->get_name() + " ";
  for (const auto* option : command.get_options()) {
    for (const auto& name : option->get_lnames()) words += "--" + name + " ";
  }
  return words;
}

std::string model_names() {
  std::string names;
  for (const auto& model : system::models()) names += std::string(model.name) + " ";
  return names;
}

std::string bash_script(const CLI::App& app) {
  std::string cases;
  for (const auto* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    cases += fmt::format("    {}) words=\"{}{}\" ;;\n", sub->get_name(), words_of(*sub),
                         sub->get_name() == "model" ? model_names() : std::string{});
  }
  return fmt::format(
      "# bash completion of copack: source <(copack completion)\n"
      "_copack() {{\n"
      "  local words=\"{}\" i\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    case ${{COMP_WORDS[i]}} in\n{}"
      "    esac\n"
      "  done\n"
      "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"${{COMP_WORDS[COMP_CWORD]}}\")\n"
      "}}\n"
      "complete -o default -F _copack copack\n",
      words_of(app), cases);
}

}  // namespace

void add_completion(CLI::App& app, Session& /*session*/, Action& action) {
  auto* command = app.add_subcommand("completion", "Print the completion script for bash");
  command->add_option("SHELL", "bash, the only one so far")->check(CLI::IsMember({"bash"}));
  command->footer("Example: source <(copack completion)");
  command->callback([&app, &action] {
    action = [&app] {
      fmt::print("{}", bash_script(app));
      return exit_ok;
    };
  });
}

}  // namespace copack::app
