// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "copack/core/fields.hpp"

namespace copack::report {

/// JSON of all fields: numbers as {"value": ..., "unit": "..."}, choices and texts as strings, lists and groups nested.
std::string to_json(const Visit& visit, int indent = 2);

/// JSON schema (draft 2020-12) of the input that `visit` describes.
std::string to_json_schema(const Visit& visit, std::string_view title, std::string_view meaning);

/// A complete TOML input with every field commented with its meaning, unit and range; loads to the same values.
std::string to_toml_example(const Visit& visit, std::string_view title);

/// A Markdown table of the fields for the reference.
std::string to_markdown(const Visit& visit);

/// Lines "name  value unit  meaning" for a terminal.
std::string to_text(const Visit& visit);

}  // namespace copack::report
