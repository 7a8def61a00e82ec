// DocxReader of docx_reader_sandboxed.h: its tables.

#include <algorithm>

#include "formats/docx_reader_sandboxed.h"

namespace vanthu::formats {
namespace {

using Event = XmlPull::Event;

constexpr int kMostSpans = 64;
constexpr std::size_t kMostColumns = 256;
constexpr int kWidest = 100'000;  // twips

// What may stand around rows and cells.
bool is_around_cells(Tag tag) {
    return tag == Tag::Control || tag == Tag::ControlContent || tag == Tag::CustomXml ||
           tag == Tag::Inserted || tag == Tag::MovedHere || tag == Tag::SmartTag;
}

}  // namespace

void DocxReader::read_table(std::vector<DocxItem>& items) {
    auto table = std::make_unique<DocxTable>();
    read_rows(*table);
    items.push_back({{}, std::move(table)});
}

void DocxReader::read_rows(DocxTable& table) {
    for (Event event = xml_.next(); event != Event::End && event != Event::Done;
         event = xml_.next()) {
        if (event != Event::Start) continue;
        const Tag tag = xml_.tag();
        if (tag == Tag::TableLook || tag == Tag::TableGrid)
            read_table_look(table);
        else if (tag == Tag::Row)
            read_row(table);
        else if (is_around_cells(tag))
            read_rows(table);
        else
            xml_.skip();
    }
}

void DocxReader::read_table_look(DocxTable& table) {
    xml_.each_below([&](Tag tag) {
        if (tag == Tag::GridColumn && table.columns.size() < kMostColumns)
            table.columns.push_back(std::clamp(number_of(xml_.attribute("w"), 0), 0, kWidest));
        if (tag == Tag::Justification && xml_.attribute("val") == "center")
            table.align = Align::Center;
        if (tag == Tag::TableIndent)
            table.indent = std::clamp(number_of(xml_.attribute("w"), 0), -20'000, 20'000);
        if (tag != Tag::GridChange && tag != Tag::TableChange) return false;
        xml_.skip();
        return true;
    });
}

void DocxReader::read_row(DocxTable& table) {
    DocxRow row;
    bool deleted = false;
    read_cells(row, deleted);
    if (!deleted) table.rows.push_back(std::move(row));
}

void DocxReader::read_cells(DocxRow& row, bool& deleted) {
    for (Event event = xml_.next(); event != Event::End && event != Event::Done;
         event = xml_.next()) {
        if (event != Event::Start) continue;
        const Tag tag = xml_.tag();
        if (tag == Tag::Cell) {
            read_cell(row);
        } else if (tag == Tag::RowLook) {
            xml_.each_below([&](Tag look) {
                if (look == Tag::Deleted) deleted = true;
                if (look == Tag::GridBefore)
                    row.skipped_columns =
                        std::clamp(number_of(xml_.attribute("val"), 0), 0, kMostSpans);
                if (look != Tag::RowChange) return false;
                xml_.skip();
                return true;
            });
        } else if (is_around_cells(tag)) {
            read_cells(row, deleted);
        } else {
            xml_.skip();
        }
    }
}

void DocxReader::read_cell(DocxRow& row) {
    DocxCell cell;
    bool deleted = false;
    for (Event event = xml_.next(); event != Event::End && event != Event::Done;
         event = xml_.next()) {
        if (event != Event::Start) continue;
        const Tag tag = xml_.tag();
        if (tag == Tag::Paragraph)
            read_paragraph(cell.items);
        else if (tag == Tag::Table)
            read_table(cell.items);
        else if (tag == Tag::CellLook)
            read_cell_look(cell, deleted);
        else if (is_around_cells(tag))
            read_items(cell.items);
        else
            xml_.skip();
    }
    if (deleted || row.cells.size() >= kMostColumns) return;
    if (cell.continues_before && !row.cells.empty())
        row.cells.back().span = std::min(row.cells.back().span + cell.span, kMostSpans);
    else
        row.cells.push_back(std::move(cell));
}

void DocxReader::read_cell_look(DocxCell& cell, bool& deleted) {
    xml_.each_below([&](Tag tag) {
        switch (tag) {
            case Tag::GridSpan:
                cell.span = std::clamp(number_of(xml_.attribute("val"), 1), 1, kMostSpans);
                return false;
            case Tag::VerticalMerge:
                cell.continues_above = xml_.attribute("val") != "restart";
                return false;
            case Tag::HorizontalMerge:
                cell.continues_before = xml_.attribute("val") != "restart";
                return false;
            case Tag::CellWidth:
                cell.width = std::clamp(number_of(xml_.attribute("w"), 0), 0, kWidest);
                return false;
            case Tag::CellDeleted:
                deleted = true;
                return false;
            case Tag::CellChange:
                xml_.skip();
                return true;
            default:
                return false;
        }
    });
}

}  // namespace vanthu::formats
