#include "nominations/nominee.h"

#include <algorithm>

#include "base/text.h"

namespace vanthu::nominations {
namespace {

// Day, month, year in one order, whatever the separators: "01/02/1980", "1-2-1980", "1980".
std::vector<int> date_parts(const std::string& text) {
    std::vector<int> parts;
    int value = -1;
    for (const char c : text + ' ') {
        if (c >= '0' && c <= '9') {
            value = std::min(value < 0 ? c - '0' : value * 10 + (c - '0'), 99999);
        } else if (value >= 0) {
            parts.push_back(value);
            value = -1;
        }
    }
    if (parts.size() == 3 && parts[0] > 1000) std::swap(parts[0], parts[2]);
    return parts;
}

// As far as both are written: "1980" agrees with "01/02/1980".
bool dates_agree(const std::vector<int>& a, const std::vector<int>& b) {
    const std::size_t least = std::min(a.size(), b.size());
    return std::equal(a.end() - static_cast<std::ptrdiff_t>(least), a.end(),
                      b.end() - static_cast<std::ptrdiff_t>(least));
}

}  // namespace

std::string_view vietnamese_name(const NomineeClass& kind) {
    if (kind == "individual") return "cá nhân";
    if (kind == "collective") return "tập thể";
    if (kind == "household") return "hộ gia đình";
    if (kind == "model") return "mô hình";
    return "không rõ";
}

bool would_be_formula(std::string_view text) {
    constexpr std::string_view kSigns = "=+-@";
    if (text.size() < 2 || kSigns.find(text[0]) == std::string_view::npos) return false;
    const char next = text[1];
    const bool digit = next >= '0' && next <= '9';
    const bool letter = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
    return digit || letter || next == '(' || kSigns.find(next) != std::string_view::npos;
}

std::string name_key(std::string_view name) {
    std::string folded = fold(unify_tone_placement(single_spaced(name)));
    for (const std::string_view title : {"ong ", "ba ", "dong chi ", "d/c ", "dc "})
        if (folded.starts_with(title)) folded.erase(0, title.size());
    std::erase_if(folded, [](char c) { return c == '.' || c == ',' || c == '-'; });
    return single_spaced(folded);
}

Identity identity_of(const Nominee& nominee) {
    return {name_key(nominee.name), nominee.kind, name_key(nominee.unit),
            date_parts(nominee.birth_date)};
}

std::vector<Nominee> nominees_of(const pipeline::FieldTable& table) {
    const auto column = [&](std::string_view id) {
        const auto found = std::find(table.columns.begin(), table.columns.end(), id);
        return found == table.columns.end() ? -1 : static_cast<int>(found - table.columns.begin());
    };
    const int name = column("name"), kind = column("kind"), birth = column("birth_date"),
              unit = column("unit"), field = column("field"), award = column("award");
    std::vector<Nominee> nominees;
    nominees.reserve(table.rows.size());
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const auto& row = table.rows[i];
        const auto text = [&](int at) {
            return at < 0 || at >= static_cast<int>(row.size())
                       ? std::string()
                       : trim(row[static_cast<std::size_t>(at)]);
        };
        nominees.push_back({static_cast<int>(i) + 1, text(name), text(kind), text(birth),
                            text(unit), text(field), text(award)});
        // Only a person has a birth date, whether or not the list says so.
        Nominee& last = nominees.back();
        constexpr int kEarliest = 1900;
        const std::vector<int> born = date_parts(last.birth_date);
        if (last.kind.empty() && !born.empty() && born.back() >= kEarliest)
            last.kind = "individual";
    }
    return nominees;
}

Likeness likeness(const Identity& a, const Identity& b) {
    if (a.name.empty() || a.name != b.name) return Likeness::Different;
    if (!a.kind.empty() && !b.kind.empty() && a.kind != b.kind) return Likeness::Different;
    const bool both_dates = !a.born.empty() && !b.born.empty();
    if (both_dates && !dates_agree(a.born, b.born)) return Likeness::Different;
    const bool both_units = !a.unit.empty() && !b.unit.empty();
    if (both_dates || (both_units && a.unit == b.unit)) return Likeness::Same;
    // Vietnamese names are few: the same name in another unit is likelier another person.
    if (both_units && a.kind != "collective") return Likeness::Different;
    return a.kind == "collective" && b.kind == "collective" && !both_units ? Likeness::Same
                                                                           : Likeness::Perhaps;
}

Likeness likeness(const Nominee& a, const Nominee& b) {
    return likeness(identity_of(a), identity_of(b));
}

std::string evidence(const Identity& a, const Identity& b) {
    std::string said = "cùng tên";
    if (!a.born.empty() && !b.born.empty() && dates_agree(a.born, b.born))
        said += a.born.size() == 3 && b.born.size() == 3 ? ", cùng ngày sinh" : ", cùng năm sinh";
    if (!a.unit.empty() && a.unit == b.unit) said += ", cùng đơn vị";
    if (said == "cùng tên") said += "; không đủ ngày sinh hoặc đơn vị để biết chắc";
    return said;
}

}  // namespace vanthu::nominations
