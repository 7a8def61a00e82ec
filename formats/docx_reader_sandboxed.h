// docx_reader_sandboxed.h: one part of a DOCX (body, header, notes) into paragraphs and tables.
//
// What is read is what stands on the paper: tracked changes as accepted, fields by their result,
// hidden text not at all, one of two alternatives, lists with their labels. One object reads one
// part.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/docx_looks_sandboxed.h"
#include "formats/docx_model_sandboxed.h"
#include "formats/docx_numbering_sandboxed.h"
#include "formats/docx_xml_sandboxed.h"

namespace vanthu::formats {

class DocxReader {
public:
    DocxReader(XmlPull& xml, const DocxStyles& styles, DocxNumbering& numbering,
               DocxContent& content)
        : xml_(xml), styles_(styles), numbering_(numbering), content_(content) {}

    // Everything inside the element `root`; false when the part has none.
    bool read(Tag root, std::vector<DocxItem>& items);

    // The notes of that kind that were referred to, each with its number; `ids` in their order.
    void read_notes(Tag note, std::vector<std::string> ids, std::vector<DocxItem>& items);

private:
    struct Building {
        DocxParagraph paragraph;
        DocxLook look;
        bool mark_deleted = false;
        std::vector<DocxItem> boxes;  // text boxes anchored in it
    };

    template <class Work>
    void each_child(Work work);
    template <class Work>
    void choose_one(Work work);

    void read_items(std::vector<DocxItem>& items);
    void read_paragraph(std::vector<DocxItem>& items);
    void read_runs(Building& building);
    void read_properties(Building& building);
    void read_run(Building& building);
    void read_sign(Building& building, const DocxLook& look, Tag tag);
    void read_field_character(Building& building, const DocxLook& look);
    void read_drawing(Building& building);
    void add_label(Building& building);
    void add(Building& building, const DocxLook& look, DocxPiece::Kind kind, std::string_view text,
             Letters letters = kUnknownLetters);
    void add_note_mark(Building& building, const DocxLook& look, std::vector<std::string>& ids);

    void read_table(std::vector<DocxItem>& items);
    void read_rows(DocxTable& table);
    void read_table_look(DocxTable& table);
    void read_row(DocxTable& table);
    void read_cells(DocxRow& row, bool& deleted);
    void read_cell(DocxRow& row);
    void read_cell_look(DocxCell& cell, bool& deleted);

    XmlPull& xml_;
    const DocxStyles& styles_;
    DocxNumbering& numbering_;
    DocxContent& content_;
    std::vector<bool> fields_;  // open fields; true while in the instruction
    DocxParagraph carried_;     // of a paragraph whose mark was deleted
};

// The number of a note as it stands behind a word: "¹²".
std::string note_mark(std::size_t number);

}  // namespace vanthu::formats
