#include <algorithm>
#include <future>
#include <iterator>
#include <map>
#include <mutex>
#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "pipeline/shelf.h"
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
    pipeline::Shelf shelf(document.pages.size());
    for (Page& page : document.pages) {
        if (page.shelved) page = pipeline::taken_down(page);
        int last = -1;
        for (pipeline::Block& block : page.blocks) {
            if (block.kind != pipeline::Block::Kind::TableCell) continue;
            if (block.table != last) ++number;
            last = block.table;
            block.table = number;
        }
        shelf.put(page);
    }
}

// The reading of one document; pages may be read side by side.
class Reader {
public:
    Reader(Document& document, pipeline::StageContext& context, const ReaderWords& words)
        : document_(document), context_(context), words_(words) {}

    void whole(std::size_t index) {
        Page page = document_.pages[index];
        std::vector<pipeline::Issue> issues;
        ScanReading reading;
        try {
            reading = read(page, Part::Whole, Picture::Now, issues);
        } catch (const Error& problem) {
            if (problem.code() != ErrorCode::Timeout) throw;
            // Better the head than nothing; a worker that hangs there too ends the page.
            reading = read(page, Part::Head, Picture::Now, issues);
            issues.push_back(too_slow(page.number));
        }
        keep(index, std::move(page), std::move(reading.right), std::move(issues));
    }

    void foot(std::size_t index) {
        Page page = document_.pages[index];
        std::vector<pipeline::Issue> issues;
        ScanReading reading = read(page, Part::Foot, Picture::Now, issues);
        keep(index, std::move(page), std::move(reading.right), std::move(issues));
    }

    // Side by side where two workers are free, else the head first. False when the page was read
    // whole, because its parts cannot be told apart.
    bool head_and_foot(std::size_t index) {
        if (!document_.pages[index].blocks.empty()) {
            whole(index);
            return false;
        }
        Page head = document_.pages[index], foot = head;
        std::vector<pipeline::Issue> issues, more;
        const auto read_foot = [&] { return read(foot, Part::Foot, Picture::Now, more); };
        std::future<ScanReading> lower;
        if (context_.sandbox.free_workers() > 1) lower = std::async(std::launch::async, read_foot);
        ScanReading reading = read(head, Part::Head, Picture::Later, issues);
        const bool in_parts = reading.part == Part::Head;
        if (in_parts) {
            Document seen = as_far_as(index, head);
            if (!decide_secrecy(seen, "recognise")) {
                if (!lower.valid()) lower = std::async(std::launch::async, read_foot);
                if (context_.head_known) context_.head_known(seen);
            }
            if (lower.valid()) lower.get();
            add_foot(head, std::move(foot));
            if (issues.empty()) issues = std::move(more);
        }
        keep(index, std::move(head), std::move(reading.right), std::move(issues));
        return in_parts;
    }

    std::map<std::size_t, Page> right_halves() { return std::move(right_halves_); }
    std::vector<pipeline::Issue> issues() {
        std::vector<pipeline::Issue> all;
        for (auto& [index, list] : issues_)
            std::move(list.begin(), list.end(), std::back_inserter(all));
        return all;
    }

private:
    ScanReading read(Page& page, Part part, Picture picture, std::vector<pipeline::Issue>& issues) {
        return read_scan(document_, page, part, picture, issues, context_, words_);
    }

    Document as_far_as(std::size_t index, const Page& head) const {
        Document seen = document_;
        seen.pages[index] = head;
        seen.pages[index].image.clear();  // it is not righted
        return seen;
    }

    void keep(std::size_t index, Page page, std::optional<Page> right,
              std::vector<pipeline::Issue> issues) {
        shelf_.put(page);
        if (right) shelf_.put(*right);
        const std::lock_guard guard(mutex_);
        document_.pages[index] = std::move(page);
        right_halves_.erase(index);
        if (right) right_halves_.emplace(index, std::move(*right));
        issues_[index] = std::move(issues);
    }

    Document& document_;
    pipeline::StageContext& context_;
    const ReaderWords& words_;
    pipeline::Shelf shelf_{document_.pages.size()};
    std::mutex mutex_;
    std::map<std::size_t, Page> right_halves_;
    std::map<std::size_t, std::vector<pipeline::Issue>> issues_;
};

class RecogniseStage : public pipeline::Stage {
public:
    explicit RecogniseStage(ReaderWords words) : words_(std::move(words)) {}

    std::string_view name() const override { return "recognise"; }
    int version() const override { return 4; }
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
        Reader reader(document, context, words_);
        const auto read_whole = [&](std::size_t index) { reader.whole(index); };
        if (fields_only) {
            read_until_signed(document, context, first, rest, reader);
        } else {
            for_pages(document, context, first, read_whole, {0, rest.size()});
            // A secret paper is not read further than the mark that says so.
            if (!decide_secrecy(document, name())) {
                if (!rest.empty() && context.head_known) context.head_known(document);
                for_pages(document, context, rest, read_whole, {first.size(), 0});
            }
        }
        for (pipeline::Issue& issue : reader.issues())
            document.issues.push_back(std::move(issue));
        for (Page& page : document.pages)  // a TIFF is no image of one page
            if (needs_reading(page) && page.image == document.original &&
                document.media_type == "image/tiff")
                page.image.clear();
        put_in(reader.right_halves(), document.pages);
        number_tables(document);
        decide_secrecy(document, name());
    }

private:
    // The head and the foot of the first page, then of page by page the foot until one names the
    // recipients, beside whom the signing block stands: annexes may follow. A paper that shows none
    // there is read whole until one is found.
    void read_until_signed(Document& document, pipeline::StageContext& context,
                           const std::vector<std::size_t>& first,
                           const std::vector<std::size_t>& rest, Reader& reader) const {
        const auto read_whole = [&](std::size_t i) { reader.whole(i); };
        const std::vector<Page> unread = document.pages;
        bool in_parts = false;
        for_pages(document, context, first,
                  [&](std::size_t i) { in_parts = reader.head_and_foot(i); }, {0, rest.size()});
        if (!first.empty() && names_recipients(document.pages[0])) return;
        if (in_parts && rest.empty() && document.pages.size() == 1) {
            document.pages[0] = unread[0];
            for_pages(document, context, first, read_whole);
            return;
        }
        const auto step = static_cast<std::size_t>(std::max(1, context.sandbox.free_workers()));
        for (std::size_t i = 0; i < rest.size() && !decide_secrecy(document, name()); i += step) {
            const std::size_t end = std::min(rest.size(), i + step);
            const std::vector<std::size_t> some(rest.begin() + static_cast<std::ptrdiff_t>(i),
                                                rest.begin() + static_cast<std::ptrdiff_t>(end));
            for_pages(document, context, some, [&](std::size_t k) { reader.foot(k); },
                      {first.size() + i, rest.size() - end});
            for (const std::size_t k : some)
                if (names_recipients(document.pages[k])) return;
        }
        for (const std::size_t i : rest) {
            if (decide_secrecy(document, name())) return;
            document.pages[i] = unread[i];
            for_pages(document, context, {i}, read_whole, {document.pages.size() - 1, 0});
            if (names_recipients(document.pages[i])) return;
        }
    }

    ReaderWords words_;
};

}  // namespace

std::unique_ptr<pipeline::Stage> make_recognise_stage() {
    return make_recognise_stage_knowing({});
}

std::unique_ptr<pipeline::Stage> make_recognise_stage_knowing(ReaderWords words) {
    return std::make_unique<RecogniseStage>(std::move(words));
}

}  // namespace vanthu::stages
