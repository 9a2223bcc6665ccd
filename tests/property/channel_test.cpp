// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <vector>

#include "copack/link/com.hpp"
#include "real.hpp"

namespace copack::link {
namespace {

ChannelElement any_element() {
  const auto kind =
      *rc::gen::element(ElementKind::line, ElementKind::cable, ElementKind::capacitance, ElementKind::inductance);
  return {
      .kind = kind,
      .length = any_in(1.0, 500.0) * unit::mm,
      .impedance = Resistance::from_si(any_in(60.0, 150.0)),
      .line = {.g0 = any_in(0.0, 1e-3), .a1 = any_in(0.0, 1e-3), .a2 = any_in(0.0, 2e-4), .delay = any_in(5e-3, 7e-3)},
      .skin_loss = any_in(0.0, 3.0),
      .dielectric_loss = any_in(0.0, 0.3),
      .capacitance = Capacitance::from_si(any_in(1e-15, 300e-15)),
      .inductance = Inductance::from_si(any_in(1e-12, 300e-12))};
}

std::vector<ChannelElement> any_elements() {
  std::vector<ChannelElement> out(static_cast<std::size_t>(*rc::gen::inRange(1, 8)));
  for (auto& element : out) element = any_element();
  return out;
}

RC_GTEST_PROP(Channel, AReversedPassiveChainHasTheSameLoss, ()) {
  const auto forward = any_elements();
  const std::vector<ChannelElement> backward(forward.rbegin(), forward.rend());
  const std::vector<double> f{0.0, any_in(1e6, 1e9), any_in(1e9, 30e9), any_in(30e9, 200e9)};
  const auto there = build_channel(forward, f), back = build_channel(backward, f);
  for (std::size_t i = 0; i < f.size(); ++i) {
    RC_ASSERT(std::abs(there.s[i].s21 - back.s[i].s21) <= 1e-12 * std::abs(there.s[i].s21));
    RC_ASSERT(std::abs(there.s[i].s11 - back.s[i].s22) <= 1e-12);
    RC_ASSERT(std::norm(there.s[i].s11) + std::norm(there.s[i].s21) <= 1.0 + 1e-12);
  }
}

RC_GTEST_PROP(Channel, LongerOrLossierLinesNeverPassMore, ()) {
  ChannelElement line = any_element();
  line.kind = ElementKind::line;
  line.impedance = Resistance::from_si(100.0);  // matched: nothing interferes
  const std::vector<double> f{any_in(1e6, 1e9), any_in(1e9, 100e9)};
  const auto before = build_channel(std::vector{line}, f);
  line.length *= any_in(1.0, 3.0);
  line.line.a1 *= any_in(1.0, 3.0);
  line.line.a2 *= any_in(1.0, 3.0);
  const auto after = build_channel(std::vector{line}, f);
  for (std::size_t i = 0; i < f.size(); ++i)
    RC_ASSERT(insertion_loss_db(after.s[i]) >= insertion_loss_db(before.s[i]) - 1e-9);
}

/// A 53 GBd PAM4 link over a board with a via, at one equaliser setting.
ComInputs small_link() {
  ComInputs in;
  in.package.tx_length = in.package.rx_length = any_in(0.0, 20.0) * unit::mm;
  in.channels = {
      {.elements = {{.length = any_in(50.0, 300.0) * unit::mm, .impedance = Resistance::from_si(95.0)},
                    {.kind = ElementKind::capacitance, .capacitance = Capacitance::from_si(any_in(1e-15, 100e-15))}}}};
  const auto gain = Decibel::from_db(any_in(-12.0, 0.0));
  in.ctle_gain = {gain, gain, Decibel::from_db(1.0)};
  const double pre = any_in(-0.2, 0.0);
  in.tx_taps = {{-1, pre, pre, 0.02}};
  in.dfe_max = {0.85, 0.3};
  in.dfe_min = {-0.85, -0.3};
  in.samples_per_symbol = 8;
  in.frequency_step = 0.2 * unit::GHz;
  return in;
}

/// Loss within the channel also damps what goes back and forth in it, and loss that depends on frequency can help where
/// the equaliser overdoes, so neither is a law. A loss before the channel leaves the shape of the pulse as it is: with
/// the same noise of the receiver the figure of merit falls, but for no noise, when nothing changes.
RC_GTEST_PROP(Com, LossBeforeTheChannelNeverRaisesTheFigureOfMerit, ()) {
  auto in = small_link();
  const auto before = evaluate(in);
  RC_PRE(before.answered);
  const double ratio = any_in(0.3, 1.0);
  in.victim_amplitude *= ratio;
  const auto after = evaluate(in);
  RC_ASSERT(std::abs(after.signal / before.signal - ratio) < 1e-9);
  RC_ASSERT(after.sigma_noise == before.sigma_noise);
  RC_ASSERT(after.figure_of_merit.db() <= before.figure_of_merit.db() + 1e-9);
  in.noise_density = 0.0;
  auto full = in;
  full.victim_amplitude /= ratio;
  RC_ASSERT(std::abs(evaluate(in).com.db() - evaluate(full).com.db()) < 1e-6);
}

/// The margin follows the target by definition. It does not always follow the noise: a little of it can make a value
/// between two sums of signs rarer.
RC_GTEST_PROP(Com, MoreNoiseOrAStricterTargetIsNeverBetter, ()) {
  auto in = small_link();
  const auto before = evaluate(in);
  RC_PRE(before.answered);
  auto noisier = in, stricter = in;
  noisier.noise_density *= any_in(1.0, 10.0);
  stricter.target_error_ratio *= any_in(0.01, 1.0);
  RC_ASSERT(evaluate(noisier).figure_of_merit.db() <= before.figure_of_merit.db() + 1e-9);
  RC_ASSERT(evaluate(stricter).com.db() <= before.com.db() + 1e-9);
}

/// A 106 GBd PAM4 lane with a receive FFE and one feedback tap, at one setting of CTLE and transmitter.
ComInputs small_lane() {
  auto in = small_link();
  in.symbol_rate = 106.25 * unit::GHz;
  in.dfe_max = {any_in(0.0, 0.85)};
  in.dfe_min = {-0.1};
  in.receive_ffe.taps = *rc::gen::inRange(1, 12);
  in.receive_ffe.pre_taps = *rc::gen::inRange(0, in.receive_ffe.taps);
  return in;
}

/// Without limits of the forward taps a setting with fewer of them is one with more, some of them 0.
RC_GTEST_PROP(Com, ReceiveTapsNeverLowerTheFigureOfMerit, ()) {
  auto in = small_lane();
  const auto before = evaluate(in);
  RC_PRE(before.answered);
  auto one = in, longer = in, floating = in;
  one.receive_ffe.taps = 1;
  one.receive_ffe.pre_taps = 0;
  longer.receive_ffe.taps += *rc::gen::inRange(1, 4);
  floating.receive_ffe.floating = {
      .groups = *rc::gen::inRange(1, 3), .group_size = 2, .reach = 30, .limit = any_in(0.0, 0.3)};
  RC_ASSERT(before.figure_of_merit.db() >= evaluate(one).figure_of_merit.db() - 1e-6);
  RC_ASSERT(evaluate(longer).figure_of_merit.db() >= before.figure_of_merit.db() - 1e-6);
  RC_ASSERT(evaluate(floating).figure_of_merit.db() >= before.figure_of_merit.db() - 1e-6);
}

RC_GTEST_PROP(Com, NothingLossOrNoiseDoesHelpsAReceiveFfe, ()) {
  auto in = small_lane();
  const auto before = evaluate(in);
  RC_PRE(before.answered);
  auto noisier = in, weaker = in, coarser = in;
  noisier.noise_density *= any_in(1.0, 10.0);
  weaker.victim_amplitude *= any_in(0.3, 1.0);
  coarser.receive_ffe.adc_bits = *rc::gen::inRange(4, 12);
  RC_ASSERT(evaluate(noisier).figure_of_merit.db() <= before.figure_of_merit.db() + 1e-6);
  RC_ASSERT(evaluate(weaker).figure_of_merit.db() <= before.figure_of_merit.db() + 1e-6);
  RC_ASSERT(evaluate(coarser).figure_of_merit.db() <= before.figure_of_merit.db() + 1e-6);
}

RC_GTEST_PROP(Com, FloatingFeedbackOnlyRemovesInterference, ()) {
  auto in = small_link();
  const auto before = evaluate(in);
  RC_PRE(before.answered);
  in.dfe_floating = {
      .groups = *rc::gen::inRange(1, 4), .group_size = *rc::gen::inRange(1, 4), .reach = 24, .limit = any_in(0.0, 0.3)};
  const auto after = evaluate(in);
  RC_ASSERT(after.sigma_isi.si() <= before.sigma_isi.si() * (1.0 + 1e-9));
  RC_ASSERT(after.signal == before.signal);
  RC_ASSERT(after.figure_of_merit.db() >= before.figure_of_merit.db() - 1e-9);
}

}  // namespace
}  // namespace copack::link
