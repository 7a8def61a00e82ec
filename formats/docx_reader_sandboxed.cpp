#include "formats/docx_reader_sandboxed.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "base/text.h"

namespace vanthu::formats {
namespace {

using Event = XmlPull::Event;
using Kind = DocxPiece::Kind;

constexpr std::size_t kMostOpenFields = 256;
constexpr std::size_t kMostImages = 256;
constexpr std::size_t kMostNotes = 10'000;

// What may stand around paragraphs, runs, rows or cells without being seen.
bool is_transparent(Tag tag) {
    switch (tag) {
        case Tag::Control:
        case Tag::ControlContent:
        case Tag::Inserted:
        case Tag::MovedHere:
        case Tag::SmartTag:
        case Tag::CustomXml:
        case Tag::Hyperlink:
        case Tag::SimpleField:
        case Tag::Direction:
        case Tag::BidiOverride:
        case Tag::Ruby:
        case Tag::RubyBase:
        case Tag::Math:
        case Tag::MathParagraph:
        case Tag::MathOther:
            return true;
        default:
            return false;
    }
}

bool same_look(const DocxPiece& a, const DocxPiece& b) {
    return a.kind == Kind::Text && b.kind == Kind::Text && a.bold == b.bold &&
           a.italic == b.italic && a.half_points == b.half_points;
}

// Puts the pieces of one paragraph behind those of another.
void join(DocxParagraph& paragraph, const DocxParagraph& more) {
    const auto shift = static_cast<std::uint32_t>(paragraph.text.size());
    paragraph.text += more.text;
    paragraph.letters.add(more.letters);
    for (DocxPiece piece : more.pieces) {
        piece.begin += shift;
        piece.end += shift;
        paragraph.pieces.push_back(piece);
    }
}

}  // namespace

std::string note_mark(std::size_t number) {
    static constexpr std::array kDigits{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string mark;
    for (const char digit : std::to_string(number))
        mark += kDigits.at(static_cast<std::size_t>(digit - '0'));
    return mark;
}

// After Start: calls `work` at the Start of each child, which must read to its End.
template <class Work>
void DocxReader::each_child(Work work) {
    for (;;) {
        const Event event = xml_.next();
        if (event == Event::Start)
            work(xml_.tag());
        else if (event != Event::Text)
            return;
    }
}

// The same picture or text box is written twice, for new programs and for old ones.
template <class Work>
void DocxReader::choose_one(Work work) {
    bool chosen = false;
    each_child([&](Tag tag) {
        if (!chosen && (tag == Tag::Choice || tag == Tag::Fallback)) {
            chosen = true;
            work();
        } else {
            xml_.skip();
        }
    });
}

bool DocxReader::read(Tag root, std::vector<DocxItem>& items) {
    bool found = false;
    for (Event event = xml_.next(); event != Event::Done; event = xml_.next())
        if (event == Event::Start && xml_.tag() == root) {
            found = true;
            read_items(items);
        }
    return found;
}

void DocxReader::read_notes(Tag note, std::vector<std::string> ids, std::vector<DocxItem>& items) {
    std::vector<std::vector<DocxItem>> notes(ids.size());
    for (Event event = xml_.next(); event != Event::Done; event = xml_.next()) {
        if (event != Event::Start || xml_.tag() != note) continue;
        const auto id = std::find(ids.begin(), ids.end(), xml_.attribute("id"));
        if (id == ids.end()) {  // the line that parts notes from the text is one too
            xml_.skip();
            continue;
        }
        const auto index = static_cast<std::size_t>(id - ids.begin());
        carried_ = {};
        const std::string mark = note_mark(index + 1) + " ";
        carried_.text = mark;
        carried_.letters = kUnknownLetters;
        carried_.pieces.push_back(
            {Kind::Text, false, false, 20, 0, static_cast<std::uint32_t>(mark.size())});
        read_items(notes[index]);
    }
    for (auto& one : notes)
        for (DocxItem& item : one)
            items.push_back(std::move(item));
}

// After Start: reads to its End, and everything that may stand beside paragraphs.
void DocxReader::read_items(std::vector<DocxItem>& items) {
    each_child([&](Tag tag) {
        switch (tag) {
            case Tag::Paragraph:
                read_paragraph(items);
                break;
            case Tag::Table:
                read_table(items);
                break;
            case Tag::Section:
                read_section(xml_, content_);
                break;
            case Tag::Alternatives:
                choose_one([&] { read_items(items); });
                break;
            default:
                if (is_transparent(tag))
                    read_items(items);
                else
                    xml_.skip();
        }
    });
}

void DocxReader::read_paragraph(std::vector<DocxItem>& items) {
    Building building;
    building.look = styles_.paragraph({});
    if (!carried_.pieces.empty()) building.paragraph = std::exchange(carried_, {});
    read_runs(building);
    // A field whose instruction never ends would swallow the rest of the paper.
    std::replace(fields_.begin(), fields_.end(), true, false);
    DocxParagraph& paragraph = building.paragraph;
    if (building.mark_deleted) {
        carried_ = std::move(paragraph);
    } else {
        const DocxLook& look = building.look;
        paragraph.align = look.align.value_or(Align::Left);
        paragraph.indent = look.indent.value_or(0);
        paragraph.first_line = look.first_line.value_or(0);
        paragraph.right_indent = look.right_indent.value_or(0);
        if (look.number_id.value_or(0) != 0) add_label(building);
        items.push_back({std::move(paragraph), nullptr});
    }
    for (DocxItem& item : building.boxes)
        items.push_back(std::move(item));
}

void DocxReader::add_label(Building& building) {
    const DocxLook& look = building.look;
    std::string label = numbering_.next_label(*look.number_id, look.number_level.value_or(0));
    if (label.empty()) return;
    DocxParagraph with_label;
    label += ' ';
    DocxPiece piece{Kind::Text,
                    look.bold.value_or(false),
                    look.italic.value_or(false),
                    look.half_points.value_or(20),
                    0,
                    static_cast<std::uint32_t>(label.size())};
    const auto& pieces = building.paragraph.pieces;
    if (!pieces.empty()) {
        piece.bold = pieces.front().bold;
        piece.italic = pieces.front().italic;
        piece.half_points = pieces.front().half_points;
    }
    with_label.text = std::move(label);
    with_label.letters = kUnknownLetters;
    with_label.pieces.push_back(piece);
    join(with_label, building.paragraph);
    building.paragraph.text = std::move(with_label.text);
    building.paragraph.letters = with_label.letters;
    building.paragraph.pieces = std::move(with_label.pieces);
}

void DocxReader::read_runs(Building& building) {
    each_child([&](Tag tag) {
        switch (tag) {
            case Tag::Run:
            case Tag::MathRun:
                read_run(building);
                break;
            case Tag::ParagraphLook:
                read_properties(building);
                break;
            case Tag::Alternatives:
                choose_one([&] { read_runs(building); });
                break;
            default:
                if (is_transparent(tag))
                    read_runs(building);
                else
                    xml_.skip();  // w:del, w:moveFrom: not on the paper any more
        }
    });
}

void DocxReader::read_properties(Building& building) {
    DocxLook own;
    DocxParagraphExtras extras;
    read_paragraph_look(xml_, own, extras, [&] { read_section(xml_, content_); });
    if (!extras.style.empty()) building.look = styles_.paragraph(extras.style);
    apply(building.look, own);
    building.paragraph.tabs = std::move(extras.tabs);
    building.mark_deleted = extras.mark_deleted;
}

void DocxReader::read_run(Building& building) {
    // Most runs look like their paragraph; the copy is made for those that say otherwise.
    DocxLook own;
    const DocxLook* look = &building.look;
    each_child([&](Tag tag) {
        switch (tag) {
            case Tag::RunLook: {
                DocxLook direct;
                std::string style;
                bool deleted = false;
                read_run_look(xml_, direct, style, deleted);
                own = building.look;
                if (const DocxLook* named = styles_.character(style)) apply(own, *named);
                apply(own, direct);
                look = &own;
                break;
            }
            case Tag::Text:
            case Tag::MathText:
                for (;;) {
                    const Event event = xml_.next();
                    if (event == Event::Text)
                        add(building, *look, Kind::Text, xml_.text(), xml_.letters());
                    else if (event == Event::Start)
                        xml_.skip();
                    else
                        break;
                }
                break;
            case Tag::Alternatives:
                choose_one([&] { read_drawing(building); });
                break;
            case Tag::Drawing:
            case Tag::Picture:
            case Tag::Object:
                read_drawing(building);
                break;
            case Tag::Ruby:
                each_child([&](Tag part) {
                    if (part == Tag::RubyBase)
                        read_runs(building);
                    else
                        xml_.skip();
                });
                break;
            default:
                read_sign(building, *look, tag);
        }
    });
}

void DocxReader::read_sign(Building& building, const DocxLook& look, Tag tag) {
    switch (tag) {
        case Tag::Tab:
        case Tag::PositionedTab:
            add(building, look, Kind::Tab, {});
            break;
        case Tag::Break:
        case Tag::CarriageReturn:
            add(building, look, Kind::LineBreak, {});
            break;
        case Tag::NoBreakHyphen:
            add(building, look, Kind::Text, "-");
            break;
        case Tag::SoftHyphen:  // unseen, but for the old fonts that drew "ư" in its place
            if (look.encoding.value_or(LegacyEncoding::None) != LegacyEncoding::None)
                add(building, look, Kind::Text, "\u00ad");
            break;
        case Tag::Symbol: {
            const std::string code(xml_.attribute("char"));
            const SymbolFont font = symbol_font(xml_.attribute("font"));
            const auto point = static_cast<char32_t>(std::strtoul(code.c_str(), nullptr, 16));
            DocxLook plain = look;
            plain.symbols = SymbolFont::None;
            plain.encoding = LegacyEncoding::None;
            add(building, plain, Kind::Text, symbol(font, point));
            break;
        }
        case Tag::FootnoteReference:
            add_note_mark(building, look, content_.footnotes);
            break;
        case Tag::EndnoteReference:
            add_note_mark(building, look, content_.endnotes);
            break;
        case Tag::FieldCharacter:
            read_field_character(building, look);
            return;
        default:
            break;
    }
    xml_.skip();
}

// Between begin and separate stands the instruction, after it the result. A box of an old form has
// no result: it shows whether it is ticked.
void DocxReader::read_field_character(Building& building, const DocxLook& look) {
    const std::string kind(xml_.attribute("fldCharType"));
    bool is_box = false, ticked = false, decided = false;
    xml_.each_below([&](Tag tag) {
        if (tag == Tag::FormCheckBox) is_box = true;
        if (is_box && tag == Tag::CheckBoxChecked) {
            ticked = switched_on(xml_);
            decided = true;
        }
        if (is_box && tag == Tag::CheckBoxDefault && !decided) ticked = switched_on(xml_);
        return false;
    });
    if (is_box) add(building, look, Kind::Text, ticked ? "☒" : "☐");
    if (kind == "begin") fields_.push_back(true);
    if (kind == "separate" && !fields_.empty()) fields_.back() = false;
    if (kind == "end" && !fields_.empty()) fields_.pop_back();
    if (fields_.size() > kMostOpenFields) fields_.clear();
}

// The mark is a word of its own, so that the word before it is found.
void DocxReader::add_note_mark(Building& building, const DocxLook& look,
                               std::vector<std::string>& ids) {
    if (!xml_.attribute("customMarkFollows").empty() || ids.size() >= kMostNotes) return;
    ids.emplace_back(xml_.attribute("id"));
    add(building, look, Kind::Text, " " + note_mark(ids.size()));
}

// Looks for text boxes and pictures.
void DocxReader::read_drawing(Building& building) {
    DocxImage image;
    const auto search = [&](const auto& self) -> void {
        each_child([&](Tag tag) {
            switch (tag) {
                case Tag::TextBox: {
                    // The box is no part of the paragraph's fields or of its carried text.
                    const DocxParagraph carried = std::exchange(carried_, {});
                    read_items(building.boxes);
                    carried_ = carried;
                    return;
                }
                case Tag::Alternatives:
                    choose_one([&] { self(self); });
                    return;
                case Tag::Extent: {
                    constexpr int kEmuPerTwip = 635;
                    image.width = number_of(xml_.attribute("cx"), 0) / kEmuPerTwip;
                    image.height = number_of(xml_.attribute("cy"), 0) / kEmuPerTwip;
                    break;
                }
                case Tag::Image:
                    image.relationship = xml_.attribute("embed");
                    break;
                case Tag::OldImage:
                    image.relationship = xml_.attribute("id");
                    break;
                default:
                    break;
            }
            self(self);
        });
    };
    search(search);
    if (!image.relationship.empty() && content_.images.size() < kMostImages)
        content_.images.push_back(std::move(image));
}

void DocxReader::add(Building& building, const DocxLook& look, Kind kind, std::string_view text,
                     Letters letters) {
    const bool instruction = std::find(fields_.begin(), fields_.end(), true) != fields_.end();
    if (instruction || look.hidden.value_or(false)) return;
    DocxParagraph& paragraph = building.paragraph;
    DocxPiece piece;
    piece.kind = kind;
    piece.bold = look.bold.value_or(false);
    piece.italic = look.italic.value_or(false);
    piece.half_points = look.half_points.value_or(20);
    piece.begin = static_cast<std::uint32_t>(paragraph.text.size());
    if (!text.empty()) {
        std::string changed;
        if (const SymbolFont font = look.symbols.value_or(SymbolFont::None);
            font != SymbolFont::None)
            text = changed = symbols(font, text);
        else if (const auto encoding = look.encoding.value_or(LegacyEncoding::None);
                 encoding != LegacyEncoding::None)
            text = changed = from_legacy(text, encoding);
        if (look.capitals.value_or(false)) text = changed = upper(text);
        paragraph.text += text;
        paragraph.letters.add(changed.empty() ? letters : kUnknownLetters);
    }
    piece.end = static_cast<std::uint32_t>(paragraph.text.size());
    if (!paragraph.pieces.empty() && same_look(paragraph.pieces.back(), piece))
        paragraph.pieces.back().end = piece.end;
    else
        paragraph.pieces.push_back(piece);
}

}  // namespace vanthu::formats
