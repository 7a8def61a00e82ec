#include "formats/hocr.h"

#include <cmath>
#include <cstdint>
#include <string_view>

#include "base/text.h"
#include "pipeline/shelf.h"

namespace vanthu::formats {
namespace {

using pipeline::Block;
using pipeline::Box;
using pipeline::Document;
using pipeline::Page;
using pipeline::TextLine;
using pipeline::Word;

constexpr std::string_view kHead =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="vi" lang="vi">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<meta name="ocr-system" content="vanthu" />
<meta name="ocr-capabilities" content="ocr_page ocr_carea ocr_par ocr_line ocrx_word ocrp_wconf" />
)";

// XML has no way to write most control characters, so they are left out.
bool exists_in_xml(char32_t point) {
    if (point < 0x20) return point == '\t' || point == '\n' || point == '\r';
    return point != 0xfffe && point != 0xffff;
}

std::string escaped(std::string_view text) {
    std::string result;
    for (const char32_t point : to_utf32(text)) {
        switch (point) {
            case '&':
                result += "&amp;";
                break;
            case '<':
                result += "&lt;";
                break;
            case '>':
                result += "&gt;";
                break;
            case '"':
                result += "&quot;";
                break;
            case '\'':
                result += "&#39;";
                break;
            default:
                if (exists_in_xml(point)) result += to_utf8(std::u32string_view(&point, 1));
        }
    }
    return result;
}

// A property of hOCR is a quoted string inside an attribute, with its own escape.
std::string quoted(std::string_view text) {
    std::string inner;
    for (const char c : text) {
        if (c == '"' || c == '\\') inner += '\\';
        inner += c;
    }
    return escaped('"' + inner + '"');
}

class Writer {
public:
    void write(const Document& document, const std::function<void(std::string_view)>& take) {
        out_ = kHead;
        out_ += "<title>" + escaped(document.source) + "</title>\n</head>\n<body>\n";
        for (const Page& page : document.pages) {
            write(document, page);
            take(out_);
            out_.clear();
        }
        take(out_ + "</body>\n</html>\n");
    }

private:
    void write(const Document& document, const Page& page) {
        page_ = page.number;
        has_boxes_ = page.origin != pipeline::TextOrigin::Docx;
        block_ = line_ = word_ = 0;
        std::string title = "image " + quoted(document.source);
        if (has_boxes_) title += "; " + box_property({0, 0, page.width, page.height});
        title += "; ppageno " + std::to_string(page.number - 1);
        if (page.dpi > 0)
            title += "; scan_res " + std::to_string(page.dpi) + ' ' + std::to_string(page.dpi);
        open("div", "ocr_page", "page_" + std::to_string(page.number), title);
        const pipeline::PageAtHand whole(page);
        for (const Block& block : whole->blocks)
            write(block);
        out_ += "</div>\n";
    }

    void write(const Block& block) {
        ++block_;
        open("div", "ocr_carea", id("block", block_), box_property(block.box));
        open("p", "ocr_par", id("par", block_), box_property(block.box));
        for (const TextLine& line : block.lines)
            write(line);
        out_ += "</p>\n</div>\n";
    }

    void write(const TextLine& line) {
        open("span", "ocr_line", id("line", ++line_), box_property(line.box));
        for (std::size_t i = 0; i < line.words.size(); ++i) {
            if (i > 0) out_ += '\n';
            write(line.words[i], line);
        }
        out_ += "</span>\n";
    }

    void write(const Word& word, const TextLine& line) {
        std::string title = box_property(word.box);
        if (!title.empty()) title += "; ";
        title += "x_wconf " + std::to_string(std::lround(word.confidence * 100));
        open("span", "ocrx_word", id("word", ++word_), title, "");
        if (line.bold) out_ += "<strong>";
        if (line.italic) out_ += "<em>";
        out_ += escaped(word.text);
        if (line.italic) out_ += "</em>";
        if (line.bold) out_ += "</strong>";
        out_ += "</span>";
    }

    // `title` is escaped already.
    void open(std::string_view element, std::string_view kind, const std::string& id,
              const std::string& title, std::string_view after = "\n") {
        out_ += '<';
        out_ += element;
        out_ += " class=\"";
        out_ += kind;
        out_ += "\" id=\"" + id + '"';
        if (!title.empty()) out_ += " title=\"" + title + '"';
        out_ += '>';
        out_ += after;
    }

    std::string box_property(const Box& box) const {
        if (!has_boxes_) return {};
        return "bbox " + std::to_string(box.left) + ' ' + std::to_string(box.top) + ' ' +
               std::to_string(box.right) + ' ' + std::to_string(box.bottom);
    }

    std::string id(std::string_view kind, int number) const {
        return std::string(kind) + '_' + std::to_string(page_) + '_' + std::to_string(number);
    }

    std::string out_;
    int page_ = 0;
    bool has_boxes_ = true;
    int block_ = 0, line_ = 0, word_ = 0;
};

}  // namespace

std::string write_hocr(const Document& document) {
    std::string all;
    write_hocr(document, [&](std::string_view piece) { all += piece; });
    return all;
}

void write_hocr(const Document& document, const std::function<void(std::string_view)>& take) {
    Writer().write(document, take);
}

}  // namespace vanthu::formats
