#include "stages/secrecy.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "base/text.h"
#include "pipeline/shelf.h"

namespace vanthu::stages {
namespace {

using pipeline::Block;
using pipeline::Page;
using pipeline::TextLine;

constexpr double kSheetRatio = 1.415;
constexpr double kHead = 0.4;  // of the page's height: marks stand above the text

struct Mark {
    std::u32string_view folded;
    const char* value;
    int slips;  // letters that may be misread
};

constexpr std::array<Mark, 3> kMarks{
    Mark{U"tuyetmat", "Tuyệt mật", 2},
    Mark{U"toimat", "Tối mật", 1},
    Mark{U"mat", "Mật", 0},
};

// Letters only: frames around the stamp are often read as bars and brackets.
std::u32string letters_of(const TextLine& line) {
    std::u32string letters;
    for (const char32_t c : to_utf32(fold(pipeline::text_of(line))))
        if (c >= U'a' && c <= U'z') letters += c;
    return letters;
}

bool is_capitals(const TextLine& line) {
    const std::string text = pipeline::text_of(line);
    if (std::any_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; }))
        return false;
    return text == upper(text);
}

const Mark* mark_on(const TextLine& line) {
    constexpr std::size_t kMostWords = 4;
    if (line.words.size() > kMostWords || !is_capitals(line)) return nullptr;
    const std::u32string letters = letters_of(line);
    for (const Mark& mark : kMarks)
        if (edit_distance(letters, std::u32string(mark.folded), mark.slips) <= mark.slips)
            return &mark;
    return nullptr;
}

float least_confidence(const TextLine& line) {
    float least = 1;
    for (const auto& word : line.words)
        least = std::min(least, word.confidence);
    return least;
}

}  // namespace

bool decide_secrecy(pipeline::Document& document, std::string_view stage) {
    document.secrecy_decided = true;
    if (pipeline::find_field(document, "secrecy")) return true;
    for (const Page& page : document.pages) {
        const pipeline::PageAtHand whole(page);
        for (const Block& block : whole->blocks)
            for (const TextLine& line : block.lines) {
                // A DOCX is one long sheet, so its height says nothing of the first page's.
                const double sheet = std::min<double>(page.height, page.width * kSheetRatio);
                if (line.box.top > kHead * sheet) continue;
                const Mark* mark = mark_on(line);
                if (!mark) continue;
                pipeline::Value value{
                    pipeline::text_of(line),
                    mark->value,
                    least_confidence(line),
                    {std::string(stage), "secrecy-mark", page.number, line.box, {}}};
                document.fields.push_back(
                    {"secrecy", std::move(value), {}, {}, pipeline::FieldState::NeedsReview});
                return true;
            }
    }
    return false;
}

}  // namespace vanthu::stages
