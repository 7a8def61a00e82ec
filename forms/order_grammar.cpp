#include "forms/order_grammar.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "forms/pattern.h"

namespace vanthu::forms {
namespace {

constexpr std::size_t kLongestSubject = 260;  // letters from an organ's first to its verb
constexpr std::size_t kLongestClause = 400;   // before the subject

bool is_word(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
}

bool opens(const std::string& text, std::size_t at, const std::string& word) {
    return text.compare(at, word.size(), word) == 0 &&
           (at + word.size() >= text.size() || !is_word(text[at + word.size()]));
}

bool upper_at(const Folded& text, std::size_t at) {
    const std::u32string letter = to_utf32(text.source(at, at + 1));
    return !letter.empty() && is_upper_letter(letter[0]);
}

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

OrderGrammar::OrderGrammar(const Lexicons& lexicons) : lexicons_(lexicons) {
    for (const Entry& entry : lexicons.orders.entries())
        by_kind_[entry.kind].push_back(&entry);
}

const Entry* OrderGrammar::word_at(const std::string& kind, const std::string& text,
                                   std::size_t at) const {
    const auto words = by_kind_.find(kind);
    if (words == by_kind_.end()) return nullptr;
    const Entry* longest = nullptr;
    for (const Entry* entry : words->second)
        if (opens(text, at, entry->folded) &&
            (longest == nullptr || entry->folded.size() > longest->folded.size()))
            longest = entry;
    return longest;
}

const Entry* OrderGrammar::word_at(const std::string& kind, const Folded& text,
                                   std::size_t at) const {
    const Entry* word = word_at(kind, text.text, at);
    if (word == nullptr) return word;
    const std::string read = text.source(at, at + word->folded.size());
    if (comparable(read) == comparable(word->text)) return word;
    const std::vector<std::string> parts = split(lower(read), ' ');
    const std::vector<std::string> known = split(word->text, ' ');
    for (std::size_t i = 0; i < parts.size() && i < known.size(); ++i)
        if (comparable(parts[i]) != comparable(known[i]) && parts[i] != fold(known[i]))
            return nullptr;
    return word;
}

bool OrderGrammar::heads(const std::string& text, const std::string& kind) const {
    const auto words = by_kind_.find(kind);
    if (words == by_kind_.end() || text.size() > kLongestHeading) return false;
    return std::any_of(words->second.begin(), words->second.end(), [&](const Entry* entry) {
        return text.find(entry->folded) != std::string::npos;
    });
}

// An organ, who heads one, or a group of them begins here.
bool OrderGrammar::organ_at(const Folded& text, std::size_t at) const {
    static const std::vector<std::string> groups{"cac", "moi mot", "moi", "tung", "toan the"};
    const std::string& low = text.text;
    for (const std::string& group : groups) {
        if (!opens(low, at, group)) continue;
        const std::size_t member = at + group.size() + 1;
        if (member < low.size() && (word_at("member", low, member) != nullptr ||
                                    (upper_at(text, member) && proper_organ(text, member))))
            return true;
        const std::size_t leader = member;
        if (leader < low.size() && word_at("leader", low, leader) != nullptr) return true;
    }
    if (const Entry* leader = word_at("leader", low, at)) {
        const std::size_t next = at + leader->folded.size() + 1;
        return next < low.size() && (opens(low, next, "cac") || upper_at(text, next) ||
                                     word_at("member", low, next) != nullptr);
    }
    if (word_at("body", low, at) != nullptr && upper_at(text, at)) return true;
    return proper_organ(text, at);
}

bool OrderGrammar::proper_organ(const Folded& text, std::size_t at) const {
    if (!upper_at(text, at)) return false;
    const std::string rest = text.text.substr(at, 60);
    const Entry* organ = lexicons_.organs.opening(rest);
    if (organ == nullptr || organ->kind == "continuation") return false;
    // "Tổ chức tham quan", "Báo cáo kết quả" and "Hội nghị" begin like organs and are none.
    if (word_at("action", text.text, at) != nullptr &&
        word_at("action", text.text, at)->folded.size() > organ->folded.size())
        return false;
    const std::size_t next = at + organ->folded.size() + 1;
    if (organ->folded.find(' ') != std::string::npos || organ->folded.size() >= 4) {
        static const Pattern none("^(hoi nghi|hoi thao|hoi thi|hoi dong hoa|doan ket)");
        return !none.found_in(rest);
    }
    return next < text.text.size() && (upper_at(text, next) || organ->text == "UBND");
}

// "Tổ khối Lá: trang trí sân khấu": a short label before a colon that begins like an organ.
bool OrderGrammar::label_at(const Folded& text, std::size_t colon) const {
    constexpr std::size_t kLongestLabel = 40;
    if (colon == std::string::npos || colon > kLongestLabel || !upper_at(text, 0)) return false;
    const Entry* organ = lexicons_.organs.opening(text.text.substr(0, colon));
    if (organ == nullptr || organ->kind == "continuation") return false;
    if (comparable(text.source(0, organ->folded.size())) != comparable(organ->text)) return false;
    const Entry* deed = word_at("action", text.text, 0);
    return deed == nullptr || deed->folded.size() <= organ->folded.size();
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
        const bool first = at > 0 && !is_word(low[at - 1]) && is_word(letter);
        if (letter == '.' ||
            (letter == ';' && modal == std::string::npos && !organ_after(text, at + 1)))
            break;
        if (first && depth == 0 && at > begin && !upper_at(text, at)) {
            if (const Entry* word = word_at("modal", text, at)) {
                if (modal == std::string::npos && modal_at(text, at)) modal = at;
                at += word->folded.size();
                continue;
            }
            const Entry* lead = word_at("lead", text, at);
            if (lead != nullptr && !relative_clause(low, at, lead->folded.size(), end))
                return Predicate{std::min(modal, at), at};
            const Entry* action = word_at("action", text, at);
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
    return word_at("modal", text, at);
}

std::size_t OrderGrammar::subject_end(const Folded& text, std::size_t begin,
                                      std::size_t end) const {
    for (std::size_t at = begin + 1; at < end; ++at)
        if (!is_word(text.text[at - 1]) && !upper_at(text, at) && modal_at(text, at)) return at;
    return end;
}

bool OrderGrammar::organ_after(const Folded& text, std::size_t at) const {
    while (at < text.text.size() && text.text[at] == ' ')
        ++at;
    return at < text.text.size() && organ_at(text, at);
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
    static const std::vector<std::string> describing{"duoc", "giao", "cac", "lam", "ban",
                                                     "bi",   "do",   "tai", "moi", "cong tac"};
    for (const std::string& word : describing)
        if (before(low, at, word) && (at == word.size() + 1 || !is_word(low[at - word.size() - 2])))
            return true;
    // "Đoàn kiểm tra", "Tổ thẩm định", "Hội đồng đánh giá"
    static const Pattern task_of_body(
        "^(kiem tra|thanh tra|giam sat|khao sat|tham dinh|danh gia|nghiem thu|kiem toan|giup "
        "viec)");
    if (task_of_body.found_in(low.substr(at, 20)))
        for (std::string_view kind : {"doan", "to", "hoi dong"})
            if (before(low, at, kind)) return true;
    // "công trình", "thành lập", "trung cấp"
    static const Pattern second_syllable(
        "(^|[^a-z])((cong|chuong|quy|qua|to|hanh|giao|tien|lo) "
        "trinh|(thanh|doc|xac|cong|thiet|tao) "
        "lap|(trung|so|cao|truc) cap|(bau|tuyen|de) cu)$");
    if (at >= 2 && low[at - 1] == ' ') {
        std::size_t end = at;
        while (end < low.size() && is_word(low[end]))
            ++end;
        const std::size_t from = at > 8 ? at - 8 : 0;
        if (second_syllable.found_in(low.substr(from, end - from))) return true;
    }
    // "Phòng đào tạo", "Quỹ hỗ trợ", "Trung tâm phục vụ hành chính công"
    static const Pattern field_of_work(
        "^(dao tao|dieu hanh|ho tro|phuc vu|bao ve|kiem soat|kiem dinh|giam dinh|cham soc|khen "
        "thuong|luu tru|bao tri|cuu ho)");
    if (field_of_work.found_in(low.substr(at, 20)))
        for (std::string_view kind : {"phong", "ban", "quy", "tam", "to", "doi", "tram", "cuc",
                                      "vien", "dong", "luc luong", "co so", "va", "thi dua,"})
            if (before(low, at, kind)) return true;
    // "Ban Quản lý dự án đầu tư xây dựng", but "Sở Kế hoạch và Đầu tư xây dựng kế hoạch".
    if (before(low, at, "du an dau tu") && opens(low, at, "xay dung")) return true;
    static const Pattern kind_of_body("^(tuyen truyen|quan ly|thanh tra|kiem tra|thong tin ve)");
    if (before(low, at, "co quan") && kind_of_body.found_in(low.substr(at, 30))) return true;
    static const Pattern noun(
        "^(to chuc (doan the|chinh tri|dang|xa hoi|thanh vien|lien quan|hoi|co lien quan)|cap "
        "(uy|xa|huyen|tinh|co so|tren|duoi)|bao cao vien|cap [,.;])");
    return noun.found_in(low.substr(at, 30));
}

// Positions where the subject of a sentence may begin: its start, and behind the commas of
// clauses of time, ground or condition.
std::vector<std::size_t> OrderGrammar::subject_places(const Piece& sentence) const {
    const std::string& low = sentence.text->text;
    std::vector<std::size_t> places{sentence.begin};
    std::size_t at = sentence.begin;
    if (const Entry* clause = word_at("clause", low, at)) {
        const std::size_t behind = at + clause->folded.size() + 1;
        // "Hằng năm tổng hợp, đề xuất Chủ tịch ... khen thưởng": the deed of whoever is above.
        static const Pattern often("^(hang (nam|quy|thang|tuan)|dinh ky)$");
        if (behind < sentence.end && often.found_in(clause->folded) &&
            word_at("action", *sentence.text, behind) != nullptr)
            return places;
        places.push_back(std::min(behind, sentence.end));
        const std::size_t reach = std::min(sentence.end, at + kLongestClause);
        for (std::size_t i = at; i + 2 < reach; ++i) {
            if (low[i] == ',' || low[i] == ';') places.push_back(i + 2);
            // "... của các cơ quan, địa phương Thủ trưởng các đơn vị tổ chức ..."
            if (low[i] == ' ' && upper_at(*sentence.text, i + 1) &&
                word_at("leader", low, i + 1) != nullptr)
                places.push_back(i + 1);
        }
    }
    // "Thời gian: các tổ nộp hồ sơ ..."
    constexpr std::size_t kLongestLabel = 30;
    const std::size_t colon = low.find(": ", sentence.begin);
    if (colon != std::string::npos && colon - sentence.begin < kLongestLabel)
        places.push_back(colon + 2);
    return places;
}

// "Giao Sở Nội vụ chủ trì ...", "Ủy ban nhân dân tỉnh yêu cầu các sở ..."
std::optional<OrderGrammar::Found> OrderGrammar::assigned(const Piece& sentence,
                                                          std::vector<std::string>& organs) const {
    const Folded& text = *sentence.text;
    const std::string& low = text.text;
    for (std::size_t at = sentence.begin; at < sentence.end; ++at) {
        if (at > sentence.begin && is_word(low[at - 1])) continue;
        const Entry* verb = word_at("assign", text, at);
        if (verb == nullptr) continue;
        const bool opening = at == sentence.begin || upper_at(text, at);
        if (!opening && !speaks_for_issuer(sentence, at)) continue;
        std::size_t organ = at + verb->folded.size();
        while (organ < sentence.end && (low[organ] == ' ' || low[organ] == ':'))
            ++organ;
        if (organ >= sentence.end || !organ_at(text, organ)) {
            if (opening) return std::nullopt;
            continue;
        }
        Found found;
        found.verb = single_spaced(text.source(at, at + verb->folded.size()));
        const std::size_t colon = low.find(':', organ);
        auto predicate = ordered_deed(text, organ, sentence.end);
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
        found.organ = organ_text(text, organ, end);
        organs = split_organs(found.organ);
        return found;
    }
    return std::nullopt;
}

// A deed by its known verb; where there is none, or only far behind the organ's name, what follows
// the name: "Giao Công an phường xử phạt ...".
std::optional<OrderGrammar::Predicate> OrderGrammar::ordered_deed(const Folded& text,
                                                                  std::size_t begin,
                                                                  std::size_t end) const {
    constexpr std::size_t kFar = 20, kDeed = 12;
    const auto known = predicate_after(text, begin, end);
    const std::size_t colon = text.text.find(':', begin);
    const std::size_t name = name_end(text, begin, std::min(end, colon));
    if (name + kDeed > std::min(end, colon)) return known;
    if (known && known->subject_end < name + kFar &&
        text.text.substr(name, known->subject_end - std::min(name, known->subject_end)).find(',') ==
            std::string::npos)
        return known;
    return Predicate{name, name};
}

std::size_t OrderGrammar::name_end(const Folded& text, std::size_t begin, std::size_t end) const {
    const std::string& low = text.text;
    int depth = 0;
    bool listed = false;  // behind a comma, before the next name
    int capitals = 0;     // syllables before, one behind the other
    for (std::size_t at = begin; at < end; ++at) {
        if (low[at] == '(') ++depth;
        if (low[at] == ')' && depth > 0) --depth;
        if (depth > 0) continue;
        if (low[at] == ',') listed = true;
        if (low[at] == ';' || low[at] == '.') return end;
        if (!is_word(low[at]) || (at > begin && is_word(low[at - 1]))) continue;
        if (low[at] >= '0' && low[at] <= '9') continue;
        const Entry* word = word_at("member", low, at);
        const Entry* inside = word_at("inside", low, at);
        if (word == nullptr || (inside != nullptr && inside->folded.size() > word->folded.size()))
            word = inside;
        const bool two = word != nullptr && word->folded.find(' ') != std::string::npos;
        if (upper_at(text, at) && !two) {
            listed = false;
            ++capitals;
            continue;
        }
        if (word == nullptr && at == begin) continue;
        // "Chi cục Biển ..." may go on with a small syllable, "Công an tỉnh Hà Nam ..." does not.
        if (word == nullptr) return listed || capitals == 1 ? end : at;
        listed = false;
        capitals = 0;
        at += word->folded.size() - 1;
    }
    return end;
}

// Only the issuer's name stands before the verb, or a clause of time or ground and the name.
bool OrderGrammar::speaks_for_issuer(const Piece& sentence, std::size_t at) const {
    constexpr std::size_t kLongestIssuer = 90;
    const Folded& text = *sentence.text;
    const std::string prefix = text.text.substr(sentence.begin, at - sentence.begin);
    static const Pattern time("^(nam|quy|thang|trong nam) ?[0-9ivx]{0,4}[^,]{0,20}, $");
    static const Pattern on_receipt("^nhan duoc [^,;]{0,60} $");
    if (prefix.size() <= kLongestIssuer && (time.found_in(prefix) || on_receipt.found_in(prefix)))
        return true;
    for (const std::size_t place : subject_places(sentence)) {
        // "Nhận được Công văn này, yêu cầu các trạm ..."
        if (place == at && place > sentence.begin) return true;
        if (place >= at || at - place > kLongestIssuer || !upper_at(text, place)) continue;
        const std::string issuer = trim(text.text.substr(place, at - place));
        if (issuer.find_first_of(",;") != std::string::npos) continue;
        // "Ban đề nghị ...", "Giám đốc Sở yêu cầu ..."
        const Entry* kind = lexicons_.organs.opening(issuer);
        if (kind != nullptr && kind->folded == issuer) return true;
        const bool names = proper_organ(text, place) || word_at("leader", text.text, place);
        if (names && !predicate_after(text, place, at)) return true;
    }
    return false;
}

// "Ban đã nhận được ...", "Sở Y tế có ý kiến về việc ...": what the issuer did or says.
bool OrderGrammar::tells(const std::string& low) {
    static const Pattern done(
        "(^| )(da|vua|nhan duoc|nhan thay|co y kien|thong bao|quy dinh|tran trong|cho biet|ve "
        "viec) ");
    return done.found_in(low);
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
        if (at >= sentence.end || !organ_at(text, at)) continue;
        // Of a group more may be said before its deed: "Các đơn vị có điển hình ..."
        static const Pattern group("^(cac|moi|tung|toan the) ");
        const bool any = verbs == Verbs::Any && !group.found_in(text.text.substr(at, 10));
        const auto predicate =
            any ? ordered_deed(text, at, sentence.end) : predicate_after(text, at, sentence.end);
        if (!predicate || tells(text.text.substr(at, predicate->verb - at))) continue;
        if (auto asked = asked_between(text, at, predicate->subject_end)) {
            asked->action = predicate->verb;
            return asked;
        }
        Found found;
        found.organ = organ_text(text, at, predicate->subject_end);
        found.action = predicate->verb;
        return found;
    }
    return std::nullopt;
}

std::optional<OrderGrammar::Found> OrderGrammar::asked_between(const Folded& text,
                                                               std::size_t begin,
                                                               std::size_t end) const {
    for (std::size_t at = begin + 1; at < end; ++at) {
        if (is_word(text.text[at - 1])) continue;
        const Entry* verb = word_at("assign", text, at);
        if (verb == nullptr || before(text.text, at, "duoc")) continue;
        const std::size_t organ = at + verb->folded.size() + 1;
        if (organ >= end || !organ_at(text, organ)) continue;
        Found found;
        found.verb = single_spaced(text.source(at, at + verb->folded.size()));
        found.organ = organ_text(text, organ, end);
        return found;
    }
    return std::nullopt;
}

std::string OrderGrammar::organ_text(const Folded& text, std::size_t begin, std::size_t end) {
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

// "Hội Nông dân huyện, Hội Phụ nữ huyện" are two; "Đảng ủy, Công đoàn" and "các sở, ngành" one.
std::vector<std::string> OrderGrammar::split_organs(const std::string& organ) const {
    std::vector<std::string> parts;
    for (const std::string& part : split(organ, ',')) {
        const Folded text = folded(trim(part));
        const auto words = std::count(text.text.begin(), text.text.end(), ' ') + 1;
        if (words < 3 || !proper_organ(text, 0)) return {organ};
        parts.push_back(text.original);
    }
    return parts;
}

}  // namespace vanthu::forms
