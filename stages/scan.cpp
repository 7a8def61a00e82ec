#include "stages/scan.h"

#include <Poco/Exception.h>
#include <Poco/JSON/Array.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <locale>
#include <sstream>
#include <string_view>
#include <utility>

#include "base/error.h"
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
        throw Error(ErrorCode::BadInput, "recognise: the page worker's answer makes no sense");
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        const auto at = static_cast<unsigned>(i * 4);
        *boxes[i] = {moved->getElement<int>(at), moved->getElement<int>(at + 1),
                     moved->getElement<int>(at + 2), moved->getElement<int>(at + 3)};
    }
    unite_boxes(page);
}

bool is_jpeg(const pipeline::StageContext& context, const store::BlobId& image) {
    const int descriptor = context.blobs.open(image);
    unsigned char start[2] = {};
    const bool read = ::pread(descriptor, start, sizeof start, 0) == sizeof start;
    ::close(descriptor);
    return read && start[0] == 0xff && start[1] == 0xd8;
}

std::string_view name_of(Part part) {
    return part == Part::Head ? "head" : part == Part::Foot ? "foot" : "whole";
}

// The setting "seconds" of the stage: when the reading of a page ends, finished or not.
int milliseconds_of(const pipeline::StageSettings& settings) {
    const auto seconds = settings.find("seconds");
    if (seconds == settings.end()) return 0;
    double value = 0;
    std::istringstream text(seconds->second);
    text.imbue(std::locale::classic());
    if (!(text >> value) || !text.eof() || value < 0.001 || value > 86'400)
        throw Error(ErrorCode::Configuration, "pipelines.xml: stage recognise: seconds=\"" +
                                                  seconds->second +
                                                  "\": it is a number from 0.001 to 86400");
    return static_cast<int>(value * 1000);
}

Poco::JSON::Object parameters_for(const Document& document, Page& page, Part part, Picture picture,
                                  const pipeline::StageContext& context, const ReaderWords& words) {
    Poco::JSON::Object parameters;
    parameters.set("page", page.number);
    parameters.set("dpi", page.dpi);
    parameters.set("part", std::string(name_of(part)));
    parameters.set("picture", picture == Picture::Now);
    parameters.set("key", page.image + "/" + std::to_string(page.number));
    if (const int milliseconds = milliseconds_of(context.settings); milliseconds > 0)
        parameters.set("milliseconds", milliseconds);
    // A JPEG or PNG that needs no change is shown as it came; a TIFF, and what render wrote, is not
    // for showing.
    const bool itself = page.image == document.original && document.media_type != "image/tiff";
    parameters.set("keep", itself || is_jpeg(context, page.image));
    Poco::JSON::Array boxes;
    for (const Box* box : word_boxes(page))
        for (const int value : {box->left, box->top, box->right, box->bottom})
            boxes.add(value);
    parameters.set("boxes", boxes);
    const auto list = [&](const char* key, const std::vector<std::string>& entries) {
        Poco::JSON::Array array;
        for (const std::string& entry : entries)
            array.add(entry);
        parameters.set(key, array);
    };
    list("family_names", words.family_names);
    list("titles", words.titles);
    return parameters;
}

// `words` is empty for a blank page.
void take_words(const std::string& words, Page& page) {
    if (words.empty()) return;
    Page read = parse_page("recognise", words);
    // Banners that the renderer knew come after the text that was read.
    read.blocks.insert(read.blocks.end(), std::make_move_iterator(page.blocks.begin()),
                       std::make_move_iterator(page.blocks.end()));
    if (!page.blocks.empty()) page.origin = pipeline::TextOrigin::Mixed;
    page.blocks = std::move(read.blocks);
}

}  // namespace

bool needs_reading(const Page& page) {
    return page.origin == pipeline::TextOrigin::None && !page.image.empty();
}

ScanReading read_scan(const Document& document, Page& page, Part part, Picture picture,
                      std::vector<pipeline::Issue>& issues, pipeline::StageContext& context,
                      const ReaderWords& words) try {
    Page left = page;
    const auto reply = call_worker(context, "read_scan",
                                   parameters_for(document, left, part, picture, context, words),
                                   page.image, words.language_model);
    const auto answer = parse_answer("recognise", reply.result);
    const int right_width = answer->optValue("right_width", 0);
    if (reply.attachments.size() != (right_width > 0 ? 4u : 2u))
        throw Error(ErrorCode::BadInput, "recognise: the page worker's answer makes no sense");
    take(*answer, left);
    const auto complete = [&](const std::string& image, const std::string& words, Page& half) {
        if (!image.empty()) half.image = context.blobs.put(image);
        take_words(words, half);
    };
    ScanReading reading;
    if (answer->getValue<std::string>("part") == name_of(part)) reading.part = part;
    if (right_width > 0) {
        reading.right = left;
        reading.right->width = std::min(right_width, kLargestSide);
        reading.right->sheet = page.number;
        reading.right->sheet_left = left.width;
        complete(reply.attachments[2], reply.attachments[3], *reading.right);
    }
    complete(reply.attachments[0], reply.attachments[1], left);
    if (!answer->getValue<bool>("complete")) issues.push_back(too_slow(page.number));
    page = std::move(left);
    return reading;
} catch (const Poco::Exception&) {
    throw Error(ErrorCode::BadInput, "recognise: the page worker's answer makes no sense");
}

pipeline::Issue too_slow(int page) {
    return {pipeline::Severity::Warning,
            "partly_read",
            {},
            "page " + std::to_string(page) +
                ": reading it takes too long, so that only a part of its text is there; look at "
                "the page itself, or allow more time (stage recognise, seconds; limits "
                "page-seconds)",
            {{"page", std::to_string(page)}}};
}

void add_foot(Page& page, Page foot) {
    const auto stamps =
        std::stable_partition(page.blocks.begin(), page.blocks.end(),
                              [](const Block& block) { return block.kind != Block::Kind::Stamp; });
    page.blocks.insert(stamps, std::make_move_iterator(foot.blocks.begin()),
                       std::make_move_iterator(foot.blocks.end()));
    page.image = std::move(foot.image);
}

}  // namespace vanthu::stages
