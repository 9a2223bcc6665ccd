// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "commands.hpp"
#include "copack/report/reach_report.hpp"
#include "copack/study/reach.hpp"
#include "output.hpp"

namespace copack::app {
namespace {

namespace fs = std::filesystem;

struct Options {
  fs::path study;
  fs::path folder;
  RunSettings run;
};

int reach(const Options& options, const Session& session) {
  const auto catalog = load_catalog(session);
  auto model = study::load_reach_study(options.study, catalog);
  options.run.apply_to(model.inputs.uncertainty);
  make_result_folder(options.folder);
  auto result = study::answer(model, options.run.threads);
  result.engine_version = COPACK_VERSION;
  result.catalog_date = catalog_date(catalog);
  const auto json = report::reach_json(result);
  FileSet files;
  files.add(options.folder / "reach.json", json + "\n");
  files.add(options.folder / "reach.csv", report::reach_csv(result));
  files.add(options.folder / "report.html", report::reach_html(result));
  files.put_in_place();
  if (session.json) {
    fmt::print("{}\n", json);
  } else {
    fmt::print("{}\n  report: {}    data: {}\n", report::reach_text(result), (options.folder / "report.html").string(),
               (options.folder / "reach.csv").string());
  }
  return exit_ok;
}

}  // namespace

void add_reach(CLI::App& app, Session& session, Action& action) {
  auto* command = app.add_subcommand("reach", "How far links go, lane rate by lane rate, and what a bit costs there");
  auto options = std::make_shared<Options>();
  command->add_option("STUDY", options->study, "Reach study (TOML)")->required();
  command->add_option("-o,--output", options->folder, "Folder of the results")->required();
  add_run_options(*command, options->run);
  command->footer("Example: copack reach studies/03-where-copper-ends/reach.toml -o results/03");
  command->callback(
      [options, &session, &action] { action = [options, &session] { return reach(*options, session); }; });
}

}  // namespace copack::app
