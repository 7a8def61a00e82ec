#include "forms/order_organs.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "forms/pattern.h"

namespace vanthu::forms {

bool OrderOrgans::begin_at(const Folded& text, std::size_t at) const {
    const std::string& low = text.text;
    if (const Entry* group = words_.at("each", text, at)) {
        const std::size_t member = at + group->folded.size() + 1;
        if (member < low.size() && (words_.at("member", low, member) != nullptr ||
                                    words_.at("leader", low, member) != nullptr ||
                                    (upper_at(text, member) && named_at(text, member))))
            return true;
    }
    if (const Entry* leader = words_.at("leader", low, at)) {
        const std::size_t next = at + leader->folded.size() + 1;
        return next < low.size() && (opens_with(low, next, "cac") || upper_at(text, next) ||
                                     words_.at("member", low, next) != nullptr);
    }
    if (words_.at("body", low, at) != nullptr && upper_at(text, at)) return true;
    if (const Entry* person = words_.at("person", text, at);
        person != nullptr && upper_at(text, at)) {
        const std::size_t next = at + person->folded.size() + 1;
        return next < low.size() && upper_at(text, next);
    }
    return named_at(text, at);
}

bool OrderOrgans::named_at(const Folded& text, std::size_t at) const {
    if (!upper_at(text, at)) return false;
    if (words_.at("organ", text, at) != nullptr) return true;
    const std::string rest = text.text.substr(at, 60);
    const Entry* organ = names_.opening(rest);
    if (organ == nullptr || organ->kind == "continuation") return false;
    // "ĐỐI TƯỢNG" is no ĐỘI.
    if (const Entry* other = words_.at("homograph", text.text, at);
        other != nullptr && other->folded.size() >= organ->folded.size() &&
        comparable(other->text) == comparable(text.source(at, at + other->folded.size())))
        return false;
    // "Tổ chức tham quan", "Báo cáo kết quả" and "Hội nghị" begin like organs and are none.
    if (words_.at("action", text.text, at) != nullptr &&
        words_.at("action", text.text, at)->folded.size() > organ->folded.size())
        return false;
    const std::size_t next = at + organ->folded.size() + 1;
    if (organ->folded.find(' ') != std::string::npos || organ->folded.size() >= 4) {
        static const Pattern none("^(hoi nghi|hoi thao|hoi thi|hoi dong hoa|doan ket)");
        return !none.found_in(rest);
    }
    return next < text.text.size() && (upper_at(text, next) || organ->text == "UBND");
}

// "Tổ khối Lá: trang trí sân khấu": a short label before a colon that begins like an organ.
bool OrderOrgans::label_at(const Folded& text, std::size_t colon) const {
    constexpr std::size_t kLongestLabel = 40;
    if (colon == std::string::npos || colon > kLongestLabel || !upper_at(text, 0)) return false;
    // "Bảo vệ: ...", "Giáo viên các lớp: ...", but "Bảo vệ môi trường: ..." is no one.
    if (const Entry* person = words_.at("person", text, 0)) {
        const std::size_t next = person->folded.size();
        if (next >= colon || text.text[next] == ',') return true;
        if (upper_at(text, next + 1) || words_.at("each", text, next + 1) != nullptr) return true;
        return words_.at("office", text, next + 1) != nullptr;
    }
    const Entry* organ = names_.opening(text.text.substr(0, colon));
    if (organ == nullptr || organ->kind == "continuation") return false;
    if (comparable(text.source(0, organ->folded.size())) != comparable(organ->text)) return false;
    const Entry* deed = words_.at("action", text.text, 0);
    return deed == nullptr || deed->folded.size() <= organ->folded.size();
}

bool OrderOrgans::begin_behind(const Folded& text, std::size_t at) const {
    while (at < text.text.size() && text.text[at] == ' ')
        ++at;
    return at < text.text.size() && begin_at(text, at);
}

NameExtent OrderOrgans::name_at(const Folded& text, std::size_t begin, std::size_t end) const {
    return name_extent(text, begin, end, words_, names_);
}

bool OrderOrgans::is_name(const Folded& text, std::size_t begin, std::size_t end) const {
    return name_at(text, begin, end).end >= end;
}

std::string OrderOrgans::text_of(const Folded& text, std::size_t begin, std::size_t end) {
    // "Các cơ quan chủ trì phong trào ..., mỗi cơ quan chủ trì một phong trào": each of them.
    constexpr std::string_view kEach = ", moi ";
    const std::size_t each = text.text.rfind(kEach, end);
    static const Pattern time("^(nam|quy|thang|tuan|ngay|ky|lan|dot|buoi)( |$)");
    if (each != std::string::npos && each > begin && each + kEach.size() < end) {
        if (time.found_in(text.text.substr(each + kEach.size(), 6)))
            end = each;
        else
            begin = each + kEach.size();
    }
    // "Sở Xây dựng là cơ quan đầu mối, theo dõi ..."
    const std::size_t is = text.text.find(" la ", begin);
    if (is < end) end = is;
    std::string organ = trim(text.source(begin, end));
    while (!organ.empty() && std::string_view(",;: ").find(organ.back()) != std::string_view::npos)
        organ.pop_back();
    return single_spaced(organ);
}

std::vector<std::string> OrderOrgans::parted(const std::string& organ) const {
    std::vector<std::string> parts;
    for (const std::string& part : split(organ, ',')) {
        const Folded text = folded(trim(part));
        const auto words = std::count(text.text.begin(), text.text.end(), ' ') + 1;
        if (words < 3 || !named_at(text, 0)) return {organ};
        parts.push_back(text.original);
    }
    return parts;
}

}  // namespace vanthu::forms
