#include "formats/pdf_layer_sandboxed.h"

#define POINTERHOLDER_TRANSITION 4  // std::shared_ptr throughout

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <map>
#include <numbers>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFMatrix.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QUtil.hh>
#include <set>
#include <string>

#include "base/text.h"
#include "formats/empty_font_sandboxed.h"

namespace vanthu::formats {
namespace {

using pipeline::Box;
using pipeline::Page;
using pipeline::TextLine;
using pipeline::Word;

constexpr int kHeightSteps = 20;
constexpr char32_t kFirstPrivate = 0xe000, kAfterPrivate = 0xf900, kFirstBeyondPlane = 0x10000;

using Codes = std::map<char32_t, std::uint16_t>;

bool can_be_shown(char32_t point) {
    const bool surrogate = point >= 0xd800 && point < 0xe000;
    return point >= 0x20 && point != 0xfeff && point != 0xfffe && point != 0xffff && !surrogate;
}

// A character's code in the font is its UTF-16 unit; the few that need two get a free one.
Codes codes_of(const std::vector<Page>& pages) {
    std::set<char32_t> used{U' '};
    for (const Page& page : pages)
        for (const auto& block : page.blocks)
            for (const TextLine& line : block.lines)
                for (const Word& word : line.words)
                    for (const char32_t point : to_utf32(word.text))
                        if (can_be_shown(point)) used.insert(point);
    Codes codes;
    char32_t free = kFirstPrivate;
    for (const char32_t point : used) {
        if (point < kFirstBeyondPlane) {
            codes[point] = static_cast<std::uint16_t>(point);
            continue;
        }
        while (used.count(free))
            ++free;
        if (free >= kAfterPrivate) break;  // nobody writes that many
        codes[point] = static_cast<std::uint16_t>(free++);
    }
    return codes;
}

std::string hexadecimal(unsigned value) {
    char text[9];
    std::snprintf(text, sizeof text, "%04X", value);
    return text;
}

std::string utf16_hexadecimal(char32_t point) {
    if (point < kFirstBeyondPlane) return hexadecimal(point);
    const char32_t rest = point - kFirstBeyondPlane;
    return hexadecimal(0xd800 + (rest >> 10)) + hexadecimal(0xdc00 + (rest & 0x3ff));
}

// What each code means, for those who copy or search.
std::string unicode_map(const Codes& codes) {
    std::string text =
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
    constexpr std::size_t kMostInSection = 100;
    std::size_t left = codes.size(), in_section = 0;
    for (const auto& [point, code] : codes) {
        if (in_section == 0) {
            in_section = std::min(left, kMostInSection);
            text += std::to_string(in_section) + " beginbfchar\n";
        }
        text += '<' + hexadecimal(code) + "> <" + utf16_hexadecimal(point) + ">\n";
        --left;
        if (--in_section == 0) text += "endbfchar\n";
    }
    return text + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
}

QPDFObjectHandle integer(long long value) {
    return QPDFObjectHandle::newInteger(value);
}

// The fonts of a file: all alike but for how high their letters are said to be, in steps of the
// font size. Made when they are first used.
class Fonts {
public:
    Fonts(QPDF& file, const Codes& codes)
        : file_(file),
          program_(QPDFObjectHandle::newStream(&file, empty_font())),
          meaning_(QPDFObjectHandle::newStream(&file, unicode_map(codes))) {
        program_.getDict().replaceKey("/Length1",
                                      integer(static_cast<long long>(empty_font().size())));
        // Every code draws the one glyph there is; glyph 0 is a missing one, which PDF/A forbids.
        std::string glyphs(2 * 65536, '\0');
        for (std::size_t i = 1; i < glyphs.size(); i += 2)
            glyphs[i] = 1;
        glyphs_ = QPDFObjectHandle::newStream(&file, glyphs);
    }

    QPDFObjectHandle font(int step) {
        const auto known = made_.find(step);
        if (known != made_.end()) return known->second;
        const std::string height = std::to_string(1000 * step / kHeightSteps);
        QPDFObjectHandle descriptor = QPDFObjectHandle::parse(
            "<< /Type /FontDescriptor /FontName /VanthuEmpty /Flags 4 /ItalicAngle 0 /StemV 80"
            " /Ascent " +
            height + " /Descent -1 /CapHeight " + height + " /FontBBox [0 0 500 " + height +
            "] >>");
        descriptor.replaceKey("/FontFile2", program_);
        QPDFObjectHandle descendant = QPDFObjectHandle::parse(
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /VanthuEmpty"
            " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>");
        descendant.replaceKey("/DW", integer(kEmptyFontAdvance));
        descendant.replaceKey("/FontDescriptor", file_.makeIndirectObject(descriptor));
        descendant.replaceKey("/CIDToGIDMap", glyphs_);
        QPDFObjectHandle font = QPDFObjectHandle::parse(
            "<< /Type /Font /Subtype /Type0 /BaseFont /VanthuEmpty /Encoding /Identity-H >>");
        QPDFObjectHandle descendants = QPDFObjectHandle::newArray();
        descendants.appendItem(file_.makeIndirectObject(descendant));
        font.replaceKey("/DescendantFonts", descendants);
        font.replaceKey("/ToUnicode", meaning_);
        return made_.emplace(step, file_.makeIndirectObject(font)).first->second;
    }

private:
    QPDF& file_;
    QPDFObjectHandle program_, meaning_, glyphs_;
    std::map<int, QPDFObjectHandle> made_;
};

std::string number(double value, int places) {
    return QUtil::double_to_string(value, places);  // never a comma, whatever the locale
}

QPDFMatrix operator*(QPDFMatrix outer, const QPDFMatrix& inner) {
    outer.concat(inner);
    return outer;
}

// From the righted image, y upwards from its bottom edge, to the page.
QPDFMatrix way_to_page(const Page& page, const Sheet& sheet) {
    const double width = page.width, height = page.height;
    const QPDFMatrix downwards(1, 0, 0, -1, 0, height);

    const double radians = page.skew_degrees * std::numbers::pi / 180;
    const double c = std::cos(radians), s = std::sin(radians);
    const double x = width / 2, y = height / 2;
    const QPDFMatrix skewed(c, -s, s, c, x - c * x - s * y, y + s * x - c * y);

    // To fractions of the source image, origin top left.
    const QPDFMatrix fractions(1 / width, 0, 0, 1 / height, 0, 0);
    QPDFMatrix turned;
    if (page.rotation == 90) turned = QPDFMatrix(0, -1, 1, 0, 0, 1);
    if (page.rotation == 180) turned = QPDFMatrix(-1, 0, 0, -1, 1, 1);
    if (page.rotation == 270) turned = QPDFMatrix(0, 1, -1, 0, 1, 0);

    // From what a viewer shows to the page's own axes.
    const double w = sheet.right - sheet.left, h = sheet.top - sheet.bottom;
    QPDFMatrix shown(w, 0, 0, -h, sheet.left, sheet.top);
    if (sheet.turn == 90) shown = QPDFMatrix(0, h, w, 0, sheet.left, sheet.bottom);
    if (sheet.turn == 180) shown = QPDFMatrix(-w, 0, 0, h, sheet.right, sheet.bottom);
    if (sheet.turn == 270) shown = QPDFMatrix(0, -h, -w, 0, sheet.right, sheet.top);
    return shown * turned * fractions * skewed * downwards;
}

std::string operators(const QPDFMatrix& m) {
    std::string text;
    for (const double value : {m.a, m.b, m.c, m.d, m.e, m.f})
        text += number(value, 6) + ' ';
    return text + "cm\n";
}

struct Run {
    std::string hexadecimal;
    int length = 0;  // characters
};

Run encoded(const std::string& text, const Codes& codes) {
    Run run;
    for (const char32_t point : to_utf32(text)) {
        const auto code = codes.find(point);
        if (code == codes.end()) continue;
        run.hexadecimal += hexadecimal(code->second);
        ++run.length;
    }
    return run;
}

// Stretches `run` to `width`; the font's characters are all equally wide.
std::string shown(const Run& run, int size, double width) {
    const double natural = run.length * size * (kEmptyFontAdvance / 1000.0);
    return number(100 * width / natural, 2) + " Tz <" + run.hexadecimal + "> Tj\n";
}

// On which row letters stand, and their size.
struct Stand {
    int baseline = 0, size = 1;
};

Stand stand_of(const Box& box) {
    return {box.bottom, std::max(1, box.height())};
}

// A word that reaches far below its line or hangs far above (a stamp's edge, a quotation mark)
// stands for itself.
constexpr double kFarOff = 0.4;

bool fits(const Box& box, const Stand& line) {
    const int far = static_cast<int>(kFarOff * line.size);
    return box.top < line.baseline && box.top >= line.baseline - line.size - far &&
           box.bottom <= line.baseline + far;
}

// What most words of the line agree on.
Stand stand_of(const TextLine& line) {
    if (line.words.empty()) return {};
    std::vector<int> bottoms, heights;
    for (const Word& word : line.words) {
        bottoms.push_back(word.box.bottom);
        heights.push_back(word.box.height());
    }
    const auto middle = [](std::vector<int>& values) {
        const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::nth_element(values.begin(), at, values.end());
        return *at;
    };
    const int bottom = middle(bottoms), far = static_cast<int>(kFarOff * middle(heights));
    Box box;
    for (const Word& word : line.words)
        if (std::abs(word.box.bottom - bottom) <= far) box = united(box, word.box);
    return stand_of(box);
}

struct Span {
    double left, right;
};

// Where words begin and end. Readers take words with next to no space between them for one, so
// where the image has little, both give way.
std::vector<Span> spans_of(const TextLine& line, const Stand& stand) {
    constexpr double kLeastGap = 0.2;   // of the size; readers ask for 0.15
    constexpr double kMostGiven = 0.3;  // of a word's width, to each side
    std::vector<Span> spans;
    for (const Word& word : line.words)
        spans.push_back({static_cast<double>(word.box.left),
                         static_cast<double>(std::max(word.box.right, word.box.left + 1))});
    for (std::size_t i = 0; i + 1 < spans.size(); ++i) {
        Span &word = spans[i], &next = spans[i + 1];
        const double missing = kLeastGap * stand.size - (next.left - word.right);
        if (missing <= 0 || next.left < word.left) continue;
        const auto share = [&](const Box& box) {
            return std::min(missing / 2, kMostGiven * std::max(1, box.width()));
        };
        word.right -= share(line.words[i].box);
        next.left += share(line.words[i + 1].box);
    }
    return spans;
}

// Writes lines of one page, and remembers which fonts that takes.
class PageText {
public:
    PageText(const Codes& codes, int page_height, std::string font_name)
        : codes_(codes), page_height_(page_height), font_name_(std::move(font_name)) {}

    void append(const TextLine& line) {
        const Stand common = stand_of(line);
        const std::vector<Span> spans = spans_of(line, common);
        const Run space = encoded(" ", codes_);
        for (std::size_t i = 0; i < line.words.size(); ++i) {
            const Word& word = line.words[i];
            const Run run = encoded(word.text, codes_);
            if (run.length == 0) continue;
            const Stand stand = fits(word.box, common) ? common : stand_of(word.box);
            const double height = stand.baseline - word.box.top;
            const int step = std::clamp(
                static_cast<int>(std::lround(kHeightSteps * height / stand.size)), 1, kHeightSteps);
            steps_.insert(step);
            content_ += font_name_ + std::to_string(step) + ' ' + std::to_string(stand.size) +
                        " Tf 1 0 0 1 " + number(spans[i].left, 1) + ' ' +
                        std::to_string(page_height_ - stand.baseline) + " Tm\n" +
                        shown(run, stand.size, spans[i].right - spans[i].left);
            if (i + 1 == line.words.size()) continue;
            const double gap = spans[i + 1].left - spans[i].right;
            content_ += shown(space, stand.size, std::max(1.0, gap));
        }
    }

    const std::string& content() const { return content_; }
    const std::set<int>& steps() const { return steps_; }

private:
    const Codes& codes_;
    int page_height_;
    std::string font_name_;
    std::string content_;
    std::set<int> steps_;
};

}  // namespace

struct TextLayer::State {
    QPDF& file;
    Codes codes;
    Fonts fonts;
};

TextLayer::TextLayer(QPDF& file, const std::vector<Page>& pages) {
    Codes codes = codes_of(pages);
    Fonts fonts(file, codes);
    state_ = std::make_unique<State>(State{file, std::move(codes), std::move(fonts)});
}

TextLayer::~TextLayer() = default;

void TextLayer::put_under(QPDFObjectHandle page, const Page& words, const Sheet& sheet) {
    if (words.width <= 0 || words.height <= 0) return;
    QPDFPageObjectHelper helper(page);
    // Resources are often shared between pages, also with some that get no layer.
    QPDFObjectHandle resources = helper.getAttribute("/Resources", true);
    if (!resources.isDictionary()) {
        resources = QPDFObjectHandle::newDictionary();
        page.replaceKey("/Resources", resources);
    }
    QPDFObjectHandle fonts = resources.getKey("/Font");
    fonts = fonts.isDictionary() ? fonts.shallowCopy() : QPDFObjectHandle::newDictionary();
    std::string name = "/Vanthu";
    const auto taken = [&] {
        const std::set<std::string> keys = fonts.getKeys();
        return std::any_of(keys.begin(), keys.end(),
                           [&](const std::string& key) { return key.starts_with(name); });
    };
    while (taken())
        name += '_';

    PageText text(state_->codes, words.height, name);
    for (const auto& block : words.blocks)
        for (const TextLine& line : block.lines)
            text.append(line);
    for (const int step : text.steps())
        fonts.replaceKey(name + std::to_string(step), state_->fonts.font(step));
    resources.replaceKey("/Font", fonts);
    const std::string content =
        "q\n" + operators(way_to_page(words, sheet)) + "BT\n3 Tr\n" + text.content() + "ET\nQ\n";
    // First, because whatever follows may leave the page's axes changed.
    helper.addPageContents(QPDFObjectHandle::newStream(&state_->file, content), true);
}

}  // namespace vanthu::formats
