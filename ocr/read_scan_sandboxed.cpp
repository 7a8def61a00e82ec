// read_scan: preprocess and recognise in one call.

#include "ocr/read_scan_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "formats/parameters_sandboxed.h"
#include "ocr/operations.h"

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

void wipe_rows(Pix* grey, int from, int to) {
    BOX* area = boxCreate(0, from, pixGetWidth(grey), to - from);
    pixSetInRectArbitrary(grey, area, 255);
    boxDestroy(&area);
}

}  // namespace

// The head ends where the text begins at the latest, the signing block and the recipients beside it
// are a third of what is printed.
void leave_head_and_foot(Raster& raster) {
    constexpr double kHead = 0.37, kFoot = 0.36, kSlack = 0.04;
    const std::vector<bool> inked = inked_rows(raster.page.get());
    const auto height = static_cast<int>(inked.size());
    const auto last = std::find(inked.rbegin(), inked.rend(), true);
    const auto end = static_cast<int>(inked.rend() - last);
    const auto slack = static_cast<int>(kSlack * height);
    const auto from = white_row(inked, static_cast<int>(kHead * height), slack);
    const auto to = white_row(inked, end - static_cast<int>(kFoot * height), slack);
    if (!from || !to || *to <= *from) return;
    wipe_rows(raster.page.get(), *from, *to);
}

pipeline::SandboxReply read_scan(const pipeline::SandboxRequest& request,
                                 const pipeline::Limits& limits) {
    const auto given = formats::parameters_of(request);
    const int number = given->optValue("page", 1);
    const bool in_part = given->optValue<std::string>("part", "") == "head-and-foot";
    pipeline::SandboxReply reply = preprocess(request, limits);
    const auto prepared = formats::parameters_of({request.operation, reply.result, {}});
    // Images stand at even places, each with its raster behind it; a sheet has one half or two.
    for (std::size_t half = 0; 2 * half + 1 < reply.attachments.size(); ++half) {
        std::string& bytes = reply.attachments[2 * half + 1];
        if (bytes.empty()) continue;
        Poco::JSON::Object::Ptr parameters(new Poco::JSON::Object);
        parameters->set("page", number + static_cast<int>(half));
        parameters->set("width", prepared->getValue<int>(half == 0 ? "width" : "right_width"));
        parameters->set("height", prepared->getValue<int>("height"));
        parameters->set("dpi", prepared->getValue<int>("dpi"));
        Raster raster = decode_raster(std::exchange(bytes, {}), limits);
        if (in_part) leave_head_and_foot(raster);
        bytes = recognise_raster(raster, parameters, limits).result;
    }
    return reply;
}

}  // namespace vanthu::ocr
