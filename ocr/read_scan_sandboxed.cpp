// read_scan: a page righted and read in one call.

#include "ocr/read_scan_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "formats/parameters_sandboxed.h"
#include "ocr/operations.h"
#include "ocr/righted_sandboxed.h"
#include "ocr/worker_language_sandboxed.h"
#include "pipeline/page_wire.h"

namespace vanthu::ocr {
namespace {

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
    pipeline::SandboxRequest page = request;
    page.inputs.resize(1);
    return right_page(page, limits);
}

std::vector<std::u32string> names_in(const Poco::JSON::Array::Ptr& list) {
    std::vector<std::u32string> names;
    for (std::size_t i = 0; list && i < list->size(); ++i)
        names.push_back(to_utf32(list->getElement<std::string>(static_cast<unsigned>(i))));
    return names;
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

pipeline::SandboxReply read_scan(const pipeline::SandboxRequest& request,
                                 const pipeline::Limits& limits) {
    const auto given = formats::parameters_of(request);
    if (request.inputs.empty() || request.inputs.size() > 2)
        throw Error(ErrorCode::Internal, "read_scan: wants a page image, and maybe a model");
    if (request.inputs.size() == 2) take_worker_language(request.inputs[1]);
    know_family_names(names_in(given->getArray("family_names")));
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
        for (const char* list : {"family_names", "titles"})
            if (const auto entries = given->getArray(list)) parameters->set(list, entries);
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
