// read_content of docx_model_sandboxed.h: the parts of a DOCX into paragraphs and tables.

#include <algorithm>
#include <array>
#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "formats/docx_model_sandboxed.h"
#include "formats/docx_package_sandboxed.h"
#include "formats/docx_xml_sandboxed.h"

namespace vanthu::formats {
namespace {

using Event = XmlPull::Event;

constexpr int kMostSpans = 64;
constexpr std::size_t kMostColumns = 256;

// What word processors write for the signs of symbol fonts.
std::string symbol(const std::string& code) {
    constexpr std::array<std::pair<const char*, const char*>, 12> kKnown{{{"F0B7", "•"},
                                                                          {"F0A7", "▪"},
                                                                          {"F0D8", "➢"},
                                                                          {"F0FC", "✓"},
                                                                          {"F0FE", "☒"},
                                                                          {"F0A8", "☐"},
                                                                          {"F06F", "☐"},
                                                                          {"F0E0", "→"},
                                                                          {"F02D", "-"},
                                                                          {"F0B0", "°"},
                                                                          {"F0B3", "≥"},
                                                                          {"F0A3", "≤"}}};
    const std::string wanted = upper(code);
    for (const auto& [known, sign] : kKnown)
        if (wanted == known) return sign;
    const unsigned long point = std::strtoul(code.c_str(), nullptr, 16);
    const bool plain = point >= 0x20 && point < 0xD800;
    return plain ? to_utf8(std::u32string(1, static_cast<char32_t>(point))) : "□";
}

class Reader {
public:
    Reader(std::string_view bytes, const std::string& part, const pipeline::Limits& limits,
           const DocxStyles& styles, DocxNumbering& numbering, DocxContent& content)
        : xml_(bytes, part, limits), styles_(styles), numbering_(numbering), content_(content) {}

    std::vector<DocxItem> read(const std::string& root) {
        std::vector<DocxItem> items;
        bool found = false;
        for (Event event = xml_.next(); event != Event::Done; event = xml_.next())
            if (event == Event::Start && xml_.name() == root) {
                found = true;
                read_items(items);
            }
        if (!found)
            throw Error(ErrorCode::BadInput, "the DOCX has no text: " + root + " is missing");
        return items;
    }

private:
    // After Start: reads to its End, and everything that may stand beside paragraphs.
    void read_items(std::vector<DocxItem>& items) {
        for (;;) {
            const Event event = xml_.next();
            if (event == Event::Done || event == Event::End) return;
            if (event != Event::Start) continue;
            const std::string name = xml_.name();
            if (name == "w:p")
                read_paragraph(items);
            else if (name == "w:tbl")
                read_table(items);
            else if (name == "w:sectPr")
                read_sheet(xml_, content_.sheet);
            else if (name == "mc:AlternateContent")
                read_alternative([&] { read_items(items); });
            else if (is_transparent(name))
                read_items(items);
            else
                xml_.skip();
        }
    }

    static bool is_transparent(const std::string& name) {
        constexpr std::array kNames{"w:sdt",      "w:sdtContent", "w:ins",       "w:moveTo",
                                    "w:smartTag", "w:customXml",  "w:hyperlink", "w:fldSimple",
                                    "w:dir",      "w:bdo",        "m:oMathPara", "m:oMath"};
        return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
    }

    // The same picture or text box is written twice, for new programs and for old ones.
    template <class ReadChoice>
    void read_alternative(ReadChoice read_choice) {
        bool chosen = false;
        for (;;) {
            const Event event = xml_.next();
            if (event == Event::Done || event == Event::End) return;
            if (event != Event::Start) continue;
            const std::string& name = xml_.name();
            if (!chosen && (name == "mc:Choice" || name == "mc:Fallback")) {
                chosen = true;
                read_choice();
            } else {
                xml_.skip();
            }
        }
    }

    void read_paragraph(std::vector<DocxItem>& items) {
        Building building;
        building.look = styles_.defaults;
        const auto usual = styles_.styles.find(styles_.default_paragraph);
        if (usual != styles_.styles.end()) apply(building.look, usual->second);
        read_runs(building);
        DocxParagraph& paragraph = building.paragraph;
        const DocxLook& look = building.look;
        paragraph.align = look.align.value_or(Align::Left);
        paragraph.indent = look.indent.value_or(0);
        paragraph.first_line = look.first_line.value_or(0);
        paragraph.right_indent = look.right_indent.value_or(0);
        if (look.number_id.value_or(0) != 0 && !paragraph.pieces.empty()) {
            DocxPiece label = paragraph.pieces.front();
            label.kind = DocxPiece::Kind::Text;
            label.text = numbering_.next_label(*look.number_id, look.number_level.value_or(0));
            if (!label.text.empty()) {
                label.text += ' ';
                paragraph.pieces.insert(paragraph.pieces.begin(), std::move(label));
            }
        }
        items.push_back({std::move(paragraph), nullptr});
        for (DocxItem& item : building.boxes)
            items.push_back(std::move(item));
    }

    struct Building {
        DocxParagraph paragraph;
        DocxLook look;
        std::vector<DocxItem> boxes;  // text boxes anchored in it
    };

    void read_runs(Building& building) {
        for (;;) {
            const Event event = xml_.next();
            if (event == Event::Done || event == Event::End) return;
            if (event != Event::Start) continue;
            const std::string name = xml_.name();
            if (name == "w:r" || name == "m:r")
                read_run(building);
            else if (name == "w:pPr")
                read_properties(building);
            else if (name == "mc:AlternateContent")
                read_alternative([&] { read_runs(building); });
            else if (is_transparent(name) || name.compare(0, 2, "m:") == 0)
                read_runs(building);
            else
                xml_.skip();  // w:del, w:moveFrom: not on the paper any more
        }
    }

    void read_properties(Building& building) {
        DocxLook own;
        std::string style;
        read_paragraph_look(xml_, own, style, building.paragraph.tabs, &content_.sheet);
        const auto found = styles_.styles.find(style);
        if (found != styles_.styles.end()) apply(building.look, found->second);
        apply(building.look, own);
    }

    void read_run(Building& building) {
        DocxLook look = building.look;
        for (;;) {
            const Event event = xml_.next();
            if (event == Event::Done || event == Event::End) return;
            if (event != Event::Start) continue;
            const std::string name = xml_.name();
            if (name == "w:rPr")
                read_run_look(xml_, look);
            else if (name == "w:t" || name == "m:t")
                add(building, look, DocxPiece::Kind::Text, read_text());
            else if (name == "mc:AlternateContent")
                read_alternative([&] { read_drawing(building); });
            else if (name == "w:drawing" || name == "w:pict" || name == "w:object")
                read_drawing(building);
            else
                read_sign(building, look, name);
        }
    }

    void read_sign(Building& building, const DocxLook& look, const std::string& name) {
        using Kind = DocxPiece::Kind;
        if (name == "w:tab" || name == "w:ptab") add(building, look, Kind::Tab, {});
        if (name == "w:br" || name == "w:cr") add(building, look, Kind::LineBreak, {});
        if (name == "w:noBreakHyphen") add(building, look, Kind::Text, "-");
        if (name == "w:sym") add(building, look, Kind::Text, symbol(xml_.attribute("char")));
        if (name == "w:fldChar") {
            // Between begin and separate stands the instruction, after it the result.
            const std::string kind = xml_.attribute("fldCharType");
            if (kind == "begin") fields_.push_back(true);
            if (kind == "separate" && !fields_.empty()) fields_.back() = false;
            if (kind == "end" && !fields_.empty()) fields_.pop_back();
            if (fields_.size() > 256) fields_.clear();
        }
        xml_.skip();
    }

    // Looks for text boxes; the picture itself has no text.
    void read_drawing(Building& building) {
        for (;;) {
            const Event event = xml_.next();
            if (event == Event::Done || event == Event::End) return;
            if (event != Event::Start) continue;
            const std::string& name = xml_.name();
            if (name == "w:txbxContent")
                read_items(building.boxes);
            else if (name == "mc:AlternateContent")
                read_alternative([&] { read_drawing(building); });
            else
                read_drawing(building);
        }
    }

    std::string read_text() {
        std::string text;
        for (;;) {
            const Event event = xml_.next();
            if (event == Event::Text)
                text += xml_.text();
            else if (event == Event::Start)
                xml_.skip();
            else
                return text;
        }
    }

    void add(Building& building, const DocxLook& look, DocxPiece::Kind kind, std::string text) {
        const bool instruction = std::find(fields_.begin(), fields_.end(), true) != fields_.end();
        if (instruction || look.hidden.value_or(false)) return;
        DocxPiece piece;
        piece.kind = kind;
        piece.text = look.capitals.value_or(false) ? upper(text) : std::move(text);
        piece.bold = look.bold.value_or(false);
        piece.italic = look.italic.value_or(false);
        piece.half_points = look.half_points.value_or(20);
        building.paragraph.pieces.push_back(std::move(piece));
    }

    void read_table(std::vector<DocxItem>& items) {
        auto table = std::make_unique<DocxTable>();
        read_rows(*table);
        items.push_back({{}, std::move(table)});
    }

    void read_rows(DocxTable& table) {
        for (;;) {
            const Event event = xml_.next();
            if (event == Event::Done || event == Event::End) return;
            if (event != Event::Start) continue;
            const std::string name = xml_.name();
            if (name == "w:tblPr" || name == "w:tblGrid")
                read_table_look(table);
            else if (name == "w:tr")
                read_row(table);
            else if (is_transparent(name))
                read_rows(table);
            else
                xml_.skip();
        }
    }

    void read_table_look(DocxTable& table) {
        for (int open = 1; open > 0;) {
            const Event event = xml_.next();
            if (event == Event::Done) return;
            if (event == Event::End) --open;
            if (event != Event::Start) continue;
            ++open;
            const std::string& name = xml_.name();
            if (name == "w:gridCol" && table.columns.size() < kMostColumns)
                table.columns.push_back(std::clamp(number_of(xml_.attribute("w"), 0), 0, 100'000));
            if (name == "w:jc" && xml_.attribute("val") == "center") table.align = Align::Center;
            if (name == "w:tblInd")
                table.indent = std::clamp(number_of(xml_.attribute("w"), 0), -20'000, 20'000);
            if (name == "w:tblGridChange" || name == "w:tblPrChange") {
                xml_.skip();
                --open;
            }
        }
    }

    void read_row(DocxTable& table) {
        DocxRow row;
        bool deleted = false;
        read_cells(row, deleted);
        if (!deleted) table.rows.push_back(std::move(row));
    }

    void read_cells(DocxRow& row, bool& deleted) {
        for (;;) {
            const Event event = xml_.next();
            if (event == Event::Done || event == Event::End) return;
            if (event != Event::Start) continue;
            const std::string name = xml_.name();
            if (name == "w:tc") {
                DocxCell cell;
                read_cell(cell);
                if (row.cells.size() < kMostColumns) row.cells.push_back(std::move(cell));
            } else if (name == "w:trPr") {
                for (int open = 1; open > 0;) {
                    const Event inner = xml_.next();
                    if (inner == Event::Done) return;
                    if (inner == Event::End) --open;
                    if (inner != Event::Start) continue;
                    ++open;
                    if (xml_.name() == "w:del") deleted = true;
                    if (xml_.name() == "w:gridBefore")
                        row.skipped_columns =
                            std::clamp(number_of(xml_.attribute("val"), 0), 0, kMostSpans);
                }
            } else if (is_transparent(name)) {
                read_cells(row, deleted);
            } else {
                xml_.skip();
            }
        }
    }

    void read_cell(DocxCell& cell) {
        for (;;) {
            const Event event = xml_.next();
            if (event == Event::Done || event == Event::End) return;
            if (event != Event::Start) continue;
            const std::string name = xml_.name();
            if (name == "w:p")
                read_paragraph(cell.items);
            else if (name == "w:tbl")
                read_table(cell.items);
            else if (name == "w:tcPr")
                read_cell_look(cell);
            else if (is_transparent(name))
                read_items(cell.items);
            else
                xml_.skip();
        }
    }

    void read_cell_look(DocxCell& cell) {
        for (int open = 1; open > 0;) {
            const Event event = xml_.next();
            if (event == Event::Done) return;
            if (event == Event::End) --open;
            if (event != Event::Start) continue;
            ++open;
            const std::string& name = xml_.name();
            if (name == "w:gridSpan")
                cell.span = std::clamp(number_of(xml_.attribute("val"), 1), 1, kMostSpans);
            if (name == "w:vMerge") cell.continues_above = xml_.attribute("val") != "restart";
            if (name == "w:tcW")
                cell.width = std::clamp(number_of(xml_.attribute("w"), 0), 0, 100'000);
        }
    }

    XmlPull xml_;
    const DocxStyles& styles_;
    DocxNumbering& numbering_;
    DocxContent& content_;
    std::vector<bool> fields_;  // open fields; true while in the instruction
};

// The part that the package calls its main document; programs other than Word name it as they like.
std::string main_part(DocxPackage& package, const pipeline::Limits& limits) {
    const std::string usual = "word/document.xml";
    if (package.contains(usual) || !package.contains("_rels/.rels")) return usual;
    const std::string text = package.read("_rels/.rels");
    XmlPull xml(text, "_rels/.rels", limits);
    for (Event event = xml.next(); event != Event::Done; event = xml.next()) {
        if (event != Event::Start || xml.name() != "x:Relationship") continue;
        const std::string type = xml.attribute("Type");
        if (type.size() < 15 || type.compare(type.size() - 15, 15, "/officeDocument") != 0)
            continue;
        std::string target = xml.attribute("Target");
        return starts_with(target, "/") ? target.substr(1) : target;
    }
    return usual;
}

}  // namespace

DocxContent read_content(DocxPackage& package, const pipeline::Limits& limits) {
    DocxContent content;
    DocxStyles styles;
    DocxNumbering numbering;
    if (package.contains("word/styles.xml"))
        styles = read_styles(package.read("word/styles.xml"), limits);
    if (package.contains("word/numbering.xml"))
        numbering.read(package.read("word/numbering.xml"), limits);
    const auto read = [&](const std::string& part, const std::string& root) {
        const std::string text = package.read(part);
        return Reader(text, part, limits, styles, numbering, content).read(root);
    };
    constexpr int kMostHeaders = 12;
    for (int i = 1; i <= kMostHeaders; ++i) {
        const auto add = [&](const std::string& part, const char* root, auto& items) {
            if (!package.contains(part)) return;
            for (DocxItem& item : read(part, root))
                items.push_back(std::move(item));
        };
        add("word/header" + std::to_string(i) + ".xml", "w:hdr", content.headers);
        add("word/footer" + std::to_string(i) + ".xml", "w:ftr", content.footers);
    }
    content.body = read(main_part(package, limits), "w:body");
    return content;
}

}  // namespace vanthu::formats
