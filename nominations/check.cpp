#include "nominations/check.h"

#include <algorithm>
#include <unordered_map>

#include "base/text.h"

namespace vanthu::nominations {
namespace {

std::string names_of(const std::vector<NomineeClass>& classes) {
    std::vector<std::string> names;
    for (const NomineeClass& kind : classes)
        names.emplace_back(vietnamese_name(kind));
    return join(names, ", ");
}

std::string shown(Date day) {
    return std::to_string(day.day) + '/' + std::to_string(day.month) + '/' +
           std::to_string(day.year);
}

std::string by(const std::string& source) {
    return source.empty() ? std::string() : " (" + source + ")";
}

bool holds(const std::vector<NomineeClass>& classes, const NomineeClass& kind) {
    return std::find(classes.begin(), classes.end(), kind) != classes.end();
}

// One entry of another list, of this one, or of the history, folded once.
struct Entry {
    Identity identity;
    const Nominee* nominee = nullptr;
    const SentList* list = nullptr;  // null: this one
    int birth_day = 0;               // 19800201; 0 = not wholly written
};

int birth_day(const Identity& identity) {
    const std::vector<int>& born = identity.born;
    return born.size() == 3 ? born[2] * 10000 + born[1] * 100 + born[0] : 0;
}

template <class T>
using ByName = std::unordered_map<std::string, std::vector<T>>;

class Check {
public:
    Check(const Round& round, const SentList& list, const Known& known)
        : round_(round), list_(list), known_(known), quotas_(quotas_of(round, list.submitter)) {}

    CheckResult run() {
        if (list_.year < round_.first_year || list_.year > round_.last_year)
            find("error", "year_outside", 0,
                 "đợt \"" + round_.name + "\" là từ " + std::to_string(round_.first_year) +
                     " đến " + std::to_string(round_.last_year) + ", không có năm " +
                     std::to_string(list_.year))
                .values = {{"first", std::to_string(round_.first_year)},
                           {"last", std::to_string(round_.last_year)},
                           {"year", std::to_string(list_.year)}};
        if (quotas_.empty()) unknown_submitter();
        for (const Quota* quota : quotas_) {
            time(*quota);
            count(*quota);
            if (!quota->attachment.empty())
                result_.attachments.push_back(quota->attachment + by(quota->source));
        }
        index();
        for (std::size_t i = 0; i < list_.nominees.size(); ++i)
            look(list_.nominees[i], identities_[i]);
        return std::move(result_);
    }

private:
    void index() {
        for (const Nominee& nominee : list_.nominees) {
            identities_.push_back(identity_of(nominee));
            const Identity& identity = identities_.back();
            by_name_[identity.name].push_back({identity, &nominee, nullptr, birth_day(identity)});
        }
        const auto add = [&](const SentList& list) {
            for (const Nominee& nominee : list.nominees) {
                Identity identity = identity_of(nominee);
                std::vector<Entry>& namesakes = by_name_[identity.name];
                const int born = birth_day(identity);
                namesakes.push_back({std::move(identity), &nominee, &list, born});
            }
        };
        for (const SentList& list : known_.other_lists)
            add(list);
        for (const SentList& list : known_.own_lists)
            if (list.year == list_.year) add(list);
        for (const Known::Recognition& one : known_.recognitions)
            if (one.year == list_.year) recognised_[name_key(one.name)].push_back(&one);
        for (const Known::Flag& flag : known_.flags)
            flags_[name_key(flag.name)].push_back(&flag);
    }

    Finding& find(std::string severity, std::string code, int row, std::string detail) {
        result_.findings.push_back({std::move(severity), std::move(code), row, std::move(detail)});
        return result_.findings.back();
    }

    void unknown_submitter() {
        for (const std::string& name : expected_submitters(round_))
            if (same_agency(name, list_.submitter)) {
                find("info", "no_quota", 0,
                     "kế hoạch không nêu số lượng cho \"" + list_.submitter + "\"")
                    .values = {{"submitter", list_.submitter}};
                return;
            }
        find("warning", "submitter_unknown", 0,
             "không có chỉ tiêu nào trong đợt này cho \"" + list_.submitter + "\"")
            .values = {{"submitter", list_.submitter}};
    }

    void time(const Quota& quota) {
        if (const auto first = first_day(quota, list_.year);
            first && list_.sent_on && *list_.sent_on < *first)
            find("info", "early", 0,
                 "gửi ngày " + shown(*list_.sent_on) + ", nhận từ ngày " + shown(*first) +
                     by(quota.source))
                .values = {{"sent", shown(*list_.sent_on)},
                           {"first", shown(*first)},
                           {"source", quota.source}};
        const auto last = last_day(quota, list_.year);
        if (!last) return;
        result_.last_day = last;
        if (!list_.sent_on)
            find("info", "deadline_unknown", 0,
                 "chưa biết ngày gửi; hạn cuối là " + shown(*last) + by(quota.source))
                .values = {{"last", shown(*last)}, {"source", quota.source}};
        else if (*list_.sent_on > *last)
            find("warning", "late", 0,
                 "gửi ngày " + shown(*list_.sent_on) + ", hạn cuối là " + shown(*last) +
                     by(quota.source))
                .values = {
                {"sent", shown(*list_.sent_on)}, {"last", shown(*last)}, {"source", quota.source}};
    }

    // Only those of the quota's movement count for it, when it has one and the list names
    // movements.
    bool counts_for(const Quota& quota, const Nominee& nominee) const {
        if (quota.movement.empty() || nominee.movement.empty()) return true;
        const Movement* movement = named_movement(round_, nominee.movement);
        return movement == nullptr || movement->id == quota.movement;
    }

    int used_in(const SentList& list, const Quota& quota, const Count& count) const {
        const auto& classes = count.of.empty() ? quota.classes : count.of;
        return static_cast<int>(
            std::count_if(list.nominees.begin(), list.nominees.end(), [&](const Nominee& nominee) {
                const bool counted =
                    holds(classes, nominee.kind) || (nominee.kind.empty() && count.of.empty());
                return counted && counts_for(quota, nominee);
            }));
    }

    void count(const Quota& quota) {
        for (const Count& count : quota.counts) {
            const int here = used_in(list_, quota, count);
            int before = 0;
            for (const SentList& list : known_.own_lists)
                if (quota.whole_period || list.year == list_.year)
                    before += used_in(list, quota, count);
            const int used = here + before;
            result_.quotas.push_back({quota.id, join(count.of, " "), used, count.least, count.most,
                                      count.soft, quota.whole_period, quota.source});
            const std::string what =
                names_of(count.of.empty() ? quota.classes : count.of) + ": " +
                std::to_string(used) +
                (before > 0 ? " (" + std::to_string(before) + " ở danh sách khác)" : "");
            std::map<std::string, std::string> values{
                {"kinds", join(count.of.empty() ? quota.classes : count.of, ", ")},
                {"used", std::to_string(used)},
                {"source", quota.source}};
            if (before > 0) values["elsewhere"] = std::to_string(before);
            if (quota.whole_period) values["period"] = "whole";
            if (count.least) values["least"] = std::to_string(*count.least);
            if (count.most) values["most"] = std::to_string(*count.most);
            // What is owed over the period is not owed this year yet.
            const bool later = quota.whole_period && list_.year < round_.last_year;
            if (count.least && used < *count.least)
                find(later ? "info" : "warning", "quota_short", 0,
                     what + ", ít nhất là " + std::to_string(*count.least) +
                         (quota.whole_period ? " cho cả giai đoạn" : "") + by(quota.source))
                    .values = values;
            if (count.most && used > *count.most)
                find(count.soft ? "info" : "warning", "quota_over", 0,
                     what + ", nhiều nhất là " + std::to_string(*count.most) + by(quota.source))
                    .values = values;
        }
    }

    void look(const Nominee& nominee, const Identity& identity) {
        if (identity.name.empty()) {
            find("warning", "name_missing", nominee.row, "dòng này không có tên");
            return;
        }
        allowed(nominee);
        if (would_be_formula(nominee.name))
            find("info", "formula_like", nominee.row,
                 "\"" + nominee.name + "\" giống công thức của bảng tính; tệp xuất ra ghi là chữ")
                .values = {{"name", nominee.name}};
        if (calls_itself_a_movement(nominee.movement) && !round_.movements.empty() &&
            named_movement(round_, nominee.movement) == nullptr)
            find("info", "movement_unknown", nominee.row,
                 "\"" + nominee.movement + "\" không phải phong trào nào của đợt này")
                .values = {{"movement", nominee.movement}};
        duplicates(nominee, identity);
        history(nominee, identity);
    }

    // One finding for this list and one for others, each for the likeliest, however many there are.
    void duplicates(const Nominee& nominee, const Identity& identity) {
        const Entry *here = nullptr, *elsewhere = nullptr;
        Likeness like_here = Likeness::Different, like_elsewhere = Likeness::Different;
        const int born = birth_day(identity);
        // Nothing but a name proves no more by a second namesake.
        const bool bare = identity.born.empty() && identity.unit.empty();
        for (const Entry& entry : by_name_.at(identity.name)) {
            if (born != 0 && entry.birth_day != 0 && born != entry.birth_day) continue;
            const bool own = entry.list == nullptr;
            if (own && entry.nominee->row >= nominee.row) continue;
            Likeness& best = own ? like_here : like_elsewhere;
            if (best == Likeness::Same || (bare && best != Likeness::Different)) continue;
            const Likeness like = likeness(identity, entry.identity);
            if (like == Likeness::Different || like == best) continue;
            best = like;
            (own ? here : elsewhere) = &entry;
        }
        if (here != nullptr)
            same(nominee, identity, *here, "duplicate_in_list", like_here,
                 "dòng " + std::to_string(here->nominee->row) + " của danh sách này");
        if (elsewhere != nullptr)
            same(nominee, identity, *elsewhere,
                 is_choice(*elsewhere->list) ? "chosen_from" : "duplicate_in_round", like_elsewhere,
                 "danh sách của " + elsewhere->list->submitter + ", dòng " +
                     std::to_string(elsewhere->nominee->row));
    }

    // A district chooses out of its communes' lists: the same name in both is what the plan wants.
    bool is_choice(const SentList& other) const {
        const std::vector<const Quota*> theirs = quotas_of(round_, other.submitter);
        const auto chooses = [](const std::vector<const Quota*>& from,
                                const std::vector<const Quota*>& to) {
            return std::any_of(to.begin(), to.end(), [&](const Quota* chooser) {
                return std::any_of(from.begin(), from.end(), [&](const Quota* quota) {
                    return quota->id == chooser->chosen_from;
                });
            });
        };
        return chooses(theirs, quotas_) || chooses(quotas_, theirs);
    }

    void same(const Nominee& nominee, const Identity& identity, const Entry& other,
              const std::string& code, Likeness like, const std::string& where) {
        Finding& finding =
            find(code == "chosen_from" ? "info" : "warning", code, nominee.row,
                 nominee.name + (like == Likeness::Same ? " có ở " : " có thể trùng với người ở ") +
                     where);
        finding.values = {{"name", nominee.name},
                          {"row", std::to_string(other.nominee->row)},
                          {"likeness", like == Likeness::Same ? "same" : "maybe"}};
        if (other.list != nullptr) finding.values["submitter"] = other.list->submitter;
        finding.evidence = evidence(identity, other.identity);
        finding.other_document = other.list == nullptr ? "" : other.list->document;
        finding.other_row = other.nominee->row;
    }

    void history(const Nominee& nominee, const Identity& identity) {
        if (const auto found = recognised_.find(identity.name); found != recognised_.end())
            for (const Known::Recognition* one : found->second) {
                const Identity before =
                    identity_of({0, one->name, one->kind, one->birth_date, one->unit, "", ""});
                const Likeness like = likeness(identity, before);
                if (like == Likeness::Different) continue;
                const bool outcome = list_.counts && like == Likeness::Same;
                Finding& finding =
                    find(outcome ? "info" : "warning", "already_recognised", nominee.row,
                         nominee.name + (like == Likeness::Same ? " đã" : " có thể đã") +
                             " được công nhận năm " + std::to_string(one->year) + " theo " +
                             one->decision);
                finding.evidence = evidence(identity, before);
                finding.values = {{"name", nominee.name},
                                  {"year", std::to_string(one->year)},
                                  {"decision", one->decision},
                                  {"likeness", like == Likeness::Same ? "same" : "maybe"}};
                break;
            }
        if (const auto found = flags_.find(identity.name); found != flags_.end())
            for (const Known::Flag* flag : found->second)
                if (flag->unit.empty() || identity.unit.empty() ||
                    name_key(flag->unit) == identity.unit) {
                    Finding& finding =
                        find("error", "blocked", nominee.row,
                             nominee.name + ": " + flag->reason +
                                 (flag->until.empty() ? "" : ", đến " + flag->until));
                    finding.values = {{"name", nominee.name}, {"why", flag->reason}};
                    if (!flag->until.empty()) finding.values["until"] = flag->until;
                }
    }

    void allowed(const Nominee& nominee) {
        if (quotas_.empty()) return;
        if (nominee.kind.empty()) {
            find("info", "class_unknown", nominee.row,
                 "không rõ " + nominee.name + " là tập thể, cá nhân, hộ gia đình hay mô hình")
                .values = {{"name", nominee.name}};
            return;
        }
        for (const Quota* quota : quotas_)
            if (holds(quota->classes, nominee.kind)) return;
        find("error", "class_not_allowed", nominee.row,
             nominee.name + " là " + std::string(vietnamese_name(nominee.kind)) +
                 ", ở đây chỉ nhận " + names_of(quotas_.front()->classes) +
                 by(quotas_.front()->source))
            .values = {{"name", nominee.name},
                       {"kind", nominee.kind},
                       {"kinds", join(quotas_.front()->classes, ", ")},
                       {"source", quotas_.front()->source}};
    }

    const Round& round_;
    const SentList& list_;
    const Known& known_;
    const std::vector<const Quota*> quotas_;
    CheckResult result_;
    std::vector<Identity> identities_;
    ByName<Entry> by_name_;
    ByName<const Known::Recognition*> recognised_;
    ByName<const Known::Flag*> flags_;
};

}  // namespace

CheckResult check(const Round& round, const SentList& list, const Known& known) {
    return Check(round, list, known).run();
}

std::vector<int> ineligible_rows(const CheckResult& result) {
    std::vector<int> rows;
    for (const Finding& finding : result.findings)
        if (finding.row > 0 && finding.severity == "error" &&
            (rows.empty() || rows.back() != finding.row))
            rows.push_back(finding.row);
    return rows;
}

}  // namespace vanthu::nominations
