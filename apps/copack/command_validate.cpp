// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "commands.hpp"
#include "copack/report/validation_table.hpp"
#include "copack/system/validation.hpp"
#include "output.hpp"

namespace copack::app {
namespace {

struct Options {
  std::filesystem::path folder;
  std::string domain;
  std::filesystem::path write;
  std::filesystem::path score;
};

int validate(const Options& options, const Session& session) {
  const auto catalog = load_catalog(session);
  Diagnostics problems;
  const auto folder = options.folder.empty() ? validation_folder(session) : options.folder;
  const auto cases = system::run_validation(folder, options.domain, catalog, problems);
  if (problems.has_errors()) throw InputError(problems);
  if (cases.empty()) {
    throw InputError({folder.string(), 0, 0}, options.domain.empty()
                                                  ? "has no validation cases"
                                                  : fmt::format("has no folder of cases \"{}\"", options.domain));
  }
  if (!options.write.empty()) replace_file(options.write, report::validation_markdown(cases, catalog));
  if (!options.score.empty()) replace_file(options.score, report::score_markdown(cases));
  fmt::print("{}", session.json ? report::validation_json(cases) : report::validation_text(cases));
  return report::score(cases).failed == 0 ? exit_ok : exit_failed_check;
}

}  // namespace

void add_validate(CLI::App& app, Session& session, Action& action) {
  auto* command = app.add_subcommand("validate", "Recompute published results and print the errors");
  auto options = std::make_shared<Options>();
  command->add_option("--cases", options->folder, "Folder of the cases")->check(CLI::ExistingDirectory);
  command->add_option("--domain", options->domain, "One domain only: link, thermal, ...");
  command->add_option("--write", options->write, "Write the table as Markdown to this file");
  command->add_option("--score", options->score, "Write the score by domain as Markdown to this file");
  command->footer("Example: copack validate --domain link");
  command->callback(
      [options, &session, &action] { action = [options, &session] { return validate(*options, session); }; });
}

}  // namespace copack::app
