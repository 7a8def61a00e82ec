#include "formats/pdf_archive_sandboxed.h"

#define POINTERHOLDER_TRANSITION 4  // std::shared_ptr throughout

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>

#include "base/text.h"

namespace vanthu::formats {
namespace {

constexpr double kShortestSide = 3, kLongestSide = 14400;  // points

void u16(std::string& out, unsigned value) {
    out += static_cast<char>(value >> 8 & 0xff);
    out += static_cast<char>(value & 0xff);
}

void u32(std::string& out, std::uint32_t value) {
    u16(out, value >> 16);
    u16(out, value & 0xffff);
}

std::uint32_t fixed(double value) {
    return static_cast<std::uint32_t>(std::lround(value * 65536));
}

std::string colour_tag(double x, double y, double z) {
    std::string out = "XYZ ";
    for (const std::uint32_t value : {0u, fixed(x), fixed(y), fixed(z)})
        u32(out, value);
    return out;
}

// The curve of sRGB as a table.
std::string curve_tag() {
    constexpr int kPoints = 1024;
    std::string out = "curv";
    u32(out, 0);
    u32(out, kPoints);
    for (int i = 0; i < kPoints; ++i) {
        const double value = i / (kPoints - 1.0);
        const double linear =
            value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
        u16(out, static_cast<unsigned>(std::lround(linear * 65535)));
    }
    return out;
}

std::string description_tag(std::string_view text) {
    std::string out = "desc";
    u32(out, 0);
    u32(out, static_cast<std::uint32_t>(text.size() + 1));
    out += text;
    // Its end, then no text in Unicode and none in ScriptCode.
    out.append(1 + 4 + 4 + 2 + 1 + 67, '\0');
    return out;
}

std::string escaped(std::string_view text) {
    std::string result;
    for (const char32_t point : to_utf32(text)) {
        if (point == '&')
            result += "&amp;";
        else if (point == '<')
            result += "&lt;";
        else if (point == '>')
            result += "&gt;";
        else if (point >= 0x20 && point != 0xfffe && point != 0xffff)
            result += to_utf8(std::u32string_view(&point, 1));
    }
    return result;
}

// The first half of the original's digest in the shape of a UUID that says it was made from a hash.
std::string uuid_of(const std::string& digest) {
    std::string hex = digest.substr(0, 32);
    hex.resize(32, '0');
    hex[12] = '8';
    hex[16] = 'a';
    return hex.substr(0, 8) + '-' + hex.substr(8, 4) + '-' + hex.substr(12, 4) + '-' +
           hex.substr(16, 4) + '-' + hex.substr(20);
}

enum class Claim { None, Pdf2b };

std::string metadata(const ArchiveLabel& label, Claim claim) {
    std::string text =
        "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
        "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
        " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
        " xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\""
        " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
        " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n";
    if (claim == Claim::Pdf2b)
        text += "<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>\n";
    text += "<dc:format>application/pdf</dc:format>\n";
    if (!label.title.empty())
        text += "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">" + escaped(label.title) +
                "</rdf:li></rdf:Alt></dc:title>\n";
    text += "<xmp:CreatorTool>Vanthu</xmp:CreatorTool>\n<pdf:Producer>Vanthu</pdf:Producer>\n";
    if (!label.created.empty())
        text += "<xmp:CreateDate>" + escaped(label.created) + "</xmp:CreateDate>\n";
    text += "<xmpMM:DocumentID>uuid:" + uuid_of(label.digest) + "</xmpMM:DocumentID>\n";
    return text + "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>";
}

QPDFObjectHandle metadata_stream(QPDF& file, const std::string& text) {
    QPDFObjectHandle stream = QPDFObjectHandle::newStream(&file);
    stream.replaceDict(QPDFObjectHandle::parse("<< /Type /Metadata /Subtype /XML >>"));
    stream.replaceStreamData(text, QPDFObjectHandle::newNull(), QPDFObjectHandle::newNull());
    return stream;
}

void add_output_intent(QPDF& file) {
    QPDFObjectHandle profile = QPDFObjectHandle::newStream(&file, srgb_profile());
    profile.getDict().replaceKey("/N", QPDFObjectHandle::newInteger(3));
    QPDFObjectHandle intent = QPDFObjectHandle::parse(
        "<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB)"
        " /Info (sRGB IEC61966-2.1) >>");
    intent.replaceKey("/DestOutputProfile", profile);
    QPDFObjectHandle intents = QPDFObjectHandle::newArray();
    intents.appendItem(file.makeIndirectObject(intent));
    file.getRoot().replaceKey("/OutputIntents", intents);
}

class Rules {
public:
    std::vector<std::string> broken_by(QPDF& file) {
        QPDFObjectHandle root = file.getRoot();
        for (const char* key : {"/AA", "/OpenAction", "/Requirements"})
            need(!root.hasKey(key), std::string("the catalogue has ") + key);
        need(!file.isEncrypted(), "the file is encrypted");
        need(root.getKey("/OutputIntents").isArray(), "there is no output intent");
        for (QPDFObjectHandle& object : file.getAllObjects())
            check(object);
        for (QPDFObjectHandle page : file.getAllPages())
            check_page(page);
        return std::move(broken_);
    }

private:
    void need(bool holds, const std::string& otherwise) {
        if (holds) return;
        if (std::find(broken_.begin(), broken_.end(), otherwise) == broken_.end())
            broken_.push_back(otherwise);
    }

    void check(QPDFObjectHandle object) {
        const bool stream = object.isStream();
        if (!stream && !object.isDictionary()) return;
        QPDFObjectHandle about = stream ? object.getDict() : object;
        if (stream) check_filters(about);
        QPDFObjectHandle type = about.getKey("/Type"), subtype = about.getKey("/Subtype");
        if (subtype.isNameAndEquals("/Image")) check_image(about);
        if (type.isNameAndEquals("/Font")) check_font(about, subtype);
        need(!type.isNameAndEquals("/ExtGState"), "a graphics state may be transparent");
        need(!type.isNameAndEquals("/Action"), "there is an action");
        need(!type.isNameAndEquals("/Annot"), "there is an annotation");
        need(!type.isNameAndEquals("/Filespec"), "a file is embedded");
    }

    void check_filters(QPDFObjectHandle about) {
        need(!about.hasKey("/F"), "a stream lies outside the file");
        QPDFObjectHandle filters = about.getKey("/Filter");
        if (filters.isName()) filters = QPDFObjectHandle::newArray({filters});
        constexpr std::array<const char*, 3> kAllowed{"/FlateDecode", "/DCTDecode",
                                                      "/CCITTFaxDecode"};
        if (!filters.isArray()) return;
        for (auto& filter : filters.aitems())
            need(std::any_of(kAllowed.begin(), kAllowed.end(),
                             [&](const char* name) { return filter.isNameAndEquals(name); }),
                 "a stream is packed in a way that is not allowed");
    }

    void check_image(QPDFObjectHandle about) {
        for (const char* key : {"/Alternates", "/OPI", "/SMask", "/Mask", "/SMaskInData"})
            need(!about.hasKey(key), std::string("an image has ") + key);
        QPDFObjectHandle smooth = about.getKey("/Interpolate");
        need(!smooth.isBool() || !smooth.getBoolValue(), "an image asks to be interpolated");
        QPDFObjectHandle space = about.getKey("/ColorSpace");
        if (space.isArray() && space.getArrayNItems() == 4 &&
            space.getArrayItem(0).isNameAndEquals("/Indexed"))
            space = space.getArrayItem(1);
        need(space.isNameAndEquals("/DeviceGray") || space.isNameAndEquals("/DeviceRGB"),
             "an image has colours that the output intent does not cover");
    }

    void check_font(QPDFObjectHandle font, QPDFObjectHandle subtype) {
        if (subtype.isNameAndEquals("/Type0")) {
            need(font.getKey("/ToUnicode").isStream(), "a font does not say what its codes mean");
            need(font.getKey("/Encoding").isNameAndEquals("/Identity-H"),
                 "a font has a foreign encoding");
            return;
        }
        need(subtype.isNameAndEquals("/CIDFontType2"), "a font is of another kind");
        need(font.getKey("/CIDToGIDMap").isStream(), "a font does not map its codes to glyphs");
        QPDFObjectHandle descriptor = font.getKey("/FontDescriptor");
        need(descriptor.isDictionary() && descriptor.getKey("/FontFile2").isStream(),
             "a font is not embedded");
    }

    void check_page(QPDFObjectHandle page) {
        for (const char* key : {"/AA", "/Annots", "/Group"})
            need(!page.hasKey(key), std::string("a page has ") + key);
        QPDFObjectHandle box = page.getKey("/MediaBox");
        need(box.isRectangle(), "a page has no size");
        if (!box.isRectangle()) return;
        const auto sides = box.getArrayAsRectangle();
        for (const double side : {sides.urx - sides.llx, sides.ury - sides.lly})
            need(side >= kShortestSide && side <= kLongestSide, "a page is too small or too large");
    }

    std::vector<std::string> broken_;
};

std::string metadata_of(QPDF& file) {
    QPDFObjectHandle stream = file.getRoot().getKey("/Metadata");
    if (!stream.isStream()) return {};
    const auto data = stream.getStreamData(qpdf_dl_generalized);
    return std::string(reinterpret_cast<const char*>(data->getBuffer()), data->getSize());
}

// Where the value of a property stands, written as an element or as an attribute.
struct Found {
    std::size_t at = std::string::npos;
    std::string value;
};

Found property(const std::string& text, const std::string& name) {
    std::size_t at = text.find(name);
    if (at == std::string::npos) return {};
    at += name.size();
    if (at < text.size() && text[at] == '=') ++at;
    if (at < text.size()) ++at;  // the bracket or the quote
    const std::size_t end = text.find_first_of("<\"'", at);
    if (end == std::string::npos) return {};
    return {at, text.substr(at, end - at)};
}

}  // namespace

std::string srgb_profile() {
    struct Tag {
        std::string_view name;
        std::string bytes;
    };
    const std::string curve = curve_tag();
    std::string licence = "text";
    u32(licence, 0);
    licence += std::string("no copyright, use freely") + '\0';
    // The primaries and the white of sRGB, seen under the profile's own white (D50).
    const std::array<Tag, 9> tags{{{"desc", description_tag("sRGB IEC61966-2.1")},
                                   {"cprt", licence},
                                   {"wtpt", colour_tag(0.9642, 1.0, 0.8249)},
                                   {"rXYZ", colour_tag(0.43607, 0.22249, 0.01392)},
                                   {"gXYZ", colour_tag(0.38515, 0.71687, 0.09708)},
                                   {"bXYZ", colour_tag(0.14307, 0.06061, 0.71410)},
                                   {"rTRC", curve},
                                   {"gTRC", curve},
                                   {"bTRC", curve}}};
    constexpr std::size_t kHeader = 128;
    std::string table, body;
    u32(table, tags.size());
    const std::size_t start = kHeader + 4 + 12 * tags.size();
    std::uint32_t at = 0;
    for (const Tag& tag : tags) {
        const bool again = tag.name == "gTRC" || tag.name == "bTRC";  // all three share one curve
        if (!again) {
            body.resize((body.size() + 3) / 4 * 4, '\0');
            at = static_cast<std::uint32_t>(start + body.size());
            body += tag.bytes;
        }
        table += tag.name;
        u32(table, at);
        u32(table, static_cast<std::uint32_t>(tag.bytes.size()));
    }
    body.resize((body.size() + 3) / 4 * 4, '\0');

    std::string header;
    u32(header, static_cast<std::uint32_t>(start + body.size()));
    u32(header, 0);
    u32(header, 0x02100000);
    header += "mntrRGB XYZ ";
    for (const unsigned value : {2026u, 1u, 1u, 0u, 0u, 0u})
        u16(header, value);
    header += "acsp";
    header.append(28, '\0');
    header += colour_tag(0.9642, 1.0, 0.8249).substr(8);
    header.resize(kHeader, '\0');
    return header + table + body;
}

std::vector<std::string> label_for_archive(QPDF& file, const ArchiveLabel& label) {
    add_output_intent(file);
    std::vector<std::string> broken = Rules().broken_by(file);
    const Claim claim = broken.empty() ? Claim::Pdf2b : Claim::None;
    file.getRoot().replaceKey("/Metadata", metadata_stream(file, metadata(label, claim)));
    return broken;
}

std::string claimed_archive_part(QPDF& file) {
    return property(metadata_of(file), "pdfaid:part").value;
}

void lower_claim_to_level_b(QPDF& file) {
    std::string text = metadata_of(file);
    const Found level = property(text, "pdfaid:conformance");
    if (level.value != "A") return;
    text[level.at] = 'B';
    file.getRoot().replaceKey("/Metadata", metadata_stream(file, text));
}

}  // namespace vanthu::formats
