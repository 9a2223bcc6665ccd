// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <memory>

#include "commands.hpp"
#include "copack/catalog/node.hpp"
#include "copack/report/catalog_text.hpp"
#include "copack/report/hf_config.hpp"
#include "copack/system/library.hpp"

namespace copack::app {
namespace {

struct Options {
  std::string kind;
  std::string id;
  std::filesystem::path file;
  report::RecordWords words;
};

int list(const Options& options, const Session& session) {
  const auto catalog = load_catalog(session);
  fmt::print("{}", session.json ? report::catalog_list_json(catalog, options.kind)
                                : report::catalog_list_text(catalog, options.kind));
  return exit_ok;
}

int show(const Options& options, const Session& session) {
  const auto catalog = load_catalog(session);
  fmt::print("{}", session.json ? report::catalog_show_json(catalog, options.id)
                                : report::catalog_show_text(catalog, options.id));
  return exit_ok;
}

/// Reads every card of a folder as a study would.
template <Described Card>
void read_all(const catalog::Catalog& catalog, std::string_view folder, Diagnostics& diagnostics) {
  for (const auto& id : system::card_ids(catalog, folder)) {
    const auto document = system::card_document(catalog, folder, id, {}, diagnostics);
    if (!document) continue;
    const auto loaded = system::read_card<Card>(catalog, folder, *document, nullptr, diagnostics);
    if (loaded.card.id != id)
      diagnostics.error(document->where,
                        fmt::format("the id \"{}\" must be the name of the file, \"{}\"", loaded.card.id, id));
  }
}

int check(const Session& session) {
  const auto catalog = load_catalog(session);
  Diagnostics diagnostics = catalog::check_evidence(catalog, std::atoi(catalog_date(catalog).c_str()));
  read_all<system::TechnologyCard>(catalog, system::technologies_folder, diagnostics);
  read_all<system::LinkCard>(catalog, system::links_folder, diagnostics);
  read_all<system::PlatformCard>(catalog, system::platforms_folder, diagnostics);
  read_all<system::ServerCard>(catalog, system::servers_folder, diagnostics);
  read_all<system::OrganisationCard>(catalog, system::organisations_folder, diagnostics);
  diagnostics.sort();
  const auto problems = std::ranges::count(diagnostics.all(), Severity::error, &Diagnostic::severity);
  fmt::print("{}", session.json ? report::diagnostics_json(diagnostics) : diagnostics.text());
  if (!session.json) {
    fmt::print("{} records, {} sources, {} errors, {} warnings\n", catalog.records().size(), catalog.sources().size(),
               problems, static_cast<std::ptrdiff_t>(diagnostics.all().size()) - problems);
  }
  return problems == 0 ? exit_ok : exit_failed_check;
}

/// Prints the language-model record of a Hugging Face `config.json`.
int import(const Options& options, const Session& session) {
  const auto model = report::import_hf_config(catalog::read_input(options.file));
  Diagnostics diagnostics;
  for (const auto& problem : model.problems) {
    diagnostics.error({options.file.string(), 0, 0},
                      problem.path.empty() ? problem.message : fmt::format("{} {}", problem.path, problem.message));
  }
  auto words = options.words;
  if (load_catalog(session).source(words.source) == nullptr) {
    diagnostics.error(
        {"--source", 0, 0},
        fmt::format("there is no source \"{}\"; add it to sources/ of a folder named by --data", words.source));
  }
  if (diagnostics.has_errors()) throw InputError(diagnostics);
  if (words.name.empty()) words.name = words.id;
  fmt::print("{}", report::language_model_record(model, words));
  return exit_ok;
}

void add_import(CLI::App& command, const std::shared_ptr<Options>& options, Session& session, Action& action) {
  auto* import_command =
      command.add_subcommand("import", "The record of a language model from its Hugging Face config.json");
  import_command->add_option("CONFIG", options->file, "config.json of a model")->required()->check(CLI::ExistingFile);
  import_command->add_option("--source", options->words.source, "Key of the source that holds the file")->required();
  import_command->add_option("--id", options->words.id, "Name of the record, and of its file")->required();
  import_command->add_option("--name", options->words.name, "Name for people; without it the id");
  import_command->add_option("--year", options->words.year, "Year of the source")->check(CLI::Range(1900, 2200));
  import_command->footer("Example: copack catalog import config.json --source S059 --id llama-3.1-8b --year 2024");
  import_command->callback(
      [options, &session, &action] { action = [options, &session] { return import(*options, session); }; });
}

}  // namespace

void add_catalog(CLI::App& app, Session& session, Action& action) {
  auto* command = app.add_subcommand("catalog", "List, show or check the numbers that Copack knows");
  command->require_subcommand(1);
  command->footer("Example: copack catalog show components/800g-lpo-dr8");
  auto options = std::make_shared<Options>();
  auto* list_command = command->add_subcommand("list", "Names of all records, or of one kind");
  list_command->add_option("KIND", options->kind, "accelerators, switches, components, technologies, ...");
  list_command->footer("Example: copack catalog list technologies");
  list_command->callback(
      [options, &session, &action] { action = [options, &session] { return list(*options, session); }; });
  auto* show_command = command->add_subcommand("show", "A record or card with its values and their sources");
  show_command
      ->add_option("ID", options->id, "components/800g-lpo-dr8, technologies/dac-400g, an id alone, or a source key")
      ->required();
  show_command->footer("Example: copack catalog show components/800g-lpo-dr8");
  show_command->callback(
      [options, &session, &action] { action = [options, &session] { return show(*options, session); }; });
  auto* reference_command = command->add_subcommand("reference", "Fields of all record kinds as Markdown");
  reference_command->footer("Example: copack catalog reference > catalog.md");
  reference_command->callback([&action] {
    action = [] {
      fmt::print("{}", report::catalog_reference());
      return exit_ok;
    };
  });
  auto* check_command =
      command->add_subcommand("check", "Unresolved sources, missing boundaries, stale, single-sourced, outliers");
  check_command->footer("Example: copack catalog check");
  check_command->callback([&session, &action] { action = [&session] { return check(session); }; });
  add_import(*command, options, session, action);
}

}  // namespace copack::app
