#include "ocr/printed_dates.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace vanthu::ocr {
namespace {

struct DateParts {
    int day = 0, month = 0, year = 0;
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Three numbers of two, two and four digits at most, with the same sign between them.
std::optional<DateParts> parts_of(std::string_view text) {
    std::array<int, 3> numbers{};
    std::size_t part = 0, digits = 0;
    char sign = 0;
    for (const char c : text) {
        if (is_digit(c)) {
            numbers[part] = 10 * numbers[part] + (c - '0');
            if (++digits > (part == 2 ? 4u : 2u)) return std::nullopt;
        } else {
            if (digits == 0 || part == 2 || (c != '/' && c != '.' && c != '-')) return std::nullopt;
            if (sign != 0 && c != sign) return std::nullopt;
            sign = c;
            ++part;
            digits = 0;
        }
    }
    if (part != 2 || digits != 4) return std::nullopt;
    return DateParts{numbers[0], numbers[1], numbers[2]};
}

bool is_possible(const DateParts& date) {
    constexpr int kFirst = 1900, kLast = 2099;
    constexpr std::array<int, 12> kDays{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return date.month >= 1 && date.month <= 12 && date.day >= 1 &&
           date.day <= kDays[static_cast<std::size_t>(date.month) - 1] && date.year >= kFirst &&
           date.year <= kLast;
}

}  // namespace

bool is_impossible_date(std::string_view text) {
    const auto date = parts_of(text);
    return date && !is_possible(*date);
}

std::vector<std::string> dates_like(std::string_view text) {
    std::vector<std::string> dates;
    const auto keep = [&](const std::string& date) {
        if (const auto parts = parts_of(date); parts && is_possible(*parts)) dates.push_back(date);
    };
    std::string date(text);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!is_digit(text[i])) continue;
        for (char one = '0'; one <= '9'; ++one) {
            date[i] = one;
            keep(date);
            for (std::size_t k = i + 1; one != text[i] && k < text.size(); ++k) {
                if (!is_digit(text[k])) continue;
                for (char other = '0'; other <= '9'; ++other) {
                    date[k] = other;
                    if (other != text[k]) keep(date);
                }
                date[k] = text[k];
            }
        }
        date[i] = text[i];
    }
    return dates;
}

}  // namespace vanthu::ocr
