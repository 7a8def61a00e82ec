// The books as Annex IV of Decree 30/2020 prints them: cover, columns in their order and by their
// names, a year's entries under the right headings, on paper and in the spreadsheet.

#include "base/text.h"
#include "records/export.h"
#include "records/print.h"
#include "tests/records/office_fixture.h"
#include "tests/records/program_output.h"

namespace vanthu::records {
namespace {

const PrintedBy kBy{"Sở Nội vụ", "UBND tỉnh Hưng Yên", "Lan", kMorning};

struct Form {
    const char* book;
    const char* title;
    std::vector<std::string> columns;  // as the annex names them
};

const std::vector<Form>& forms() {
    static const std::vector<Form> all = {
        {"incoming",
         "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN",
         {"Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu văn bản", "Ngày tháng văn bản",
          "Tên loại và trích yếu nội dung văn bản", "Đơn vị hoặc người nhận", "Ngày chuyển",
          "Ký nhận", "Ghi chú"}},
        {"outgoing",
         "SỔ ĐĂNG KÝ VĂN BẢN ĐI",
         {"Số, ký hiệu văn bản", "Ngày tháng văn bản", "Tên loại và trích yếu nội dung văn bản",
          "Người ký", "Nơi nhận văn bản", "Đơn vị, người nhận bản lưu", "Số lượng bản",
          "Ngày chuyển", "Ký nhận", "Ghi chú"}},
        {"follow_up",
         "SỔ THEO DÕI GIẢI QUYẾT VĂN BẢN ĐẾN",
         {"Số đến", "Tên loại, số, ký hiệu, ngày tháng, cơ quan ban hành văn bản",
          "Đơn vị hoặc người nhận", "Thời hạn giải quyết", "Tiến độ giải quyết",
          "Số, ký hiệu văn bản trả lời", "Ghi chú"}},
    };
    return all;
}

// Where words stand on a page of the PDF, in points from the left.
double left_of(const std::string& pdf, const std::string& word) {
    const std::string boxes = output_of("pdftotext -bbox -f 2 -l 2 '" + pdf + "' -");
    const std::size_t at = boxes.find(">" + word + "</word>");
    if (at == std::string::npos) return -1;
    const std::size_t x = boxes.rfind("xMin=\"", at);
    return std::stod(boxes.substr(x + 6));
}

class DecreeBooks : public OfficeFixture {
protected:
    // A year of an office: several issuers, a void number, a paper without a number of its own.
    void sample_year() {
        for (int i = 1; i <= 12; ++i)
            register_in("incoming", receive({{"organ_name", "Issuer" + std::to_string(i)},
                                             {"code", std::to_string(40 + i) + "/KH-SNV"},
                                             {"issued_date", "2026-03-02"},
                                             {"type_name", "Kế hoạch"},
                                             {"subject", "Bồi dưỡng, nhân điển hình tiên tiến"},
                                             {"arrival_forward", "Forward" + std::to_string(i)},
                                             {"priority", "Khẩn"}}));
        write([](store::Transaction& tx) {
            void_entry(tx, "incoming", 2026, 4, "vào sổ nhầm", "lan", kMorning);
        });
    }

    std::string print(const std::string& book) {
        const std::string path = (folder_ / (book + ".pdf")).string();
        read([&](store::Transaction& tx) { print_book(tx, book, 2026, kBy, {}, path); });
        return path;
    }
};

TEST_F(DecreeBooks, HaveTheColumnsOfTheAnnexInTheirOrder) {
    for (const Form& form : forms())
        read([&](store::Transaction& tx) {
            const Book book = find_book(tx, form.book);
            EXPECT_EQ(book.title, form.title);
            std::vector<std::string> titles;
            for (const BookColumn& column : book.columns)
                titles.push_back(column.title);
            EXPECT_EQ(titles, form.columns) << form.book;
        });
}

TEST_F(DecreeBooks, PrintTheYearUnderTheRightHeadings) {
    sample_year();
    const std::string pdf = print("incoming");
    const std::string cover = output_of("pdftotext -l 1 '" + pdf + "' -");
    for (const char* line : {"UBND TỈNH HƯNG YÊN", "SỞ NỘI VỤ", "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN",
                             "Năm: 2026", "Từ ngày", "Từ số 01 đến số 12", "Quyển số:"})
        EXPECT_NE(cover.find(line), std::string::npos) << line << " in " << cover;
    // Each value begins where its heading's column does: left of the next column's number.
    const std::vector<std::pair<std::string, int>> cells = {
        {"Issuer1", 3}, {"41/KH-SNV", 4}, {"02/03/2026", 5}, {"Forward1", 7}};
    for (const auto& [word, column] : cells) {
        const double at = left_of(pdf, word);
        ASSERT_GT(at, 0) << word;
        EXPECT_LT(at, left_of(pdf, "(" + std::to_string(column + 1) + ")")) << word;
        EXPECT_GT(at, left_of(pdf, "(" + std::to_string(column - 1) + ")")) << word;
    }
    const std::string body = single_spaced(output_of("pdftotext -f 2 -layout '" + pdf + "' -"));
    EXPECT_NE(body.find("hủy"), std::string::npos) << "a void number keeps its row";
    EXPECT_NE(body.find("In từ hệ thống Vanthu"), std::string::npos);
}

TEST_F(DecreeBooks, TheSpreadsheetHasTheSameHeadings) {
    sample_year();
    for (const Form& form : forms()) {
        const std::string path = (folder_ / (std::string(form.book) + ".xlsx")).string();
        read([&](store::Transaction& tx) { export_xlsx(tx, form.book, 2026, kBy, {}, path); });
        const std::string sheet = output_of("unzip -p '" + path + "' xl/worksheets/sheet2.xml");
        std::size_t at = 0;
        for (const std::string& column : form.columns) {
            const std::size_t found = sheet.find(">" + column + "<", at);
            ASSERT_NE(found, std::string::npos) << form.book << ": " << column;
            at = found;
        }
        EXPECT_NE(output_of("unzip -p '" + path + "' xl/worksheets/sheet1.xml")
                      .find("In từ hệ thống Vanthu"),
                  std::string::npos);
    }
}

}  // namespace
}  // namespace vanthu::records
