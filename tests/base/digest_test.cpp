#include "base/digest.h"

#include <gtest/gtest.h>

namespace vanthu {
namespace {

TEST(Digest, KnownAnswers) {
    EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Digest, BitByBitIsTheSame) {
    Sha256 digest;
    digest.update("a");
    Sha256 moved = std::move(digest);
    moved.update("");
    moved.update("bc");
    EXPECT_EQ(moved.hex(), sha256("abc"));
}

}  // namespace
}  // namespace vanthu
