// docx_xml_sandboxed.h: XML inside a DOCX, pulled element by element while it is unpacked.
//
// A reader of our own (docs/adr/0013), for what a DOCX may hold and no more. Streaming: at most one
// step of the part is in memory. No network, no entities, no DTD, at most limits.xml_depth; wrong
// XML is Error(BadInput) with the part's name. Names are told by namespace, so prefixes are
// anybody's choice, and the strict and the transitional namespaces are one. One reader belongs to
// one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "pipeline/sandbox.h"

namespace vanthu::formats {

// Every element that is looked at. "w" is WordprocessingML, "m" formulas, "mc" alternatives, "v"
// the old drawings, "a" the new, "wp" their place on the sheet, "w14" Word 2010, "pr"
// relationships.
// clang-format off
#define VANTHU_DOCX_TAGS(X) \
    X(Body, "w:body") X(Paragraph, "w:p") X(Run, "w:r") X(Text, "w:t") X(Table, "w:tbl") \
    X(Row, "w:tr") X(Cell, "w:tc") X(ParagraphLook, "w:pPr") X(RunLook, "w:rPr") \
    X(Section, "w:sectPr") X(Control, "w:sdt") X(ControlContent, "w:sdtContent") \
    X(ControlLook, "w:sdtPr") X(Inserted, "w:ins") X(MovedHere, "w:moveTo") X(Deleted, "w:del") \
    X(MovedAway, "w:moveFrom") X(SmartTag, "w:smartTag") X(CustomXml, "w:customXml") \
    X(Hyperlink, "w:hyperlink") X(SimpleField, "w:fldSimple") X(Direction, "w:dir") \
    X(BidiOverride, "w:bdo") X(Tab, "w:tab") X(PositionedTab, "w:ptab") X(Break, "w:br") \
    X(CarriageReturn, "w:cr") X(NoBreakHyphen, "w:noBreakHyphen") X(SoftHyphen, "w:softHyphen") \
    X(Symbol, "w:sym") X(FieldCharacter, "w:fldChar") X(FormField, "w:ffData") \
    X(FormCheckBox, "w:checkBox") X(CheckBoxChecked, "w:checked") \
    X(CheckBoxDefault, "w:default") X(Drawing, "w:drawing") X(Picture, "w:pict") \
    X(Object, "w:object") X(TextBox, "w:txbxContent") X(TableLook, "w:tblPr") \
    X(TableGrid, "w:tblGrid") X(GridColumn, "w:gridCol") X(Justification, "w:jc") \
    X(TableIndent, "w:tblInd") X(GridChange, "w:tblGridChange") X(TableChange, "w:tblPrChange") \
    X(RowLook, "w:trPr") X(GridBefore, "w:gridBefore") X(RowChange, "w:trPrChange") \
    X(CellLook, "w:tcPr") X(CellChange, "w:tcPrChange") X(GridSpan, "w:gridSpan") \
    X(VerticalMerge, "w:vMerge") X(HorizontalMerge, "w:hMerge") X(CellWidth, "w:tcW") \
    X(CellDeleted, "w:cellDel") X(ParagraphStyle, "w:pStyle") X(CharacterStyle, "w:rStyle") \
    X(NumberProperties, "w:numPr") X(NumberId, "w:numId") X(NumberLevel, "w:ilvl") \
    X(Indent, "w:ind") X(Tabs, "w:tabs") X(ParagraphChange, "w:pPrChange") \
    X(RunChange, "w:rPrChange") X(Bold, "w:b") X(Italic, "w:i") X(Capitals, "w:caps") \
    X(Hidden, "w:vanish") X(Size, "w:sz") X(Fonts, "w:rFonts") X(Style, "w:style") \
    X(BasedOn, "w:basedOn") X(PageSize, "w:pgSz") X(PageMargins, "w:pgMar") \
    X(TitlePage, "w:titlePg") X(HeaderReference, "w:headerReference") \
    X(FooterReference, "w:footerReference") X(Header, "w:hdr") X(Footer, "w:ftr") \
    X(Footnotes, "w:footnotes") X(Footnote, "w:footnote") X(Endnotes, "w:endnotes") \
    X(Endnote, "w:endnote") X(FootnoteReference, "w:footnoteReference") \
    X(EndnoteReference, "w:endnoteReference") X(EvenAndOdd, "w:evenAndOddHeaders") \
    X(AbstractNumber, "w:abstractNum") X(Number, "w:num") X(AbstractNumberId, "w:abstractNumId") \
    X(Level, "w:lvl") X(LevelOverride, "w:lvlOverride") X(StartOverride, "w:startOverride") \
    X(Start, "w:start") X(NumberFormat, "w:numFmt") X(LevelText, "w:lvlText") \
    X(LevelRestart, "w:lvlRestart") X(LevelLegal, "w:isLgl") X(StyleLink, "w:styleLink") \
    X(NumberStyleLink, "w:numStyleLink") X(Ruby, "w:ruby") X(RubyBase, "w:rubyBase") \
    X(Math, "m:oMath") X(MathParagraph, "m:oMathPara") X(MathRun, "m:r") X(MathText, "m:t") \
    X(MathRunLook, "m:rPr") X(MathOther, "m:*") X(Alternatives, "mc:AlternateContent") \
    X(Choice, "mc:Choice") X(Fallback, "mc:Fallback") X(OldShape, "v:shape") \
    X(OldImage, "v:imagedata") X(Image, "a:blip") X(Extent, "wp:extent") \
    X(Relationship, "pr:Relationship")
// clang-format on

enum class Tag : std::uint8_t {
    Other,
#define VANTHU_DOCX_TAG(NAME, TEXT) NAME,
    VANTHU_DOCX_TAGS(VANTHU_DOCX_TAG)
#undef VANTHU_DOCX_TAG
};

class XmlPull {
public:
    enum class Event : std::uint8_t { Start, End, Text, Done };

    // Fills `to` with at most `room` bytes and says how many; 0 at the end.
    using Source = std::function<std::size_t(char* to, std::size_t room)>;

    XmlPull(Source source, std::string part, const pipeline::Limits& limits);
    ~XmlPull();

    // Empty elements give Start and End, except those of no interest, which do not show up. Text
    // comes from w:t and m:t alone.
    Event next();

    // Of the element just started or ended.
    Tag tag() const;
    // Of the element just started, by local name; "" when it is missing. These and text() are good
    // until the next call of next().
    std::string_view attribute(std::string_view local_name) const;
    std::string_view text() const;

    // After Start: passes everything up to its End.
    void skip();

    // After Start: calls `child` at the Start of every element below it, to any depth, and returns
    // behind its End. `child` says whether it has read on to that element's End itself.
    template <class Child>
    void each_below(Child child) {
        for (int open = 1; open > 0;) {
            const Event event = next();
            if (event == Event::Done) return;
            if (event == Event::End) --open;
            if (event == Event::Start && !child(tag())) ++open;
        }
    }

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace vanthu::formats
