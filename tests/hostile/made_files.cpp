#include "tests/hostile/made_files.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace vanthu::hostile {
namespace {

std::string big_endian(std::uint32_t value, int bytes = 4) {
    std::string out;
    for (int i = bytes - 1; i >= 0; --i)
        out += static_cast<char>(value >> (8 * i));
    return out;
}

std::string little_endian(std::uint32_t value, int bytes = 4) {
    std::string out = big_endian(value, bytes);
    std::reverse(out.begin(), out.end());
    return out;
}

std::uint32_t checksum(std::string_view bytes) {
    return static_cast<std::uint32_t>(
        ::crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

constexpr int kZlib = 15, kBare = -15;  // window bits: with and without a head

// Feeds `piece` again and again until `size` bytes went in, so that a bomb needs no memory here.
std::string deflated(std::string_view piece, std::size_t size, int window) {
    z_stream stream{};
    if (::deflateInit2(&stream, 9, Z_DEFLATED, window, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error("zlib does not start");
    std::string out;
    std::array<char, 1 << 16> room;
    int state = Z_OK;
    while (state != Z_STREAM_END) {
        if (stream.avail_in == 0 && size > 0) {
            const std::size_t next = std::min(size, piece.size());
            stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
            stream.avail_in = static_cast<uInt>(next);
            size -= next;
        }
        stream.next_out = reinterpret_cast<Bytef*>(room.data());
        stream.avail_out = static_cast<uInt>(room.size());
        state = ::deflate(&stream, size == 0 ? Z_FINISH : Z_NO_FLUSH);
        out.append(room.data(), room.size() - stream.avail_out);
    }
    ::deflateEnd(&stream);
    return out;
}

}  // namespace

std::string packed(std::size_t size, char letter) {
    const std::string piece(std::clamp<std::size_t>(size, 1, 1 << 20), letter);
    return deflated(piece, size, kZlib);
}

std::string png_chunk(const std::string& name, const std::string& body) {
    return big_endian(static_cast<std::uint32_t>(body.size())) + name + body +
           big_endian(checksum(name + body));
}

std::string png(std::uint32_t width, std::uint32_t height, int depth, int colour,
                const std::string& data, const std::string& extra) {
    const std::string head = big_endian(width) + big_endian(height) + static_cast<char>(depth) +
                             static_cast<char>(colour) + std::string(3, '\0');
    return "\x89PNG\r\n\x1a\n" + png_chunk("IHDR", head) + extra + png_chunk("IDAT", data) +
           png_chunk("IEND", "");
}

std::string jpeg_claim(int width, int height, int scans) {
    const std::string frame = "\x08" + big_endian(static_cast<std::uint32_t>(height), 2) +
                              big_endian(static_cast<std::uint32_t>(width), 2) +
                              std::string("\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01", 10);
    std::string bytes =
        "\xff\xd8\xff\xc0" + big_endian(static_cast<std::uint32_t>(frame.size() + 2), 2) + frame;
    for (int scan = 0; scan < scans; ++scan)
        bytes += std::string("\xff\xda\x00\x0c\x03\x01\x00\x02\x11\x03\x11\x00\x3f\x00", 14);
    return bytes + "\xff\xd9";
}

std::vector<TiffTag> tiff_page(std::uint32_t width, std::uint32_t height, std::uint32_t compression,
                               std::size_t data) {
    constexpr std::uint16_t kShort = 3, kLong = 4;
    return {{256, kLong, 1, width},
            {257, kLong, 1, height},
            {258, kShort, 1, 8},
            {259, kShort, 1, compression},
            {262, kShort, 1, 1},
            {273, kLong, 1, 8},
            {277, kShort, 1, 1},
            {278, kLong, 1, height},
            {279, kLong, 1, static_cast<std::uint32_t>(data)}};
}

std::string tiff(const std::vector<std::vector<TiffTag>>& directories, const std::string& data) {
    std::string body = data;
    body.resize((data.size() + 1) / 2 * 2);
    std::string out = "II\x2a" + std::string(1, '\0') +
                      little_endian(static_cast<std::uint32_t>(8 + body.size())) + body;
    for (std::size_t i = 0; i < directories.size(); ++i) {
        const auto& tags = directories[i];
        out += little_endian(static_cast<std::uint32_t>(tags.size()), 2);
        for (const TiffTag& tag : tags)
            out += little_endian(tag.tag, 2) + little_endian(tag.type, 2) +
                   little_endian(tag.count) + little_endian(tag.value);
        const bool last = i + 1 == directories.size();
        out += little_endian(last ? 0 : static_cast<std::uint32_t>(out.size() + 4));
    }
    return out;
}

ZipEntry zip_entry(const std::string& name, const std::string& content) {
    return {name, deflated(content, content.size(), kBare),
            static_cast<std::uint32_t>(content.size()), checksum(content)};
}

std::string zip(const std::vector<ZipEntry>& entries) {
    std::string out, directory;
    for (const ZipEntry& entry : entries) {
        const std::string about = little_endian(entry.encrypted ? 1 : 0, 2) + little_endian(8, 2) +
                                  little_endian(0) + little_endian(entry.crc) +
                                  little_endian(static_cast<std::uint32_t>(entry.deflated.size())) +
                                  little_endian(entry.size) +
                                  little_endian(static_cast<std::uint32_t>(entry.name.size()), 2) +
                                  little_endian(0, 2);
        directory += "PK\x01\x02" + little_endian(20, 2) + little_endian(20, 2) + about +
                     std::string(10, '\0') + little_endian(static_cast<std::uint32_t>(out.size())) +
                     entry.name;
        out += "PK\x03\x04" + little_endian(20, 2) + about + entry.name + entry.deflated;
    }
    const auto count = little_endian(static_cast<std::uint32_t>(entries.size()), 2);
    return out + directory + "PK\x05\x06" + std::string(4, '\0') + count + count +
           little_endian(static_cast<std::uint32_t>(directory.size())) +
           little_endian(static_cast<std::uint32_t>(out.size())) + std::string(2, '\0');
}

std::string docx(const std::string& main_part, const std::vector<ZipEntry>& more) {
    constexpr const char* kTypes =
        R"(<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>)";
    constexpr const char* kRelations =
        R"(<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>)";
    std::vector<ZipEntry> entries{zip_entry("[Content_Types].xml", kTypes),
                                  zip_entry("_rels/.rels", kRelations),
                                  zip_entry("word/document.xml", main_part)};
    entries.insert(entries.end(), more.begin(), more.end());
    return zip(entries);
}

std::string word_body(const std::string& body) {
    return R"(<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>)" +
           body + "</w:body></w:document>";
}

std::string pdf(const std::vector<std::string>& objects) {
    std::string out = "%PDF-1.7\n";
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        places.push_back(out.size());
        out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    const std::size_t table = out.size();
    out += "xref\n0 " + std::to_string(objects.size() + 1) + "\n0000000000 65535 f \n";
    for (const std::size_t place : places) {
        const std::string number = std::to_string(place);
        out += std::string(10 - number.size(), '0') + number + " 00000 n \n";
    }
    return out + "trailer\n<< /Size " + std::to_string(objects.size() + 1) +
           " /Root 1 0 R >>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n";
}

std::string pdf_stream(const std::string& dictionary, const std::string& data) {
    return "<< " + dictionary + " /Length " + std::to_string(data.size()) + " >>\nstream\n" + data +
           "\nendstream";
}

std::string pdf_page(const std::string& content, const std::string& resources,
                     const std::vector<std::string>& more, const std::string& media_box) {
    std::vector<std::string> objects{"<< /Type /Catalog /Pages 2 0 R >>",
                                     "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                                     "<< /Type /Page /Parent 2 0 R /MediaBox " + media_box +
                                         " /Contents 4 0 R /Resources << " + resources + " >> >>",
                                     content.starts_with("<<") ? content : pdf_stream("", content)};
    objects.insert(objects.end(), more.begin(), more.end());
    return pdf(objects);
}

}  // namespace vanthu::hostile
