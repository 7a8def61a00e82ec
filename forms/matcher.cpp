#include "forms/matcher.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "base/text.h"
#include "forms/arrival.h"
#include "forms/assignments.h"
#include "forms/award_decisions.h"
#include "forms/citations.h"
#include "forms/code_number.h"
#include "forms/date_line.h"
#include "forms/head.h"
#include "forms/labelled_lines.h"
#include "forms/layout.h"
#include "forms/look_alikes.h"
#include "forms/nominees.h"
#include "forms/organ_names.h"
#include "forms/paper_breaks.h"
#include "forms/pattern.h"
#include "forms/proposal_counts.h"
#include "forms/recipients.h"
#include "forms/second_paper.h"
#include "forms/signing.h"
#include "forms/title.h"

namespace vanthu::forms {
namespace {

using pipeline::Field;
using pipeline::FieldState;
using Findings = std::map<std::string, Finding, std::less<>>;

// 1 inside the zone, falling to 0.7 a quarter of the page away: a prior, not a limit.
double zone_fit(const Finding& finding, const FieldDefinition& field, const Layout& layout) {
    if (!field.zone || finding.box.empty()) return 1;
    const PageLayout* page = nullptr;
    for (const PageLayout& one : layout.pages)
        if (one.number == finding.page) page = &one;
    if (page == nullptr || page->width == 0) return 1;
    const double x = static_cast<double>(finding.box.left + finding.box.right) / 2 / page->width;
    double off = std::max({0.0, field.zone->left - x, x - field.zone->right});
    // A DOCX is one long sheet, so heights say nothing there; a last-page zone is not measured from
    // the top either.
    if (field.zone->page == Zone::Where::First && page->height <= page->width * 2) {
        const double y =
            static_cast<double>(finding.box.top + finding.box.bottom) / 2 / page->height;
        off = std::max({off, field.zone->top - y, y - field.zone->bottom});
    }
    return off <= 0 ? 1 : std::max(0.7, 1 - off * 1.2);
}

double pattern_fit(const Finding& finding, const FieldDefinition& field) {
    if (field.patterns.empty() || finding.normal.empty()) return 1;
    const Folded text = folded(finding.normal);
    if (text.text.size() > 200) return 0.6;
    for (const Pattern& pattern : field.patterns)
        if (pattern.matches(text.text)) return 1;
    return 0.6;
}

Field make_field(const FieldDefinition& definition, const Finding& finding, const Layout& layout) {
    Field field;
    field.id = definition.id;
    field.candidates = finding.candidates;
    if (!finding.has_value()) {
        if (finding.candidates.empty()) return field;
        field.state = FieldState::NeedsReview;
        return field;
    }
    pipeline::Value value;
    value.text = nfc(finding.text);
    value.normal = nfc(single_spaced(finding.normal));
    value.confidence =
        std::min({finding.confidence, static_cast<float>(pattern_fit(finding, definition)),
                  static_cast<float>(zone_fit(finding, definition, layout))});
    value.origin.stage = "extract";
    value.origin.rule = definition.rule;
    value.origin.page = finding.page;
    value.origin.box = finding.box;
    for (const std::string& item : finding.list)
        field.list.push_back(nfc(single_spaced(item)));
    field.state = value.confidence >= definition.review_below ? FieldState::Extracted
                                                              : FieldState::NeedsReview;
    field.value = std::move(value);
    return field;
}

void read_code_fields(const Head& head, const OrganNames& organs, const Finding& type,
                      const Lexicons& lexicons, Findings& findings) {
    if (!head.number) return;
    const Segment& line = *head.number;
    const CodeReading reading =
        read_code(line.text.original,
                  {head.issuer == Issuer::Youth ? Issuer::Party : head.issuer, organs.issuer_lines,
                   type.normal},
                  lexicons);
    if (reading.notation.empty()) return;
    const int page = head.page->number;

    Finding notation;
    notation.text = line.text.source(reading.notation_begin, reading.notation_end);
    notation.normal = reading.notation;
    notation.page = page;
    notation.box = box_of(line, reading.notation_begin, reading.notation_end);
    // A known symbol is right even when the number glued to it was hard to read.
    const float words = confidence_of(line, reading.notation_begin, reading.notation_end);
    const bool known = reading.notation_fit >= 1;
    notation.confidence =
        std::min(known ? std::max(words, 0.85f) : words, static_cast<float>(reading.notation_fit));
    const auto numbered = [&](std::string& text) {
        const std::string mended = with_unit_number(text);
        if (mended == text || !head.page->scanned) return false;
        text = mended;
        return true;
    };
    if (numbered(notation.normal)) notation.confidence = std::min(notation.confidence, 0.5f);
    findings["code_notation"] = notation;

    Finding number;
    number.page = page;
    number.text = line.text.source(reading.number_begin, reading.number_end);
    number.box = box_of(line, reading.number_begin, reading.number_end);
    number.candidates = reading.candidates;
    number.confidence = std::min(confidence_of(line, reading.number_begin, reading.number_end),
                                 static_cast<float>(reading.number_fit));
    Finding code;
    code.page = page;
    code.text = line.text.original;
    code.box = line.box;
    if (reading.number_state == CodeReading::Number::Read && number.confidence >= 0.2f) {
        number.normal = reading.number;
        code.normal = reading.code;
        numbered(code.normal);
        code.confidence = std::min(number.confidence, notation.confidence);
    } else {
        if (reading.number_state == CodeReading::Number::Read)
            number.candidates.insert(number.candidates.begin(), reading.number);
        else if (reading.number_state == CodeReading::Number::Unreadable &&
                 number.candidates.empty())
            number.candidates.push_back(trim(number.text));
        const bool party = reading.notation.find('/') != std::string::npos &&
                           (head.issuer == Issuer::Party || head.issuer == Issuer::Youth);
        code.normal = (party ? "-" : "/") + notation.normal;
        code.confidence = notation.confidence;
        if (reading.number_state != CodeReading::Number::Blank)
            code.confidence = std::min(code.confidence, 0.4f);
    }
    findings["code_number"] = number;
    findings["code"] = code;
}

// Without the signs around it.
std::string tidy_place(const std::string& text) {
    std::u32string letters = to_utf32(single_spaced(text));
    const auto says = [](char32_t letter) {
        return is_letter(letter) || (letter >= U'0' && letter <= U'9');
    };
    while (!letters.empty() && !is_letter(letters.front()))
        letters.erase(0, 1);
    while (!letters.empty() && !says(letters.back()))
        letters.pop_back();
    return to_utf8(letters);
}

void read_date_fields(const Head& head, const Lexicons& lexicons, Findings& findings) {
    if (!head.date) return;
    const Segment& line = *head.date;
    const auto reading = read_date_line(line.text.original, lexicons);
    if (!reading) return;
    if (letter_count(reading->place) >= 2) {
        Finding place;
        place.text = line.text.source(0, reading->place_end);
        place.normal = reading->place;
        // Where the number's line ran into it only the reading is the place.
        const bool alone = place.text.find_first_of("/:") == std::string::npos;
        if (!head.page->scanned && alone) place.normal = tidy_place(place.text);
        place.page = head.page->number;
        place.box = box_of(line, 0, reading->place_end);
        const float words = confidence_of(line, 0, reading->place_end);
        place.confidence = reading->place_known     ? std::max(words, 0.85f)
                           : reading->place_guessed ? std::min(words, 0.5f)
                                                    : words;
        findings["issued_place"] = place;
    }
    Finding date;
    date.text = line.text.source(reading->date_begin, reading->date_end);
    date.normal = reading->date;
    date.page = head.page->number;
    date.box = box_of(line, reading->date_begin, reading->date_end);
    date.candidates = reading->candidates;
    date.confidence = std::min(confidence_of(line, reading->date_begin, reading->date_end),
                               static_cast<float>(reading->fit));
    if (!reading->complete) date.candidates.push_back(trim(date.text));
    // On a scan a blank may be handwriting that was not seen.
    if (head.page->scanned && reading->date.size() < 10)
        date.confidence = std::min(date.confidence, 0.5f);
    findings["issued_date"] = date;
}

void read_page_amount(const pipeline::Document& document, Findings& findings) {
    int pages = 0;
    for (const pipeline::Page& page : document.pages)
        if (page.origin != pipeline::TextOrigin::Docx) ++pages;
    if (pages == 0) return;
    Finding amount;
    amount.text = amount.normal = std::to_string(pages);
    amount.confidence = 1;
    findings["page_amount"] = amount;
}

// An organ of a kind that was no more on the paper's day: districts ended on 30 June 2025.
void report_ended_organ(Findings& findings, const Lexicons& lexicons, Extraction& extraction) {
    const auto day = parse_iso_date(findings["issued_date"].normal);
    // With its marks: BAN QUẢN LÝ is no QUẬN.
    const std::string name = ' ' + comparable(findings["organ_name"].normal) + ' ';
    if (!day) return;
    for (const Entry& entry : lexicons.organs.entries())
        if (entry.until && *entry.until < *day &&
            name.find(' ' + comparable(entry.text) + ' ') != std::string::npos) {
            extraction.issues.push_back(
                {pipeline::Severity::Warning,
                 "organ_ended",
                 "organ_name",
                 entry.text + " ended on " + iso_date(*entry.until) +
                     ", before the paper's date; compare organ and date with the page",
                 {{"organ", entry.text}, {"date", iso_date(*entry.until)}}});
            return;
        }
}

// What a letter says that its own issuer does ("Sở Tài chính thẩm định ...") orders nobody.
void leave_out_own_deeds(Findings& findings, Extraction& extraction) {
    if (findings["type_name"].normal != "Công văn") return;
    const std::string issuer = comparable(findings["organ_name"].normal);
    std::erase_if(extraction.assignments, [&](const pipeline::Assignment& order) {
        return order.assigning_verb.empty() && order.deadline_kind == "none" &&
               comparable(order.organ_name) == issuer;
    });
}

// Minutes have two signers; the field is for one of them, the other is told.
void report_cosigner(const Signing& signing, Finding& name, Extraction& extraction) {
    if (!signing.cosigner.has_value() || !name.has_value()) return;
    if (comparable(signing.cosigner.normal) == comparable(name.normal)) return;
    name.candidates.push_back(signing.cosigner.normal);
    const std::string page = std::to_string(signing.cosigner.page);
    extraction.issues.push_back({pipeline::Severity::Info,
                                 "several_signers",
                                 "signer_full_name",
                                 signing.cosigner.text + " " + signing.cosigner.normal +
                                     " signed on the left, page " + page,
                                 {{"name", signing.cosigner.normal}, {"page", page}}});
}

// A submission may leave its list to a file of its own.
bool carries_counts(const Form& form) {
    return std::any_of(form.tables.begin(), form.tables.end(), [](const TableDefinition& table) {
        return table.source == TableDefinition::Source::Counts;
    });
}

void read_tables(const pipeline::Document& document, const Form& form, Extraction& extraction) {
    using Source = TableDefinition::Source;
    for (const TableDefinition& table : form.tables) {
        if (table.source != Source::Cells) {
            auto rows = table.source == Source::Lines ? read_labelled_lines(document, table)
                                                      : read_proposal_counts(document, table);
            if (rows) extraction.tables.push_back(std::move(*rows));
            continue;
        }
        const bool required = table.requirement == Requirement::Required;
        std::optional<TableReading> read = read_table(
            document, table, required ? WithoutHeadings::Guess : WithoutHeadings::PassOver);
        if (read) {
            take_decisions_apart(read->table);
            extraction.tables.push_back(std::move(read->table));
            std::move(read->issues.begin(), read->issues.end(),
                      std::back_inserter(extraction.issues));
        } else if (required && !carries_counts(form)) {
            extraction.issues.push_back({pipeline::Severity::Warning,
                                         "table_not_read",
                                         table.id,
                                         "no table with the headings of '" + table.id +
                                             "' was found in the text; read the list from the page",
                                         {{"table", table.id}}});
        }
    }
    const std::vector<pipeline::Issue> differing = compare_counts(extraction.tables);
    extraction.issues.insert(extraction.issues.end(), differing.begin(), differing.end());
}

const FieldDefinition& definition(const Form& form, std::string_view id) {
    static const FieldDefinition none;
    const FieldDefinition* found = form.field(id);
    return found != nullptr ? *found : none;
}

}  // namespace

Extraction extract(const pipeline::Document& document, const Form& form,
                   const FormLibrary& library) {
    const Lexicons& lexicons = library.lexicons();
    Layout layout = lay_out(document);
    Findings findings;
    Extraction extraction;
    part_papers(layout, lexicons);
    if (const auto second = find_second_paper(layout, lexicons)) {
        const std::string page = std::to_string(layout.pages[second->index].number);
        extraction.issues.push_back(
            {pipeline::Severity::Warning,
             "several_papers",
             "",
             "page " + page + " begins another paper (" + second->code +
                 "); the fields are those of the first, take the other in as a file of its own",
             {{"page", page}, {"code", second->code}}});
        layout.pages.resize(second->index);
    }

    Arrival arrival = take_arrival(layout);
    findings["arrival_organ"] = arrival.organ;
    findings["arrival_number"] = arrival.number;
    findings["arrival_date"] = arrival.date;
    findings["arrival_forward"] = arrival.forward;
    findings["arrival_dossier"] = arrival.dossier;

    const Head head = find_head(layout, lexicons);
    OrganNames organs;
    if (head.page != nullptr) organs = read_organs(head.organs, head.page->number, lexicons);
    findings["organization_in_charge"] = organs.above;
    findings["organ_name"] = organs.issuer;
    const Finding type = read_type(head);
    findings["type_name"] = type;
    findings["subject"] = read_subject(head, lexicons);
    read_code_fields(head, organs, type, lexicons, findings);
    read_date_fields(head, lexicons, findings);
    findings["priority"] = read_mark(head, definition(form, "priority"));
    findings["circulation"] = read_mark(head, definition(form, "circulation"));
    findings["attached_to"] = read_attached_to(head, lexicons);
    findings["addressees"] = read_addressees(head, definition(form, "addressees"));

    const Foot foot = read_foot(layout, definition(form, "to_places"), lexicons);
    findings["to_places"] = foot.to_places;
    findings["archive_line"] = foot.archive_line;
    const Signing signing = read_signing(layout, foot, head.issuer, lexicons);
    findings["signer_competence"] = signing.competence;
    findings["signer_position"] = signing.position;
    findings["signer_full_name"] = signing.full_name;
    report_cosigner(signing, findings["signer_full_name"], extraction);
    read_page_amount(document, findings);

    for (const FieldDefinition& field : form.fields) {
        const auto found = findings.find(field.id);
        extraction.fields.push_back(
            make_field(field, found == findings.end() ? Finding{} : found->second, layout));
    }
    read_tables(document, form, extraction);
    report_ended_organ(findings, lexicons, extraction);
    extraction.citations = read_citations(layout, lexicons, findings["code"].normal,
                                           head.number ? head.number->text.original : "");
    const std::string year = findings["issued_date"].normal.substr(0, 4);
    extraction.assignments =
        read_assignments(read_paragraphs(layout, head, foot), lexicons,
                         year.size() == 4 ? std::stoi(year) : 0, purpose_of(head.type_entry));
    leave_out_own_deeds(findings, extraction);
    return extraction;
}

}  // namespace vanthu::forms
