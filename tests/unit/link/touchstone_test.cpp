// SPDX-License-Identifier: Apache-2.0
#include "copack/link/touchstone.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "copack/link/touchstone_file.hpp"

namespace copack::link {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Touchstone read(std::string_view text, const std::string& name) {
  Diagnostics diagnostics;
  auto out = parse_touchstone(text, name, diagnostics);
  EXPECT_TRUE(out) << diagnostics.text();
  return out.value_or(Touchstone{});
}

/// The problems as "line:column message".
std::vector<std::string> problems(std::string_view text, const std::string& name = "x.s2p") {
  Diagnostics diagnostics;
  EXPECT_FALSE(parse_touchstone(text, name, diagnostics));
  std::vector<std::string> out;
  for (const auto& d : diagnostics.all())
    out.push_back(std::to_string(d.where.line) + ":" + std::to_string(d.where.column) + " " + d.message);
  return out;
}

TEST(Touchstone, OnePortInEveryFormatIsTheSameNumber) {
  // -6.0206 dB at 90 degrees is 0.5 at 90 degrees is 0.5 j.
  for (const auto* text : {"# MHz S RI R 50\n100 0 0.5\n", "# GHz S MA R 50\n0.1 0.5 90 ! half\n",
                           "#hz s db r 50\r\n1e8\t-6.0205999132796239 9e1\r\n"}) {
    const auto file = read(text, "a/b.s1p");
    EXPECT_THAT(file.network.frequency, ElementsAre(testing::DoubleEq(1e8))) << text;
    EXPECT_NEAR(std::abs(file.network.s[0] - Complex(0.0, 0.5)), 0.0, 1e-12) << text;
    EXPECT_THAT(file.network.reference, ElementsAre(50.0));
  }
}

TEST(Touchstone, RowsKnowTheirLines) {
  EXPECT_THAT(read("! a\n# GHz S RI R 50\n1 0 0\n\n2 0 0 ! b\n", "x.s1p").lines, ElementsAre(3, 5));
}

TEST(Touchstone, AMarkOfTheEncodingBeforeTheTextIsNoData) {
  EXPECT_EQ(read("\xEF\xBB\xBF# GHz S RI R 50\n1 0.5 0\n", "x.s1p").network.points(), 1u);
}

TEST(Touchstone, DefaultsAreGigahertzMagnitudeAngleFiftyOhm) {
  const auto file = read("#\n1 0.5 180\n", "x.s1p");
  EXPECT_EQ(file.network.frequency[0], 1e9);
  EXPECT_NEAR(file.network.s[0].real(), -0.5, 1e-15);
}

TEST(Touchstone, TwoPortsAreWrittenColumnFirst) {
  const auto file = read("! comment\n# GHz S RI R 75\n1  0.11 0 0.21 0 0.12 0 0.22 0\n", "x.S2P");
  const auto& n = file.network;
  EXPECT_EQ(n.parameter(0, 2, 1), Complex(0.21));
  EXPECT_EQ(n.parameter(0, 1, 2), Complex(0.12));
  EXPECT_THAT(n.reference, ElementsAre(75.0, 75.0));
}

TEST(Touchstone, FourPortsTakeOneLineARowOrAllInOne) {
  const std::string rows =
      "# GHz S RI R 50\n1 0.11 0 0.12 0 0.13 0 0.14 0\n 0.21 0 0.22 0 0.23 0 0.24 0\n"
      " 0.31 0 0.32 0 0.33 0 0.34 0\n 0.41 0 0.42 0 0.43 0 0.44 0\n";
  std::string one = rows;
  for (std::size_t i = one.find('\n') + 1; i + 1 < one.size(); ++i)
    if (one[i] == '\n') one[i] = ' ';
  for (const auto& text : {rows, one}) {
    const auto n = read(text, "x.s4p").network;
    EXPECT_EQ(n.parameter(0, 3, 2), Complex(0.32));
    EXPECT_EQ(n.parameter(0, 4, 1), Complex(0.41));
  }
}

TEST(Touchstone, NoiseOfATwoPortIsCheckedAndCounted) {
  const auto file =
      read("# GHz S MA R 50\n1 0 0 1 0 1 0 0 0\n2 0 0 1 0 1 0 0 0\n1 0.5 0.2 10 0.3\n2 0.6 0.2 11 0.3\n", "x.s2p");
  EXPECT_EQ(file.network.points(), 2u);
  EXPECT_EQ(file.noise_points, 2);
  EXPECT_THAT(problems("# GHz S MA R 50\n2 0 0 1 0 1 0 0 0\n1 0.5 0.2 10 0.3\n1 0.6 0.2 x 0.3\n3 4\n"),
              ElementsAre(HasSubstr("4:11 \"x\" is not a finite number"), HasSubstr("4:1 noise frequencies"),
                          HasSubstr("5:1 a row of noise data has 5 numbers, not 2")));
}

TEST(Touchstone, VersionTwo) {
  const auto file = read(
      "! top\n[Version] 2.0\n# GHz S RI R 50\n[Number of Ports] 2\n[Two-Port Data Order] 12_21\n"
      "[Number of Frequencies] 1\n[Reference] 50\n 75\n[Begin Information]\n any words 1 2\n[End Information]\n"
      "[Network Data]\n1 0.11 0 0.12 0 0.21 0 0.22 0\n[End]\nnothing after the end counts\n",
      "x.ts");
  EXPECT_EQ(file.version, 2);
  EXPECT_EQ(file.network.parameter(0, 1, 2), Complex(0.12));
  EXPECT_THAT(file.network.reference, ElementsAre(50.0, 75.0));
}

TEST(Touchstone, TrianglesAreMirrored) {
  const std::string head = "[Version] 2.1\n# GHz S RI R 50\n[Number of Ports] 3\n[Number of Frequencies] 1\n";
  const auto upper =
      read(head + "[Matrix Format] Upper\n[Network Data]\n1 11 0 12 0 13 0\n22 0 23 0\n33 0\n[End]", "x");
  const auto lower =
      read(head + "[Matrix Format] Lower\n[Network Data]\n1 11 0\n12 0 22 0\n13 0 23 0 33 0\n[End]", "x");
  EXPECT_EQ(upper.network.s, lower.network.s);
  EXPECT_EQ(upper.network.parameter(0, 3, 2), Complex(23.0));
}

TEST(Touchstone, TruncationIsRefusedWithItsPlace) {
  EXPECT_THAT(problems("# GHz S MA R 50\n1 0 0 1 0 1 0 0 0\n2 0 0 1 0 1 0 0\n"),
              ElementsAre(HasSubstr("3:1 8 numbers, but a row begins with a frequency and pairs after it; the file is "
                                    "cut off")));
  EXPECT_THAT(problems("# GHz S MA R 50\n1 0 0 1 0 1 0 0\n2 0 0 1 0 1 0 0 0\n"),
              ElementsAre(HasSubstr("2:1 8 numbers, but a row begins with a frequency and pairs after it; a number is "
                                    "missing")));
  EXPECT_THAT(problems("# GHz S MA R 50\n1 0 0 1 0 1 0 0 0\n2 0 0 1 0\n"),
              ElementsAre(HasSubstr("3:1 a row of 2 ports has 9 numbers, this one ends after 5; the file is cut off")));
  EXPECT_THAT(problems("# GHz S MA R 50\n1 0 0 0 0\n0 0 0 0\n2 0 0 0 0 0 0\n", "x.s3p"),
              ElementsAre(HasSubstr("2:1 a row of 3 ports has 19 numbers, this one ends after 9"),
                          HasSubstr("4:1 a row of 3 ports has 19 numbers, this one ends after 7")));
}

TEST(Touchstone, WrongPortCountIsSeen) {
  EXPECT_THAT(problems("# GHz S MA R 50\n1 0 0 1 0 1 0 0 0\n", "x.s1p"),
              ElementsAre(HasSubstr("2:7 a row of 1 ports has 3 numbers, this one has more")));
  EXPECT_THAT(problems("# GHz S MA R 50\n1 0 0\n", "channel.txt"), ElementsAre(HasSubstr("let the file name end in")));
}

TEST(Touchstone, NumbersMustBeFiniteAndFrequenciesIncrease) {
  EXPECT_THAT(
      problems("# GHz S MA R 50\n2 nan 0\n1 inf 0\n1 1e999 0.\n-1 -0.5 0\n", "x.s1p"),
      ElementsAre(HasSubstr("2:3 \"nan\" is not a finite number"), HasSubstr("3:3 \"inf\""),
                  HasSubstr("3:1 frequency 1 does not increase"), HasSubstr("4:3 \"1e999\""),
                  HasSubstr("4:1 frequency 1 does not increase"), HasSubstr("5:1 a frequency cannot be negative"),
                  HasSubstr("5:1 frequency -1 does not increase"), HasSubstr("magnitude -0.5 is negative")));
}

TEST(Touchstone, NumbersMustBeFiniteInTheirUnits) {
  EXPECT_THAT(problems("# GHz S DB R 50\n1 9000 0\n1e305 0 0\n", "x.s1p"),
              ElementsAre(HasSubstr("2:1 9000 makes a number that is not finite; is the format right?"),
                          HasSubstr("3:1 the frequency is not finite in Hz")));
  EXPECT_THAT(problems("# GHz S RI R 50\n1 1e200 0\n", "x.s1p"), ElementsAre(HasSubstr("2:1 1e+200 makes")));
}

TEST(Touchstone, OptionsAreStrict) {
  EXPECT_THAT(problems("1 0 0\n", "x.s1p"), ElementsAre(HasSubstr("1:1 data before the option line")));
  EXPECT_THAT(problems("# THz Z MA R -1 Q\n1 0 0\n# GHz\n", "x.s1p"),
              ElementsAre(HasSubstr("1:3 unknown option \"THz\""), HasSubstr("1:7 Z-parameters are not read"),
                          HasSubstr("1:14 R needs a positive impedance"), HasSubstr("1:17 unknown option \"Q\""),
                          HasSubstr("3:1 a second option line")));
  EXPECT_THAT(problems("# GHz S MA R\n1 0 0\n", "x.s1p"), ElementsAre(HasSubstr("1:12 R needs a positive impedance")));
}

TEST(Touchstone, VersionTwoKeywordsAreStrict) {
  EXPECT_THAT(problems("# GHz\n[Number of Ports] 1\n1 0 0\n", "x.s1p"),
              ElementsAre(HasSubstr("2:1 [number of ports] needs")));
  EXPECT_THAT(problems("[Version] 3.0\n# GHz\n1 0 0\n", "x.s1p"), ElementsAre(HasSubstr("[Version] must be")));
  EXPECT_THAT(
      problems("[Version] 2.0\n# GHz\n[Number of Ports] 99\n[Reference] 1\n[Magic\n[Mixed-Mode Order] D1\n", "x"),
      ElementsAre(HasSubstr("3:1 [Number of Ports] must be 1 to 32"), HasSubstr("4:1 [Reference] must come after"),
                  HasSubstr("5:1 a keyword is not closed"), HasSubstr("6:1 mixed-mode files are not read"),
                  HasSubstr("[End] is missing"), HasSubstr("[Number of Frequencies] is missing")));
  EXPECT_THAT(problems("[Version] 2.0\n# GHz\n[Number of Ports] 2\n", "x.s4p"),
              testing::Contains(HasSubstr("does not fit the file name, which says 4")));
  EXPECT_THAT(problems("[Version] 2.0\n# GHz\n[Number of Ports] 1\n[Number of Frequencies] 2\n[Two-Port Data Order] 1\n"
                       "[Matrix Format] Round\n[Number of Frequencies] 0\n[Reference] -3 4\n[Reference] 5\n[Network "
                       "Data]\n1 0 0\n[End]\n",
                       "x"),
              ElementsAre(HasSubstr("5:1 [Two-Port Data Order] must be"), HasSubstr("6:1 [Matrix Format] must be"),
                          HasSubstr("7:1 a number of frequencies must be"), HasSubstr("8:13 \"-3\" is not a positive"),
                          HasSubstr("8:16 [Reference] has more numbers"), HasSubstr("9:1 a second [Reference]"),
                          HasSubstr("says 2, the file has 1")));
}

TEST(Touchstone, ProblemsAreBounded) {
  std::string text = "# GHz S MA R 50\n";
  for (int i = 0; i < 1000; ++i) text += "x y z\n";
  const auto all = problems(text, "x.s1p");
  EXPECT_EQ(all.size(), 20u);
  EXPECT_THAT(all.back(), HasSubstr("which are not listed"));
}

TEST(Touchstone, EmptyTextIsNoFile) {
  for (const auto* text : {"", "!\n", "# GHz S MA R 50", "# GHz S MA R 50\n\n\n"})
    EXPECT_THAT(problems(text), ElementsAre(HasSubstr("there are no network data")));
}

TEST(Touchstone, NamesTellPorts) {
  EXPECT_EQ(ports_of_name("a.s4p"), 4);
  EXPECT_EQ(ports_of_name("dir.s2p/a.S32P"), 32);
  for (const auto* name : {"a.s0p", "a.s33p", "a.sp", "a.s-1p", "s4p", "", "a.s4"})
    EXPECT_EQ(ports_of_name(name), 0) << name;
}

TEST(TouchstoneFile, MissingFilesAndFoldersAreProblems) {
  const auto folder = std::filesystem::temp_directory_path();
  for (const auto& path : {folder, folder / "there-is-no-such.s4p"}) {
    Diagnostics diagnostics;
    EXPECT_FALSE(read_touchstone(path, diagnostics));
    EXPECT_THAT(diagnostics.text(), HasSubstr("check the path"));
  }
}

TEST(TouchstoneFile, ReadsWhatTheParserReads) {
  const auto path = std::filesystem::temp_directory_path() / "copack_touchstone_test.s1p";
  std::ofstream(path) << "# GHz S RI R 50\n1 0.5 0\n";
  Diagnostics diagnostics;
  const auto file = read_touchstone(path, diagnostics);
  std::filesystem::remove(path);
  ASSERT_TRUE(file) << diagnostics.text();
  EXPECT_EQ(file->network.s[0], Complex(0.5));
}

}  // namespace
}  // namespace copack::link
