#include <Poco/JSON/Object.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <mutex>
#include <sstream>
#include <utility>

#include "base/error.h"
#include "formats/operations.h"
#include "pipeline/office_file.h"
#include "pipeline/shelf.h"
#include "stages/reading.h"
#include "stages/scan.h"
#include "stages/secrecy.h"
#include "stages/worker_calls.h"
#include "store/descriptor.h"

namespace vanthu::stages {
namespace {

using pipeline::Document;
using pipeline::Page;

// The DOCX; what LibreOffice makes of other files is read like any stranger's file and kept
// nowhere.
store::Descriptor file_of(const Document& document, pipeline::StageContext& context) {
    store::Descriptor original(context.blobs.open(document.original));
    const std::string ending(office_ending(document.media_type));
    if (ending.empty()) return original;
    store::Descriptor made = store::Descriptor::unnamed();
    made.write_at(
        0,
        pipeline::office_to_docx(original.number(), ending, pipeline::find_office(),
                                 context.sandbox.program(), context.sandbox.limits(), context.stop),
        "a DOCX made by LibreOffice");
    return made;
}

pipeline::SandboxReply read(const store::Descriptor& file, std::size_t first_picture,
                            pipeline::StageContext& context) {
    if (first_picture == 0)
        return context.sandbox.call({"read_docx", "{}", {file.number()}}, context.stop);
    Poco::JSON::Object parameters;
    parameters.set("first_picture", static_cast<int>(first_picture));
    std::ostringstream text;
    parameters.stringify(text);
    return context.sandbox.call({"read_docx", text.str(), {file.number()}}, context.stop);
}

// Pages that were scanned and pasted into the file.
std::vector<Page> unread_pages(const store::Descriptor& file, std::vector<std::string> pictures,
                               pipeline::StageContext& context) {
    std::vector<Page> pages;
    const auto limit = static_cast<std::size_t>(context.sandbox.limits().pages);
    while (!pictures.empty()) {
        for (const std::string& picture : pictures) {
            Page page;
            page.number = 1;  // of its own file
            page.image = context.blobs.put(picture);
            pages.push_back(std::move(page));
        }
        if (pictures.size() < formats::kMostPictures || pages.size() > limit) break;
        pictures = read(file, pages.size(), context).attachments;
    }
    return pages;
}

void read_pages(Document& document, std::size_t first, pipeline::StageContext& context) {
    std::vector<std::size_t> indices;
    for (std::size_t i = first; i < document.pages.size(); ++i)
        indices.push_back(i);
    std::mutex mutex;
    std::map<std::size_t, Page> right_halves;
    std::vector<pipeline::Issue> issues;
    for_pages(document, context, indices, [&](std::size_t index) {
        std::vector<pipeline::Issue> told;
        ScanReading reading =
            read_scan(document, document.pages[index], Part::Whole, Picture::Now, told, context);
        const std::lock_guard guard(mutex);
        if (reading.right) right_halves.emplace(index, std::move(*reading.right));
        std::move(told.begin(), told.end(), std::back_inserter(issues));
    });
    std::vector<Page> pages;
    pipeline::Shelf shelf(document.pages.size());
    for (std::size_t i = 0; i < document.pages.size(); ++i) {
        pages.push_back(std::move(document.pages[i]));
        if (const auto half = right_halves.find(i); half != right_halves.end())
            pages.push_back(std::move(half->second));
    }
    int tables = 0;  // each page counts its own from 0
    for (std::size_t i = 0; i < pages.size(); ++i) {
        int own = 0;
        for (pipeline::Block& block : pages[i].blocks)
            if (block.table >= 0) {
                own = std::max(own, block.table + 1);
                block.table += tables;
            }
        tables += own;
        pages[i].number = static_cast<int>(i) + 1;
        pages[i].sheet = pages[i].sheet_left = 0;  // the file has none
        shelf.put(pages[i]);
    }
    document.pages = std::move(pages);
    std::move(issues.begin(), issues.end(), std::back_inserter(document.issues));
}

class ReadDocxStage : public pipeline::Stage {
public:
    std::string_view name() const override { return "read_docx"; }
    int version() const override { return 3; }
    bool applies_to(const Document& document) const override {
        return is_written(document.media_type);
    }

    void run(Document& document, pipeline::StageContext& context) const override {
        const store::Descriptor file = file_of(document, context);
        pipeline::SandboxReply reply = read(file, 0, context);
        Page page = parse_page("read_docx", reply.result);
        page.number = 1;
        page.origin = pipeline::TextOrigin::Docx;
        std::vector<Page> pictures = unread_pages(file, std::move(reply.attachments), context);
        const bool has_text = !page.blocks.empty();
        document.pages.clear();
        // Of a file whose pages are pictures nothing but those is a page.
        if (has_text || pictures.empty()) document.pages.push_back(std::move(page));
        if (!pictures.empty()) {
            const std::size_t first = document.pages.size();
            std::move(pictures.begin(), pictures.end(), std::back_inserter(document.pages));
            read_pages(document, first, context);
        } else if (!has_text) {
            document.issues.push_back({pipeline::Severity::Warning,
                                       "no_text",
                                       {},
                                       "the file holds no text, and no picture that can be read as "
                                       "a page; send a scan of the paper"});
        }
        decide_secrecy(document, name());
    }
};

}  // namespace

std::string_view office_ending(std::string_view media_type) {
    if (media_type == "application/msword") return "doc";
    if (media_type == "application/rtf") return "rtf";
    if (media_type == "application/vnd.oasis.opendocument.text") return "odt";
    return {};
}

std::unique_ptr<pipeline::Stage> make_read_docx_stage() {
    return std::make_unique<ReadDocxStage>();
}

}  // namespace vanthu::stages
