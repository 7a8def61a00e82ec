// read_scan: a page righted and read in one call.

#include "ocr/read_scan_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "formats/parameters_sandboxed.h"
#include "ocr/operations.h"
#include "ocr/righted_sandboxed.h"
#include "pipeline/page_wire.h"

namespace vanthu::ocr {
namespace {

constexpr int kInk = 140;

// Which rows of the page carry ink.
std::vector<bool> inked_rows(Pix* grey) {
    const PixPtr ink(pixThresholdToBinary(grey, kInk));
    std::vector<bool> inked(static_cast<std::size_t>(std::max(0, pixGetHeight(grey))));
    NUMA* counts = ink ? pixCountPixelsByRow(ink.get(), nullptr) : nullptr;
    const int specks = std::max(3, pixGetWidth(grey) / 200);
    for (std::size_t y = 0; y < inked.size(); ++y) {
        l_int32 count = specks + 1;
        if (counts) numaGetIValue(counts, static_cast<int>(y), &count);
        inked[y] = count > specks;
    }
    numaDestroy(&counts);
    return inked;
}

// The white row next to `wanted`, so that no line is cut in two.
std::optional<int> white_row(const std::vector<bool>& inked, int wanted, int within) {
    for (int away = 0; away <= within; ++away)
        for (const int y : {wanted - away, wanted + away})
            if (y >= 0 && y < static_cast<int>(inked.size()) && !inked[static_cast<std::size_t>(y)])
                return y;
    return std::nullopt;
}

// The page whose head was read last: its foot is likely to be asked for next.
struct Kept {
    std::string key;
    Righted righted;
};

std::optional<Kept>& kept() {
    static std::optional<Kept> page;
    return page;
}

Righted righted_for(const pipeline::SandboxRequest& request, const pipeline::Limits& limits,
                    const std::string& key) {
    std::optional<Kept> last = std::exchange(kept(), std::nullopt);
    if (last && !key.empty() && last->key == key) return std::move(last->righted);
    last.reset();
    return right_page(request, limits);
}

// What is asked for; whole where head and foot cannot be told apart.
Rows rows_asked(const std::string& part, const Raster& raster, bool& whole) {
    const Rows all{0, pixGetHeight(raster.page.get())};
    const auto zones = whole ? std::nullopt : head_and_foot_of(raster.page.get());
    whole = !zones;
    if (!zones) return all;
    return part == "head" ? zones->head : zones->foot;
}

}  // namespace

// The head ends where the text begins at the latest, the signing block and the recipients beside it
// are a third of what is printed.
std::optional<HeadAndFoot> head_and_foot_of(Pix* grey) {
    constexpr double kHead = 0.34, kFoot = 0.32, kSlack = 0.04;
    const std::vector<bool> inked = inked_rows(grey);
    const auto height = static_cast<int>(inked.size());
    const auto last = std::find(inked.rbegin(), inked.rend(), true);
    const auto end = static_cast<int>(inked.rend() - last);
    const auto slack = static_cast<int>(kSlack * height);
    const auto head_end = white_row(inked, static_cast<int>(kHead * height), slack);
    const auto foot = white_row(inked, end - static_cast<int>(kFoot * height), slack);
    if (!head_end || !foot || *head_end <= 0 || *head_end >= end) return std::nullopt;
    // A short page has nothing between them.
    return HeadAndFoot{{0, *head_end}, {std::max(*head_end, *foot), height}};
}

pipeline::SandboxReply read_scan(const pipeline::SandboxRequest& request,
                                 const pipeline::Limits& limits) {
    const auto given = formats::parameters_of(request);
    const int number = given->optValue("page", 1);
    const auto part = given->optValue<std::string>("part", "whole");
    const auto key = given->optValue<std::string>("key", "");
    const int milliseconds = given->optValue("milliseconds", 0);
    const Deadline deadline =
        milliseconds > 0 ? Deadline(std::chrono::milliseconds(milliseconds)) : deadline_of(limits);
    Righted righted = righted_for(request, limits, key);
    bool whole = part == "whole" || righted.blank || righted.pages.size() > 1;
    bool complete = true;
    const Rows rows = rows_asked(part, righted.pages.front().raster, whole);
    Poco::JSON::Object answer = description_of(righted);
    pipeline::SandboxReply reply;
    for (std::size_t half = 0; half < righted.pages.size(); ++half) {
        RightedPage& page = righted.pages[half];
        const bool picture = whole || given->optValue("picture", true);
        reply.attachments.push_back(picture ? picture_of(righted, page) : std::string());
        Poco::JSON::Object::Ptr parameters(new Poco::JSON::Object);
        parameters->set("page", number + static_cast<int>(half));
        parameters->set("width", page.width);
        parameters->set("height", page.height);
        parameters->set("dpi", righted.dpi);
        if (whole) page.unturned.reset();  // the memory is wanted now
        std::string words;
        if (!righted.blank) {
            const Rows all{0, pixGetHeight(page.raster.page.get())};
            const PageReading read =
                read_rows(page.raster, parameters, half == 0 ? rows : all, deadline);
            complete = complete && read.complete;
            words = pipeline::encode_pages({read.page});
        }
        reply.attachments.push_back(std::move(words));
    }
    answer.set("part", whole ? "whole" : part);
    answer.set("complete", complete);
    std::ostringstream text;
    answer.stringify(text);
    reply.result = text.str();
    if (!whole && part == "head" && !key.empty()) kept() = Kept{key, std::move(righted)};
    return reply;
}

}  // namespace vanthu::ocr
