#include <functional>
#include <map>
#include <mutex>
#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "stages/reading.h"
#include "stages/scan.h"
#include "stages/secrecy.h"
#include "stages/worker_calls.h"

namespace vanthu::stages {
namespace {

using pipeline::Document;
using pipeline::Page;

int file_page(const Page& page) {
    return page.sheet > 0 ? page.sheet : page.number;
}

// Puts each right half behind its left one; numbers follow, `sheet` keeps what the file calls it.
void put_in(std::map<std::size_t, Page> right_halves, std::vector<Page>& pages) {
    if (right_halves.empty()) return;
    std::vector<Page> result;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        pages[i].sheet = file_page(pages[i]);
        result.push_back(std::move(pages[i]));
        const auto half = right_halves.find(i);
        if (half != right_halves.end()) result.push_back(std::move(half->second));
    }
    for (std::size_t i = 0; i < result.size(); ++i)
        result[i].number = static_cast<int>(i) + 1;
    pages = std::move(result);
}

bool names_recipients(const Page& page) {
    const std::string text = fold(pipeline::text_of(page));
    return text.find("noi nhan") != std::string::npos;
}

// A page worker counts its page's tables from 0; in a document every table has its own number.
void number_tables(Document& document) {
    int number = -1;
    for (Page& page : document.pages) {
        int last = -1;
        for (pipeline::Block& block : page.blocks) {
            if (block.kind != pipeline::Block::Kind::TableCell) continue;
            if (block.table != last) ++number;
            last = block.table;
            block.table = number;
        }
    }
}

class RecogniseStage : public pipeline::Stage {
public:
    std::string_view name() const override { return "recognise"; }
    int version() const override { return 2; }
    bool applies_to(const Document& document) const override {
        return !is_written(document.media_type);
    }

    void run(Document& document, pipeline::StageContext& context) const override {
        const auto wanted = context.settings.find("pages");
        const bool fields_only =
            wanted != context.settings.end() && wanted->second == "until-signed";
        std::vector<std::size_t> first, rest;
        for (std::size_t i = 0; i < document.pages.size(); ++i)
            if (needs_reading(document.pages[i])) (i == 0 ? first : rest).push_back(i);
        std::mutex mutex;
        std::map<std::size_t, Page> right_halves;
        const auto read = [&](std::size_t index, Part part) {
            auto right = read_scan(document, document.pages[index], part, context);
            const std::lock_guard guard(mutex);
            if (right) right_halves.insert_or_assign(index, std::move(*right));
        };
        const auto read_whole = [&](std::size_t index) { read(index, Part::Whole); };
        if (fields_only)
            read_until_signed(document, context, std::move(first), std::move(rest), read);
        else
            for_pages(document, context, first, read_whole, {0, rest.size()});
        // A secret paper is not read further than the mark that says so.
        if (!decide_secrecy(document, name()) && !fields_only)
            for_pages(document, context, rest, read_whole, {first.size(), 0});
        for (Page& page : document.pages)  // a TIFF is no image of one page
            if (needs_reading(page) && page.image == document.original &&
                document.media_type == "image/tiff")
                page.image.clear();
        put_in(std::move(right_halves), document.pages);
        number_tables(document);
        decide_secrecy(document, name());
    }

private:
    using Read = std::function<void(std::size_t, Part)>;

    // Page by page until the signing block was seen; the recipients stand beside it.
    void read_until_signed(Document& document, pipeline::StageContext& context,
                           std::vector<std::size_t> first, std::vector<std::size_t> rest,
                           const Read& read) const {
        if (!first.empty()) {
            const Page unread = document.pages[0];
            for_pages(document, context, first, [&](std::size_t i) { read(i, Part::HeadAndFoot); },
                      {0, rest.size()});
            if (names_recipients(document.pages[0])) return;
            if (rest.empty() && document.pages.size() == 1) {
                document.pages[0] = unread;
                for_pages(document, context, first, [&](std::size_t i) { read(i, Part::Whole); });
            }
        }
        for (std::size_t i = 0; i < rest.size() && !decide_secrecy(document, name()); ++i) {
            for_pages(document, context, {rest[i]}, [&](std::size_t k) { read(k, Part::Whole); },
                      {first.size() + i, rest.size() - i - 1});
            if (names_recipients(document.pages[rest[i]])) return;
        }
    }
};

}  // namespace

std::unique_ptr<pipeline::Stage> make_recognise_stage() {
    return std::make_unique<RecogniseStage>();
}

}  // namespace vanthu::stages
