// The sentences that people read of what the service says by code: every issue and reason has one
// in both languages, every sentence is one without its values too, and no gap waits for a value
// that nobody gives.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
}

const fs::path kRoot = VANTHU_SOURCE_DIR;

// Key -> sentence; the two languages one after the other, each in its own object.
std::vector<std::map<std::string, std::string>> catalogues() {
    const std::string file = text_of(kRoot / "web/src/catalogue/sentences.ts");
    static const std::regex entry("\"([a-z]+\\.[a-z_]+)\":\\s*\"([^\"\\n]*)\",");
    std::vector<std::map<std::string, std::string>> languages;
    std::size_t at = 0;
    while ((at = file.find("export const ", at)) != std::string::npos) {
        const std::size_t end = std::min(file.find("\n};", at), file.size());
        const std::string part = file.substr(at, end - at);
        auto& sentences = languages.emplace_back();
        for (std::sregex_iterator one(part.begin(), part.end(), entry), none; one != none; ++one)
            sentences[(*one)[1]] = (*one)[2];
        at = end;
    }
    return languages;
}

std::string sources() {
    std::string all;
    for (const char* room : {"pipeline", "stages", "forms", "records", "workflow", "nominations",
                             "exchange", "server"})
        for (const auto& file : fs::directory_iterator(kRoot / room))
            if (file.path().extension() == ".cpp") all += text_of(file.path());
    return all;
}

std::set<std::string> gaps_of(const std::string& sentence) {
    static const std::regex gap("\\{([a-z_]+)");
    std::set<std::string> found;
    for (std::sregex_iterator one(sentence.begin(), sentence.end(), gap), none; one != none; ++one)
        found.insert((*one)[1]);
    return found;
}

// The words in quotes, such as "task_held", that stand next behind `opening`.
std::set<std::string> codes_behind(const std::string& text, const std::string& opening) {
    std::set<std::string> found;
    for (std::size_t at = text.find(opening); at != std::string::npos;
         at = text.find(opening, at + 1)) {
        const std::size_t quote = text.find_first_not_of(" \n", at + opening.size());
        if (quote == std::string::npos || text[quote] != '"') continue;
        const std::size_t end = text.find('"', quote + 1);
        const std::string code = text.substr(quote + 1, end - quote - 1);
        if (code.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos)
            found.insert(code);
    }
    return found;
}

// What is said when no value is known.
std::string bare(const std::string& sentence) {
    static const std::regex part("\\[[^\\[\\]|]*(?:\\|([^\\[\\]]*))?\\]");
    return std::regex_replace(sentence, part, "$1");
}

TEST(Sentences, AreThereInBothLanguages) {
    const auto languages = catalogues();
    ASSERT_EQ(languages.size(), 2u);
    EXPECT_GT(languages[0].size(), 80u);
    for (const auto& [key, sentence] : languages[0])
        EXPECT_TRUE(languages[1].contains(key)) << key;
    EXPECT_EQ(languages[0].size(), languages[1].size());
}

TEST(Sentences, AreSentencesWithoutTheirValuesToo) {
    for (const auto& language : catalogues())
        for (const auto& [key, sentence] : language) {
            const std::string said = bare(sentence);
            EXPECT_EQ(said.find_first_of("{}[]|"), std::string::npos) << key << ": " << said;
            EXPECT_EQ(said.find("  "), std::string::npos) << key << ": " << said;
        }
}

TEST(Sentences, TellEveryIssueAndReason) {
    const auto vietnamese = catalogues().at(0);
    const std::string all = sources();
    std::set<std::string> issues = codes_behind(all, "tell(");
    for (const char* severity : {"Severity::Info,", "Severity::Warning,", "Severity::Error,"})
        issues.merge(codes_behind(all, severity));
    EXPECT_GT(issues.size(), 20u);
    for (const std::string& code : issues)
        EXPECT_TRUE(vietnamese.contains("issue." + code)) << "no sentence for the issue " << code;
    const std::set<std::string> reasons = codes_behind(all, "Sentence{");
    EXPECT_GT(reasons.size(), 40u);
    for (const std::string& code : reasons)
        EXPECT_TRUE(vietnamese.contains("reason." + code)) << "no sentence for the reason " << code;
}

TEST(Sentences, HaveNoGapThatNobodyFills) {
    const std::string all = sources();
    for (const auto& language : catalogues())
        for (const auto& [key, sentence] : language)
            for (const std::string& gap : gaps_of(sentence))
                EXPECT_NE(all.find("\"" + gap + "\""), std::string::npos) << key << ": " << gap;
}

}  // namespace
