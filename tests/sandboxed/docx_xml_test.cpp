// The XML of a DOCX part, however it comes in pieces, and what is no XML.
#include "formats/docx_xml_sandboxed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/text.h"

namespace vanthu::formats::test {
namespace {

using Event = XmlPull::Event;

const std::string kOpen =
    "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">";

// Gives the part, which outlives it, at most `step` bytes at a time.
auto in_steps(const std::string& part, std::size_t step) {
    return [&part, step, at = std::size_t{0}](char* to, std::size_t room) mutable {
        const std::size_t size = std::min({step, room, part.size() - at});
        std::copy_n(part.data() + at, size, to);
        at += size;
        return size;
    };
}

// All events as one text, the part given `step` bytes at a time.
std::string events(const std::string& part, std::size_t step = 1u << 20, int depth = 64) {
    pipeline::Limits limits;
    limits.xml_depth = depth;
    XmlPull xml(in_steps(part, step), "word/document.xml", limits);
    std::string seen;
    for (Event event = xml.next(); event != Event::Done; event = xml.next()) {
        if (event == Event::Text) seen += xml.text();
        if (event == Event::Start)
            seen += "<" + std::to_string(static_cast<int>(xml.tag())) + "|" +
                    std::string(xml.attribute("val")) + ">";
        if (event == Event::End) seen += "</>";
    }
    return seen;
}

std::string start(Tag tag, const std::string& value = "") {
    return "<" + std::to_string(static_cast<int>(tag)) + "|" + value + ">";
}

ErrorCode refusal(const std::string& part, int depth = 64) {
    try {
        return ADD_FAILURE() << "was read as " << events(part, 7, depth), ErrorCode::Internal;
    } catch (const Error& error) {
        return error.code();
    }
}

TEST(DocxXml, GivesTheSameInPiecesOfAnySize) {
    const std::string part =
        "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<!-- > <w:t> "
        "-->" +
        kOpen +
        "<w:jc w:val='gi&#x1eef;a &gt; \"trái\"' /><w:t xml:space=\"preserve\"> Tiếng &amp; "
        "<![CDATA[<Việt>]]>"
        "&#7879;</w:t><x:any xmlns:x=\"urn:x\" w:val=\"a>b\"/><t xmlns=\"urn:y\">nicht</t>"
        "<?pi ?></w:document >\n";
    const std::string whole = events(part);
    EXPECT_EQ(whole, start(Tag::Other) + start(Tag::Justification, "giữa > \"trái\"") + "</>" +
                         start(Tag::Text) + " Tiếng & <Việt>ệ</></>");
    // Elements of no interest may show up where a piece ends between their tags.
    const auto text_only = [](std::string seen) {
        for (std::size_t at; (at = seen.find("<0|></>")) != std::string::npos;)
            seen.erase(at, 7);
        return seen;
    };
    for (std::size_t step = 1; step < 40; ++step)
        EXPECT_EQ(text_only(events(part, step)), text_only(whole)) << step;
}

// Old fonts write a letter and its marks one behind the other, so no text of usual length is cut.
TEST(DocxXml, CutsNoShortText) {
    const std::string part = kOpen + "<w:t>ñöôïc &amp; ñöôïc</w:t></w:document>";
    for (std::size_t step = 1; step < 40; ++step) {
        std::size_t texts = 0;
        XmlPull xml(in_steps(part, step), "word/document.xml", {});
        for (Event event = xml.next(); event != Event::Done; event = xml.next())
            if (event == Event::Text) {
                ++texts;
                EXPECT_EQ(xml.text(), "ñöôïc & ñöôïc");
            }
        EXPECT_EQ(texts, 1u) << step;
    }
}

TEST(DocxXml, SaysOfATextWhatItsLettersAre) {
    const auto look = [](const std::string& text) { return look_at_letters(text); };
    EXPECT_TRUE(look("Số 12/QĐ-UBND, ngày… “trên” \u00a0ể\t").clean);
    for (const std::string text : {"Số 12", "ước được Đà Nẵng", "“…”", "\u00a0"}) {
        EXPECT_EQ(nfc(text), text);
        EXPECT_TRUE(look(text).composed) << text;
        EXPECT_FALSE(look(text).maybe_strange) << text;
    }
    EXPECT_FALSE(look("a\u0301").composed);
    EXPECT_FALSE(look("\u2126").composed);        // the sign Ohm is the letter Omega
    EXPECT_TRUE(look("UÛy ban").maybe_strange);   // VNI
    EXPECT_TRUE(look("céng hoµ").maybe_strange);  // TCVN3
    for (const char* text : {"\xc3", "\xe1\xba", "\xc3(", "\xf5\x80\x80\x80", "\xef\xbf\xbf",
                             "\xe0\x80\x80", "\x01", "\xe2\x28\xa1"})
        EXPECT_FALSE(look(text).clean) << text;
    EXPECT_TRUE(look("\xef\xbf\xbd").clean);
}

TEST(DocxXml, PrefixesHoldWithinTheirElement) {
    const std::string main = "http://purl.oclc.org/ooxml/wordprocessingml/main";
    EXPECT_EQ(events("<a:t xmlns:a=\"" + main + "\"><b xmlns:a=\"urn:x\"><a:t>x</a:t></b>" +
                     "<a:t>y</a:t></a:t>")
                  .find("x"),
              std::string::npos);
    EXPECT_NE(events("<a:t xmlns:a=\"" + main + "\"><b xmlns:a=\"urn:x\"><a:t>x</a:t></b>" +
                     "<a:t>y</a:t></a:t>")
                  .find("y"),
              std::string::npos);
}

TEST(DocxXml, RefusesWhatIsNotWellFormed) {
    for (const char* inside : {"<w:p>",
                               "</w:p>",
                               "<w:p></w:r>",
                               "<w:t>&unknown;</w:t>",
                               "<w:t>&amp</w:t>",
                               "<w:t>&#0;</w:t>",
                               "<w:t>&#xd800;</w:t>",
                               "<w:t>&#x110000;</w:t>",
                               "<w:t>\xc3(</w:t>",
                               "<w:t>\xed\xa0\x80</w:t>",
                               "<w:t>\x01</w:t>",
                               "<w:jc w:val=center/>",
                               "<w:jc w:val/>",
                               "<w:jc w:val=\"a\"w:x=\"b\"/>",
                               "<w:jc w:val=\"<\"/>",
                               "<>",
                               "< w:p/>",
                               "<w:p",
                               "<!-- ",
                               "<w:t><![CDATA[x</w:t>",
                               "<w:jc w:val=\"\xff\"/>"})
        EXPECT_EQ(refusal(kOpen + inside + "</w:document>"), ErrorCode::BadInput) << inside;
    for (const std::string& part :
         {std::string(), std::string("words"), kOpen + "</w:document><more/>",
          kOpen + "</w:document>words", kOpen, std::string("\0\0\0\0", 4),
          std::string("<!DOCTYPE a><a/>"), kOpen + "<!ENTITY a \"b\"></w:document>",
          "<?xml version=\"1.0\" encoding=\"windows-1258\"?>" + kOpen + "</w:document>",
          std::string("\xff\xfe<\0a\0/\0>", 8) + "x"})
        EXPECT_EQ(refusal(part), ErrorCode::BadInput) << part;
}

TEST(DocxXml, GoesNoDeeperThanTheLimit) {
    std::string deep = kOpen;
    for (int i = 0; i < 20; ++i)
        deep += "<w:p>";
    EXPECT_EQ(refusal(deep, 20), ErrorCode::LimitExceeded);
}

}  // namespace
}  // namespace vanthu::formats::test
