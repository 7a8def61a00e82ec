// sheet.h: papers laid out line by line for the tests of forms, at 200 dots per inch.
#pragma once

#include <string>
#include <vector>

#include "base/text.h"
#include "forms/form_library.h"
#include "forms/matcher.h"
#include "pipeline/document.h"

namespace vanthu::forms::testing {

inline const FormLibrary& library() {
    static const FormLibrary loaded = FormLibrary::load(std::string(VANTHU_SOURCE_DIR) + "/forms");
    return loaded;
}

class Sheet {
public:
    static constexpr int kWidth = 1654, kHeight = 2339, kLine = 40, kPitch = 46, kLetter = 16;

    explicit Sheet(pipeline::TextOrigin origin = pipeline::TextOrigin::Ocr) {
        page_.number = 1;
        page_.width = kWidth;
        page_.height = kHeight;
        page_.origin = origin;
    }

    // A line whose middle is at `middle`; the pen stays on the same height until down().
    Sheet& centred(int middle, const std::string& text, float confidence = 0.95f) {
        return at(middle - width(text) / 2, text, confidence);
    }

    Sheet& at(int left, const std::string& text, float confidence = 0.95f,
              pipeline::Block::Kind kind = pipeline::Block::Kind::Paragraph) {
        pipeline::Block block;
        block.kind = kind;
        block.lines.push_back(line(left, text, confidence));
        block.box = block.lines.back().box;
        page_.blocks.push_back(block);
        return *this;
    }

    Sheet& stamp(int left, const std::string& text) {
        return at(left, text, 0.9f, pipeline::Block::Kind::Stamp);
    }

    Sheet& down(double lines = 1) {
        top_ += static_cast<int>(lines * kPitch);
        return *this;
    }

    // Rows of both columns of a head, "" for nothing on that side.
    Sheet& head(const std::string& left, const std::string& right) {
        if (!left.empty()) centred(kLeftColumn, left);
        if (!right.empty()) centred(kRightColumn, right);
        return down();
    }

    Sheet& title(const std::string& text) { return centred(kWidth / 2, text).down(); }

    // A body line from margin to margin, words spread evenly.
    Sheet& body(const std::string& text) { return at(kMargin, text).down(); }

    Sheet& foot(const std::string& left, const std::string& right) {
        if (!left.empty()) at(kMargin, left);
        if (!right.empty()) centred(kSigner, right);
        return down();
    }

    pipeline::Document document() const {
        pipeline::Document document;
        document.pages.push_back(page_);
        return document;
    }

    pipeline::Page page_;

    static constexpr int kMargin = 236, kLeftColumn = 480, kRightColumn = 1150, kSigner = 1210;

private:
    static int width(const std::string& text) {
        return static_cast<int>(to_utf32(text).size()) * kLetter;
    }

    pipeline::TextLine line(int left, const std::string& text, float confidence) const {
        pipeline::TextLine line;
        for (const std::string& word : split(text, ' ')) {
            if (!word.empty()) {
                line.words.push_back(
                    {nfc(word), {left, top_, left + width(word), top_ + kLine}, confidence});
                line.box = united(line.box, line.words.back().box);
            }
            left += width(word) + kLetter;
        }
        return line;
    }

    int top_ = 150;
};

// A plan of a district, with everything a dispatch has.
inline Sheet plan() {
    Sheet sheet;
    sheet.head("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("HUYỆN CAM LÂM", "Độc lập - Tự do - Hạnh phúc")
        .down()
        .head("Số: 2258/KH-UBND", "Cam Lâm, ngày 13 tháng 5 năm 2021")
        .down()
        .title("KẾ HOẠCH")
        .title("Xây dựng, nhân rộng các mô hình, điển hình")
        .title("tiên tiến trên địa bàn huyện Cam Lâm giai đoạn 2021-2025")
        .down()
        .body("Thực hiện Chỉ thị số 34-CT/TW ngày 07/4/2014 của Bộ Chính trị về tiếp tục")
        .body("đổi mới công tác thi đua, khen thưởng; Ủy ban nhân dân huyện ban hành kế hoạch.")
        .down(2)
        .foot("Nơi nhận:", "TM. ỦY BAN NHÂN DÂN")
        .foot("- Thường trực Huyện ủy;", "CHỦ TỊCH")
        .foot("- Các cơ quan, phòng ban, đơn vị", "")
        .foot("sự nghiệp huyện;", "")
        .foot("- Lưu: VT, PNV.", "Ngô Văn Báo");
    return sheet;
}

inline Extraction extract_as(const pipeline::Document& document,
                             const std::string& form = "dispatch") {
    return extract(document, *library().form(form), library());
}

inline const pipeline::Field& field(const Extraction& extraction, const std::string& id) {
    static const pipeline::Field none;
    for (const pipeline::Field& field : extraction.fields)
        if (field.id == id) return field;
    return none;
}

// The stored value, "" when missing; list items joined by " | ".
inline std::string value(const Extraction& extraction, const std::string& id) {
    const pipeline::Field& found = field(extraction, id);
    if (!found.value) return {};
    return found.list.empty() ? found.value->normal : join(found.list, " | ");
}

}  // namespace vanthu::forms::testing
