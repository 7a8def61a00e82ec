// Reads nomination lists, and what goes with them, from file to cells and holds what agrees to the
// floors in lists.xml and submissions.xml.

#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <string>

#include "base/xml.h"
#include "forms/scores.h"
#include "tests/accuracy/reader.h"

namespace vanthu {
namespace {

const std::string kFolder = std::string(VANTHU_SOURCE_DIR) + "/tests/accuracy/";

// Reads the papers of a folder and holds each level to its floor.
void expect_above_floors(const std::string& name) {
    std::map<std::string, double> floors;
    const XmlDocument document = XmlDocument::read(kFolder + name + ".xml");
    for (const XmlElement& level : document.root().children("level"))
        floors[level.required("id")] = std::stod(level.required("least"));
    Reader reader;
    std::map<std::string, forms::Scores> scores;
    const std::string papers = kFolder + name + "/";
    for (const forms::Truth& truth : forms::read_truth(papers + "truth.json"))
        forms::score(reader.read(papers + truth.file), truth, scores[truth.damage]);
    ASSERT_EQ(scores.size(), floors.size());
    for (auto& [level, found] : scores) {
        const forms::FieldScore& cells = found["tables"];
        std::printf("%s, %-7s %.3f  %d/%d cells\n", name.c_str(), level.c_str(), cells.share(),
                    cells.right, cells.total);
        ASSERT_TRUE(floors.contains(level)) << level;
        EXPECT_GE(cells.share(), floors[level]) << level;
    }
}

// Made by samples/make_nominations.py from the half of its words that nobody tunes on.
TEST(Accuracy, ListsStayAboveTheirFloors) {
    expect_above_floors("lists");
}

// What goes with them, by samples/make_submissions.py from the same half.
TEST(Accuracy, SubmissionsReportsAndMinutesStayAboveTheirFloors) {
    expect_above_floors("submissions");
}

}  // namespace
}  // namespace vanthu
