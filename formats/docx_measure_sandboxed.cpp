#include "formats/docx_measure_sandboxed.h"

#include <array>

namespace vanthu::formats {
namespace {

constexpr double kLetterWidth = 0.5, kSpaceWidth = 0.25;  // of the font size
constexpr std::size_t kLongestWord = 1 << 14;             // bytes; what is longer is cut

// The letter at `at`, which moves behind it.
char32_t next_letter(std::string_view text, std::size_t& at) {
    const auto lead = static_cast<unsigned char>(text[at++]);
    if (lead < 0x80) return lead;
    char32_t letter = lead < 0xe0 ? lead & 0x1f : lead < 0xf0 ? lead & 0x0f : lead & 0x07;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80)
        letter = letter << 6 | (static_cast<unsigned char>(text[at++]) & 0x3f);
    return letter;
}

bool is_space(char32_t c) {
    if (c > U' ' && c < 0x80) return false;
    return c == U' ' || c == U'\u00a0' || c == U'\t' || c == U'\n' || c == U'\r' ||
           (c >= U'\u2000' && c <= U'\u200b');
}

// What a byte in a word does: letters are counted by their first; only some bytes begin a space.
enum class InWord : std::uint8_t { Goes, Begins, MayEnd };

constexpr std::array<InWord, 256> in_word() {
    std::array<InWord, 256> steps{};
    for (std::size_t byte = 0; byte < steps.size(); ++byte)
        steps[byte] = byte <= ' ' || byte == 0xc2 || byte == 0xe2 ? InWord::MayEnd
                      : (byte & 0xc0) == 0x80                     ? InWord::Goes
                                                                  : InWord::Begins;
    return steps;
}

constexpr std::array<InWord, 256> kInWord = in_word();

}  // namespace

double em(const DocxPiece& piece) {
    return piece.half_points / 2.0 * kDpi / 72;
}

void measure(Measured& line, std::string_view text, const DocxPiece& piece) {
    const double letter = kLetterWidth * em(piece), space = kSpaceWidth * em(piece);
    Segment& segment = line.segments.back();
    double at = line.at;
    text = text.substr(0, piece.end);
    for (std::size_t i = piece.begin; i < text.size();) {
        const std::size_t start = i;
        if (is_space(next_letter(text, i))) {
            at += space;
            line.in_word = false;
            continue;
        }
        if (!line.in_word)
            line.words.push_back(
                {static_cast<std::uint32_t>(start), 0, at, at, piece.bold, piece.italic});
        line.in_word = true;
        at += letter;
        // To the word's end in one go.
        Placed& word = line.words.back();
        const std::size_t longest = word.begin + kLongestWord;
        std::size_t letters = 0;
        for (; i < text.size(); ++i) {
            const InWord step = kInWord[static_cast<unsigned char>(text[i])];
            if (step == InWord::MayEnd || (i >= longest && step == InWord::Begins)) break;
            letters += static_cast<std::size_t>(step);
        }
        if (i >= longest) line.in_word = false;
        at += letter * static_cast<double>(letters);
        word.end = static_cast<std::uint32_t>(i);
        word.right = at;
        segment.width = at;
    }
    line.at = at;
    segment.last = line.words.size();
}

}  // namespace vanthu::formats
