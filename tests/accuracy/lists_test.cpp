// Reads nomination lists from file to cells and holds what agrees to the floors in lists.xml.

#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <string>

#include "base/xml.h"
#include "forms/scores.h"
#include "tests/accuracy/reader.h"

namespace vanthu {
namespace {

const std::string kFolder = std::string(VANTHU_SOURCE_DIR) + "/tests/accuracy/lists/";

// Made by samples/make_nominations.py from the half of its words that nobody tunes on.
TEST(Accuracy, ListsStayAboveTheirFloors) {
    std::map<std::string, double> floors;
    const XmlDocument document =
        XmlDocument::read(std::string(VANTHU_SOURCE_DIR) + "/tests/accuracy/lists.xml");
    for (const XmlElement& level : document.root().children("level"))
        floors[level.required("id")] = std::stod(level.required("least"));
    Reader reader;
    std::map<std::string, forms::Scores> scores;
    for (const forms::Truth& truth : forms::read_truth(kFolder + "truth.json"))
        forms::score(reader.read(kFolder + truth.file), truth, scores[truth.damage]);
    ASSERT_EQ(scores.size(), floors.size());
    for (auto& [level, found] : scores) {
        const forms::FieldScore& cells = found["tables"];
        std::printf("lists, %-7s %.3f  %d/%d cells\n", level.c_str(), cells.share(), cells.right,
                    cells.total);
        ASSERT_TRUE(floors.contains(level)) << level;
        EXPECT_GE(cells.share(), floors[level]) << level;
    }
}

}  // namespace
}  // namespace vanthu
