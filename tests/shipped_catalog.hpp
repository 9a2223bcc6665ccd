// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "copack/catalog/catalog.hpp"

/// The catalog in data/, loaded once.
inline const copack::catalog::Catalog& shipped_catalog() {
  static const auto catalog = [] {
    copack::Diagnostics diagnostics;
    auto loaded = copack::catalog::Catalog::load(std::filesystem::path(COPACK_SOURCE_DIR) / "data", 2026, diagnostics);
    if (diagnostics.has_errors()) throw copack::InputError(diagnostics);
    return loaded;
  }();
  return catalog;
}
