#include "forms/second_paper.h"

#include "base/text.h"
#include "forms/code_number.h"
#include "forms/date_line.h"
#include "forms/head.h"

namespace vanthu::forms {
namespace {

// What a page says of itself, where it has a whole head of its own.
struct OwnHead {
    std::string code;      // with a number that was read
    std::string notation;  // of a number line that was filled in, by hand perhaps
};

OwnHead own_head(const PageLayout& page, const Lexicons& lexicons) {
    Layout alone;
    alone.pages.push_back(page);
    const Head head = find_head(alone, lexicons);
    if (head.page == nullptr || !head.country || !head.number || !head.date) return {};
    constexpr std::size_t kYear = 4, kWholeDate = 10;
    const auto date = read_date_line(head.date->text.original, lexicons);
    if (!date || date->date.size() < kYear) return {};
    using Number = CodeReading::Number;
    const Issuer issuer = head.issuer == Issuer::Youth ? Issuer::Party : head.issuer;
    const CodeReading code = read_code(head.number->text.original, {issuer, {}, {}}, lexicons);
    // The form of an enclosure is blank in both places.
    const bool filled = code.number_state != Number::Blank &&
                        (date->date.size() > kYear || !date->complete) && !head.organs.empty();
    return {code.number_state == Number::Read && date->date.size() == kWholeDate ? code.code : "",
            filled ? code.notation : ""};
}

}  // namespace

std::optional<SecondPaper> find_second_paper(const Layout& layout, const Lexicons& lexicons) {
    OwnHead first;
    for (std::size_t i = 0; i < layout.pages.size(); ++i) {
        const OwnHead own = own_head(layout.pages[i], lexicons);
        const auto differs = [](const std::string& one, const std::string& other) {
            return !one.empty() && !other.empty() && comparable(one) != comparable(other);
        };
        if (differs(own.code, first.code)) return SecondPaper{i, own.code};
        if (differs(own.notation, first.notation)) return SecondPaper{i, "/" + own.notation};
        if (first.code.empty()) first.code = own.code;
        if (first.notation.empty()) first.notation = own.notation;
    }
    return std::nullopt;
}

}  // namespace vanthu::forms
