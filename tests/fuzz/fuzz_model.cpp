// SPDX-License-Identifier: Apache-2.0
// Inputs of single models: the first line names the model, the rest is its TOML. What is accepted must evaluate.
#include <cstdint>
#include <string_view>

#include "../shipped_catalog.hpp"
#include "copack/system/models.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace copack;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto end_of_name = text.find('\n');
  if (end_of_name == std::string_view::npos) return 0;
  const auto* model = system::find_model(text.substr(0, end_of_name));
  if (model == nullptr) return 0;
  try {
    Diagnostics problems;
    (void)model->run(catalog::parse_toml(text.substr(end_of_name + 1), "input.toml"), problems,
                     shipped_catalog().lookup());
  } catch (const InputError&) {
    // Refused, as it should be.
  }
  return 0;
}
