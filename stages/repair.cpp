#include "stages/repair.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "ocr/word_runs.h"
#include "ocr/word_shapes.h"
#include "pipeline/shelf.h"

namespace vanthu::stages {

using ocr::LanguageModel;
using ocr::letters_of;
using ocr::OwnWords;
using ocr::run_of;
using ocr::Spelling;
using ocr::spelling_of;
using ocr::WordPiece;
using ocr::WordRun;
namespace {

using pipeline::Block;
using pipeline::Document;
using pipeline::Page;
using pipeline::TextLine;
using pipeline::Word;

constexpr float kCertain = 0.96f;          // words at least this sure are the document's evidence
constexpr std::size_t kMostExamples = 20;  // in the issue

class PageRepair {
public:
    PageRepair(const Spelling& spelling, const OwnWords& own_words, int page,
               std::vector<RepairedWord>& repaired)
        : spelling_(spelling), own_words_(own_words), page_(page), repaired_(repaired) {}

    void repair(Block& block) {
        for (TextLine& line : block.lines)
            for (ocr::Reshaped& word : ocr::reshape_words(line, spelling_.model()))
                repaired_.push_back({std::move(word.seen), std::move(word.meant), page_});
        const WordRun run = run_of(block);
        const auto found = spelling_.repaired(run.syllables, own_words_);
        for (std::size_t i = 0; i < found.size(); ++i) {
            if (!found[i]) continue;
            const WordPiece& piece = run.pieces[i];
            std::u32string text = to_utf32(piece.word->text);
            text.replace(piece.begin, piece.size, *found[i]);
            record(*piece.word, to_utf8(text));
        }
    }

private:
    void record(Word& word, std::string text) {
        repaired_.push_back({word.text, text, page_});
        word.text = std::move(text);
    }

    const Spelling& spelling_;
    const OwnWords& own_words_;
    int page_;
    std::vector<RepairedWord>& repaired_;
};

OwnWords own_words_of(const std::vector<Page>& pages) {
    OwnWords own;
    for (const Page& page : pages) {
        const pipeline::PageAtHand whole(page);
        for (const Block& block : whole->blocks)
            for (const TextLine& line : block.lines)
                for (const Word& word : line.words) {
                    if (word.confidence < kCertain) continue;
                    const std::u32string letters = letters_of(word);
                    if (!letters.empty()) ++own[spelling_of(letters)];
                }
    }
    return own;
}

bool is_recognised(const Page& page) {
    return page.origin == pipeline::TextOrigin::Ocr || page.origin == pipeline::TextOrigin::Mixed;
}

std::string told(const std::vector<RepairedWord>& words) {
    std::string text =
        std::to_string(words.size()) + (words.size() == 1 ? " word" : " words") + " repaired: ";
    for (std::size_t i = 0; i < std::min(words.size(), kMostExamples); ++i) {
        if (i > 0) text += ", ";
        text +=
            words[i].seen + "->" + words[i].meant + " (page " + std::to_string(words[i].page) + ")";
    }
    return words.size() > kMostExamples ? text + ", ..." : text;
}

std::map<std::string, std::string> values_of(const std::vector<RepairedWord>& words) {
    std::string examples;
    for (std::size_t i = 0; i < std::min(words.size(), kMostExamples); ++i)
        examples += (i > 0 ? ", " : "") + words[i].seen + " → " + words[i].meant;
    if (words.size() > kMostExamples) examples += " …";
    return {{"count", std::to_string(words.size())}, {"words", examples}};
}

class RepairStage : public pipeline::Stage {
public:
    explicit RepairStage(const LanguageModel& model) : spelling_(model) {}

    std::string_view name() const override { return "repair"; }
    int version() const override { return 2; }

    bool applies_to(const Document& document) const override {
        // The issue tells words of the page; of a secret paper none may be told.
        return document.state != pipeline::DocumentState::Quarantined &&
               std::any_of(document.pages.begin(), document.pages.end(), is_recognised);
    }

    void run(Document& document, pipeline::StageContext&) const override {
        std::erase_if(document.issues,
                      [](const pipeline::Issue& issue) { return issue.code == "words_repaired"; });
        const std::vector<RepairedWord> words = repair_words(document.pages, spelling_);
        if (!words.empty())
            document.issues.push_back(
                {pipeline::Severity::Info, "words_repaired", "", told(words), values_of(words)});
    }

private:
    Spelling spelling_;
};

}  // namespace

std::vector<RepairedWord> repair_words(std::vector<Page>& pages, const Spelling& spelling) {
    std::vector<RepairedWord> repaired;
    const OwnWords own_words = own_words_of(pages);
    pipeline::Shelf shelf(pages.size());
    for (Page& page : pages) {
        if (!is_recognised(page)) continue;
        if (page.shelved) page = pipeline::taken_down(page);
        PageRepair work(spelling, own_words, page.number, repaired);
        for (Block& block : page.blocks)
            work.repair(block);
        shelf.put(page);
    }
    return repaired;
}

std::unique_ptr<pipeline::Stage> make_repair_stage(const LanguageModel& model) {
    return std::make_unique<RepairStage>(model);
}

}  // namespace vanthu::stages
