// The walls between the rooms, held by looking at every include of the sources.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct Include {
    std::string file;  // relative to the source folder
    int line = 0;
    std::string target;  // what is between the quotes or brackets
};

// Left to right; rooms of one rank are siblings, which never meet.
struct Room {
    std::string_view name;
    int rank;
};
constexpr std::array kRooms{
    Room{"base", 0},        Room{"store", 1},   Room{"pipeline", 2}, Room{"formats", 3},
    Room{"ocr", 4},         Room{"forms", 5},   Room{"workflow", 5}, Room{"records", 5},
    Room{"nominations", 5}, Room{"notices", 6}, Room{"exchange", 6}, Room{"stages", 7},
    Room{"server", 8},      Room{"apps", 9},
};

std::optional<Room> room_of(std::string_view path) {
    const std::size_t slash = path.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    for (const Room& room : kRooms)
        if (room.name == path.substr(0, slash)) return room;
    return std::nullopt;
}

// The page worker's sources, their own tests, and the peers that bench/ measures us against, which
// no program links.
bool is_sandboxed(std::string_view file) {
    return file.ends_with("_sandboxed.cpp") || file.starts_with("tests/sandboxed/") ||
           file.starts_with("bench/");
}

// Headers of the libraries that open hostile bytes.
bool opens_hostile_bytes(std::string_view target) {
    constexpr std::array<std::string_view, 5> kFolders{"leptonica/", "tesseract/", "poppler/",
                                                       "qpdf/", "poppler-"};
    constexpr std::array<std::string_view, 3> kFiles{"allheaders.h", "zip.h", "zipconf.h"};
    return std::any_of(kFolders.begin(), kFolders.end(),
                       [&](std::string_view folder) { return target.starts_with(folder); }) ||
           std::find(kFiles.begin(), kFiles.end(), target) != kFiles.end();
}

// What the include breaks, or an empty text.
std::string broken_rule(const Include& include) {
    const std::optional<Room> from = room_of(include.file);
    const std::optional<Room> to = room_of(include.target);
    if (from && to && from->name != to->name) {
        if (to->rank == from->rank)
            return std::string(from->name) + " and " + std::string(to->name) +
                   " are siblings and never meet";
        if (to->rank > from->rank)
            return std::string(from->name) + " lies left of " + std::string(to->name) +
                   " and may not use it";
    }
    if (from && include.target.starts_with("tests/")) return "rooms do not use tests";
    if (opens_hostile_bytes(include.target) && !is_sandboxed(include.file))
        return "only *_sandboxed.cpp may open hostile bytes";
    if (include.target == "sqlite3.h" && !include.file.starts_with("store/sqlite"))
        return "only store/sqlite*.cpp know SQLite";
    if (include.target == "libpq-fe.h" && !include.file.starts_with("store/postgres"))
        return "only store/postgres*.cpp know PostgreSQL";
    if (include.target.starts_with("../") || include.target.starts_with("./"))
        return "includes are written from the source folder";
    return {};
}

// #include "x" or #include <x>; nothing for any other line.
std::optional<std::string> include_target(std::string_view line) {
    const auto skip_spaces = [&] {
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    };
    skip_spaces();
    if (!line.starts_with('#')) return std::nullopt;
    line.remove_prefix(1);
    skip_spaces();
    if (!line.starts_with("include")) return std::nullopt;
    line.remove_prefix(std::string_view("include").size());
    skip_spaces();
    if (line.empty() || (line[0] != '"' && line[0] != '<')) return std::nullopt;
    const std::size_t end = line.find(line[0] == '"' ? '"' : '>', 1);
    if (end == std::string_view::npos) return std::nullopt;
    return std::string(line.substr(1, end - 1));
}

// Everything of ours; what is built, fetched or kept by an office is not.
void for_each_source(const fs::path& root, const std::function<void(const fs::path&)>& use) {
    constexpr std::array<std::string_view, 4> kNotOurs{".git", "build", "var", "web"};
    for (const auto& folder : fs::directory_iterator(root)) {
        const std::string name = folder.path().filename();
        if (!folder.is_directory() ||
            std::find(kNotOurs.begin(), kNotOurs.end(), name) != kNotOurs.end())
            continue;
        for (const auto& entry : fs::recursive_directory_iterator(folder)) {
            const fs::path extension = entry.path().extension();
            if (entry.is_regular_file() && (extension == ".h" || extension == ".cpp"))
                use(entry.path());
        }
    }
}

std::vector<Include> includes_of(const fs::path& path, const std::string& name) {
    std::vector<Include> found;
    std::ifstream in(path);
    int number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (auto target = include_target(line)) found.push_back({name, number, *std::move(target)});
    }
    return found;
}

TEST(Includes, GoLeftToRightOnly) {
    const fs::path root = VANTHU_SOURCE_DIR;
    int files = 0;
    for_each_source(root, [&](const fs::path& path) {
        ++files;
        for (const Include& include : includes_of(path, fs::relative(path, root))) {
            const std::string rule = broken_rule(include);
            if (!rule.empty())
                ADD_FAILURE_AT((root / include.file).c_str(), include.line)
                    << include.file << ":" << include.line << ": includes " << include.target
                    << ": " << rule;
        }
    });
    EXPECT_GT(files, 20) << "the sources were not found under " << root;
}

TEST(Includes, EveryFolderWithSourcesHasItsRank) {
    constexpr std::array<std::string_view, 4> kOutside{"tests", "bench", "samples", "models"};
    const fs::path root = VANTHU_SOURCE_DIR;
    for_each_source(root, [&](const fs::path& path) {
        const std::string file = fs::relative(path, root);
        const std::string folder = file.substr(0, file.find('/'));
        if (!room_of(file) && std::find(kOutside.begin(), kOutside.end(), folder) == kOutside.end())
            ADD_FAILURE_AT(path.c_str(), 1)
                << "the room " << folder << " has no rank in tests/structure/includes_test.cpp";
    });
}

TEST(Includes, OwnHeaderComesFirst) {
    const fs::path root = VANTHU_SOURCE_DIR;
    for_each_source(root, [&](const fs::path& path) {
        if (path.extension() != ".cpp") return;
        const std::string own = fs::relative(fs::path(path).replace_extension(".h"), root);
        if (!room_of(own) || !fs::exists(root / own)) return;
        const std::vector<Include> includes = includes_of(path, own);
        if (includes.empty() || includes.front().target != own)
            ADD_FAILURE_AT(path.c_str(), includes.empty() ? 1 : includes.front().line)
                << "the first include is not " << own;
    });
}

TEST(Includes, TheRuleKnowsRightFromWrong) {
    const auto allowed = [](const char* file, const char* target) {
        return broken_rule({file, 1, target}).empty();
    };
    EXPECT_TRUE(allowed("store/audit.cpp", "base/digest.h"));
    EXPECT_TRUE(allowed("store/audit.cpp", "store/audit.h"));
    EXPECT_TRUE(allowed("stages/route.cpp", "workflow/engine.h"));
    EXPECT_TRUE(allowed("apps/vanthu/main.cpp", "base/error.h"));
    EXPECT_TRUE(allowed("tests/records/books_test.cpp", "workflow/engine.h"));
    EXPECT_TRUE(allowed("store/sqlite.cpp", "sqlite3.h"));
    EXPECT_TRUE(allowed("store/postgres_connection.h", "libpq-fe.h"));
    EXPECT_TRUE(allowed("ocr/recognise_sandboxed.cpp", "leptonica/allheaders.h"));
    EXPECT_TRUE(allowed("tests/sandboxed/render_test.cpp", "leptonica/allheaders.h"));
    EXPECT_TRUE(allowed("base/text.cpp", "string"));

    EXPECT_FALSE(allowed("base/text.cpp", "store/sql.h"));
    EXPECT_FALSE(allowed("forms/matcher.cpp", "records/books.h"));
    EXPECT_FALSE(allowed("workflow/engine.cpp", "forms/form.h"));
    EXPECT_FALSE(allowed("pipeline/runner.cpp", "stages/registry.h"));
    EXPECT_FALSE(allowed("server/http.cpp", "apps/vanthu/main.h"));
    EXPECT_FALSE(allowed("store/migrate.cpp", "sqlite3.h"));
    EXPECT_FALSE(allowed("store/sqlite.cpp", "libpq-fe.h"));
    EXPECT_FALSE(allowed("tests/store/sqlite_test.cpp", "sqlite3.h"));
    EXPECT_FALSE(allowed("stages/recognise.cpp", "tesseract/baseapi.h"));
    EXPECT_FALSE(allowed("stages/ingest.cpp", "poppler/cpp/poppler-document.h"));
    EXPECT_FALSE(allowed("stages/ingest.cpp", "poppler-document.h"));
    EXPECT_FALSE(allowed("server/http.cpp", "qpdf/QPDF.hh"));
    EXPECT_FALSE(allowed("stages/read_docx.cpp", "zip.h"));
    EXPECT_FALSE(allowed("base/text.cpp", "tests/store/folder.h"));
    EXPECT_FALSE(allowed("base/text.cpp", "../base/text.h"));
}

TEST(Includes, AreReadInEverySpelling) {
    EXPECT_EQ(include_target("#include \"a/b.h\""), "a/b.h");
    EXPECT_EQ(include_target("  #  include <zip.h>  // why"), "zip.h");
    EXPECT_EQ(include_target("// #include \"a/b.h\""), std::nullopt);
    EXPECT_EQ(include_target("#define X"), std::nullopt);
    EXPECT_EQ(include_target("#include MACRO"), std::nullopt);
    EXPECT_EQ(include_target(""), std::nullopt);
}

}  // namespace
