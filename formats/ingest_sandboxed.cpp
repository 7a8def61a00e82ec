// probe: what a file is, by its content.

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>

#include <algorithm>
#include <array>
#include <sstream>

#include "base/error.h"
#include "base/text.h"
#include "formats/docx_package_sandboxed.h"
#include "formats/image_sandboxed.h"
#include "formats/operations.h"
#include "formats/parameters_sandboxed.h"
#include "formats/pdf_structure_sandboxed.h"

namespace vanthu::formats {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kWordType =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

struct Look {
    std::string_view start;
    std::size_t at;
    std::string_view what;
};

// Kinds that are not read, so that the message can name them.
constexpr std::array kOthers{
    Look{"GIF8"sv, 0, "a GIF image"},
    Look{"BM"sv, 0, "a BMP image"},
    Look{"WEBP"sv, 8, "a WebP image"},
    Look{"ftypheic"sv, 4, "a HEIC photograph"},
    Look{"ftypavif"sv, 4, "an AVIF image"},
    Look{"\x00\x00\x00\x0cjP  "sv, 0, "a JPEG 2000 image"},
    Look{"II\x2b\x00"sv, 0, "a BigTIFF image"},
    Look{"MM\x00\x2b"sv, 0, "a BigTIFF image"},
    Look{"AT&TFORM"sv, 0, "a DjVu file"},
    Look{"%!PS"sv, 0, "a PostScript file"},
    Look{"Rar!"sv, 0, "a RAR archive"},
    Look{"7z\xbc\xaf\x27\x1c"sv, 0, "a 7-Zip archive"},
    Look{"\x1f\x8b"sv, 0, "a gzip archive"},
    Look{"MZ"sv, 0, "a Windows program"},
    Look{"\x7f"
         "ELF"sv,
         0, "a program"},
};

bool has(std::string_view bytes, std::string_view start, std::size_t at = 0) {
    return bytes.size() >= at + start.size() && bytes.substr(at, start.size()) == start;
}

bool looks_like_text(std::string_view bytes) {
    const std::string_view head = bytes.substr(0, 4096);
    return std::none_of(head.begin(), head.end(), [](char c) {
        const auto u = static_cast<unsigned char>(c);
        return u < 32 && c != '\n' && c != '\r' && c != '\t' && c != '\f';
    });
}

// The container of Office before 2007; its directory names what it holds in UTF-16.
constexpr std::string_view kOle = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv;

std::string in_utf16(std::string_view ascii) {
    std::string wide;
    for (const char c : ascii)
        (wide += c) += '\0';
    return wide;
}

[[noreturn]] void refuse(std::string_view what) {
    throw Error(ErrorCode::UnsupportedFormat, "the file looks like " + std::string(what) +
                                                  "; TIFF, PNG, JPEG, PDF and DOCX are read");
}

void name_and_refuse(std::string_view bytes) {
    if (has(bytes, kOle)) {
        // An encrypted DOCX hides in the same container as the old .doc.
        if (bytes.find(in_utf16("EncryptedPackage")) != std::string_view::npos)
            throw Error(ErrorCode::NeedsPassword,
                        "the Office file is encrypted and asks for a password; save it without "
                        "one");
        refuse("an old Office file that is no Word document (.xls or .ppt)");
    }
    for (const Look& look : kOthers)
        if (has(bytes, look.start, look.at)) refuse(look.what);
    if (bytes.find_first_not_of('\0') == std::string_view::npos)
        throw Error(ErrorCode::BadInput, "the file holds zero bytes only; send it again");
    const std::string head = lower(trim(bytes.substr(0, 512)));
    if (starts_with(head, "<!doctype html") || starts_with(head, "<html")) refuse("a web page");
    if (starts_with(head, "<?xml")) refuse("an XML file");
    if (looks_like_text(bytes)) refuse("a text file");
    refuse("no kind of document known here");
}

struct Finding {
    std::string media_type;
    int pages = 0;
    std::vector<pipeline::Signature> signatures;
    bool repaired = false;
    int counted_pages = 0;  // by the word processor that saved the file; 0 = not said
};

// "<Pages>5</Pages>" of the file's properties. A number of another program and another day: no more
// is read of that part, and nothing depends on it.
int counted_pages(DocxPackage& package) {
    constexpr const char* kProperties = "docProps/app.xml";
    constexpr std::string_view kOpening = "Pages>";
    constexpr int kMost = 99999;
    if (!package.contains(kProperties)) return 0;
    std::string properties;
    try {
        properties = package.read(kProperties);
    } catch (const Error&) {
        return 0;  // costs the number alone
    }
    for (std::size_t at = properties.find(kOpening); at != std::string::npos;
         at = properties.find(kOpening, at + 1)) {
        if (at == 0 || (properties[at - 1] != '<' && properties[at - 1] != ':')) continue;
        int pages = 0;
        std::size_t digit = at + kOpening.size();
        for (; digit < properties.size() && properties[digit] >= '0' && properties[digit] <= '9' &&
               pages <= kMost;
             ++digit)
            pages = pages * 10 + (properties[digit] - '0');
        const bool whole = digit < properties.size() && properties[digit] == '<';
        return whole && pages <= kMost ? pages : 0;
    }
    return 0;
}

Finding probe_pdf(std::string_view bytes, const pipeline::Limits& limits) {
    Finding finding{"application/pdf", 0, {}, false};
    const PdfStructure file(bytes);
    finding.pages = file.pages();
    if (finding.pages == 0)
        throw Error(ErrorCode::BadInput, "the PDF file has no page that can be read");
    if (finding.pages > limits.pages)
        throw Error(ErrorCode::LimitExceeded, "the file has " + std::to_string(finding.pages) +
                                                  " pages, the limit is " +
                                                  std::to_string(limits.pages) + " (limits.pages)");
    for (const PdfSignature& signature : file.signatures())
        finding.signatures.push_back(check_signature(signature, bytes));
    finding.repaired = file.repaired();
    return finding;
}

bool is_text_document(DocxPackage& package) {
    constexpr std::string_view kText = "application/vnd.oasis.opendocument.text";
    if (!package.contains("mimetype") || !package.contains("content.xml")) return false;
    const std::string named = trim(package.read("mimetype"));
    return named == kText || named == std::string(kText) + "-template";
}

Finding look_at(std::string_view bytes, const pipeline::Limits& limits) {
    if (bytes.empty()) throw Error(ErrorCode::BadInput, "the file is empty");
    if (has(bytes, "II\x2a\0"sv) || has(bytes, "MM\0\x2a"sv)) {
        const int pages = count_tiff_pages(bytes, limits);
        return {"image/tiff", pages, {}, false};
    }
    if (has(bytes, "\x89PNG\r\n\x1a\n"sv) || has(bytes, "\xff\xd8\xff"sv)) {
        check_image_header(bytes, limits, "the image");
        return {has(bytes, "\xff"sv) ? "image/jpeg" : "image/png", 1, {}, false};
    }
    if (bytes.substr(0, 1024).find("%PDF-") != std::string_view::npos)
        return probe_pdf(bytes, limits);
    if (has(bytes, "PK\x03\x04"sv)) {
        DocxPackage package(bytes, limits);
        const std::string kind = package.kind();
        if (is_text_document(package))
            return {"application/vnd.oasis.opendocument.text", 1, {}, false};
        if (kind != "word") refuse(kind);
        Finding finding{std::string(kWordType), 1, {}, false};
        finding.counted_pages = counted_pages(package);
        return finding;
    }
    if (has(bytes, "{\\rtf"sv)) return {"application/rtf", 1, {}, false};
    if (has(bytes, kOle) && bytes.find(in_utf16("WordDocument")) != std::string_view::npos)
        return {"application/msword", 1, {}, false};
    name_and_refuse(bytes);
    return {};
}

}  // namespace

pipeline::SandboxReply probe(const pipeline::SandboxRequest& request,
                             const pipeline::Limits& limits) {
    const std::string bytes = read_input(input_of(request), limits);
    const Finding finding = look_at(bytes, limits);
    Poco::JSON::Object answer;
    answer.set("media_type", finding.media_type);
    answer.set("pages", finding.pages);
    if (finding.counted_pages > 0) answer.set("counted_pages", finding.counted_pages);
    answer.set("repaired", finding.repaired);
    Poco::JSON::Array signatures;
    for (const pipeline::Signature& signature : finding.signatures) {
        Poco::JSON::Object item;
        item.set("organ_name", signature.organ_name);
        item.set("common_name", signature.common_name);
        item.set("signed_at", signature.signed_at);
        item.set("valid", signature.valid);
        item.set("reason", signature.reason);
        signatures.add(item);
    }
    answer.set("signatures", signatures);
    std::ostringstream text;
    answer.stringify(text);
    return {text.str(), {}};
}

}  // namespace vanthu::formats
