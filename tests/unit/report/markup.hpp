// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace copack::testing {

/// What is wrong with the nesting of a markup text, or an empty text. Elements must be closed in order; text may hold
/// no bare ampersand.
inline std::string markup_problem(std::string_view text) {
  constexpr std::array<std::string_view, 2> void_elements{"meta", "!DOCTYPE"};
  std::vector<std::string> open;
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    const auto end = text.find('>', at);
    if (end == std::string_view::npos) return "a tag does not end";
    const auto tag = text.substr(at + 1, end - at - 1);
    const auto name = std::string(tag.substr(0, tag.find_first_of(" \n/", 1)));
    if (tag.starts_with('/')) {
      if (open.empty() || "/" + open.back() != tag) return "unexpected <" + std::string(tag) + ">";
      open.pop_back();
    } else if (!tag.ends_with('/') && std::ranges::find(void_elements, name) == void_elements.end()) {
      open.push_back(name);
    }
  }
  for (std::size_t at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1)) {
    const auto entity = text.substr(at, text.find(';', at) - at + 1);
    constexpr std::array<std::string_view, 5> known{"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
    if (std::ranges::find(known, entity) == known.end()) return "bare ampersand";
  }
  return open.empty() ? "" : "<" + open.back() + "> stays open";
}

}  // namespace copack::testing
