#include "ocr/language_model.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <memory>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "base/digest.h"
#include "base/error.h"
#include "base/text.h"

namespace vanthu::ocr {
namespace {

static_assert(std::endian::native == std::endian::little, "the model file is little-endian");

constexpr std::string_view kMagic = "VANTHULM";
constexpr std::size_t kDigest = 64;
constexpr std::uint32_t kVersion = 1;
constexpr double kNatsPerStep = 0.1;
constexpr std::size_t kMostBytes = 64u << 20;

// Costs are bytes in the file; a table saves the multiplication and keeps the tables small.
using CostByte = std::uint8_t;

double nats(CostByte cost) {
    return cost * kNatsPerStep;
}

class Reader {
public:
    Reader(std::string path, std::string_view bytes) : path_(std::move(path)), left_(bytes) {}

    [[noreturn]] void refuse(const std::string& why) const {
        throw Error(ErrorCode::Configuration,
                    path_ + ": not a usable language model: " + why +
                        "; take the file of the release or train it anew (models/README.md)");
    }

    std::string_view bytes(std::size_t size) {
        if (size > left_.size()) refuse("the file is cut short");
        const std::string_view taken = left_.substr(0, size);
        left_.remove_prefix(size);
        return taken;
    }

    template <typename Number>
    std::vector<Number> numbers(std::size_t count) {
        if (count > left_.size() / sizeof(Number)) refuse("the file is cut short");
        std::vector<Number> out(count);
        if (count > 0)
            std::memcpy(out.data(), bytes(count * sizeof(Number)).data(), count * sizeof(Number));
        return out;
    }

    std::uint32_t number() { return numbers<std::uint32_t>(1)[0]; }

    // Rows of a table point into the next one: never backwards, and to its very end.
    std::vector<std::uint32_t> rows(std::size_t count, std::size_t end) {
        std::vector<std::uint32_t> out = numbers<std::uint32_t>(count + 1);
        if (out.front() != 0 || out.back() != end || !std::is_sorted(out.begin(), out.end()))
            refuse("its tables do not fit together");
        return out;
    }

    bool at_end() const { return left_.empty(); }
    std::string_view rest() const { return left_; }

private:
    std::string path_;
    std::string_view left_;
};

bool is_one_letter_off(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) std::swap(a, b);
    if (b.size() - a.size() > 1 || a.empty()) return false;
    if (a.front() != b.front() && a.back() != b.back()) return false;
    std::size_t same = 0;
    while (same < a.size() && a[same] == b[same])
        ++same;
    if (a.size() == b.size()) return same < a.size() && a.substr(same + 1) == b.substr(same + 1);
    return a.substr(same) == b.substr(same + 1);
}

[[noreturn]] void refuse_unreadable(const std::string& path) {
    throw Error(ErrorCode::Configuration,
                path + ": the language model cannot be read; check the path and its rights");
}

std::string read_whole(int descriptor, const std::string& path) {
    struct stat found {};
    if (::fstat(descriptor, &found) != 0 || found.st_size < 0) refuse_unreadable(path);
    if (static_cast<std::uint64_t>(found.st_size) > kMostBytes)
        throw Error(ErrorCode::Configuration, path + ": larger than any language model (64 MiB)");
    std::string bytes(static_cast<std::size_t>(found.st_size), '\0');
    for (std::size_t at = 0; at < bytes.size();) {
        const ssize_t read =
            ::pread(descriptor, bytes.data() + at, bytes.size() - at, static_cast<off_t>(at));
        if (read <= 0) refuse_unreadable(path);
        at += static_cast<std::size_t>(read);
    }
    return bytes;
}

}  // namespace

struct LanguageModel::Tables {
    std::string path;
    std::string text;  // the words, parted by line feeds; `words` are views of it
    std::vector<std::string_view> words;
    std::unordered_map<std::string_view, WordId> ids;
    std::string folds;  // folded spellings that `by_fold` looks at
    std::vector<WordId> grouped;
    std::unordered_map<std::string_view, std::span<const WordId>> by_fold;
    std::vector<std::pair<std::string_view, std::span<const WordId>>> spellings;  // the same

    CostByte unknown = 0;
    std::vector<CostByte> word_cost, word_left;
    std::vector<std::uint32_t> pair_from;
    std::vector<WordId> pair_second;
    std::vector<CostByte> pair_cost, pair_left;
    std::vector<std::uint32_t> triple_from;
    std::vector<WordId> triple_third;
    std::vector<CostByte> triple_cost;

    Tables(Reader& reader);
    Tables(const Tables&) = delete;
    Tables& operator=(const Tables&) = delete;

    void split_words(const Reader& reader, std::size_t count);
    void group_by_fold();

    // The row of `wanted` in a sorted stretch of a table, -1 when it is not there.
    static std::int32_t row(const std::vector<WordId>& table, std::uint32_t from, std::uint32_t to,
                            WordId wanted) {
        const auto begin = table.begin() + from, end = table.begin() + to;
        const auto at = std::lower_bound(begin, end, wanted);
        return at != end && *at == wanted ? static_cast<std::int32_t>(at - table.begin()) : -1;
    }

    std::int32_t pair(WordId first, WordId second) const {
        if (first >= words.size()) return -1;
        return row(pair_second, pair_from[first], pair_from[first + 1u], second);
    }
};

LanguageModel::Tables::Tables(Reader& reader) {
    const std::uint32_t word_count = reader.number(), pair_count = reader.number(),
                        triple_count = reader.number(), text_bytes = reader.number();
    unknown = static_cast<CostByte>(std::min<std::uint32_t>(reader.number(), 255));
    if (word_count == 0 || word_count >= kUnknown) reader.refuse("its vocabulary has no size");
    text = reader.bytes(text_bytes);
    split_words(reader, word_count);
    word_cost = reader.numbers<CostByte>(word_count);
    word_left = reader.numbers<CostByte>(word_count);
    pair_from = reader.rows(word_count, pair_count);
    pair_second = reader.numbers<WordId>(pair_count);
    pair_cost = reader.numbers<CostByte>(pair_count);
    pair_left = reader.numbers<CostByte>(pair_count);
    triple_from = reader.rows(pair_count, triple_count);
    triple_third = reader.numbers<WordId>(triple_count);
    triple_cost = reader.numbers<CostByte>(triple_count);
    if (!reader.at_end()) reader.refuse("bytes follow its last table");
    group_by_fold();
}

void LanguageModel::Tables::split_words(const Reader& reader, std::size_t count) {
    std::string_view left = text;
    for (;;) {
        const std::size_t end = left.find('\n');
        words.push_back(left.substr(0, end));
        if (end == std::string_view::npos) break;
        left.remove_prefix(end + 1);
    }
    if (words.size() != count || !words[kBoundary].empty())
        reader.refuse("its vocabulary does not have the size it says");
    ids.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        ids.emplace(words[i], static_cast<WordId>(i));
}

void LanguageModel::Tables::group_by_fold() {
    std::vector<std::pair<std::string, WordId>> folded;
    for (std::size_t i = 1; i < words.size(); ++i)
        folded.emplace_back(fold(words[i]), static_cast<WordId>(i));
    std::sort(folded.begin(), folded.end(), [this](const auto& a, const auto& b) {
        return std::tuple(std::string_view(a.first), word_cost[a.second], a.second) <
               std::tuple(std::string_view(b.first), word_cost[b.second], b.second);
    });
    std::size_t bytes = 0;
    for (const auto& [key, id] : folded)
        bytes += key.size();
    folds.reserve(bytes);  // views of it must stay good
    grouped.reserve(folded.size());
    for (std::size_t i = 0, end = 0; i < folded.size(); i = end) {
        const std::size_t at = folds.size();
        folds += folded[i].first;
        for (end = i; end < folded.size() && folded[end].first == folded[i].first; ++end)
            grouped.push_back(folded[end].second);
        spellings.emplace_back(std::string_view(folds).substr(at),
                               std::span(grouped.data() + i, end - i));
    }
    by_fold.insert(spellings.begin(), spellings.end());
}

LanguageModel LanguageModel::load(int descriptor, const std::string& path) {
    return load(path, read_whole(descriptor, path));
}

LanguageModel LanguageModel::load(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) refuse_unreadable(path);
    const std::unique_ptr<const int, void (*)(const int*)> closer(
        &descriptor, [](const int* open) { ::close(*open); });
    return load(descriptor, path);
}

const std::string& LanguageModel::path() const {
    return tables_->path;
}

LanguageModel LanguageModel::load(const std::string& path, const std::string& bytes) {
    Reader reader(path, bytes);
    if (reader.bytes(kMagic.size()) != kMagic) reader.refuse("it starts with other bytes");
    const std::string_view digest = reader.bytes(kDigest);
    if (sha256(reader.rest()) != digest) reader.refuse("its checksum does not match");
    if (reader.number() != kVersion) reader.refuse("it is of another version");
    const auto tables = std::make_shared<Tables>(reader);
    tables->path = path;
    return LanguageModel(tables);
}

LanguageModel::WordId LanguageModel::find(std::string_view word) const {
    const auto found = tables_->ids.find(word);
    return found == tables_->ids.end() || word.empty() ? kUnknown : found->second;
}

std::string_view LanguageModel::word(WordId id) const {
    return id < tables_->words.size() ? tables_->words[id] : std::string_view();
}

std::span<const LanguageModel::WordId> LanguageModel::alike(std::string_view folded) const {
    const auto found = tables_->by_fold.find(folded);
    return found == tables_->by_fold.end() ? std::span<const WordId>() : found->second;
}

std::vector<LanguageModel::WordId> LanguageModel::one_letter_off(std::string_view folded) const {
    std::vector<WordId> found;
    for (const auto& [key, words] : tables_->spellings)
        if (is_one_letter_off(key, folded)) found.insert(found.end(), words.begin(), words.end());
    return found;
}

LanguageModel::Context LanguageModel::after(const Context& context, WordId word) const {
    return {word, tables_->pair(context.last, word)};
}

double LanguageModel::cost(const Context& context, WordId word) const {
    const Tables& t = *tables_;
    if (word >= t.words.size()) return nats(t.unknown);
    double backing_off = 0;
    if (context.pair >= 0) {
        const auto pair = static_cast<std::size_t>(context.pair);
        const std::int32_t triple =
            Tables::row(t.triple_third, t.triple_from[pair], t.triple_from[pair + 1], word);
        if (triple >= 0) return nats(t.triple_cost[static_cast<std::size_t>(triple)]);
        backing_off += nats(t.pair_left[pair]);
    }
    const std::int32_t pair = t.pair(context.last, word);
    if (pair >= 0) return backing_off + nats(t.pair_cost[static_cast<std::size_t>(pair)]);
    if (context.last < t.words.size()) backing_off += nats(t.word_left[context.last]);
    return backing_off + nats(t.word_cost[word]);
}

bool LanguageModel::has_pair(WordId first, WordId second) const {
    return tables_->pair(first, second) >= 0;
}

}  // namespace vanthu::ocr
