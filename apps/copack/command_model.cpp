// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <vector>

#include "commands.hpp"
#include "copack/catalog/reader.hpp"
#include "copack/report/field_writers.hpp"
#include "copack/system/models.hpp"

namespace copack::app {
namespace {

const system::Model& chosen_model(const std::string& name) {
  if (const auto* model = system::find_model(name)) return *model;
  std::vector<std::string_view> names;
  for (const auto& model : system::models()) names.push_back(model.name);
  throw InputError({"copack model", 0, 0}, fmt::format("there is no model \"{}\"{}", name, did_you_mean(name, names)));
}

int list_models(bool json) {
  if (json) fmt::print("[");
  bool first = true;
  for (const auto& model : system::models()) {
    if (json) {
      fmt::print("{}\n  {{\"name\": \"{}\", \"summary\": \"{}\"}}", first ? "" : ",", model.name, model.summary);
    } else {
      fmt::print("  {:<34}  {}\n", model.name, model.summary);
    }
    first = false;
  }
  if (json) fmt::print("\n]\n");
  return exit_ok;
}

int print_reference(const system::Model& model) {
  fmt::print("## {}\n\n{}.\n\n### Input\n\n{}\n### Results\n\n{}\n", model.name, model.summary,
             report::to_markdown(model.inputs), report::to_markdown(model.results));
  return exit_ok;
}

int run_model(const system::Model& model, const std::filesystem::path& input, const Session& session) {
  const auto catalog = load_catalog(session);
  Diagnostics problems;
  const auto run = model.run(catalog::read_toml(input), problems, catalog.lookup());
  if (problems.has_errors()) throw InputError(problems);
  if (session.json) {
    fmt::print("{}\n", report::to_json(run.results));
  } else {
    fmt::print("{}: {}\n{}", model.name, model.summary, report::to_text(run.results));
  }
  return exit_ok;
}

int print_example(const system::Model& model, const Session& session) {
  Diagnostics problems;
  const auto catalog = load_catalog(session);
  const auto run = model.run(system::example_of(model, session.data), problems, catalog.lookup());
  if (problems.has_errors()) throw InputError(problems);
  fmt::print("{}", report::to_toml_example(run.inputs,
                                           fmt::format("Input of `copack model {}`: {}", model.name, model.summary)));
  return exit_ok;
}

}  // namespace

void add_model(CLI::App& app, Session& session, Action& action) {
  struct Options {
    std::string name;
    std::filesystem::path input;
    bool schema = false;
    bool example = false;
    bool reference = false;
  };
  auto* command = app.add_subcommand("model", "Run one model alone: link, thermal, fabric, workload, ...");
  auto options = std::make_shared<Options>();
  command->add_option("NAME", options->name, "Model; without a name all are listed");
  command->add_option("INPUT", options->input, "Input of the model (TOML)");
  command->add_flag("--schema", options->schema, "Print the JSON schema of the input");
  command->add_flag("--example", options->example, "Print a complete commented input");
  command->add_flag("--reference", options->reference, "Print the fields of input and results as Markdown");
  command->footer("Example: copack model link --example > link.toml && copack model link link.toml");
  command->callback([options, &session, &action] {
    action = [options, &session] {
      if (options->name.empty()) return list_models(session.json);
      const auto& model = chosen_model(options->name);
      if (options->reference) return print_reference(model);
      if (options->schema) {
        fmt::print("{}\n", report::to_json_schema(model.inputs, fmt::format("Input of copack model {}", model.name),
                                                  model.summary));
        return exit_ok;
      }
      if (options->example) return print_example(model, session);
      if (options->input.empty())
        throw InputError({"copack model", 0, 0}, "an input file is wanted; --example prints one");
      return run_model(model, options->input, session);
    };
  });
}

}  // namespace copack::app
