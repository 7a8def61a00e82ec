#include "forms/award_decisions.h"

#include <algorithm>
#include <cstdio>
#include <string>

#include "base/text.h"
#include "forms/folded.h"
#include "forms/pattern.h"

namespace vanthu::forms {
namespace {

constexpr std::size_t kLongest = 500;

struct Decision {
    std::string code, date, organ;
};

std::string iso(const std::string& day, const std::string& month, const std::string& year) {
    const int d = std::stoi(day), m = std::stoi(month), y = std::stoi(year);
    if (d < 1 || d > 31 || m < 1 || m > 12 || y < 1945 || y > 2200) return {};
    const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return std::to_string(y) + "-" + two(m) + "-" + two(d);
}

Decision decision_in(const std::string& cell) {
    static const Pattern code("([0-9]{1,5}[a-z]?) ?[/-] ?([a-z0-9]+([/.-][a-z0-9]+)*)");
    static const Pattern day("([0-9]{1,2}) ?([/.-]|thang) ?([0-9]{1,2}) ?([/.-]|nam) ?([0-9]{4})");
    Decision decision;
    const Folded text = folded(cell);
    if (text.text.size() > kLongest) return decision;
    const auto part = [&](std::size_t from, std::size_t size) {
        return text.source(from, from + size);
    };
    Match found;
    std::size_t last = 0;
    if (day.found_in(text.text, found)) {
        decision.date = iso(found[1], found[3], found[5]);
        last = static_cast<std::size_t>(found.position(0) + found.length(0));
    }
    for (const Match& at : code.all_in(text.text)) {
        if (!std::isalpha(static_cast<unsigned char>(at[2].str()[0])) &&
            at[2].str().find("qd") == std::string::npos)
            continue;  // a day
        std::string printed =
            part(static_cast<std::size_t>(at.position(0)), static_cast<std::size_t>(at.length(0)));
        std::erase(printed, ' ');
        decision.code = printed;
        last = std::max(last, static_cast<std::size_t>(at.position(0) + at.length(0)));
        break;
    }
    const std::size_t of = text.text.find("cua ", last);
    if (of != std::string::npos)
        decision.organ = part(of + 4, text.text.size() - of - 4);
    else if (last > 0 && last < text.text.size())
        decision.organ = part(last, text.text.size() - last);
    const auto is_sign = [](char c) { return c == ' ' || c == ';' || c == ',' || c == '.'; };
    while (!decision.organ.empty() && is_sign(decision.organ.front()))
        decision.organ.erase(0, 1);
    while (!decision.organ.empty() && is_sign(decision.organ.back()))
        decision.organ.pop_back();
    return decision;
}

}  // namespace

void take_decisions_apart(pipeline::FieldTable& table) {
    const auto at = std::find(table.columns.begin(), table.columns.end(), "decision");
    if (at == table.columns.end()) return;
    const auto column = static_cast<std::size_t>(at - table.columns.begin());
    table.columns.insert(table.columns.end(), {"decision_code", "decision_date", "decision_organ"});
    for (auto& row : table.rows) {
        const Decision decision = decision_in(row[column]);
        row.insert(row.end(), {decision.code, decision.date, decision.organ});
    }
}

}  // namespace vanthu::forms
