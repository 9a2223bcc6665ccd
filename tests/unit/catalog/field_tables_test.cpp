// SPDX-License-Identifier: Apache-2.0
#include "copack/catalog/field_tables.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "copack/units/parse.hpp"
#include "copack/units/quantity.hpp"

namespace copack::catalog {
namespace {

constexpr int kinds = 8;

template <class Check>
void for_each_spec(const Check& check) {
  for (int k = 0; k < kinds; ++k) {
    const auto kind = static_cast<RecordKind>(k);
    for (const auto& spec : field_table(kind))
      check(kind, spec, std::string(folder(kind)) + "." + std::string(spec.name));
  }
}

TEST(FieldTables, EveryKindHasNameFolderAndFields) {
  ASSERT_EQ(choice_names(RecordKind{}).size(), static_cast<std::size_t>(kinds));
  std::set<std::string_view> folders;
  for (int k = 0; k < kinds; ++k) {
    folders.insert(folder(static_cast<RecordKind>(k)));
    EXPECT_FALSE(field_table(static_cast<RecordKind>(k)).empty());
  }
  EXPECT_EQ(folders.size(), static_cast<std::size_t>(kinds));
}

TEST(FieldTables, UnitsAreKnown) {
  for_each_spec([](RecordKind, const FieldSpec& spec, const std::string& where) {
    EXPECT_TRUE(spec.unit == "text" || parse_unit(spec.unit)) << where << " in " << spec.unit;
  });
}

TEST(FieldTables, RangesAreRanges) {
  for_each_spec([](RecordKind, const FieldSpec& spec, const std::string& where) {
    if (spec.unit == "text") return;
    EXPECT_LT(spec.min, spec.max) << where;
  });
}

TEST(FieldTables, NamesAreSnakeCaseAndMeaningsOneLine) {
  for_each_spec([](RecordKind, const FieldSpec& spec, const std::string& where) {
    EXPECT_EQ(spec.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"), std::string_view::npos) << where;
    EXPECT_FALSE(spec.meaning.empty()) << where;
    EXPECT_EQ(spec.meaning.find('\n'), std::string_view::npos) << where;
  });
}

TEST(FieldTables, EveryPowerAndEnergyNeedsABoundary) {
  for_each_spec([](RecordKind, const FieldSpec& spec, const std::string& where) {
    const auto unit = parse_unit(spec.unit);
    if (spec.unit == "text" || !unit) return;
    const auto& d = unit->dimension;
    const bool power = d == Power::dimension || d == Energy::dimension || d == EnergyPerBit::dimension;
    if (power && unit->scale == Scale::linear) {
      EXPECT_TRUE(spec.needs_boundary) << where;
    }
  });
}

}  // namespace
}  // namespace copack::catalog
