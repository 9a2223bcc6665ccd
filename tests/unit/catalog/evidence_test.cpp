// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "copack/catalog/catalog.hpp"
#include "temporary_folder.hpp"

namespace copack::catalog {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Shelf {
  TemporaryFolder folder;
  Shelf() {
    folder.write("price_index.toml", "[level]\n2026 = 100\n");
    folder.write("conflicts.toml", "[empty]\n");
    folder.write("gaps.toml", "[empty]\n");
    folder.write("sources/a.toml",
                 "[S1]\ntitle = \"One\"\nkind = \"paper\"\n[S2]\ntitle = \"Two\"\nkind = \"paper\"\nchecked = false\n");
  }
  void part(const std::string& id, const std::string& reach, const std::string& rest) const {
    folder.write("components/" + id + ".toml",
                 fmt::format("id = \"{}\"\nname = \"Part\"\nreach = {{ value = \"{}\", {} }}\n", id, reach, rest));
  }
  [[nodiscard]] std::string warnings(int this_year) const {
    Diagnostics diagnostics;
    const auto catalog = Catalog::load(folder.path(), 2026, diagnostics);
    EXPECT_FALSE(diagnostics.has_errors()) << diagnostics.text();
    const auto found = check_evidence(catalog, this_year);
    EXPECT_FALSE(found.has_errors());
    return found.text();
  }
};

TEST(CheckEvidence, FlagsFiguresThatHaveAged) {
  const Shelf shelf;
  shelf.part("a", "2 m", "kind = \"measured\", source = \"S1\", year = 2020");
  EXPECT_THAT(shelf.warnings(2025), HasSubstr("components/a.reach is a figure of 2020"));
  EXPECT_EQ(shelf.warnings(2024), "");
}

TEST(CheckEvidence, StandardsDoNotAge) {
  const Shelf shelf;
  shelf.part("a", "2 m", "kind = \"standard\", source = \"S1\", year = 2010");
  EXPECT_EQ(shelf.warnings(2026), "");
}

TEST(CheckEvidence, FlagsMeasurementsReadInCopies) {
  const Shelf shelf;
  shelf.part("a", "2 m", "kind = \"measured\", source = \"S2\", year = 2026");
  EXPECT_THAT(shelf.warnings(2026), HasSubstr("S2 was read in a copy only"));
}

TEST(CheckEvidence, FlagsWhatLiesFarFromItsPeers) {
  const Shelf shelf;
  for (const auto* id : {"a", "b", "c", "d", "e", "f", "g"}) {
    shelf.part(id, fmt::format("{} m", 10 + id[0] - 'a'), "kind = \"measured\", source = \"S1\", year = 2026");
  }
  EXPECT_EQ(shelf.warnings(2026), "");
  shelf.part("g", "900 m", "kind = \"measured\", source = \"S1\", year = 2026");
  const auto text = shelf.warnings(2026);
  EXPECT_THAT(text, HasSubstr("components/g.reach = 900 m lies outside its 7 peers"));
  EXPECT_THAT(text, Not(HasSubstr("components/a.reach")));
}

TEST(CheckEvidence, FlagsRecordsThatRestOnOneSource) {
  const Shelf shelf;
  std::string values;
  for (const auto* name : {"reach", "reach_max", "lead_time", "mtbf"}) {
    if (std::ranges::find(field_table(RecordKind::component), name, &FieldSpec::name) ==
        field_table(RecordKind::component).end()) {
      continue;
    }
    values += fmt::format("{} = {{ text = \"x\", kind = \"measured\", source = \"S1\" }}\n", name);
  }
  int more = 0;
  for (const auto& spec : field_table(RecordKind::component)) {
    if (spec.unit == "text" && more < 4) {
      values += fmt::format("{} = {{ text = \"x\", kind = \"measured\", source = \"S1\" }}\n", spec.name);
      ++more;
    }
  }
  shelf.folder.write("components/a.toml", "id = \"a\"\nname = \"Part\"\n" + values);
  EXPECT_THAT(shelf.warnings(2026), HasSubstr("of a come from one source, S1"));
}

}  // namespace
}  // namespace copack::catalog
