// SPDX-License-Identifier: Apache-2.0
#include "copack/link/network_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "com_channels.hpp"

namespace copack::link {
namespace {

using testing::AllOf;
using testing::HasSubstr;

/// A pair of equal lines of 0.16 ns as a four-port file with through paths 1-2 and 3-4 of the given strength; the row
/// of the first frequency is in line 10, every row takes four lines.
Touchstone pair_of_lines(double through = 0.9, double highest_ghz = 60.0) {
  Touchstone file;
  auto& n = file.network;
  n.ports = 4;
  n.reference.assign(4, 50.0);
  for (int i = 1; i <= std::lround(highest_ghz / 0.05); ++i) {
    const double ghz = 0.05 * i;
    file.lines.push_back(10 + 4 * static_cast<int>(n.points()));
    n.frequency.push_back(ghz * 1e9);
    std::vector<Complex> s(16);
    for (const std::size_t at : {1U, 4U, 11U, 14U}) s[at] = through * std::polar(1.0, -ghz);
    n.s.insert(n.s.end(), s.begin(), s.end());
  }
  return file;
}

constexpr auto rate = 53.125 * unit::GHz;
const std::optional<PairPorts> unknown;

std::string refusal(const Touchstone& file, const ComChannel& channel, const std::optional<PairPorts>& victim = {}) {
  Diagnostics diagnostics;
  EXPECT_FALSE(usable_channel(file, channel, victim, rate, "x.s4p", diagnostics));
  return diagnostics.text();
}

TEST(NetworkFiles, AGoodFileBecomesADifferentialChannel) {
  Diagnostics diagnostics;
  const auto channel = usable_channel(pair_of_lines(), {}, unknown, rate, "x.s4p", diagnostics);
  ASSERT_TRUE(channel) << diagnostics.text();
  EXPECT_NEAR(insertion_loss_db(channel->s[7]), -20.0 * std::log10(0.9), 1e-12);
}

TEST(NetworkFiles, PortsInAnotherOrderThanStated) {
  EXPECT_THAT(refusal(pair_of_lines(), {.port_order = PortOrder::low_left}),
              AllOf(HasSubstr("x.s4p:10:1: "), HasSubstr("shows \"1-2/3-4\"")));
}

TEST(NetworkFiles, ListedPortsMustFollowTheThroughPaths) {
  // The pair of one end given as two ends, and the two wires of the far end exchanged.
  EXPECT_THAT(refusal(pair_of_lines(), {.ports = {1, 2, 3, 4}}),
              HasSubstr("ports = [1, 2, 3, 4] mixes up its ports: at low frequency |S| from near to far is 0, from "
                        "near + to far - 0, from near + to near - 0.9"));
  EXPECT_THAT(refusal(pair_of_lines(), {.ports = {1, 3, 4, 2}}),
              HasSubstr("from near to far is 0, from near + to far - 0.9"));
  Diagnostics diagnostics;
  EXPECT_TRUE(usable_channel(pair_of_lines(0.01), {.ports = {2, 4, 1, 3}}, unknown, rate, "", diagnostics))
      << "weak at low frequency, as behind a blocking capacitor, yet not mixed up: " << diagnostics.text();
}

TEST(NetworkFiles, CrosstalkIsNoVictimAndAVictimNoCrosstalk) {
  EXPECT_THAT(refusal(pair_of_lines(0.01), {}), HasSubstr("is it a crosstalk file?"));
  EXPECT_THAT(refusal(pair_of_lines(), {.role = ChannelRole::fext}, PairPorts{}),
              HasSubstr("x.s4p:10:1: error: has a through path (|S21| 0.9, |S31| 0 at low frequency)"));
  Diagnostics diagnostics;
  EXPECT_TRUE(usable_channel(pair_of_lines(0.01), {.role = ChannelRole::fext}, PairPorts{}, rate, "", diagnostics));
}

TEST(NetworkFiles, AggressorsHaveThePortsOfTheVictimUnlessStated) {
  const ComChannel fext{.role = ChannelRole::fext};
  const PairPorts low_left{.near_plus = 1, .near_minus = 2, .far_plus = 3, .far_minus = 4};
  auto crosstalk = pair_of_lines(0.01);
  for (std::size_t i = 0; i < crosstalk.network.points(); ++i) crosstalk.network.s[16 * i + 1] = 0.02;  // S12
  Diagnostics diagnostics;
  const auto by_victim = usable_channel(crosstalk, fext, low_left, rate, "", diagnostics);
  const auto stated = usable_channel(crosstalk, {.role = ChannelRole::fext, .port_order = PortOrder::low_left},
                                     PairPorts{}, rate, "", diagnostics);
  ASSERT_TRUE(by_victim && stated) << diagnostics.text();
  EXPECT_EQ(by_victim->s[0].s11, stated->s[0].s11);
  EXPECT_THAT(refusal(crosstalk, fext), HasSubstr("nor does the victim; give port_order"));
  EXPECT_THAT(refusal(crosstalk, fext, PairPorts{9, 10, 11, 12}), HasSubstr("nor does the victim; give port_order"));
}

TEST(NetworkFiles, PortsOfTheVictim) {
  const auto ports = [](const ComChannel& channel) { return ports_of_victim(pair_of_lines(), channel); };
  EXPECT_EQ(ports({})->near_minus, 3);
  EXPECT_EQ(ports({.port_order = PortOrder::low_left})->near_minus, 2);
  EXPECT_EQ(ports({.ports = {7, 8, 9, 10}})->far_minus, 10);
  EXPECT_FALSE(ports({.port_order = PortOrder::differential}));
}

TEST(NetworkFiles, SingleEndedAndLargeFilesNeedToBeTold) {
  Touchstone two = pair_of_lines();
  two.network.ports = 2;
  two.network.s.resize(4 * two.network.points(), 0.1);
  two.network.reference.resize(2);
  EXPECT_THAT(refusal(two, {}), HasSubstr("port_order = \"differential\""));
  EXPECT_THAT(refusal(pair_of_lines(), {.port_order = PortOrder::differential}), HasSubstr("wants a two-port"));
  EXPECT_THAT(refusal(pair_of_lines(), {.ports = {1, 2, 2, 9}}), HasSubstr("four different numbers from 1 to 4"));
  EXPECT_THAT(refusal(pair_of_lines(), {.ports = {0, 1, 2, 3}}), HasSubstr("four different numbers from 1 to 4"));
  Diagnostics diagnostics;
  const auto chosen = usable_channel(pair_of_lines(), {.ports = {1, 3, 2, 4}}, unknown, rate, "", diagnostics);
  ASSERT_TRUE(chosen);
  EXPECT_NEAR(std::abs(chosen->s[0].s21), 0.9, 1e-12);
}

TEST(NetworkFiles, EnergyGainedIsToldWithItsPlace) {
  auto file = pair_of_lines();
  file.network.s[16 * 5 + 1] = file.network.s[16 * 5 + 4] = 1.05;
  EXPECT_THAT(refusal(file, {}), HasSubstr("x.s4p:30:1: error: gives out more energy than it gets: largest singular "
                                           "value 1.05 at 0.3 GHz"));
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

/// The file without the points from `first` up to `last`.
Touchstone without(Touchstone file, std::ptrdiff_t first, std::ptrdiff_t last) {
  auto& n = file.network;
  file.lines.erase(file.lines.begin() + first, file.lines.begin() + last);
  n.frequency.erase(n.frequency.begin() + first, n.frequency.begin() + last);
  n.s.erase(n.s.begin() + 16 * first, n.s.begin() + 16 * last);
  return file;
}

TEST(NetworkFiles, MissingFrequenciesAreNotInterpolatedOver) {
  // Points 99 to 119 are 5 to 6 GHz; the next one is in line 10 + 4 x 120, or 21 rows above that in a file of its own.
  EXPECT_THAT(refusal(without(pair_of_lines(), 99, 120), {}),
              HasSubstr("x.s4p:490:1: error: frequencies are missing between 4.95 and 6.05 GHz"));
  EXPECT_THAT(refusal(without(pair_of_lines(), 500, 501), {}), HasSubstr("missing between 25 and 25.1 GHz"));
}

TEST(NetworkFiles, SweepsWithGrowingStepsHaveNoHoles) {
  auto file = pair_of_lines(0.9, 60.0);
  auto& n = file.network;
  for (std::size_t i = 0; i < n.points(); ++i) {
    n.frequency[i] = 1e7 * std::pow(10.0, 4.0 * static_cast<double>(i) / static_cast<double>(n.points() - 1));
    for (const std::size_t at : {1U, 4U, 11U, 14U}) n.s[16 * i + at] = std::polar(0.9, -n.frequency[i] * 1e-9);
  }
  Diagnostics diagnostics;
  EXPECT_TRUE(usable_channel(file, {}, unknown, rate, "", diagnostics)) << diagnostics.text();
}

TEST(NetworkFiles, StepsTooWideForTheDelayAreRefused) {
  auto file = pair_of_lines();
  auto& n = file.network;
  for (std::size_t i = 0; i < n.points(); ++i) {
    for (const std::size_t at : {1U, 4U, 11U, 14U}) n.s[16 * i + at] = std::polar(0.9, -n.frequency[i] * 60e-9);
  }
  // 60/(2 pi) = 9.549 ns turn by 0.477 in 50 MHz; 0.45 in 47.1 MHz.
  EXPECT_THAT(refusal(file, {}), HasSubstr("x.s4p:14:1: error: a step of 50 MHz is too wide for a channel of 9.55 ns, "
                                           "whose phase it loses; export it with steps of at most 47.1 MHz"));
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
  constexpr auto at_10_ghz = std::size_t{199} * 16;
  in.data.network.s[at_10_ghz] = 0.1;
  in.data.network.s[at_10_ghz + 10] = 0.1;
  EXPECT_TRUE(evaluate(in).covered);
  EXPECT_NEAR(evaluate(in).insertion_loss.db(), 0.915, 1e-3);
}

}  // namespace
}  // namespace copack::link
