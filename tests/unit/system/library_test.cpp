// SPDX-License-Identifier: Apache-2.0
#include "copack/system/library.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../../shipped_catalog.hpp"

namespace copack::system {
namespace {

using testing::HasSubstr;

template <Described Card>
void check_all(std::string_view folder) {
  const auto ids = card_ids(shipped_catalog(), folder);
  EXPECT_FALSE(ids.empty()) << folder;
  for (const auto& id : ids) {
    Diagnostics diagnostics;
    const auto document = card_document(shipped_catalog(), folder, id, {}, diagnostics);
    ASSERT_TRUE(document) << diagnostics.text();
    const auto loaded = read_card<Card>(shipped_catalog(), folder, *document, nullptr, diagnostics);
    EXPECT_EQ(diagnostics.text(), "") << id;
    EXPECT_EQ(loaded.card.id, id);
    EXPECT_FALSE(loaded.sourced.empty()) << id;
  }
}

TEST(Library, EveryCardLoadsWithSources) {
  check_all<TechnologyCard>(technologies_folder);
  check_all<PlatformCard>(platforms_folder);
  check_all<ServerCard>(servers_folder);
  check_all<OrganisationCard>(organisations_folder);
}

TEST(Library, AnUnknownCardIsToldWithTheNearestName) {
  const auto ids = card_ids(shipped_catalog(), organisations_folder);
  ASSERT_FALSE(ids.empty());
  Diagnostics diagnostics;
  EXPECT_FALSE(
      card_document(shipped_catalog(), organisations_folder, ids.front() + "x", {"study.toml", 14, 7}, diagnostics));
  EXPECT_THAT(diagnostics.text(), HasSubstr("study.toml:14:7: error: there is no \"" + ids.front() +
                                            "x\" in data/organisations - did you mean \"" + ids.front() + "\"?"));
}

TEST(Library, AWayOutOfTheFolderIsNoName) {
  Diagnostics diagnostics;
  EXPECT_FALSE(card_document(shipped_catalog(), organisations_folder, "../price_index", {}, diagnostics));
  EXPECT_FALSE(card_document(shipped_catalog(), organisations_folder, "", {}, diagnostics));
}

TEST(Library, BareNumbersAreForOverridesOnly) {
  const auto id = card_ids(shipped_catalog(), organisations_folder).front();
  Diagnostics diagnostics;
  const auto document = card_document(shipped_catalog(), organisations_folder, id, {}, diagnostics);
  ASSERT_TRUE(document);
  const auto changes = catalog::parse_toml("pue = 1.5\n", "study.toml");
  const auto changed =
      read_card<OrganisationCard>(shipped_catalog(), organisations_folder, *document, &changes, diagnostics);
  EXPECT_EQ(diagnostics.text(), "");
  EXPECT_DOUBLE_EQ(changed.card.pue, 1.5);
  const auto bare = merged(*document, changes);
  (void)read_card<OrganisationCard>(shipped_catalog(), organisations_folder, bare, nullptr, diagnostics);
  EXPECT_THAT(diagnostics.text(), HasSubstr("study.toml:1:7: error: pue must be a value with a source"));
}

TEST(Library, EveryLanguageModelHasAShape) {
  for (const auto id : shipped_catalog().ids(catalog::RecordKind::language_model)) {
    Diagnostics diagnostics;
    const auto shape = model_shape(shipped_catalog(), std::string(id), {}, diagnostics);
    ASSERT_TRUE(shape) << id;
    EXPECT_EQ(diagnostics.text(), "");
    EXPECT_GT(shape->layers, 0);
    const auto* published = shipped_catalog().find(catalog::RecordKind::language_model, id)->find("parameters");
    ASSERT_NE(published, nullptr) << id;
    EXPECT_NEAR(count_parameters(*shape).total / published->nominal, 1.0, 0.02) << id;
  }
  Diagnostics diagnostics;
  EXPECT_FALSE(model_shape(shipped_catalog(), "lama-3-70b", {"s.toml", 3, 9}, diagnostics));
  EXPECT_THAT(diagnostics.text(),
              HasSubstr("s.toml:3:9: error: there is no language model \"lama-3-70b\" - did you mean"));
}

}  // namespace
}  // namespace copack::system
