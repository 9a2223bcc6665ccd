// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "copack/report/figures.hpp"
#include "copack/report/format.hpp"
#include "copack/report/narrative.hpp"
#include "copack/report/sections.hpp"

namespace copack::report {
namespace {

using study::StudyResult;

Card tier_card(const StudyResult& result, const study::TierVerdict& verdict) {
  Card card{.kicker = verdict.tier, .headline = capitalised(action_words(result, verdict))};
  if (!verdict.reason.empty()) card.lines.push_back(capitalised(verdict.reason));
  if (!verdict.then.empty()) card.lines.push_back("Then: " + verdict.then);
  Meter meter{.label = fmt::format("belief that it pays {}", percent(verdict.belief)), .value = verdict.belief};
  if (verdict.flip_belief >= 0.0 && verdict.flip_belief <= 1.0) {
    meter.mark = verdict.flip_belief;
    meter.mark_label = fmt::format("the answer changes at {}", percent(verdict.flip_belief));
  }
  card.meter = std::move(meter);
  return card;
}

void add(List& list, std::string term, std::string text) {
  if (!text.empty()) list.items.push_back({std::move(term), std::move(text)});
}

}  // namespace

Section build_verdict(const StudyResult& result) {
  Section section{.id = "verdict", .title = "The answer"};
  if (!result.question.empty()) section.blocks.emplace_back(Text{{result.question}});
  Cards cards;
  for (const auto& v : result.verdicts) cards.cards.push_back(tier_card(result, v));
  if (cards.cards.empty()) {
    section.blocks.emplace_back(
        Text{{"The study asks for no decision over time: it names no gates. What follows compares the "
              "alternatives."}});
  } else {
    section.blocks.emplace_back(std::move(cards));
  }
  List list;
  add(list, "Why", why(result));
  const auto binds = what_binds(result);
  for (std::size_t i = 0; i < binds.size(); ++i) add(list, i == 0 ? "What binds" : "", capitalised(binds[i]));
  add(list, "Find out first", find_out(result));
  add(list, "How sure", how_sure(result));
  section.blocks.emplace_back(std::move(list));
  return section;
}

}  // namespace copack::report
