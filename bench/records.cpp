// bench/records: search and registering on one office of made-up papers. Prints one line per
// figure.
//
//   records_bench [--documents N] [--clerks N] [--queries N] [--database sqlite|URL] [--rebuild
//   yes|no] [--dir DIR]
//
// The papers are made of lines and words of samples/content, so that words are as common as they
// are in dispatches. A database on a server must be empty. Times are of whole searches as the web
// app asks them: count, newest twenty, snippets.
#include <sys/resource.h>
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
#include <optional>
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
#include "records/search_words.h"
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

constexpr const char* kTypes[] = {"Kế hoạch", "Quyết định", "Công văn", "Báo cáo", "Tờ trình"};

// One paper in ten is open to one of twenty units only.
void limit_rights(store::Transaction& tx, const pipeline::DocumentId& id, int number) {
    if (number % 10 != 0) return;
    tx.execute("insert into document_right (document, kind, name) values ($1, 'unit', $2)",
               {id, "Phòng " + std::to_string(number / 10 % 20)});
}

pipeline::Document make_paper(store::Transaction& tx, const Vocabulary& vocabulary,
                              std::mt19937& random, int number, WordCounts& words) {
    pipeline::NewDocument fresh;
    fresh.source = "scan" + std::to_string(number) + ".tif";
    fresh.original = sha256(fresh.source);
    const auto id = pipeline::receive_document(tx, fresh, kMorning + number * 1'000'000LL);
    pipeline::Document document = pipeline::load_document(tx, id);
    add_field(document, "code", std::to_string(number % 3000) + "/KH-UBND");
    add_field(document, "subject", vocabulary.words(random, 12));
    add_field(document, "type_name", kTypes[random() % 5]);
    add_field(document, "organ_name", "Sở số " + std::to_string(random() % 40));
    add_field(document, "issued_date",
              std::to_string(2016 + number % 10) + "-03-0" + std::to_string(1 + number % 9));
    limit_rights(tx, id, number);
    pipeline::Block block;
    for (const std::string& text : split(vocabulary.paper(random), '\n'))
        block.lines.push_back({{{text, {}, 1}}, {}});
    pipeline::Page page;
    page.number = 1;
    page.blocks.push_back(block);
    document.pages.push_back(page);
    index_document(tx, document, words);
    return document;
}

void fill(store::Database& database, const Vocabulary& vocabulary, int count) {
    std::mt19937 random(7);
    constexpr int kAtOnce = 500;
    const double seconds = seconds_of([&] {
        for (int from = 0; from < count; from += kAtOnce)
            database.write([&](store::Transaction& tx) {
                WordCounts words;
                for (int i = from; i < std::min(from + kAtOnce, count); ++i)
                    make_paper(tx, vocabulary, random, i, words);
                words.flush(tx);
            });
    });
    std::printf("taken in and indexed: %d documents, %.0f a second\n", count, count / seconds);
}

void print_times(const std::string& what, std::vector<double> times, const std::string& more) {
    if (times.empty()) return;
    std::sort(times.begin(), times.end());
    std::printf("%-28s p50 %7.2f ms, p95 %7.2f ms%s\n", what.c_str(), times[times.size() / 2] * 1e3,
                times[times.size() * 95 / 100] * 1e3, more.c_str());
}

void time_searches(store::Database& database, const std::string& what,
                   const std::function<SearchQuery()>& next, int count) {
    std::vector<double> times;
    std::int64_t hits = 0;
    for (int i = 0; i < count; ++i) {
        const SearchQuery query = next();
        times.push_back(seconds_of([&] {
            database.read([&](store::Transaction& tx) { hits += search(tx, query).total; });
        }));
    }
    print_times(what, times, ", " + std::to_string(hits / count) + " hits on average");
}

// What the database's own word index costs for the same words, as one would write it by hand: no
// rights, no count, no facets; the newest twenty with their texts.
void time_plain(store::Database& database, const char* what,
                const std::function<std::string()>& next, int count) {
    std::vector<double> times;
    for (int i = 0; i < count; ++i) {
        const std::string words = next();
        times.push_back(seconds_of([&] {
            database.read([&](store::Transaction& tx) {
                if (tx.dialect() == store::Dialect::Sqlite) {
                    std::vector<std::string> quoted;
                    for (const std::string& word : split(words, ' '))
                        quoted.push_back("\"" + word + "\"");
                    tx.query(
                        "select s.text from (select rowid as id from search_index where "
                        "search_index match $1 order by rowid desc limit 20) m cross join "
                        "search_text s on s.id = m.id",
                        {"folded : (" + join(quoted, " AND ") + ")"});
                } else {
                    tx.query(
                        "select text from search_text where search_terms(words || terms) @> "
                        "string_to_array($1, ' ') order by id desc limit 20",
                        {words});
                }
            });
        }));
    }
    print_times(what, times, "");
}

void bench_search(store::Database& database, const Vocabulary& vocabulary, int count) {
    // What is read first is read from the disk; every figure is of a warm office.
    database.read([&](store::Transaction& tx) { search(tx, {.text = "so ngay"}); });
    const Reader officer{"lan", {"reviewer"}, "Phòng 7"};
    auto two = [&, random = std::mt19937(11)]() mutable {
        std::string words;
        while (split(words, ' ').size() != 2)
            words = join(words_of(fold(vocabulary.words(random, 2))), " ");
        return words;
    };
    const int few = std::max(count / 4, 1);
    for (const bool all : {true, false}) {
        std::optional<Reader> reader;
        if (!all) reader = officer;
        const std::string who = all ? "" : ", officer";
        const auto ask = [&](const std::string& text) {
            return SearchQuery{.text = text, .reader = reader, .with_facets = true};
        };
        time_searches(
            database, "two words" + who, [&, two]() mutable { return ask(two()); }, count);
        time_searches(
            database, "the commonest word" + who, [&] { return ask("so"); }, few);
        time_searches(
            database, "a common phrase" + who, [&] { return ask("\"uy ban nhan dan\""); }, few);
        time_searches(
            database, "ranked" + who,
            [&, two]() mutable {
                SearchQuery query = ask(two());
                query.order = SearchOrder::Ranked;
                return query;
            },
            few);
        time_searches(
            database, "a code" + who,
            [&, random = std::mt19937(5)]() mutable {
                return ask(std::to_string(random() % 3000) + "/KH-UBND");
            },
            few);
        time_searches(
            database, "a field and days" + who,
            [&] {
                SearchQuery query = ask("");
                query.fields = {{"type_name", "ke hoach"}};
                query.from = Date{2020, 1, 1};
                query.to = Date{2020, 12, 31};
                return query;
            },
            few);
        time_searches(
            database, "everything" + who, [&] { return ask(""); }, few);
    }
    time_plain(database, "plain index, two words", two, count);
    time_plain(
        database, "plain index, commonest", [] { return std::string("so"); }, few);
    std::vector<double> times;
    for (const char* typed : {"th", "ke ho", "quyet di", "nhan d", "ba"})
        for (int i = 0; i < 4; ++i)
            times.push_back(seconds_of([&] {
                database.read([&](store::Transaction& tx) { suggest(tx, typed, officer); });
            }));
    print_times("suggestions", times, "");
}

void bench_rebuild(store::Database& database) {
    std::int64_t done = 0;
    std::atomic<bool> stop = false;
    std::vector<double> meanwhile;
    double seconds = 0;
    {
        std::jthread reader([&] {
            while (!stop)
                meanwhile.push_back(seconds_of([&] {
                    database.read(
                        [&](store::Transaction& tx) { search(tx, {.text = "ke hoach"}); });
                }));
        });
        seconds = seconds_of([&] {
            database.write([](store::Transaction& tx) { begin_rebuild(tx); });
            for (Rebuild step{0, false}; !step.finished;) {
                database.write([&](store::Transaction& tx) { step = rebuild_some(tx, 1000); });
                done = std::max(done, step.done);
            }
        });
        stop = true;
    }
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    std::printf("rebuilt: %lld documents in %.1f s, %ld MB at most\n", static_cast<long long>(done),
                seconds, usage.ru_maxrss / 1024);
    print_times("searches meanwhile", meanwhile, "");
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
        WordCounts words;
        for (int i = 0; i < clerks * kEach; ++i)
            documents.push_back(make_paper(tx, vocabulary, random, 10'000'000 + i, words));
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
    std::map<std::string, std::string> options = {
        {"--documents", "10000"}, {"--clerks", "16"},   {"--queries", "200"},
        {"--database", "sqlite"}, {"--rebuild", "yes"}, {"--dir", "/tmp"}};
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
        if (options.at("--rebuild") == "yes") records::bench_rebuild(*database);
        records::bench_registering(*database, vocabulary, number("--clerks"));
    }
    std::filesystem::remove_all(folder);
    return 0;
}
