#include "forms/order_grammar.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "forms/pattern.h"

namespace vanthu::forms {
namespace {

constexpr std::size_t kLongestSubject = 260;  // letters from an organ's first to its verb
constexpr std::size_t kLongestSentence = 3000;
constexpr std::size_t kVerb = 10;            // "nhận được "
constexpr std::size_t kLongestClause = 400;  // before the subject
constexpr std::size_t kLongestIssuer = 120;  // and what stands before its verb

}  // namespace

std::string Piece::source() const {
    return single_spaced(text->source(begin, end));
}

std::vector<Piece> sentences_of(const Folded& text) {
    std::vector<Piece> pieces;
    std::size_t begin = 0;
    for (std::size_t i = 0; i + 2 < text.text.size(); ++i) {
        const bool stop = text.text[i] == '.' && text.text[i + 1] == ' ' && upper_at(text, i + 2);
        if (!stop || i - begin < 12) continue;
        pieces.push_back({&text, begin, i + 1});
        begin = i + 2;
    }
    if (begin < text.text.size()) pieces.push_back({&text, begin, text.text.size()});
    return pieces;
}

OrderGrammar::OrderGrammar(const Lexicons& lexicons)
    : lexicons_(lexicons), words_(lexicons.orders), organs_(words_, lexicons.organs) {}

bool OrderGrammar::heads(const std::string& text, const std::string& kind) const {
    return text.size() <= kLongestHeading && words_.any_in(kind, text);
}

std::optional<OrderGrammar::Predicate> OrderGrammar::predicate_after(const Folded& text,
                                                                     std::size_t begin,
                                                                     std::size_t end) const {
    const std::string& low = text.text;
    std::size_t modal = std::string::npos;
    std::size_t at = begin;
    int depth = 0;
    while (at < end && at - begin < kLongestSubject) {
        const char letter = low[at];
        if (letter == '(') ++depth;
        if (letter == ')' && depth > 0) --depth;
        const bool first = at > 0 && !is_word_letter(low[at - 1]) && is_word_letter(letter);
        if (letter == '.' ||
            (letter == ';' && modal == std::string::npos && !organs_.begin_behind(text, at + 1)))
            break;
        if (first && depth == 0 && at > begin && !upper_at(text, at)) {
            if (const Entry* word = words_.at("modal", text, at)) {
                if (modal == std::string::npos && modal_at(text, at)) modal = at;
                at += word->folded.size();
                continue;
            }
            const Entry* lead = words_.at("lead", text, at);
            if (lead != nullptr && !relative_clause(low, at, lead->folded.size(), end))
                return Predicate{std::min(modal, at), at};
            const Entry* action = words_.at("action", text, at);
            if (action != nullptr && !part_of_name(text, at))
                return Predicate{std::min(modal, at), at};
        }
        ++at;
    }
    return std::nullopt;
}

// "được" and "không" before it say who is meant.
const Entry* OrderGrammar::modal_at(const Folded& text, std::size_t at) const {
    // "Cục Hậu cần", "Giáo dục thường xuyên" are names.
    for (std::string_view word : {"duoc", "khong", "hau", "giao duc"})
        if (before(text.text, at, word)) return nullptr;
    return words_.at("modal", text, at);
}

std::size_t OrderGrammar::subject_end(const Folded& text, std::size_t begin,
                                      std::size_t end) const {
    for (std::size_t at = begin + 1; at < end; ++at)
        if (!is_word_letter(text.text[at - 1]) && !upper_at(text, at) && modal_at(text, at))
            return at;
    return end;
}

bool OrderGrammar::before(const std::string& low, std::size_t at, std::string_view word) {
    return at > word.size() && low.compare(at - word.size() - 1, word.size(), word) == 0;
}

// "được giao chủ trì", "chủ trì các phong trào thi đua ...": who is meant, not what is to be
// done.
bool OrderGrammar::relative_clause(const std::string& low, std::size_t at, std::size_t size,
                                   std::size_t end) {
    if (before(low, at, "giao") || before(low, at, "duoc")) return true;
    static const Pattern goes_on(
        "^ ?(,|:|phoi hop|va phoi hop|cung|voi|tham muu|huong dan|xay dung|to chuc|thuc "
        "hien|$)");
    return !goes_on.found_in(low.substr(at + size, std::min<std::size_t>(20, end - at - size)));
}

// "các tổ chức đảng", "cơ quan thông tin, tuyên truyền", "đơn vị được giao ...": a verb that
// names or describes the organ.
bool OrderGrammar::part_of_name(const Folded& text, std::size_t at) const {
    const std::string& low = text.text;
    if (words_.before("describing", low, at)) return true;
    // "công trình", "thành lập", "trung cấp": the second syllable of another word.
    for (std::size_t first = at < 2 ? 0 : at - 2; first > 0 && at - first < 10; --first) {
        if (is_word_letter(low[first - 1])) continue;
        const Entry* compound = words_.at("compound", low, first);
        if (compound != nullptr && first + compound->folded.size() > at) return true;
        break;
    }
    // "Đoàn kiểm tra", "Phòng đào tạo", "Trung tâm phục vụ hành chính công", "cơ quan quản lý"
    for (const auto& [deed, body] :
         {std::pair("deed_of_group", "group_for_deed"), std::pair("deed_of_unit", "unit_for_deed"),
          std::pair("deed_of_kind", "kind_for_deed")})
        if (words_.at(deed, low, at) != nullptr && words_.before(body, low, at)) return true;
    // "Ban Quản lý dự án đầu tư xây dựng", but "Sở Kế hoạch và Đầu tư xây dựng kế hoạch".
    if (before(low, at, "du an dau tu") && opens_with(low, at, "xay dung")) return true;
    if (words_.at("noun", low, at) != nullptr) return true;
    static const Pattern levels("^cap [,.;]");  // "các cấp, các ngành"
    return levels.found_in(low.substr(at, 5));
}

// Positions where the subject of a sentence may begin: its start, and behind the commas of
// clauses of time, ground or condition.
std::vector<std::size_t> OrderGrammar::subject_places(const Piece& sentence) const {
    const std::string& low = sentence.text->text;
    std::vector<std::size_t> places{sentence.begin};
    std::size_t at = sentence.begin;
    if (const Entry* clause = words_.at("clause", low, at)) {
        const std::size_t behind = at + clause->folded.size() + 1;
        // "Hằng năm tổng hợp, đề xuất Chủ tịch ... khen thưởng": the deed of whoever is above.
        static const Pattern often("^(hang (nam|quy|thang|tuan)|dinh ky)$");
        if (behind < sentence.end && often.found_in(clause->folded) &&
            words_.at("action", *sentence.text, behind) != nullptr)
            return places;
        places.push_back(std::min(behind, sentence.end));
        const std::size_t reach = std::min(sentence.end, at + kLongestClause);
        for (std::size_t i = at; i + 2 < reach; ++i) {
            if (low[i] == ',' || low[i] == ';') places.push_back(i + 2);
            // "... của các cơ quan, địa phương Thủ trưởng các đơn vị tổ chức ..."
            if (low[i] == ' ' && upper_at(*sentence.text, i + 1) &&
                words_.at("leader", low, i + 1) != nullptr)
                places.push_back(i + 1);
        }
    }
    // "Thời gian: các tổ nộp hồ sơ ..."
    constexpr std::size_t kLongestLabel = 30, kLongestTopic = 100;
    const std::size_t colon = low.find(": ", sentence.begin);
    // "Về công tác giải phóng mặt bằng: Phòng Kinh tế ..."
    static const Pattern topic("^(ve|doi voi|lien quan) ");
    const bool about = topic.found_in(low.substr(sentence.begin, 12));
    if (colon != std::string::npos &&
        colon - sentence.begin < (about ? kLongestTopic : kLongestLabel))
        places.push_back(colon + 2);
    return places;
}

// "Giao Sở Nội vụ chủ trì ...", "Ủy ban nhân dân tỉnh yêu cầu các sở ..."
std::optional<OrderGrammar::Found> OrderGrammar::assigned(const Piece& sentence,
                                                          std::vector<std::string>& organs) const {
    const Folded& text = *sentence.text;
    const std::string& low = text.text;
    for (std::size_t at = sentence.begin; at < sentence.end; ++at) {
        if (at > sentence.begin && is_word_letter(low[at - 1])) continue;
        const Entry* verb = words_.at("assign", text, at);
        if (verb == nullptr) continue;
        const bool opening = at == sentence.begin || upper_at(text, at);  // of a part as well
        if (!opening && !speaks_for_issuer(sentence, at)) continue;
        std::size_t organ = at + verb->folded.size();
        while (organ < sentence.end && (low[organ] == ' ' || low[organ] == ':'))
            ++organ;
        if (organ >= sentence.end || !organs_.begin_at(text, organ)) {
            if (opening) return std::nullopt;
            continue;
        }
        Found found;
        found.verb = single_spaced(text.source(at, at + verb->folded.size()));
        const std::size_t colon = low.find(':', organ);
        auto predicate = ordered_deed(text, organ, sentence.end);
        // "... yêu cầu các cơ sở giáo dục mầm non:" has its deeds below.
        if (colon != std::string::npos && colon + 2 >= sentence.end &&
            !predicate_after(text, organ, colon))
            predicate.reset();
        std::size_t end = predicate ? predicate->subject_end : sentence.end;
        if (colon != std::string::npos && colon < end && colon < sentence.end) {
            end = colon;
            found.action = std::min(colon + 2, sentence.end);
            found.colon = colon + 2 >= sentence.end;
        } else if (predicate) {
            found.action = predicate->verb;
        } else {
            if (sentence.end - organ > kLongestHeading) return std::nullopt;
            found.action = sentence.end;
            found.colon = true;
        }
        found.organ = OrderOrgans::text_of(text, organ, end);
        organs = organs_.parted(found.organ);
        return found;
    }
    return std::nullopt;
}

// "Đoàn Thanh niên chủ trì ra mắt ...": a name whose end is sure and a word of doing behind it.
bool OrderGrammar::deed_behind_name(const Folded& text, std::size_t begin, std::size_t end) const {
    const NameExtent name = organs_.name_at(text, begin, end);
    if (name.certainty == NameExtent::Certainty::Unknown) return false;
    if (const Entry* lead = words_.at("lead", text, name.end)) {
        // "chủ trì buổi làm việc": what an officer did.
        static const Pattern meeting("^ ?(buoi|cuoc|hoi nghi|hop|phien|le|toa dam)( |$)");
        return !meeting.found_in(text.text.substr(name.end + lead->folded.size(), 12));
    }
    if (name.certainty != NameExtent::Certainty::Sure) return false;
    return words_.at("action", text, name.end) != nullptr ||
           words_.at("modal", text, name.end) != nullptr;
}

// What stands between the name's end and a known verb further on may still be name: "Vận hành hệ
// thống điện và thị trường điện Quốc gia lập ..."; a preposition or comma is not.
bool OrderGrammar::may_be_name(const Folded& text, std::size_t begin, std::size_t end) const {
    constexpr std::size_t kFar = 60;
    if (end < begin || end - begin > kFar) return false;
    for (std::size_t at = begin; at < end; ++at) {
        if (text.text[at] == ',') return false;
        if (at > begin && is_word_letter(text.text[at - 1])) continue;
        if (words_.at("preposition", text, at) != nullptr) return false;
    }
    return true;
}

// A deed by its known verb; where there is none, or only behind the organ's name, what follows the
// name: "Giao Công an phường xử phạt ...".
std::optional<OrderGrammar::Predicate> OrderGrammar::ordered_deed(const Folded& text,
                                                                  std::size_t begin,
                                                                  std::size_t end) const {
    constexpr std::size_t kDeed = 8;  // "hậu kiểm"
    const auto known = predicate_after(text, begin, end);
    const std::size_t reach = std::min(end, text.text.find(':', begin));
    const NameExtent name = organs_.name_at(text, begin, reach);
    if (name.end >= reach && reach < end) return std::nullopt;  // what is to be done: behind it
    if (name.certainty == NameExtent::Certainty::Unknown || name.end + kDeed > reach) return known;
    if (known && known->subject_end == name.end) return known;
    const bool sure = name.certainty == NameExtent::Certainty::Sure;
    if (known && known->subject_end > name.end && !sure &&
        may_be_name(text, name.end, known->subject_end))
        return known;
    return Predicate{name.end, name.end};
}

// Only the issuer's name stands before the verb, or a clause of time or ground and the name.
bool OrderGrammar::speaks_for_issuer(const Piece& sentence, std::size_t at) const {
    const Folded& text = *sentence.text;
    const std::string prefix = text.text.substr(sentence.begin, at - sentence.begin);
    static const Pattern time("^(nam|quy|thang|trong nam) ?[0-9ivx]{0,4}[^,]{0,20}, $");
    static const Pattern on_receipt("^nhan duoc [^,;]{0,60} $");
    if (prefix.size() <= kLongestIssuer && (time.found_in(prefix) || on_receipt.found_in(prefix)))
        return true;
    for (const std::size_t place : subject_places(sentence)) {
        // "Nhận được Công văn này, yêu cầu các trạm ..."
        if (place == at && place > sentence.begin) return true;
        if (place < at && names_issuer(text, place, at)) return true;
    }
    // "Triển khai Công văn số ..., Ngân hàng Nhà nước Khu vực 13 yêu cầu các tổ chức ..."
    const std::size_t nearest =
        sentence.begin + kLongestIssuer > at ? sentence.begin : at - kLongestIssuer;
    for (std::size_t place = at; place > nearest + 2; --place) {
        if (text.text[place - 1] != ' ' || text.text[place - 2] != ',') continue;
        if (names_issuer(text, place, at)) return true;
    }
    return false;
}

// "Ban đề nghị ...", "Giám đốc Sở yêu cầu ...": between `begin` and the verb stands only a name.
bool OrderGrammar::names_issuer(const Folded& text, std::size_t begin, std::size_t verb) const {
    if (verb - begin > kLongestIssuer || !upper_at(text, begin)) return false;
    const std::string issuer = trim(text.text.substr(begin, verb - begin));
    const bool listed = issuer.find_first_of(",;") != std::string::npos;
    const Entry* kind = lexicons_.organs.opening(issuer);
    if (kind != nullptr && kind->folded == issuer) return true;
    if (!organs_.named_at(text, begin) && words_.at("leader", text.text, begin) == nullptr)
        return false;
    // "Sở Văn hóa, Thể thao và Du lịch đề nghị"
    if (listed) {
        const NameExtent name = organs_.name_at(text, begin, std::min(text.text.size(), verb + 12));
        return name.end == verb || name.end + 5 == verb;  // "kính"
    }
    return !predicate_after(text, begin, verb);
}

// "Ban đã nhận được ...", "Sở Y tế có ý kiến về việc ...": what the issuer did or says.
bool OrderGrammar::tells(const Folded& text, std::size_t begin, std::size_t end) const {
    for (std::size_t at = begin; at < std::min(end, text.text.size()); ++at) {
        if (at > 0 && is_word_letter(text.text[at - 1])) continue;
        if (upper_at(text, at)) continue;  // "Đa khoa", "Kinh tế"
        const Entry* word = words_.at("tell", text, at);
        if (word != nullptr && at + word->folded.size() < end) return true;
    }
    return false;
}

std::optional<OrderGrammar::Found> OrderGrammar::subject_first(const Piece& sentence,
                                                               Verbs verbs) const {
    const Folded& text = *sentence.text;
    // "... Ủy ban nhân dân thành phố ban hành Kế hoạch như sau:" announces what it says itself.
    static const Pattern guides("huong dan [^:]{0,100}:$");
    if (guides.found_in(sentence.low())) return std::nullopt;
    static const Pattern announces(
        "(ban hanh|xay dung|bao cao|huong dan|co y kien|thong bao)[^:]{0,60} nhu sau[:.]?$");
    if (announces.found_in(sentence.low())) return std::nullopt;
    for (std::size_t at : subject_places(sentence)) {
        if (at >= sentence.end || !organs_.begin_at(text, at)) continue;
        // A deed whose verb no list has begins where the name ends; elsewhere than among orders
        // the sentence must have a known verb.
        const auto known = predicate_after(text, at, sentence.end);
        if (!known && verbs == Verbs::Known && !deed_behind_name(text, at, sentence.end)) continue;
        const auto predicate = ordered_deed(text, at, sentence.end);
        if (!predicate) continue;
        const std::size_t told = known ? known->verb : predicate->verb + kVerb;
        if (tells(text, at, std::min(told, sentence.end))) continue;
        // "Thực hiện Chỉ thị ..., Ủy ban nhân dân huyện ban hành kế hoạch.": the paper itself.
        static const Pattern own("^ban hanh (ke hoach|chuong trinh|de an|chi thi|quy che)");
        if (at != sentence.begin && words_.at("each", text, at) == nullptr &&
            own.found_in(text.text.substr(predicate->verb, 30)))
            continue;
        if (known) {
            if (auto asked = asked_between(text, at, known->subject_end)) {
                asked->action = known->verb;
                return asked;
            }
        }
        Found found;
        found.organ = OrderOrgans::text_of(text, at, predicate->subject_end);
        found.action = predicate->verb;
        return found;
    }
    return std::nullopt;
}

std::vector<Piece> OrderGrammar::orders_apart(const std::vector<Piece>& sentences) const {
    std::vector<Piece> parts;
    for (const Piece& sentence : sentences) {
        const Folded& text = *sentence.text;
        Piece part = sentence;
        if (sentence.end - sentence.begin > kLongestSentence) {  // each part is looked at again
            parts.push_back(part);
            continue;
        }
        for (std::size_t at = sentence.begin; at + 12 < sentence.end; ++at) {
            if (text.text[at] != ';' || text.text[at + 1] != ' ') continue;
            std::size_t next = at + 2;
            static const Pattern and_so("^(con|rieng|dong thoi|va) ");
            Match match;
            const std::string opening = text.text.substr(next, 12);
            if (and_so.found_in(opening, match)) next += static_cast<std::size_t>(match.length(0));
            const Entry* asks = words_.at("assign", text, next);
            const std::size_t organ = asks == nullptr ? next : next + asks->folded.size() + 1;
            if (organ >= sentence.end || !organs_.begin_at(text, organ) ||
                !gives_order(text, organ, sentence))
                continue;
            Piece before = part;
            before.end = at + 1;
            std::vector<std::string> organs;
            const auto asked = assigned(before, organs);
            if (!(asked && !asked->colon) && !subject_first(before, Verbs::Any)) continue;
            parts.push_back(before);
            part.begin = next;
            part.part = true;
        }
        parts.push_back(part);
    }
    return parts;
}

// What begins with an organ goes on with a deed of its own, not with the next organ of a list.
bool OrderGrammar::gives_order(const Folded& text, std::size_t at, const Piece& sentence) const {
    const std::size_t end = std::min(sentence.end, text.text.find(';', at));
    const auto deed = ordered_deed(text, at, end);
    return deed && deed->subject_end < end &&
           text.text.substr(at, deed->subject_end - at).find(',') == std::string::npos;
}

bool OrderGrammar::leads_to_orders(const Folded& text) const {
    constexpr std::size_t kLongestLead = 300;
    const std::string low = trim(text.text);
    if (low.empty() || low.back() != ':') return false;
    const std::size_t stop = low.rfind(". ");
    std::string lead = stop == std::string::npos ? low : low.substr(stop + 2);
    if (lead.size() > kLongestLead) lead = lead.substr(lead.size() - kLongestLead);
    static const Pattern orders(
        "(yeu cau|de nghi|chi dao|giao nhiem vu|phan cong|ket luan|huong dan|thong nhat|kien nghi|"
        "trien khai|thuc hien|co y kien|quyet dinh)[^.;]{0,160}:$");
    return orders.found_in(lead);
}

std::optional<OrderGrammar::Found> OrderGrammar::asked_between(const Folded& text,
                                                               std::size_t begin,
                                                               std::size_t end) const {
    for (std::size_t at = begin + 1; at < end; ++at) {
        if (is_word_letter(text.text[at - 1])) continue;
        const Entry* verb = words_.at("assign", text, at);
        if (verb == nullptr || before(text.text, at, "duoc")) continue;
        const std::size_t organ = at + verb->folded.size() + 1;
        if (organ >= end || !organs_.begin_at(text, organ)) continue;
        Found found;
        found.verb = single_spaced(text.source(at, at + verb->folded.size()));
        found.organ = OrderOrgans::text_of(text, organ, end);
        return found;
    }
    return std::nullopt;
}

}  // namespace vanthu::forms
