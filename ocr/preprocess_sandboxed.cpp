// preprocess: a page image set upright and straight, and the raster that is read from it.

#include <leptonica/allheaders.h>

#include <Poco/JSON/Array.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <sstream>
#include <tuple>
#include <utility>
#include <vector>

#include "base/error.h"
#include "formats/image_sandboxed.h"
#include "formats/parameters_sandboxed.h"
#include "ocr/ink_sandboxed.h"
#include "ocr/operations.h"
#include "ocr/raster_sandboxed.h"
#include "ocr/resolution_sandboxed.h"
#include "ocr/righted_sandboxed.h"
#include "ocr/sheet_sandboxed.h"
#include "ocr/turn_grey_sandboxed.h"
#include "ocr/two_up_sandboxed.h"
#include "ocr/upright_sandboxed.h"

namespace vanthu::ocr {

using formats::decode_page;
using formats::encode_for_people;
using formats::input_of;
using formats::parameters_of;
using formats::read_input;
using formats::to_grey;
namespace {

using pipeline::Box;

constexpr int kReadingDpi = 200;                // more costs time and reads no better
constexpr int kLeastDpi = 140, kMostDpi = 230;  // between these the page is read as it is

double reading_scale(int dpi) {
    if (dpi >= kLeastDpi && dpi <= kMostDpi) return 1;
    return static_cast<double>(kReadingDpi) / dpi;
}

PixPtr scaled(Pix* pix, double scale) {
    if (scale == 1) return PixPtr(pixClone(pix));
    const auto factor = static_cast<float>(scale);
    // Grey edges keep the strokes that a smaller bilevel image would lose.
    if (pixGetDepth(pix) == 1) {
        if (scale < 0.9) return PixPtr(pixScaleToGray(pix, factor));
        PixPtr grey = to_grey(pix);
        return PixPtr(pixScale(grey.get(), factor, factor));
    }
    return PixPtr(pixScale(pix, factor, factor));
}

PixPtr righted(PixPtr pix, int turn, double skew) {
    if (turn != 0) pix.reset(pixRotateOrth(pix.get(), turn / 90));
    if (skew != 0) {
        const auto radians = static_cast<float>(skew * std::numbers::pi / 180);
        const int how = pixGetDepth(pix.get()) == 1 ? L_ROTATE_SHEAR : L_ROTATE_AREA_MAP;
        if (pixGetDepth(pix.get()) == 8)
            pix = turned_grey(pix.get(), radians);
        else
            pix.reset(pixRotate(pix.get(), radians, how, L_BRING_IN_WHITE, 0, 0));
    }
    if (!pix) throw std::bad_alloc();
    return pix;
}

// Where a box of the source image lies after turning and straightening.
Box righted(const Box& box, int width, int height, int turn, double skew) {
    const auto turned = [&](double x, double y) -> std::pair<double, double> {
        switch (turn) {
            case 90:
                return {height - y, x};
            case 180:
                return {width - x, height - y};
            case 270:
                return {y, width - x};
            default:
                return {x, y};
        }
    };
    const bool sideways = turn == 90 || turn == 270;
    const double middle_x = (sideways ? height : width) / 2.0;
    const double middle_y = (sideways ? width : height) / 2.0;
    const double radians = skew * std::numbers::pi / 180;
    Box result;
    for (const auto& [x, y] : {std::pair{box.left, box.top}, std::pair{box.right, box.top},
                               std::pair{box.left, box.bottom}, std::pair{box.right, box.bottom}}) {
        const auto [tx, ty] = turned(x, y);
        const double dx = tx - middle_x, dy = ty - middle_y;
        const int rx = static_cast<int>(
            std::lround(middle_x + dx * std::cos(radians) - dy * std::sin(radians)));
        const int ry = static_cast<int>(
            std::lround(middle_y + dx * std::sin(radians) + dy * std::cos(radians)));
        result = united(result, Box{rx, ry, rx + 1, ry + 1});
    }
    return result;
}

std::vector<Box> boxes_in(const Poco::JSON::Object::Ptr& parameters) {
    std::vector<Box> boxes;
    const auto list = parameters->getArray("boxes");
    for (std::size_t i = 0; list && i + 3 < list->size(); i += 4) {
        const auto at = static_cast<unsigned>(i);
        boxes.push_back({list->getElement<int>(at), list->getElement<int>(at + 1),
                         list->getElement<int>(at + 2), list->getElement<int>(at + 3)});
    }
    return boxes;
}

void wipe(Pix* grey, const Box& box, double scale) {
    const int margin = 3;
    BOX* area = boxCreate(static_cast<int>(box.left * scale) - margin,
                          static_cast<int>(box.top * scale) - margin,
                          static_cast<int>(box.width() * scale) + 2 * margin,
                          static_cast<int>(box.height() * scale) + 2 * margin);
    pixSetInRectArbitrary(grey, area, 255);
    boxDestroy(&area);
}

std::pair<PixPtr, PixPtr> cut_apart(Pix* pix, int at) {
    const auto part = [&](int from, int to) {
        BOX* area = boxCreate(from, 0, to - from, pixGetHeight(pix));
        PixPtr piece(pixClipRectangle(pix, area, nullptr));
        boxDestroy(&area);
        if (!piece) throw std::bad_alloc();
        return piece;
    };
    return {part(0, at), part(at, pixGetWidth(pix))};
}

std::pair<Raster, Raster> cut_apart(const Raster& raster, int at) {
    std::pair<Raster, Raster> parts;
    std::tie(parts.first.page, parts.second.page) = cut_apart(raster.page.get(), at);
    if (raster.stamps)
        std::tie(parts.first.stamps, parts.second.stamps) = cut_apart(raster.stamps.get(), at);
    return parts;
}

}  // namespace

Righted right_page(const pipeline::SandboxRequest& request, const pipeline::Limits& limits) {
    const auto parameters = parameters_of(request);
    const int number = parameters->optValue("page", 1);
    PixPtr source = decode_page(read_input(input_of(request), limits), number, limits);
    const std::vector<Box> boxes = boxes_in(parameters);
    // Known words would have to be bent with the sheet; only photographs are, and have none.
    const auto sheet = boxes.empty() ? sheet_corners(source.get()) : std::nullopt;
    if (sheet) source = seen_from_above(source.get(), *sheet);
    const int dpi = believable_dpi(source.get(), sheet ? 0 : parameters->optValue("dpi", 0));
    const double scale = reading_scale(dpi);
    const int reading_dpi = static_cast<int>(std::lround(dpi * scale));
    PixPtr work = scaled(source.get(), scale);
    if (!work) throw std::bad_alloc();

    Raster raster;
    if (pixGetDepth(work.get()) == 32) {
        InkLayers layers = separate_inks(work.get());
        raster = {evened(std::move(layers.print)), std::move(layers.stamps)};
    } else if (pixGetDepth(source.get()) == 1) {
        raster = {to_grey(work.get()), nullptr};
    } else {
        raster = {evened(to_grey(work.get())), nullptr};
    }
    Righted result;
    result.blank = is_blank(raster.page.get(), reading_dpi) && !raster.stamps;
    const auto [turn, skew] = result.blank ? Stance{} : stance_of(raster.page.get(), reading_dpi);
    if (!result.blank) {
        raster.page = righted(std::move(raster.page), turn, skew);
        if (raster.stamps) raster.stamps = righted(std::move(raster.stamps), turn, skew);
    }

    const bool altered = turn != 0 || skew != 0 || sheet;
    result.keep = !altered && parameters->optValue("keep", false);
    // What people see has the recogniser's size where that saves room, the scanner's where a line
    // drawing needs it.
    const bool small = altered && pixGetDepth(source.get()) != 1 && scale < 1;
    PixPtr unturned(pixClone(small ? work.get() : source.get()));
    const double shown_scale = small ? scale : 1;
    for (const Box& box : boxes) {
        Box at = righted(box, pixGetWidth(source.get()), pixGetHeight(source.get()), turn, skew);
        wipe(raster.page.get(), at, scale);
        if (raster.stamps) wipe(raster.stamps.get(), at, scale);
        for (int* value : {&at.left, &at.top, &at.right, &at.bottom})
            *value = static_cast<int>(std::lround(*value * shown_scale));
        result.boxes.push_back(at);
    }
    result.dpi = small ? reading_dpi : dpi;
    result.turn = turn;
    result.skew = skew;
    const auto gutter =
        result.blank || !boxes.empty() ? std::nullopt : gutter_of(raster.page.get(), reading_dpi);
    if (!gutter) {
        const bool sideways = turn == 90 || turn == 270;
        const int across = pixGetWidth(unturned.get()), down = pixGetHeight(unturned.get());
        result.pages.push_back({std::move(raster), std::move(unturned), sideways ? down : across,
                                sideways ? across : down});
        return result;
    }
    auto [left, right] = cut_apart(raster, *gutter);
    const PixPtr shown = righted(std::move(unturned), turn, skew);
    const int shown_gutter = static_cast<int>(std::lround(*gutter * shown_scale / scale));
    auto [shown_left, shown_right] = cut_apart(shown.get(), shown_gutter);
    const int height = pixGetHeight(shown.get());
    result.keep = false;
    result.is_turned = true;
    result.pages.push_back({std::move(left), std::move(shown_left), shown_gutter, height});
    result.pages.push_back({std::move(right), std::move(shown_right),
                            pixGetWidth(shown.get()) - shown_gutter, height});
    return result;
}

Poco::JSON::Object description_of(const Righted& righted) {
    Poco::JSON::Object answer;
    answer.set("width", righted.pages.front().width);
    answer.set("height", righted.pages.front().height);
    if (righted.pages.size() > 1) answer.set("right_width", righted.pages.back().width);
    answer.set("dpi", righted.dpi);
    answer.set("rotation", righted.turn);
    answer.set("skew_degrees", righted.skew);
    answer.set("blank", righted.blank);
    Poco::JSON::Array moved;
    for (const Box& box : righted.boxes)
        for (const int value : {box.left, box.top, box.right, box.bottom})
            moved.add(value);
    answer.set("boxes", moved);
    return answer;
}

std::string picture_of(const Righted& righted, const RightedPage& page) {
    if (righted.keep) return {};
    if (righted.is_turned) return encode_for_people(page.unturned.get());
    const PixPtr shown =
        ocr::righted(PixPtr(pixClone(page.unturned.get())), righted.turn, righted.skew);
    return encode_for_people(shown.get());
}

pipeline::SandboxReply preprocess(const pipeline::SandboxRequest& request,
                                  const pipeline::Limits& limits) {
    const Righted righted = right_page(request, limits);
    pipeline::SandboxReply reply;
    for (const RightedPage& page : righted.pages) {
        reply.attachments.push_back(picture_of(righted, page));
        reply.attachments.push_back(righted.blank ? std::string() : encode_raster(page.raster));
    }
    std::ostringstream text;
    description_of(righted).stringify(text);
    reply.result = text.str();
    return reply;
}

}  // namespace vanthu::ocr
