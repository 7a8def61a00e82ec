// Reads the worn pages of samples/damaged and holds the letters lost per level of damage, and what
// became of turned pages, to the floors in letters.xml.

#include <Poco/JSON/Parser.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>

#include "base/text.h"
#include "base/xml.h"
#include "pipeline/stamps.h"
#include "tests/accuracy/reader.h"

namespace vanthu {
namespace {

namespace fs = std::filesystem;
using Poco::JSON::Object;

const std::string kSource = VANTHU_SOURCE_DIR;

enum class Where { Whole, Anywhere };

// Edit distance of `wanted` to the text, or to the piece of it that is most like it.
std::size_t distance(const std::u32string& wanted, const std::u32string& text, Where where) {
    std::vector<std::size_t> row(text.size() + 1, 0);
    if (where == Where::Whole) std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        std::size_t corner = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < text.size(); ++j) {
            const std::size_t replaced = corner + (wanted[i] == text[j] ? 0 : 1);
            corner = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, corner + 1});
        }
    }
    return where == Where::Whole ? row.back() : *std::min_element(row.begin(), row.end());
}

// What is compared: single spaces, one shape of dashes and quotes.
std::u32string plain(const std::string& text) {
    std::u32string result;
    for (char32_t letter : to_utf32(nfc(text))) {
        if (letter == U'–' || letter == U'—' || letter == U'‐') letter = U'-';
        if (letter == U'“' || letter == U'”') letter = U'"';
        if (letter == U'‘' || letter == U'’') letter = U'\'';
        const bool space = letter == U' ' || letter == U'\n' || letter == U'\t' || letter == U'\f';
        if (space && (result.empty() || result.back() == U' ')) continue;
        result += space ? U' ' : letter;
    }
    while (!result.empty() && result.back() == U' ')
        result.pop_back();
    return result;
}

struct Loss {
    std::size_t line_errors = 0, line_letters = 0;
    std::size_t strict_errors = 0, strict_letters = 0;
    int turned = 0, righted = 0, turned_wrongly = 0;

    static double share(std::size_t errors, std::size_t letters) {
        return static_cast<double>(errors) / static_cast<double>(std::max<std::size_t>(1, letters));
    }
    double lines() const { return share(line_errors, line_letters); }
    double strict() const { return share(strict_errors, strict_letters); }
};

Object::Ptr read_truth(const fs::path& path) {
    std::ifstream in(path);
    return Poco::JSON::Parser().parse(in).extract<Object::Ptr>();
}

void add_sheet(const Object& sheet, const std::string& read, int rotation, Loss& loss) {
    const std::u32string text = plain(read);
    const auto lines = sheet.getArray("lines");
    for (unsigned i = 0; i < lines->size(); ++i) {
        const std::u32string wanted = plain(lines->getObject(i)->getValue<std::string>("text"));
        loss.line_errors += distance(wanted, text, Where::Anywhere);
        loss.line_letters += wanted.size();
    }
    const std::u32string whole = plain(sheet.getValue<std::string>("text"));
    loss.strict_errors += distance(whole, text, Where::Whole);
    loss.strict_letters += whole.size();
    const int needed = (360 - sheet.getValue<int>("turned")) % 360;
    loss.turned += needed != 0 ? 1 : 0;
    loss.righted += needed != 0 && rotation == needed ? 1 : 0;
    loss.turned_wrongly += rotation != 0 && rotation != needed ? 1 : 0;
}

// Every sheet of the truth beside the page or, where a sheet holds two, the pages read from it.
void add_document(const Object& truth, const pipeline::Document& document, Loss& loss) {
    const auto sheets = truth.getArray("pages");
    int faces = 0;
    for (unsigned i = 0; i < sheets->size(); ++i)
        faces += sheets->getObject(i)->getValue<int>("on_sheet");
    const bool parted = static_cast<int>(document.pages.size()) == faces;
    ASSERT_TRUE(parted || document.pages.size() == sheets->size());
    auto page = document.pages.begin();
    for (unsigned i = 0; i < sheets->size(); ++i) {
        const auto sheet = sheets->getObject(i);
        std::string text;
        const int rotation = page->rotation;
        for (int left = parted ? sheet->getValue<int>("on_sheet") : 1; left > 0; --left, ++page)
            text += pipeline::printed_text_of(*page) + "\n";
        add_sheet(*sheet, text, rotation, loss);
    }
}

TEST(Letters, DistanceCountsEdits) {
    EXPECT_EQ(distance(U"điển", U"điến", Where::Whole), 1u);
    EXPECT_EQ(distance(U"abc", U"", Where::Whole), 3u);
    EXPECT_EQ(distance(U"", U"abc", Where::Whole), 3u);
    EXPECT_EQ(distance(U"kế hoạch", U"số 12 kế hoach năm", Where::Anywhere), 1u);
    EXPECT_EQ(distance(U"xyz", U"", Where::Anywhere), 3u);
    EXPECT_EQ(plain("  a\n b –  “c” \f"), U"a b - \"c\"");
}

TEST(Letters, WornPagesStayAboveTheirFloors) {
    Reader reader;
    std::map<std::string, Loss> levels;
    for (const auto& entry : fs::directory_iterator(kSource + "/samples/damaged")) {
        if (entry.path().extension() != ".json") continue;
        SCOPED_TRACE(entry.path().filename().string());
        const Object::Ptr truth = read_truth(entry.path());
        const auto file = entry.path().parent_path() / truth->getValue<std::string>("file");
        add_document(*truth, reader.read(file), levels[truth->getValue<std::string>("level")]);
    }
    const XmlDocument floors = XmlDocument::read(kSource + "/tests/accuracy/letters.xml");
    for (const XmlElement& floor : floors.root().children("level")) {
        const std::string id = floor.required("id");
        SCOPED_TRACE(id);
        ASSERT_EQ(levels.count(id), 1u) << "samples/damaged has no page of this level";
        const Loss& loss = levels[id];
        std::printf(
            "%-7s lines %.2f %%, strict %.2f %%, %d of %d turned pages righted, %d wrongly\n",
            id.c_str(), 100 * loss.lines(), 100 * loss.strict(), loss.righted, loss.turned,
            loss.turned_wrongly);
        EXPECT_LE(loss.lines(), std::stod(floor.required("lines-at-most")));
        EXPECT_LE(loss.strict(), std::stod(floor.required("strict-at-most")));
        EXPECT_EQ(loss.righted, loss.turned);
        EXPECT_EQ(loss.turned_wrongly, 0);
    }
}

}  // namespace
}  // namespace vanthu
