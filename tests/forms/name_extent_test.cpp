#include "forms/name_extent.h"

#include <gtest/gtest.h>

#include "tests/forms/sheet.h"

namespace vanthu::forms {
namespace {

// The sentence's name and how sure its end is.
std::string name_of(const std::string& sentence, NameExtent::Certainty least) {
    const Folded text = folded(sentence);
    const Lexicons& lexicons = testing::library().lexicons();
    const OrderWords words(lexicons.orders);
    const NameExtent name = name_extent(text, 0, text.text.size(), words, lexicons.organs);
    if (name.certainty < least) return "?";
    return trim(text.source(0, name.end));
}

constexpr auto kLikely = NameExtent::Certainty::Likely;
constexpr auto kSure = NameExtent::Certainty::Sure;

TEST(NameExtent, EndsBehindALevelAPlaceOrAKnownWord) {
    EXPECT_EQ(name_of("Công an tỉnh trích xuất dữ liệu dân cư phục vụ bầu cử", kSure),
              "Công an tỉnh");
    EXPECT_EQ(name_of("Công ty Điện lực Quảng Trị khôi phục cấp điện", kSure),
              "Công ty Điện lực Quảng Trị");
    EXPECT_EQ(name_of("Sở Xây dựng khơi thông tuyến đường huyết mạch", kSure), "Sở Xây dựng");
    EXPECT_EQ(name_of("Sở Nông nghiệp và Môi trường thả giống thủy sản", kSure),
              "Sở Nông nghiệp và Môi trường");
    EXPECT_EQ(name_of("Chủ tịch Ủy ban nhân dân các xã, phường, đặc khu huy động dân quân", kSure),
              "Chủ tịch Ủy ban nhân dân các xã, phường, đặc khu");
}

TEST(NameExtent, ByTheShapeOfItsWordsAtLeast) {
    EXPECT_EQ(name_of("Phòng Cấp thoát nước tổng hợp số liệu", kLikely), "Phòng Cấp thoát nước");
    EXPECT_EQ(name_of("Chi cục Thuế phối hợp với các xã", kLikely), "Chi cục Thuế");
    EXPECT_EQ(name_of("Các đại đội thao dượt theo giáo án", kLikely), "Các đại đội");
}

TEST(NameExtent, SaysWhereItCannotTell) {
    EXPECT_EQ(name_of("Sở Y tế, căn cứ chức năng, tổ chức thực hiện", kLikely), "?");
    EXPECT_EQ(name_of("Các đơn vị có điển hình tiên tiến đề nghị khen thưởng", kLikely), "?");
    EXPECT_EQ(name_of("Các cơ quan tuyên truyền của tỉnh đưa tin", kLikely), "?");
}

}  // namespace
}  // namespace vanthu::forms
