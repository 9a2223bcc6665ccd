// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "copack/units/quantity.hpp"

/// Named units: `3.0 * unit::W`, `x.in(unit::pJ_per_bit)`. The text parser knows many more (units/parse.hpp).
namespace copack::unit {

template <class Q>
constexpr Q of(double si) {
  return Q::from_si(si);
}

inline constexpr Length m = of<Length>(1.0), mm = of<Length>(1e-3), um = of<Length>(1e-6), nm = of<Length>(1e-9),
                        km = of<Length>(1e3);
inline constexpr Area mm2 = of<Area>(1e-6), cm2 = of<Area>(1e-4);
inline constexpr Time s = of<Time>(1.0), ms = of<Time>(1e-3), us = of<Time>(1e-6), ns = of<Time>(1e-9),
                      minute = of<Time>(60.0), hour = of<Time>(3600.0), day = of<Time>(86400.0),
                      /// Reliability and energy arithmetic in this field use the 8,760 h year.
    year = of<Time>(8760.0 * 3600.0), quarter = of<Time>(2190.0 * 3600.0), week = of<Time>(7.0 * 86400.0);
inline constexpr Frequency per_second = of<Frequency>(1.0), per_hour = of<Frequency>(1.0 / 3600.0),
                           per_year = of<Frequency>(1.0 / (8760.0 * 3600.0)), per_day = of<Frequency>(1.0 / 86400.0),
                           FIT = of<Frequency>(1.0 / (3600.0 * 1e9)), GHz = of<Frequency>(1e9),
                           TFLOPs = of<Frequency>(1e12);
inline constexpr TemperatureDelta K = of<TemperatureDelta>(1.0);
inline constexpr DataSize bit = of<DataSize>(1.0), byte = of<DataSize>(8.0), GB = of<DataSize>(8e9),
                          GiB = of<DataSize>(8.0 * 1024.0 * 1024.0 * 1024.0);
inline constexpr BitRate bit_per_s = of<BitRate>(1.0), Gbps = of<BitRate>(1e9), Tbps = of<BitRate>(1e12),
                         GB_per_s = of<BitRate>(8e9), TB_per_s = of<BitRate>(8e12);
inline constexpr Energy J = of<Energy>(1.0), kWh = of<Energy>(3.6e6), MWh = of<Energy>(3.6e9);
inline constexpr Power W = of<Power>(1.0), mW = of<Power>(1e-3), kW = of<Power>(1e3), MW = of<Power>(1e6);
inline constexpr EnergyPerBit pJ_per_bit = of<EnergyPerBit>(1e-12);
inline constexpr ThermalResistance K_per_W = of<ThermalResistance>(1.0);
inline constexpr AreaThermalResistance cm2_K_per_W = of<AreaThermalResistance>(1e-4);
inline constexpr ThermalConductivity W_per_mK = of<ThermalConductivity>(1.0);
inline constexpr HeatTransferCoefficient W_per_m2K = of<HeatTransferCoefficient>(1.0);
inline constexpr Money USD = of<Money>(1.0), kUSD = of<Money>(1e3), MUSD = of<Money>(1e6);
inline constexpr MoneyPerTime USD_per_hour = of<MoneyPerTime>(1.0 / 3600.0),
                              USD_per_year = of<MoneyPerTime>(1.0 / (8760.0 * 3600.0));
inline constexpr MoneyPerEnergy USD_per_kWh = of<MoneyPerEnergy>(1.0 / 3.6e6);

}  // namespace copack::unit
