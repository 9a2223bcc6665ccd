// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "commands.hpp"
#include "copack/report/html.hpp"
#include "copack/report/terminal.hpp"
#include "copack/report/verdict_json.hpp"
#include "copack/study/database.hpp"
#include "copack/study/run.hpp"
#include "output.hpp"

namespace copack::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view checkpoint_name = "unfinished.sqlite";

struct Options {
  fs::path study;
  fs::path folder;
  RunSettings run;
};

study::Model load(const Options& options, const catalog::Catalog& catalog) {
  auto model = study::load_study(options.study, catalog);
  options.run.apply_to(model.inputs.uncertainty);
  return model;
}

/// Runs the study; a run that was killed in the same folder goes on where it stopped.
study::StudyResult run(const study::Model& model, const catalog::Catalog& catalog, const Options& options,
                       study::WorldTable& table) {
  const auto& uncertainty = model.inputs.uncertainty;
  const auto file = options.folder / checkpoint_name;
  study::CheckpointFile checkpoint(file, {.study_hash = model.hash,
                                          .engine_version = COPACK_VERSION,
                                          .seed = static_cast<std::uint32_t>(uncertainty.seed),
                                          .worlds = uncertainty.worlds});
  if (checkpoint.found() > 0) fmt::print(stderr, "going on with {} blocks of an unfinished run\n", checkpoint.found());
  say_on_interrupt(fmt::format("\nstopped; what is finished is kept in {}, and the same command goes on from there\n",
                               file.string()));
  ProgressBar bar;
  auto result = study::answer(
      model, catalog,
      {.threads = options.run.threads, .store = &checkpoint, .progress = [&](double share) { bar.show(share); }},
      &table);
  bar.clear();
  result.engine_version = COPACK_VERSION;
  result.catalog_date = catalog_date(catalog);
  return result;
}

int evaluate(const Options& options, const Session& session) {
  const double started = seconds_now();
  const auto catalog = load_catalog(session);
  const auto model = load(options, catalog);
  make_result_folder(options.folder);
  study::WorldTable table;
  const auto result = run(model, catalog, options, table);
  const auto json = report::verdict_json(result);
  FileSet files;
  files.add(options.folder / "results.sqlite",
            [&](const fs::path& file) { study::write_database(file, result, model, table); });
  files.add(options.folder / "verdict.json", json + "\n");
  files.add(options.folder / "report.html", report::html_report(result));
  files.put_in_place();
  std::error_code none;
  fs::remove(options.folder / checkpoint_name, none);
  if (session.json) {
    fmt::print("{}\n", json);
    return exit_ok;
  }
  fmt::print("{}", report::verdict_text(result, {.colour = isatty(STDOUT_FILENO) != 0,
                                                 .seconds = seconds_now() - started,
                                                 .report_path = (options.folder / "report.html").string(),
                                                 .data_path = (options.folder / "results.sqlite").string(),
                                                 .name = options.folder.string()}));
  return exit_ok;
}

}  // namespace

void add_evaluate(CLI::App& app, Session& session, Action& action) {
  auto* command =
      app.add_subcommand("evaluate", "Answer a study: verdict in the terminal, report and data in a folder");
  auto options = std::make_shared<Options>();
  command->add_option("STUDY", options->study, "Study file (TOML)")->required();
  command->add_option("-o,--output", options->folder, "Folder of the results")->required();
  add_run_options(*command, options->run);
  command->footer("Example: copack evaluate studies/01-meta-24k-h100/study.toml -o results/01 --threads 2");
  command->callback(
      [options, &session, &action] { action = [options, &session] { return evaluate(*options, session); }; });
}

}  // namespace copack::app
