// What indexing a long paper takes of the program's memory, as the kernel counts it.

#include <fstream>
#include <string>

#include "records/index.h"
#include "tests/records/search_fixture.h"

namespace vanthu::records {
namespace {

#ifndef VANTHU_SANITIZED  // a sanitizer's shadow memory is counted too

// A line of /proc/self/status in bytes: VmRSS is what the program has now, VmHWM the most it had.
std::size_t memory(const std::string& wanted) {
    std::ifstream status("/proc/self/status");
    for (std::string name; status >> name; status.ignore(1000, '\n')) {
        std::size_t kilobytes = 0;
        if (name == wanted + ":" && status >> kilobytes) return kilobytes * 1024;
    }
    ADD_FAILURE() << "the kernel does not tell " << wanted;
    return 0;
}

class IndexMemory : public SearchFixture {};

// Measured on SQLite: 3.5 times the text; with all changed pages of the database kept until the
// commit 4.9, with every word as a text of its own 25. On PostgreSQL 6 to 7.4: what goes to the
// server is written out first.
TEST_F(IndexMemory, ALongTextIsNeverTakenApartInMemory) {
    constexpr std::size_t kPages = 1000;
    const double most =
        store::TestDatabase::dialect() == store::Dialect::Postgres ? 10 : 4.3;  // times the text
    std::string text;
    for (int i = 0; i < 150; ++i)
        text += "kế hoạch " + std::to_string(i % 97) + " đồng chí ";
    pipeline::Document document = receive({});
    document.pages.assign(kPages, page_of(text));
    document.pages[kPages - 1] = page_of("câu cuối cùng của văn bản");
    const std::size_t before = memory("VmRSS");
    write([&](store::Transaction& tx) { index_document(tx, document); });
    EXPECT_LT(memory("VmHWM") - before, most * kPages * text.size());
    const std::size_t again = memory("VmRSS");
    write([&](store::Transaction& tx) { index_document(tx, document); });
    EXPECT_LT(memory("VmHWM") - again, most * kPages * text.size());
    EXPECT_EQ(find({.text = "câu cuối cùng"}).hits.size(), 1u);
}

#endif

// Zero bytes and marks do not end a long text early.
TEST_F(SearchFixture, ALongTextIsIndexedToItsEnd) {
    std::string text(100'000, ' ');
    text[50'000] = '\0';
    const pipeline::Document document = receive({}, "đầu" + text + "cuối");
    write([&](store::Transaction& tx) { index_document(tx, document); });
    EXPECT_EQ(find({.text = "cuoi"}).hits.size(), 1u);
}

}  // namespace
}  // namespace vanthu::records
