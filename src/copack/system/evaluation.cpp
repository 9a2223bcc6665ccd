// SPDX-License-Identifier: Apache-2.0
#include "copack/system/evaluation.hpp"

namespace copack::system {

void describe(Fields& f, PerformanceFace& x) {
  f("step_time", "s", x.step_time, "time of one training step", by("workload[0].step_time"));
  f("tokens_per_second", "", x.tokens_per_second, "tokens trained per second, whole cluster",
    by("workload[0].tokens_per_second"));
  f("model_flop_utilisation", "", x.model_flop_utilisation, "model FLOP over peak", by("workload[0].mfu"));
  f("exposed_communication", "", x.exposed_communication, "share of the step that is communication in the open",
    by("workload[0].exposed_communication / workload[0].step_time"));
  f("useful_rate", "PFLOP/s", x.useful_rate, "model FLOP per second of the whole cluster while it works",
    by("workload[0].achieved"));
  f("binding", x.binding, "the largest part of the step");
  f("binding_next", x.binding_next, "the second largest");
}

void describe(Fields& f, TierFace& x) {
  f("tier", x.tier, "tier of the network");
  f("technology", x.technology, "technology on it");
  f("links", "", x.links, "links of the tier");
  f("ends", "", x.ends, "link ends of the technology");
  f("length_max", "m", x.length_max, "longest link");
  f("margin", "dB", x.margin, "smaller of the electrical and the optical margin",
    by("min(link.electrical_margin, link.optical_margin)"));
  f("pre_fec_ber", "", x.pre_fec_ber, "bit error ratio before FEC", by("link.pre_fec_ber"));
  f("frame_loss_ratio", "", x.frame_loss_ratio, "frames lost after FEC", by("link.frame_loss_ratio"));
  f("closes", x.closes, "margin, errors and reach are met");
  f("energy_per_bit", "pJ/bit", x.energy_per_bit, "of one end, SerDes included", by("link.energy_per_bit"));
  f("power_per_end", "W", x.power_per_end, "optics and host SerDes of one end", by("link.power_per_end"));
  f("optics_power_per_end", "W", x.optics_power_per_end, "without host SerDes",
    by("link.power_per_end - link.heat_asic"));
  f("optics_power", "kW", x.optics_power, "of the tier", by("ends * optics_power_per_end"));
  f("latency", "ns", x.latency, "of one link, end to end", by("link.latency"));
  f("engine_temperature", "degC", x.engine_temperature, "module or optical engine", by("thermal.engine"));
  f("laser_temperature", "degC", x.laser_temperature, "laser", by("thermal.laser"));
  f("thermal_margin", "K", x.thermal_margin, "of the hottest node to its limit");
  f("thermal_residual", "K", x.thermal_residual, "last change of the link-thermal iteration");
  f("thermal_iterations", x.thermal_iterations, "of the link-thermal fixed point");
  f("thermal_converged", x.thermal_converged, "the fixed point was reached");
}

void describe(Fields& f, PowerFace& x) {
  f("optics", "kW", x.optics, "modules, engines and lasers of all tiers", by("sum(tiers.optics_power)"));
  f("switches", "kW", x.switches, "boxes without optics, host SerDes included");
  f("network", "kW", x.network, "optics and switches", by("power.optics + power.switches"));
  f("accelerators", "MW", x.accelerators, "servers with accelerators");
  f("network_share", "%", x.network_share, "network over network and servers",
    by("power.network / (power.network + power.accelerators)"));
}

void describe(Fields& f, OperationsFace& x) {
  f("goodput", "%", x.goodput, "share of accelerator-hours that do useful work", by("reliability.effective_goodput"));
  f("interruptions", "1/day", x.interruptions, "of the job, all causes", by("reliability.interruptions"));
  f("network_interruptions", "1/day", x.network_interruptions, "of these, from the network",
    by("reliability.network_interruptions"));
  f("blast_radius_ports", "", x.blast_radius_ports, "ports drained by the widest repair of the optics");
  f("port_hours_lost", "", x.port_hours_lost, "per year", by("reliability.port_hours_per_year"));
  f("removals", "1/year", x.removals, "units replaced", by("reliability.removals"));
  f("spares", "", x.spares, "units on the shelf", by("reliability.spares"));
  f("spares_value", "kUSD", x.spares_value, "money tied up in spares", by("reliability.spares_value"));
  f("lost_accelerator_hours", "", x.lost_accelerator_hours, "per year", by("reliability.lost_total"));
  f("binding_class", x.binding_class, "FRU class that loses most, index");
}

void describe(Fields& f, SourcingFace& x) {
  f("price_per_end", "USD", x.price_per_end, "mean price of an optical link end");
  f("assembly_yield", "%", x.assembly_yield, "smallest assembly yield of the technologies in use",
    by("manufacturing.yield"));
  f("scrap_per_end", "USD", x.scrap_per_end, "cost of yield loss in one end", by("manufacturing.loss"));
  f("delivered", "", x.delivered, "calendar year in which the last build is complete", by("supply.critical_date"));
  f("delay", "months", x.delay, "largest delay of a build", by("supply.delay"));
  f("on_time_share", "%", x.on_time_share, "share of the units that are there at the due dates");
  f("binding_item", x.binding_item, "supply item that binds, index");
}

void describe(Fields& f, EconomicsFace& x) {
  f("capital", "MUSD", x.capital, "switches and links of one cluster", by("cluster.capital"));
  f("energy", "MUSD", x.energy, "of the network over its life, present value",
    by("cluster.mean_power * cost.electricity_price * cost.operating_factor"));
  f("repair", "MUSD", x.repair, "parts and labour over its life, present value",
    by("cluster.repair * cost.operating_factor"));
  f("lost_work", "MUSD", x.lost_work, "accelerator-hours lost over its life, present value",
    by("cluster.lost_accelerator_hours * cost.accelerator_price * cost.operating_factor"));
  f("total_cost", "MUSD", x.total_cost, "capital, energy and repair of the network",
    by("economics.capital + economics.energy + economics.repair"));
  f("cost_per_exaflop", "USD", x.cost_per_exaflop, "cost of 1e18 useful FLOP, whole cluster", by("cost.cost_per_flop"));
  f("npv", "MUSD", x.npv, "net present value against the baseline, all builds",
    by("economics.npv_capital + economics.npv_energy + economics.npv_repair + economics.npv_work + "
       "economics.npv_qualification"));
  f("npv_capital", "MUSD", x.npv_capital, "of it, from capital", by("sum(worth.capital)"));
  f("npv_energy", "MUSD", x.npv_energy, "of it, from energy", by("sum(worth.energy)"));
  f("npv_repair", "MUSD", x.npv_repair, "of it, from repair", by("sum(worth.repair)"));
  f("npv_work", "MUSD", x.npv_work, "of it, from step time and goodput", by("sum(worth.work)"));
  f("npv_qualification", "MUSD", x.npv_qualification, "of it, from qualification", by("sum(worth.qualification)"));
}

void describe(Fields& f, Evaluation& x) {
  f("performance", x.performance, "how fast the workload runs");
  f("power", x.power, "what the network draws");
  f("operations", x.operations, "what breaks and what is left of the work");
  f("sourcing", x.sourcing, "how the optics are made and delivered");
  f("economics", x.economics, "money");
  f("tiers", x.tiers, "tier by tier");
  f("answers", x.answers, "every model could answer");
}

}  // namespace copack::system
