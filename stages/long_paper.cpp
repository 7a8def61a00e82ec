#include "stages/long_paper.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "pipeline/shelf.h"

namespace vanthu::stages {
namespace {

using pipeline::Document;
using pipeline::Page;

constexpr std::size_t kFirst = 20, kLast = 4;  // pages
constexpr std::size_t kMostWithRecipients = 4;
constexpr std::size_t kPart = 20, kOverlap = 1;  // pages; sentences run over page breaks
constexpr std::size_t kMostCitations = 500;

bool is_long(const Document& document) {
    return document.pages.size() > pipeline::kPagesAtHand;
}

bool names_recipients(const Page& page) {
    return fold(text_of(page)).find("noi nhan") != std::string::npos;
}

// Everything of the document but its pages.
Document outline(const Document& document) {
    Document copy;
    copy.id = document.id;
    copy.original = document.original;
    copy.source = document.source;
    copy.media_type = document.media_type;
    copy.state = document.state;
    copy.book = document.book;
    copy.form = document.form;
    copy.form_version = document.form_version;
    copy.form_confidence = document.form_confidence;
    copy.received_at = document.received_at;
    copy.fields = document.fields;
    copy.signatures = document.signatures;
    return copy;
}

Page cells_of(const Page& stored) {
    Page page = pipeline::taken_down(stored);
    std::erase_if(page.blocks, [](const pipeline::Block& block) {
        return block.kind != pipeline::Block::Kind::TableCell;
    });
    return page;
}

std::string key_of(const pipeline::Citation& one) {
    if (!one.code.empty()) return comparable(one.code);
    return comparable(one.type_name + '|' + one.organ_name + '|' + one.date + '|' + one.subject);
}

// The page where the body ends; the last one when no foot was found.
int last_page_of_body(const Document& document, const forms::Extraction& extraction) {
    for (const pipeline::Field& field : extraction.fields)
        if (field.id == "to_places" && field.value && field.value->origin.page > 0)
            return field.value->origin.page;
    return document.pages.back().number;
}

}  // namespace

FieldPages::FieldPages(const Document& document, Cells cells) : document_(document) {
    if (!is_long(document)) return;
    copy_ = outline(document);
    const std::size_t count = document.pages.size();
    std::size_t with_recipients = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const Page& page = document.pages[i];
        bool wanted = i < kFirst || i + kLast >= count;
        if (!wanted && with_recipients < kMostWithRecipients && names_recipients(page)) {
            wanted = true;
            ++with_recipients;
        }
        if (wanted)
            copy_->pages.push_back(pipeline::taken_down(page));
        else if (cells == Cells::Everywhere)
            copy_->pages.push_back(cells_of(page));
        else
            copy_->pages.push_back(page);
    }
}

void add_from_other_pages(const Document& document, const forms::Form& form,
                          const forms::FormLibrary& library, forms::Extraction& extraction) {
    if (!is_long(document)) return;
    const int end_of_body = last_page_of_body(document, extraction);
    std::string own_code;
    for (const pipeline::Field& field : extraction.fields)
        if (field.id == "code" && field.value) own_code = comparable(field.value->normal);
    std::set<std::string> cited, ordered;
    for (const pipeline::Citation& one : extraction.citations)
        cited.insert(key_of(one));
    for (const pipeline::Assignment& one : extraction.assignments)
        ordered.insert(comparable(one.quote));
    for (std::size_t begin = kFirst - kOverlap; begin < document.pages.size(); begin += kPart) {
        Document part = outline(document);
        const std::size_t end = std::min(document.pages.size(), begin + kPart + kOverlap);
        for (std::size_t i = begin; i < end; ++i)
            part.pages.push_back(pipeline::taken_down(document.pages[i]));
        forms::Extraction more = forms::extract(part, form, library);
        for (pipeline::Citation& one : more.citations)
            if (extraction.citations.size() < kMostCitations && comparable(one.code) != own_code &&
                cited.insert(key_of(one)).second)
                extraction.citations.push_back(std::move(one));
        for (pipeline::Assignment& one : more.assignments)
            if (one.page <= end_of_body && ordered.insert(comparable(one.quote)).second)
                extraction.assignments.push_back(std::move(one));
    }
    const auto by_page = [](const auto& a, const auto& b) { return a.page < b.page; };
    std::stable_sort(extraction.citations.begin(), extraction.citations.end(), by_page);
    std::stable_sort(extraction.assignments.begin(), extraction.assignments.end(), by_page);
}

}  // namespace vanthu::stages
