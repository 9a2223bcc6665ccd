// SPDX-License-Identifier: Apache-2.0
#include "copack/study/database.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <set>
#include <stdexcept>
#include <utility>
#include <variant>

#include "copack/units/parse.hpp"

namespace copack::study {
namespace {

namespace fs = std::filesystem;

/// A connection; errors become exceptions with SQLite's words.
class Database {
 public:
  explicit Database(const fs::path& file) : file_(file.string()) {
    if (sqlite3_open(file.c_str(), &handle_) == SQLITE_OK) return;
    const auto error = failure();
    sqlite3_close(handle_);
    throw error;
  }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database() { sqlite3_close(handle_); }

  void run(const std::string& sql) {
    if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail();
  }
  [[noreturn]] void fail() const { throw failure(); }
  /// Did the last call fail because the file holds something else than what is looked for?
  [[nodiscard]] bool is_foreign() const {
    const int code = sqlite3_errcode(handle_);
    return code == SQLITE_NOTADB || code == SQLITE_CORRUPT || code == SQLITE_ERROR;
  }
  [[nodiscard]] sqlite3* handle() const { return handle_; }

 private:
  [[nodiscard]] StoreError failure() const {
    if (sqlite3_errcode(handle_) == SQLITE_BUSY) return StoreError(file_ + ": another run is using it");
    return StoreError(fmt::format("{}: {}", file_, sqlite3_errmsg(handle_)));
  }

  std::string file_;
  sqlite3* handle_ = nullptr;
};

/// A prepared statement, bound from left to right.
class Statement {
 public:
  Statement(Database& database, const std::string& sql) : database_(database) {
    if (sqlite3_prepare_v2(database.handle(), sql.c_str(), -1, &handle_, nullptr) != SQLITE_OK) database.fail();
  }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() { sqlite3_finalize(handle_); }

  Statement& bind(std::int64_t value) {
    sqlite3_bind_int64(handle_, ++bound_, value);
    return *this;
  }
  Statement& bind(double value) {
    sqlite3_bind_double(handle_, ++bound_, value);
    return *this;
  }
  Statement& bind(const std::string& text) {
    sqlite3_bind_text(handle_, ++bound_, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
    return *this;
  }
  Statement& bind(const std::vector<double>& numbers) {
    sqlite3_bind_blob(handle_, ++bound_, numbers.data(), static_cast<int>(numbers.size() * sizeof(double)),
                      SQLITE_TRANSIENT);
    return *this;
  }
  /// One step; @returns true while there are rows.
  bool step() {
    const int status = sqlite3_step(handle_);
    if (status != SQLITE_ROW && status != SQLITE_DONE) database_.fail();
    return status == SQLITE_ROW;
  }
  void execute() {
    step();
    sqlite3_reset(handle_);
    bound_ = 0;
  }
  [[nodiscard]] std::vector<double> numbers(int column) const {
    std::vector<double> values(static_cast<std::size_t>(sqlite3_column_bytes(handle_, column)) / sizeof(double));
    if (!values.empty())
      std::memcpy(values.data(), sqlite3_column_blob(handle_, column), values.size() * sizeof(double));
    return values;
  }
  [[nodiscard]] double real(int column) const { return sqlite3_column_double(handle_, column); }
  [[nodiscard]] std::int64_t integer(int column) const { return sqlite3_column_int64(handle_, column); }
  [[nodiscard]] std::string text(int column) const {
    const auto* bytes = sqlite3_column_blob(handle_, column);
    return bytes == nullptr ? std::string{}
                            : std::string(static_cast<const char*>(bytes),
                                          static_cast<std::size_t>(sqlite3_column_bytes(handle_, column)));
  }

 private:
  Database& database_;
  sqlite3_stmt* handle_ = nullptr;
  int bound_ = 0;
};

std::string column_name(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

std::string marks(std::size_t n) {
  std::string text;
  for (std::size_t i = 0; i < n; ++i) text += i == 0 ? "?" : ",?";
  return text;
}

double shown(double stored, const std::string& unit_text) {
  const auto unit = parse_unit(unit_text);
  return unit ? unit->from_stored(stored) : stored;
}

void write_study(Database& db, const StudyResult& result) {
  db.run("CREATE TABLE study(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID");
  Statement insert(db, "INSERT INTO study VALUES(?,?)");
  const std::initializer_list<std::pair<const char*, std::string>> rows{{"title", result.title},
                                                                        {"question", result.question},
                                                                        {"organisation", result.organisation},
                                                                        {"baseline", result.baseline},
                                                                        {"study_hash", result.study_hash},
                                                                        {"engine_version", result.engine_version},
                                                                        {"catalog_date", result.catalog_date},
                                                                        {"worlds", fmt::format("{}", result.worlds)},
                                                                        {"seed", fmt::format("{}", result.seed)}};
  for (const auto& [key, value] : rows) insert.bind(std::string(key)).bind(value).execute();
}

void write_summary(Database& db, const StudyResult& result) {
  db.run("CREATE TABLE metric(metric INTEGER PRIMARY KEY, path TEXT, unit TEXT, meaning TEXT)");
  Statement metric(db, "INSERT INTO metric VALUES(?,?,?,?)");
  for (std::size_t m = 0; m < result.metrics.size(); ++m) {
    metric.bind(static_cast<std::int64_t>(m))
        .bind(result.metrics[m].path)
        .bind(result.metrics[m].unit)
        .bind(result.metrics[m].meaning)
        .execute();
  }
  db.run(
      "CREATE TABLE alternative(alternative INTEGER PRIMARY KEY, name TEXT, label TEXT, baseline INTEGER, only_tier "
      "TEXT, beats_baseline REAL)");
  db.run(
      "CREATE TABLE summary(alternative INTEGER, metric INTEGER, nominal REAL, mean REAL, p10 REAL, p50 REAL, p90 "
      "REAL, "
      "PRIMARY KEY(alternative, metric)) WITHOUT ROWID");
  Statement alternative(db, "INSERT INTO alternative VALUES(?,?,?,?,?,?)");
  Statement summary(db, "INSERT INTO summary VALUES(?,?,?,?,?,?,?)");
  for (std::size_t a = 0; a < result.alternatives.size(); ++a) {
    const auto& x = result.alternatives[a];
    const auto id = static_cast<std::int64_t>(a);
    alternative.bind(id)
        .bind(x.name)
        .bind(x.label)
        .bind(static_cast<std::int64_t>(x.baseline))
        .bind(x.only_tier)
        .bind(x.beats_baseline)
        .execute();
    for (std::size_t m = 0; m < x.metrics.size(); ++m) {
      const auto& unit = result.metrics[m].unit;
      const auto& s = x.metrics[m];
      summary.bind(id)
          .bind(static_cast<std::int64_t>(m))
          .bind(shown(s.nominal, unit))
          .bind(shown(s.mean, unit))
          .bind(shown(s.p10, unit));
      summary.bind(shown(s.p50, unit)).bind(shown(s.p90, unit)).execute();
    }
  }
}

/// Figures of every world and alternative, without the tiers' details, one column each in the unit of its table
/// `metric`.
void write_worlds(Database& db, const StudyResult& result, const WorldTable& table) {
  std::vector<std::size_t> columns;
  std::string names;
  for (std::size_t m = 0; m < result.metrics.size(); ++m) {
    if (result.metrics[m].path.starts_with("tiers[")) continue;
    columns.push_back(m);
    names += fmt::format(", {} REAL", column_name(result.metrics[m].path));
  }
  db.run(fmt::format(
      "CREATE TABLE world(world INTEGER, alternative INTEGER{}, PRIMARY KEY(world, alternative)) WITHOUT ROWID",
      names));
  Statement insert(db, fmt::format("INSERT INTO world VALUES({})", marks(columns.size() + 2)));
  std::size_t at = 0;
  for (std::int64_t w = 0; w < table.worlds; ++w) {
    for (std::size_t a = 0; a < table.alternatives; ++a, at += table.metrics) {
      insert.bind(w).bind(static_cast<std::int64_t>(a));
      for (const auto m : columns) insert.bind(shown(table.metric_values[at + m], result.metrics[m].unit));
      insert.execute();
    }
  }
}

void write_parameters(Database& db, const Model& model, const WorldTable& table) {
  const auto all = model.parameters.all();
  db.run(
      "CREATE TABLE parameter(parameter INTEGER PRIMARY KEY, path TEXT, unit TEXT, law TEXT, nominal REAL, low REAL, "
      "high REAL, kind TEXT, source TEXT)");
  Statement insert(db, "INSERT INTO parameter VALUES(?,?,?,?,?,?,?,?,?)");
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& p = all[i];
    insert.bind(static_cast<std::int64_t>(i)).bind(p.path).bind(p.unit);
    insert.bind(std::string(choice_names(p.spread.law)[static_cast<std::size_t>(p.spread.law)]));
    insert.bind(shown(p.spread.nominal, p.unit)).bind(shown(p.spread.low, p.unit)).bind(shown(p.spread.high, p.unit));
    insert.bind(std::string(choice_names(p.value.kind)[static_cast<std::size_t>(p.value.kind)]))
        .bind(p.value.source)
        .execute();
  }
  // All parameters of a world as doubles in stored units, in the order of the table `parameter`.
  db.run("CREATE TABLE draw(world INTEGER PRIMARY KEY, parameters BLOB)");
  Statement draw(db, "INSERT INTO draw VALUES(?,?)");
  for (std::int64_t w = 0; w < table.worlds; ++w) {
    const auto first = table.parameter_values.begin() + w * static_cast<std::ptrdiff_t>(table.parameters);
    draw.bind(w).bind(std::vector<double>(first, first + static_cast<std::ptrdiff_t>(table.parameters))).execute();
  }
}

void write_assumptions(Database& db, const StudyResult& result) {
  db.run(
      "CREATE TABLE assumption(path TEXT PRIMARY KEY, unit TEXT, low REAL, nominal REAL, high REAL, kind TEXT, source "
      "TEXT, title TEXT, "
      "place TEXT, year INTEGER, boundary TEXT, note TEXT, used_by TEXT) WITHOUT ROWID");
  Statement insert(db, "INSERT INTO assumption VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)");
  for (const auto& r : result.assumptions) {
    insert.bind(r.path)
        .bind(r.unit)
        .bind(shown(r.low, r.unit))
        .bind(shown(r.nominal, r.unit))
        .bind(shown(r.high, r.unit))
        .bind(r.kind);
    insert.bind(r.source_key)
        .bind(r.source_title)
        .bind(r.where)
        .bind(static_cast<std::int64_t>(r.year))
        .bind(r.boundary)
        .bind(r.note)
        .bind(r.used_by)
        .execute();
  }
}

void write_trace(Database& db, const StudyResult& result) {
  db.run(
      "CREATE TABLE trace(node INTEGER PRIMARY KEY, path TEXT UNIQUE, unit TEXT, stored REAL, text TEXT, meaning TEXT, "
      "formula TEXT, "
      "value_path TEXT, place TEXT, inputs TEXT)");
  Statement insert(db, "INSERT INTO trace VALUES(?,?,?,?,?,?,?,?,?,?)");
  std::int64_t id = 0;
  for (const auto& node : result.trace.nodes()) {
    std::string inputs;
    for (const auto& input : node.inputs) inputs += (inputs.empty() ? "" : "\n") + input;
    insert.bind(id++)
        .bind(node.path)
        .bind(node.unit)
        .bind(node.stored)
        .bind(node.text)
        .bind(node.meaning)
        .bind(node.formula);
    insert.bind(node.value_path).bind(node.place).bind(inputs).execute();
  }
}

}  // namespace

struct CheckpointFile::Impl {
  std::unique_ptr<Database> db;
  std::int64_t found = 0;
};

namespace {

RunKey key_in(Database& db) {
  Statement select(db, "SELECT hash, version, seed, worlds FROM run");
  if (!select.step()) return {};
  return {select.text(0), select.text(1), static_cast<std::uint32_t>(select.integer(2)), select.integer(3)};
}

/// Takes the file for this process alone, so that two runs never mix their blocks, and empties it when it holds blocks
/// of another run.
void take(Database& db, const RunKey& key) {
  db.run(
      "PRAGMA locking_mode=EXCLUSIVE; PRAGMA synchronous=NORMAL; BEGIN EXCLUSIVE; "
      "CREATE TABLE IF NOT EXISTS run(hash TEXT, version TEXT, seed INTEGER, worlds INTEGER); "
      "CREATE TABLE IF NOT EXISTS block(block INTEGER PRIMARY KEY, parameters BLOB, metrics BLOB)");
  if (key_in(db) != key) {
    db.run("DELETE FROM run; DELETE FROM block");
    Statement insert(db, "INSERT INTO run VALUES(?,?,?,?)");
    insert.bind(key.study_hash).bind(key.engine_version).bind(static_cast<std::int64_t>(key.seed)).bind(key.worlds);
    insert.execute();
  }
  db.run("COMMIT");
}

/// A file that is no checkpoint gives way to a new one.
std::unique_ptr<Database> open_checkpoint(const fs::path& file, const RunKey& key) {
  auto db = std::make_unique<Database>(file);
  try {
    take(*db, key);
    return db;
  } catch (const StoreError&) {
    if (!db->is_foreign()) throw;
  }
  db.reset();
  fs::remove(file);
  db = std::make_unique<Database>(file);
  take(*db, key);
  return db;
}

}  // namespace

CheckpointFile::CheckpointFile(const fs::path& file, const RunKey& key)
    : impl_(std::make_unique<Impl>(Impl{.db = open_checkpoint(file, key)})) {
  Statement count(*impl_->db, "SELECT count(*) FROM block");
  if (count.step()) impl_->found = count.integer(0);
}

CheckpointFile::~CheckpointFile() = default;

std::int64_t CheckpointFile::found() const { return impl_->found; }

bool CheckpointFile::load(Block& block) {
  if (impl_->found == 0) return false;
  Statement select(*impl_->db, "SELECT parameters, metrics FROM block WHERE block = ?");
  select.bind(block.index);
  if (!select.step()) return false;
  block.parameters = select.numbers(0);
  block.metrics = select.numbers(1);
  return true;
}

void CheckpointFile::save(const Block& block) {
  Statement insert(*impl_->db, "INSERT OR REPLACE INTO block VALUES(?,?,?)");
  insert.bind(block.index).bind(block.parameters).bind(block.metrics).execute();
}

void write_database(const fs::path& file, const StudyResult& result, const Model& model, const WorldTable& table) {
  std::error_code none;
  fs::remove(file, none);
  Database db(file);
  db.run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN");
  write_study(db, result);
  write_summary(db, result);
  write_worlds(db, result, table);
  write_parameters(db, model, table);
  write_assumptions(db, result);
  write_trace(db, result);
  db.run("COMMIT");
}

namespace {

double stored(double shown, const std::string& unit_text) {
  const auto unit = parse_unit(unit_text);
  return unit ? unit->to_stored(shown) : shown;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < text.size();) {
    const auto to = std::min(text.find('\n', from), text.size());
    lines.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return lines;
}

void read_trace(Database& db, StudyResult& result) {
  Statement select(
      db, "SELECT path, unit, stored, text, meaning, formula, inputs, value_path, place FROM trace ORDER BY node");
  while (select.step()) {
    result.trace.add({.path = select.text(0),
                      .unit = select.text(1),
                      .stored = select.real(2),
                      .text = select.text(3),
                      .meaning = select.text(4),
                      .formula = select.text(5),
                      .inputs = lines_of(select.text(6)),
                      .value_path = select.text(7),
                      .place = select.text(8)});
  }
}

void read_assumptions(Database& db, StudyResult& result) {
  Statement select(db,
                   "SELECT path, unit, low, nominal, high, kind, source, title, place, year, boundary, note, used_by "
                   "FROM assumption");
  while (select.step()) {
    const auto unit = select.text(1);
    AssumptionRow row{.path = select.text(0),
                      .unit = unit,
                      .low = stored(select.real(2), unit),
                      .nominal = stored(select.real(3), unit),
                      .high = stored(select.real(4), unit),
                      .kind = select.text(5),
                      .source_key = select.text(6),
                      .source_title = select.text(7),
                      .where = select.text(8),
                      .year = static_cast<int>(select.integer(9)),
                      .boundary = select.text(10),
                      .note = select.text(11),
                      .used_by = select.text(12)};
    row.uncertain = row.low < row.high;
    result.assumptions.push_back(std::move(row));
  }
}

}  // namespace

StudyResult read_explanation(const fs::path& file) {
  if (!fs::is_regular_file(file))
    throw InputError({file.string(), 0, 0}, "there is no such result database; run copack evaluate first");
  StudyResult result;
  try {
    Database db(file);
    Statement title(db, "SELECT value FROM study WHERE key = 'title'");
    if (title.step()) result.title = title.text(0);
    read_trace(db, result);
    read_assumptions(db, result);
  } catch (const std::runtime_error& error) {
    throw InputError({file.string(), 0, 0}, fmt::format("is not a result database of copack ({})", error.what()));
  }
  return result;
}

}  // namespace copack::study
