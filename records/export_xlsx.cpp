#include "records/export.h"

#include <memory>

#include <xlsxwriter.h>

#include "base/error.h"
#include "base/text.h"

namespace vanthu::records {
namespace {

constexpr std::size_t kLongestCell = 32767;  // characters, the limit of the format
constexpr lxw_row_t kTitleRow = 0, kYearRow = 1, kHeadingRow = 3, kNumberRow = 4,
                    kFirstEntryRow = 5;

struct CloseWorkbook {
    void operator()(lxw_workbook* workbook) const { workbook_close(workbook); }
};
using Workbook = std::unique_ptr<lxw_workbook, CloseWorkbook>;

void require(lxw_error error, const std::string& path) {
    if (error != LXW_NO_ERROR)
        throw Error(ErrorCode::Unavailable,
                    path + ": cannot write the spreadsheet: " + lxw_strerror(error));
}

// XML 1.0 carries no control characters, and a cell no more than kLongestCell characters.
std::string cell_text(const std::string& text) {
    std::u32string kept;
    for (const char32_t c : to_utf32(text)) {
        if (kept.size() == kLongestCell) break;
        if (c >= 0x20 || c == U'\n' || c == U'\t') kept.push_back(c);
    }
    return to_utf8(kept);
}

struct Formats {
    explicit Formats(lxw_workbook* workbook)
        : title(workbook_add_format(workbook)),
          heading(workbook_add_format(workbook)),
          cell(workbook_add_format(workbook)) {
        for (lxw_format* format : {title, heading, cell})
            format_set_font_name(format, "Times New Roman");
        format_set_bold(title);
        format_set_font_size(title, 14);
        for (lxw_format* format : {heading, cell}) {
            format_set_border(format, LXW_BORDER_THIN);
            format_set_text_wrap(format);
            format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
            format_set_num_format(format, "@");
        }
        format_set_bold(heading);
        format_set_align(heading, LXW_ALIGN_CENTER);
    }

    lxw_format* title;
    lxw_format* heading;
    lxw_format* cell;
};

// Wide columns for the ones that hold sentences.
double width_of(const BookColumn& column) {
    if (column.id == "subject") return 48;
    if (column.id == "author" || column.id == "receiver" || column.id == "note") return 24;
    return 14;
}

void write_head(lxw_worksheet* sheet, const Book& book, int year, const Formats& formats) {
    worksheet_write_string(sheet, kTitleRow, 0, cell_text(book.title).c_str(), formats.title);
    worksheet_write_string(sheet, kYearRow, 0, ("Năm: " + std::to_string(year)).c_str(),
                           formats.title);
    for (std::size_t i = 0; i < book.columns.size(); ++i) {
        const auto at = static_cast<lxw_col_t>(i);
        worksheet_set_column(sheet, at, at, width_of(book.columns[i]), nullptr);
        worksheet_write_string(sheet, kHeadingRow, at, cell_text(book.columns[i].title).c_str(),
                               formats.heading);
    }
    for (std::size_t i = 0; i < book.columns.size(); ++i)
        worksheet_write_string(sheet, kNumberRow, static_cast<lxw_col_t>(i),
                               ("(" + std::to_string(i + 1) + ")").c_str(), formats.heading);
}

// An ampersand begins a code there, and the format takes 255 characters.
std::string footer_text(const std::string& text) {
    std::u32string kept;
    for (const char32_t c : to_utf32(text))
        if (kept.size() < 200) kept += c == U'&' ? U"&&" : std::u32string(1, c);
    return to_utf8(kept);
}

void write_cover(lxw_workbook* workbook, const Book& book, int year, const PrintedBy& by,
                 const std::vector<std::string>& lines, const Formats& formats) {
    lxw_worksheet* sheet = workbook_add_worksheet(workbook, "Bìa");
    if (sheet == nullptr)
        throw Error(ErrorCode::Internal, "the spreadsheet takes no sheet for the cover");
    worksheet_set_paper(sheet, 9);  // A4
    worksheet_set_landscape(sheet);
    worksheet_set_column(sheet, 0, 0, 110, nullptr);
    std::vector<std::string> all = {
        by.in_charge, by.office, "", book.title,
        (book.terms.empty() ? "Năm: " : "Nhiệm kỳ bắt đầu năm: ") + std::to_string(year)};
    all.insert(all.end(), lines.begin(), lines.end());
    all.push_back("Quyển số: ........");
    if (!book.retention.empty()) all.push_back("Thời hạn bảo quản: " + book.retention);
    all.push_back(printed_mark(by));
    for (std::size_t i = 0; i < all.size(); ++i)
        worksheet_write_string(sheet, static_cast<lxw_row_t>(i), 0, cell_text(all[i]).c_str(),
                               formats.title);
}

void set_print(lxw_worksheet* sheet, const PrintedBy& by) {
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, 9);  // A4
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_repeat_rows(sheet, kHeadingRow, kNumberRow);
    worksheet_freeze_panes(sheet, kFirstEntryRow, 0);
    worksheet_set_footer(sheet, ("&L" + footer_text(printed_mark(by)) + "&R&P/&N").c_str());
}

}  // namespace

void export_xlsx(store::Transaction& tx, const std::string& book_id, int year, const PrintedBy& by,
                 const HandlingOf& handling, const std::string& path) {
    const Book book = find_book(tx, book_id);
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    Workbook workbook(workbook_new_opt(path.c_str(), &options));
    if (!workbook) throw Error(ErrorCode::Unavailable, path + ": cannot write the spreadsheet");
    const Formats formats(workbook.get());
    write_cover(workbook.get(), book, year, by, cover_lines(tx, book, year), formats);
    lxw_worksheet* sheet = workbook_add_worksheet(
        workbook.get(), (book.id + " " + std::to_string(year)).substr(0, 31).c_str());
    if (sheet == nullptr)
        throw Error(ErrorCode::Internal, path + ": the spreadsheet takes no sheet for " + book.id);
    set_print(sheet, by);
    write_head(sheet, book, year, formats);
    lxw_row_t row = kFirstEntryRow;
    for_each_row(tx, book, year, handling, [&](const std::vector<std::string>& texts) {
        for (std::size_t i = 0; i < texts.size(); ++i)
            require(worksheet_write_string(sheet, row, static_cast<lxw_col_t>(i),
                                           cell_text(texts[i]).c_str(), formats.cell),
                    path);
        ++row;
    });
    require(workbook_close(workbook.release()), path);
}

}  // namespace vanthu::records
