// Whether a text is made of syllables that were seen next to each other, by the shipped model.
#include "ocr/familiar.h"

#include <gtest/gtest.h>

namespace vanthu::ocr {
namespace {

const LanguageModel& language() {
    static const LanguageModel model =
        LanguageModel::load(std::string(VANTHU_SOURCE_DIR) + "/models/vietnamese.lm");
    return model;
}

TEST(Familiar, NamesAsTheyArePrinted) {
    for (const char* text :
         {"SỞ Y TẾ", "Ủy ban nhân dân tỉnh Quảng Ngãi", "PHÓ GIÁM ĐỐC",
          "Sở Lao động - Thương binh và Xã hội", "Nội vụ; Tài chính", "KT. GIÁM ĐỐC"})
        EXPECT_TRUE(is_familiar(text, language())) << text;
}

TEST(Familiar, MisreadOnesAreNot) {
    for (const char* text :
         {"SỞ Y TẺ", "Ủy ban nhân đân tỉnh Quảng Ngãi", "PHÓ GlÁM ĐỐC", "XÃ TÂN.LẬP"})
        EXPECT_FALSE(is_familiar(text, language())) << text;
}

TEST(Familiar, WhatHasNoSyllableOrADigitIsNot) {
    for (const char* text : {"", " - ", "năm 2025"})
        EXPECT_FALSE(is_familiar(text, language())) << text;
}

TEST(Familiar, ASignPartsWhatWasNeverSeenTogether) {
    EXPECT_EQ(is_familiar("Y tế; Giáo dục", language()),
              is_familiar("Y tế", language()) && is_familiar("Giáo dục", language()));
}

}  // namespace
}  // namespace vanthu::ocr
