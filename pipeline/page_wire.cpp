#include "pipeline/page_wire.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "base/error.h"
#include "pipeline/shelf.h"

namespace vanthu::pipeline {
namespace {

constexpr std::uint8_t kVersion = 3;
constexpr std::uint8_t kOldVersion = 2;  // without level lines; checkpoints may still have it
constexpr int kLargestCoordinate = 1 << 24;
constexpr std::uint32_t kLongestWord = 1 << 16;

[[noreturn]] void refuse(const char* what) {
    throw Error(ErrorCode::BadInput, std::string("page data: ") + what);
}

static_assert(std::endian::native == std::endian::little, "the wire is little-endian");

// A word but for its text, which follows.
struct WordRecord {
    std::int32_t left = 0, top = 0, right = 0, bottom = 0;
    std::uint32_t confidence[2] = {};  // a double; so that nothing is padded
    std::uint32_t size = 0;
};
static_assert(sizeof(WordRecord) == 28);

// A word that is sure and as high as its line: all of a DOCX. Its text follows.
struct LevelWordRecord {
    std::int32_t left = 0, right = 0;
    std::uint32_t size = 0;
};
static_assert(sizeof(LevelWordRecord) == 12);

bool is_level(const TextLine& line) {
    for (const Word& word : line.words)
        if (word.box.top != line.box.top || word.box.bottom != line.box.bottom ||
            word.confidence != 1)
            return false;
    return true;
}

constexpr std::uint8_t kBold = 1, kItalic = 2, kLevel = 4;  // flags of a line

// Writes into memory that was made large enough before: a paper has thousands of numbers.
class Writer {
public:
    explicit Writer(std::size_t most) : bytes_(most, '\0'), at_(bytes_.data()) {}

    template <class Number>
    void number(Number value) {
        std::memcpy(at_, &value, sizeof value);
        at_ += sizeof value;
    }
    void text(std::string_view value) {
        number(static_cast<std::uint32_t>(value.size()));
        letters(value);
    }
    void count(std::size_t value) { number(static_cast<std::uint32_t>(value)); }
    void box(const Box& box) {
        for (const int side : {box.left, box.top, box.right, box.bottom})
            number(side);
    }
    void word(const Word& word) {
        WordRecord record{
            word.box.left,   word.box.top, word.box.right,
            word.box.bottom, {},           static_cast<std::uint32_t>(word.text.size())};
        const double confidence = word.confidence;
        std::memcpy(record.confidence, &confidence, sizeof confidence);
        number(record);
        letters(word.text);
    }
    void level_word(const Word& word) {
        number(LevelWordRecord{word.box.left, word.box.right,
                               static_cast<std::uint32_t>(word.text.size())});
        letters(word.text);
    }
    std::string take() {
        bytes_.resize(static_cast<std::size_t>(at_ - bytes_.data()));
        return std::move(bytes_);
    }

private:
    void letters(std::string_view value) {
        std::memcpy(at_, value.data(), value.size());
        at_ += value.size();
    }

    std::string bytes_;
    char* at_;
};

// The size of the letter that the text begins with; 0 for zeros and what is no UTF-8.
std::size_t letter_size(std::string_view text) {
    const auto lead = static_cast<std::uint8_t>(text[0]);
    if (lead < 0x80) return lead == 0 ? 0 : 1;
    const std::size_t size = (lead >> 5) == 0x06   ? 2
                             : (lead >> 4) == 0x0e ? 3
                             : (lead >> 3) == 0x1e ? 4
                                                   : 0;
    if (size == 0 || size > text.size()) return 0;
    std::uint32_t point = lead & (0x7fu >> size);
    for (std::size_t k = 1; k < size; ++k) {
        const auto next = static_cast<std::uint8_t>(text[k]);
        if ((next & 0xc0) != 0x80) return 0;
        point = point << 6 | (next & 0x3f);
    }
    constexpr std::uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool wrong =
        point < kLeast[size] || point > 0x10ffff || (point >= 0xd800 && point < 0xe000);
    return wrong ? 0 : size;
}

// Without zeros.
bool is_utf8(std::string_view text) {
    const auto* at = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto* const end = at + text.size();
    while (at < end) {
        if (*at - 1u < 0x7f) {
            ++at;
            continue;
        }
        // Nearly all letters of Vietnamese, whatever their other bytes say.
        if (end - at > 1 && *at >= 0xc2 && *at < 0xe0 && (at[1] & 0xc0) == 0x80) {
            at += 2;
            continue;
        }
        if (end - at > 2 && *at == 0xe1 && (at[1] & 0xc0) == 0x80 && (at[2] & 0xc0) == 0x80) {
            at += 3;
            continue;
        }
        const std::size_t size =
            letter_size({reinterpret_cast<const char*>(at), static_cast<std::size_t>(end - at)});
        if (size == 0) return false;
        at += size;
    }
    return true;
}

class Reader {
public:
    explicit Reader(std::string_view bytes) : bytes_(bytes) {}

    template <class Number>
    Number number() {
        Number value{};
        if (bytes_.size() < sizeof value) refuse("cut short");
        std::memcpy(&value, bytes_.data(), sizeof value);
        bytes_.remove_prefix(sizeof value);
        return value;
    }
    double real() {
        const auto value = number<double>();
        if (!std::isfinite(value)) refuse("a number that is none");
        return value;
    }
    int between(int low, int high) {
        const int value = number<std::int32_t>();
        if (value < low || value > high) refuse("a number out of range");
        return value;
    }
    std::string text(std::uint32_t limit) {
        const auto size = number<std::uint32_t>();
        if (size > limit || size > bytes_.size()) refuse("a text too long");
        std::string value(bytes_.substr(0, size));
        bytes_.remove_prefix(size);
        return value;
    }
    // Each item takes at least `least` bytes, so a made-up count cannot reserve memory.
    std::uint32_t count(std::size_t least) {
        const auto value = number<std::uint32_t>();
        if (value > bytes_.size() / least) refuse("a count too large");
        return value;
    }
    Box box() {
        const auto left = number<std::int32_t>(), top = number<std::int32_t>(),
                   right = number<std::int32_t>(), bottom = number<std::int32_t>();
        return checked(left, top, right, bottom);
    }
    void word(Word& word) {
        const auto record = number<WordRecord>();
        word.box = checked(record.left, record.top, record.right, record.bottom);
        double confidence = 0;
        std::memcpy(&confidence, record.confidence, sizeof confidence);
        if (!(confidence >= 0 && confidence <= 1)) refuse("a confidence out of range");
        word.confidence = static_cast<float>(confidence);
        word.text = word_text(record.size);
    }
    void level_word(Word& word, const Box& line) {
        const auto record = number<LevelWordRecord>();
        word.box = checked(record.left, line.top, record.right, line.bottom);
        word.text = word_text(record.size);
    }
    bool at_end() const { return bytes_.empty(); }

    bool old = false;  // of kOldVersion

private:
    std::string_view word_text(std::uint32_t size) {
        if (size > kLongestWord || size > bytes_.size()) refuse("a text too long");
        const std::string_view text = bytes_.substr(0, size);
        if (!is_utf8(text)) refuse("a word that is not UTF-8");
        bytes_.remove_prefix(size);
        return text;
    }
    static Box checked(int left, int top, int right, int bottom) {
        const auto is_wrong = [](int side) {
            return static_cast<unsigned>(side) + kLargestCoordinate > 2u * kLargestCoordinate;
        };
        if (is_wrong(left) || is_wrong(top) || is_wrong(right) || is_wrong(bottom))
            refuse("a number out of range");
        return {left, top, right, bottom};
    }

    std::string_view bytes_;
};

store::BlobId blob_id(Reader& reader) {
    store::BlobId id = reader.text(64);
    if (id.empty()) return id;
    if (id.size() != 64 || id.find_first_not_of("0123456789abcdef") != std::string::npos)
        refuse("a blob name that is none");
    return id;
}

constexpr std::size_t kStart = 5;  // version and count

// At most what a page takes on the wire.
std::size_t size_of(const Page& page) {
    constexpr std::size_t kPage = 64, kBlock = 48, kLine = 24;  // what stands around their lists
    std::size_t size = kPage + page.image.size() + page.raster.size();
    for (const Block& block : page.blocks) {
        size += kBlock;
        for (const TextLine& line : block.lines) {
            size += kLine;
            size +=
                line.words.size() * (is_level(line) ? sizeof(LevelWordRecord) : sizeof(WordRecord));
            for (const Word& word : line.words)
                size += word.text.size();
        }
    }
    return size;
}

void write(Writer& out, const TextLine& line) {
    out.box(line.box);
    const bool level = is_level(line);
    out.number(static_cast<std::uint8_t>((line.bold ? kBold : 0) | (line.italic ? kItalic : 0) |
                                         (level ? kLevel : 0)));
    out.count(line.words.size());
    for (const Word& word : line.words)
        level ? out.level_word(word) : out.word(word);
}

void write(Writer& out, const Block& block) {
    out.number(static_cast<std::uint8_t>(block.kind));
    for (int value : {block.table, block.row, block.column, block.row_span, block.column_span})
        out.number(value);
    out.box(block.box);
    out.count(block.lines.size());
    for (const TextLine& line : block.lines)
        write(out, line);
}

void write(Writer& out, const Page& page) {
    for (int value : {page.number, page.sheet, page.sheet_left})
        out.number(value);
    out.text(page.image);
    out.text(page.raster);
    for (int value : {page.width, page.height, page.dpi, page.rotation})
        out.number(value);
    out.number(page.skew_degrees);
    out.number(static_cast<std::uint8_t>(page.origin));
    out.count(page.blocks.size());
    for (const Block& block : page.blocks)
        write(out, block);
}

void write_start(Writer& out, std::size_t pages) {
    out.number(kVersion);
    out.count(pages);
}

TextLine read_line(Reader& in) {
    TextLine line;
    line.box = in.box();
    const auto flags = in.number<std::uint8_t>();
    if (flags > (in.old ? kBold | kItalic : kBold | kItalic | kLevel))
        refuse("unknown flags of a line");
    line.bold = flags & kBold;
    line.italic = flags & kItalic;
    const bool level = flags & kLevel;
    const std::uint32_t words = in.count(level ? sizeof(LevelWordRecord) : sizeof(WordRecord));
    line.words.resize(words);
    for (Word& word : line.words)
        level ? in.level_word(word, line.box) : in.word(word);
    return line;
}

Block read_block(Reader& in) {
    Block block;
    const auto kind = in.number<std::uint8_t>();
    if (kind > static_cast<std::uint8_t>(Block::Kind::Stamp)) refuse("an unknown kind of block");
    block.kind = static_cast<Block::Kind>(kind);
    block.table = in.between(-1, kLargestCoordinate);
    block.row = in.between(-1, kLargestCoordinate);
    block.column = in.between(-1, kLargestCoordinate);
    block.row_span = in.between(1, kLargestCoordinate);
    block.column_span = in.between(1, kLargestCoordinate);
    block.box = in.box();
    const std::uint32_t lines = in.count(21);
    block.lines.reserve(lines);
    for (std::uint32_t i = 0; i < lines; ++i)
        block.lines.push_back(read_line(in));
    return block;
}

Page read_page(Reader& in) {
    Page page;
    page.number = in.between(0, kLargestCoordinate);
    page.sheet = in.between(0, kLargestCoordinate);
    page.sheet_left = in.between(0, kLargestCoordinate);
    page.image = blob_id(in);
    page.raster = blob_id(in);
    page.width = in.between(0, kLargestCoordinate);
    page.height = in.between(0, kLargestCoordinate);
    page.dpi = in.between(0, 100'000);
    page.rotation = in.between(0, 270);
    if (page.rotation % 90 != 0) refuse("a rotation that is no quarter turn");
    page.skew_degrees = in.real();
    const auto origin = in.number<std::uint8_t>();
    if (origin > static_cast<std::uint8_t>(TextOrigin::Docx)) refuse("an unknown origin");
    page.origin = static_cast<TextOrigin>(origin);
    const std::uint32_t blocks = in.count(41);
    page.blocks.reserve(blocks);
    for (std::uint32_t i = 0; i < blocks; ++i)
        page.blocks.push_back(read_block(in));
    return page;
}

std::uint32_t read_start(Reader& in) {
    const auto version = in.number<std::uint8_t>();
    if (version != kVersion && version != kOldVersion) refuse("another version");
    in.old = version == kOldVersion;
    return in.count(41);
}

}  // namespace

std::string encode_pages(const std::vector<Page>& pages) {
    std::string bytes;
    encode_pages(pages, [&](std::string_view piece) { bytes += piece; });
    return bytes;
}

void encode_pages(const std::vector<Page>& pages,
                  const std::function<void(std::string_view)>& take) {
    Writer start(kStart);
    write_start(start, pages.size());
    take(start.take());
    for (const Page& page : pages) {
        const PageAtHand whole(page);
        Writer out(size_of(*whole));
        write(out, *whole);
        take(out.take());
    }
}

std::string encode_page(const Page& page) {
    Writer out(kStart + size_of(page));
    write_start(out, 1);
    write(out, page);
    return out.take();
}

std::size_t count_pages(std::string_view bytes) {
    Reader in(bytes);
    return read_start(in);
}

std::vector<Page> decode_pages(std::string_view bytes) {
    std::vector<Page> pages;
    decode_pages(bytes, [&](Page page) { pages.push_back(std::move(page)); });
    return pages;
}

void decode_pages(std::string_view bytes, const std::function<void(Page)>& take) {
    Reader in(bytes);
    const std::uint32_t count = read_start(in);
    for (std::uint32_t i = 0; i < count; ++i)
        take(read_page(in));
    if (!in.at_end()) refuse("bytes after the end");
}

}  // namespace vanthu::pipeline
