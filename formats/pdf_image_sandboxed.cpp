#include "formats/pdf_image_sandboxed.h"

#define POINTERHOLDER_TRANSITION 4  // std::shared_ptr throughout

#include <leptonica/allheaders.h>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <string>

#include "base/error.h"
#include "formats/image_sandboxed.h"
#include "formats/joined_jpeg_sandboxed.h"
#include "formats/tiff_page_sandboxed.h"

namespace vanthu::formats {
namespace {

std::uint32_t big_endian(std::string_view bytes, std::size_t at, int width) {
    std::uint32_t value = 0;
    for (int i = 0; i < width; ++i)
        value = value << 8 | static_cast<std::uint8_t>(bytes[at + static_cast<std::size_t>(i)]);
    return value;
}

QPDFObjectHandle image_stream(QPDF& file, std::string data, std::uint32_t width,
                              std::uint32_t height, int bits, const std::string& space,
                              const std::string& filter, const std::string& parameters) {
    QPDFObjectHandle stream = QPDFObjectHandle::newStream(&file);
    stream.replaceDict(QPDFObjectHandle::parse(
        "<< /Type /XObject /Subtype /Image /Width " + std::to_string(width) + " /Height " +
        std::to_string(height) + " /BitsPerComponent " + std::to_string(bits) + " /ColorSpace " +
        space + " >>"));
    stream.replaceStreamData(
        data, QPDFObjectHandle::newName(filter),
        parameters.empty() ? QPDFObjectHandle::newNull() : QPDFObjectHandle::parse(parameters));
    return stream;
}

struct JpegFrame {
    std::uint32_t width = 0, height = 0;
    int components = 0;
};

// The frame header of a JPEG that PDF readers decode: 8 bits, Huffman coded.
std::optional<JpegFrame> frame_of(std::string_view bytes) {
    std::size_t at = 2;
    while (at + 9 < bytes.size()) {
        if (bytes[at] != '\xff') return std::nullopt;
        const auto marker = static_cast<std::uint8_t>(bytes[at + 1]);
        if (marker == 0xff) {  // filling
            ++at;
            continue;
        }
        if (marker >= 0xc0 && marker <= 0xc2) {
            if (bytes[at + 4] != 8) return std::nullopt;
            return JpegFrame{big_endian(bytes, at + 7, 2), big_endian(bytes, at + 5, 2),
                             static_cast<std::uint8_t>(bytes[at + 9])};
        }
        if (marker == 0xda || marker == 0xd9) return std::nullopt;
        at += 2 + big_endian(bytes, at + 2, 2);
    }
    return std::nullopt;
}

// Null for a JPEG in other colours than grey and RGB.
std::optional<QPDFObjectHandle> embed_jpeg(QPDF& file, std::string_view bytes) {
    const auto frame = frame_of(bytes);
    if (!frame || frame->width == 0 || frame->height == 0) return std::nullopt;
    if (frame->components != 1 && frame->components != 3) return std::nullopt;
    return image_stream(file, std::string(bytes), frame->width, frame->height, 8,
                        frame->components == 1 ? "/DeviceGray" : "/DeviceRGB", "/DCTDecode", "");
}

std::string hexadecimal(std::string_view bytes) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        text += kDigits[static_cast<std::uint8_t>(c) >> 4];
        text += kDigits[static_cast<std::uint8_t>(c) & 15];
    }
    return text;
}

// PNG and PDF share compression and predictors, so the rows need not be unpacked. Null for what
// only PNG has: alpha, interlace, 16 bits.
std::optional<QPDFObjectHandle> embed_png(QPDF& file, std::string_view bytes) {
    constexpr std::size_t kFirstChunk = 8, kHeaderEnd = 33;
    if (bytes.size() < kHeaderEnd || bytes.substr(12, 4) != "IHDR") return std::nullopt;
    const std::uint32_t width = big_endian(bytes, 16, 4), height = big_endian(bytes, 20, 4);
    const int bits = static_cast<std::uint8_t>(bytes[24]);
    const int kind = static_cast<std::uint8_t>(bytes[25]);
    constexpr int kGrey = 0, kColour = 2, kMapped = 3;
    const bool interlaced = bytes[28] != 0;
    if (bits > 8 || interlaced || (kind != kGrey && kind != kColour && kind != kMapped))
        return std::nullopt;
    std::string rows, map;
    for (std::size_t at = kFirstChunk; at + 12 <= bytes.size();) {
        const std::uint32_t length = big_endian(bytes, at, 4);
        const std::string_view name = bytes.substr(at + 4, 4);
        if (length > bytes.size() - at - 12) return std::nullopt;
        if (name == "IDAT") rows += bytes.substr(at + 8, length);
        if (name == "PLTE") map = bytes.substr(at + 8, length);
        if (name == "tRNS") return std::nullopt;
        if (name == "IEND") break;
        at += 12 + std::size_t{length};
    }
    if (rows.empty() ||
        (kind == kMapped && (map.size() < 3 || map.size() > 3 * 256 || map.size() % 3 != 0)))
        return std::nullopt;
    std::string space = kind == kColour ? "/DeviceRGB" : "/DeviceGray";
    if (kind == kMapped)
        space = "[/Indexed /DeviceRGB " + std::to_string(map.size() / 3 - 1) + " <" +
                hexadecimal(map) + ">]";
    const std::string parameters =
        "<< /Predictor 15 /Colors " + std::to_string(kind == kColour ? 3 : 1) +
        " /BitsPerComponent " + std::to_string(bits) + " /Columns " + std::to_string(width) + " >>";
    return image_stream(file, std::move(rows), width, height, bits, space, "/FlateDecode",
                        parameters);
}

// The fax data of a page in one strip, which PDF has too; several strips cannot be joined.
std::optional<QPDFObjectHandle> embed_fax(QPDF& file, const TiffPage& page) {
    constexpr std::uint32_t kGroup4 = 4, kWhiteIsZero = 0, kBlackIsZero = 1;
    const std::uint32_t colours = page.value(TiffPage::Photometric, kBlackIsZero + 1);
    const std::uint32_t width = page.value(TiffPage::Width, 0);
    const std::uint32_t height = page.value(TiffPage::Height, 0);
    const auto strips = page.strips();
    if (page.value(TiffPage::Compression, 1) != kGroup4 || strips.size() != 1 ||
        page.value(TiffPage::BitsPerSample, 1) != 1 ||
        page.value(TiffPage::SamplesPerPixel, 1) != 1 || page.value(TiffPage::FillOrder, 1) != 1 ||
        page.value(TiffPage::Orientation, 1) != 1 || page.value(TiffPage::TileWidth, 0) != 0 ||
        (colours != kWhiteIsZero && colours != kBlackIsZero) || width == 0 || height == 0)
        return std::nullopt;
    return image_stream(
        file, std::string(strips[0]), width, height, 1, "/DeviceGray", "/CCITTFaxDecode",
        "<< /K -1 /Columns " + std::to_string(width) + " /Rows " + std::to_string(height) +
            (colours == kBlackIsZero ? " /BlackIs1 true >>" : " >>"));
}

QPDFObjectHandle embed_bilevel(QPDF& file, Pix* pix) {
    l_uint8* data = nullptr;
    std::size_t size = 0;
    const int failed = pixWriteMemTiff(&data, &size, pix, IFF_TIFF_G4);
    const std::unique_ptr<l_uint8, decltype(&std::free)> owner(data, &std::free);
    if (failed || !data) throw Error(ErrorCode::Internal, "cannot write fax data");
    const auto stream = embed_fax(file, TiffPage({reinterpret_cast<const char*>(data), size}, 1));
    if (!stream) throw Error(ErrorCode::Internal, "cannot write fax data");
    return *stream;
}

QPDFObjectHandle embed_pixels(QPDF& file, Pix* pix) {
    if (pixGetDepth(pix) == 1) return embed_bilevel(file, pix);
    constexpr int kFast = 3;  // half the time of the default for at most a tenth more bytes
    pixSetZlibCompression(pix, kFast);
    const auto stream = embed_png(file, encode_png(pix));
    if (!stream) throw Error(ErrorCode::Internal, "cannot write an image");
    return *stream;
}

QPDFObjectHandle embed_tiff(QPDF& file, std::string_view bytes, int number,
                            const pipeline::Limits& limits, double& aspect) {
    const TiffPage page(bytes, number);
    aspect = page.aspect();
    const std::string where = "page " + std::to_string(number);
    check_pixels(page.value(TiffPage::Width, 0), page.value(TiffPage::Height, 0), limits, where);
    if (const auto stream = embed_fax(file, page)) return *stream;
    if (const std::string joined = joined_jpeg(page); !joined.empty())
        if (const auto stream = embed_jpeg(file, joined)) return *stream;
    return embed_pixels(file, decode_tiff_page(bytes, number, limits).get());
}

}  // namespace

QPDFObjectHandle embed_image(QPDF& file, std::string_view bytes, std::string_view media_type,
                             int number, const pipeline::Limits& limits, double& aspect) {
    aspect = 1;
    if (media_type == "image/tiff") return embed_tiff(file, bytes, number, limits, aspect);
    check_image_header(bytes, limits, "the image");
    const auto stream =
        media_type == "image/jpeg" ? embed_jpeg(file, bytes) : embed_png(file, bytes);
    if (stream) return *stream;
    return embed_pixels(file, decode_image(bytes, limits, "the image").get());
}

}  // namespace vanthu::formats
