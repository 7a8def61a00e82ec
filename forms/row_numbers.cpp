#include "forms/row_numbers.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>

namespace vanthu::forms {
namespace {

constexpr int kNone = -1;
constexpr float kSure = 0.9f;

int number_in(const std::string& text) {
    const bool digits =
        !text.empty() && text.size() <= 4 &&
        std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits ? std::atoi(text.c_str()) : kNone;
}

class Order {
public:
    explicit Order(const std::vector<RowNumber>& rows) : rows_(rows) {
        const bool plain = std::any_of(rows.begin(), rows.end(), [](const RowNumber& row) {
            return row.text.size() == 1 && number_in(row.text) > 0;
        });
        for (const RowNumber& row : rows) {
            const bool padded = plain && row.text.size() > 1 && row.text.front() == '0';
            numbers_.push_back(padded ? kNone : number_in(row.text));
        }
        for (std::size_t i = 0; i < rows.size(); ++i)
            trusted_.push_back(counts_on(i, i + 1) || (i > 0 && counts_on(i - 1, i)));
    }

    std::optional<int> at(std::size_t i) const {
        const RowNumber& row = rows_[i];
        if (trusted_[i] || row.confidence >= 1) return std::nullopt;
        std::optional<std::size_t> before, behind;
        for (std::size_t k = i; k-- > 0 && !before;)
            if (trusted_[k]) before = k;
        for (std::size_t k = i + 1; k < rows_.size() && !behind; ++k)
            if (trusted_[k]) behind = k;
        if (before && behind &&
            numbers_[*behind] - numbers_[*before] == static_cast<int>(*behind - *before))
            return changed(i, numbers_[*before] + static_cast<int>(i - *before));
        // Rows count from one again, or from the first row on.
        if (behind && rows_[*behind].group == row.group) {
            std::size_t first = i;
            while (first > 0 && rows_[first - 1].group == row.group)
                --first;
            if (numbers_[*behind] == static_cast<int>(*behind - first) + 1 &&
                (!before || *before < first))
                return changed(i, static_cast<int>(i - first) + 1);
        }
        // The last rows: no other evidence than that they go on.
        const bool doubtful = numbers_[i] == kNone || row.confidence < kSure;
        const bool last = !behind || rows_[*behind].group != row.group;
        if (doubtful && last && before && rows_[*before].group == row.group)
            return changed(i, numbers_[*before] + static_cast<int>(i - *before));
        return std::nullopt;
    }

private:
    bool counts_on(std::size_t i, std::size_t next) const {
        return next < numbers_.size() && numbers_[i] > 0 && numbers_[next] == numbers_[i] + 1;
    }

    std::optional<int> changed(std::size_t i, int number) const {
        return number > 0 && rows_[i].text != std::to_string(number) ? std::optional(number)
                                                                     : std::nullopt;
    }

    const std::vector<RowNumber>& rows_;
    std::vector<int> numbers_;
    std::vector<bool> trusted_;
};

}  // namespace

std::vector<std::optional<int>> numbers_by_order(const std::vector<RowNumber>& rows) {
    const Order order(rows);
    std::vector<std::optional<int>> result;
    for (std::size_t i = 0; i < rows.size(); ++i)
        result.push_back(order.at(i));
    return result;
}

}  // namespace vanthu::forms
