// SPDX-License-Identifier: Apache-2.0
#include "copack/report/narrative.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <tuple>
#include <utility>

#include "copack/report/figures.hpp"
#include "copack/report/format.hpp"

namespace copack::report {
namespace {

using study::StudyResult;

/// "14.2 M USD in capital".
std::string term_words(const NpvTerm& term) {
  return fmt::format("{} in {}", shown(std::abs(term.usd), Style::money), term.label);
}

/// Terms of one sign, largest first; those too small to matter are left out.
std::vector<std::string> terms_of_sign(std::vector<NpvTerm> terms, double sign) {
  double largest = 0.0;
  for (const auto& t : terms) largest = std::max(largest, std::abs(t.usd));
  constexpr double negligible = 0.01;
  std::erase_if(terms, [&](const NpvTerm& t) { return !(t.usd * sign > negligible * largest); });
  std::ranges::sort(terms, std::greater{}, [](const NpvTerm& t) { return std::pair(std::abs(t.usd), t.label); });
  std::vector<std::string> words;
  words.reserve(terms.size());
  for (const auto& t : terms) words.push_back(term_words(t));
  return words;
}

std::string optics_words(const StudyResult& result, const study::AlternativeResult& lead) {
  const auto& optics = figure("power.optics");
  const double saved = read(result, *baseline(result), optics).nominal - read(result, lead, optics).nominal;
  if (!std::isfinite(saved) || saved == 0.0) return "";
  return fmt::format(" It {} {} of optics power.", saved > 0.0 ? "saves" : "adds",
                     shown(std::abs(saved), Style::power));
}

std::string chain_sentence(const study::ConstraintChain& chain) {
  if (!chain.text.empty()) return chain.text;
  std::string text = fmt::format("{}: {} binds", chain.face, chain.now);
  if (chain.next.empty()) return text + ".";
  const auto factor =
      chain.factor > 0.0 ? fmt::format(" once it is relieved by a factor of {:.2g}", chain.factor) : std::string{};
  return fmt::format("{}; {} binds next{}.", text, chain.next, factor);
}

bool technology_of_baseline(const StudyResult& result, const study::TierVerdict& verdict) {
  const auto* base = baseline(result);
  if (base == nullptr) return false;
  return std::ranges::any_of(base->assignment, [&](const study::Assignment& a) {
    return a.tier == verdict.tier && a.technology == verdict.technology;
  });
}

}  // namespace

std::string enumeration(const std::vector<std::string>& items) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += i + 1 == items.size() ? " and " : ", ";
    text += items[i];
  }
  return text;
}

std::string action_words(const StudyResult& result, const study::TierVerdict& verdict) {
  const auto& technology = verdict.technology_name.empty() ? verdict.technology : verdict.technology_name;
  if (technology_of_baseline(result, verdict)) return "stay with " + technology;
  if (verdict.action_now == "wait") {
    const auto next =
        std::ranges::find_if(verdict.gates, [](const study::GateVerdict& g) { return g.action != "wait"; });
    if (next == verdict.gates.end()) return "stay with the baseline; the best candidate is " + technology;
    return fmt::format("wait, then {} {} from {}", next->action, technology, next->gate);
  }
  if (verdict.action_now == "switch back") return "switch back from " + technology;
  return verdict.action_now + " " + technology;
}

std::string why(const StudyResult& result) {
  const auto* lead = leading(result);
  if (lead == nullptr) return "";
  const auto terms = npv_terms(lead->nominal.economics);
  const auto gains = enumeration(terms_of_sign(terms, 1.0));
  const auto costs = enumeration(terms_of_sign(terms, -1.0));
  const double npv = read(result, *lead, figure("economics.npv")).nominal;
  std::string text = label(*lead);
  if (!gains.empty()) text += " gains " + gains;
  if (!costs.empty()) text += (gains.empty() ? " pays " : " and pays ") + costs;
  if (gains.empty() && costs.empty()) text += " changes no cost";
  return fmt::format("{}: NPV {} in the nominal world.{}", text, shown(npv, Style::gain), optics_words(result, *lead));
}

std::vector<std::string> what_binds(const StudyResult& result) {
  const auto* lead = leading(result);
  std::vector<std::string> sentences;
  for (const auto& chain : result.constraints) {
    if (lead != nullptr && (chain.alternative == lead->name || chain.alternative == lead->label)) {
      sentences.push_back(chain_sentence(chain));
    }
  }
  if (!sentences.empty()) return sentences;
  for (const auto& chain : result.constraints) {
    sentences.push_back(fmt::format("{}: {}", label_of(result, chain.alternative), chain_sentence(chain)));
  }
  return sentences;
}

std::string find_out(const StudyResult& result) {
  constexpr double worth_telling = 1e-2;  // of the leading alternative's NPV; less is sampling noise
  const auto* lead = leading(result);
  const double least =
      lead == nullptr ? 0.0 : worth_telling * std::abs(read(result, *lead, figure("economics.npv")).p50);
  auto by_worth = result.influences;
  std::erase_if(by_worth, [&](const study::Influence& i) { return !(i.value_of_knowing > least); });
  std::ranges::sort(by_worth, [](const study::Influence& a, const study::Influence& b) {
    return std::tie(b.value_of_knowing, a.path) < std::tie(a.value_of_knowing, b.path);
  });
  if (by_worth.empty()) {
    return result.influences.empty() ? ""
                                     : "no single number is worth finding out: none of them alone changes the choice.";
  }
  constexpr std::size_t most = 3;
  std::vector<std::string> items;
  for (std::size_t i = 0; i < std::min(most, by_worth.size()); ++i) {
    const auto worth = shown(by_worth[i].value_of_knowing, Style::money);
    items.push_back(i == 0 ? fmt::format("{} (worth {} to know)", readable_path(by_worth[i].path), worth)
                           : fmt::format("{} ({})", readable_path(by_worth[i].path), worth));
  }
  return enumeration(items) + ".";
}

std::string how_sure(const StudyResult& result) {
  std::vector<std::string> sentences;
  if (const auto* lead = leading(result)) {
    sentences.push_back(fmt::format("{} beats {} in {} of {} worlds and is the best of all in {}.", label(*lead),
                                    label(*baseline(result)), percent(lead->beats_baseline),
                                    whole(static_cast<double>(result.worlds)), percent(lead->best_of_all)));
  }
  if (const auto silent = without_answer(result); !silent.empty()) {
    sentences.push_back(fmt::format("No trustworthy answer for {}: a model did not converge.", enumeration(silent)));
  }
  if (const auto n = result.warnings.size(); n > 0)
    sentences.push_back(fmt::format("{} warning{}.", n, n == 1 ? "" : "s"));
  if (!result.influences.empty()) {
    sentences.push_back(fmt::format(
        "{} of the explained NPV variance rests on vendor claims, analysts and assumptions (report, section 11).",
        percent(result.weak_evidence)));
  }
  return fmt::format("{}", fmt::join(sentences, " "));
}

std::vector<std::string> without_answer(const StudyResult& result) {
  std::vector<std::string> labels;
  for (const auto& a : result.alternatives) {
    if (!a.nominal.answers) labels.push_back(label(a));
  }
  return labels;
}

}  // namespace copack::report
