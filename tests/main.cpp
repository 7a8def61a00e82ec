// Every test program begins here: a process gets a temporary folder of its own and leaves none
// behind, so that cases that run beside each other (ctest -j) can never meet in a file. TMPDIR
// carries it to children too.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace {

namespace fs = std::filesystem;

std::string* folder = nullptr;  // never destroyed: read after the statics of the tests are gone
pid_t owner = 0;

void remove_folder() {
    std::error_code ignored;
    if (owner == ::getpid())
        fs::remove_all(*folder, ignored);  // not from a child that a test forked
}

}  // namespace

int main(int argc, char** argv) {
    ::testing::InitGoogleTest(&argc, argv);
    if (::testing::GTEST_FLAG(list_tests)) return RUN_ALL_TESTS();
    folder = new std::string(
        (fs::temp_directory_path() / "vanthu-XXXXXX").string());  // short: sockets live below
    if (::mkdtemp(folder->data()) == nullptr) {
        std::fprintf(
            stderr,
            "%s: no temporary folder could be made; set TMPDIR to one that can be written\n",
            folder->c_str());
        return 1;
    }
    ::chmod(folder->c_str(), 0711);  // PostgreSQL runs below it as another user
    owner = ::getpid();
    std::atexit(remove_folder);  // after every static that a test makes, its servers among them
    ::setenv("TMPDIR", folder->c_str(), 1);
    ::setenv("TEST_TMPDIR", folder->c_str(), 1);  // what ::testing::TempDir() gives
    return RUN_ALL_TESTS();
}
