// bench/records: search, re-indexing and registering on one office of made-up papers. Prints one
// line per figure.
//
//   records_bench [search] [rebuild] [register] [--documents N] [--entries N] [--clerks N]
//                 [--queries N] [--database sqlite|URL] [--office DIR] [--dir DIR]
//
// Without a section: search, rebuild and register; "fill" alone only takes papers in, "anew" is the
// second half of rebuild. --documents have a text of a page and a half, --entries only what a book
// says of a paper. --office keeps the SQLite office there for the next run, which takes in only
// what is missing; a database on a server stays as it is anyway. Times are of whole searches as the
// web app asks them: count, facets, newest twenty, snippets.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "base/digest.h"
#include "base/text.h"
#include "bench/records_papers.h"
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

// Of this thread alone: what a figure would be on a machine that nobody else uses. A server's work
// is not in it.
double processor_of(const std::function<void()>& work) {
    const auto now = [] {
        timespec time{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
    };
    const double start = now();
    work();
    return now() - start;
}

double p95_of(std::vector<double> times) {
    std::sort(times.begin(), times.end());
    return times[times.size() * 95 / 100];
}

void print_times(const std::string& what, std::vector<double> times, const std::string& more) {
    if (times.empty()) return;
    std::sort(times.begin(), times.end());
    std::printf("%-28s p50 %7.2f ms, p95 %7.2f ms%s\n", what.c_str(), times[times.size() / 2] * 1e3,
                times[times.size() * 95 / 100] * 1e3, more.c_str());
}

void time_searches(store::Database& database, const std::string& what,
                   const std::function<SearchQuery()>& next, int count) {
    std::vector<double> times, processor;
    std::int64_t hits = 0;
    for (int i = 0; i < count; ++i) {
        const SearchQuery query = next();
        times.push_back(seconds_of([&] {
            processor.push_back(processor_of([&] {
                database.read([&](store::Transaction& tx) { hits += search(tx, query).total; });
            }));
        }));
    }
    char more[80];
    std::snprintf(more, sizeof more, ", %4lld hits, processor p95 %.2f ms",
                  static_cast<long long>(hits / count), p95_of(processor) * 1e3);
    print_times(what, times, more);
}

// What the database's own word index costs for the same words, as one would write it by hand: no
// rights, no count, no facets; the newest twenty with their texts. On PostgreSQL a tsvector beside
// its key.
void prepare_plain(store::Database& database) {
    if (database.dialect() != store::Dialect::Postgres) return;
    database.write([](store::Transaction& tx) {
        if (tx.query_one("select 1 as made from pg_class where relname = 'bench_plain'")) return;
        tx.execute(
            "create table bench_plain as select id, to_tsvector('simple', folded) as words from "
            "search_text");
        tx.execute("create index bench_plain_words on bench_plain using gin (words)");
        tx.execute("create unique index bench_plain_id on bench_plain (id)");
    });
    database.write([](store::Transaction& tx) { tx.execute("analyze bench_plain"); });
}

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
                        "select s.text from (select id from bench_plain where words @@ "
                        "plainto_tsquery('simple', $1) order by id desc limit 20) m join "
                        "search_text s on s.id = m.id",
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
    auto two = [&, random = std::uint64_t{11}]() mutable {
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
            [&, random = std::uint64_t{5}]() mutable {
                return ask(std::to_string(next_random(random) % 3000) + "/KH-UBND");
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
    prepare_plain(database);
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

double processor_seconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// In pieces: what one statement would need to undo itself is kept in memory.
void forget_terms(store::Database& database) {
    std::optional<std::int64_t> last;
    do {
        database.write([&](store::Transaction& tx) {
            const auto from = last.value_or(std::numeric_limits<std::int64_t>::min());
            last = tx.query_one(
                         "select max(id) as id from (select id from search_text where id > $1 "
                         "order by id limit 500) as some",
                         {from})
                       ->optional_integer("id");
            if (last)
                tx.execute("update search_text set terms = '' where id > $1 and id <= $2",
                           {from, *last});
        });
    } while (last);
}

// Nothing has changed, as after an update that asks for it to be sure; or every paper is put into
// the word index anew.
void bench_rebuild(store::Database& database, bool all) {
    if (all) forget_terms(database);
    std::int64_t done = 0;
    std::atomic<bool> stop = false;
    std::vector<double> meanwhile;
    double seconds = 0, processor = 0;
    {
        std::jthread reader([&] {
            for (; !stop; std::this_thread::sleep_for(std::chrono::milliseconds(100)))
                meanwhile.push_back(seconds_of([&] {
                    database.read(
                        [&](store::Transaction& tx) { search(tx, {.text = "ke hoach"}); });
                }));
        });
        const double before = processor_seconds();
        seconds = seconds_of([&] {
            database.write([](store::Transaction& tx) { begin_rebuild(tx); });
            for (Rebuild step{0, false}; !step.finished;) {
                database.write([&](store::Transaction& tx) { step = rebuild_some(tx); });
                if (step.done / 10'000 > done / 10'000)
                    std::fprintf(stderr, "%lld rebuilt\n", static_cast<long long>(step.done));
                done = std::max(done, step.done);
            }
        });
        stop = true;
        processor = processor_seconds() - before;
    }
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    std::printf("rebuilt%s: %lld documents in %.1f s, processor %.1f s, %ld MB at most\n",
                all ? ", all anew" : ", nothing new", static_cast<long long>(done), seconds,
                processor, usage.ru_maxrss / 1024);
    print_times("searches meanwhile", meanwhile, "");
}

// Pieces of work a second.
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

// Slices of registering and of the peer in turns, so that what else the machine does meets both.
// The peer is a commit of one row through the same database, which shares waits for the disk as
// well.
class Registering {
public:
    Registering(store::Database& database, const Vocabulary& vocabulary, int clerks)
        : database_(database), clerks_(clerks) {
        now_ = static_cast<Instant>(std::chrono::duration_cast<std::chrono::microseconds>(
                                        std::chrono::system_clock::now().time_since_epoch())
                                        .count());
        database_.write([&](store::Transaction& tx) {
            documents_.clear();
            tx.execute("create table if not exists raw_commit (clerk bigint, i bigint)");
            for (int i = 0; i < clerks_ * kEach * kRounds; ++i) {
                pipeline::NewDocument fresh;
                fresh.original = sha256(std::to_string(i));
                const auto id = pipeline::receive_document(tx, fresh, now_);
                documents_.push_back(make_paper(vocabulary, i, Size::Entry));
                documents_.back().id = id;
            }
        });
    }

    void run() {
        std::vector<double> registered, raw, shares;
        for (int round = 0; round < kRounds; ++round) {
            raw.push_back(rate_of(clerks_, kEach, [&](int clerk, int i) { add_row(clerk, i); }));
            registered.push_back(rate_of(clerks_, kEach, [&](int clerk, int i) {
                const int at = (round * clerks_ + clerk) * kEach + i;
                enter(documents_[static_cast<std::size_t>(at)]);
            }));
            shares.push_back(registered.back() / raw.back());
        }
        const double middle = middle_of(registered);
        std::printf("%d clerks registering: %.0f a second in the middle of %d rounds\n", clerks_,
                    middle, kRounds);
        std::sort(shares.begin(), shares.end());
        std::printf("  of our commits of one row %.2f (%.2f to %.2f), which are %.0f\n",
                    shares[shares.size() / 2], shares.front(), shares.back(), middle_of(raw));
    }

private:
    static constexpr int kEach = 50, kRounds = 11;

    static double middle_of(std::vector<double> rates) {
        std::sort(rates.begin(), rates.end());
        return rates[rates.size() / 2];
    }

    void add_row(int clerk, int i) {
        database_.write([&](store::Transaction& tx) {
            tx.execute("insert into raw_commit (clerk, i) values ($1, $2)", {clerk, i});
        });
    }

    void enter(const pipeline::Document& document) {
        database_.write([&](store::Transaction& tx) {
            register_document(tx, "incoming", document, "lan", now_);
        });
    }

    store::Database& database_;
    const int clerks_;
    Instant now_ = 0;
    std::vector<pipeline::Document> documents_;
};

// Takes in what the office does not have yet.
void take_in_missing(store::Database& database, const Vocabulary& vocabulary, int documents,
                     int entries) {
    std::int64_t there = 0;
    database.read([&](store::Transaction& tx) {
        there = tx.query_one("select count(*) as n from search_text")->integer("n");
    });
    const auto take_in = [&](const char* what, Size size, int count) {
        const int from = static_cast<int>(std::min<std::int64_t>(there, count));
        there -= from;
        if (from >= count) return;
        constexpr int kToldAfter = 10'000;
        const double seconds = seconds_of([&] {
            for (int done = from; done < count; done += kToldAfter) {
                std::fprintf(stderr, "%d of %d %s\n", done, count, what);
                fill(database, vocabulary, size, done, std::min(kToldAfter, count - done));
            }
        });
        std::printf("taken in and indexed: %d %s, %.0f a second\n", count - from, what,
                    (count - from) / seconds);
    };
    take_in("entries", Size::Entry, entries);
    take_in("documents", Size::Whole, documents);
    if (database.dialect() == store::Dialect::Postgres)
        database.write([](store::Transaction& tx) {
            tx.query("select gin_clean_pending_list('search_text_by_word')");
            tx.execute("analyze");
        });
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
        {"--documents", "10000"}, {"--entries", "0"}, {"--clerks", "16"}, {"--queries", "200"},
        {"--database", "sqlite"}, {"--office", ""},   {"--dir", "/tmp"}};
    std::set<std::string> sections;
    for (int i = 1; i < count; ++i) {
        const std::string word = words[i];
        if (!word.starts_with("--")) {
            sections.insert(word);
        } else if (options.contains(word) && i + 1 < count) {
            options[word] = words[++i];
        } else {
            std::fprintf(stderr, "%s is no option; see the head of bench/records.cpp\n",
                         word.c_str());
            return 2;
        }
    }
    if (sections.empty()) sections = {"search", "rebuild", "register"};
    const auto number = [&](const std::string& name) { return std::stoi(options.at(name)); };
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    const bool is_kept = !options.at("--office").empty();
    const std::string folder =
        is_kept ? options.at("--office")
                : options.at("--dir") + "/vanthu-records-bench-" + std::to_string(::getpid());
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
        records::take_in_missing(*database, vocabulary, number("--documents"), number("--entries"));
        if (sections.contains("search"))
            records::bench_search(*database, vocabulary, number("--queries"));
        if (sections.contains("rebuild")) records::bench_rebuild(*database, false);
        if (sections.contains("rebuild") || sections.contains("anew"))
            records::bench_rebuild(*database, true);
        if (sections.contains("register"))
            records::Registering(*database, vocabulary, number("--clerks")).run();
    }
    if (!is_kept) std::filesystem::remove_all(folder);
    return 0;
}
