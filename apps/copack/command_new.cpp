// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "commands.hpp"
#include "copack/catalog/node.hpp"
#include "copack/report/field_writers.hpp"
#include "copack/study/inputs.hpp"
#include "copack/study/reach.hpp"
#include "copack/system/cards.hpp"
#include "output.hpp"

namespace copack::app {
namespace {

struct Options {
  std::string what = "study";
  std::filesystem::path file;
  bool schema = false;
  bool reference = false;
};

/// The shortest useful study: a two-layer cluster of 1,024 accelerators.
constexpr std::string_view short_study = R"(title = "My cluster: which optics between leaf and spine?"
organisation = { profile = "hyperscaler-balanced" }

[cluster]
server = "hgx-h100"
leaf = "tomahawk5-51t-400g"
spine = "tomahawk5-51t-400g"
fabric = { accelerators = 1024 }

[[build]]
due = "2027-Q3"
accelerators = 1024

[[workload]]
model = "llama-3-70b"
plan = { tp = 8, pp = 4, dp = 32 }
batch = { sequence = 8192, global_batch = 512 }

[[alternative]]
name = "retimed"
baseline = true
leaf_spine = "fr4-retimed-400g"

[[alternative]]
name = "cpo"
leaf_spine = "cpo-bailly-fr4-400g"
)";

/// Two lane rates of copper and of light.
constexpr std::string_view short_reach_study = R"(title = "How far does copper go?"

[[series]]
label = "passive copper"
technologies = ["dac-400g", "dac-800g"]

[[series]]
label = "co-packaged"
technologies = ["cpo-bailly-fr4-400g", "cpo-quantum-x-800g"]
)";

std::string content(const std::string& what) {
  if (what == "study") return std::string(short_study);
  if (what == "reach-study") return std::string(short_reach_study);
  if (what == "link") {
    return report::to_toml_example(
        visit_of(system::LinkCard{.link = {}}),
        "A link. Give every number as { value = \"...\", kind = \"...\", source = \"...\" }; see data/README.md");
  }
  if (what == "technology") {
    return report::to_toml_example(
        visit_of(system::TechnologyCard{.link = {}}),
        "A technology. Give every number as { value = \"...\", kind = \"...\", source = \"...\" }; see data/README.md");
  }
  return report::to_toml_example(visit_of(study::StudyInputs{}), "Everything that a study may say");
}

Visit shape(const std::string& what) {
  if (what == "technology") return visit_of(system::TechnologyCard{});
  if (what == "link") return visit_of(system::LinkCard{});
  if (what == "reach-study") return visit_of(study::ReachStudyInputs{});
  return visit_of(study::StudyInputs{});
}

int create(const Options& options) {
  if (options.schema) {
    fmt::print("{}\n", report::to_json_schema(shape(options.what), "Copack " + options.what,
                                              "Checked by the program when it reads the file"));
    return exit_ok;
  }
  if (options.reference) {
    fmt::print("{}", report::to_markdown(shape(options.what)));
    return exit_ok;
  }
  if (options.file.empty()) {
    fmt::print("{}", content(options.what));
    return exit_ok;
  }
  if (std::filesystem::exists(options.file))
    throw InputError({options.file.string(), 0, 0}, "is there already; it is not overwritten");
  replace_file(options.file, content(options.what));
  fmt::print("wrote {}\n", options.file.string());
  return exit_ok;
}

}  // namespace

void add_new(CLI::App& app, Session& /*session*/, Action& action) {
  auto* command = app.add_subcommand("new", "Write a starting study, technology or link");
  auto options = std::make_shared<Options>();
  command->add_option("WHAT", options->what, "study (short), full-study (every field), reach-study, technology, link")
      ->check(CLI::IsMember({"study", "full-study", "reach-study", "technology", "link"}));
  command->add_option("FILE", options->file, "File to write; standard output when left out");
  command->add_flag("--schema", options->schema, "Print the JSON schema for editors instead");
  command->add_flag("--reference", options->reference, "Print the fields as Markdown instead");
  command->footer("Example: copack new study my-study.toml && copack evaluate my-study.toml -o results/mine");
  command->callback([options, &action] { action = [options] { return create(*options); }; });
}

}  // namespace copack::app
