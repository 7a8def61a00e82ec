#include "forms/set_document.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include "base/error.h"
#include "base/text.h"

namespace vanthu::forms {
namespace {

constexpr double kTwipsPerMillimetre = 1440 / 25.4;

double millimetres(const Poco::JSON::Object& object, const std::string& name) {
    return object.optValue(name, 0.0) / kTwipsPerMillimetre;
}

}  // namespace

std::string SetParagraph::text() const {
    std::string all;
    for (const Piece& piece : pieces)
        all += piece.capitals ? upper(piece.text) : piece.text;
    return nfc(single_spaced(all));
}

SetDocument read_set_document(const std::string& json) {
    SetDocument document;
    try {
        Poco::JSON::Parser parser;
        const auto root = parser.parse(json).extract<Poco::JSON::Object::Ptr>();
        document.page_numbers = root->optValue("page_numbers", false);
        const auto sections = root->getArray("sections");
        for (unsigned i = 0; i < sections->size(); ++i) {
            const auto object = sections->getObject(i);
            document.sections.push_back(
                {millimetres(*object, "width"), millimetres(*object, "height"),
                 millimetres(*object, "top"), millimetres(*object, "bottom"),
                 millimetres(*object, "left"), millimetres(*object, "right"),
                 object->optValue("title_page", false), object->optValue("headers", 0)});
        }
        const auto paragraphs = root->getArray("paragraphs");
        for (unsigned i = 0; i < paragraphs->size(); ++i) {
            const auto object = paragraphs->getObject(i);
            SetParagraph paragraph;
            paragraph.align = object->optValue<std::string>("align", "left");
            if (paragraph.align == "distribute") paragraph.align = "both";
            paragraph.first_line = millimetres(*object, "first_line");
            paragraph.before = object->optValue("before", 0.0) / 20;
            paragraph.after = object->optValue("after", 0.0) / 20;
            paragraph.lines = object->optValue<std::string>("line_rule", "auto") == "auto"
                                  ? object->optValue("line", 240.0) / 240
                                  : 0;
            paragraph.table = object->optValue("table", -1);
            paragraph.row = object->optValue("row", -1);
            paragraph.column = object->optValue("column", -1);
            const auto pieces = object->getArray("pieces");
            for (unsigned j = 0; j < pieces->size(); ++j) {
                const auto piece = pieces->getObject(j);
                paragraph.pieces.push_back(
                    {piece->optValue<std::string>("text", ""),
                     piece->optValue<std::string>("font", ""),
                     piece->optValue<std::string>("color", ""),
                     piece->optValue("half_points", 0) / 2.0, piece->optValue("bold", false),
                     piece->optValue("italic", false), piece->optValue("capitals", false)});
            }
            document.paragraphs.push_back(std::move(paragraph));
        }
    } catch (const Poco::Exception& problem) {
        throw Error(ErrorCode::BadInput,
                    "the page worker's answer makes no sense: " + problem.displayText());
    }
    return document;
}

}  // namespace vanthu::forms
