#include "formats/docx_pictures_sandboxed.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "formats/operations.h"

namespace vanthu::formats {
namespace {

bool is_readable_picture(std::string_view bytes) {
    using namespace std::string_view_literals;
    return bytes.starts_with("\x89PNG") || bytes.starts_with("\xff\xd8\xff") ||
           bytes.starts_with("II*\0"sv) || bytes.starts_with("MM\0*"sv);
}

bool is_page(const DocxImage& image, const DocxSheet& sheet, std::size_t words) {
    constexpr std::size_t kHardlyAnyText = 20;  // words
    const bool bare = words < kHardlyAnyText;
    if (image.part.empty()) return false;
    if (image.width <= 0 || image.height <= 0) return bare;
    const double share = static_cast<double>(image.width) * image.height / sheet.page_width /
                         std::max(1, sheet.page_height);
    return share > (bare ? 0.15 : 0.35);
}

}  // namespace

std::vector<std::string> page_pictures(DocxPackage& package, const DocxContent& content,
                                       std::size_t words, std::size_t first) {
    std::vector<std::string> pictures;
    std::set<std::string> parts;
    std::size_t number = 0;
    for (const DocxImage& image : content.images) {
        if (!is_page(image, content.sheet, words) || pictures.size() == kMostPictures ||
            !parts.insert(image.part).second)
            continue;
        std::string bytes;
        bool is_damaged = false;  // costs that page alone
        try {
            bytes = package.read(image.part);
        } catch (const Error&) {
            is_damaged = true;
        }
        if ((is_damaged || is_readable_picture(bytes)) && number++ >= first)
            pictures.push_back(std::move(bytes));
    }
    return pictures;
}

}  // namespace vanthu::formats
