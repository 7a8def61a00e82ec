#include "records/print.h"

#include <algorithm>
#include <cstdio>

#include "base/error.h"
#include "base/text.h"
#include "pipeline/documents.h"
#include "records/entry_columns.h"
#include "records/export.h"
#include "records/links.h"
#include "records/paper.h"

namespace vanthu::records {
namespace {

constexpr const char* kCountry = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
constexpr const char* kMotto = "Độc lập - Tự do - Hạnh phúc";

double share_of(const BookColumn& column) {
    if (column.id == "subject" || column.id == "document") return 3.4;
    if (column.id == "author" || column.id == "receiver") return 1.8;
    if (column.id == "number") return 0.8;
    if (column.id == "code") return 1.5;
    if (column.id.ends_with("_date") || column.id.ends_with("_on") || column.id == "due")
        return 1.4;  // a day is not parted over two lines
    return 1.1;
}

std::string local_time(Instant at) {
    const std::int64_t minute = (at - start_of_day(local_date(at))) / 60'000'000;
    char text[8];
    std::snprintf(text, sizeof text, "%02d:%02d", static_cast<int>(minute / 60),
                  static_cast<int>(minute % 60));
    return text;
}

// Organ on the left, country and motto on the right, as on every official page.
double put_head(Paper& paper, const PrintedBy& by) {
    const double wide = paper.right() - paper.left(), half = wide * 0.45;
    double y = Paper::kMargin;
    double left_y = y;
    if (!by.in_charge.empty())
        left_y += paper.text(paper.left(), left_y, half, upper(by.in_charge),
                             {.points = 12, .align = Align::Center});
    left_y += paper.text(paper.left(), left_y, half, upper(by.office),
                         {.points = 12, .bold = true, .align = Align::Center});
    paper.line(paper.left() + half * 0.35, left_y + 1, paper.left() + half * 0.65, left_y + 1);
    const double x = paper.right() - wide * 0.55;
    y += paper.text(x, y, wide * 0.55, kCountry,
                    {.points = 12, .bold = true, .align = Align::Center});
    y +=
        paper.text(x, y, wide * 0.55, kMotto, {.points = 13, .bold = true, .align = Align::Center});
    paper.line(x + wide * 0.16, y + 1, paper.right() - wide * 0.16, y + 1);
    return std::max(y, left_y) + 8;
}

void put_cover(Paper& paper, const Book& book, int year, const PrintedBy& by,
               const std::vector<std::string>& lines) {
    const double wide = paper.right() - paper.left();
    paper.frame(paper.left(), Paper::kMargin, wide, paper.bottom() - Paper::kMargin);
    double y = Paper::kMargin + 10;
    if (!by.in_charge.empty())
        y += paper.text(paper.left(), y, wide, upper(by.in_charge),
                        {.points = 14, .align = Align::Center});
    y += paper.text(paper.left(), y, wide, upper(by.office),
                    {.points = 14, .bold = true, .align = Align::Center});
    paper.line(paper.left() + wide * 0.42, y + 1, paper.left() + wide * 0.58, y + 1);
    y = paper.height() * 0.36;
    y += paper.text(paper.left(), y, wide, book.title,
                    {.points = 22, .bold = true, .align = Align::Center});
    y += 6 + paper.text(
                 paper.left(), y + 6, wide,
                 (book.terms.empty() ? "Năm: " : "Nhiệm kỳ bắt đầu năm: ") + std::to_string(year),
                 {.points = 15, .align = Align::Center});
    for (const std::string& line : lines)
        y +=
            2 + paper.text(paper.left(), y + 2, wide, line, {.points = 14, .align = Align::Center});
    y += 10;
    paper.text(paper.left(), y, wide - 10, "Quyển số: ........",
               {.points = 14, .align = Align::Right});
    if (!book.retention.empty())
        paper.text(paper.left() + 6, paper.bottom() - 10, wide,
                   "Thời hạn bảo quản: " + book.retention, {.points = 12, .italic = true});
}

// Rows of one opinion block of the slip; what nobody has said stays dotted for the pen.
void put_opinions(Paper& paper, double& y, const std::string& title,
                  const std::vector<SlipOpinion>& opinions, const std::string& level) {
    const double wide = paper.right() - paper.left();
    const auto put = [&](const std::string& text, const Type& type = {.points = 13}) {
        const double high = paper.height_of(wide, text, type);
        if (y + high > paper.bottom()) {
            paper.next_page();
            y = Paper::kMargin;
        }
        y += paper.text(paper.left(), y, wide, text, type) + 1.5;
    };
    y += 3;
    put(title, {.points = 13, .bold = true});
    bool any = false;
    for (const SlipOpinion& opinion : opinions) {
        if (opinion.level != level) continue;
        any = true;
        if (!opinion.text.empty()) put(opinion.text);
        if (!opinion.lead.empty()) put("- Đơn vị, cá nhân chủ trì: " + opinion.lead);
        if (!opinion.support.empty())
            put("- Đơn vị, cá nhân phối hợp: " + join(opinion.support, ", "));
        if (!opinion.due.empty()) put("- Thời hạn giải quyết: " + printed_date(opinion.due));
        put(opinion.user + ", ngày " + opinion.day,
            {.points = 12, .italic = true, .align = Align::Right});
    }
    if (!any)
        for (int i = 0; i < 3; ++i)
            put(std::string(96, '.'));
}

}  // namespace

std::string printed_mark(const PrintedBy& by) {
    return "In từ hệ thống Vanthu lúc " + local_time(by.now) + " " +
           printed_date(iso_date(local_date(by.now))) + ", người in: " + by.user;
}

void for_each_row(store::Transaction& tx, const Book& book, int year, const HandlingOf& handling,
                  const std::function<void(const std::vector<std::string>&)>& use) {
    if (book.follows.empty()) {
        for_each_entry(tx, book.id, year,
                       [&](const RegisterEntry& entry) { use(exported_columns(entry)); });
        return;
    }
    std::vector<RegisterEntry> entries;
    for_each_entry(tx, book.follows, year,
                   [&](const RegisterEntry& entry) { entries.push_back(entry); });
    for (RegisterEntry& entry : entries) {
        const pipeline::Document document = pipeline::load_document(tx, entry.document);
        entry.columns = printed_columns(book, entry, document);
        for (std::size_t i = 0; i < book.columns.size(); ++i) {
            const std::string& source = book.columns[i].source;
            if (source == "reply")
                entry.columns[i] = answer_codes(tx, entry.document);
            else if (handling && (source == "lead" || source == "due" || source == "progress"))
                entry.columns[i] = handling(entry.document, source);
        }
        use(exported_columns(entry));
    }
}

std::vector<std::string> cover_lines(store::Transaction& tx, const Book& book, int year) {
    const auto row = tx.query_one(
        "select min(number) as first, max(number) as last, min(registered_at) as from_at, "
        "max(registered_at) as to_at from register_entry where book = $1 and year = $2",
        {book.follows.empty() ? book.id : book.follows, year});
    const auto day = [](Instant at) { return printed_date(iso_date(local_date(at))); };
    const bool is_empty = row->is_null("first");
    std::vector<std::string> lines = {is_empty ? "Từ ngày ........ đến ngày ........"
                                               : "Từ ngày " + day(row->integer("from_at")) +
                                                     " đến ngày " + day(row->integer("to_at"))};
    if (book.follows.empty())
        lines.push_back(is_empty ? "Từ số ........ đến số ........"
                                 : "Từ số " + printed_number(row->integer("first")) + " đến số " +
                                       printed_number(row->integer("last")));
    return lines;
}

void print_book(store::Transaction& tx, const std::string& book_id, int year, const PrintedBy& by,
                const HandlingOf& handling, const std::string& path) {
    const Book book = find_book(tx, book_id);
    const std::vector<std::string> lines = cover_lines(tx, book, year);
    std::vector<TableColumn> columns;
    for (const BookColumn& column : book.columns)
        columns.push_back(
            {column.title, share_of(column),
             column.id == "number" || column.id.ends_with("_date") ? Align::Center : Align::Left});
    write_paper(path, Orientation::Landscape, book.title + " " + std::to_string(year),
                printed_mark(by), [&](Paper& paper) {
                    put_cover(paper, book, year, by, lines);
                    paper.next_page();
                    PaperTable table(paper, columns, Paper::kMargin,
                                     PaperTable::Head::TitlesAndNumbers);
                    for_each_row(tx, book, year, handling,
                                 [&](const std::vector<std::string>& texts) { table.row(texts); });
                });
}

void print_slip(const Slip& slip, const PrintedBy& by, const std::string& path) {
    write_paper(
        path, Orientation::Portrait, "Phiếu giải quyết văn bản đến", printed_mark(by),
        [&](Paper& paper) {
            const double wide = paper.right() - paper.left();
            double y = put_head(paper, by);
            const Date today = local_date(by.now);
            y += paper.text(paper.left(), y, wide,
                            (slip.place.empty() ? std::string("........") : slip.place) +
                                ", ngày " + printed_number(today.day) + " tháng " +
                                printed_number(today.month) + " năm " + std::to_string(today.year),
                            {.points = 13, .italic = true, .align = Align::Right});
            y += 5 + paper.text(paper.left(), y + 5, wide, "PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN",
                                {.points = 14, .bold = true, .align = Align::Center});
            std::string what = slip.type_name;
            if (!slip.code.empty()) what += " số " + slip.code;
            if (!slip.issued_date.empty()) what += " ngày " + printed_date(slip.issued_date);
            if (!slip.organ_name.empty()) what += " của " + slip.organ_name;
            y += 2 + paper.text(paper.left(), y + 2, wide, trim(what),
                                {.points = 13, .align = Align::Center});
            y += paper.text(paper.left(), y, wide, slip.subject,
                            {.points = 13, .bold = true, .align = Align::Center});
            if (!slip.entry.empty())
                y += paper.text(paper.left(), y, wide, slip.entry,
                                {.points = 13, .align = Align::Center});
            put_opinions(paper, y, "1. Ý kiến của lãnh đạo cơ quan, tổ chức:", slip.opinions,
                         "agency");
            put_opinions(paper, y, "2. Ý kiến của lãnh đạo đơn vị:", slip.opinions, "unit");
            put_opinions(paper, y, "3. Ý kiến đề xuất của người giải quyết:", slip.opinions,
                         "handler");
        });
}

void print_list(const PrintedList& list, const PrintedBy& by, const std::string& path) {
    write_paper(path, Orientation::Portrait, list.title, printed_mark(by), [&](Paper& paper) {
        const double wide = paper.right() - paper.left();
        double y = put_head(paper, by);
        const auto put = [&](const std::string& text, const Type& type) {
            if (y + paper.height_of(wide, text, type) > paper.bottom()) {
                paper.next_page();
                y = Paper::kMargin;
            }
            y += paper.text(paper.left(), y, wide, text, type) + 1.5;
        };
        put(list.title, {.points = 14, .bold = true, .align = Align::Center});
        for (const std::string& line : list.before)
            put(line, {.points = 13});
        if (!list.columns.empty()) {
            std::vector<TableColumn> columns;
            for (std::size_t i = 0; i < list.columns.size(); ++i)
                columns.push_back({list.columns[i], list.shares.at(i), Align::Left});
            PaperTable table(paper, columns, y + 2, PaperTable::Head::Titles);
            for (const auto& row : list.rows)
                table.row(row);
            y = table.y() + 4;
        }
        for (const std::string& line : list.after)
            put(line, {.points = 13});
        if (list.signatures.empty()) return;
        if (y + 40 > paper.bottom()) {
            paper.next_page();
            y = Paper::kMargin;
        }
        const double each = wide / static_cast<double>(list.signatures.size());
        for (std::size_t i = 0; i < list.signatures.size(); ++i)
            paper.text(paper.left() + each * static_cast<double>(i), y + 4, each,
                       list.signatures[i], {.points = 13, .bold = true, .align = Align::Center});
    });
}

}  // namespace vanthu::records
