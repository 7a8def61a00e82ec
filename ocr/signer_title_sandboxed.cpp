#include "ocr/signer_title_sandboxed.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <numeric>
#include <utility>

#include "base/text.h"
#include "formats/lines_sandboxed.h"

namespace vanthu::ocr {

using pipeline::Box;
using pipeline::TextLine;
using pipeline::Word;

std::optional<TextLine> settled_title(const std::vector<Look>& looks,
                                      const std::vector<std::u32string>& titles,
                                      const LineLetters& letters, const Box& area) {
    constexpr double kWorst = -60, kLeastFit = -24, kAhead = 1.5;  // of each look
    constexpr float kSettled = 0.55f;
    std::vector<std::pair<double, const std::u32string*>> all;
    int seen = 0;
    for (const Look& look : looks)
        seen += look.outputs.steps > 0;
    if (seen == 0 || titles.size() < 2) return std::nullopt;
    for (const std::u32string& title : titles) {
        std::vector<double> fits;
        for (const Look& look : looks)
            if (look.outputs.steps > 0)
                fits.push_back(
                    std::max(kWorst, fit_of(title, look.outputs, letters).value_or(kWorst)));
        // Marks are cut off in some looks, and strokes of the row above stand in others.
        const auto half = static_cast<std::ptrdiff_t>((fits.size() + 1) / 2);
        std::partial_sort(fits.begin(), fits.begin() + half, fits.end(), std::greater<>());
        all.emplace_back(
            std::accumulate(fits.begin(), fits.begin() + half, 0.0) / static_cast<double>(half),
            &title);
    }
    std::partial_sort(all.begin(), all.begin() + 2, all.end(),
                      [](const auto& a, const auto& b) { return a.first > b.first; });
    if (all[0].first < kLeastFit || all[0].first - all[1].first < kAhead) return std::nullopt;
    TextLine line;
    const auto words = split(to_utf8(*all[0].second), ' ');
    const auto count = static_cast<int>(words.size());
    for (int i = 0; i < count; ++i) {  // where each stands is not known
        Word word;
        word.text = words[static_cast<std::size_t>(i)];
        word.confidence = kSettled;
        word.box = {area.left + area.width() * i / count, area.top,
                    area.left + area.width() * (i + 1) / count - 1, area.bottom};
        line.words.push_back(std::move(word));
    }
    line.box = formats::box_of(line.words);
    return line;
}

}  // namespace vanthu::ocr
