#include "pipeline/page_wire.h"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>

#include "base/error.h"

namespace vanthu::pipeline {
namespace {

constexpr std::uint8_t kVersion = 2;
constexpr int kLargestCoordinate = 1 << 24;
constexpr std::uint32_t kLongestWord = 1 << 16;

[[noreturn]] void refuse(const char* what) {
    throw Error(ErrorCode::BadInput, std::string("page data: ") + what);
}

class Writer {
public:
    template <class Number>
    void number(Number value) {
        using Raw = std::make_unsigned_t<Number>;
        char raw[sizeof(Raw)];
        for (std::size_t i = 0; i < sizeof(Raw); ++i)
            raw[i] = static_cast<char>(static_cast<Raw>(value) >> (8 * i) & 0xff);
        bytes_.append(raw, sizeof(Raw));
    }
    void real(double value) {
        std::uint64_t raw = 0;
        std::memcpy(&raw, &value, sizeof raw);
        number(raw);
    }
    void text(std::string_view value) {
        number(static_cast<std::uint32_t>(value.size()));
        bytes_ += value;
    }
    void count(std::size_t value) { number(static_cast<std::uint32_t>(value)); }
    void box(const Box& box) {
        number(box.left);
        number(box.top);
        number(box.right);
        number(box.bottom);
    }
    std::string take() { return std::move(bytes_); }

private:
    std::string bytes_;
};

class Reader {
public:
    explicit Reader(std::string_view bytes) : bytes_(bytes) {}

    template <class Number>
    Number number() {
        using Raw = std::make_unsigned_t<Number>;
        if (bytes_.size() < sizeof(Raw)) refuse("cut short");
        const auto* in = reinterpret_cast<const std::uint8_t*>(bytes_.data());
        Raw raw = 0;
        for (std::size_t i = 0; i < sizeof(Raw); ++i)
            raw = static_cast<Raw>(raw | static_cast<Raw>(in[i]) << (8 * i));
        bytes_.remove_prefix(sizeof(Raw));
        return static_cast<Number>(raw);
    }
    double real() {
        const auto raw = number<std::uint64_t>();
        double value = 0;
        std::memcpy(&value, &raw, sizeof value);
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
        Box box;
        box.left = between(-kLargestCoordinate, kLargestCoordinate);
        box.top = between(-kLargestCoordinate, kLargestCoordinate);
        box.right = between(-kLargestCoordinate, kLargestCoordinate);
        box.bottom = between(-kLargestCoordinate, kLargestCoordinate);
        return box;
    }
    bool at_end() const { return bytes_.empty(); }

private:
    std::string_view bytes_;
};

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<std::uint8_t>(text[i]);
        if (lead < 0x80 && lead != 0) {
            ++i;
            continue;
        }
        const std::size_t length = lead < 0x80           ? 1
                                   : (lead >> 5) == 0x06 ? 2
                                   : (lead >> 4) == 0x0e ? 3
                                   : (lead >> 3) == 0x1e ? 4
                                                         : 0;
        if (length == 0 || lead == 0 || i + length > text.size()) return false;
        std::uint32_t point = length == 1 ? lead : lead & (0x7fu >> length);
        for (std::size_t k = 1; k < length; ++k) {
            const auto next = static_cast<std::uint8_t>(text[i + k]);
            if ((next & 0xc0) != 0x80) return false;
            point = point << 6 | (next & 0x3f);
        }
        constexpr std::uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
        if (length > 1 && point < kLeast[length]) return false;
        if (point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) return false;
        i += length;
    }
    return true;
}

store::BlobId blob_id(Reader& reader) {
    store::BlobId id = reader.text(64);
    if (id.empty()) return id;
    if (id.size() != 64 || id.find_first_not_of("0123456789abcdef") != std::string::npos)
        refuse("a blob name that is none");
    return id;
}

void write(Writer& out, const TextLine& line) {
    out.box(line.box);
    out.number(static_cast<std::uint8_t>((line.bold ? 1 : 0) | (line.italic ? 2 : 0)));
    out.count(line.words.size());
    for (const Word& word : line.words) {
        out.box(word.box);
        out.real(word.confidence);
        out.text(word.text);
    }
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

TextLine read_line(Reader& in) {
    TextLine line;
    line.box = in.box();
    const auto flags = in.number<std::uint8_t>();
    if (flags > 3) refuse("unknown flags of a line");
    line.bold = flags & 1;
    line.italic = flags & 2;
    line.words.resize(in.count(28));
    for (Word& word : line.words) {
        word.box = in.box();
        const double confidence = in.real();
        if (confidence < 0 || confidence > 1) refuse("a confidence out of range");
        word.confidence = static_cast<float>(confidence);
        word.text = in.text(kLongestWord);
        if (!is_utf8(word.text)) refuse("a word that is not UTF-8");
    }
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

}  // namespace

std::string encode_pages(const std::vector<Page>& pages) {
    Writer out;
    out.number(kVersion);
    out.count(pages.size());
    for (const Page& page : pages) {
        for (int value : {page.number, page.sheet, page.sheet_left})
            out.number(value);
        out.text(page.image);
        out.text(page.raster);
        for (int value : {page.width, page.height, page.dpi, page.rotation})
            out.number(value);
        out.real(page.skew_degrees);
        out.number(static_cast<std::uint8_t>(page.origin));
        out.count(page.blocks.size());
        for (const Block& block : page.blocks)
            write(out, block);
    }
    return out.take();
}

std::vector<Page> decode_pages(std::string_view bytes) {
    Reader in(bytes);
    if (in.number<std::uint8_t>() != kVersion) refuse("another version");
    const std::uint32_t count = in.count(41);
    std::vector<Page> pages;
    pages.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i)
        pages.push_back(read_page(in));
    if (!in.at_end()) refuse("bytes after the end");
    return pages;
}

}  // namespace vanthu::pipeline
