// SPDX-License-Identifier: Apache-2.0
#include "copack/catalog/price_index.hpp"

#include <gtest/gtest.h>

#include "copack/units/unit.hpp"
#include "temporary_folder.hpp"

namespace copack::catalog {
namespace {

const PriceIndex index{.level = {{2020, 100.0}, {2024, 120.0}, {2026, 125.0}}, .money_year = 2026};

TEST(PriceIndex, FactorIsTheRatioOfLevels) {
  EXPECT_DOUBLE_EQ(index.factor(2020), 1.25);
  EXPECT_DOUBLE_EQ(index.factor(2024), 125.0 / 120.0);
  EXPECT_DOUBLE_EQ(index.factor(2026), 1.0);
}

TEST(PriceIndex, YearsOutsideTakeTheNearestEnd) {
  EXPECT_DOUBLE_EQ(index.factor(1990), index.factor(2020));
  EXPECT_DOUBLE_EQ(index.factor(2040), 1.0);
  EXPECT_DOUBLE_EQ(index.factor(0), 1.0);
  EXPECT_DOUBLE_EQ(PriceIndex{}.factor(2020), 1.0);
}

TEST(ConvertMoney, ScalesNominalAndSpread) {
  Value value{.path = "x.price", .unit = "USD", .nominal = 100.0, .year = 2020};
  value.spread = {numerics::Law::pert, 100.0, 80.0, 160.0};
  convert_money(value, index);
  EXPECT_DOUBLE_EQ(value.nominal, 125.0);
  EXPECT_DOUBLE_EQ(value.spread->nominal, 125.0);
  EXPECT_DOUBLE_EQ(value.spread->low, 100.0);
  EXPECT_DOUBLE_EQ(value.spread->high, 200.0);
  EXPECT_EQ(value.year, 2020);
}

TEST(ConvertMoney, GoodsPerMoneyScaleTheOtherWay) {
  Value value{.path = "x.rate", .unit = "1/USD", .nominal = 1.0, .year = 2020};
  convert_money(value, index);
  EXPECT_DOUBLE_EQ(value.nominal, 0.8);
}

TEST(ConvertMoney, LeavesOtherUnitsAlone) {
  Value value{.path = "x.power", .unit = "W", .nominal = 9.0, .year = 2020};
  convert_money(value, index);
  EXPECT_DOUBLE_EQ(value.nominal, 9.0);
}

TEST(ReadPriceIndex, ReadsYears) {
  const TemporaryFolder folder;
  const auto file = folder.write("p.toml", "[level]\n2020 = 100.0\n2026 = 125\n");
  EXPECT_DOUBLE_EQ(read_price_index(file, 2026).factor(2020), 1.25);
}

TEST(ReadPriceIndex, RefusesWhatIsNoLevel) {
  const TemporaryFolder folder;
  for (const auto* text : {"a = 1\n", "[level]\nsoon = 100\n", "[level]\n2020 = 0\n", "[level]\n2020 = -1.0\n",
                           "[level]\n2020 = nan\n", "[level]\n2020 = \"100\"\n", "[level]\n"}) {
    EXPECT_THROW((void)read_price_index(folder.write("p.toml", text), 2026), InputError) << text;
  }
}

}  // namespace
}  // namespace copack::catalog
