#include "forms/head_lines.h"

#include "base/text.h"
#include "forms/pattern.h"

namespace vanthu::forms {
namespace {

constexpr std::size_t kLongestLine =
    400;  // letters; longer lines are body text, not worth matching

bool like(const Segment& segment, std::string_view anchor, int errors) {
    return segment.text.text.size() <= kLongestLine &&
           find_like(segment.text.text, anchor, errors).found;
}

}  // namespace

bool is_country(const Segment& segment) {
    if (capital_share(segment.text.original) < 0.6) return false;
    return like(segment, "cong hoa xa hoi chu nghia viet nam", 8);
}

bool is_country_opening(const Segment& segment) {
    return capital_share(segment.text.original) > 0.9 && segment.text.text.size() < 34 &&
           like(segment, "cong hoa xa hoi chu nghia", 3);
}

bool is_party(const Segment& segment) {
    return capital_share(segment.text.original) > 0.6 && segment.text.text.size() < 40 &&
           like(segment, "dang cong san viet nam", 4);
}

bool is_youth(const Segment& segment) {
    return capital_share(segment.text.original) > 0.6 && segment.text.text.size() < 48 &&
           (like(segment, "doan tncs ho chi minh", 2) ||
            like(segment, "doan thanh nien cong san ho chi minh", 4));
}

bool is_motto(const Segment& segment) {
    return segment.text.text.size() < 60 && like(segment, "doc lap - tu do - hanh phuc", 8);
}

bool is_date_line(const Folded& text) {
    // A place before it, no sentence: "(Kèm theo Tờ trình số ... ngày ...)" is none.
    static const Pattern pattern(
        "^[^(]{0,45}n[a-z0-9]{1,3}[yv].{0,14}th[a-z0-9]{1,3}g.{0,12}n.m.{0,10}$");
    static const Pattern slashes(
        "^[^(/0-9]{2,40}, ?ngay [0-9]{1,2} ?/ ?[0-9]{1,2} ?/ ?(19|20)[0-9]{2}[.]?$");
    return text.text.size() < 90 && (pattern.found_in(text.text) || slashes.found_in(text.text));
}

bool opens_number(const Folded& text) {
    static const Pattern pattern(
        "^[^a-z0-9]{0,3}(so|s6|sd|s0)( ?[:.;,]| ?[^a-z ]|$)|^[^a-z0-9]{0,3}s[a-z0-9] ?[:;] ?[^ "
        "]*/");
    // "TRUNG TÂM CHUYỂN ĐỔI" / "SỐ" is the end of a name.
    if (text.text == "so" && capital_share(text.original) > 0.9) return false;
    return text.text.size() < 60 && pattern.found_in(text.text);
}

bool is_symbol(const Folded& text) {
    static const Pattern pattern("^.{0,16}/ ?[a-z]{1,6} ?- ?[a-z][a-z.&-]{0,14}[^a-z]{0,3}$");
    if (text.text.size() >= 40 || !pattern.found_in(text.text)) return false;
    return capital_share(text.source(text.text.rfind('/'), text.text.size())) > 0.7;
}

const Entry* type_and_more(const Segment& segment, const Lexicons& lexicons) {
    const std::string& text = segment.text.text;
    if (text.size() > 90 || capital_share(segment.text.original) < 0.95) return nullptr;
    const Entry* type = lexicons.types.opening(text);
    if (type == nullptr || type->kind == "other" || type->folded.size() + 4 > text.size())
        return nullptr;
    // "QUYẾT ĐỊNH:" stands before the articles, "LUẬT SƯ ..." and "DỰ ÁN ..." are other names.
    if (text[type->folded.size()] != ' ' || type->folded.size() < 7) return nullptr;
    const std::string read = segment.text.source(0, type->folded.size());
    return comparable(read) == comparable(type->text) ? type : nullptr;
}

const Entry* type_name(const Segment& segment, const Lexicons& lexicons) {
    const std::string& text = segment.text.original;
    if (segment.text.text.size() > 60) return nullptr;
    // "Phụ lục II" alone is printed in small letters.
    static const Pattern enclosure("^phu luc( ([ivx]{1,5}|[0-9]{1,2}))?[.:]?$");
    if (enclosure.matches(segment.text.text)) return lexicons.types.by_letters("Phụ lục");
    if (capital_share(text) < 0.75) return nullptr;
    const std::string letters = letters_only(text);
    if (letters.size() < 4) return nullptr;
    return lexicons.types.nearest(text, letters.size() >= 8 ? 1 : 0);
}

bool begins_body(const Segment& line) {
    static const Pattern opening(
        "^(can cu|thuc hien|kinh gui|kinh trinh|theo |xet |de |nham |trong |ngay |hien "
        "nay|thoi gian qua|hom nay|vao hoi|vua qua|sau khi |sau [0-9]|"
        "tiep tuc|phan |[ivx]{1,5}[.] |[0-9]{1,3}[.] |dieu [0-9]|- )");
    // A subject that runs on starts a line in small letters.
    const std::u32string first = to_utf32(line.text.source(0, 1));
    if (!first.empty() && is_letter(first[0]) && !is_upper_letter(first[0])) return false;
    return opening.found_in(line.text.text);
}

bool names_authority(const Segment& line, const Lexicons& lexicons) {
    if (capital_share(line.text.original) < 0.9) return false;
    if (lexicons.positions.opening(line.text.text) != nullptr) return true;
    const Entry* organ = lexicons.organs.opening(line.text.text);
    return organ != nullptr && organ->kind != "continuation";
}

bool is_attachment(const Segment& line) {
    static const Pattern pattern("^[( ]*(ban hanh )?(dinh )?kem theo");
    return pattern.found_in(line.text.text);
}

}  // namespace vanthu::forms
