// SPDX-License-Identifier: Apache-2.0
// Writes the report of a made-up study: write_sample html|text|json [sample|one|many|awkward].
#include <cstdio>
#include <string>

#include "copack/report/html.hpp"
#include "copack/report/terminal.hpp"
#include "copack/report/verdict_json.hpp"
#include "sample_study.hpp"

namespace {

copack::study::StudyResult study_named(const std::string& name) {
  if (name == "one") return copack::testing::single_alternative();
  if (name == "many") return copack::testing::many_alternatives();
  if (name == "awkward") return copack::testing::awkward_study();
  return copack::testing::sample_study();
}

std::string written(const copack::study::StudyResult& result, const std::string& format) {
  if (format == "html") return copack::report::html_report(result);
  if (format == "json") return copack::report::verdict_json(result);
  return copack::report::verdict_text(result, {.seconds = 0.41,
                                               .report_path = "results/report.html",
                                               .data_path = "results/results.sqlite",
                                               .name = "results"});
}

}  // namespace

int main(int argc, char** argv) {
  const std::string format = argc > 1 ? argv[1] : "text";
  const std::string name = argc > 2 ? argv[2] : "sample";
  const auto text = written(study_named(name), format);
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? 0 : 1;
}
