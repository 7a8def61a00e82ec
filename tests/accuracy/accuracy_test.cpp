// Reads the samples from file to fields and holds the agreement with their truth to the floors in
// floors.xml.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/xml.h"
#include "forms/scores.h"
#include "tests/accuracy/reader.h"

namespace vanthu {
namespace {

namespace fs = std::filesystem;

const std::string kSource = VANTHU_SOURCE_DIR;

struct Floors {
    std::map<std::string, double> fields;
    double wrong_but_extracted = 1;  // share of all values, at most
};

Floors read_floors(const std::string& set) {
    const XmlDocument document = XmlDocument::read(kSource + "/tests/accuracy/floors.xml");
    for (const XmlElement& element : document.root().children("set")) {
        if (element.required("id") != set) continue;
        Floors floors;
        floors.wrong_but_extracted = std::stod(element.required("wrong-but-extracted"));
        for (const XmlElement& field : element.children("field"))
            floors.fields[field.required("id")] = std::stod(field.required("least"));
        return floors;
    }
    return {};
}

using forms::Scores;

void report(const std::string& title, const Scores& scores) {
    std::printf("%s\n", title.c_str());
    for (const auto& [id, score] : scores)
        std::printf("  %-24s %.3f  %3d/%-3d read %d, wrong but extracted %d\n", id.c_str(),
                    score.share(), score.right, score.total, score.given,
                    score.wrong_but_extracted);
}

void hold(const std::string& set, const Scores& scores) {
    const Floors floors = read_floors(set);
    ASSERT_FALSE(floors.fields.empty()) << "floors.xml has no set '" << set << "'";
    int total = 0, wrong = 0;
    for (const auto& [id, score] : scores) {
        if (score.counted != forms::FieldScore::Counted::Values || id == "tables") continue;
        total += score.total;
        wrong += score.wrong_but_extracted;
    }
    for (const auto& [id, least] : floors.fields) {
        const auto found = scores.find(id);
        ASSERT_NE(found, scores.end()) << "no sample shows " << id;
        EXPECT_GE(found->second.share(), least) << id;
    }
    EXPECT_LE(static_cast<double>(wrong) / std::max(1, total), floors.wrong_but_extracted);
}

std::vector<std::string> sample_folders() {
    std::vector<std::string> folders;
    for (const auto& entry : fs::recursive_directory_iterator(kSource + "/samples"))
        if (entry.path().filename() == "truth.json")
            folders.push_back(entry.path().parent_path().string());
    std::sort(folders.begin(), folders.end());
    return folders;
}

TEST(Accuracy, SamplesStayAboveTheirFloors) {
    const std::vector<std::string> folders = sample_folders();
    ASSERT_FALSE(folders.empty());
    Reader reader;
    Scores scores;
    for (const std::string& folder : folders) {
        SCOPED_TRACE(folder);
        const forms::Truth truth = forms::read_truth(folder + "/truth.json").at(0);
        const pipeline::Document document = reader.read(folder + "/" + truth.file);
        EXPECT_EQ(document.form, truth.form);
        forms::score(document, truth, scores);
    }
    report("samples", scores);
    hold("samples", scores);
}

// What the tests' own folder holds, made from the half of words, faces and hands that nobody tunes
// on.
Scores scores_of_made(const std::string& set) {
    const std::string folder = kSource + "/tests/accuracy/" + set;
    Reader reader;
    Scores scores;
    for (const forms::Truth& truth : forms::read_truth(folder + "/truth.json")) {
        SCOPED_TRACE(truth.file);
        const pipeline::Document document = reader.read(folder + "/" + truth.file);
        EXPECT_EQ(document.form, truth.form);
        forms::score(document, truth, scores);
    }
    report(set, scores);
    return scores;
}

// By samples/make_heldout.py.
TEST(Accuracy, MadeUpDispatchesStayAboveTheirFloors) {
    hold("made", scores_of_made("made"));
}

// By samples/make_arrivals.py.
TEST(Accuracy, ArrivalStampsStayAboveTheirFloors) {
    hold("stamps", scores_of_made("stamps"));
}

// Scans of that half, worn at three levels and recognised once: what the later stages make of them.
TEST(Accuracy, RecordedScansStayAboveTheirFloors) {
    Reader reader;
    for (const std::string level : {"clean", "office", "hard"}) {
        SCOPED_TRACE(level);
        const std::string folder = kSource + "/tests/accuracy/recorded/" + level;
        Scores scores;
        for (const forms::Truth& truth : forms::read_truth(folder + "/truth.json")) {
            const pipeline::Document document = reader.understand(folder + "/" + truth.file);
            ASSERT_FALSE(document.pages.empty()) << truth.file;
            forms::score(document, truth, scores);
        }
        report("recorded, " + level, scores);
        hold("recorded-" + level, scores);
    }
}

TEST(Accuracy, RealDocumentsStayAboveTheirFloors) {
    const char* folder = std::getenv("VANTHU_REAL_SAMPLES");
    if (folder == nullptr || *folder == '\0')
        GTEST_SKIP() << "VANTHU_REAL_SAMPLES does not name a folder with truth.json and documents";
    Reader reader;
    Scores all, printed;
    for (const forms::Truth& truth : forms::read_truth(std::string(folder) + "/truth.json")) {
        SCOPED_TRACE(truth.file);
        const pipeline::Document document = reader.read(std::string(folder) + "/" + truth.file);
        forms::score(document, truth, all);
        forms::Truth without_pen = truth;
        for (auto& [id, field] : without_pen.fields)
            field.counts = field.counts && !field.handwritten;
        forms::score(document, without_pen, printed);
    }
    report("real documents", all);
    report("real documents, handwritten fields left out", printed);
    hold("real", printed);
}

}  // namespace
}  // namespace vanthu
