// Does what docs/adding-a-form.md tells an administrator to do, with the text of the page.

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/error.h"
#include "forms/classifier.h"
#include "forms/rules.h"
#include "forms/truth.h"
#include "tests/forms/sheet.h"

namespace vanthu::forms {
namespace {

namespace fs = std::filesystem;

const std::string kSource = VANTHU_SOURCE_DIR;

std::string text_of_file(const fs::path& path) {
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

// The block of the page that is to go into that file.
std::string block_for(const std::string& file) {
    const std::string page = text_of_file(kSource + "/docs/adding-a-form.md");
    for (const std::string language : {"xml", "json"}) {
        const std::string fence = "```" + language + " " + file + "\n";
        const std::size_t begin = page.find(fence);
        if (begin == std::string::npos) continue;
        const std::size_t text = begin + fence.size();
        return page.substr(text, page.find("```", text) - text);
    }
    ADD_FAILURE() << "the page has no block for " << file;
    return {};
}

class AddingAForm : public ::testing::Test {
protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("adding-a-form-" + std::to_string(::getpid()));
        fs::remove_all(folder_);
        fs::copy(kSource + "/forms", folder_, fs::copy_options::recursive);
        std::ofstream(folder_ / "definitions/loan_slip.xml")
            << block_for("definitions/loan_slip.xml");
        std::string types = text_of_file(folder_ / "lexicons/types.xml");
        types.insert(types.find("</lexicon>"), block_for("lexicons/types.xml"));
        std::ofstream(folder_ / "lexicons/types.xml") << types;
    }
    void TearDown() override { fs::remove_all(folder_); }

    fs::path folder_;
};

testing::Sheet slip(const std::string& number) {
    testing::Sheet sheet;
    sheet.head("ỦY BAN NHÂN DÂN XÃ PHÚ SƠN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("VĂN PHÒNG", "Độc lập - Tự do - Hạnh phúc")
        .head(number, "Phú Sơn, ngày 04 tháng 3 năm 2026")
        .down()
        .title("PHIẾU MƯỢN HỒ SƠ")
        .title("Hồ sơ thi đua, khen thưởng năm 2024")
        .down(4)
        .foot("", "CHÁNH VĂN PHÒNG")
        .down(3)
        .foot("", "Lê Thị Thu");
    return sheet;
}

TEST_F(AddingAForm, ThePageWordForWord) {
    const FormLibrary library = FormLibrary::load(folder_.string());
    pipeline::Document document = slip("Số: 12/PMHS-VP").document();
    const Classification found = classify(document, library);
    ASSERT_EQ(found.form, "loan_slip");
    const Form& form = *library.version(found.form, found.version);
    document.fields = extract(document, form, library).fields;

    std::ofstream(folder_ / "truth.json") << block_for("truth.json");
    const Truth truth = read_truth((folder_ / "truth.json").string()).at(0);
    EXPECT_EQ(truth.form, "loan_slip");
    EXPECT_EQ(truth.fields.size(), 5u);
    for (const auto& [id, wanted] : truth.fields)
        EXPECT_EQ(compare(document, id, wanted), Agreement::Right) << id;
    EXPECT_TRUE(check_fields(document, form).empty());
}

TEST_F(AddingAForm, ItsOwnCheckSpeaks) {
    const FormLibrary library = FormLibrary::load(folder_.string());
    const Form& form = *library.form("loan_slip");
    pipeline::Document document = slip("Số:       /PMHS-VP").document();
    document.fields = extract(document, form, library).fields;
    const std::vector<pipeline::Issue> issues = check_fields(document, form);
    EXPECT_TRUE(std::any_of(issues.begin(), issues.end(), [](const pipeline::Issue& issue) {
        return issue.code == "loan_needs_number";
    }));
}

TEST_F(AddingAForm, AFieldThatIsOnlyNamedAnewIsStillFound) {
    std::string definition = text_of_file(folder_ / "definitions/loan_slip.xml");
    definition.insert(definition.find("  <check"),
                      "  <field id=\"to_places\" vi=\"Người mượn\" en=\"Borrower\"/>\n");
    std::ofstream(folder_ / "definitions/loan_slip.xml") << definition;
    const FormLibrary library = FormLibrary::load(folder_.string());
    const FieldDefinition* field = library.form("loan_slip")->field("to_places");
    ASSERT_NE(field, nullptr);
    EXPECT_EQ(field->label_vi, "Người mượn");
    EXPECT_FALSE(field->anchors.empty());
    EXPECT_TRUE(field->zone);
}

TEST_F(AddingAForm, AMarkForATypeThatNoLexiconHasIsRefused) {
    fs::copy_file(kSource + "/forms/lexicons/types.xml", folder_ / "lexicons/types.xml",
                  fs::copy_options::overwrite_existing);
    try {
        FormLibrary::load(folder_.string());
        FAIL() << "the slip's type is in no lexicon";
    } catch (const Error& problem) {
        EXPECT_EQ(problem.code(), ErrorCode::Configuration);
        EXPECT_NE(std::string(problem.what()).find("'loan_slip'"), std::string::npos);
    }
}

TEST_F(AddingAForm, OtherPapersStayWhatTheyWere) {
    const FormLibrary library = FormLibrary::load(folder_.string());
    EXPECT_EQ(classify(testing::plan().document(), library).form, "dispatch");
}

}  // namespace
}  // namespace vanthu::forms
