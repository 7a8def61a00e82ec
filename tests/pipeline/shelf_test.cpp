#include "pipeline/shelf.h"

#include <gtest/gtest.h>

#include "pipeline/document_json.h"
#include "pipeline/page_wire.h"

namespace vanthu::pipeline {
namespace {

Page page_with(int number, const std::string& word) {
    Page page;
    page.number = number;
    page.width = 100;
    page.height = 200;
    page.origin = TextOrigin::TextLayer;
    Block block;
    block.lines.push_back({{{word, {1, 2, 30, 12}, 1}}, {1, 2, 30, 12}});
    page.blocks.push_back(block);
    return page;
}

Document document_of(std::size_t pages) {
    Document document;
    for (std::size_t i = 1; i <= pages; ++i)
        document.pages.push_back(page_with(static_cast<int>(i), "trang" + std::to_string(i)));
    return document;
}

void put_away(Document& document) {
    Shelf shelf(document.pages.size());
    for (Page& page : document.pages)
        shelf.put(page);
}

TEST(Shelf, AShortPaperStaysInMemory) {
    Document document = document_of(kPagesAtHand);
    put_away(document);
    for (const Page& page : document.pages)
        EXPECT_FALSE(page.blocks.empty());
}

TEST(Shelf, WordsOfALongPaperComeBackWhileTheyAreLookedAt) {
    Document document = document_of(kPagesAtHand + 1);
    put_away(document);
    Page& last = document.pages.back();
    EXPECT_TRUE(last.blocks.empty());
    EXPECT_EQ(text_of(last), "trang49\n");
    last.number = 7;  // what is known of the page itself changes without its words
    const PageAtHand whole(last);
    EXPECT_EQ(whole->number, 7);
    ASSERT_EQ(whole->blocks.size(), 1u);
    EXPECT_EQ(whole->blocks[0].lines[0].words[0].box, (Box{1, 2, 30, 12}));
    EXPECT_TRUE(last.blocks.empty());
}

TEST(Shelf, ACopyOfThePageKeepsTheWordsAfterTheOthersAreGone) {
    Page kept;
    {
        Document document = document_of(kPagesAtHand + 1);
        put_away(document);
        kept = document.pages[3];
    }
    EXPECT_EQ(text_of(kept), "trang4\n");
}

TEST(Shelf, WordsChangedInMemoryAreTheOnesPutAway) {
    Document document = document_of(kPagesAtHand + 1);
    put_away(document);
    Shelf shelf(document.pages.size());
    Page& page = document.pages[0];
    page = taken_down(page);
    page.blocks[0].lines[0].words[0].text = "sửa";
    shelf.put(page);
    EXPECT_TRUE(page.blocks.empty());
    EXPECT_EQ(text_of(page), "sửa\n");
}

TEST(Shelf, WireAndJsonAreThoseOfTheWholePages) {
    const Document whole = document_of(kPagesAtHand + 5);
    Document shelved = whole;
    put_away(shelved);
    EXPECT_EQ(encode_pages(shelved.pages), encode_pages(whole.pages));
    std::string written;
    write_json(shelved, PageText::With, Poco::JSON::Object(),
               [&](std::string_view piece) { written += piece; });
    EXPECT_EQ(written, json_text(*to_json(whole)));
}

}  // namespace
}  // namespace vanthu::pipeline
