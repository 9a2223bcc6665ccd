// SPDX-License-Identifier: Apache-2.0
#include "copack/link/ledger.hpp"

#include <array>

#include "copack/link/budget.hpp"

namespace copack::link {
namespace {

/// A walk along one segment, element by element.
class Walk {
 public:
  Walk(std::vector<LossRow>& rows, Segment segment) : rows_(rows), segment_(segment) {}

  void meet(std::string element, Decibel loss) {
    total_ += loss;
    rows_.push_back({segment_, std::move(element), loss, total_});
  }
  void meet(const std::vector<LossElement>& chain) {
    for (const auto& element : chain) meet(element.name, element.loss);
  }

 private:
  std::vector<LossRow>& rows_;
  Segment segment_;
  Decibel total_;
};

/// From laser power to OMA: what modulation costs stands first, although light meets it later.
void walk_optical(const LinkInputs& in, const LinkResults& r, std::vector<LossRow>& rows) {
  const Decibel modulation = r.laser_power_emitted - r.optical_loss - r.received_oma;
  Walk walk(rows, Segment::optical);
  walk.meet("modulation: laser power to OMA", modulation);
  if (in.lanes_per_laser > 1.0) walk.meet("laser split", r.split_loss);
  walk.meet(in.optical_path);
  if (r.ring_pass_loss > Decibel{}) walk.meet("other rings of the banks", r.ring_pass_loss);
  walk.meet("fibre", r.fibre_loss);
}

std::vector<LossRow> losses_of(const LinkInputs& in, const LinkResults& r) {
  std::vector<LossRow> rows;
  Walk(rows, Segment::host_tx).meet(in.host_channel);
  if (in.medium == Medium::copper) {
    Walk walk(rows, Segment::cable);
    walk.meet("paddle cards and cable connectors", in.cable_fixed_loss);
    walk.meet("cable", r.cable_loss - in.cable_fixed_loss);
  } else {
    walk_optical(in, r, rows);
  }
  Walk(rows, Segment::host_rx).meet(in.far_host_channel.empty() ? in.host_channel : in.far_host_channel);
  return rows;
}

std::vector<EnergyRow> energies_of(const LinkInputs& in, const LinkResults& r) {
  std::vector<EnergyRow> rows;
  rows.reserve(in.energy.size() + 2);
  for (const auto& term : in.energy)
    rows.push_back({term.name, term.boundary, term.location, energy_at(term, r.serdes_loss)});
  if (in.medium == Medium::optical) {
    const auto place = in.laser_kind == LaserKind::external ? Place::laser_module : in.optics_location;
    rows.push_back({"lasers", Boundary::laser, place, r.laser_power_electrical / in.payload_rate});
    if (r.heater_power > Power{})
      rows.push_back({"ring heaters", Boundary::heater, in.optics_location, r.heater_power / in.payload_rate});
  }
  for (auto& row : rows) row.share = row.energy_per_bit / r.energy_per_bit;
  return rows;
}

std::vector<DelayRow> delays_of(const LinkInputs& in, const LinkResults& r) {
  std::vector<DelayRow> rows;
  rows.reserve(in.latency_terms.size() + 3);
  for (const auto& term : in.latency_terms) rows.push_back({term.name, term.time});
  rows.push_back({"propagation", r.latency_propagation});
  rows.push_back({"filling the FEC block", r.latency_fec - in.fec_decoder_latency});
  rows.push_back({"FEC decoder", in.fec_decoder_latency});
  for (auto& row : rows) row.share = r.latency > Time{} ? row.time / r.latency : 0.0;
  return rows;
}

}  // namespace

LedgerResults evaluate(const LedgerInputs& in) {
  const auto r = evaluate(in.link);
  return {.losses = losses_of(in.link, r),
          .laser_power = r.laser_power_emitted,
          .received_oma = r.received_oma,
          .energies = energies_of(in.link, r),
          .delays = delays_of(in.link, r),
          .energy_per_bit = r.energy_per_bit,
          .latency = r.latency};
}

std::vector<Problem> validate(const LedgerInputs& in) {
  auto problems = validate(in.link);
  for (auto& problem : problems) problem.path = "link." + problem.path;
  return problems;
}

std::span<const std::string_view> choice_names(Segment /*unused*/) {
  static constexpr std::array<std::string_view, 4> names{"host-tx", "cable", "optical", "host-rx"};
  return names;
}

void describe(Fields& f, LossRow& x) {
  f("segment", x.segment, "part of the link");
  f("element", x.element, "what the signal meets");
  f("loss", "dB", x.loss, "its loss; electrical at half the symbol rate");
  f("total", "dB", x.total, "from the start of the segment");
}

void describe(Fields& f, EnergyRow& x) {
  f("name", x.name, "what uses the energy");
  f("boundary", x.boundary, "what the figure covers");
  f("location", x.location, "where its heat goes");
  f("energy_per_bit", "pJ/bit", x.energy_per_bit, "of one end, at the loss it equalises");
  f("share", "", x.share, "of the end");
}

void describe(Fields& f, DelayRow& x) {
  f("name", x.name, "what causes the delay");
  f("time", "ns", x.time, "both ends together");
  f("share", "", x.share, "of the link");
}

void describe(Fields& f, LedgerInputs& x) { f("link", x.link, "one port's link, as in model link", required); }

void describe(Fields& f, LedgerResults& x) {
  f("losses", x.losses, "elements in the order in which the signal meets them");
  f("laser_power", "dBm", x.laser_power, "in front of the first optical element");
  f("received_oma", "dBm", x.received_oma, "outer OMA of a lane behind the last one",
    by("laser_power - sum(losses where segment = optical)"));
  f("energies", x.energies, "terms of one end's energy");
  f("delays", x.delays, "terms of the delay");
  f("energy_per_bit", "pJ/bit", x.energy_per_bit, "of one end", by("sum(energies)"));
  f("latency", "ns", x.latency, "one way", by("sum(delays)"));
}

}  // namespace copack::link
