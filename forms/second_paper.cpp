#include "forms/second_paper.h"

#include "base/text.h"
#include "forms/code_number.h"
#include "forms/date_line.h"
#include "forms/head.h"

namespace vanthu::forms {
namespace {

// The code of a page's own whole head, "" when it has none.
std::string own_code(const PageLayout& page, const Lexicons& lexicons) {
    Layout alone;
    alone.pages.push_back(page);
    const Head head = find_head(alone, lexicons);
    if (head.page == nullptr || !head.country || !head.number || !head.date) return {};
    constexpr std::size_t kWholeDate = 10;
    const auto date = read_date_line(head.date->text.original, lexicons);
    if (!date || date->date.size() < kWholeDate) return {};
    const Issuer issuer = head.issuer == Issuer::Youth ? Issuer::Party : head.issuer;
    const CodeReading code = read_code(head.number->text.original, {issuer, {}, {}}, lexicons);
    return code.number_state == CodeReading::Number::Read ? code.code : std::string();
}

}  // namespace

std::optional<SecondPaper> find_second_paper(const Layout& layout, const Lexicons& lexicons) {
    std::string first;
    for (std::size_t i = 0; i < layout.pages.size(); ++i) {
        const std::string code = own_code(layout.pages[i], lexicons);
        if (code.empty()) continue;
        if (first.empty())
            first = code;
        else if (comparable(code) != comparable(first))
            return SecondPaper{i, code};
    }
    return std::nullopt;
}

}  // namespace vanthu::forms
