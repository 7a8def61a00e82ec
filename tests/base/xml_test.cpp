#include "base/xml.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/error.h"

namespace vanthu {
namespace {

std::string refusal(std::string_view bytes, const XmlLimits& limits = {}) {
    try {
        XmlDocument::parse(bytes, "some/file.xml", limits);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Configuration);
        return error.what();
    }
    return "not refused";
}

constexpr char kForms[] = R"(<?xml version="1.0" encoding="UTF-8"?>
<forms xmlns="urn:forms" xmlns:v="urn:vanthu">
  <!-- a comment -->
  <form id="dispatch" v:rank="1" rank="2">Công <b>văn</b> &amp; <![CDATA[<thư>]]></form>
  <v:form id="other"/>
  <note/>
</forms>
)";

TEST(Xml, ReadsElementsAttributesAndText) {
    const XmlDocument document = XmlDocument::parse(kForms, "forms.xml");
    const XmlElement root = document.root();
    EXPECT_EQ(root.name(), "forms");
    EXPECT_EQ(root.namespace_uri(), "urn:forms");
    ASSERT_EQ(root.children().size(), 3u);
    ASSERT_EQ(root.children("form").size(), 2u);
    EXPECT_EQ(root.children("form")[1].namespace_uri(), "urn:vanthu");

    const XmlElement form = *root.child("form");
    EXPECT_EQ(form.line(), 4);
    EXPECT_EQ(form.place(), "forms.xml:4");
    EXPECT_EQ(form.attribute("id"), "dispatch");
    EXPECT_EQ(form.attribute("rank"), "2");
    EXPECT_EQ(form.attribute("rank", "urn:vanthu"), "1");
    EXPECT_FALSE(form.attribute("v:rank"));
    EXPECT_FALSE(form.attribute("absent"));
    EXPECT_EQ(form.text(), "Công văn & <thư>");
    EXPECT_EQ(root.child("note")->text(), "");
    EXPECT_FALSE(root.child("absent"));
}

TEST(Xml, MissingAttributeIsNamedWithItsPlace) {
    const XmlDocument document = XmlDocument::parse(kForms, "forms.xml");
    try {
        document.root().child("note")->required("id");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Configuration);
        EXPECT_STREQ(error.what(), "forms.xml:6: element <note> needs the attribute \"id\"");
    }
}

TEST(Xml, ElementsOutliveAMoveOfTheDocument) {
    XmlDocument first = XmlDocument::parse(kForms, "forms.xml");
    const XmlElement form = *first.root().child("form");
    const XmlDocument second = std::move(first);
    EXPECT_EQ(form.place(), "forms.xml:4");
    EXPECT_EQ(second.file(), "forms.xml");
}

TEST(Xml, RefusesBrokenFilesWithTheFirstLine) {
    EXPECT_EQ(refusal("<a>\n<b>\n</a>").rfind("some/file.xml:3: ", 0), 0u);
    EXPECT_EQ(refusal("<a>\n&unknown;</a>").rfind("some/file.xml:2: ", 0), 0u);
    EXPECT_EQ(refusal("<a>\n<p:b/></a>").rfind("some/file.xml:2: ", 0), 0u);
    EXPECT_EQ(refusal("<a/>\n<b/>").rfind("some/file.xml:2: ", 0), 0u);
    EXPECT_EQ(refusal("<a x='1' x='2'/>").rfind("some/file.xml:1: ", 0), 0u);
    EXPECT_EQ(refusal("<a>\xff\xfe</a>").rfind("some/file.xml:1: ", 0), 0u);
    EXPECT_EQ(refusal("").rfind("some/file.xml:1: ", 0), 0u);
    EXPECT_EQ(refusal("<a>\n<b>\n</a>").find('\n'), std::string::npos);
}

TEST(Xml, RefusesEveryDoctype) {
    EXPECT_EQ(refusal("<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY x 'y'>]>\n<a>&x;</a>"),
              "some/file.xml:2: a DOCTYPE is not allowed; remove it");
    EXPECT_EQ(refusal("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>"),
              "some/file.xml:1: a DOCTYPE is not allowed; remove it");
    EXPECT_EQ(refusal("<!DOCTYPE a><a/>"), "some/file.xml:1: a DOCTYPE is not allowed; remove it");
}

TEST(Xml, RefusesDepthAndSizeAboveTheLimits) {
    XmlLimits limits;
    limits.depth = 3;
    EXPECT_EQ(refusal("<a><b><c/></b><b><c/></b></a>", limits), "not refused");
    EXPECT_EQ(refusal("<a>\n<b><c>\n<d/></c></b></a>", limits),
              "some/file.xml:3: elements are nested deeper than the limit of 3; flatten the file");
    limits.bytes = 10;
    EXPECT_EQ(refusal("<a>1234567</a>", limits),
              "some/file.xml:1: 14 bytes, the limit is 10; split the file");
}

class XmlFiles : public testing::Test {
protected:
    void SetUp() override {
        folder_ =
            std::filesystem::temp_directory_path() / ("vanthu-xml-" + std::to_string(getpid()));
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::string write(const std::string& name, std::string_view text) {
        const std::string path = folder_ / name;
        std::ofstream(path) << text;
        return path;
    }

    std::filesystem::path folder_;
};

constexpr char kSchema[] = R"(<element name="office" xmlns="http://relaxng.org/ns/structure/1.0"
    datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <zeroOrMore><element name="book"><attribute name="year"><data type="integer"/></attribute></element></zeroOrMore>
</element>
)";

TEST_F(XmlFiles, ValidatesAgainstRelaxNg) {
    const std::string schema = write("office.rng", kSchema);
    const std::string good = write("good.xml", "<office><book year='2022'/></office>");
    EXPECT_NO_THROW(XmlDocument::read(good).validate(schema));

    const std::string bad =
        write("bad.xml", "<office>\n<book year='2022'/>\n<book year='x'/>\n</office>");
    try {
        XmlDocument::read(bad).validate(schema);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Configuration);
        EXPECT_NE(std::string(error.what()).find(bad + ":3: "), std::string::npos) << error.what();
    }
}

TEST_F(XmlFiles, ABrokenSchemaIsToldByItsOwnPlace) {
    const std::string schema =
        write("broken.rng", "<element\nname='a' xmlns='http://relaxng.org/ns/structure/1.0'/>");
    const std::string file = write("a.xml", "<a/>");
    for (const std::string& path : {schema, (folder_ / "absent.rng").string()}) {
        try {
            XmlDocument::read(file).validate(path);
            FAIL();
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::Configuration);
            EXPECT_EQ(std::string(error.what()).rfind(path + ":", 0), 0u) << error.what();
        }
    }
}

TEST_F(XmlFiles, UnreadableFilesAreConfigurationErrors) {
    const std::string large = write("large.xml", "<a>" + std::string(100, 'x') + "</a>");
    XmlLimits limits;
    limits.bytes = 50;
    for (const std::string& path : {large, (folder_ / "absent.xml").string(), folder_.string()}) {
        try {
            XmlDocument::read(path, limits);
            FAIL() << path;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::Configuration);
            EXPECT_EQ(std::string(error.what()).rfind(path + ":1: ", 0), 0u) << error.what();
        }
    }
}

TEST(Xml, EscapesForContentAndAttributes) {
    EXPECT_EQ(escape_xml("a<b & \"c\" 'd'>"), "a&lt;b &amp; &quot;c&quot; &#39;d&#39;&gt;");
    EXPECT_EQ(escape_xml("Số\x01\n"), "Số\ufffd\n");
    const std::string text = "<Quyết định> & 'x' \"y\"";
    const std::string element = "<a b=\"" + escape_xml(text) + "\">" + escape_xml(text) + "</a>";
    const XmlDocument document = XmlDocument::parse(element, "a.xml");
    EXPECT_EQ(document.root().text(), text);
    EXPECT_EQ(document.root().attribute("b"), text);
}

}  // namespace
}  // namespace vanthu
