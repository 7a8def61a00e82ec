#include "forms/hidden_words.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace vanthu::forms {
namespace {

constexpr float kDoubted = 0.5f;
constexpr float kRead = 0.999f;      // what was read and not recognised hides nothing
constexpr double kOffCentre = 0.75;  // of a line's height; PHÓ is more than two wide

constexpr double kLineApart = 2.3;  // heights between the middles of two lines, at most

}  // namespace

void doubt_off_centre(const std::vector<SignedLine>& lines) {
    if (lines.size() < 2) return;
    std::vector<double> middles, heights;
    for (const SignedLine& line : lines) {
        middles.push_back((line.segment->box.left + line.segment->box.right) / 2.0);
        heights.push_back(line.segment->box.height());
    }
    const auto median = [](std::vector<double> values) {
        const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::nth_element(values.begin(), at, values.end());
        return *at;
    };
    const double middle = median(middles), height = median(heights);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        // Of two lines either may be the one that lost something.
        const double off =
            lines.size() == 2 ? std::abs(middles[0] - middles[1]) : std::abs(middles[i] - middle);
        Finding& finding = *lines[i].finding;
        if (off > kOffCentre * height && finding.confidence < kRead)
            finding.confidence = std::min(finding.confidence, kDoubted);
    }
}

void doubt_torn(const Segment& competence, const Segment* title, Finding& finding) {
    if (finding.confidence >= kRead) return;
    const bool torn = title == nullptr ||
                      title->centre() - competence.centre() > kLineApart * competence.box.height();
    if (torn) finding.confidence = std::min(finding.confidence, kDoubted);
}

void mend_deputy(Finding& position, const std::vector<std::string>& competences,
                 const Lexicons& lexicons) {
    if (!position.has_value() || position.confidence >= kRead) return;
    const bool for_head =
        std::any_of(competences.begin(), competences.end(), [&](const std::string& text) {
            for (const char* prefix : {"KT. ", "K/T "})
                if (starts_with(text, prefix) &&
                    text.substr(std::string(prefix).size()) == position.normal)
                    return true;
            return false;
        });
    if (!for_head) return;
    for (const Entry& entry : lexicons.positions.entries())
        if (entry.of == position.normal) {
            position.normal = entry.text;
            position.confidence = std::min(position.confidence, kDoubted);
            return;
        }
}

}  // namespace vanthu::forms
