// Which process a paper enters is data: book, form and urgency.
#include "stages/route.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace vanthu::stages {
namespace {

const Routes kRoutes = {
    {"incoming", "", "urgent", {"Hỏa tốc", "Thượng khẩn"}},
    {"", "nomination_list", "nomination"},
    {"incoming", "", "incoming"},
};

TEST(Routes, TheFirstThatFitsIsTaken) {
    EXPECT_EQ(process_for(kRoutes, "incoming", "dispatch", ""), "incoming");
    EXPECT_EQ(process_for(kRoutes, "outgoing", "nomination_list", ""), "nomination");
}

TEST(Routes, UrgencyIsComparedAsPeopleWriteIt) {
    EXPECT_EQ(process_for(kRoutes, "incoming", "dispatch", "Hỏa tốc"), "urgent");
    EXPECT_EQ(process_for(kRoutes, "incoming", "dispatch", "HOẢ TỐC"), "urgent");
    EXPECT_EQ(process_for(kRoutes, "incoming", "nomination_list", "Thượng  khẩn"), "urgent");
    EXPECT_EQ(process_for(kRoutes, "incoming", "dispatch", "Khẩn"), "incoming");
}

TEST(Routes, APaperThatFitsNoneIsSaid) {
    try {
        process_for(kRoutes, "outgoing", "dispatch", "Khẩn");
        FAIL() << "was routed";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Configuration);
        EXPECT_NE(std::string(error.what()).find("<routes>"), std::string::npos) << error.what();
    }
}

}  // namespace
}  // namespace vanthu::stages
