#include "formats/tiff_page_sandboxed.h"

#include <algorithm>
#include <utility>

namespace vanthu::formats {
namespace {

constexpr std::uint32_t kEntrySize = 12;

// Bytes of one item of a TIFF type; 0 for those that no tag used here has.
std::uint32_t width_of(std::uint32_t type) {
    constexpr std::uint32_t kByte = 1, kShort = 3, kLong = 4, kRational = 5, kUndefined = 7;
    if (type == kByte || type == kUndefined) return 1;
    if (type == kShort) return 2;
    if (type == kLong) return 4;
    return type == kRational ? 8 : 0;
}

}  // namespace

TiffPage::TiffPage(std::string_view bytes, int number_of_page)
    : bytes_(bytes), little_(bytes.substr(0, 2) == "II") {
    if (!has(4, 4)) return;
    std::uint64_t directory = number(bytes_, 4, 4);
    for (int page = 1; directory != 0 && has(directory, 2); ++page) {
        const std::uint32_t count = number(bytes_, directory, 2);
        const std::uint64_t next = directory + 2 + std::uint64_t{kEntrySize} * count;
        if (!has(next, 4)) return;
        if (page == number_of_page) {
            read_entries(directory, count);
            return;
        }
        directory = number(bytes_, next, 4);
    }
}

void TiffPage::read_entries(std::uint64_t directory, std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint64_t at = directory + 2 + std::uint64_t{kEntrySize} * i;
        Entry entry{number(bytes_, at, 2),
                    width_of(number(bytes_, at + 2, 2)),
                    number(bytes_, at + 4, 4),
                    {}};
        const std::uint64_t size = std::uint64_t{entry.width} * entry.count;
        const std::uint64_t start = size <= 4 ? at + 8 : number(bytes_, at + 8, 4);
        if (size == 0 || !has(start, size)) continue;
        entry.bytes = bytes_.substr(start, size);
        entries_.push_back(entry);
    }
}

std::uint32_t TiffPage::number(std::string_view bytes, std::uint64_t at,
                               std::uint32_t width) const {
    std::uint32_t value = 0;
    for (std::uint32_t i = 0; i < width; ++i)
        value = value << 8 | static_cast<std::uint8_t>(bytes[at + (little_ ? width - 1 - i : i)]);
    return value;
}

std::uint32_t TiffPage::item(const Entry& entry, std::uint32_t index) const {
    return number(entry.bytes, std::uint64_t{index} * entry.width, entry.width);
}

const TiffPage::Entry* TiffPage::find(Tag tag) const {
    const auto entry = std::find_if(entries_.begin(), entries_.end(),
                                    [&](const Entry& e) { return e.tag == tag; });
    return entry == entries_.end() ? nullptr : &*entry;
}

std::uint32_t TiffPage::value(Tag tag, std::uint32_t otherwise) const {
    const Entry* entry = find(tag);
    return entry ? item(*entry, 0) : otherwise;
}

std::string_view TiffPage::data(Tag tag) const {
    const Entry* entry = find(tag);
    return entry ? entry->bytes : std::string_view();
}

double TiffPage::aspect() const {
    const auto resolution = [&](Tag tag) {
        const std::string_view parts = data(tag);
        if (parts.size() != 8) return 0.0;
        const std::uint32_t below = number(parts, 4, 4);
        return below == 0 ? 0.0 : static_cast<double>(number(parts, 0, 4)) / below;
    };
    constexpr double kMost = 4;
    double across = resolution(HorizontalResolution), down = resolution(VerticalResolution);
    constexpr std::uint32_t kLastUnturned = 4;
    if (value(Orientation, 1) > kLastUnturned) std::swap(across, down);
    return across > 0 && down > 0 && across < kMost * down && down < kMost * across ? across / down
                                                                                    : 1;
}

std::vector<std::string_view> TiffPage::strips() const {
    const Entry* offsets = find(StripOffsets);
    const Entry* sizes = find(StripSizes);
    std::vector<std::string_view> strips;
    if (!offsets || !sizes || offsets->count != sizes->count) return strips;
    for (std::uint32_t i = 0; i < offsets->count; ++i) {
        const std::uint32_t offset = item(*offsets, i), size = item(*sizes, i);
        if (!has(offset, size)) return {};
        strips.push_back(bytes_.substr(offset, size));
    }
    return strips;
}

}  // namespace vanthu::formats
