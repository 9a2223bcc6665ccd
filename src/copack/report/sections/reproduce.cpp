// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "copack/report/figures.hpp"
#include "copack/report/sections.hpp"

namespace copack::report {

Section build_reproduce(const study::StudyResult& result) {
  Section section{.id = "reproduce", .title = "Reproduce"};
  section.blocks.emplace_back(
      Text{{"The same study, catalog, engine and seed give the same numbers to the last digit, on any number of "
            "threads."}});
  Table table{.caption = "This run", .columns = {{"What"}, {"Which"}}};
  table.rows = {{"Study file", result.study_file},
                {"Hash of the study and of all it reads", result.study_hash},
                {"Seed", std::to_string(result.seed)},
                {"Worlds", whole(static_cast<double>(result.worlds))},
                {"Engine", "copack " + result.engine_version},
                {"Catalog", result.catalog_date}};
  section.blocks.emplace_back(std::move(table));
  const auto* lead = leading(result);
  List list;
  list.items.push_back({"Run again", fmt::format("copack evaluate {} -o results", result.study_file)});
  if (lead != nullptr) {
    list.items.push_back({"Trace a figure", fmt::format("copack explain results {}.economics.npv", lead->name)});
  }
  list.items.push_back({"Check the models", "copack validate"});
  section.blocks.emplace_back(std::move(list));
  return section;
}

}  // namespace copack::report
