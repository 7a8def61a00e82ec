#include "formats/hocr.h"

#include <gtest/gtest.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace vanthu::formats {
namespace {

using pipeline::Block;
using pipeline::Document;
using pipeline::Page;
using pipeline::TextOrigin;
using pipeline::Word;

Document document_of(std::vector<Word> words) {
    pipeline::TextLine line;
    for (const Word& word : words)
        line.box = united(line.box, word.box);
    line.words = std::move(words);
    Block block;
    block.box = line.box;
    block.lines.push_back(std::move(line));
    Page page;
    page.number = 1;
    page.width = 1654;
    page.height = 2339;
    page.dpi = 200;
    page.origin = TextOrigin::Ocr;
    page.blocks.push_back(std::move(block));
    Document document;
    document.source = "quyết định.tif";
    document.pages.push_back(std::move(page));
    return document;
}

// The written page as an XML parser sees it.
class Parsed {
public:
    explicit Parsed(const std::string& text)
        : document_(xmlReadMemory(text.data(), static_cast<int>(text.size()), "hocr", nullptr,
                                  XML_PARSE_NONET | XML_PARSE_NOERROR),
                    xmlFreeDoc) {}

    bool well_formed() const { return document_ != nullptr; }

    // Text, or the attribute, of every element of that class.
    std::vector<std::string> all(const std::string& kind, const char* attribute = nullptr) const {
        std::vector<std::string> found;
        if (!document_) return found;
        const std::unique_ptr<xmlXPathContext, decltype(&xmlXPathFreeContext)> context(
            xmlXPathNewContext(document_.get()), xmlXPathFreeContext);
        const std::string path = "//*[@class='" + kind + "']";
        const std::unique_ptr<xmlXPathObject, decltype(&xmlXPathFreeObject)> result(
            xmlXPathEvalExpression(reinterpret_cast<const xmlChar*>(path.c_str()), context.get()),
            xmlXPathFreeObject);
        for (int i = 0; i < xmlXPathNodeSetGetLength(result->nodesetval); ++i) {
            xmlNode* node = result->nodesetval->nodeTab[i];
            xmlChar* value = attribute
                                 ? xmlGetNoNsProp(node, reinterpret_cast<const xmlChar*>(attribute))
                                 : xmlNodeGetContent(node);
            found.push_back(value ? reinterpret_cast<const char*>(value) : "(none)");
            xmlFree(value);
        }
        return found;
    }

private:
    std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document_;
};

using Texts = std::vector<std::string>;

TEST(Hocr, SaysWhereEachWordStandsAndHowSureItIs) {
    const Parsed parsed(write_hocr(
        document_of({{"Quyết", {100, 200, 180, 240}, 0.963f}, {"định", {190, 205, 250, 240}, 1}})));
    ASSERT_TRUE(parsed.well_formed());
    EXPECT_EQ(parsed.all("ocrx_word"), (Texts{"Quyết", "định"}));
    EXPECT_EQ(parsed.all("ocrx_word", "title"),
              (Texts{"bbox 100 200 180 240; x_wconf 96", "bbox 190 205 250 240; x_wconf 100"}));
    EXPECT_EQ(parsed.all("ocr_line", "title"), (Texts{"bbox 100 200 250 240"}));
    EXPECT_EQ(parsed.all("ocr_carea", "title"), (Texts{"bbox 100 200 250 240"}));
    EXPECT_EQ(parsed.all("ocr_par").size(), 1u);
    EXPECT_EQ(parsed.all("ocr_page", "title"),
              (Texts{"image \"quyết định.tif\"; bbox 0 0 1654 2339; ppageno 0; scan_res 200 200"}));
}

TEST(Hocr, StaysWellFormedWhateverTheWordsHold) {
    Document document = document_of({{"<b>&\"'", {0, 0, 9, 9}, 0.5f},
                                     {"a\x01\x0b\xef\xbf\xbfz", {10, 0, 19, 9}, 0.5f},
                                     {"\xc3(", {20, 0, 29, 9}, 0.5f}});
    document.source = "a\"b\\c<&.tif";
    const Parsed parsed(write_hocr(document));
    ASSERT_TRUE(parsed.well_formed());
    EXPECT_EQ(parsed.all("ocrx_word"), (Texts{"<b>&\"'", "az", "\xef\xbf\xbd("}));
    EXPECT_EQ(parsed.all("ocr_page", "title").at(0).substr(0, 22), R"(image "a\"b\\c<&.tif";)");
}

TEST(Hocr, NumbersPagesAndNeverRepeatsAnId) {
    Document document = document_of({{"một", {0, 0, 9, 9}, 1}, {"hai", {10, 0, 19, 9}, 1}});
    document.pages.push_back(document.pages[0]);
    document.pages[1].number = 2;
    document.pages[1].blocks.push_back(document.pages[1].blocks[0]);
    const Parsed parsed(write_hocr(document));
    Texts ids;
    for (const char* kind : {"ocr_page", "ocr_carea", "ocr_par", "ocr_line", "ocrx_word"})
        for (std::string& id : parsed.all(kind, "id"))
            ids.push_back(std::move(id));
    EXPECT_EQ(ids.size(), 2u + 3 + 3 + 3 + 6);
    std::sort(ids.begin(), ids.end());
    EXPECT_EQ(std::adjacent_find(ids.begin(), ids.end()), ids.end());
    EXPECT_NE(parsed.all("ocr_page", "title").at(1).find("ppageno 1"), std::string::npos);
}

TEST(Hocr, MakesNoBoxesUpForADocx) {
    Document document = document_of({{"Kính", {0, 0, 9, 9}, 1}});
    document.pages[0].origin = TextOrigin::Docx;
    document.pages[0].dpi = 0;
    document.pages[0].blocks[0].lines[0].bold = true;
    const std::string text = write_hocr(document);
    EXPECT_EQ(text.find("bbox"), std::string::npos);
    EXPECT_NE(text.find("<strong>Kính</strong>"), std::string::npos);
    EXPECT_EQ(Parsed(text).all("ocrx_word", "title"), (Texts{"x_wconf 100"}));
}

TEST(Hocr, CarriesACorrectedWord) {
    Document document = document_of({{"Quyêt", {100, 200, 180, 240}, 0.6f}});
    document.pages[0].blocks[0].lines[0].words[0].text = "Quyết";
    EXPECT_EQ(Parsed(write_hocr(document)).all("ocrx_word"), (Texts{"Quyết"}));
}

}  // namespace
}  // namespace vanthu::formats
