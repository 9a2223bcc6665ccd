// SPDX-License-Identifier: Apache-2.0
#include "copack/link/network_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "com_channels.hpp"

namespace copack::link {
namespace {

using testing::HasSubstr;

/// A pair of equal lines as a four-port file with through paths 1-2 and 3-4 of the given strength.
Touchstone pair_of_lines(double through = 0.9, double highest_ghz = 60.0) {
  Touchstone file;
  auto& n = file.network;
  n.ports = 4;
  n.reference.assign(4, 50.0);
  for (double ghz = 0.05; ghz <= highest_ghz; ghz += 0.05) {
    n.frequency.push_back(ghz * 1e9);
    std::vector<Complex> s(16);
    for (const std::size_t at : {1U, 4U, 11U, 14U}) s[at] = through * std::polar(1.0, -ghz);
    n.s.insert(n.s.end(), s.begin(), s.end());
  }
  return file;
}

constexpr auto rate = 53.125 * unit::GHz;

std::string refusal(const Touchstone& file, const ComChannel& channel) {
  Diagnostics diagnostics;
  EXPECT_FALSE(usable_channel(file, channel, PortOrder::odd_left, rate, "x.s4p", diagnostics));
  return diagnostics.text();
}

TEST(NetworkFiles, AGoodFileBecomesADifferentialChannel) {
  Diagnostics diagnostics;
  const auto channel = usable_channel(pair_of_lines(), {}, PortOrder::detect, rate, "x.s4p", diagnostics);
  ASSERT_TRUE(channel) << diagnostics.text();
  EXPECT_NEAR(insertion_loss_db(channel->s[7]), -20.0 * std::log10(0.9), 1e-12);
}

TEST(NetworkFiles, PortsInAnotherOrderThanStated) {
  EXPECT_THAT(refusal(pair_of_lines(), {.port_order = PortOrder::low_left}), HasSubstr("shows \"1-2/3-4\""));
}

TEST(NetworkFiles, CrosstalkIsNoVictim) {
  EXPECT_THAT(refusal(pair_of_lines(0.01), {}), HasSubstr("is it a crosstalk file?"));
  Diagnostics diagnostics;
  EXPECT_TRUE(
      usable_channel(pair_of_lines(0.01), {.role = ChannelRole::fext}, PortOrder::odd_left, rate, "", diagnostics));
}

TEST(NetworkFiles, SingleEndedAndLargeFilesNeedToBeTold) {
  Touchstone two = pair_of_lines();
  two.network.ports = 2;
  two.network.s.resize(4 * two.network.points(), 0.1);
  two.network.reference.resize(2);
  EXPECT_THAT(refusal(two, {}), HasSubstr("port_order = \"differential\""));
  EXPECT_THAT(refusal(pair_of_lines(), {.port_order = PortOrder::differential}), HasSubstr("wants a two-port"));
  EXPECT_THAT(refusal(pair_of_lines(), {.ports = {1, 2, 2, 9}}), HasSubstr("four different numbers from 1 to 4"));
  Diagnostics diagnostics;
  const auto chosen =
      usable_channel(pair_of_lines(), {.ports = {1, 3, 2, 4}}, PortOrder::detect, rate, "", diagnostics);
  ASSERT_TRUE(chosen);
  EXPECT_NEAR(std::abs(chosen->s[0].s21), 0.9, 1e-12);
}

TEST(NetworkFiles, EnergyGainedIsToldWithItsPlace) {
  EXPECT_THAT(refusal(pair_of_lines(1.05), {}), HasSubstr("largest singular value 1.05 at "));
}

TEST(NetworkFiles, BandAndImpedancesMustDo) {
  EXPECT_THAT(refusal(pair_of_lines(0.9, 30.0), {}), HasSubstr("data up to 39.84 GHz are needed"));
  auto uneven = pair_of_lines();
  uneven.network.reference[2] = 75.0;
  EXPECT_THAT(refusal(uneven, {}), HasSubstr("different reference impedances"));
  auto late = pair_of_lines();
  late.network.frequency.front() = 0.2e9;
  EXPECT_THAT(refusal(late, {}), HasSubstr("begins at 200 MHz"));
}

/// Writes the built channel as a four-port file, reads it back and gets the margin of the built one.
TEST(NetworkFiles, AFileGivesTheMarginOfTheChannelItWasMadeFrom) {
  auto in = small_backplane();
  const auto folder = std::filesystem::temp_directory_path();
  {
    std::vector<double> f;
    for (int i = 0; i <= 1700; ++i) f.push_back(50e6 * i);
    const auto channel = build_channel(in.channels[0].elements, f);
    std::ofstream out(folder / "copack_com_test.s4p");
    out.precision(17);
    out << "# Hz S RI R 50\n";
    for (std::size_t i = 0; i < f.size(); ++i) {
      const auto x = channel.s[i].s21;
      out << f[i] << " 0 0 " << x.real() << ' ' << x.imag() << " 0 0 0 0\n"
          << x.real() << ' ' << x.imag() << " 0 0 0 0 0 0\n0 0 0 0 0 0 " << x.real() << ' ' << x.imag() << "\n0 0 0 0 "
          << x.real() << ' ' << x.imag() << " 0 0\n";
    }
  }
  auto from_file = in;
  from_file.channels[0].elements.clear();
  from_file.channels[0].file = "copack_com_test.s4p";
  Diagnostics diagnostics;
  load_files(from_file, folder, diagnostics);
  std::filesystem::remove(folder / "copack_com_test.s4p");
  ASSERT_FALSE(diagnostics.has_errors()) << diagnostics.text();
  EXPECT_NEAR(evaluate(from_file).com.db(), evaluate(in).com.db(), 2e-3);
  EXPECT_EQ(evaluate(from_file).highest_frequency, 85.0 * unit::GHz);
}

TEST(NetworkFiles, MissingFilesAreProblems) {
  auto in = small_backplane();
  in.channels[0] = {.file = "there-is-none.s4p"};
  Diagnostics diagnostics;
  load_files(in, "/nowhere", diagnostics);
  EXPECT_THAT(diagnostics.text(), HasSubstr("/nowhere/there-is-none.s4p"));
}

TouchstoneResults summary(TouchstoneInputs in) {
  Diagnostics diagnostics;
  load_files(in, ".", diagnostics);
  EXPECT_FALSE(diagnostics.has_errors()) << diagnostics.text();
  return evaluate(in);
}

TEST(TouchstoneSummary, TellsWhatATextHolds) {
  // At 1.5 GHz |S21| is half way between 0.8 and 0.6: 20 lg(1/0.7) = 3.098 dB. S = [0.3 0.8; 0.8 0.3] is symmetric with
  // eigenvalues 1.1 and -0.5.
  const auto r = summary({.text = "# GHz S MA R 42\n1 0.3 0 0.8 0 0.8 0 0.3 0\n2 0.1 0 0.6 0 0.7 0 0.1 0\n",
                          .frequency = 1.5 * unit::GHz});
  EXPECT_EQ(r.ports, 2);
  EXPECT_EQ(r.points, 2);
  EXPECT_TRUE(r.even_steps);
  EXPECT_NEAR(r.reference.si(), 42.0, 1e-12);
  EXPECT_NEAR(r.largest_singular_value, 1.1, 1e-12);
  EXPECT_FALSE(r.passive);
  EXPECT_NEAR(r.largest_difference, 0.1, 1e-12);
  EXPECT_FALSE(r.reciprocal);
  EXPECT_TRUE(r.covered);
  EXPECT_NEAR(r.insertion_loss.db(), 3.098, 1e-3);
  EXPECT_NEAR(r.return_loss.db(), 13.979, 1e-3);
}

TEST(TouchstoneSummary, OutsideTheDataThereAreNoLosses) {
  EXPECT_FALSE(summary({.text = "# GHz S MA R 50\n1 0.3 0 0.8 0 0.8 0 0.3 0\n"}).covered);
  EXPECT_FALSE(summary({.text = "# GHz S MA R 50\n26 0.3 0\n27 0.3 0\n", .text_ports = 1}).covered);
  EXPECT_EQ(evaluate(TouchstoneInputs{}).points, 0);
  EXPECT_EQ(validate(TouchstoneInputs{}).size(), 1u);
}

TEST(TouchstoneSummary, FourPortsShowTheirOrder) {
  TouchstoneInputs in{.file = "x.s4p", .frequency = 10.0 * unit::GHz, .data = pair_of_lines()};
  const auto r = evaluate(in);
  EXPECT_EQ(r.port_order, PortOrder::odd_left);
  EXPECT_FALSE(r.covered);  // nothing is reflected: no return loss to tell
  in.data.network.s[16 * 199] = 0.1;
  in.data.network.s[16 * 199 + 10] = 0.1;
  EXPECT_TRUE(evaluate(in).covered);
  EXPECT_NEAR(evaluate(in).insertion_loss.db(), 0.915, 1e-3);
}

}  // namespace
}  // namespace copack::link
