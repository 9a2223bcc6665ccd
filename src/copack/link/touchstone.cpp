// SPDX-License-Identifier: Apache-2.0
#include "copack/link/touchstone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numbers>

namespace copack::link {
namespace {

constexpr int most_problems = 20;

struct Token {
  std::string_view text;
  int column = 0;
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

/// A finite number, or nothing. A leading plus sign is allowed.
std::optional<double> number_of(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<int> count_of(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Complex complex_of(NumberFormat format, double a, double b) {
  constexpr double degree = std::numbers::pi / 180.0;
  if (format == NumberFormat::ri) return {a, b};
  const double magnitude = format == NumberFormat::ma ? a : std::pow(10.0, a / 20.0);
  return {magnitude * std::cos(b * degree), magnitude * std::sin(b * degree)};
}

enum class Matrix { full, lower, upper };

class Parser {
 public:
  Parser(std::string_view text, const std::string& name, Diagnostics& diagnostics)
      : rest_(text), name_(name), diagnostics_(diagnostics) {
    out_.network.ports = ports_of_name(name);
    if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);  // a mark that some editors put before the text
  }

  std::optional<Touchstone> run() {
    while (!done_ && next_line()) read_line();
    finish();
    if (problems_ > 0) return std::nullopt;
    return std::move(out_);
  }

 private:
  void problem(int line, int column, std::string message) {
    if (problems_ == most_problems) return;
    ++problems_;
    if (problems_ == most_problems) {
      done_ = true;
      message += "; there may be more problems, which are not listed";
    }
    diagnostics_.error({name_, line, column}, std::move(message));
  }
  void problem_here(std::string message) {
    problem(line_, tokens_.empty() ? 1 : tokens_.front().column, std::move(message));
  }

  /// Takes the next line apart, without its comment.
  bool next_line() {
    if (rest_.empty()) return false;
    const auto end = std::min(rest_.find_first_of("\r\n"), rest_.size());
    auto line = rest_.substr(0, end);
    const bool two = rest_.substr(end, 2) == "\r\n";
    rest_.remove_prefix(std::min(rest_.size(), end + (two ? 2 : 1)));
    ++line_;
    line = line.substr(0, line.find('!'));
    tokens_.clear();
    for (std::size_t i = 0; i < line.size();) {
      const auto begin = line.find_first_not_of(" \t\f\v", i);
      if (begin == std::string_view::npos) break;
      const auto stop = std::min(line.find_first_of(" \t\f\v", begin), line.size());
      tokens_.push_back({line.substr(begin, stop - begin), static_cast<int>(begin) + 1});
      i = stop;
    }
    return true;
  }

  void read_line() {
    if (tokens_.empty()) return;
    if (skipping_information_ && tokens_.front().text.front() != '[') return;
    if (tokens_.front().text.front() == '#') return read_options();
    if (tokens_.front().text.front() == '[') return read_keyword();
    if (references_wanted_ > 0) return read_references(tokens_);
    read_row();
  }

  void read_options() {
    if (have_options_) return problem_here("a second option line (#); remove it");
    have_options_ = true;
    auto rest = std::span<const Token>(tokens_);
    std::vector<Token> words;
    if (rest.front().text == "#") {
      rest = rest.subspan(1);
    } else {
      words.push_back({rest.front().text.substr(1), rest.front().column + 1});
      rest = rest.subspan(1);
    }
    words.insert(words.end(), rest.begin(), rest.end());
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (same(words[i].text, "R")) {
        ++i;
        read_reference(i < words.size() ? words[i] : Token{"", words[i - 1].column});
      } else {
        read_option(words[i]);
      }
    }
  }

  void read_reference(const Token& token) {
    const auto ohm = number_of(token.text);
    if (!ohm || !(*ohm > 0.0)) {
      return problem(line_, token.column,
                     fmt::format("R needs a positive impedance in ohm, not \"{}\"; write R 50", token.text));
    }
    reference_ = *ohm;
  }

  void read_option(const Token& token) {
    static constexpr std::array<std::pair<std::string_view, double>, 4> units{
        {{"Hz", 1.0}, {"kHz", 1e3}, {"MHz", 1e6}, {"GHz", 1e9}}};
    for (const auto& [unit, factor] : units) {
      if (same(token.text, unit)) return static_cast<void>(out_.frequency_unit = factor);
    }
    if (same(token.text, "S")) return;
    if (same(token.text, "RI")) return static_cast<void>(out_.format = NumberFormat::ri);
    if (same(token.text, "MA")) return static_cast<void>(out_.format = NumberFormat::ma);
    if (same(token.text, "DB")) return static_cast<void>(out_.format = NumberFormat::db);
    static constexpr std::array<std::string_view, 4> other{"Y", "Z", "G", "H"};
    const bool parameter = std::ranges::any_of(other, [&](std::string_view o) { return same(o, token.text); });
    problem(line_, token.column,
            parameter ? fmt::format("{}-parameters are not read; export S-parameters", token.text)
                      : fmt::format("unknown option \"{}\"; expected Hz, kHz, MHz or GHz, S, RI, MA or DB, and R with "
                                    "an impedance",
                                    token.text));
  }

  /// A keyword of version 2, which may hold blanks: "[Number of Ports] 4".
  void read_keyword() {
    std::string keyword;
    std::size_t used = 0;
    while (used < tokens_.size() && !keyword.ends_with(']')) {
      if (!keyword.empty()) keyword += ' ';
      for (const char c : tokens_[used].text) keyword += lower(c);
      ++used;
    }
    if (!keyword.ends_with(']')) return problem_here("a keyword is not closed; write it as [Keyword]");
    const std::span<const Token> arguments = std::span<const Token>(tokens_).subspan(used);
    if (skipping_information_) {
      skipping_information_ = keyword != "[end information]";
      return;
    }
    if (keyword == "[version]") return read_version(arguments);
    if (out_.version == 1) return problem_here(fmt::format("{} needs [Version] 2.0 at the top of the file", keyword));
    if (keyword == "[number of ports]") return read_port_count(arguments);
    if (keyword == "[two-port data order]") return read_data_order(arguments);
    if (keyword == "[number of frequencies]") return read_count(arguments, points_wanted_);
    if (keyword == "[number of noise frequencies]") return read_count(arguments, noise_wanted_);
    if (keyword == "[reference]") {
      if (!references_.empty()) return problem_here("a second [Reference]; remove it");
      references_wanted_ = out_.network.ports;
      if (references_wanted_ == 0) return problem_here("[Reference] must come after [Number of Ports]");
      return read_references(arguments);
    }
    if (keyword == "[matrix format]") return read_matrix_format(arguments);
    if (keyword == "[begin information]") return static_cast<void>(skipping_information_ = true);
    if (keyword == "[network data]") return static_cast<void>(have_data_keyword_ = true);
    if (keyword == "[noise data]") return static_cast<void>(in_noise_ = true);
    if (keyword == "[end]") return static_cast<void>(done_ = ended_ = true);
    problem_here(keyword == "[mixed-mode order]"
                     ? "mixed-mode files are not read; export single-ended S-parameters"
                     : fmt::format("unknown keyword {}; remove it or export as Touchstone 2.0", keyword));
  }

  void read_version(std::span<const Token> arguments) {
    if (arguments.size() == 1 && (arguments[0].text == "2.0" || arguments[0].text == "2.1")) {
      out_.version = 2;
    } else {
      problem_here("[Version] must be 2.0 or 2.1; version 1 files have no such line");
    }
  }

  void read_port_count(std::span<const Token> arguments) {
    const auto count = arguments.size() == 1 ? count_of(arguments[0].text) : std::nullopt;
    if (!count || *count < 1 || *count > largest_port_count)
      return problem_here(fmt::format("[Number of Ports] must be 1 to {}", largest_port_count));
    if (out_.network.ports != 0 && out_.network.ports != *count)
      return problem_here(fmt::format("[Number of Ports] {} does not fit the file name, which says {}; rename the file",
                                      *count, out_.network.ports));
    out_.network.ports = *count;
  }

  void read_count(std::span<const Token> arguments, int& count) {
    const auto value = arguments.size() == 1 ? count_of(arguments[0].text) : std::nullopt;
    if (!value || *value < 1) return problem_here("a number of frequencies must be a positive whole number");
    count = *value;
  }

  void read_data_order(std::span<const Token> arguments) {
    const auto order = arguments.size() == 1 ? arguments[0].text : std::string_view{};
    if (order != "12_21" && order != "21_12") return problem_here("[Two-Port Data Order] must be 12_21 or 21_12");
    row_by_row_ = order == "12_21";
  }

  void read_matrix_format(std::span<const Token> arguments) {
    const auto format = arguments.size() == 1 ? arguments[0].text : std::string_view{};
    if (same(format, "Full")) return static_cast<void>(matrix_ = Matrix::full);
    if (same(format, "Lower")) return static_cast<void>(matrix_ = Matrix::lower);
    if (same(format, "Upper")) return static_cast<void>(matrix_ = Matrix::upper);
    problem_here("[Matrix Format] must be Full, Lower or Upper");
  }

  void read_references(std::span<const Token> tokens) {
    for (const auto& token : tokens) {
      if (references_wanted_ == 0) return problem(line_, token.column, "[Reference] has more numbers than ports");
      const auto ohm = number_of(token.text);
      if (!ohm || !(*ohm > 0.0)) {
        problem(line_, token.column, fmt::format("\"{}\" is not a positive impedance in ohm", token.text));
      }
      references_.push_back(ohm.value_or(50.0));
      --references_wanted_;
    }
  }

  /// Numbers of one frequency: itself and a pair for every entry that is written.
  [[nodiscard]] std::size_t row_size() const {
    const auto n = static_cast<std::size_t>(out_.network.ports);
    return 1 + 2 * (matrix_ == Matrix::full ? n * n : n * (n + 1) / 2);
  }

  /// A row begins on a line with an odd count of numbers (the frequency and pairs); lines with an even count go on.
  void read_row() {
    if (!ready_for_data()) return;
    const bool begins = tokens_.size() % 2 == 1;
    if (in_noise_ || (begins && is_noise())) return read_noise();
    if (begins) {
      close_row();
      row_line_ = line_;
    } else if (row_line_ == 0) {
      return problem_here(fmt::format("{} numbers, but a row begins with a frequency and pairs after it; {}",
                                      tokens_.size(),
                                      rest_.empty() ? "the file is cut off" : "a number is missing or too many"));
    }
    for (const auto& token : tokens_) {
      if (row_.size() == row_size()) {
        problem(line_, token.column,
                fmt::format("a row of {} ports has {} numbers, this one has more; check the number of ports ({})",
                            out_.network.ports, row_size(), out_.version == 1 ? "the file name" : "[Number of Ports]"));
        return drop_row();
      }
      const auto value = number_of(token.text);
      if (!value) problem(line_, token.column, fmt::format("\"{}\" is not a finite number", token.text));
      row_.push_back(value.value_or(1.0));
      columns_.push_back(token.column);
    }
    if (row_.size() == row_size()) keep_row();
  }

  bool ready_for_data() {
    if (out_.network.ports == 0) {
      problem_here("the number of ports is unknown; let the file name end in .s1p to .s32p");
      done_ = true;
      return false;
    }
    if (!have_options_ && !told_options_) {
      told_options_ = true;
      problem_here("data before the option line; put a line such as \"# MHz S MA R 50\" above it");
    }
    if (out_.version == 2 && !have_data_keyword_ && !told_data_) {
      told_data_ = true;
      problem_here("data before [Network Data]; add the keyword above it");
    }
    return true;
  }

  /// In version 1 the noise data of a two-port follow where the frequency falls back, with five numbers a row.
  bool is_noise() {
    if (out_.network.ports != 2 || out_.version == 2 || tokens_.size() != 5 || !row_.empty()) return false;
    const auto frequency = number_of(tokens_[0].text);
    const auto& known = out_.network.frequency;
    in_noise_ = frequency && !known.empty() && *frequency * out_.frequency_unit <= known.back();
    return in_noise_;
  }

  void read_noise() {
    if (tokens_.size() != 5)
      return problem_here(fmt::format("a row of noise data has 5 numbers, not {}", tokens_.size()));
    for (const auto& token : tokens_) {
      if (!number_of(token.text))
        problem(line_, token.column, fmt::format("\"{}\" is not a finite number", token.text));
    }
    const double frequency = number_of(tokens_[0].text).value_or(last_noise_);
    if (out_.noise_points > 0 && frequency <= last_noise_)
      problem_here("noise frequencies must increase; sort the rows");
    last_noise_ = frequency;
    ++out_.noise_points;
  }

  void close_row() {
    if (!row_.empty()) {
      problem(
          row_line_, 1,
          fmt::format("a row of {} ports has {} numbers, this one ends after {}; the file is cut off or a number is "
                      "missing",
                      out_.network.ports, row_size(), row_.size()));
    }
    drop_row();
  }

  void drop_row() {
    row_.clear();
    columns_.clear();
    row_line_ = 0;
  }

  void keep_row() {
    auto& network = out_.network;
    const double frequency = row_[0] * out_.frequency_unit;
    if (row_[0] < 0.0) problem(row_line_, columns_[0], "a frequency cannot be negative");
    if (!std::isfinite(frequency)) problem(row_line_, columns_[0], "the frequency is not finite in Hz");
    if (!network.frequency.empty() && frequency <= network.frequency.back()) {
      problem(row_line_, columns_[0],
              fmt::format("frequency {} does not increase; sort the rows and remove doubles", row_[0]));
    }
    network.frequency.push_back(frequency);
    out_.lines.push_back(row_line_);
    keep_matrix();
    drop_row();
  }

  void keep_matrix() {
    auto& s = out_.network.s;
    const auto n = static_cast<std::size_t>(out_.network.ports), at = s.size();
    s.resize(at + n * n);
    std::size_t next = 1;
    for (std::size_t i = 0; i < n; ++i) {
      const std::size_t from = matrix_ == Matrix::upper ? i : 0, to = matrix_ == Matrix::lower ? i + 1 : n;
      for (std::size_t j = from; j < to; ++j, next += 2) {
        if (out_.format == NumberFormat::ma && row_[next] < 0.0)
          problem(row_line_, 1, fmt::format("magnitude {} is negative; is the format RI or DB?", row_[next]));
        const Complex value = complex_of(out_.format, row_[next], row_[next + 1]);
        if (!std::isfinite(std::norm(value)))
          problem(row_line_, 1, fmt::format("{} makes a number that is not finite; is the format right?", row_[next]));
        const bool column_first = n == 2 && matrix_ == Matrix::full && !row_by_row_;
        s[at + (column_first ? j * n + i : i * n + j)] = value;
        if (matrix_ != Matrix::full) s[at + j * n + i] = value;
      }
    }
  }

  void finish() {
    if (problems_ == most_problems) return;
    close_row();
    auto& network = out_.network;
    if (network.points() == 0 && problems_ == 0) problem(0, 0, "there are no network data in it");
    if (points_wanted_ > 0 && network.points() != static_cast<std::size_t>(points_wanted_)) {
      problem(0, 0,
              fmt::format("[Number of Frequencies] says {}, the file has {}; it is cut off or the count is wrong",
                          points_wanted_, network.points()));
    }
    if (noise_wanted_ > 0 && out_.noise_points != noise_wanted_) {
      problem(0, 0,
              fmt::format("[Number of Noise Frequencies] says {}, the file has {}", noise_wanted_, out_.noise_points));
    }
    if (out_.version == 2 && !ended_) problem(0, 0, "[End] is missing; the file is cut off");
    if (out_.version == 2 && points_wanted_ == 0) problem(0, 0, "[Number of Frequencies] is missing");
    if (references_wanted_ > 0) problem(0, 0, fmt::format("[Reference] has {} numbers too few", references_wanted_));
    network.reference = references_;
    if (references_.empty()) network.reference.assign(static_cast<std::size_t>(network.ports), reference_);
  }

  std::string_view rest_;
  const std::string& name_;
  Diagnostics& diagnostics_;
  Touchstone out_;
  std::vector<Token> tokens_;  ///< of the line
  int line_ = 0;
  int problems_ = 0;
  bool done_ = false;

  bool have_options_ = false, told_options_ = false;
  double reference_ = 50.0;
  std::vector<double> references_;
  int references_wanted_ = 0;
  Matrix matrix_ = Matrix::full;
  bool row_by_row_ = false;  ///< of a two-port; version 1 writes S11 S21 S12 S22
  int points_wanted_ = 0, noise_wanted_ = 0;
  bool skipping_information_ = false, have_data_keyword_ = false, told_data_ = false, ended_ = false;

  std::vector<double> row_;   ///< numbers of the frequency being read
  std::vector<int> columns_;  ///< beside `row_`
  int row_line_ = 0;          ///< where it began, 0: none is being read
  bool in_noise_ = false;
  double last_noise_ = 0.0;
};

}  // namespace

std::span<const std::string_view> choice_names(NumberFormat /*unused*/) {
  static constexpr std::array<std::string_view, 3> names{"RI", "MA", "DB"};
  return names;
}

int ports_of_name(std::string_view name) {
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos) return 0;
  const auto extension = name.substr(dot + 1);
  if (extension.size() < 3 || lower(extension.front()) != 's' || lower(extension.back()) != 'p') return 0;
  const int ports = count_of(extension.substr(1, extension.size() - 2)).value_or(0);
  return ports >= 1 && ports <= largest_port_count ? ports : 0;
}

std::optional<Touchstone> parse_touchstone(std::string_view text, const std::string& name, Diagnostics& diagnostics) {
  return Parser(text, name, diagnostics).run();
}

}  // namespace copack::link
