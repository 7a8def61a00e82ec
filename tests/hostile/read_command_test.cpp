// `vanthu read` over samples/hostile and over honest files with the wrong extension: one line each,
// in order, and the honest file at the end is read as if nothing had been.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace vanthu::hostile {
namespace {

namespace fs = std::filesystem;

struct Output {
    std::vector<Poco::JSON::Object::Ptr> lines;
    int status = 0;
};

Output read_files(const std::vector<std::string>& files) {
    std::string command = VANTHU_BINARY_DIR "/bin/vanthu read --json --fields-only --jobs 1";
    for (const std::string& file : files)
        command += " '" + file + "'";
    std::string text;
    FILE* pipe = ::popen((command + " 2>/dev/null").c_str(), "r");
    std::array<char, 4096> room;
    while (const std::size_t got = std::fread(room.data(), 1, room.size(), pipe))
        text.append(room.data(), got);
    Output output;
    output.status = WEXITSTATUS(::pclose(pipe));
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        output.lines.push_back(Poco::JSON::Parser().parse(line).extract<Poco::JSON::Object::Ptr>());
    return output;
}

std::string error_code(const Poco::JSON::Object::Ptr& line) {
    const auto error = line->getObject("error");
    return error ? error->getValue<std::string>("code") : "read";
}

const std::string kSamples = VANTHU_SOURCE_DIR "/samples/";

TEST(ReadCommand, NamesWhatIsWrongWithEveryHostileFile) {
    const std::vector<std::pair<std::string, std::string>> expected{
        {"empty.pdf", "bad_input"},          {"text-named.docx", "unsupported_format"},
        {"truncated.tif", "bad_input"},      {"needs-password.pdf", "needs_password"},
        {"zip-bomb.docx", "limit_exceeded"}, {"entity-bomb.docx", "bad_input"},
        {"path-escape.docx", "read"},        {"nested.zip", "unsupported_format"},
        {"huge-claim.png", "limit_exceeded"}};
    std::vector<std::string> files;
    for (const auto& [file, code] : expected)
        files.push_back(kSamples + "hostile/" + file);
    files.push_back(kSamples + "dispatch/0001-hung-yen-79-docx/input.docx");
    const Output output = read_files(files);
    EXPECT_EQ(output.status, 2);
    ASSERT_EQ(output.lines.size(), files.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_EQ(error_code(output.lines[i]), expected[i].second) << expected[i].first;
        if (expected[i].second == "read") continue;
        EXPECT_TRUE(output.lines[i]->isNull("fields") ||
                    output.lines[i]->getObject("fields")->size() == 0)
            << expected[i].first << ": a value was invented";
    }
    EXPECT_EQ(error_code(output.lines.back()), "read");
    EXPECT_EQ(output.lines.back()
                  ->getObject("fields")
                  ->getObject("code_number")
                  ->getValue<std::string>("value"),
              "79");
    EXPECT_FALSE(fs::exists(kSamples + "outside.txt"));
    EXPECT_FALSE(fs::exists(kSamples + "../outside.txt"));
}

TEST(ReadCommand, BelievesTheContentAndNotTheName) {
    std::string pattern = (fs::temp_directory_path() / "vanthu-names-XXXXXX").string();
    const fs::path folder = ::mkdtemp(pattern.data());
    fs::copy_file(kSamples + "dispatch/0001-hung-yen-79-docx/input.docx", folder / "a.pdf");
    fs::copy_file(kSamples + "dispatch/0011-cam-lam-2258-pdf/input.pdf", folder / "b.docx");
    fs::copy_file(kSamples + "dispatch/0011-cam-lam-2258-pdf/input.pdf", folder / "c");
    const Output output = read_files(
        {(folder / "a.pdf").string(), (folder / "b.docx").string(), (folder / "c").string()});
    fs::remove_all(folder);
    EXPECT_EQ(output.status, 0);
    ASSERT_EQ(output.lines.size(), 3u);
    for (const auto& line : output.lines)
        EXPECT_EQ(error_code(line), "read");
    EXPECT_EQ(output.lines[1]->getValue<std::string>("media_type"), "application/pdf");
}

TEST(ReadCommand, AFileInTheWayOfThePdfsFolderIsSaidBeforeReading) {
    const fs::path way = fs::temp_directory_path() / "in-the-way";
    std::ofstream(way) << "a file";
    const std::string paper = kSamples + "dispatch/0011-cam-lam-2258-pdf/input.pdf";
    const Output output = read_files({"--pdf", way.string(), paper, paper});
    EXPECT_EQ(output.status, 2);
    EXPECT_TRUE(output.lines.empty());
}

}  // namespace
}  // namespace vanthu::hostile
