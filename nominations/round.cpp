#include "nominations/round.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/error.h"
#include "base/text.h"
#include "base/xml.h"

namespace vanthu::nominations {
namespace {

std::vector<std::string> words_of(const std::optional<std::string>& text) {
    std::vector<std::string> words;
    if (text)
        for (const std::string& word : split(single_spaced(*text), ' '))
            if (!word.empty()) words.push_back(word);
    return words;
}

std::vector<std::string> texts_of(const XmlElement& element, std::string_view name) {
    std::vector<std::string> texts;
    for (const XmlElement& child : element.children(name))
        texts.push_back(nfc(single_spaced(child.text())));
    return texts;
}

std::optional<int> number_of(const XmlElement& element, std::string_view name) {
    const auto text = element.attribute(name);
    return text ? std::optional(std::stoi(*text)) : std::nullopt;
}

Deadline deadline_of(const XmlElement& element) {
    Deadline deadline;
    deadline.year = number_of(element, "year").value_or(0);
    const std::string day = element.required("day");  // "01-15"; the schema knows its form
    deadline.month = std::stoi(day.substr(0, 2));
    deadline.day = std::stoi(day.substr(3, 2));
    deadline.bound = element.attribute("bound") == "before" ? Bound::Before : Bound::By;
    if (!is_valid({deadline.year == 0 ? 2023 : deadline.year, deadline.month, deadline.day}))
        throw Error(ErrorCode::Configuration,
                    element.place() + ": " + day + " is no day of every year");
    return deadline;
}

std::vector<Deadline> deadlines_of(const XmlElement& element, std::string_view name) {
    std::vector<Deadline> deadlines;
    for (const XmlElement& child : element.children(name))
        deadlines.push_back(deadline_of(child));
    return deadlines;
}

Quota quota_of(const XmlElement& element) {
    Quota quota;
    quota.id = element.required("id");
    quota.submitter = nfc(element.required("submitter"));
    for (const XmlElement& prefix : element.children("prefix"))
        quota.prefixes.push_back(nfc(prefix.text()));
    quota.movement = element.attribute("movement").value_or("");
    quota.classes = words_of(element.attribute("classes"));
    for (const XmlElement& child : element.children("count")) {
        Count count;
        count.of = words_of(child.attribute("of"));
        count.least = number_of(child, "least");
        count.most = number_of(child, "most");
        count.soft = child.attribute("soft").value_or("no") == "yes";
        if (count.least && count.most && *count.least > *count.most)
            throw Error(ErrorCode::Configuration,
                        child.place() + ": least is more than most; exchange them");
        quota.counts.push_back(count);
    }
    quota.send_to = element.attribute("send-to").value_or("");
    quota.condition = element.attribute("condition").value_or("");
    quota.source = element.attribute("source").value_or("");
    quota.attachment = nfc(element.attribute("attachment").value_or(""));
    quota.chosen_from = element.attribute("chosen-from").value_or("");
    quota.whole_period = element.attribute("per").value_or("year") == "period";
    quota.percent = number_of(element, "percent").value_or(0);
    quota.openings = deadlines_of(element, "opening");
    quota.deadlines = deadlines_of(element, "deadline");
    return quota;
}

Movement movement_of(const XmlElement& element) {
    Movement movement;
    movement.id = element.required("id");
    movement.names = texts_of(element, "name");
    movement.leads = texts_of(element, "lead");
    movement.partners = texts_of(element, "partner");
    movement.verb = nfc(element.attribute("verb").value_or(""));
    movement.note = nfc(element.attribute("note").value_or(""));
    movement.classes = words_of(element.attribute("classes"));
    movement.source = element.attribute("source").value_or("");
    for (const XmlElement& child : element.children("criteria"))
        movement.criteria.push_back({child.required("of"), child.attribute("source").value_or("")});
    return movement;
}

bool has_movement(const Round& round, const std::string& id) {
    return std::any_of(round.movements.begin(), round.movements.end(),
                       [&](const Movement& movement) { return movement.id == id; });
}

}  // namespace

Round round_in(const XmlDocument& xml) {
    const XmlElement element = xml.root();
    Round round;
    round.file = xml.file();
    round.id = element.required("id");
    round.name = nfc(element.required("name"));
    round.issuer = nfc(element.required("issuer"));
    round.code = nfc(element.attribute("code").value_or(""));
    round.first_year = *number_of(element, "first-year");
    round.last_year = *number_of(element, "last-year");
    round.lead = nfc(element.attribute("lead").value_or(""));
    for (const XmlElement& child : element.children("movement"))
        round.movements.push_back(movement_of(child));
    for (const XmlElement& child : element.children("quota")) {
        round.quotas.push_back(quota_of(child));
        const std::string& movement = round.quotas.back().movement;
        if (!movement.empty() && !has_movement(round, movement))
            throw Error(ErrorCode::Configuration, child.place() + ": there is no movement \"" +
                                                      movement + "\" in this round");
    }
    for (const XmlElement& child : element.children("quota")) {
        const std::string from = child.attribute("chosen-from").value_or("");
        if (!from.empty() && std::none_of(round.quotas.begin(), round.quotas.end(),
                                          [&](const Quota& q) { return q.id == from; }))
            throw Error(ErrorCode::Configuration,
                        child.place() + ": there is no quota \"" + from + "\" in this round");
    }
    for (const XmlElement& child : element.children("task")) {
        round.tasks.push_back(plan_task_of(child));
        const std::string& movement = round.tasks.back().movement;
        if (!movement.empty() && !has_movement(round, movement))
            throw Error(ErrorCode::Configuration, child.place() + ": there is no movement \"" +
                                                      movement + "\" in this round");
    }
    round.submitters = texts_of(element, "submitter");
    if (const auto council = element.child("council")) {
        round.council.members = number_of(*council, "members").value_or(0);
        round.council.percent = number_of(*council, "percent").value_or(0);
        round.council.award = nfc(council->attribute("award").value_or(""));
    }
    return round;
}

namespace {

// Names of agencies are compared without case, marks of tone placement and the many ways to write
// the People's Committee.
std::string key(std::string_view text) {
    std::string folded = fold(unify_tone_placement(single_spaced(text)));
    constexpr std::string_view kLong = "uy ban nhan dan";
    for (std::size_t at = folded.find(kLong); at != std::string::npos; at = folded.find(kLong))
        folded.replace(at, kLong.size(), "ubnd");
    std::erase_if(folded, [](char c) { return c == ',' || c == '-' || c == '"' || c == '.'; });
    return single_spaced(folded);
}

// "phong noi vu huyen" and "phong noi vu", or with the name of the place behind: "cong an huyen cam
// lam".
bool differ_by_level(const std::string& rule, const std::string& printed) {
    for (const std::string_view level : {" huyen", " tinh", " thi xa", " thanh pho"}) {
        if (!rule.ends_with(level)) continue;
        if (rule.substr(0, rule.size() - level.size()) == printed) return true;
        if (printed.starts_with(rule + " ")) return true;
    }
    return false;
}

std::string as_place(const std::vector<std::string>& words) {
    std::string name;
    for (const std::string& word : words) {
        const std::u32string small = to_utf32(lower(word));
        name += (name.empty() ? "" : " ") + upper(to_utf8(small.substr(0, 1))) +
                to_utf8(small.substr(std::min<std::size_t>(1, small.size())));
    }
    return name;
}

const Deadline* of_year(const std::vector<Deadline>& deadlines, int year) {
    const Deadline* chosen = nullptr;
    for (const Deadline& deadline : deadlines)
        if (deadline.year == year || (deadline.year == 0 && (!chosen || chosen->year != year)))
            chosen = &deadline;
    return chosen;
}

}  // namespace

std::vector<Round> read_rounds(const std::string& folder, const std::string& schema) {
    std::vector<std::string> files;
    std::error_code missing;
    for (const auto& entry : std::filesystem::directory_iterator(folder, missing))
        if (entry.path().extension() == ".xml" && entry.path().filename() != "laws.xml")
            files.push_back(entry.path().string());
    std::sort(files.begin(), files.end());
    std::vector<Round> rounds;
    for (const std::string& file : files) {
        const XmlDocument xml = XmlDocument::read(file);
        xml.validate(schema);
        rounds.push_back(round_in(xml));
        for (std::size_t i = 0; i + 1 < rounds.size(); ++i)
            if (rounds[i].id == rounds.back().id)
                throw Error(ErrorCode::Configuration, file + ":1: the round \"" + rounds[i].id +
                                                          "\" is in " + rounds[i].file + " too");
    }
    return rounds;
}

std::vector<Law> read_laws(const std::string& file, const std::string& schema) {
    const XmlDocument xml = XmlDocument::read(file);
    xml.validate(schema);
    return laws_in(xml);
}

std::vector<Law> laws_in(const XmlDocument& xml) {
    std::vector<Law> laws;
    for (const XmlElement& element : xml.root().children("law")) {
        Law law;
        law.id = element.required("id");
        law.name = nfc(element.required("name"));
        law.first_day = element.required("from");
        law.last_day = element.attribute("to").value_or("");
        if (const auto quorum = element.child("quorum")) {
            law.quorum_numerator = *number_of(*quorum, "numerator");
            law.quorum_denominator = *number_of(*quorum, "denominator");
        }
        if (const auto tie = element.child("tie")) law.tie_rule = nfc(single_spaced(tie->text()));
        for (const XmlElement& threshold : element.children("threshold"))
            law.thresholds.push_back({nfc(threshold.required("award")),
                                      *number_of(threshold, "percent"),
                                      threshold.attribute("source").value_or("")});
        laws.push_back(std::move(law));
    }
    return laws;
}

const Round& find_round(const std::vector<Round>& rounds, std::string_view id) {
    std::vector<std::string> names;
    for (const Round& round : rounds) {
        if (round.id == id) return round;
        names.push_back(round.id);
    }
    const std::string meant = nearest(id, names);
    throw Error(ErrorCode::NotFound, "there is no round '" + std::string(id) + "'" +
                                         (meant.empty() ? "; see vanthu nominations rounds"
                                                        : ", did you mean '" + meant + "'?"));
}

const Law* law_on(const std::vector<Law>& laws, Date day) {
    const std::string date = iso_date(day);
    for (const Law& law : laws)
        if (law.first_day <= date && (law.last_day.empty() || date <= law.last_day)) return &law;
    return nullptr;
}

std::vector<const Quota*> quotas_of(const Round& round, const std::string& submitter) {
    const std::string name = key(submitter);
    std::vector<const Quota*> found;
    for (const Quota& quota : round.quotas)
        if (key(quota.submitter) == name) found.push_back(&quota);
    if (!found.empty()) return found;
    std::size_t longest = 0;
    for (const Quota& quota : round.quotas)
        for (const std::string& prefix : quota.prefixes) {
            const std::string start = key(prefix);
            if (!name.starts_with(start) || start.size() < longest) continue;
            if (start.size() > longest) found.clear();
            longest = start.size();
            if (std::find(found.begin(), found.end(), &quota) == found.end())
                found.push_back(&quota);
        }
    if (!found.empty()) return found;
    for (const Quota& quota : round.quotas)
        if (quota.prefixes.empty() && differ_by_level(key(quota.submitter), name))
            found.push_back(&quota);
    return found;
}

std::optional<Date> last_day(const Quota& quota, int year) {
    const Deadline* chosen = of_year(quota.deadlines, year);
    if (chosen == nullptr) return std::nullopt;
    const Date day{year, chosen->month, chosen->day};
    return chosen->bound == Bound::By ? day : date_of_day_number(day_number(day) - 1);
}

std::optional<Date> first_day(const Quota& quota, int year) {
    const Deadline* chosen = of_year(quota.openings, year);
    return chosen == nullptr ? std::nullopt : std::optional(Date{year, chosen->month, chosen->day});
}

bool same_agency(std::string_view a, std::string_view b) {
    return key(a) == key(b);
}

std::vector<std::string> expected_submitters(const Round& round) {
    std::vector<std::string> names;
    std::set<std::string> known;
    const auto expect = [&](const std::string& name) {
        if (known.insert(key(name)).second) names.push_back(name);
    };
    for (const std::string& name : round.submitters)
        expect(name);
    for (const Quota& quota : round.quotas)
        if (quota.prefixes.empty() && quota.percent == 0) expect(quota.submitter);
    for (const Movement& movement : round.movements)
        for (const std::string& lead : movement.leads)
            if (!quotas_of(round, lead).empty()) expect(lead);
    return names;
}

std::string as_written(const Round& round, const std::string& submitter) {
    if (submitter != upper(submitter) || submitter == lower(submitter)) return submitter;
    for (const std::string& name : expected_submitters(round))
        if (same_agency(name, submitter)) return name;
    for (const Quota* quota : quotas_of(round, submitter))
        for (const std::string& prefix : quota->prefixes) {
            if (!key(submitter).starts_with(key(prefix) + ' ')) continue;
            std::vector<std::string> rest = split(single_spaced(submitter), ' ');
            // "Ủy ban nhân dân" is one word in a key.
            const bool committee = key(prefix).starts_with("ubnd");
            const bool spelt = committee && fold(rest.front()) != "ubnd";
            const auto words = std::count(prefix.begin(), prefix.end(), ' ') + 1 + (spelt ? 3 : 0);
            rest.erase(rest.begin(),
                       rest.begin() + std::min(words, static_cast<std::ptrdiff_t>(rest.size())));
            // A place bears capitals; of other names nobody knows which words do.
            if (committee) return prefix + ' ' + as_place(rest);
            if (rest.size() == 2 && rest[0] == "SỐ") return prefix + " số " + rest[1];
        }
    return submitter;
}

const Movement* movement_of(const Round& round, std::string_view text) {
    const std::string wanted = key(text);
    if (wanted.empty()) return nullptr;
    for (const Movement& movement : round.movements)
        for (const std::string& name : movement.names)
            if (key(name) == wanted) return &movement;
    for (const Movement& movement : round.movements)
        for (const std::string& name : movement.names)
            if (key(name).find(wanted) != std::string::npos ||
                wanted.find(key(name)) != std::string::npos)
                return &movement;
    return nullptr;
}

const Movement* named_movement(const Round& round, std::string_view text) {
    if (calls_itself_a_movement(text)) return movement_of(round, text);
    const std::string wanted = key(text);
    for (const Movement& movement : round.movements)
        for (const std::string& name : movement.names)
            if (!wanted.empty() && key(name) == wanted) return &movement;
    return nullptr;
}

bool calls_itself_a_movement(std::string_view text) {
    return text.find("“") != std::string_view::npos ||
           fold(text).find("phong trao") != std::string::npos;
}

}  // namespace vanthu::nominations
