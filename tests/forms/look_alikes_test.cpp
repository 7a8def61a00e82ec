#include "forms/look_alikes.h"

#include <gtest/gtest.h>

namespace vanthu::forms {
namespace {

TEST(LookAlikes, AUnitsNumberIsNoLetter) {
    EXPECT_EQ(with_unit_number("VT, NVI"), "VT, NV1");
    EXPECT_EQ(with_unit_number("VT, PV0I (05)"), "VT, PV01 (05)");
    EXPECT_EQ(with_unit_number("TTr-THI"), "TTr-TH1");
}

TEST(LookAlikes, RomanNumbersAndWordsStay) {
    for (const char* text : {"VT, VII", "QĐ-KVI", "VT, HCQT, I", "VT, ĐAI", "CĐ-TTĐKVI"})
        EXPECT_EQ(with_unit_number(text), text);
}

TEST(LookAlikes, SignsOfARecipient) {
    EXPECT_EQ(with_list_signs("UBND các huyện. thị xã. thành phố"),
              "UBND các huyện, thị xã, thành phố");
    EXPECT_EQ(with_list_signs("Bảo hiểm xã hội tính"), "Bảo hiểm xã hội tỉnh");
    EXPECT_EQ(with_list_signs("Trung tâm máy tính"), "Trung tâm máy tính");
    EXPECT_EQ(with_list_signs("Q. Trưởng phòng. Bản sao"), "Q. Trưởng phòng. Bản sao");
}

TEST(LookAlikes, ALoneConsonantBelongsToTheNextVowel) {
    EXPECT_EQ(with_joined_letters("HỘI ĐỒNG NHÂN D ÂN"), "HỘI ĐỒNG NHÂN DÂN");
    EXPECT_EQ(with_joined_letters("UBND TỈ NH KIÊN GIANG"), "UBND TỈNH KIÊN GIANG");
    EXPECT_EQ(with_joined_letters("TỔ B"), "TỔ B");
    EXPECT_EQ(with_joined_letters("KHU B CÔNG NGHIỆP"), "KHU B CÔNG NGHIỆP");
}

}  // namespace
}  // namespace vanthu::forms
