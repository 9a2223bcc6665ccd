// SPDX-License-Identifier: Apache-2.0
#include "small_study.hpp"

#include <stdexcept>

namespace copack::study {

std::string small_study() {
  return R"(title = "Small"
organisation = { profile = "hyperscaler-balanced" }
cluster = { server = "hgx-h100", leaf = "tomahawk5-51t-400g", )"
         R"(spine = "tomahawk5-51t-400g", fabric = { accelerators = 1024 } }
build = [{ due = "2027-Q3", accelerators = 1024 }]

[[workload]]
model = "llama-3-70b"
plan = { tp = 8, pp = 4, dp = 32 }
batch = { sequence = 8192, global_batch = 512 }

[[alternative]]
name = "retimed"
baseline = true
leaf_spine = "fr4-retimed-400g"

[[alternative]]
name = "lpo"
leaf_spine = "dr4-lpo-400g"

[[alternative]]
name = "cpo"
leaf_spine = "cpo-bailly-fr4-400g"

[uncertainty]
worlds = 300
seed = 5
)";
}

std::string small_study_with(const std::vector<std::pair<std::string, std::string>>& changes) {
  auto text = small_study();
  for (const auto& [from, to] : changes) {
    auto at = text.find(from);
    if (at == std::string::npos) throw std::invalid_argument("the small study has no \"" + from + "\"");
    for (; at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
  }
  return text;
}

Model load_text(const std::string& text) {
  return load_study(catalog::parse_toml(text, "study.toml"), shipped_catalog());
}

std::string problems_of(const std::string& text) {
  try {
    (void)load_text(text);
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

}  // namespace copack::study
