// SPDX-License-Identifier: Apache-2.0
#include "copack/report/field_writers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "copack/units/parse.hpp"

namespace copack::report {
namespace {

using testing::HasSubstr;

struct Bill {
  MoneyPerEnergy price;
};

void describe(Fields& f, Bill& x) { f("price", "USD/kWh", x.price, "electricity price"); }

std::string example_of(std::string_view price) {
  Bill bill{.price = MoneyPerEnergy::from_si(parse_quantity(price)->stored)};
  return to_toml_example([&bill](Fields& f) { describe(f, bill); }, "bill");
}

TEST(TomlExample, SaysANumberAsItWasSaid) {
  for (const std::string price :
       {"0.12 USD/kWh", "0.07 USD/kWh", "0.1 USD/kWh", "100 USD/kWh", "0.123456789 USD/kWh"}) {
    EXPECT_THAT(example_of(price), HasSubstr("price = \"" + price + "\""));
  }
}

TEST(TomlExample, KeepsEveryBitOfANumberThatHasThemAll) {
  const double stored = 1.0 / 3.0e7;
  Bill bill{.price = MoneyPerEnergy::from_si(stored)};
  const auto text = to_toml_example([&bill](Fields& f) { describe(f, bill); }, "bill");
  const auto from = text.find("price = \"") + 9;
  const auto quantity = parse_quantity(text.substr(from, text.find('"', from) - from));
  ASSERT_TRUE(quantity);
  EXPECT_DOUBLE_EQ(quantity->stored, stored);
}

}  // namespace
}  // namespace copack::report
