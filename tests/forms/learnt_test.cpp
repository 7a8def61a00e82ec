// What clerks corrected before is a witness beside the page, never a value of its own.
#include "forms/learnt.h"

#include <gtest/gtest.h>

namespace vanthu::forms {
namespace {

using pipeline::Field;
using pipeline::FieldState;
using pipeline::TextOrigin;

Field field(const std::string& id, const std::string& read, float confidence, FieldState state) {
    Field made;
    made.id = id;
    made.value = pipeline::Value{read, read, confidence, {"extract", id, 1, {10, 10, 90, 30}, ""}};
    made.state = state;
    return made;
}

Field unclear(const std::string& id, const std::string& read, float confidence = 0.7f) {
    return field(id, read, confidence, FieldState::NeedsReview);
}

Field clear(const std::string& id, const std::string& read) {
    return field(id, read, 0.99f, FieldState::Extracted);
}

struct Weighed {
    std::vector<Field> fields;
    std::vector<pipeline::Issue> issues;

    const Field& of(std::string_view id) const {
        for (const Field& one : fields)
            if (one.id == id) return one;
        throw std::out_of_range(std::string(id));
    }
    std::string value(std::string_view id) const {
        return of(id).value ? of(id).value->normal : "(nothing)";
    }
};

Weighed weigh(std::vector<Field> fields, const std::vector<Learnt>& learnt,
              TextOrigin origin = TextOrigin::Ocr) {
    pipeline::Document document;
    pipeline::Page page;
    page.number = 1;
    page.origin = origin;
    document.pages.push_back(page);
    Weighed result{std::move(fields), {}};
    weigh_learnt_head(document, result.fields, learnt, {}, result.issues);
    weigh_learnt(document, result.fields, learnt, {}, result.issues);
    return result;
}

const Learnt kName{"signer_full_name", "Trân Quôc Vàn", "Trần Quốc Văn", "document 1"};

TEST(Learnt, AnUnclearReadingNearToItIsPutRightForALook) {
    const Weighed read = weigh({unclear("signer_full_name", "Trần Quôc Van")}, {kName});
    const Field& name = read.of("signer_full_name");
    EXPECT_EQ(name.value->normal, "Trần Quốc Văn");
    EXPECT_EQ(name.value->text, "Trần Quôc Van");
    EXPECT_EQ(name.state, FieldState::NeedsReview);
    EXPECT_EQ(name.candidates, std::vector<std::string>{"Trần Quôc Van"});
    ASSERT_EQ(read.issues.size(), 1U);
    EXPECT_EQ(read.issues[0].code, "learnt");
    EXPECT_NE(read.issues[0].detail.find("document 1"), std::string::npos);
}

TEST(Learnt, TheSameReadingIsSurer) {
    const Weighed read = weigh({unclear("signer_full_name", "Trần Quốc Văn", 0.75f)}, {kName});
    EXPECT_GT(read.of("signer_full_name").value->confidence, 0.9f);
    EXPECT_EQ(read.of("signer_full_name").state, FieldState::Extracted);
    EXPECT_TRUE(read.issues.empty());
    const Weighed poor = weigh({unclear("signer_full_name", "Trần Quốc Văn", 0.3f)}, {kName});
    EXPECT_FLOAT_EQ(poor.of("signer_full_name").value->confidence, 0.3f);
}

TEST(Learnt, AnotherPersonsNameStays) {
    const Weighed read = weigh({unclear("signer_full_name", "Nguyễn Duy Hưng")}, {kName});
    EXPECT_EQ(read.value("signer_full_name"), "Nguyễn Duy Hưng");
    EXPECT_TRUE(read.of("signer_full_name").candidates.empty());
    EXPECT_TRUE(read.issues.empty());
}

TEST(Learnt, AClearReadingStaysButOneThatWasWrongBeforeIsLookedAt) {
    const Weighed other = weigh({clear("signer_full_name", "Trần Quốc Vân")}, {kName});
    EXPECT_EQ(other.value("signer_full_name"), "Trần Quốc Vân");
    EXPECT_EQ(other.of("signer_full_name").state, FieldState::Extracted);
    const Weighed again = weigh({clear("signer_full_name", kName.seen)}, {kName});
    EXPECT_EQ(again.value("signer_full_name"), kName.seen);
    EXPECT_EQ(again.of("signer_full_name").state, FieldState::NeedsReview);
    EXPECT_EQ(again.of("signer_full_name").candidates, std::vector<std::string>{"Trần Quốc Văn"});
}

TEST(Learnt, TextThatWasNotRecognisedIsClear) {
    const Weighed read =
        weigh({unclear("issued_place", "Hưng Yen")},
              {{"issued_place", "Hung Yên", "Hưng Yên", "document 1"}}, TextOrigin::TextLayer);
    EXPECT_EQ(read.value("issued_place"), "Hưng Yen");
}

TEST(Learnt, NothingIsPutWhereThePageShowsNothing) {
    Field missing;
    missing.id = "signer_full_name";
    const Weighed read = weigh({missing}, {kName});
    EXPECT_EQ(read.value("signer_full_name"), "(nothing)");
    EXPECT_EQ(read.of("signer_full_name").state, FieldState::Missing);
    EXPECT_TRUE(read.of("signer_full_name").candidates.empty());
}

TEST(Learnt, TwoThatAreEquallyNearAreBothOffered) {
    const Learnt brother{"signer_full_name", "", "Trần Quốc Vân", "document 2"};
    const Weighed read = weigh({unclear("signer_full_name", "Trần Quôc Van")}, {kName, brother});
    EXPECT_EQ(read.value("signer_full_name"), "Trần Quôc Van");
    EXPECT_EQ(read.of("signer_full_name").candidates.size(), 2U);
}

TEST(Learnt, AFinalValueIsNotTouched) {
    const Weighed read =
        weigh({field("signer_full_name", "Trần Quôc Van", 1, FieldState::Verified)}, {kName});
    EXPECT_EQ(read.value("signer_full_name"), "Trần Quôc Van");
    EXPECT_EQ(read.of("signer_full_name").state, FieldState::Verified);
}

// The line between the issuer and the body above it was drawn wrongly, and corrected.
const std::vector<Learnt> kParted{
    {"organ_name", "LIÊN HIỆP HỘI HỘI TIN HỌC", "HỘI TIN HỌC", "document 1"},
    {"organization_in_charge", "LIÊN HIỆP HỘI HỘI TIN HỌC", "LIÊN HIỆP HỘI", "document 1"}};

Field nothing_above() {
    Field above;
    above.id = "organization_in_charge";
    return above;
}

TEST(Learnt, AHeadIsPartedAsItWasCorrected) {
    for (const Field& organ : {clear("organ_name", "LIÊN HIỆP HỘI HỘI TIN HỌC"),
                               unclear("organ_name", "LIÊN HIEP HỘI HỘI TIN HỌC")}) {
        const Weighed read = weigh({nothing_above(), organ}, kParted);
        EXPECT_EQ(read.value("organ_name"), "HỘI TIN HỌC");
        EXPECT_EQ(read.value("organization_in_charge"), "LIÊN HIỆP HỘI");
        EXPECT_EQ(read.of("organ_name").state, FieldState::NeedsReview);
        EXPECT_EQ(read.of("organization_in_charge").state, FieldState::NeedsReview);
        EXPECT_EQ(read.of("organ_name").value->text, organ.value->text);
        EXPECT_EQ(read.issues.size(), 2U);
    }
}

TEST(Learnt, ANameThatIsNotInTheHeadIsOnlyOffered) {
    const Learnt renamed{"organ_name", "PHÒNG VĂN HÓA", "Phòng Văn hóa, Khoa học và Thông tin",
                         "document 1"};
    const Weighed read = weigh({unclear("organ_name", "PHÒNG VĂN HÓA")}, {renamed});
    EXPECT_EQ(read.value("organ_name"), "PHÒNG VĂN HÓA");
    EXPECT_EQ(read.of("organ_name").state, FieldState::NeedsReview);
    EXPECT_EQ(read.of("organ_name").candidates, std::vector<std::string>{renamed.value});
}

TEST(Learnt, ANeighbouringCommunesHeadIsAnother) {
    const Learnt commune{"organ_name", "ỦY BAN NHÂN DÂN XÃ TẦN LẬP", "ỦY BAN NHÂN DÂN XÃ TÂN LẬP",
                         "document 1"};
    const Weighed read = weigh({unclear("organ_name", "ỦY BAN NHÂN DÂN XÃ TÂN LỘC")}, {commune});
    EXPECT_EQ(read.value("organ_name"), "ỦY BAN NHÂN DÂN XÃ TÂN LỘC");
}

TEST(Learnt, ThatNoBodyStandsAboveIsLearntToo) {
    const std::vector<Learnt> whole{
        {"organ_name", "TRUNG TÂM LƯU TRỮ", "TRUNG TÂM LƯU TRỮ", "document 1"},
        {"organization_in_charge", "TRUNG TÂM LƯU TRỮ", "", "document 1"}};
    const Weighed read = weigh(
        {clear("organization_in_charge", "TRUNG TÂM"), clear("organ_name", "LƯU TRỮ")}, whole);
    EXPECT_EQ(read.value("organ_name"), "TRUNG TÂM LƯU TRỮ");
    EXPECT_EQ(read.value("organization_in_charge"), "(nothing)");
}

}  // namespace
}  // namespace vanthu::forms
