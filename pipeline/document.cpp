#include "pipeline/document.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "pipeline/shelf.h"

namespace vanthu::pipeline {
namespace {

constexpr std::array<std::pair<FieldState, std::string_view>, 5> kFieldStates{{
    {FieldState::Missing, "missing"},
    {FieldState::NeedsReview, "needs_review"},
    {FieldState::Extracted, "extracted"},
    {FieldState::Verified, "verified"},
    {FieldState::Corrected, "corrected"},
}};

constexpr std::array<std::pair<DocumentState, std::string_view>, 8> kDocumentStates{{
    {DocumentState::Received, "received"},
    {DocumentState::Processing, "processing"},
    {DocumentState::NeedsCheck, "needs_check"},
    {DocumentState::InWorkflow, "in_workflow"},
    {DocumentState::Filed, "filed"},
    {DocumentState::Returned, "returned"},
    {DocumentState::Quarantined, "quarantined"},
    {DocumentState::Failed, "failed"},
}};

constexpr std::array<std::pair<TextOrigin, std::string_view>, 5> kOrigins{{
    {TextOrigin::None, "none"},
    {TextOrigin::Ocr, "ocr"},
    {TextOrigin::TextLayer, "text_layer"},
    {TextOrigin::Mixed, "mixed"},
    {TextOrigin::Docx, "docx"},
}};

template <class Table, class Key>
std::string_view name_in(const Table& table, Key key) {
    for (const auto& [value, word] : table)
        if (value == key) return word;
    return {};
}

template <class Key, class Table>
Key value_in(const Table& table, std::string_view word, std::string_view what) {
    for (const auto& [value, known] : table)
        if (known == word) return value;
    throw Error(ErrorCode::BadInput, "'" + std::string(word) + "' is not a " + std::string(what));
}

}  // namespace

Box united(const Box& a, const Box& b) {
    if (a.empty()) return b;
    if (b.empty()) return a;
    return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right),
            std::max(a.bottom, b.bottom)};
}

std::string_view name(FieldState state) {
    return name_in(kFieldStates, state);
}

std::string_view name(DocumentState state) {
    return name_in(kDocumentStates, state);
}

std::string_view name(TextOrigin origin) {
    return name_in(kOrigins, origin);
}

std::string_view name(Severity severity) {
    switch (severity) {
        case Severity::Info:
            return "info";
        case Severity::Warning:
            return "warning";
        case Severity::Error:
            return "error";
    }
    return {};
}

FieldState field_state(std::string_view name) {
    return value_in<FieldState>(kFieldStates, name, "field state");
}

DocumentState document_state(std::string_view name) {
    return value_in<DocumentState>(kDocumentStates, name, "document state");
}

bool is_final(FieldState state) {
    return state == FieldState::Verified || state == FieldState::Corrected;
}

const Field* find_field(const Document& document, std::string_view id) {
    for (const Field& field : document.fields)
        if (field.id == id) return &field;
    return nullptr;
}

Field* find_field(Document& document, std::string_view id) {
    return const_cast<Field*>(find_field(std::as_const(document), id));
}

std::string field_text(const Document& document, std::string_view id) {
    const Field* field = find_field(document, id);
    if (!field) return {};
    if (!field->list.empty()) return join(field->list, "; ");
    return field->value ? field->value->normal : std::string();
}

std::string text_of(const TextLine& line) {
    std::string text;
    for (const Word& word : line.words) {
        if (!text.empty()) text += ' ';
        text += word.text;
    }
    return text;
}

std::string text_of(const Page& page) {
    const PageAtHand whole(page);
    std::string text;
    for (const Block& block : whole->blocks)
        for (const TextLine& line : block.lines) {
            text += text_of(line);
            text += '\n';
        }
    return text;
}

}  // namespace vanthu::pipeline
