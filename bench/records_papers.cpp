#include "bench/records_papers.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include "base/digest.h"
#include "base/id.h"
#include "base/text.h"

namespace vanthu::records {
namespace {

constexpr Instant kFirst = 1'460'000'000'000'000;  // in 2016
constexpr std::int64_t kMinutes = 60'000'000;
constexpr const char* kTypes[] = {"Kế hoạch", "Quyết định", "Công văn", "Báo cáo", "Tờ trình"};

void add_field(pipeline::Document& document, const std::string& id, const std::string& text) {
    pipeline::Field field;
    field.id = id;
    field.value = pipeline::Value{text, text, 0.9f, {}};
    field.state = pipeline::FieldState::Extracted;
    document.fields.push_back(field);
}

struct Made {
    pipeline::Document document;
    Indexed entry;
    int number = 0;
};

std::vector<Made> make_papers(const Vocabulary& vocabulary, Size size, int from, int count) {
    std::vector<Made> made(static_cast<std::size_t>(count));
    std::atomic<int> next = 0;
    std::vector<std::jthread> makers;
    for (unsigned i = 0; i < std::max(std::thread::hardware_concurrency(), 1u); ++i)
        makers.emplace_back([&] {
            for (int at = next++; at < count; at = next++) {
                Made& paper = made[static_cast<std::size_t>(at)];
                paper.number = from + at;
                paper.document = make_paper(vocabulary, paper.number, size);
                paper.entry = to_index(paper.document);
            }
        });
    makers.clear();
    return made;
}

// The row of a paper as receive_document() makes it, without its job and its audit event, which
// searches never see. One paper in ten is open to one of twenty units only.
void receive(store::Transaction& tx, const Made& paper) {
    tx.execute_later(
        "insert into document (id, source, original, size, state, book, received_at, received_by, "
        "updated_at) values ($1, $2, $3, 1, 'in_workflow', '', $4, 'lan', $4)",
        {paper.document.id, paper.document.source, paper.document.original,
         paper.document.received_at});
    if (paper.number % 10 == 0)
        tx.execute_later(
            "insert into document_right (document, kind, name) values ($1, 'unit', $2)",
            {paper.document.id, "Phòng " + std::to_string(paper.number / 10 % 20)});
}

void save(store::Database& database, const std::vector<Made>& papers) {
    database.write([&](store::Transaction& tx) {
        if (tx.dialect() == store::Dialect::Postgres)
            tx.query("select set_config('gin_pending_list_limit', '16MB', true)");
        WordCounts words;
        for (const Made& paper : papers) {
            receive(tx, paper);
            index_document(tx, paper.document, paper.entry, words);
        }
        words.flush(tx);
    });
}

}  // namespace

std::uint64_t next_random(std::uint64_t& random) {
    random += 0x9e3779b97f4a7c15ull;
    std::uint64_t mixed = random;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ull;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebull;
    return mixed ^ (mixed >> 31);
}

Vocabulary::Vocabulary(const std::string& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".txt") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
        std::ifstream in(file);
        for (std::string line; std::getline(in, line);) {
            line = single_spaced(line);
            if (line.empty()) continue;
            lines_.push_back(line);
            for (const std::string& word : split(line, ' '))
                words_.push_back(word);
        }
    }
}

std::string Vocabulary::words(std::uint64_t& random, int count) const {
    std::string chosen;
    for (int i = 0; i < count; ++i)
        chosen += (i > 0 ? " " : "") + words_[next_random(random) % words_.size()];
    return chosen;
}

std::string Vocabulary::paper(std::uint64_t& random) const {
    std::string text;
    for (int words = 0; words < 550;) {
        const std::string& line = lines_[next_random(random) % lines_.size()];
        const int length = 1 + static_cast<int>(std::count(line.begin(), line.end(), ' '));
        text += line + "\n" + this->words(random, length) + "\n";
        words += 2 * length;
    }
    return text + "số " + std::to_string(next_random(random) % 100000) + " mã " +
           sha256(std::to_string(next_random(random))).substr(0, 8);
}

pipeline::Document make_paper(const Vocabulary& vocabulary, int number, Size size) {
    std::uint64_t random = static_cast<std::uint64_t>(number) * 0x2545f4914f6cdd1dull + 7;
    pipeline::Document document;
    document.id = new_id();
    document.source = "scan" + std::to_string(number) + ".tif";
    document.original = sha256(document.source);
    document.received_at = kFirst + number * 5 * kMinutes;
    document.state = pipeline::DocumentState::InWorkflow;
    add_field(document, "code", std::to_string(number % 3000) + "/KH-UBND");
    add_field(document, "subject", vocabulary.words(random, 20));
    add_field(document, "type_name", kTypes[next_random(random) % 5]);
    add_field(document, "organ_name", "Sở số " + std::to_string(next_random(random) % 40));
    add_field(document, "issued_date",
              std::to_string(2016 + number % 10) + "-03-0" + std::to_string(1 + number % 9));
    if (size == Size::Entry) return document;
    pipeline::Block block;
    for (const std::string& text : split(vocabulary.paper(random), '\n'))
        block.lines.push_back({{{text, {}, 1}}, {}});
    pipeline::Page page;
    page.number = 1;
    page.blocks.push_back(block);
    document.pages.push_back(page);
    return document;
}

void fill(store::Database& database, const Vocabulary& vocabulary, Size size, int from, int count) {
    constexpr int kAtOnce = 500;
    std::future<void> saving;
    for (int done = 0; done < count; done += kAtOnce) {
        auto papers = make_papers(vocabulary, size, from + done, std::min(kAtOnce, count - done));
        if (saving.valid()) saving.get();
        saving = std::async(std::launch::async,
                            [&database, papers = std::move(papers)] { save(database, papers); });
    }
    if (saving.valid()) saving.get();
}

}  // namespace vanthu::records
