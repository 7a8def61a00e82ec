#include "stages/experience.h"

#include <algorithm>

#include "records/lessons.h"
#include "records/siblings.h"

namespace vanthu::stages {
namespace {

using pipeline::Field;

constexpr std::size_t kMostNumbers = 10;  // that are asked for in other papers
constexpr std::size_t kMostDigits = 5;

const Field* field_of(const std::vector<Field>& fields, std::string_view id) {
    for (const Field& field : fields)
        if (field.id == id) return &field;
    return nullptr;
}

std::string value_of(const std::vector<Field>& fields, std::string_view id) {
    const Field* field = field_of(fields, id);
    return field != nullptr && field->value ? field->value->normal : "";
}

std::string sure_value_of(const std::vector<Field>& fields, std::string_view id) {
    const Field* field = field_of(fields, id);
    return field != nullptr && field->state != pipeline::FieldState::NeedsReview
               ? value_of(fields, id)
               : "";
}

// Whatever may be the paper's number.
std::vector<std::string> numbers_thought_of(const std::vector<Field>& fields,
                                            const std::vector<forms::GapReading>& readings) {
    std::vector<std::string> numbers;
    const auto add = [&](const std::string& number) {
        if (number.empty() || number.size() > kMostDigits || numbers.size() >= kMostNumbers) return;
        if (std::find(numbers.begin(), numbers.end(), number) == numbers.end())
            numbers.push_back(number);
    };
    add(value_of(fields, "code_number"));
    for (const forms::GapReading& reading : readings)
        if (reading.part == forms::Gap::Part::Number)
            for (const auto& guess : reading.guesses)
                add(guess.text);
    return numbers;
}

std::vector<forms::Learnt> learnt_from(const std::vector<records::Lesson>& lessons,
                                       const pipeline::DocumentId& except) {
    std::vector<forms::Learnt> learnt;
    for (const records::Lesson& lesson : lessons)
        if (lesson.document != except)
            learnt.push_back({lesson.field, lesson.seen, lesson.value,
                              "document " + lesson.document + ", corrected by " + lesson.taught_by +
                                  " on " + iso_date(local_date(lesson.taught_at)),
                              lesson.document, lesson.taught_by});
    return learnt;
}

std::vector<forms::Learnt> lessons_on_heads(store::Database& database,
                                            const pipeline::DocumentId& except) {
    std::vector<records::Lesson> lessons;
    database.read([&](store::Transaction& tx) { lessons = records::lessons_on_heads(tx); });
    return learnt_from(lessons, except);
}

}  // namespace

forms::Neighbours neighbours_of(store::Database& database, const pipeline::Document& document,
                                std::vector<Field> fields,
                                const std::vector<forms::GapReading>& readings,
                                const forms::Calibration& calibration) {
    forms::Neighbours neighbours;
    if (readings.empty()) return neighbours;
    std::vector<pipeline::Issue> ignored;
    calibration.apply(fields);
    forms::weigh_learnt_head(document, fields, lessons_on_heads(database, document.id), calibration,
                             ignored);
    const bool number_by_ink =
        std::any_of(readings.begin(), readings.end(), [](const forms::GapReading& reading) {
            return reading.part == forms::Gap::Part::Number && reading.by_hand > 0.5;
        });
    if (!number_by_ink) neighbours.number = sure_value_of(fields, "code_number");
    neighbours.day = sure_value_of(fields, "issued_date");
    const std::string organ = value_of(fields, "organ_name");
    const std::string notation = value_of(fields, "code_notation");
    const std::string year = value_of(fields, "issued_date").substr(0, 4);
    const std::vector<std::string> numbers = numbers_thought_of(fields, readings);
    database.read([&](store::Transaction& tx) {
        neighbours.siblings.clear();
        neighbours.citing.clear();
        for (auto& paper : records::siblings_of(tx, document.id, organ, notation, year))
            neighbours.siblings.push_back({paper.number, paper.day});
        for (auto& paper : records::named_by_others(tx, organ, notation, year, numbers))
            neighbours.citing.push_back({paper.number, paper.day});
    });
    return neighbours;
}

void apply_lessons(store::Database& database, const pipeline::Document& document,
                   std::vector<Field>& fields, const forms::Calibration& calibration,
                   std::vector<pipeline::Issue>& issues) {
    forms::weigh_learnt_head(document, fields, lessons_on_heads(database, document.id), calibration,
                             issues);
    const std::string issuer = value_of(fields, "organ_name");
    if (issuer.empty()) return;
    std::vector<records::Lesson> lessons;
    database.read([&](store::Transaction& tx) { lessons = records::lessons_of(tx, issuer); });
    forms::weigh_learnt(document, fields, learnt_from(lessons, document.id), calibration, issues);
}

}  // namespace vanthu::stages
