#include "forms/classifier.h"

#include <algorithm>

#include "base/text.h"
#include "forms/arrival.h"
#include "forms/date_line.h"
#include "forms/head.h"
#include "forms/layout.h"
#include "forms/nominees.h"
#include "forms/pattern.h"
#include "forms/recipients.h"

namespace vanthu::forms {
namespace {

constexpr double kSurest = 0.99;

std::string squeezed(std::string text) {
    std::erase(text, ' ');
    return text;
}

struct Evidence {
    const pipeline::Document& document;
    const Layout& layout;
    const Head& head;
    const Foot& foot;

    bool near_top(const std::string& text) const {
        if (head.page == nullptr) return false;
        const int allowed = std::max(1, static_cast<int>(text.size()) / 5);
        for (const Segment& segment : head.page->segments) {
            if (segment.text.text.size() > 120) continue;
            if (head.body_top > 0 && segment.box.top > head.body_top + head.page->line_height * 8)
                continue;
            if (find_like(segment.text.text, text, allowed).found) return true;
        }
        return false;
    }

    bool in_title(const std::string& text) const {
        for (const auto* lines : {&head.title, &head.attached})
            for (const Segment& line : *lines)
                if (line.text.text.find(text) != std::string::npos) return true;
        return false;
    }

    bool shows(const Mark& mark, const Form& form) const {
        if (mark.where == "head") return near_top(mark.text);
        if (mark.where == "number") return head.number.has_value();
        if (mark.where == "code")
            return head.number &&
                   Pattern(mark.text).found_in(squeezed(head.number->text.text.substr(0, 80)));
        if (mark.where == "date") return head.date.has_value();
        if (mark.where == "title") return in_title(mark.text);
        if (mark.where == "foot") return foot.anchor != nullptr;
        if (mark.where == "type")
            return head.type_entry != nullptr &&
                   (mark.text == "ten loai" || head.type_entry->folded == mark.text);
        if (mark.where == "other_type") {
            return head.type_entry != nullptr &&
                   std::none_of(form.marks.begin(), form.marks.end(), [&](const Mark& other) {
                       return other.where == "type" && other.text == head.type_entry->folded;
                   });
        }
        for (const TableDefinition& table : form.tables)
            if (folded(table.id).text == mark.text) return read_table(document, table).has_value();
        return false;
    }
};

// Marks that only papers of this form show; a head is common to all.
bool is_own(const Mark& mark) {
    return (mark.where == "type" && mark.text != "ten loai") || mark.where == "title" ||
           mark.where == "table" || mark.where == "code";
}

// A form for certain types or codes must show one of its own marks; a head alone speaks for any
// dispatch.
bool names_types(const Form& form) {
    return std::any_of(form.marks.begin(), form.marks.end(), [](const Mark& mark) {
        return mark.where == "other_type" || mark.where == "code";
    });
}

std::optional<Date> day_of(const Head& head, const Lexicons& lexicons) {
    if (!head.date) return std::nullopt;
    const auto reading = read_date_line(head.date->text.original, lexicons);
    if (!reading || reading->date.size() < 4) return std::nullopt;
    std::string day = reading->date;
    while (day.size() < 10)
        day += "-01";
    return parse_iso_date(day);
}

}  // namespace

Classification classify(const pipeline::Document& document, const FormLibrary& library) {
    Layout layout = lay_out(document);
    take_arrival(layout);
    const Head head = find_head(layout, library.lexicons());
    const std::optional<Date> day = day_of(head, library.lexicons());
    Classification best;
    double best_score = 0, nearest_miss = 0;
    for (const Form& form : library.forms()) {
        if (library.form(form.id, day) != &form) continue;  // another version was in force
        const FieldDefinition* places = form.field("to_places");
        const Foot foot =
            places != nullptr ? read_foot(layout, *places, library.lexicons()) : Foot{};
        const Evidence evidence{document, layout, head, foot};
        double score = 0;
        bool own = !names_types(form);
        for (const Mark& mark : form.marks)
            if (evidence.shows(mark, form)) {
                score += mark.weight;
                own = own || (mark.weight > 0 && is_own(mark));
            }
        if (!own) continue;
        if (score < form.least_score) {
            nearest_miss = std::max(nearest_miss, score / form.least_score);
            continue;
        }
        if (score <= best_score) continue;
        best_score = score;
        best = {form.id, form.version, std::min(kSurest, score)};
    }
    if (best.form == "unknown") best.confidence = std::clamp(1 - nearest_miss, 0.0, kSurest);
    return best;
}

}  // namespace vanthu::forms
