// SPDX-License-Identifier: Apache-2.0
#include "copack/catalog/catalog.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "temporary_folder.hpp"

namespace copack::catalog {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

constexpr int money_year = 2026;
const fs::path data = fs::path(COPACK_SOURCE_DIR) / "data";

/// The catalog of the repository, loaded once.
const Catalog& whole() {
  static Diagnostics diagnostics;
  static const Catalog catalog = Catalog::load(data, money_year, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors()) << diagnostics.text();
  return catalog;
}

/// A line of data/provenance/rows.tsv.
struct Row {
  std::string file;
  int row = 0;
  std::vector<std::string> paths;
  std::string status;
};

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, separator);) {
    part.erase(0, part.find_first_not_of(' '));
    parts.push_back(part);
  }
  return parts;
}

std::vector<Row> provenance() {
  std::vector<Row> rows;
  std::ifstream in(data / "provenance" / "rows.tsv");
  bool header = true;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#')) continue;
    if (!std::exchange(header, false)) {
      const auto cells = split(line, '\t');
      rows.push_back({cells.at(0), std::stoi(cells.at(1)), split(cells.at(4), ';'), cells.at(5)});
    }
  }
  return rows;
}

/// Whether a path names a text beside the values of a record that was converted from a row.
bool is_remark_of_row(const std::string& path, const std::string& row) {
  const auto dot = path.rfind('.');
  for (const auto& record : whole().records()) {
    if (std::string(folder(record.kind)) + "/" + record.id != path.substr(0, dot)) continue;
    const std::map<std::string, std::string> remarks(record.remarks.begin(), record.remarks.end());
    return remarks.contains(path.substr(dot + 1)) && remarks.contains("row") && remarks.at("row") == row;
  }
  return false;
}

TEST(Provenance, EveryRowOfTheStartingTablesIsThereOnce) {
  std::map<std::string, std::set<int>> rows;
  for (const auto& row : provenance()) EXPECT_TRUE(rows[row.file].insert(row.row).second) << row.file << ":" << row.row;
  const std::map<std::string, int> totals{{"accelerators", 157}, {"switches", 112},  {"optics", 139}, {"claims", 105},
                                          {"clusters", 69},      {"operations", 67}, {"supply", 54}};
  ASSERT_EQ(rows.size(), totals.size());
  for (const auto& [file, total] : totals) {
    EXPECT_EQ(rows[file].size(), static_cast<std::size_t>(total)) << file;
    EXPECT_EQ(*rows[file].begin(), 1) << file;
    EXPECT_EQ(*rows[file].rbegin(), total) << file;
  }
}

TEST(Provenance, EveryRowLeadsToItsValue) {
  for (const auto& row : provenance()) {
    const auto name = row.file + ":" + std::to_string(row.row);
    ASSERT_NE(row.status, "unused") << name;
    EXPECT_FALSE(row.paths.empty()) << name;
    for (const auto& path : row.paths) {
      if (row.status == "text" && is_remark_of_row(path, name)) continue;
      const auto* value = whole().value(path);
      ASSERT_NE(value, nullptr) << name << " " << path;
      EXPECT_THAT(split(value->row, ','), testing::Contains(name)) << path;
      if (row.status == "value") {
        EXPECT_FALSE(value->is_text()) << path;
      }
      if (row.status == "text") {
        EXPECT_TRUE(value->is_text()) << path;
      }
    }
  }
}

TEST(Catalog, SourcesResolveAndAreComplete) {
  EXPECT_GE(whole().sources().size(), 181u);
  for (const auto& record : whole().records()) {
    for (const auto& value : record.values) {
      if (!value.source.empty()) {
        EXPECT_NE(whole().source(value.source), nullptr) << value.path << " " << value.source;
      }
    }
  }
  for (const auto& [key, source] : whole().sources()) {
    EXPECT_FALSE(source.title.empty()) << key;
    EXPECT_FALSE(source.kind.empty()) << key;
    EXPECT_GT(source.place.line, 0) << key;
  }
}

TEST(Catalog, ConflictsNameValuesThatAreThere) {
  EXPECT_EQ(whole().conflicts().size(), 30u);
  std::set<int> numbers;
  for (const auto& conflict : whole().conflicts()) {
    EXPECT_TRUE(numbers.insert(conflict.number).second) << conflict.number;
    EXPECT_FALSE(conflict.quantity.empty());
    EXPECT_FALSE(conflict.reading.empty()) << conflict.quantity;
    for (const auto& path : conflict.values) EXPECT_NE(whole().value(path), nullptr) << path;
  }
  EXPECT_EQ(whole().gaps().size(), 17u);
}

TEST(Catalog, PathsFindWhatTheyName) {
  for (const auto& record : whole().records()) {
    EXPECT_EQ(whole().find(record.kind, record.id), &record);
    for (const auto& value : record.values) {
      EXPECT_EQ(whole().value(value.path), &value) << value.path;
      EXPECT_EQ(record.find(value.path.substr(value.path.rfind('.') + 1)), &value) << value.path;
    }
  }
  EXPECT_EQ(whole().value("components/none.power"), nullptr);
  EXPECT_EQ(whole().value("nothing"), nullptr);
  EXPECT_EQ(whole().value(""), nullptr);
  EXPECT_EQ(whole().find(RecordKind::component, "none"), nullptr);
}

TEST(Catalog, NumbersAreFiniteWithTheirSpreadAround) {
  for (const auto& record : whole().records()) {
    for (const auto& value : record.values) {
      if (value.is_text()) continue;
      EXPECT_TRUE(std::isfinite(value.nominal)) << value.path;
      if (value.spread) {
        EXPECT_TRUE(numerics::validate(*value.spread).empty()) << value.path;
      }
    }
  }
}

TEST(Catalog, MoneyIsConvertedToOneYear) {
  const auto unconverted = [] {
    Diagnostics none;
    return Catalog::load(data, 2020, none);
  }();
  const auto* now = whole().value("components/800g-dr8-compatible.price");
  ASSERT_NE(now, nullptr);
  const auto* then = unconverted.value("components/800g-dr8-compatible.price");
  EXPECT_NEAR(now->nominal / then->nominal, whole().prices().factor(2020), 1e-12);
}

/// A small catalog of one component and one source.
struct Small {
  TemporaryFolder folder;
  Small() {
    folder.write("price_index.toml", "[level]\n2026 = 100\n");
    folder.write("conflicts.toml", "# none\n[empty]\n");
    folder.write("gaps.toml", "# none\n[empty]\n");
    folder.write("sources/a.toml", "[S1]\ntitle = \"One\"\nkind = \"paper\"\n");
    component("power = { value = \"9 W\", kind = \"measured\", source = \"S1\", boundary = \"module\" }\n");
  }
  void component(const std::string& rest) const {
    folder.write("components/part.toml", "id = \"part\"\nname = \"Part\"\n" + rest);
  }
  [[nodiscard]] std::string problems() const {
    Diagnostics diagnostics;
    (void)Catalog::load(folder.path(), money_year, diagnostics);
    return diagnostics.text();
  }
};

TEST(CatalogProblems, ASmallCatalogHasNone) { EXPECT_EQ(Small().problems(), ""); }

TEST(CatalogProblems, AFolderIsNeeded) {
  Diagnostics diagnostics;
  EXPECT_THROW((void)Catalog::load("/none", money_year, diagnostics), InputError);
}

TEST(CatalogProblems, AllFilesAreReadAndAllProblemsTold) {
  const Small small;
  small.component("[powr]\nvalue = \"9 W\"\nkind = \"measured\"\nsource = \"S1\"\nboundary = \"module\"\n");
  small.folder.write("components/other.toml",
                     "id = \"othr\"\n[power]\nvalue = \"9 W\"\nkind = \"measured\"\nsource = \"S9\"\n");
  small.folder.write("components/broken.toml", "id = [\n");
  small.folder.write("components/void.toml", "");
  small.folder.write("sources/b.toml", "[S1]\ntitle = \"Again\"\nkind = \"paper\"\n[S2]\nkind = \"paper\"\n");
  const auto text = small.problems();
  EXPECT_THAT(text, HasSubstr("component has no parameter \"powr\" - did you mean \"power\"?"));
  EXPECT_THAT(text, HasSubstr("the id \"othr\" must be the name of the file, \"other\""));
  EXPECT_THAT(text, HasSubstr("must say what it includes (boundary)"));
  EXPECT_THAT(text, HasSubstr("components/other.power: there is no source \"S9\""));
  EXPECT_THAT(text, HasSubstr("broken.toml:1:8: error: not valid TOML"));
  EXPECT_THAT(text, HasSubstr("void.toml:1:1: error: the file is empty"));
  EXPECT_THAT(text, HasSubstr("source S1 is there twice"));
  EXPECT_THAT(text, HasSubstr("source S2 has no title"));
}

TEST(CatalogProblems, UnknownKeysAreToldWithTheNearestName) {
  const Small small;
  small.component("nme = \"x\"\n");
  small.folder.write("sources/b.toml", "[S2]\ntitle = \"Two\"\nkind = \"paper\"\npublsher = \"X\"\n");
  small.folder.write("conflicts.toml",
                     "[[conflict]]\nnumber = 1\nquantty = \"power\"\nvalues = [\"components/part.powr\"]\n");
  small.folder.write("gaps.toml", "[[gap]]\nquantity = \"x\"\nstate = \"y\"\n");
  const auto text = small.problems();
  EXPECT_THAT(text, HasSubstr("part.toml:3:1: error: unknown key \"nme\" - did you mean \"name\"?"));
  EXPECT_THAT(text, HasSubstr("unknown key \"publsher\" - did you mean \"publisher\"?"));
  EXPECT_THAT(text, HasSubstr("unknown key \"quantty\" - did you mean \"quantity\"?"));
  EXPECT_THAT(text, HasSubstr("unknown key \"state\" - did you mean \"status\"?"));
  EXPECT_THAT(text, HasSubstr("there is no value \"components/part.powr\""));
}

TEST(CatalogProblems, NumbersOutsideTheirPlausibleRange) {
  const Small small;
  small.component("power = { value = \"9 TW\", kind = \"measured\", source = \"S1\", boundary = \"module\" }\n");
  EXPECT_THAT(small.problems(), HasSubstr("out of range"));
}

/// Problems of a small catalog with another folder beside it.
std::string problems_with(const Small& small, const std::string& added) {
  Diagnostics diagnostics;
  (void)Catalog::load(small.folder.path(), money_year, diagnostics, small.folder.path() / added);
  return diagnostics.text();
}

TEST(AddedFolder, PutsRecordsCardsAndSourcesBesideTheCatalog) {
  const Small small;
  small.folder.write("mine/sources/mine.toml", "[M1]\ntitle = \"Mine\"\nkind = \"vendor\"\n");
  small.folder.write("mine/components/own.toml",
                     "id = \"own\"\nname = \"Own\"\npower = { value = \"3 W\", kind = \"vendor-claim\", source = "
                     "\"M1\", boundary = \"module\" }\n");
  Diagnostics diagnostics;
  const auto mine = small.folder.path() / "mine";
  const auto catalog = Catalog::load(small.folder.path(), money_year, diagnostics, mine);
  EXPECT_EQ(diagnostics.text(), "");
  EXPECT_NE(catalog.value("components/own.power"), nullptr);
  EXPECT_NE(catalog.value("components/part.power"), nullptr);
  EXPECT_EQ(catalog.files("components").size(), 2u);
  EXPECT_EQ(catalog.files("components").at("own"), mine / "components" / "own.toml");
  EXPECT_EQ(catalog.name_of(small.folder.path() / "components" / "part.toml"), "data/components/part.toml");
  EXPECT_EQ(catalog.name_of("/elsewhere/study.toml"), "/elsewhere/study.toml");
}

TEST(AddedFolder, TakesNoIdTwiceAndNoUnknownFolder) {
  const Small small;
  small.folder.write("mine/components/part.toml", "id = \"part\"\n");
  small.folder.write("mine/componnts/other.toml", "id = \"other\"\n");
  const auto text = problems_with(small, "mine");
  EXPECT_THAT(text, HasSubstr("part.toml: error: this id is in the catalog already"));
  EXPECT_THAT(text, HasSubstr("componnts: error: is no kind of data - did you mean \"components\"?"));
  small.folder.write("empty/readme.txt", "");
  EXPECT_THAT(problems_with(small, "empty"), HasSubstr("has none of the folders of a catalog"));
}

TEST(TomlFiles, AreSortedAndTomlOnly) {
  const TemporaryFolder folder;
  folder.write("b.toml", "");
  folder.write("a.toml", "");
  folder.write("c.txt", "");
  const auto files = toml_files(folder.path());
  ASSERT_EQ(files.size(), 2u);
  EXPECT_EQ(files[0].filename(), "a.toml");
  EXPECT_TRUE(toml_files(folder.path() / "none").empty());
}

}  // namespace
}  // namespace copack::catalog
