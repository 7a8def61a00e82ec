#include <Poco/Exception.h>
#include <Poco/JSON/Array.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "base/error.h"
#include "stages/reading.h"
#include "stages/worker_calls.h"

namespace vanthu::stages {
namespace {

using pipeline::Block;
using pipeline::Box;
using pipeline::Document;
using pipeline::Page;
using pipeline::TextLine;
using pipeline::Word;

// Boxes of words that the renderer already knows (signature banners) move with the page.
std::vector<Box*> word_boxes(Page& page) {
    std::vector<Box*> boxes;
    for (Block& block : page.blocks)
        for (TextLine& line : block.lines)
            for (Word& word : line.words)
                boxes.push_back(&word.box);
    return boxes;
}

void unite_boxes(Page& page) {
    for (Block& block : page.blocks) {
        block.box = {};
        for (TextLine& line : block.lines) {
            line.box = {};
            for (const Word& word : line.words)
                line.box = united(line.box, word.box);
            block.box = united(block.box, line.box);
        }
    }
}

constexpr int kLargestSide = 1 << 20;

void take(const Poco::JSON::Object& answer, Page& page) {
    page.width = std::clamp(answer.getValue<int>("width"), 1, kLargestSide);
    page.height = std::clamp(answer.getValue<int>("height"), 1, kLargestSide);
    page.dpi = std::clamp(answer.getValue<int>("dpi"), 0, 10'000);
    page.rotation = ((answer.getValue<int>("rotation") / 90 % 4) + 4) % 4 * 90;
    const double skew = answer.getValue<double>("skew_degrees");
    page.skew_degrees = std::isfinite(skew) ? std::round(skew * 100) / 100 : 0;
    page.origin = pipeline::TextOrigin::Ocr;
    const auto moved = answer.getArray("boxes");
    const std::vector<Box*> boxes = word_boxes(page);
    if (!moved || moved->size() != boxes.size() * 4)
        throw Error(ErrorCode::BadInput, "preprocess: the page worker's answer makes no sense");
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        const auto at = static_cast<unsigned>(i * 4);
        *boxes[i] = {moved->getElement<int>(at), moved->getElement<int>(at + 1),
                     moved->getElement<int>(at + 2), moved->getElement<int>(at + 3)};
    }
    unite_boxes(page);
}

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

class PreprocessStage : public pipeline::Stage {
public:
    std::string_view name() const override { return "preprocess"; }
    int version() const override { return 1; }
    bool applies_to(const Document& document) const override {
        return std::any_of(document.pages.begin(), document.pages.end(), needs_reading);
    }

    void run(Document& document, pipeline::StageContext& context) const override {
        std::vector<std::size_t> scans;
        for (std::size_t i = 0; i < document.pages.size(); ++i)
            if (needs_reading(document.pages[i])) scans.push_back(i);
        std::mutex mutex;
        std::map<std::size_t, Page> right_halves;
        for_pages(document, context, scans, [&](std::size_t index) {
            Page& page = document.pages[index];
            try {
                auto right = prepare(document, page, context);
                const std::lock_guard guard(mutex);
                if (right) right_halves.emplace(index, std::move(*right));
            } catch (const Poco::Exception&) {
                throw Error(ErrorCode::BadInput,
                            "preprocess: the page worker's answer makes no sense");
            }
        });
        put_in(std::move(right_halves), document.pages);
    }

private:
    static bool needs_reading(const Page& page) {
        return page.origin == pipeline::TextOrigin::None && !page.image.empty();
    }

    // Gives the right half of a sheet that shows two pages; `page` is then the left one.
    static std::optional<Page> prepare(const Document& document, Page& page,
                                       pipeline::StageContext& context) {
        Poco::JSON::Object parameters;
        parameters.set("page", page.number);
        parameters.set("dpi", page.dpi);
        // A JPEG or PNG that needs no change is shown as it came; what render wrote is not for
        // showing.
        parameters.set("keep", page.image == document.original || is_shown_as_is(context, page));
        Poco::JSON::Array boxes;
        for (const Box* box : word_boxes(page))
            for (const int value : {box->left, box->top, box->right, box->bottom})
                boxes.add(value);
        parameters.set("boxes", boxes);
        const auto reply = call_worker(context, "preprocess", parameters, page.image);
        const auto answer = parse_answer("preprocess", reply.result);
        const int right_width = answer->optValue("right_width", 0);
        if (reply.attachments.size() != (right_width > 0 ? 4u : 2u))
            throw Error(ErrorCode::BadInput, "preprocess: the page worker's answer makes no sense");
        take(*answer, page);
        std::optional<Page> right;
        if (right_width > 0) {
            right = page;
            right->width = std::min(right_width, kLargestSide);
            right->sheet = page.number;
            right->sheet_left = page.width;
            keep_images(reply.attachments[2], reply.attachments[3], context, *right);
        }
        keep_images(reply.attachments[0], reply.attachments[1], context, page);
        return right;
    }

    static void keep_images(const std::string& image, const std::string& raster,
                            pipeline::StageContext& context, Page& page) {
        if (!image.empty()) page.image = context.blobs.put(image);
        page.raster = raster.empty() ? store::BlobId() : context.blobs.put(raster);
    }

    static bool is_shown_as_is(const pipeline::StageContext& context, const Page& page) {
        const int descriptor = context.blobs.open(page.image);
        unsigned char start[2] = {};
        const bool read = ::pread(descriptor, start, sizeof start, 0) == sizeof start;
        ::close(descriptor);
        return read && start[0] == 0xff && start[1] == 0xd8;
    }
};

}  // namespace

std::unique_ptr<pipeline::Stage> make_preprocess_stage() {
    return std::make_unique<PreprocessStage>();
}

}  // namespace vanthu::stages
