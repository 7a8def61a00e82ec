// bench/records: search and registering on one office of made-up papers. Prints one line per
// figure.
//
//   records_bench [--documents N] [--clerks N] [--queries N] [--database sqlite|URL] [--dir DIR]
//
// The papers are made of lines and words of samples/content, so that words are as common as they
// are in dispatches. A database on a server must be empty. Times are of whole searches as the web
// app asks them: count, newest twenty, snippets.
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "base/digest.h"
#include "base/id.h"
#include "base/text.h"
#include "pipeline/documents.h"
#include "records/books.h"
#include "records/search.h"
#include "store/migrate.h"
#include "store/postgres.h"
#include "store/sql.h"

namespace vanthu::records {
namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr Instant kMorning = 1'773'450'000'000'000;

double seconds_of(const std::function<void()>& work) {
    const auto start = SteadyClock::now();
    work();
    return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

// Lines and words as they stand in the sample dispatches.
class Vocabulary {
public:
    explicit Vocabulary(const std::string& folder) {
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            if (entry.path().extension() != ".txt") continue;
            std::ifstream in(entry.path());
            for (std::string line; std::getline(in, line);) {
                line = single_spaced(line);
                if (line.empty()) continue;
                lines_.push_back(line);
                for (const std::string& word : split(line, ' '))
                    words_.push_back(word);
            }
        }
    }

    std::string words(std::mt19937& random, int count) const {
        std::vector<std::string> chosen;
        for (int i = 0; i < count; ++i)
            chosen.push_back(words_[random() % words_.size()]);
        return join(chosen, " ");
    }

    // About a page and a half: half of it printed lines, half words in any order, some that nobody
    // else uses.
    std::string paper(std::mt19937& random) const {
        std::vector<std::string> lines;
        for (int i = 0; i < 20; ++i) {
            lines.push_back(lines_[random() % lines_.size()]);
            lines.push_back(words(random, 10));
        }
        lines.push_back("số " + std::to_string(random() % 100000) + " mã " +
                        sha256(std::to_string(random())).substr(0, 8));
        return join(lines, "\n");
    }

private:
    std::vector<std::string> lines_, words_;
};

void add_field(pipeline::Document& document, const std::string& id, const std::string& text) {
    pipeline::Field field;
    field.id = id;
    field.value = pipeline::Value{text, text, 0.9f, {}};
    field.state = pipeline::FieldState::Extracted;
    document.fields.push_back(field);
}

pipeline::Document make_paper(store::Transaction& tx, const Vocabulary& vocabulary,
                              std::mt19937& random, int number) {
    pipeline::NewDocument fresh;
    fresh.source = "scan" + std::to_string(number) + ".tif";
    fresh.original = sha256(fresh.source);
    const auto id = pipeline::receive_document(tx, fresh, kMorning + number * 1'000'000LL);
    pipeline::Document document = pipeline::load_document(tx, id);
    add_field(document, "code", std::to_string(number % 3000) + "/KH-UBND");
    add_field(document, "subject", vocabulary.words(random, 12));
    pipeline::Block block;
    for (const std::string& text : split(vocabulary.paper(random), '\n'))
        block.lines.push_back({{{text, {}, 1}}, {}});
    pipeline::Page page;
    page.number = 1;
    page.blocks.push_back(block);
    document.pages.push_back(page);
    index_document(tx, document);
    return document;
}

void fill(store::Database& database, const Vocabulary& vocabulary, int count) {
    std::mt19937 random(7);
    constexpr int kAtOnce = 500;
    const double seconds = seconds_of([&] {
        for (int from = 0; from < count; from += kAtOnce)
            database.write([&](store::Transaction& tx) {
                for (int i = from; i < std::min(from + kAtOnce, count); ++i)
                    make_paper(tx, vocabulary, random, i);
            });
    });
    std::printf("taken in and indexed: %d documents, %.0f a second\n", count, count / seconds);
}

void time_searches(store::Database& database, const char* what,
                   const std::function<SearchQuery()>& next, int count) {
    std::vector<double> times;
    std::int64_t hits = 0;
    for (int i = 0; i < count; ++i) {
        const SearchQuery query = next();
        times.push_back(seconds_of([&] {
            database.read([&](store::Transaction& tx) { hits += search(tx, query).total; });
        }));
    }
    std::sort(times.begin(), times.end());
    std::printf("%-24s p50 %7.2f ms, p95 %7.2f ms, %lld hits on average\n", what,
                times[times.size() / 2] * 1e3, times[times.size() * 95 / 100] * 1e3,
                static_cast<long long>(hits / count));
}

void bench_search(store::Database& database, const Vocabulary& vocabulary, int count) {
    std::mt19937 random(11);
    time_searches(
        database, "two words",
        [&] { return SearchQuery{.text = fold(vocabulary.words(random, 2))}; }, count);
    time_searches(
        database, "two words with marks",
        [&] { return SearchQuery{.text = vocabulary.words(random, 2)}; }, count);
    time_searches(
        database, "the commonest word", [] { return SearchQuery{.text = "so"}; },
        std::max(count / 5, 1));
    time_searches(
        database, "a common phrase", [] { return SearchQuery{.text = "\"uy ban nhan dan\""}; },
        std::max(count / 5, 1));
    time_searches(
        database, "a code",
        [&] { return SearchQuery{.text = std::to_string(random() % 3000) + "/KH-UBND"}; }, count);
    time_searches(
        database, "everything, newest first", [] { return SearchQuery(); }, std::max(count / 5, 1));
}

double rate_of(int clerks, int each, const std::function<void(int clerk, int i)>& work) {
    const double seconds = seconds_of([&] {
        std::vector<std::jthread> threads;
        for (int clerk = 0; clerk < clerks; ++clerk)
            threads.emplace_back([&, clerk] {
                for (int i = 0; i < each; ++i)
                    work(clerk, i);
            });
    });
    return clerks * each / seconds;
}

void bench_registering(store::Database& database, const Vocabulary& vocabulary, int clerks) {
    constexpr int kEach = 60;
    std::mt19937 random(13);
    std::vector<pipeline::Document> documents;
    database.write([&](store::Transaction& tx) {
        documents.clear();
        tx.execute("create table raw_commit (clerk bigint, i bigint)");
        for (int i = 0; i < clerks * kEach; ++i)
            documents.push_back(make_paper(tx, vocabulary, random, 1'000'000 + i));
    });
    const double raw = rate_of(clerks, kEach, [&](int clerk, int i) {
        database.write([&](store::Transaction& tx) {
            tx.execute("insert into raw_commit (clerk, i) values ($1, $2)", {clerk, i});
        });
    });
    const double registered = rate_of(clerks, kEach, [&](int clerk, int i) {
        database.write([&](store::Transaction& tx) {
            register_document(tx, "incoming",
                              documents[static_cast<std::size_t>(clerk * kEach + i)], "lan",
                              kMorning);
        });
    });
    std::printf("%d clerks registering: %.0f a second, %.2f of %.0f commits of one row\n", clerks,
                registered, registered / raw, raw);
}

std::unique_ptr<store::Database> open(const std::string& where, const std::string& folder) {
    if (where == "sqlite") return store::open_sqlite(folder + "/bench.db");
    store::PostgresSettings settings;
    settings.url = where;
    return store::open_postgres(settings);
}

}  // namespace
}  // namespace vanthu::records

int main(int count, char** words) {
    using namespace vanthu;
    std::map<std::string, std::string> options = {{"--documents", "10000"},
                                                  {"--clerks", "16"},
                                                  {"--queries", "200"},
                                                  {"--database", "sqlite"},
                                                  {"--dir", "/tmp"}};
    for (int i = 1; i + 1 < count; i += 2)
        options[words[i]] = words[i + 1];
    const auto number = [&](const std::string& name) { return std::stoi(options.at(name)); };
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    const std::string folder =
        options.at("--dir") + "/vanthu-records-bench-" + std::to_string(::getpid());
    std::filesystem::create_directories(folder);
    {
        const auto database = records::open(options.at("--database"), folder);
        store::migrate(*database);
        const records::Vocabulary vocabulary(VANTHU_SOURCE_DIR "/samples/content");
        database->write([](store::Transaction& tx) {
            records::save_books(tx,
                                records::read_books(VANTHU_SOURCE_DIR "/config/books.xml",
                                                    VANTHU_SOURCE_DIR "/config/schema/books.rng"));
        });
        records::fill(*database, vocabulary, number("--documents"));
        if (database->dialect() == store::Dialect::Postgres)
            database->write([](store::Transaction& tx) { tx.execute("analyze"); });
        records::bench_search(*database, vocabulary, number("--queries"));
        records::bench_registering(*database, vocabulary, number("--clerks"));
    }
    std::filesystem::remove_all(folder);
    return 0;
}
