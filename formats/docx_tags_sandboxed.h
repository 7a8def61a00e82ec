// docx_tags_sandboxed.h: the elements of a DOCX that are looked at, told by namespace and name.
//
// Word writes the transitional namespaces, some programs the strict ones; here they are one. What
// is not listed is Tag::Other. One ElementNames belongs to one part and one thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

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

// False for the commonest elements, whose attributes only say who edited them when.
bool has_attributes(Tag tag);

// The names of one part as they are written, "w:p", under the namespaces that are open.
class ElementNames {
public:
    // `start`: the first eight letters of the name, each a byte, the first the lowest.
    Tag tag(std::string_view name, std::uint64_t start);
    Tag tag(std::string_view name);

    // A prefix ("" for none) stands for a namespace as long as `depth` elements are open.
    void bind(std::string_view prefix, std::string_view space, std::size_t depth);

    // The element that was the `depth`-th open one has ended.
    void close(std::size_t depth);

private:
    struct Binding {
        std::string prefix;
        std::string_view space;  // in short, "w:"; "" for one that nobody looks into
        std::size_t depth = 0;
    };
    // Good as long as no namespace came or went.
    struct Known {
        std::uint64_t start = 0;
        std::uint32_t age = 0;
        std::uint8_t size = 0;
        Tag tag = Tag::Other;
        std::array<char, 18> rest{};  // behind the start
    };

    Tag resolved(std::string_view name) const;

    std::vector<Binding> bindings_{{"xml", "", 0}};
    std::uint32_t age_ = 1;
    std::array<Known, 256> known_;
};

}  // namespace vanthu::formats
