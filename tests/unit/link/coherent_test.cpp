// SPDX-License-Identifier: Apache-2.0
#include "copack/link/coherent.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>

#include "copack/units/constants.hpp"

namespace copack::link {
namespace {

constexpr auto dB = Decibel::from_db;
constexpr auto dBm = PowerLevel::from_dbm;
constexpr double pi = std::numbers::pi;

double noise(Decibel snr) { return 1.0 / snr.ratio(); }

/// A 400ZR-class module; its penalty and receiver follow from the two points of the data sheet, see
/// validation/link/coherent-400zr-receiver.
CoherentInputs module() {
  CoherentInputs in;
  in.implementation_penalty = dB(5.0);
  in.module_power = 17.5 * unit::W;
  return in;
}

/// Ten spans with an amplifier behind each; the booster's noise is a hundredth of theirs.
CoherentInputs chain() {
  auto in = module();
  in.implementation_penalty = {};
  in.channels = 40;
  in.transmitter = {.power = dBm(-8.0), .osnr = dB(60.0)};
  in.line.booster_noise_figure = dB(3.0);
  in.line.spans = 10;
  return in;
}

CoherentInputs back_to_back() {
  auto in = module();
  in.line.spans = 0;
  in.line.booster = in.line.preamplifier = false;
  return in;
}

TEST(Coherent, NoisesAdd) {
  const auto r = evaluate(chain());
  const double line = noise(r.snr_transmitter) + noise(r.snr_ase) + noise(r.snr_nonlinear);
  EXPECT_NEAR(noise(r.gsnr) / line, 1.0, 1e-12);
  EXPECT_NEAR(noise(r.snr) / (line + noise(r.snr_receiver)), 1.0, 1e-12);
  const double osnr_over_snr = 59.84375 / 12.5;
  EXPECT_NEAR(r.osnr.ratio(), osnr_over_snr / (noise(r.snr_transmitter) + noise(r.snr_ase)), 1e-9 * r.osnr.ratio());
  EXPECT_NEAR(r.margin.db(), (r.snr - r.required_snr).db(), 1e-12);
}

/// -17 dBm into an amplifier of 6.62 dB: 10 lg(1 mW / (h nu 12.5 GHz)) = 57.96 at 193.2 THz, and 40 dB of the
/// transmitter. GNPy prints 33.30 and 29.21 (tests/invocation/transmission_main_example), leaving out vacuum noise.
TEST(Coherent, AmplifierNoiseOfOneSpan) {
  CoherentInputs in{.symbol_rate = 32.0 * unit::GHz, .wavelength = Length::from_si(speed_of_light / 193.2e12)};
  in.transmitter = {.power = dBm(0.0), .osnr = dB(40.0)};
  in.line.booster = false;
  in.line.connector_loss_in = in.line.connector_loss_out = dB(0.5);
  in.line.noise_figure = dB(6.62);
  in.line.receiver_power = dBm(-2.0);
  const auto r = evaluate(in);
  EXPECT_NEAR(r.span_end_power.dbm(), -17.0, 1e-9);
  EXPECT_NEAR(r.preamplifier_gain.db(), 15.0, 1e-9);
  EXPECT_NEAR(r.osnr.db(), 33.30, 0.03);
  const double alone = -17.0 - 6.62 - 10.0 * std::log10(planck_constant * 193.2e12 * 12.5e9 * 1e3);
  const double in_band = alone - 10.0 * std::log10(32.0 / 12.5);
  EXPECT_NEAR(r.snr_ase.db(), in_band - 10.0 * std::log10(1.0 - std::pow(10.0, -1.5 - 0.662)), 1e-6);
}

/// One channel: the asinh of Poggiolini 2014, eq. 36, with the bandwidth of the channel.
TEST(Coherent, NonlinearityOfOneChannel) {
  CoherentInputs in{.symbol_rate = 32.0 * unit::GHz};
  const auto r = evaluate(in);
  const double alpha = 0.2 * std::numbers::ln10 / 10.0 * 1e-3, length = (1.0 - std::exp(-alpha * 80e3)) / alpha;
  const double beta2 = 16.7e-6 * 1550e-9 * 1550e-9 / (2.0 * pi * speed_of_light);
  const double gamma = 2.0 * pi * 2.6e-20 / (1550e-9 * 83e-12), rs = 32e9;
  const double eta = 8.0 / 27.0 * gamma * gamma * length * length *
                     std::asinh(pi * pi / 2.0 * beta2 / alpha * rs * rs) / (pi * beta2 / alpha * rs * rs);
  EXPECT_NEAR(r.nonlinear_efficiency / eta, 1.0, 1e-9);
  EXPECT_NEAR(r.effective_length.si(), length, 1e-6);
  EXPECT_NEAR(r.nonlinear_coefficient, 1.27, 0.001);
}

/// Channels side by side are one band (Poggiolini 2014, eq. 36). The sum over channels is that of the band where asinh
/// x is ln 2x; for one channel it is 1 / (4 x^2) more, which is all that is left.
TEST(Coherent, AdjacentChannelsAreOneBand) {
  auto in = chain();
  in.channels = 41;
  in.roll_off = 0.0;
  in.spacing = in.symbol_rate;
  const double alpha = 0.2 * std::numbers::ln10 / 10.0 * 1e-3, length = (1.0 - std::exp(-alpha * 80e3)) / alpha;
  const double beta2 = 16.7e-6 * 1550e-9 * 1550e-9 / (2.0 * pi * speed_of_light);
  const double gamma = 2.0 * pi * 2.6e-20 / (1550e-9 * 83e-12), rs = 59.84375e9;
  const double x = pi * pi / 2.0 * beta2 / alpha * rs * rs, band = std::asinh(41.0 * 41.0 * x);
  const double eta = 8.0 / 27.0 * gamma * gamma * length * length * band / (pi * beta2 / alpha * rs * rs);
  EXPECT_NEAR(evaluate(in).nonlinear_efficiency / eta, 1.0 - 1.0 / (4.0 * x * x) / band, 1e-5);
}

/// GNPy, tests/invocation/transmission_main_example__three_channels, the middle one: SNR NLI 33.25 dB.
TEST(Coherent, NonlinearityBesideDistantChannels) {
  auto in = chain();
  in.symbol_rate = 32.0 * unit::GHz;
  in.channels = 3;
  in.spacing = Frequency::from_si(1.1e12);
  in.line.spans = 2;
  EXPECT_NEAR(evaluate(in).snr_nonlinear.db(), 33.25, 0.01);
}

TEST(Coherent, LaunchPowerHasAnOptimumWhereNonlinearNoiseIsHalf) {
  auto in = chain();
  in.line.launch = LaunchSetting::optimal;
  const auto best = evaluate(in);
  EXPECT_NEAR((best.snr_nonlinear - best.snr_ase).db(), 3.01, 0.1);  // the booster's share does not depend on P
  in.line.launch = LaunchSetting::stated;
  in.line.amplifier_power = dBm(40.0);
  // Exactly: with noise c + a / P + b P^2 and b P^2 = a / (2 P), twice the power adds 3 b P^2 - a / (2 P) = 2 b P^2.
  in.line.launch_power = best.launch_power + Decibel::from_ratio(2.0);
  EXPECT_NEAR((noise(evaluate(in).snr) - noise(best.snr)) / noise(best.snr_nonlinear), 2.0, 1e-9);
  double last = -std::numeric_limits<double>::infinity();
  for (double offset = -6.0; offset <= 6.0; offset += 0.5) {
    in.line.launch_power = best.optimal_launch_power + dB(offset);
    const auto r = evaluate(in);
    EXPECT_NEAR(r.optimal_launch_power.dbm(), best.optimal_launch_power.dbm(), 1e-12);
    if (offset <= 0.0) {
      EXPECT_GT(r.snr.db(), last) << offset;
    } else {
      EXPECT_LT(r.snr.db(), last) << offset;
    }
    last = r.snr.db();
  }
}

/// The slope of the signal-to-noise ratio vanishes at the optimum, whatever amplifiers there are.
TEST(Coherent, OptimumIsStationary) {
  for (const int spans : {1, 2, 7}) {
    for (const bool preamplifier : {false, true}) {
      auto in = chain();
      in.line.spans = spans;
      in.line.preamplifier = preamplifier;
      in.line.amplifier_power = dBm(40.0);
      const auto best = evaluate(in).optimal_launch_power;
      const auto at = [&](double offset) {
        in.line.launch_power = best + dB(offset);
        return noise(evaluate(in).snr);
      };
      EXPECT_LT(std::abs(at(0.01) - at(-0.01)) / at(0.0), 1e-6) << spans << preamplifier;
      EXPECT_GT(at(0.5), at(0.0));
      EXPECT_GT(at(-0.5), at(0.0));
    }
  }
}

/// The cube law: twice the noise of amplifiers asks for 10 lg(2) / 3 dB more power.
TEST(Coherent, CubeLaw) {
  auto in = chain();
  const auto before = evaluate(in);
  in.line.noise_figure += dB(3.0);
  EXPECT_NEAR((evaluate(in).optimal_launch_power - before.optimal_launch_power).db(), 1.0, 0.01);
}

TEST(Coherent, MoreSpansAreNeverBetter) {
  for (const auto launch : {LaunchSetting::stated, LaunchSetting::optimal}) {
    auto in = chain();
    in.line.launch = launch;
    auto last = dB(std::numeric_limits<double>::infinity());
    for (in.line.spans = 1; in.line.spans <= 60; ++in.line.spans) {
      const auto margin = evaluate(in).margin;
      EXPECT_LT(margin, last) << in.line.spans;
      last = margin;
    }
  }
}

TEST(Coherent, ReachIsTheLastSpanThatCloses) {
  for (const auto launch : {LaunchSetting::stated, LaunchSetting::optimal}) {
    auto in = chain();
    in.implementation_penalty = dB(2.0);
    in.margin_wanted = dB(1.0);
    in.line.launch = launch;
    const auto r = evaluate(in);
    ASSERT_GT(r.most_spans, 1);
    EXPECT_EQ(r.reach, r.most_spans * in.line.span_length);
    in.line.spans = r.most_spans;
    EXPECT_TRUE(evaluate(in).closes);
    in.line.spans = r.most_spans + 1;
    EXPECT_FALSE(evaluate(in).closes);
  }
}

TEST(Coherent, ReachOfASingleSpan) {
  for (const bool amplified : {false, true}) {
    auto in = module();
    in.line.booster = in.line.preamplifier = amplified;
    const auto reach = evaluate(in).reach;
    ASSERT_GT(reach.si(), 0.0);
    in.line.span_length = 0.9999 * reach;
    EXPECT_TRUE(evaluate(in).closes);
    in.line.span_length = 1.0001 * reach;
    EXPECT_FALSE(evaluate(in).closes);
    EXPECT_EQ(evaluate(in).most_spans, 0);
  }
}

/// Without amplifiers and with a quiet transmitter 1 dB of power is 1 dB of signal-to-noise ratio and 5 km of fibre.
TEST(Coherent, UnamplifiedReachFollowsPower) {
  auto in = module();
  in.line.booster = in.line.preamplifier = false;
  in.transmitter.osnr = dB(100.0);
  in.fibre.nonlinear_index = 0.0;
  const auto before = evaluate(in);
  EXPECT_EQ(before.binding, CoherentBinding::power);
  EXPECT_TRUE(std::isinf(before.snr_ase.db()));
  EXPECT_TRUE(std::isinf(before.optimal_launch_power.dbm()));
  in.transmitter.power = dBm(-9.0);
  EXPECT_NEAR((evaluate(in).reach - before.reach).in(unit::km), 5.0, 0.001);
}

/// What the two points of a data sheet were fitted to comes back: 26 dB suffice at -12 dBm, 34 dB at -20 dBm.
TEST(Coherent, RequiredOsnrRisesAsPowerFalls) {
  auto in = back_to_back();
  in.transmitter.power = dBm(-12.0);
  EXPECT_NEAR(evaluate(in).required_osnr.db(), 26.0, 0.15);
  in.transmitter.power = dBm(-20.0);
  EXPECT_NEAR(evaluate(in).required_osnr.db(), 34.0, 0.6);
  in.transmitter.power = dBm(-23.0);
  EXPECT_TRUE(std::isinf(evaluate(in).required_osnr.db()));
}

TEST(Coherent, ThresholdIsWhereTheMarginIsGone) {
  auto in = back_to_back();
  in.transmitter.power = dBm(-12.0);
  in.transmitter.osnr = evaluate(in).required_osnr;
  const auto r = evaluate(in);
  EXPECT_NEAR(r.margin.db(), 0.0, 1e-9);
  EXPECT_NEAR(r.pre_fec_ber, 1.25e-2, 1e-11);
  EXPECT_EQ(r.length, Length{});
  EXPECT_EQ(r.reach, Length{});
  in.fec = CoherentFec::ofec;
  EXPECT_TRUE(evaluate(in).corrected);
  EXPECT_EQ(evaluate(in).fec_threshold, 2.0e-2);
  in.fec = CoherentFec::stated;
  in.stated_threshold = 1.0e-2;
  EXPECT_FALSE(evaluate(in).corrected);
}

TEST(Coherent, NeighboursOnlyDisturb) {
  auto in = chain();
  double last = 0.0;
  for (in.channels = 1; in.channels <= 96; ++in.channels) {
    const double eta = evaluate(in).nonlinear_efficiency;
    EXPECT_GT(eta, last) << in.channels;
    last = eta;
  }
  in.spacing = 150.0 * unit::GHz;
  EXPECT_LT(evaluate(in).nonlinear_efficiency, last);
  const double anomalous = evaluate(in).nonlinear_efficiency;
  in.fibre.dispersion = -in.fibre.dispersion;
  EXPECT_EQ(evaluate(in).nonlinear_efficiency, anomalous);
}

TEST(Coherent, SaysWhatBinds) {
  auto in = chain();
  in.line.launch_power = dBm(-6.0);
  EXPECT_EQ(evaluate(in).binding, CoherentBinding::ase);
  in.line.launch_power = dBm(6.0);
  EXPECT_EQ(evaluate(in).binding, CoherentBinding::nonlinearity);
  in.transmitter.osnr = dB(15.0);
  EXPECT_EQ(evaluate(in).binding, CoherentBinding::transceiver);
  in.transmitter.osnr = dB(60.0);
  in.line.receiver_power = dBm(-30.0);
  EXPECT_EQ(evaluate(in).binding, CoherentBinding::power);
}

TEST(Coherent, AnOverloadedReceiverDoesNotClose) {
  auto in = back_to_back();
  in.transmitter.power = dBm(0.5);
  const auto r = evaluate(in);
  EXPECT_GT(r.margin.db(), 0.0);
  EXPECT_FALSE(r.closes);
  EXPECT_EQ(r.binding, CoherentBinding::power);
}

TEST(Coherent, AmplifiersLimitTheOptimum) {
  auto in = chain();
  in.line.launch = LaunchSetting::optimal;
  in.line.amplifier_power = dBm(10.0);
  const auto r = evaluate(in);
  EXPECT_NEAR(r.launch_power.dbm(), 10.0 - 10.0 * std::log10(40.0), 1e-9);
  EXPECT_GT(r.optimal_launch_power, r.launch_power);
}

TEST(Coherent, EnergyRateAndDelay) {
  const auto r = evaluate(module());
  EXPECT_NEAR(r.energy_per_bit.in(unit::pJ_per_bit), 43.75, 1e-9);
  EXPECT_NEAR(r.line_rate.in(unit::Gbps), 478.75, 1e-9);
  EXPECT_NEAR(r.spectral_efficiency, 4.0, 1e-12);
  EXPECT_NEAR(r.latency_fibre.in(unit::us), 392.0, 1e-9);
  EXPECT_NEAR(r.accumulated_dispersion, 1336.0, 1e-9);
}

TEST(Coherent, FarCornersStayNumbers) {
  for (const int spans : {1, 10000}) {
    for (const double length : {1.0, 1e6}) {
      for (const double power : {-60.0, 40.0}) {
        auto in = chain();
        in.line.spans = spans;
        in.line.span_length = Length::from_si(length);
        in.line.launch_power = in.line.amplifier_power = in.transmitter.power = dBm(power);
        const auto r = evaluate(in);
        EXPECT_FALSE(std::isnan(r.snr.db()) || std::isnan(r.margin.db()) || std::isnan(r.reach.si()));
        EXPECT_FALSE(std::isnan(r.optimal_launch_power.dbm()) || std::isnan(r.pre_fec_ber));
        EXPECT_LE(r.pre_fec_ber, 0.5);
      }
    }
  }
}

bool names(const std::vector<Problem>& problems, std::string_view path) {
  return std::ranges::any_of(problems, [&](const Problem& p) { return p.path == path; });
}

TEST(Coherent, NamesWhatIsWrong) {
  EXPECT_TRUE(validate(module()).empty());
  EXPECT_TRUE(validate(back_to_back()).empty());
  auto in = module();
  in.line.spans = 0;
  EXPECT_TRUE(names(validate(in), "line.spans"));
  in = module();
  in.payload_rate = 500.0 * unit::Gbps;
  EXPECT_TRUE(names(validate(in), "payload_rate"));
  in = module();
  in.channels = 8;
  in.roll_off = 0.7;
  EXPECT_TRUE(names(validate(in), "spacing"));
  in.channels = 1;
  EXPECT_TRUE(validate(in).empty());
  in.receiver.sensitivity = dBm(-40.0);
  in.fibre.dispersion = 0.5;
  in.line.launch_power = dBm(23.5);
  in.line.receiver_power = dBm(1.0);
  const auto all = validate(in);
  EXPECT_EQ(all.size(), 4U);
  for (const auto* path : {"receiver.sensitivity", "fibre.dispersion", "line.launch_power", "line.receiver_power"})
    EXPECT_TRUE(names(all, path)) << path;
}

/// Smallest allowed value of each field.
class Least final : public Fields {
 public:
  void number(const FieldInfo& info, double& /*stored*/) override { note(info); }
  void integer(const FieldInfo& info, std::int64_t& /*value*/) override { note(info); }
  void boolean(const FieldInfo& /*info*/, bool& /*value*/) override {}
  void text(const FieldInfo& /*info*/, std::string& /*value*/) override {}
  void choice(const FieldInfo& /*info*/, std::span<const std::string_view> /*options*/, int& /*index*/) override {}
  void begin_group(const FieldInfo& /*info*/) override {}
  void end_group() override {}
  std::size_t begin_list(const FieldInfo& /*info*/, std::size_t size, bool /*of_structs*/) override { return size; }
  void begin_item(std::size_t /*index*/) override {}
  void end_item() override {}
  void end_list() override {}
  [[nodiscard]] int may_be_negative() const { return negative_; }

 private:
  void note(const FieldInfo& info) {
    const bool signed_field = info.unit == "dBm" || info.name == "dispersion";
    if (!signed_field && !(info.rule.min >= 0.0)) ++negative_;
  }
  int negative_ = 0;
};

TEST(Coherent, NoLossAndNoPenaltyMayBeNegative) {
  CoherentInputs in;
  Least least;
  describe(least, in);
  EXPECT_EQ(least.may_be_negative(), 0);
}

}  // namespace
}  // namespace copack::link
