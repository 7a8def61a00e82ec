// read_content of docx_model_sandboxed.h: the parts of a DOCX and how they belong together.
//
// Parts are found by the relationships of the main one, whatever they are called; in a package
// without any by their usual names.

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "formats/docx_looks_sandboxed.h"
#include "formats/docx_model_sandboxed.h"
#include "formats/docx_numbering_sandboxed.h"
#include "formats/docx_package_sandboxed.h"
#include "formats/docx_reader_sandboxed.h"

namespace vanthu::formats {
namespace {

using Event = XmlPull::Event;

struct Relation {
    std::string id, kind, part;  // kind: the end of its type, "header"
};

class Relations {
public:
    Relations(DocxPackage& package, const std::string& part) : package_(package), main_(part) {
        const std::string listed = relationships_of(part);
        if (!package.contains(listed)) return;
        known_ = true;
        XmlPull xml = package.xml(listed);
        for (Event event = xml.next(); event != Event::Done; event = xml.next()) {
            if (event != Event::Start || xml.tag() != Tag::Relationship) continue;
            if (xml.attribute("TargetMode") == "External") continue;  // never followed
            const std::string_view type = xml.attribute("Type");
            relations_.push_back({std::string(xml.attribute("Id")),
                                  std::string(type.substr(type.rfind('/') + 1)),
                                  part_at(part, xml.attribute("Target"))});
        }
    }

    bool known() const { return known_; }

    // "" when there is none.
    std::string of_kind(std::string_view kind) const {
        for (const Relation& relation : relations_)
            if (relation.kind == kind && package_.contains(relation.part)) return relation.part;
        const std::string usual = part_at(main_, std::string(kind) + ".xml");
        return package_.contains(usual) ? usual : std::string();
    }

    std::string of_id(std::string_view id) const {
        for (const Relation& relation : relations_)
            if (relation.id == id && package_.contains(relation.part)) return relation.part;
        return {};
    }

private:
    DocxPackage& package_;
    std::string main_;
    bool known_ = false;
    std::vector<Relation> relations_;
};

template <class Work>
void for_paragraphs(std::vector<DocxItem>& items, const Work& work) {
    for (DocxItem& item : items) {
        if (!item.table) {
            work(item.paragraph);
            continue;
        }
        for (DocxRow& row : item.table->rows)
            for (DocxCell& cell : row.cells)
                for_paragraphs(cell.items, work);
    }
}

template <class Work>
void for_paragraphs(DocxContent& content, const Work& work) {
    for (auto* items : {&content.headers, &content.body, &content.notes, &content.footers})
        for_paragraphs(*items, work);
}

// Letters of Latin-1 that Vietnamese does not have: the first sign of an old font.
bool has_strange_letter(std::string_view text) {
    constexpr std::string_view kOwn =  // second bytes of ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ and their small letters
        "\x80\x81\x82\x83\x88\x89\x8a\x8c\x8d\x92\x93\x94\x95\x99\x9a\x9d"
        "\xa0\xa1\xa2\xa3\xa8\xa9\xaa\xac\xad\xb2\xb3\xb4\xb5\xb9\xba\xbd";
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        if (text[i] == '\xc2' && text[i + 1] != '\xa0') return true;
        if (text[i] == '\xc3' && kOwn.find(text[i + 1]) == std::string_view::npos) return true;
    }
    return false;
}

// A Vietnamese letter that Latin-1 does not have.
bool has_unicode_letter(std::string_view text) {
    return text.find("\xe1\xba") != std::string_view::npos ||
           text.find("\xe1\xbb") != std::string_view::npos ||
           text.find("\xc4\x91") != std::string_view::npos ||  // đ
           text.find("\xc6") != std::string_view::npos;        // ơ, ư
}

// Text in an old encoding whose font does not say so, found by its words in the whole paper.
void convert_unnamed_legacy(DocxContent& content) {
    constexpr std::size_t kEnough = 64u << 10;  // bytes to decide on
    std::string strange;
    for_paragraphs(content, [&](const DocxParagraph& paragraph) {
        if (strange.size() < kEnough && paragraph.letters.maybe_strange &&
            has_strange_letter(paragraph.text))
            strange += paragraph.text + "\n";
    });
    const LegacyEncoding encoding =
        strange.empty() ? LegacyEncoding::None : encoding_of_words(strange);
    if (encoding == LegacyEncoding::None) return;
    bool unicode_too = false;
    for_paragraphs(content, [&](const DocxParagraph& paragraph) {
        unicode_too = unicode_too || has_unicode_letter(paragraph.text);
    });
    const OtherText other = unicode_too ? OtherText::UnicodeToo : OtherText::SameEncoding;
    for_paragraphs(content, [&](DocxParagraph& paragraph) {
        if (!is_in(paragraph.text, encoding, other)) return;
        std::string text;
        for (DocxPiece& piece : paragraph.pieces) {
            const std::string_view old =
                std::string_view(paragraph.text).substr(piece.begin, piece.end - piece.begin);
            piece.begin = static_cast<std::uint32_t>(text.size());
            text += from_legacy(old, encoding);
            piece.end = static_cast<std::uint32_t>(text.size());
        }
        paragraph.text = std::move(text);
        paragraph.letters = kUnknownLetters;
    });
}

class Parts {
public:
    explicit Parts(DocxPackage& package)
        : package_(package), main_(package.main_part()), relations_(package, main_) {
        if (main_.empty())
            throw Error(ErrorCode::BadInput, "the DOCX has no part word/document.xml");
    }

    DocxContent read() {
        if (const std::string part = relations_.of_kind("styles"); !part.empty()) {
            XmlPull xml = package_.xml(part);
            styles_ = DocxStyles(xml);
        }
        if (const std::string part = relations_.of_kind("numbering"); !part.empty()) {
            XmlPull xml = package_.xml(part);
            numbering_.read(xml);
        }
        if (!read(main_, Tag::Body, content_.body))
            throw Error(ErrorCode::BadInput, "the DOCX has no text: w:body is missing");
        std::vector<DocxImage> images = std::move(content_.images);
        for (DocxImage& image : images)
            image.part = relations_.of_id(image.relationship);
        read_notes("footnotes", Tag::Footnote, content_.footnotes);
        read_notes("endnotes", Tag::Endnote, content_.endnotes);
        if (relations_.known())
            read_headers();
        else
            read_headers_by_name();
        convert_unnamed_legacy(content_);
        content_.images = std::move(images);  // without those of headers: logos
        return std::move(content_);
    }

private:
    bool read(const std::string& part, Tag root, std::vector<DocxItem>& items) {
        XmlPull xml = package_.xml(part);
        return DocxReader(xml, styles_, numbering_, content_).read(root, items);
    }

    void read_notes(std::string_view kind, Tag tag, const std::vector<std::string>& ids) {
        if (ids.empty()) return;
        const std::string part = relations_.of_kind(kind);
        if (part.empty()) return;
        XmlPull xml = package_.xml(part);
        DocxReader(xml, styles_, numbering_, content_).read_notes(tag, ids, content_.notes);
    }

    void read_headers() {
        // A header of first or even pages is on the paper only where the file switches it on.
        const auto uses = content_.header_uses;
        std::set<std::string> done;
        for (const DocxHeaderUse& use : uses) {
            if (use.pages == DocxHeaderUse::Pages::First && !content_.title_page) continue;
            if (use.pages == DocxHeaderUse::Pages::Even && !even_pages_differ()) continue;
            const std::string part = relations_.of_id(use.relationship);
            if (part.empty() || !done.insert(part).second) continue;
            read_header(part, use.header);
        }
    }

    void read_headers_by_name() {
        constexpr int kMostHeaders = 12;
        for (int i = 1; i <= kMostHeaders; ++i)
            for (const bool header : {true, false}) {
                const std::string part =
                    part_at(main_, (header ? "header" : "footer") + std::to_string(i) + ".xml");
                if (package_.contains(part)) read_header(part, header);
            }
    }

    void read_header(const std::string& part, bool header) {
        if (header)
            read(part, Tag::Header, content_.headers);
        else
            read(part, Tag::Footer, content_.footers);
    }

    bool even_pages_differ() {
        const std::string part = relations_.of_kind("settings");
        if (part.empty()) return false;
        XmlPull xml = package_.xml(part);
        for (Event event = xml.next(); event != Event::Done; event = xml.next())
            if (event == Event::Start && xml.tag() == Tag::EvenAndOdd) return switched_on(xml);
        return false;
    }

    DocxPackage& package_;
    std::string main_;
    Relations relations_;
    DocxStyles styles_;
    DocxNumbering numbering_;
    DocxContent content_;
};

}  // namespace

DocxContent read_content(DocxPackage& package, const pipeline::Limits&) {
    return Parts(package).read();
}

}  // namespace vanthu::formats
