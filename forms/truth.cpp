#include "forms/truth.h"

#include <algorithm>
#include <fstream>

#include <Poco/Exception.h>
#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include "base/error.h"
#include "base/text.h"
#include "forms/date_line.h"
#include "forms/pattern.h"

namespace vanthu::forms {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

std::string text_or_empty(const Object& object, const std::string& key) {
    if (!object.has(key) || object.isNull(key) || object.isArray(key) || object.isObject(key))
        return {};
    return nfc(object.get(key).convert<std::string>());
}

std::vector<std::string> texts(const Object& object, const std::string& key) {
    std::vector<std::string> result;
    if (!object.has(key) || object.isNull(key)) return result;
    if (!object.isArray(key)) {
        const std::string text = text_or_empty(object, key);
        if (!text.empty()) result.push_back(text);
        return result;
    }
    const Array::Ptr array = object.getArray(key);
    for (std::size_t i = 0; i < array->size(); ++i) {
        if (array->isObject(static_cast<unsigned>(i)) || array->isNull(static_cast<unsigned>(i)))
            continue;
        result.push_back(nfc(array->get(static_cast<unsigned>(i)).convert<std::string>()));
    }
    return result;
}

pipeline::FieldTable read_table(const Object& object) {
    pipeline::FieldTable table;
    table.id = text_or_empty(object, "id");
    table.columns = texts(object, "columns");
    const Array::Ptr rows = object.getArray("rows");
    for (unsigned i = 0; rows && i < rows->size(); ++i) {
        const Object::Ptr row = rows->getObject(i);
        std::vector<std::string> cells;
        for (const std::string& column : table.columns)
            cells.push_back(text_or_empty(*row, column));
        table.rows.push_back(std::move(cells));
    }
    return table;
}

void read_tasks(const Object& root, Truth& truth) {
    if (!root.isArray("tasks")) return;
    truth.has_tasks = true;
    const Array::Ptr tasks = root.getArray("tasks");
    for (unsigned i = 0; i < tasks->size(); ++i) {
        const Object::Ptr one = tasks->getObject(i);
        pipeline::Assignment task;
        task.organ_name = text_or_empty(*one, "organ_name");
        task.assigning_verb = text_or_empty(*one, "assigning_verb");
        task.deadline = text_or_empty(*one, "deadline");
        task.deadline_kind = text_or_empty(*one, "deadline_kind");
        task.month_day = text_or_empty(*one, "month_day");
        task.quote = text_or_empty(*one, "quote");
        truth.tasks.push_back(std::move(task));
    }
}

// A sample folder's truth: contract ids as they are.
Truth read_sample(const Object& root) {
    Truth truth;
    truth.file = text_or_empty(root, "input");
    truth.form = text_or_empty(root, "form");
    truth.damage = text_or_empty(root, "damage");
    read_tasks(root, truth);
    const Object::Ptr fields = root.getObject("fields");
    for (const std::string& id : fields->getNames())
        truth.fields[id].values = texts(*fields, id);
    const Array::Ptr citations = root.has("citations") ? root.getArray("citations") : nullptr;
    truth.has_citations = !citations.isNull();
    for (unsigned i = 0; citations && i < citations->size(); ++i) {
        const Object::Ptr one = citations->getObject(i);
        pipeline::Citation citation;
        citation.type_name = text_or_empty(*one, "type_name");
        citation.code = text_or_empty(*one, "code");
        citation.organ_name = text_or_empty(*one, "organ_name");
        citation.date = text_or_empty(*one, "date");
        citation.subject = text_or_empty(*one, "subject");
        truth.citations.push_back(std::move(citation));
    }
    const Array::Ptr tables = root.has("tables") ? root.getArray("tables") : nullptr;
    for (unsigned i = 0; tables && i < tables->size(); ++i)
        truth.tables.push_back(read_table(*tables->getObject(i)));
    return truth;
}

// "Lai Châu, ngày     tháng 02 năm 2025" -> "2025-02": as far as it is printed.
std::string partial_date(const std::string& printed) {
    static const Lexicons none;
    const auto reading = read_date_line(printed, none);
    return reading ? reading->date : std::string();
}

bool names(const std::vector<std::string>& list, std::string_view name) {
    return std::any_of(list.begin(), list.end(), [&](const std::string& entry) {
        return entry == name || starts_with(entry, std::string(name) + ".") ||
               starts_with(entry, std::string(name) + " ");
    });
}

// The words of the list of real documents (contract section 4, left column).
constexpr std::pair<std::string_view, std::string_view> kNames[] = {
    {"parent_agency", "organization_in_charge"},
    {"agency", "organ_name"},
    {"number", "code_number"},
    {"symbol", "code_notation"},
    {"number_symbol", "code"},
    {"place", "issued_place"},
    {"date", "issued_date"},
    {"type", "type_name"},
    {"subject", "subject"},
    {"addressees", "addressees"},
    {"authority_prefix", "signer_competence"},
    {"signer_title", "signer_position"},
    {"signer", "signer_full_name"},
    {"recipients", "to_places"},
    {"urgency", "priority"}};

void split_archive(Truth& truth) {
    TrueField& places = truth.fields["to_places"];
    TrueField& archive = truth.fields["archive_line"];
    archive.counts = places.counts;
    static const Pattern opening("^Lưu[ :]*");
    for (auto item = places.values.begin(); item != places.values.end();) {
        if (starts_with(*item, "Lưu")) {
            archive.values = {opening.replaced_in(*item, "")};
            item = places.values.erase(item);
        } else {
            ++item;
        }
    }
}

void add_stamp(const Object& fields, bool counts, Truth& truth) {
    constexpr std::pair<std::string_view, std::string_view> kStamp[] = {
        {"organization", "arrival_organ"},
        {"number", "arrival_number"},
        {"date", "arrival_date"},
        {"forwarded_to", "arrival_forward"}};
    const Object::Ptr stamp =
        fields.isObject("incoming_stamp") ? fields.getObject("incoming_stamp") : nullptr;
    for (const auto& [source, id] : kStamp) {
        TrueField& field = truth.fields[std::string(id)];
        field.counts = counts;
        field.handwritten = true;
        if (stamp) field.values = texts(*stamp, std::string(source));
    }
}

Truth read_real(const Object& document) {
    Truth truth;
    truth.file = text_or_empty(document, "file");
    const Object::Ptr fields = document.getObject("fields");
    const std::vector<std::string> uncertain = texts(document, "uncertain");
    const std::vector<std::string> handwritten = texts(document, "handwritten");
    const Object::Ptr alternatives =
        document.isObject("alternatives") ? document.getObject("alternatives") : nullptr;
    for (const auto& [source, id] : kNames) {
        const std::string name(source);
        TrueField& field = truth.fields[std::string(id)];
        field.values = texts(*fields, name);
        field.counts = !names(uncertain, name);
        field.handwritten = names(handwritten, name);
        if (alternatives) field.alternatives = texts(*alternatives, name);
    }
    TrueField& competence = truth.fields["signer_competence"];
    if (!competence.values.empty()) competence.values = {join(competence.values, " ")};
    TrueField& date = truth.fields["issued_date"];
    if (date.values.empty()) {
        const std::string printed = partial_date(text_or_empty(*fields, "date_printed"));
        if (!printed.empty()) date.values = {printed};
    }
    // The code is as uncertain and as handwritten as its number, and has as many readings.
    TrueField& code = truth.fields["code"];
    const TrueField& number = truth.fields["code_number"];
    const TrueField& notation = truth.fields["code_notation"];
    code.counts = code.counts && number.counts && notation.counts;
    code.handwritten = number.handwritten;
    if (!notation.values.empty())
        for (const std::string& other : number.alternatives)
            code.alternatives.push_back(other + "/" + notation.values[0]);
    split_archive(truth);
    add_stamp(*fields, !names(uncertain, "incoming_stamp"), truth);
    return truth;
}

std::string without_spaces(const std::string& text) {
    std::string kept;
    std::copy_if(text.begin(), text.end(), std::back_inserter(kept),
                 [](char letter) { return letter != ' '; });
    return kept;
}

bool equal_lists(std::string_view field, const std::vector<std::string>& read,
                 const std::vector<std::string>& truth) {
    if (read.size() != truth.size()) return false;
    for (std::size_t i = 0; i < read.size(); ++i)
        if (!equal_values(field, read[i], truth[i])) return false;
    return true;
}

}  // namespace

std::vector<Truth> read_truth(const std::string& path) {
    std::ifstream in(path);
    if (!in) throw Error(ErrorCode::NotFound, path + ": there is no such truth file");
    try {
        const Object::Ptr root = Poco::JSON::Parser().parse(in).extract<Object::Ptr>();
        if (root->isObject("fields")) return {read_sample(*root)};
        std::vector<Truth> truths;
        const Array::Ptr samples = root->isArray("samples") ? root->getArray("samples") : nullptr;
        for (unsigned i = 0; samples && i < samples->size(); ++i)
            truths.push_back(read_sample(*samples->getObject(i)));
        if (samples) return truths;
        const Array::Ptr documents = root->getArray("documents");
        if (!documents)
            throw Error(ErrorCode::BadInput,
                        path + ": has neither fields nor samples nor documents");
        for (unsigned i = 0; i < documents->size(); ++i)
            truths.push_back(read_real(*documents->getObject(i)));
        return truths;
    } catch (const Poco::Exception& problem) {
        throw Error(ErrorCode::BadInput, path + ": " + problem.displayText());
    }
}

bool equal_values(std::string_view field, std::string_view read, std::string_view truth) {
    if (starts_with(field, "code"))
        return without_spaces(comparable(read)) == without_spaces(comparable(truth));
    return comparable(read) == comparable(truth);
}

double FieldScore::share() const {
    if (counted == Counted::Values) return total == 0 ? 1 : static_cast<double>(right) / total;
    return total + given == 0 ? 1 : 2.0 * right / (total + given);
}

Agreement compare(const pipeline::Document& document, std::string_view field,
                  const TrueField& truth) {
    if (!truth.counts) return Agreement::NotCounted;
    const pipeline::Field* read = pipeline::find_field(document, field);
    const bool given = read != nullptr && read->value.has_value();
    std::vector<std::string> values;
    if (given)
        values = read->list.empty() ? std::vector<std::string>{read->value->normal} : read->list;
    if (truth.inferred) {
        const bool review = given && read->state == pipeline::FieldState::NeedsReview;
        if (!given) return Agreement::Right;
        return review && equal_lists(field, values, truth.values) ? Agreement::Right
                                                                  : Agreement::Wrong;
    }
    if (equal_lists(field, values, truth.values)) return Agreement::Right;
    if (values.size() == 1)
        for (const std::string& other : truth.alternatives)
            if (equal_values(field, values[0], other)) return Agreement::Right;
    return Agreement::Wrong;
}

void add_scores(const pipeline::Document& document, const Truth& truth,
                std::map<std::string, FieldScore>& scores) {
    for (const auto& [id, field] : truth.fields) {
        const pipeline::Field* read = pipeline::find_field(document, id);
        const bool given = read != nullptr && read->value.has_value();
        if (field.values.empty() && !given) continue;
        const Agreement agreement = compare(document, id, field);
        if (agreement == Agreement::NotCounted) continue;
        FieldScore& score = scores[id];
        ++score.total;
        if (agreement == Agreement::Right)
            ++score.right;
        else if (given && read->state == pipeline::FieldState::Extracted)
            ++score.wrong_but_extracted;
    }
}

}  // namespace vanthu::forms
