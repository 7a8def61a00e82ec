#include "forms/truth.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/error.h"

namespace vanthu::forms {
namespace {

std::string written(const std::string& text) {
    const auto path = std::filesystem::temp_directory_path() / "truth_under_test.json";
    std::ofstream(path) << text;
    return path.string();
}

TEST(Truth, EqualityOfTheContract) {
    EXPECT_TRUE(equal_values("subject", "V/v đăng ký bổ sung", "đăng ký bổ sung."));
    EXPECT_TRUE(equal_values("organ_name", "Uỷ ban nhân dân  tỉnh", "ỦY BAN NHÂN DÂN TỈNH"));
    EXPECT_TRUE(equal_values("code", "79 /KH - UBND", "79/KH-UBND"));
    EXPECT_TRUE(equal_values("code_number", "8", "08"));
    EXPECT_FALSE(equal_values("subject", "đăng ky bổ sung", "đăng ký bổ sung"));
    EXPECT_FALSE(equal_values("code", "79/KH-UBND", "90/KH-UBND"));
}

constexpr const char* kReal = R"({"documents":[{"file":"a.pdf","handwritten":["number","date.day"],
 "alternatives":{"number":["3176b"]},"uncertain":["signer"],
 "fields":{"parent_agency":null,"agency":"SỞ Y TẾ","number":"3176B","symbol":"QĐ-SYT","number_symbol":"3176B/QĐ-SYT",
  "place":"Lai Châu","date":null,"date_printed":"Lai Châu, ngày      tháng 02 năm 2025","type":"QUYẾT ĐỊNH",
  "subject":"Về việc X","addressees":[],"authority_prefix":["TM. ỦY BAN NHÂN DÂN","KT. CHỦ TỊCH"],
  "signer_title":"PHÓ CHỦ TỊCH","signer":"Lê Văn An","recipients":["Như trên","Lưu: VT, TCCB"],"urgency":null,
  "incoming_stamp":{"organization":"SỞ","number":"12","date":"2018-04-04","forwarded_to":null}}}]})";

TEST(Truth, RealDocumentsMapToContractIds) {
    const Truth truth = read_truth(written(kReal)).at(0);
    EXPECT_EQ(truth.fields.at("issued_date").values, std::vector<std::string>{"2025-02"});
    EXPECT_EQ(truth.fields.at("signer_competence").values,
              std::vector<std::string>{"TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH"});
    EXPECT_EQ(truth.fields.at("to_places").values, std::vector<std::string>{"Như trên"});
    EXPECT_EQ(truth.fields.at("archive_line").values, std::vector<std::string>{"VT, TCCB"});
    EXPECT_EQ(truth.fields.at("arrival_number").values, std::vector<std::string>{"12"});
    EXPECT_TRUE(truth.fields.at("organization_in_charge").values.empty());
    EXPECT_TRUE(truth.fields.at("code").handwritten);
    EXPECT_TRUE(truth.fields.at("issued_date").handwritten);
    EXPECT_FALSE(truth.fields.at("signer_full_name").counts);
}

pipeline::Document reading(const std::string& id, const std::string& text,
                           pipeline::FieldState state) {
    pipeline::Document document;
    pipeline::Field field;
    field.id = id;
    if (!text.empty()) field.value = pipeline::Value{text, text, 1, {}};
    field.state = state;
    document.fields.push_back(field);
    return document;
}

TEST(Truth, WrongValuesThatWouldBeFiledAreCounted) {
    const Truth truth = read_truth(written(kReal)).at(0);
    std::map<std::string, FieldScore> scores;
    add_scores(reading("organ_name", "SỞ X", pipeline::FieldState::Extracted), truth, scores);
    EXPECT_EQ(scores["organ_name"].wrong_but_extracted, 1);
    EXPECT_EQ(scores["organ_name"].right, 0);
    EXPECT_EQ(scores.count("signer_full_name"), 0u);
    EXPECT_EQ(scores.count("organization_in_charge"), 0u);
}

TEST(Truth, AlternativesAreRight) {
    const Truth truth = read_truth(written(kReal)).at(0);
    const auto document = reading("code", "3176b/QĐ-SYT", pipeline::FieldState::Extracted);
    EXPECT_EQ(compare(document, "code", truth.fields.at("code")), Agreement::Right);
}

TEST(Truth, AValueWherePagesShowNoneIsWrong) {
    const Truth truth = read_truth(written(kReal)).at(0);
    const auto document = reading("priority", "Khẩn", pipeline::FieldState::NeedsReview);
    EXPECT_EQ(compare(document, "priority", truth.fields.at("priority")), Agreement::Wrong);
}

TEST(Truth, InferredMayBeNullOrForReview) {
    TrueField inferred;
    inferred.values = {"Sở Y tế"};
    inferred.inferred = true;
    EXPECT_EQ(compare({}, "organ_name", inferred), Agreement::Right);
    EXPECT_EQ(compare(reading("organ_name", "SỞ Y TẾ", pipeline::FieldState::NeedsReview),
                      "organ_name", inferred),
              Agreement::Right);
    EXPECT_EQ(compare(reading("organ_name", "SỞ Y TẾ", pipeline::FieldState::Extracted),
                      "organ_name", inferred),
              Agreement::Wrong);
}

TEST(Truth, OtherFilesAreRefused) {
    EXPECT_THROW(read_truth(written("[]")), Error);
    EXPECT_THROW(read_truth(written("{\"a\":1}")), Error);
    EXPECT_THROW(read_truth("/nowhere/truth.json"), Error);
}

}  // namespace
}  // namespace vanthu::forms
