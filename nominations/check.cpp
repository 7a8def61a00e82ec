#include "nominations/check.h"

#include <algorithm>

#include "base/text.h"

namespace vanthu::nominations {
namespace {

std::string key(std::string_view text) {
    std::string folded = fold(unify_tone_placement(single_spaced(text)));
    for (const std::string_view title : {"ong ", "ba ", "dong chi ", "d/c ", "dc "})
        if (folded.starts_with(title)) folded.erase(0, title.size());
    std::erase_if(folded, [](char c) { return c == '.' || c == ',' || c == '-'; });
    return single_spaced(folded);
}

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

bool dates_agree(const std::vector<int>& a, const std::vector<int>& b) {
    const std::size_t least = std::min(a.size(), b.size());
    return std::equal(a.end() - static_cast<std::ptrdiff_t>(least), a.end(),
                      b.end() - static_cast<std::ptrdiff_t>(least));
}

std::string_view name_of(const NomineeClass& kind) {
    if (kind == "individual") return "cá nhân";
    if (kind == "collective") return "tập thể";
    if (kind == "household") return "hộ gia đình";
    if (kind == "model") return "mô hình";
    return "không rõ";
}

std::string names_of(const std::vector<NomineeClass>& classes) {
    std::vector<std::string> names;
    for (const NomineeClass& kind : classes)
        names.emplace_back(name_of(kind));
    return join(names, ", ");
}

std::string shown(Date day) {
    return std::to_string(day.day) + '/' + std::to_string(day.month) + '/' +
           std::to_string(day.year);
}

std::string by(const std::string& source) {
    return source.empty() ? std::string() : " (" + source + ")";
}

class Check {
public:
    Check(const Round& round, const SentList& list, const Known& known)
        : round_(round), list_(list), known_(known) {}

    CheckResult run() {
        if (list_.year < round_.first_year || list_.year > round_.last_year)
            find("error", "year_outside", 0,
                 "đợt \"" + round_.name + "\" là từ " + std::to_string(round_.first_year) +
                     " đến " + std::to_string(round_.last_year) + ", không có năm " +
                     std::to_string(list_.year));
        const std::vector<const Quota*> quotas = quotas_of(round_, list_.submitter);
        if (quotas.empty())
            find("warning", "submitter_unknown", 0,
                 "không có chỉ tiêu nào trong đợt này cho \"" + list_.submitter + "\"");
        for (const Quota* quota : quotas) {
            time(*quota);
            count(*quota);
        }
        index();
        for (const Nominee& nominee : list_.nominees)
            look(nominee, quotas);
        return std::move(result_);
    }

private:
    struct Entry {
        const Nominee* nominee;
        const SentList* list;  // null: this one
    };

    void index() {
        for (const Nominee& nominee : list_.nominees)
            by_name_.emplace(key(nominee.name), Entry{&nominee, nullptr});
        for (const SentList& list : known_.other_lists)
            for (const Nominee& nominee : list.nominees)
                by_name_.emplace(key(nominee.name), Entry{&nominee, &list});
        for (const Known::Recognition& one : known_.recognitions)
            if (one.year == list_.year) recognised_.emplace(key(one.name), &one);
    }

    void find(std::string severity, std::string code, int row, std::string detail) {
        result_.findings.push_back({std::move(severity), std::move(code), row, std::move(detail)});
    }

    void time(const Quota& quota) {
        const auto last = last_day(quota, list_.year);
        if (!last) return;
        result_.last_day = last;
        if (!list_.sent_on)
            find("info", "deadline_unknown", 0,
                 "chưa biết ngày gửi; hạn cuối là " + shown(*last) + by(quota.source));
        else if (*list_.sent_on > *last)
            find("warning", "late", 0,
                 "gửi ngày " + shown(*list_.sent_on) + ", hạn cuối là " + shown(*last) +
                     by(quota.source));
    }

    // Only those of the quota's movement count for it, when it has one and the list names
    // movements.
    bool counts_for(const Quota& quota, const Nominee& nominee) const {
        if (quota.movement.empty() || nominee.movement.empty()) return true;
        const Movement* movement = movement_of(round_, nominee.movement);
        return movement == nullptr || movement->id == quota.movement;
    }

    void count(const Quota& quota) {
        for (const Count& count : quota.counts) {
            const auto& classes = count.of.empty() ? quota.classes : count.of;
            const auto used = static_cast<int>(std::count_if(
                list_.nominees.begin(), list_.nominees.end(), [&](const Nominee& nominee) {
                    const bool counted =
                        std::find(classes.begin(), classes.end(), nominee.kind) != classes.end() ||
                        (nominee.kind.empty() && count.of.empty());
                    return counted && counts_for(quota, nominee);
                }));
            result_.quotas.push_back(
                {quota.id, join(count.of, " "), used, count.least, count.most});
            const std::string what = names_of(classes);
            if (count.least && used < *count.least)
                find("warning", "quota_short", 0,
                     what + ": " + std::to_string(used) + ", ít nhất là " +
                         std::to_string(*count.least) + by(quota.source));
            if (count.most && used > *count.most)
                find(count.soft ? "info" : "warning", "quota_over", 0,
                     what + ": " + std::to_string(used) + ", nhiều nhất là " +
                         std::to_string(*count.most) + by(quota.source));
        }
    }

    void look(const Nominee& nominee, const std::vector<const Quota*>& quotas) {
        if (trim(nominee.name).empty()) {
            find("warning", "name_missing", nominee.row, "dòng này không có tên");
            return;
        }
        allowed(nominee, quotas);
        // The column holds fields of work as well as movements; only what calls itself a movement
        // is compared.
        const bool named = nominee.movement.find("“") != std::string::npos ||
                           fold(nominee.movement).find("phong trao") != std::string::npos;
        if (named && !round_.movements.empty() && movement_of(round_, nominee.movement) == nullptr)
            find("info", "movement_unknown", nominee.row,
                 "\"" + nominee.movement + "\" không phải phong trào nào của đợt này");
        const auto [first, last] = by_name_.equal_range(key(nominee.name));
        for (auto at = first; at != last; ++at) {
            const Entry& other = at->second;
            if (other.list != nullptr)
                same(nominee, *other.nominee, "duplicate_in_round",
                     "danh sách của " + other.list->submitter);
            else if (other.nominee->row < nominee.row)
                same(nominee, *other.nominee, "duplicate_in_list",
                     "dòng " + std::to_string(other.nominee->row) + " của danh sách này");
        }
        const auto [begin, end] = recognised_.equal_range(key(nominee.name));
        for (auto at = begin; at != end; ++at) {
            const Known::Recognition& one = *at->second;
            const Likeness like =
                likeness(nominee, {0, one.name, one.kind, one.birth_date, one.unit, "", ""});
            if (like != Likeness::Different)
                find("warning", "already_recognised", nominee.row,
                     nominee.name + (like == Likeness::Same ? " đã" : " có thể đã") +
                         " được công nhận năm " + std::to_string(one.year) + " theo " +
                         one.decision);
        }
        for (const Known::Flag& flag : known_.flags)
            if (key(flag.name) == key(nominee.name) &&
                (flag.unit.empty() || nominee.unit.empty() || key(flag.unit) == key(nominee.unit)))
                find("error", "blocked", nominee.row,
                     nominee.name + ": " + flag.reason +
                         (flag.until.empty() ? "" : ", đến " + flag.until));
    }

    void allowed(const Nominee& nominee, const std::vector<const Quota*>& quotas) {
        if (quotas.empty()) return;
        if (nominee.kind.empty()) {
            find("info", "class_unknown", nominee.row,
                 "không rõ " + nominee.name + " là tập thể, cá nhân, hộ gia đình hay mô hình");
            return;
        }
        for (const Quota* quota : quotas)
            if (std::find(quota->classes.begin(), quota->classes.end(), nominee.kind) !=
                quota->classes.end())
                return;
        find("error", "class_not_allowed", nominee.row,
             nominee.name + " là " + std::string(name_of(nominee.kind)) + ", ở đây chỉ nhận " +
                 names_of(quotas.front()->classes) + by(quotas.front()->source));
    }

    void same(const Nominee& nominee, const Nominee& other, const std::string& code,
              const std::string& where) {
        const Likeness like = likeness(nominee, other);
        if (like == Likeness::Different) return;
        find("warning", code, nominee.row,
             nominee.name + (like == Likeness::Same ? " có ở " : " có thể trùng với người ở ") +
                 where);
    }

    const Round& round_;
    const SentList& list_;
    const Known& known_;
    CheckResult result_;
    std::multimap<std::string, Entry> by_name_;
    std::multimap<std::string, const Known::Recognition*> recognised_;
};

}  // namespace

CheckResult check(const Round& round, const SentList& list, const Known& known) {
    return Check(round, list, known).run();
}

std::vector<Nominee> nominees_of(const pipeline::FieldTable& table) {
    const auto column = [&](std::string_view id) {
        const auto found = std::find(table.columns.begin(), table.columns.end(), id);
        return found == table.columns.end() ? -1 : static_cast<int>(found - table.columns.begin());
    };
    const int name = column("name"), kind = column("kind"), birth = column("birth_date"),
              unit = column("unit"), field = column("field"), award = column("award");
    std::vector<Nominee> nominees;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const auto& row = table.rows[i];
        const auto text = [&](int at) {
            return at < 0 || at >= static_cast<int>(row.size())
                       ? std::string()
                       : trim(row[static_cast<std::size_t>(at)]);
        };
        nominees.push_back({static_cast<int>(i) + 1, text(name), text(kind), text(birth),
                            text(unit), text(field), text(award)});
    }
    return nominees;
}

Likeness likeness(const Nominee& a, const Nominee& b) {
    if (key(a.name).empty() || key(a.name) != key(b.name)) return Likeness::Different;
    if (!a.kind.empty() && !b.kind.empty() && a.kind != b.kind) return Likeness::Different;
    const std::vector<int> born_a = date_parts(a.birth_date), born_b = date_parts(b.birth_date);
    const bool both_dates = !born_a.empty() && !born_b.empty();
    if (both_dates && !dates_agree(born_a, born_b)) return Likeness::Different;
    const bool both_units = !key(a.unit).empty() && !key(b.unit).empty();
    const bool same_unit = both_units && key(a.unit) == key(b.unit);
    if (both_dates || same_unit) return Likeness::Same;
    // Vietnamese names are few: the same name in another unit is likelier another person.
    if (both_units && a.kind != "collective") return Likeness::Different;
    return a.kind == "collective" && b.kind == "collective" && !both_units ? Likeness::Same
                                                                           : Likeness::Perhaps;
}

}  // namespace vanthu::nominations
