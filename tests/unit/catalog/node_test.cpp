// SPDX-License-Identifier: Apache-2.0
#include "copack/catalog/node.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "temporary_folder.hpp"

namespace copack::catalog {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// The first message that reading or parsing gives.
template <class Action>
Diagnostic complaint(const Action& action) {
  try {
    action();
  } catch (const InputError& error) {
    return error.diagnostics().all().front();
  }
  return {};
}

Diagnostic parse_complaint(std::string_view text) {
  return complaint([&] { (void)parse_toml(text, "a.toml"); });
}

Diagnostic read_complaint(const std::filesystem::path& file) {
  return complaint([&] { (void)read_toml(file); });
}

TEST(ParseToml, KeepsKindsAndPlaces) {
  const auto root =
      parse_toml("a = 1\nb = 2.5\n\n[c]\nd = \"text\"\ne = true\nf = [1, 2]\nday = 2026-10-01\n", "x.toml");
  EXPECT_THAT(root.keys, ElementsAre("a", "b", "c"));
  EXPECT_EQ(root.find("a")->kind, Node::Kind::integer);
  EXPECT_EQ(root.find("a")->integer, 1);
  EXPECT_EQ(root.find("a")->real, 1.0);
  EXPECT_EQ(root.find("b")->kind, Node::Kind::real);
  EXPECT_EQ(root.find("b")->where.line, 2);
  EXPECT_EQ(root.find("b")->where.column, 5);
  const auto* table = root.find("c");
  ASSERT_NE(table, nullptr);
  EXPECT_EQ(table->text_of("d"), "text");
  EXPECT_TRUE(table->find("e")->boolean);
  EXPECT_EQ(table->find("f")->items.size(), 2u);
  EXPECT_EQ(table->text_of("day"), "2026-10-01");
  EXPECT_EQ(table->key_places[0].line, 5);
  EXPECT_EQ(table->key_places[0].column, 1);
  EXPECT_EQ(table->key_places[0].file, "x.toml");
}

TEST(ParseToml, KeysStandInFileOrder) {
  EXPECT_THAT(parse_toml("z = 1\na = 2\nm = 3\n", "x").keys, ElementsAre("z", "a", "m"));
}

TEST(ParseToml, FindGivesNothingForWhatIsNotThere) {
  const auto root = parse_toml("a = 1", "x");
  EXPECT_EQ(root.find("b"), nullptr);
  EXPECT_EQ(root.find("a")->find("b"), nullptr);
  EXPECT_EQ(root.text_of("a", "otherwise"), "otherwise");
}

TEST(ParseToml, SaysWhereTheSyntaxBreaks) {
  const auto problem = parse_complaint("a = 1\nb = [1, 2\nc = 3\n");
  EXPECT_EQ(problem.where.file, "a.toml");
  EXPECT_GE(problem.where.line, 2);
  EXPECT_GE(problem.where.column, 1);
  EXPECT_THAT(problem.message, HasSubstr("not valid TOML"));
}

TEST(ParseToml, RefusesDoubleKeys) { EXPECT_EQ(parse_complaint("a = 1\na = 2\n").where.line, 2); }

TEST(ParseToml, RefusesWhatIsEmpty) {
  EXPECT_EQ(parse_complaint("").message, "the file is empty");
  EXPECT_EQ(parse_complaint(" \n\t\r\n").message, "the file is empty");
}

TEST(ParseToml, RefusesInvalidUtf8) { EXPECT_EQ(parse_complaint("a = 1\nb = \"\xff\xfe\"\n").where.line, 2); }

TEST(ParseToml, RefusesNestingThatWouldExhaustTheStack) {
  std::string keys = "a";
  for (int i = 0; i < 200000; ++i) keys += ".a";
  EXPECT_THAT(parse_complaint(keys + " = 1\n").message, HasSubstr("nested"));
  EXPECT_THAT(parse_complaint("[" + keys + "]\n").message, HasSubstr("nested"));
  EXPECT_FALSE(parse_complaint("a = " + std::string(200000, '[')).message.empty());
  EXPECT_TRUE(parse_complaint("a.b.c.d.e.f.g.h = 1\n").message.empty());
}

TEST(ReadToml, NamesWhatIsWrongWithTheFile) {
  const TemporaryFolder folder;
  EXPECT_EQ(read_complaint(folder.path() / "none.toml").message, "no such file");
  EXPECT_EQ(read_complaint(folder.path()).message, "is a directory, not a file");
  EXPECT_EQ(read_complaint(folder.write("empty.toml", "")).message, "the file is empty");
  EXPECT_EQ(read_complaint(folder.write("blank.toml", "\n\n")).message, "the file is empty");
  EXPECT_TRUE(read_complaint(folder.write("good.toml", "a = 1\n")).message.empty());
}

TEST(ReadToml, RefusesLargeFilesUnread) {
  const TemporaryFolder folder;
  const auto file = folder.write("large.toml", "a = 1\n");
  std::filesystem::resize_file(file, 100U << 20U);
  EXPECT_THAT(read_complaint(file).message, HasSubstr("104857600 bytes"));
  EXPECT_THAT(read_complaint("/dev/zero").message, HasSubstr("too large"));
}

TEST(Merged, PutsChangesOverTheBaseKeyByKey) {
  const auto base = parse_toml("a = 1\n[t]\nx = 1\ny = 2\n", "base");
  const auto changes = parse_toml("b = 3\n[t]\ny = 5\nz = 6\n", "changes");
  const auto result = merged(base, changes);
  EXPECT_THAT(result.keys, ElementsAre("a", "t", "b"));
  const auto* t = result.find("t");
  EXPECT_THAT(t->keys, ElementsAre("x", "y", "z"));
  EXPECT_EQ(t->find("y")->integer, 5);
  EXPECT_EQ(t->find("y")->where.file, "changes");
  EXPECT_EQ(t->find("x")->where.file, "base");
}

TEST(Merged, AListReplacesAList) {
  const auto result = merged(parse_toml("a = [1, 2, 3]", "base"), parse_toml("a = [9]", "changes"));
  EXPECT_EQ(result.find("a")->items.size(), 1u);
}

}  // namespace
}  // namespace copack::catalog
