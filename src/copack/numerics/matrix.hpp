// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

namespace copack::numerics {

/// A dense matrix of numbers, rows one after the other.
class Matrix {
 public:
  Matrix() = default;
  Matrix(std::size_t rows, std::size_t columns, double fill = 0.0)
      : rows_(rows), columns_(columns), values_(rows * columns, fill) {}
  /// @throws std::invalid_argument when the rows differ in length.
  Matrix(std::initializer_list<std::initializer_list<double>> rows)
      : rows_(rows.size()), columns_(rows.size() == 0 ? 0 : rows.begin()->size()) {
    values_.reserve(rows_ * columns_);
    for (const auto& row : rows) {
      if (row.size() != columns_) throw std::invalid_argument("the rows of a matrix must be equally long");
      values_.insert(values_.end(), row);
    }
  }

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t columns() const { return columns_; }
  [[nodiscard]] double operator()(std::size_t row, std::size_t column) const {
    return values_[row * columns_ + column];
  }
  double& operator()(std::size_t row, std::size_t column) { return values_[row * columns_ + column]; }

  [[nodiscard]] std::span<const double> row(std::size_t i) const {
    return std::span(values_).subspan(i * columns_, columns_);
  }
  [[nodiscard]] std::span<double> row(std::size_t i) { return std::span(values_).subspan(i * columns_, columns_); }
  [[nodiscard]] std::span<const double> values() const { return values_; }
  [[nodiscard]] std::vector<double> column(std::size_t j) const {
    std::vector<double> out(rows_);
    for (std::size_t i = 0; i < rows_; ++i) out[i] = (*this)(i, j);
    return out;
  }

 private:
  std::size_t rows_ = 0;
  std::size_t columns_ = 0;
  std::vector<double> values_;
};

}  // namespace copack::numerics
