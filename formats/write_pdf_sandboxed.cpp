// write_pdf: the original as a PDF with the document's words under its pages.

#define POINTERHOLDER_TRANSITION 4  // std::shared_ptr throughout

#include <Poco/JSON/Array.h>

#include <algorithm>
#include <cmath>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFLogger.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <qpdf/QUtil.hh>
#include <sstream>

#include "base/error.h"
#include "pipeline/page_wire.h"
#include "formats/image_sandboxed.h"
#include "formats/operations.h"
#include "formats/parameters_sandboxed.h"
#include "formats/pdf_archive_sandboxed.h"
#include "formats/pdf_image_sandboxed.h"
#include "formats/pdf_layer_sandboxed.h"
#include "formats/pdf_original_sandboxed.h"
#include "formats/pdf_structure_sandboxed.h"

namespace vanthu::formats {
namespace {

using pipeline::Page;

constexpr double kPointsPerInch = 72;
constexpr double kSheetInches = 8.27;                      // the short side of A4
constexpr double kShortestSide = 3, kLongestSide = 14400;  // points, what PDF/A allows

struct Written {
    std::string bytes;
    std::string archive;              // "2b", what the original claimed, or empty
    std::vector<std::string> broken;  // rules of PDF/A-2b
};

bool has_words(const Page& page) {
    return std::any_of(page.blocks.begin(), page.blocks.end(), [](const auto& block) {
        return std::any_of(block.lines.begin(), block.lines.end(),
                           [](const auto& line) { return !line.words.empty(); });
    });
}

std::string bytes_of(QPDF& file, qpdf_object_stream_e object_streams) {
    QPDFWriter writer(file);
    writer.setOutputMemory();
    writer.setObjectStreamMode(object_streams);
    writer.setPreserveEncryption(false);
    writer.setDeterministicID(true);
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    return std::string(reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize());
}

std::string number(double value) {
    return QUtil::double_to_string(value, 3);
}

// The unturned image's size in points.
Sheet sheet_of(const Page& page, double aspect) {
    const bool sideways = page.rotation == 90 || page.rotation == 270;
    const double width = std::max(1, sideways ? page.height : page.width);
    const double height = std::max(1, sideways ? page.width : page.height) * aspect;
    const double dpi = page.dpi > 0 ? page.dpi : std::min(width, height) / kSheetInches;
    const auto points = [&](double pixels) {
        return std::clamp(pixels * kPointsPerInch / dpi, kShortestSide, kLongestSide);
    };
    return {0, 0, points(width), points(height), 0};
}

QPDFObjectHandle page_of(QPDF& file, QPDFObjectHandle image, const Page& page, const Sheet& sheet) {
    const std::string width = number(sheet.right), height = number(sheet.top);
    QPDFObjectHandle result =
        QPDFObjectHandle::parse("<< /Type /Page /MediaBox [0 0 " + width + ' ' + height +
                                "] /Resources << /XObject << >> >> >>");
    result.getKey("/Resources").getKey("/XObject").replaceKey("/Image", image);
    result.replaceKey("/Contents",
                      QPDFObjectHandle::newStream(
                          &file, "q " + width + " 0 0 " + height + " 0 0 cm /Image Do Q\n"));
    // The image stays as it was scanned; the viewer sets it upright.
    if (page.rotation != 0)
        result.replaceKey("/Rotate", QPDFObjectHandle::newInteger(page.rotation));
    return file.makeIndirectObject(result);
}

Written write_images(std::string_view bytes, const std::string& media_type,
                     const std::vector<Page>& pages, const ArchiveLabel& label,
                     const pipeline::Limits& limits) {
    QPDF file;
    file.emptyPDF();
    TextLayer layer(file, pages);
    for (const Page& page : pages) {
        double aspect = 1;
        QPDFObjectHandle image = embed_image(file, bytes, media_type, page.number, limits, aspect);
        const Sheet sheet = sheet_of(page, aspect);
        QPDFObjectHandle made = page_of(file, image, page, sheet);
        file.addPage(made, false);
        if (has_words(page)) layer.put_under(made, page, sheet);
    }
    Written written;
    written.broken = label_for_archive(file, label);
    if (written.broken.empty()) written.archive = "2b";
    written.bytes = bytes_of(file, qpdf_o_generate);
    return written;
}

QPDFObjectHandle::Rectangle shown_area(QPDFObjectHandle page) {
    QPDFPageObjectHelper helper(page);
    QPDFObjectHandle media = helper.getMediaBox(), crop = helper.getCropBox();
    QPDFObjectHandle::Rectangle area(0, 0, 612, 792);
    if (media.isRectangle()) area = media.getArrayAsRectangle();
    if (!crop.isRectangle()) return area;
    const auto inner = crop.getArrayAsRectangle();
    QPDFObjectHandle::Rectangle cut(std::max(area.llx, inner.llx), std::max(area.lly, inner.lly),
                                    std::min(area.urx, inner.urx), std::min(area.ury, inner.ury));
    return cut.urx > cut.llx && cut.ury > cut.lly ? cut : area;
}

// What was read of that page: the scanner's own image where render took it, else all that is shown.
Sheet sheet_of(QPDFObjectHandle page, const PdfPageStructure& structure) {
    const auto area = shown_area(page);
    if (structure.jpeg.empty()) return {area.llx, area.lly, area.urx, area.ury, structure.turn};
    const auto& image = structure.jpeg_area;
    return {area.llx + image.left, area.ury - image.bottom, area.llx + image.right,
            area.ury - image.top, 0};
}

Written write_over_pdf(std::string_view bytes, const std::vector<Page>& pages) {
    QPDF file;
    file.setSuppressWarnings(true);
    file.setLogger(QPDFLogger::create());
    const PdfStructure structure(bytes);  // refuses what cannot be opened
    file.processMemoryFile("the PDF file", bytes.data(), bytes.size());
    const std::vector<QPDFObjectHandle> originals = file.getAllPages();
    TextLayer layer(file, pages);
    std::set<std::pair<int, int>> cleaned;
    for (const Page& page : pages) {
        if (!has_words(page)) continue;
        if (page.number < 1 || static_cast<std::size_t>(page.number) > originals.size())
            throw Error(ErrorCode::BadInput, "page " + std::to_string(page.number) +
                                                 ": the PDF file has only " +
                                                 std::to_string(originals.size()) + " pages");
        QPDFObjectHandle original = originals[static_cast<std::size_t>(page.number - 1)];
        const PdfPageStructure about = structure.page(page.number);
        if (about.invisible_text > 0) remove_invisible_text(original, cleaned);
        layer.put_under(original, page, sheet_of(original, about));
    }
    turn_signatures_into_stamps(file);
    // Nothing added breaks PDF/A, but what else is in the file we do not know: its own claim
    // stands.
    lower_claim_to_level_b(file);
    Written written;
    written.archive = claimed_archive_part(file);
    written.bytes = bytes_of(file, qpdf_o_preserve);
    return written;
}

}  // namespace

pipeline::SandboxReply write_pdf(const pipeline::SandboxRequest& request,
                                 const pipeline::Limits& limits) {
    const auto parameters = parameters_of(request);
    if (request.inputs.size() != 2)
        throw Error(ErrorCode::Internal, "write_pdf: wants the original and its pages");
    const auto type = parameters->optValue<std::string>("media_type", "");
    const std::string original = read_input(request.inputs[0], limits);
    const std::vector<Page> pages = pipeline::decode_pages(read_input(request.inputs[1], limits));
    const ArchiveLabel label{parameters->optValue<std::string>("title", ""),
                             parameters->optValue<std::string>("created", ""),
                             parameters->optValue<std::string>("digest", "")};
    Written written;
    try {
        if (type == "application/pdf")
            written = write_over_pdf(original, pages);
        else if (type == "image/tiff" || type == "image/jpeg" || type == "image/png")
            written = write_images(original, type, pages, label, limits);
        else
            throw Error(ErrorCode::UnsupportedFormat,
                        "no searchable PDF is made of " + (type.empty() ? "this file" : type));
    } catch (const QPDFExc& problem) {
        throw Error(ErrorCode::BadInput, "the PDF file is damaged: " + problem.getMessageDetail());
    }
    Poco::JSON::Object answer;
    answer.set("archive", written.archive);
    Poco::JSON::Array broken;
    for (const std::string& rule : written.broken)
        broken.add(rule);
    answer.set("broken", broken);
    std::ostringstream text;
    answer.stringify(text);
    return {text.str(), {std::move(written.bytes)}};
}

}  // namespace vanthu::formats
