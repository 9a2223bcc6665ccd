// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "commands.hpp"
#include "copack/report/explain.hpp"
#include "copack/study/database.hpp"

namespace copack::app {
namespace {

struct Options {
  std::filesystem::path results;
  std::string metric;
  int depth = 12;
};

int explain(const Options& options, const Session& session) {
  const auto file =
      std::filesystem::is_directory(options.results) ? options.results / "results.sqlite" : options.results;
  const auto result = study::read_explanation(file);
  const auto sources = report::source_lookup(result);
  fmt::print("{}\n", session.json ? report::explain_json(result.trace, options.metric, sources, options.depth)
                                  : report::explain_text(result.trace, options.metric, sources, options.depth));
  return exit_ok;
}

}  // namespace

void add_explain(CLI::App& app, Session& session, Action& action) {
  auto* command = app.add_subcommand("explain", "Walk a number back to its formulas, inputs and sources");
  auto options = std::make_shared<Options>();
  command->add_option("RESULTS", options->results, "Folder or database of a finished run")->required();
  command->add_option("METRIC", options->metric, "Alternative and figure: cpo.power.optics, cpo.economics.npv")
      ->required();
  command->add_option("--depth", options->depth, "How many steps down")->check(CLI::Range(1, 100));
  command->footer("Example: copack explain results/01-meta-24k-h100 cpo.power.optics");
  command->callback(
      [options, &session, &action] { action = [options, &session] { return explain(*options, session); }; });
}

}  // namespace copack::app
