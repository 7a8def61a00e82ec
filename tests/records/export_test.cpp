#include "records/export.h"

#include <sstream>

#include "base/error.h"
#include "tests/records/office_fixture.h"
#include "tests/records/program_output.h"

namespace vanthu::records {
namespace {

const PrintedBy kBy{"Sở Nội vụ", "UBND tỉnh Hưng Yên", "Lan", kMorning};

class Export : public OfficeFixture {
protected:
    std::string csv() {
        std::ostringstream out;
        read([&](store::Transaction& tx) { export_csv(tx, "incoming", 2026, {}, out); });
        return out.str();
    }

    std::string xlsx_path() {
        const std::string path = (folder_ / "book.xlsx").string();
        read([&](store::Transaction& tx) { export_xlsx(tx, "incoming", 2026, kBy, {}, path); });
        return path;
    }

    // One file out of the archive, by Debian's unzip.
    static std::string part_of(const std::string& path, const std::string& part) {
        return output_of("unzip -p '" + path + "' '" + part + "'");
    }
};

TEST_F(Export, CsvHasTheTitlesAndOneRowPerNumber) {
    register_in("incoming", receive({{"subject", "Có \"ngoặc\", phẩy"}}));
    register_in("incoming", receive({{"subject", "Hai"}}));
    const std::string text = csv();
    EXPECT_EQ(text.substr(0, 3), "\xef\xbb\xbf");
    EXPECT_NE(text.find("\"Ngày đến\",\"Số đến\",\"Tác giả\""), std::string::npos);
    EXPECT_NE(text.find("\"Có \"\"ngoặc\"\", phẩy\""), std::string::npos);
    EXPECT_LT(text.find("\"01\""), text.find("\"02\""));
    EXPECT_EQ(text.substr(text.size() - 2), "\r\n");
}

TEST_F(Export, CsvNeutralisesFormulas) {
    for (const char* evil : {"=HYPERLINK(1)", "+1", "-1", "@SUM(A1)"})
        register_in("incoming", receive({{"organ_name", evil}}));
    const std::string text = csv();
    for (const char* safe : {"\"'=HYPERLINK(1)\"", "\"'+1\"", "\"'-1\"", "\"'@SUM(A1)\""})
        EXPECT_NE(text.find(safe), std::string::npos) << safe;
}

TEST_F(Export, AVoidEntryKeepsItsRowWithTheReason) {
    register_in("incoming", receive());
    write([](store::Transaction& tx) {
        void_entry(tx, "incoming", 2026, 1, "vào sổ nhầm", "lan", kMorning);
    });
    EXPECT_NE(csv().find("\"Đã hủy: vào sổ nhầm\""), std::string::npos);
}

TEST_F(Export, XlsxIsASoundArchiveThatHoldsTextOnly) {
    register_in("incoming", receive({{"organ_name", "=1+1"},
                                     {"subject", "Bồi dưỡng <điển hình> & nhân rộng"}}));
    const std::string path = xlsx_path();
    EXPECT_EQ(std::system(("unzip -tqq '" + path + "' > /dev/null").c_str()), 0);
    const std::string sheet = part_of(path, "xl/worksheets/sheet2.xml");
    EXPECT_NE(sheet.find("SỔ ĐĂNG KÝ VĂN BẢN ĐẾN"), std::string::npos);
    EXPECT_NE(sheet.find("Bồi dưỡng &lt;điển hình&gt; &amp; nhân rộng"), std::string::npos);
    EXPECT_NE(sheet.find("=1+1"), std::string::npos);
    EXPECT_EQ(sheet.find("<f>"), std::string::npos);
}

TEST_F(Export, XlsxSaysWhereItCannotWrite) {
    try {
        read([&](store::Transaction& tx) {
            export_xlsx(tx, "incoming", 2026, kBy, {}, (folder_ / "none" / "book.xlsx").string());
        });
        FAIL() << "wrote into a folder that does not exist";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Unavailable);
    }
}

TEST_F(Export, AnUnknownBookIsRefused) {
    std::ostringstream out;
    EXPECT_THROW(read([&](store::Transaction& tx) { export_csv(tx, "memos", 2026, {}, out); }),
                 Error);
    EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace vanthu::records
