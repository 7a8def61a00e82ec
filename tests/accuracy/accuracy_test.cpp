// Reads the samples from file to fields and holds the agreement with their truth to the floors in
// floors.xml.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/text.h"
#include "base/xml.h"
#include "forms/truth.h"
#include "pipeline/runner.h"
#include "stages/registry.h"
#include "store/blobs.h"

namespace vanthu {
namespace {

namespace fs = std::filesystem;

const std::string kSource = VANTHU_SOURCE_DIR;

// The product's own pipeline, with real page workers.
class Reader {
public:
    Reader()
        : forms_(forms::FormLibrary::load(kSource + "/forms")),
          language_(ocr::LanguageModel::load(kSource + "/models/vietnamese.lm")),
          stages_(stages::make_stages({forms_, language_, routes_})),
          pipeline_(pipeline::read_pipeline(kSource + "/config/pipelines.xml",
                                            kSource + "/config/schema/pipelines.rng", stages_)),
          sandbox_(settings()) {}

    pipeline::Document read(const std::string& path) {
        std::ifstream in(path, std::ios::binary);
        std::stringstream bytes;
        bytes << in.rdbuf();
        store::TransientBlobs blobs;
        pipeline::Document document;
        document.source = path;
        document.original = blobs.put(bytes.str());
        pipeline::run_once(pipeline_, document, blobs, sandbox_, clock_, "route");
        return document;
    }

private:
    static pipeline::SandboxSettings settings() {
        pipeline::SandboxSettings settings;
        settings.program = std::string(VANTHU_BINARY_DIR) + "/bin/vanthu-sandbox";
        return settings;
    }

    stages::Routes routes_;
    forms::FormLibrary forms_;
    ocr::LanguageModel language_;
    pipeline::StageTable stages_;
    pipeline::Pipeline pipeline_;
    pipeline::SandboxPool sandbox_;
    SystemClock clock_;
};

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

using Scores = std::map<std::string, forms::FieldScore>;

// Cited documents found with code and date, of all in the truth.
void add_citations(const pipeline::Document& document, const forms::Truth& truth, Scores& scores) {
    for (const pipeline::Citation& wanted : truth.citations) {
        forms::FieldScore& score = scores["citations"];
        ++score.total;
        for (const pipeline::Citation& found : document.citations) {
            const bool same = wanted.code.empty()
                                  ? comparable(found.subject) == comparable(wanted.subject)
                                  : forms::equal_values("code", found.code, wanted.code);
            if (!same || found.date != wanted.date) continue;
            ++score.right;
            break;
        }
    }
}

// Cells of tables that agree; a table that was not read has none.
void add_tables(const pipeline::Document& document, const forms::Truth& truth, Scores& scores) {
    for (const pipeline::FieldTable& wanted : truth.tables) {
        forms::FieldScore& score = scores["tables"];
        const pipeline::FieldTable* found = nullptr;
        for (const pipeline::FieldTable& table : document.tables)
            if (table.id == wanted.id) found = &table;
        for (std::size_t row = 0; row < wanted.rows.size(); ++row)
            for (std::size_t column = 0; column < wanted.columns.size(); ++column) {
                ++score.total;
                if (found == nullptr || row >= found->rows.size()) continue;
                const auto at =
                    std::find(found->columns.begin(), found->columns.end(), wanted.columns[column]);
                if (at == found->columns.end()) continue;
                const std::string& text =
                    found->rows[row][static_cast<std::size_t>(at - found->columns.begin())];
                if (comparable(text) == comparable(wanted.rows[row][column])) ++score.right;
            }
    }
}

void report(const std::string& title, const Scores& scores) {
    std::printf("%s\n", title.c_str());
    for (const auto& [id, score] : scores)
        std::printf("  %-24s %3d/%-3d wrong but extracted %d\n", id.c_str(), score.right,
                    score.total, score.wrong_but_extracted);
}

void hold(const std::string& set, const Scores& scores) {
    const Floors floors = read_floors(set);
    ASSERT_FALSE(floors.fields.empty()) << "floors.xml has no set '" << set << "'";
    int total = 0, wrong = 0;
    for (const auto& [id, score] : scores) {
        total += score.total;
        wrong += score.wrong_but_extracted;
    }
    for (const auto& [id, least] : floors.fields) {
        const auto found = scores.find(id);
        if (found == scores.end()) continue;
        EXPECT_GE(static_cast<double>(found->second.right) / found->second.total, least) << id;
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
        forms::add_scores(document, truth, scores);
        add_citations(document, truth, scores);
        add_tables(document, truth, scores);
    }
    report("samples", scores);
    hold("samples", scores);
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
        forms::add_scores(document, truth, all);
        forms::Truth without_pen = truth;
        for (auto& [id, field] : without_pen.fields)
            field.counts = field.counts && !field.handwritten;
        forms::add_scores(document, without_pen, printed);
    }
    report("real documents", all);
    report("real documents, handwritten fields left out", printed);
    hold("real", printed);
}

}  // namespace
}  // namespace vanthu
