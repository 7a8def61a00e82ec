// made_files.h: files that mean harm, made when a test needs them.
//
// Small builders of PNG, TIFF, JPEG, ZIP and PDF that write whatever they are told, also what no
// honest program would. Pure functions of their arguments.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vanthu::hostile {

// `size` bytes of `letter`, as a zlib stream or as bare deflate data.
std::string packed(std::size_t size, char letter);

// A PNG with these dimensions in its head and `data` as its compressed rows; `extra` are whole
// chunks before them.
std::string png(std::uint32_t width, std::uint32_t height, int depth, int colour,
                const std::string& data, const std::string& extra = {});
std::string png_chunk(const std::string& name, const std::string& body);

// A JPEG head that claims dimensions, with scans that hold nothing.
std::string jpeg_claim(int width, int height, int scans = 1);

struct TiffTag {
    std::uint16_t tag, type;
    std::uint32_t count, value;
};
// Little-endian, one directory after the other; `data` lies at offset 8 before them.
std::string tiff(const std::vector<std::vector<TiffTag>>& directories, const std::string& data);
// One page of `width` x `height` pixels of 8 bits; all its data are `data`.
std::vector<TiffTag> tiff_page(std::uint32_t width, std::uint32_t height, std::uint32_t compression,
                               std::size_t data);

struct ZipEntry {
    std::string name;
    std::string deflated;
    std::uint32_t size = 0;  // as claimed
    std::uint32_t crc = 0;
    bool encrypted = false;
};
ZipEntry zip_entry(const std::string& name, const std::string& content);
std::string zip(const std::vector<ZipEntry>& entries);

// A Word file around the main part.
std::string docx(const std::string& main_part, const std::vector<ZipEntry>& more = {});
// The main part around what stands in the body.
std::string word_body(const std::string& body);

// Objects 1, 2, ... as written; object 1 is the catalogue.
std::string pdf(const std::vector<std::string>& objects);
// One page with a content stream, and objects 5, 6, ... as given; `resources` and `page` are put
// into the page's dictionary.
std::string pdf_page(const std::string& content, const std::string& resources = {},
                     const std::vector<std::string>& more = {},
                     const std::string& media_box = "[0 0 595 842]");
std::string pdf_stream(const std::string& dictionary, const std::string& data);

}  // namespace vanthu::hostile
