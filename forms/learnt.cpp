#include "forms/learnt.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"
#include "forms/folded.h"

namespace vanthu::forms {
namespace {

using pipeline::Field;
using pipeline::FieldState;
using pipeline::Issue;

constexpr float kReview = 0.79f;       // highest confidence of what is to be looked at
constexpr float kLeastWitness = 0.5f;  // a reading below is no second witness
constexpr int kLettersPerError = 15, kMostErrors = 2;

Field* field_of(std::vector<Field>& fields, std::string_view id) {
    for (Field& field : fields)
        if (field.id == id) return &field;
    return nullptr;
}

// Text that was not recognised but read shows its letters beyond doubt.
bool is_text(const pipeline::Document& document, const Field& field) {
    if (!field.value) return false;
    for (const pipeline::Page& page : document.pages)
        if (page.number == field.value->origin.page)
            return page.origin == pipeline::TextOrigin::TextLayer ||
                   page.origin == pipeline::TextOrigin::Docx;
    return false;
}

bool is_clear(const pipeline::Document& document, const Field& field) {
    return is_text(document, field) || field.state == FieldState::Extracted;
}

int allowed_errors(std::size_t letters) {
    if (letters < 6) return 0;
    return std::clamp(static_cast<int>(letters) / kLettersPerError, 1, kMostErrors);
}

// Errors between two readings of one name; nothing when they are different names.
std::optional<int> errors_between(const std::string& a, const std::string& b) {
    const std::string left = letters_only(a), right = letters_only(b);
    if (left.empty() || right.empty()) return std::nullopt;
    const int allowed = allowed_errors(std::min(left.size(), right.size()));
    const int errors = edit_distance(to_utf32(left), to_utf32(right), allowed);
    return errors <= allowed ? std::optional(errors) : std::nullopt;
}

bool same(const std::string& a, const std::string& b) {
    return comparable(a) == comparable(b);
}

std::string raw_of(const Field& field) {
    if (!field.value) return {};
    return field.value->text.empty() ? field.value->normal : field.value->text;
}

void offer(Field& field, const std::string& text) {
    if (text.empty() || (field.value && same(field.value->normal, text))) return;
    for (const std::string& known : field.candidates)
        if (same(known, text)) return;
    field.candidates.insert(field.candidates.begin(), text);
}

// `put`: the value was put; else it is only offered.
void tell(std::vector<Issue>& issues, const Field& field, const Learnt& lesson,
          std::string_view what, bool put) {
    Issue note{pipeline::Severity::Info,
               "learnt",
               field.id,
               "'" + lesson.value + "' " + std::string(what) + " (" + lesson.told + ")",
               {{put ? "put" : "offered", lesson.value}}};
    if (!lesson.document.empty()) note.values["document"] = lesson.document;
    if (!lesson.by.empty()) note.values["by"] = lesson.by;
    issues.push_back(std::move(note));
}

// The reading and an earlier clerk agree.
void lift(Field& field, const Calibration& calibration) {
    if (field.state != FieldState::NeedsReview || field.value->confidence < kLeastWitness) return;
    field.value->confidence = 1 - (1 - field.value->confidence) / 4;
    if (field.value->confidence >= static_cast<float>(calibration.accept(field.id)))
        field.state = FieldState::Extracted;
}

void replace(Field& field, const Learnt& lesson) {
    const std::string before = field.value->normal;
    if (field.value->text.empty()) field.value->text = before;
    field.value->normal = lesson.value;
    field.value->confidence = std::min(field.value->confidence, kReview);
    field.value->origin.rule = "learnt";
    field.state = FieldState::NeedsReview;
    offer(field, before);
}

void ask_for_a_look(Field& field, const Learnt& lesson) {
    field.state = FieldState::NeedsReview;
    field.value->confidence = std::min(field.value->confidence, kReview);
    offer(field, lesson.value);
}

void weigh_one(const pipeline::Document& document, Field& field, const std::vector<Learnt>& learnt,
               const Calibration& calibration, std::vector<Issue>& issues) {
    if (!field.value || pipeline::is_final(field.state) || field.value->normal.empty()) return;
    std::vector<const Learnt*> nearest;
    int least = 1000;
    bool seen_before = false;  // just this reading was corrected
    for (const Learnt& lesson : learnt) {
        if (lesson.field != field.id || lesson.value.empty()) continue;
        if (same(lesson.value, field.value->normal)) return lift(field, calibration);
        auto errors = errors_between(lesson.value, raw_of(field));
        const bool again = !lesson.seen.empty() && same(lesson.seen, raw_of(field));
        if (again) errors = -1;
        if (!errors || *errors > least) continue;
        if (*errors < least) nearest.clear();
        least = *errors;
        seen_before = seen_before || again;
        nearest.push_back(&lesson);
    }
    if (nearest.empty()) return;
    const bool one = std::all_of(nearest.begin(), nearest.end(), [&](const Learnt* lesson) {
        return same(lesson->value, nearest.front()->value);
    });
    const Learnt& lesson = *nearest.front();
    const bool near = errors_between(lesson.value, raw_of(field)).has_value();
    if (one && near && !is_clear(document, field)) {
        tell(issues, field, lesson,
             "is put for '" + raw_of(field) + "', as a clerk wrote it before", true);
        replace(field, lesson);
    } else if (seen_before || (!is_clear(document, field) && near)) {
        for (const Learnt* each : nearest) {
            ask_for_a_look(field, *each);
            tell(issues, field, *each, "was a clerk's correction of the same before", false);
        }
    }
}

// The words of `part` stand in `whole` as they are, or nearly as their letters were read.
enum class Standing { Not, Nearly, Exactly };

Standing standing(const std::string& part, const std::string& whole) {
    if ((' ' + comparable(whole) + ' ').find(' ' + comparable(part) + ' ') != std::string::npos)
        return Standing::Exactly;
    const std::string letters = letters_only(part);
    const bool near = !letters.empty() &&
                      find_like(letters_only(whole), letters, allowed_errors(letters.size())).found;
    return near ? Standing::Nearly : Standing::Not;
}

const Learnt* latest(const std::vector<Learnt>& learnt, std::string_view field,
                     const std::string& head) {
    const Learnt* found = nullptr;
    int least = 1000;
    for (const Learnt& lesson : learnt) {
        if (lesson.field != field || lesson.seen.empty()) continue;
        const auto errors = errors_between(lesson.seen, head);
        if (!errors || *errors >= least) continue;
        least = *errors;
        found = &lesson;
    }
    return found;
}

// The part of the head that the lesson gives to this field.
void give(Field& field, const Learnt& lesson, const pipeline::Value& head) {
    if (lesson.value.empty()) {
        const std::string before = field.value ? field.value->normal : "";
        field.value.reset();
        field.state = FieldState::Missing;
        field.candidates.clear();
        offer(field, before);
        return;
    }
    if (!field.value) {
        field.value = head;
        field.value->normal = lesson.value;
        field.value->confidence = std::min(head.confidence, kReview);
        field.value->origin.rule = "learnt";
        field.state = FieldState::NeedsReview;
        return;
    }
    replace(field, lesson);
}

}  // namespace

void weigh_learnt_head(const pipeline::Document& document, std::vector<Field>& fields,
                       const std::vector<Learnt>& learnt, const Calibration& calibration,
                       std::vector<Issue>& issues) {
    Field* organ = field_of(fields, "organ_name");
    Field* above = field_of(fields, "organization_in_charge");
    if (organ == nullptr || !organ->value || pipeline::is_final(organ->state)) return;
    std::vector<std::string> names;
    for (const Field* field : {above, organ})
        if (field != nullptr && field->value) names.push_back(raw_of(*field));
    const std::string head = join(names, " ");
    const pipeline::Value shown = *organ->value;
    const bool clear = is_clear(document, *organ);

    std::vector<std::pair<Field*, const Learnt*>> parted;
    bool all_stand = true, exactly = true;
    for (Field* field : {above, organ}) {
        if (field == nullptr || pipeline::is_final(field->state)) continue;
        const Learnt* lesson = latest(learnt, field->id, head);
        if (lesson == nullptr) continue;
        if (same(lesson->value, field->value ? field->value->normal : "")) continue;
        const Standing stands =
            lesson->value.empty() ? Standing::Exactly : standing(lesson->value, head);
        all_stand = all_stand && stands != Standing::Not;
        exactly = exactly && stands == Standing::Exactly;
        parted.emplace_back(field, lesson);
    }
    // Both names are on the page; only the line between them, or unclear letters, are in question.
    const bool believed = !parted.empty() && all_stand && (exactly || !clear);
    for (const auto& [field, lesson] : parted) {
        if (believed) {
            tell(issues, *field, *lesson,
                 "is put for this head, as a clerk parted or wrote it before", true);
            give(*field, *lesson, shown);
        } else if (field->value && !lesson->value.empty()) {
            ask_for_a_look(*field, *lesson);
            tell(issues, *field, *lesson, "was a clerk's correction of the same head before",
                 false);
        }
    }
    for (Field* field : {above, organ}) {
        const bool done = std::any_of(parted.begin(), parted.end(),
                                      [&](const auto& each) { return each.first == field; });
        if (field != nullptr && !done) weigh_one(document, *field, learnt, calibration, issues);
    }
}

void weigh_learnt(const pipeline::Document& document, std::vector<Field>& fields,
                  const std::vector<Learnt>& learnt, const Calibration& calibration,
                  std::vector<Issue>& issues) {
    for (Field& field : fields)
        if (field.id != "organ_name" && field.id != "organization_in_charge")
            weigh_one(document, field, learnt, calibration, issues);
}

}  // namespace vanthu::forms
