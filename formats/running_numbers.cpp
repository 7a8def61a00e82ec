#include "formats/running_numbers.h"

#include <algorithm>
#include <cstddef>

namespace vanthu::formats {
namespace {

bool is_number(const std::string& text) {
    return !text.empty() && text.size() <= 3 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

int number_or_mark(const std::string& text) {
    if (is_number(text)) return std::stoi(text);
    const std::string mark = text.substr(0, text.find_last_not_of(".)") + 1);
    const bool roman = !mark.empty() && mark.find_first_not_of("IVX") == std::string::npos;
    return roman || (mark.size() == 1 && mark[0] >= 'A' && mark[0] <= 'H') ? kGroupMark : kUnread;
}

std::vector<int> counted_on(const std::vector<int>& read) {
    const std::size_t size = read.size();
    const auto next_to = [&](std::size_t i, std::size_t k) {
        return i < size && k < size && read[i] > 0 && read[k] == read[i] + 1;
    };
    std::vector<int> values = read;
    for (std::size_t i = 0; i < size; ++i) {
        const bool alone =
            i > 0 && i + 1 < size && read[i - 1] > 0 && read[i + 1] == read[i - 1] + 2;
        const bool trusted =
            next_to(i, i + 1) || (i > 0 && next_to(i - 1, i)) || (read[i] == 1 && !alone);
        if (read[i] > 0 && !trusted) values[i] = kUnread;
    }
    // "I" above 2 is 1.
    for (std::size_t i = 0; i + 1 < size; ++i)
        if (values[i] == kGroupMark && values[i + 1] == 2) values[i] = 1;
    for (std::size_t i = 0; i < size; ++i) {
        if (values[i] != kUnread) continue;
        std::size_t end = i;
        while (end < size && values[end] == kUnread)
            ++end;
        // What stands above a 1 may be the mark of its group, or a heading.
        const int behind = end < size && values[end] > 0 ? values[end] : 0;
        const std::size_t last = behind == 1 ? end - 1 : end;
        for (std::size_t k = i; k < last; ++k) {
            const int back = behind - static_cast<int>(end - k);
            const int on = k > 0 && values[k - 1] > 0 ? values[k - 1] + 1 : 0;
            values[k] = back > 0 && (on == 0 || back <= on) ? back : on;
        }
        i = end;
    }
    return values;
}

}  // namespace vanthu::formats
