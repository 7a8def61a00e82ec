#include "forms/assignments.h"

#include <algorithm>
#include <optional>
#include <regex>
#include <string_view>

#include "base/text.h"
#include "forms/deadline.h"

namespace vanthu::forms {
namespace {

constexpr std::size_t kMostOrders = 1000;
constexpr std::size_t kLongestSubject = 260;  // letters from an organ's first to its verb
constexpr std::size_t kLongestHeading = 200;
constexpr std::size_t kLongestClause = 220;  // before the subject

bool is_word(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
}

bool opens(const std::string& text, std::size_t at, const std::string& word) {
    return text.compare(at, word.size(), word) == 0 &&
           (at + word.size() >= text.size() || !is_word(text[at + word.size()]));
}

// A run of a paragraph's letters.
struct Piece {
    const Folded* text = nullptr;
    std::size_t begin = 0, end = 0;

    std::string source() const { return single_spaced(text->source(begin, end)); }
    std::string low() const { return text->text.substr(begin, end - begin); }
};

bool upper_at(const Folded& text, std::size_t at) {
    const std::u32string letter = to_utf32(text.source(at, at + 1));
    return !letter.empty() && is_upper_letter(letter[0]);
}

// Sentences of a paragraph: a closing sign before a capital parts them.
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

class Reader {
public:
    Reader(const Lexicons& lexicons, int year_of_issue)
        : lexicons_(lexicons), year_of_issue_(year_of_issue) {
        for (const Entry& entry : lexicons.orders.entries())
            by_kind_[entry.kind].push_back(&entry);
    }

    std::vector<pipeline::Assignment> read(const std::vector<Paragraph>& paragraphs) {
        gives_orders_ = std::any_of(paragraphs.begin(), paragraphs.end(), [&](const Paragraph& p) {
            return is_heading(p) && p.depth <= Depth::Number && heads(p.text.text, "section");
        });
        for (std::size_t i = 0; i < paragraphs.size() && orders_.size() < kMostOrders; ++i)
            read_paragraph(paragraphs[i], i + 1 < paragraphs.size() ? &paragraphs[i + 1] : nullptr);
        return std::move(orders_);
    }

private:
    struct Context {
        Depth depth = Depth::Roman;
        bool orders = false, aside = false;
    };
    struct Owner {
        Depth depth = Depth::Plain;
        std::string organ, verb;
        bool shared = false;  // "chủ trì, phối hợp:": partners named below do not take over
    };

    const Entry* word_at(const std::string& kind, const std::string& text, std::size_t at) const {
        const auto words = by_kind_.find(kind);
        if (words == by_kind_.end()) return nullptr;
        const Entry* longest = nullptr;
        for (const Entry* entry : words->second)
            if (opens(text, at, entry->folded) &&
                (longest == nullptr || entry->folded.size() > longest->folded.size()))
                longest = entry;
        return longest;
    }

    bool heads(const std::string& text, const std::string& kind) const {
        const auto words = by_kind_.find(kind);
        if (words == by_kind_.end() || text.size() > kLongestHeading) return false;
        return std::any_of(words->second.begin(), words->second.end(), [&](const Entry* entry) {
            return text.find(entry->folded) != std::string::npos;
        });
    }

    static bool is_heading(const Paragraph& paragraph) {
        const std::string& text = paragraph.text.text;
        if (text.empty() || text.size() > kLongestHeading || paragraph.depth > Depth::Letter)
            return false;
        const char last = text.back();
        return last != '.' && last != ';' && last != ',';
    }

    // An organ, who heads one, or a group of them begins here.
    bool organ_at(const Folded& text, std::size_t at) const {
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

    bool proper_organ(const Folded& text, std::size_t at) const {
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
            static const std::regex none("^(hoi nghi|hoi thao|hoi thi|hoi dong hoa|doan ket)");
            return !std::regex_search(rest, none);
        }
        return next < text.text.size() && (upper_at(text, next) || organ->text == "UBND");
    }

    // Where the verb begins that belongs to a subject at `begin`, and where its subject ends.
    struct Predicate {
        std::size_t subject_end = 0, verb = 0;
    };
    std::optional<Predicate> predicate_after(const Folded& text, std::size_t begin,
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
                if (const Entry* word = word_at("modal", low, at)) {
                    const bool relative = before(low, at, "duoc") || before(low, at, "khong");
                    if (modal == std::string::npos && !relative) modal = at;
                    at += word->folded.size();
                    continue;
                }
                const Entry* lead = word_at("lead", low, at);
                if (lead != nullptr && !relative_clause(low, at, lead->folded.size(), end))
                    return Predicate{std::min(modal, at), at};
                const Entry* action = word_at("action", low, at);
                if (action != nullptr && !part_of_name(text, at))
                    return Predicate{std::min(modal, at), at};
            }
            ++at;
        }
        return std::nullopt;
    }

    bool organ_after(const Folded& text, std::size_t at) const {
        while (at < text.text.size() && text.text[at] == ' ')
            ++at;
        return at < text.text.size() && organ_at(text, at);
    }

    static bool before(const std::string& low, std::size_t at, std::string_view word) {
        return at > word.size() && low.compare(at - word.size() - 1, word.size(), word) == 0;
    }

    // "được giao chủ trì", "chủ trì các phong trào thi đua ...": who is meant, not what is to be
    // done.
    static bool relative_clause(const std::string& low, std::size_t at, std::size_t size,
                                std::size_t end) {
        if (before(low, at, "giao") || before(low, at, "duoc")) return true;
        static const std::regex goes_on(
            "^ ?(,|:|phoi hop|va phoi hop|cung|voi|tham muu|huong dan|xay dung|to chuc|thuc "
            "hien|$)");
        return !std::regex_search(low.substr(at + size, std::min<std::size_t>(20, end - at - size)),
                                  goes_on);
    }

    // "các tổ chức đảng", "cơ quan thông tin, tuyên truyền", "đơn vị được giao ...": a verb that
    // names or describes the organ.
    bool part_of_name(const Folded& text, std::size_t at) const {
        const std::string& low = text.text;
        static const std::vector<std::string> describing{"duoc", "giao", "cac", "lam", "ban",
                                                         "bi",   "do",   "tai", "moi", "cong tac"};
        for (const std::string& word : describing)
            if (before(low, at, word) &&
                (at == word.size() + 1 || !is_word(low[at - word.size() - 2])))
                return true;
        static const std::regex kind_of_body(
            "^(tuyen truyen|quan ly|thanh tra|kiem tra|thong tin ve)");
        if (before(low, at, "co quan") && std::regex_search(low.substr(at, 30), kind_of_body))
            return true;
        static const std::regex noun(
            "^(to chuc (doan the|chinh tri|dang|xa hoi|thanh vien|lien quan|hoi|co lien quan)|cap "
            "(uy|xa|huyen|tinh|co so|tren|duoi)|bao cao vien|cap [,.;])");
        return std::regex_search(low.substr(at, 30), noun);
    }

    // Positions where the subject of a sentence may begin: its start, and behind the commas of
    // clauses of time, ground or condition.
    std::vector<std::size_t> subject_places(const Piece& sentence) const {
        const std::string& low = sentence.text->text;
        std::vector<std::size_t> places{sentence.begin};
        std::size_t at = sentence.begin;
        if (const Entry* clause = word_at("clause", low, at)) {
            const std::size_t behind = at + clause->folded.size() + 1;
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

    struct Found {
        std::string organ, verb;
        std::size_t action = 0;  // where it begins
        bool colon = false;      // what is to be done follows as a list
    };

    // "Giao Sở Nội vụ chủ trì ...", "Ủy ban nhân dân tỉnh yêu cầu các sở ..."
    std::optional<Found> assigned(const Piece& sentence, std::vector<std::string>& organs) const {
        const Folded& text = *sentence.text;
        const std::string& low = text.text;
        for (std::size_t at = sentence.begin; at < sentence.end; ++at) {
            if (at > sentence.begin && is_word(low[at - 1])) continue;
            const Entry* verb = word_at("assign", low, at);
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
            auto predicate = predicate_after(text, organ, sentence.end);
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

    // Only the issuer's name or a clause of time stands before the verb.
    bool speaks_for_issuer(const Piece& sentence, std::size_t at) const {
        if (at - sentence.begin > 90) return false;
        const std::string prefix = sentence.text->text.substr(sentence.begin, at - sentence.begin);
        static const std::regex time("^(nam|quy|thang|trong nam) ?[0-9ivx]{0,4}[^,]{0,20}, $");
        if (std::regex_search(prefix, time)) return true;
        return proper_organ(*sentence.text, sentence.begin) &&
               prefix.find(',') == std::string::npos &&
               !predicate_after(*sentence.text, sentence.begin, at);
    }

    std::optional<Found> subject_first(const Piece& sentence) const {
        const Folded& text = *sentence.text;
        for (std::size_t at : subject_places(sentence)) {
            if (at >= sentence.end || !organ_at(text, at)) continue;
            const auto predicate = predicate_after(text, at, sentence.end);
            if (!predicate) continue;
            Found found;
            found.organ = organ_text(text, at, predicate->subject_end);
            found.action = predicate->verb;
            return found;
        }
        return std::nullopt;
    }

    static std::string organ_text(const Folded& text, std::size_t begin, std::size_t end) {
        std::string organ = trim(text.source(begin, end));
        while (!organ.empty() &&
               std::string_view(",;: ").find(organ.back()) != std::string_view::npos)
            organ.pop_back();
        return single_spaced(organ);
    }

    // "Hội Nông dân huyện, Hội Phụ nữ huyện" are two; "Đảng ủy, Công đoàn" and "các sở, ngành" one.
    std::vector<std::string> split_organs(const std::string& organ) const {
        std::vector<std::string> parts;
        for (const std::string& part : split(organ, ',')) {
            const Folded text = folded(trim(part));
            const auto words = std::count(text.text.begin(), text.text.end(), ' ') + 1;
            if (words < 3 || !proper_organ(text, 0)) return {organ};
            parts.push_back(text.original);
        }
        return parts;
    }

    // `sentence` is the proof, with the sentences behind it that go on about the same.
    void give(const Piece& sentence, const std::string& organ, const std::string& verb,
              std::size_t action, int page) {
        const std::string time_text = sentence.low();
        std::string done = single_spaced(sentence.text->source(action, sentence.end));
        while (!done.empty() &&
               std::string_view(".;:/ ").find(done.back()) != std::string_view::npos)
            done.pop_back();
        if (letter_count(done) < 6) return;
        const Deadline deadline = read_deadline(time_text, year_of_issue_);
        if (!deadline.given() && is_courtesy(folded(done).text)) return;
        pipeline::Assignment order;
        order.organ_name = organ;
        order.assigning_verb = verb;
        order.action = done;
        order.deadline = deadline.date;
        order.deadline_kind = deadline.kind;
        order.month_day = deadline.month_day;
        order.overrides = deadline.overrides;
        order.from = deadline.from;
        order.to = deadline.to;
        order.quote = sentence.source();
        order.page = page;
        orders_.push_back(std::move(order));
    }

    // "... phối hợp thực hiện": how a paper ends, no order of its own.
    static bool is_courtesy(const std::string& action) {
        static const std::regex formula(
            "^((phoi hop|to chuc|trien khai|nghiem tuc|chi dao|quan tam|quan triet|va|,) ?)*thuc "
            "hien( tot| nghiem tuc)?( (ke hoach|cong van|chi thi|thong bao|van ban|noi dung|quyet "
            "dinh) nay| cac noi dung (tren|sau))?$");
        return action.size() < 90 && std::regex_search(action, formula);
    }

    void enter(const Paragraph& paragraph) {
        if (paragraph.depth == Depth::Plain) return;
        while (!owners_.empty() && owners_.back().depth >= paragraph.depth)
            owners_.pop_back();
        while (!sections_.empty() && sections_.back().depth >= paragraph.depth)
            sections_.pop_back();
    }

    bool in_orders() const {
        bool orders = !gives_orders_;
        for (const Context& section : sections_) {
            if (section.aside) orders = false;
            if (section.orders) orders = true;
        }
        return orders;
    }

    bool in_aside() const {
        return std::any_of(sections_.begin(), sections_.end(),
                           [](const Context& section) { return section.aside && !section.orders; });
    }

    static bool of_no_one(const std::string& low) {
        static const std::regex formula(
            "(chiu trach nhiem thi hanh|co hieu luc|can cu theo quyet dinh thi hanh|xin tran "
            "trong)");
        return std::regex_search(low, formula);
    }

    void read_paragraph(const Paragraph& paragraph, const Paragraph* next) {
        enter(paragraph);
        const Folded& text = paragraph.text;
        if (text.text.size() < 8) return;
        const bool above = next != nullptr && next->depth > paragraph.depth;
        if (is_heading(paragraph)) {
            if (read_owner(paragraph)) return;
            if (!organ_at(text, 0)) {
                Context section{paragraph.depth, heads(text.text, "section"),
                                heads(text.text, "aside")};
                // "Nhiệm vụ và giải pháp" gives orders to whoever it names, not to no one.
                if (section.orders || section.aside || paragraph.depth <= Depth::Number || above) {
                    sections_.push_back(section);
                    return;
                }
            }
        }
        if (paragraph.depth >= Depth::Letter && read_owner(paragraph)) return;
        const std::size_t before = orders_.size();
        read_sentences(paragraph);
        refer_back(paragraph, before);
    }

    // "- A đăng ký ...; - B đăng ký ...; các đơn vị gửi danh sách trước ngày ...": the items of the
    // list have the deadline of the sentence that closes it.
    void refer_back(const Paragraph& paragraph, std::size_t before) {
        if (paragraph.depth == Depth::Dash) {
            for (std::size_t i = before; i < orders_.size(); ++i)
                listed_.push_back(i);
            return;
        }
        const bool closes =
            paragraph.depth == Depth::Plain && orders_.size() > before &&
            (!orders_[before].deadline.empty() || !orders_[before].month_day.empty()) &&
            starts_with(folded(orders_[before].organ_name).text, "cac ");
        for (std::size_t item : listed_)
            if (closes && orders_[item].deadline_kind == "none")
                orders_[item].deadline_kind = "same_as";
        listed_.clear();
    }

    // A heading that names who does what stands below it.
    bool read_owner(const Paragraph& paragraph) {
        const Folded& text = paragraph.text;
        std::size_t organ = 0;
        std::string verb;
        if (const Entry* assign = word_at("assign", text.text, 0)) {
            verb = single_spaced(text.source(0, assign->folded.size()));
            organ = assign->folded.size() + 1;
        }
        if (organ >= text.text.size() || !organ_at(text, organ)) return false;
        const std::size_t colon = text.text.find(':');
        const std::size_t end = std::min(colon, text.text.size());
        const bool ends_here = colon == std::string::npos || colon + 2 >= text.text.size();
        if (end > kLongestHeading) return false;
        const char last = text.text.back();
        if (colon == std::string::npos && (last == '.' || last == ';' || last == ',')) return false;
        const auto predicate = predicate_after(text, organ, end);
        if (predicate && !(ends_here && colon != std::string::npos && end - predicate->verb < 40))
            return false;
        if (!predicate && colon == std::string::npos && paragraph.depth > Depth::Letter)
            return false;
        Owner owner;
        owner.depth = paragraph.depth;
        owner.organ = organ_text(text, organ, predicate ? predicate->subject_end : end);
        owner.verb = verb;
        const std::string tail = text.text.substr(0, end);
        owner.shared = tail.size() > 8 && tail.compare(tail.size() - 8, 8, "phoi hop") == 0;
        if (ends_here) {
            owners_.push_back(std::move(owner));
            return true;
        }
        if (!in_orders() && verb.empty()) return false;
        // "2. Các phòng thuộc Trung tâm: Có trách nhiệm theo dõi ..."
        std::size_t action = colon + 1;
        while (action < text.text.size() && text.text[action] == ' ')
            ++action;
        const std::vector<std::string> organs = split_organs(owner.organ);
        for (const std::string& one : organs)
            give({&text, 0, text.text.size()}, one, verb, action, paragraph.page);
        return true;
    }

    // The sentence and those behind it without an order of their own.
    Piece with_rest(const std::vector<Piece>& sentences, std::size_t index) const {
        Piece piece = sentences[index];
        for (std::size_t i = index + 1; i < sentences.size(); ++i) {
            std::vector<std::string> organs;
            if (assigned(sentences[i], organs)) break;
            if (const auto found = subject_first(sentences[i]); found && dated(sentences[i].low()))
                break;
            piece.end = sentences[i].end;
        }
        return piece;
    }

    void read_sentences(const Paragraph& paragraph) {
        const std::vector<Piece> sentences = sentences_of(paragraph.text);
        const std::size_t before = orders_.size();
        std::size_t told = 0;  // letters that are the proof of an order already
        for (std::size_t i = 0; i < sentences.size(); ++i) {
            const Piece& sentence = sentences[i];
            if (sentence.begin < told) continue;
            const std::string low = sentence.low();
            if (of_no_one(low)) continue;
            const bool first = orders_.size() == before;
            const Piece proof = with_rest(sentences, i);
            std::vector<std::string> organs;
            if (const auto found = assigned(sentence, organs)) {
                if (found->colon) {
                    owners_.push_back({paragraph.depth, found->organ, found->verb, false});
                    continue;
                }
                for (const std::string& organ : organs)
                    give(proof, organ, found->verb, found->action, paragraph.page);
                told = proof.end;
                continue;
            }
            if (first && read_difficulties(sentence, paragraph.page)) continue;
            if (in_orders() || (!in_aside() && dated(low))) {
                const auto found = subject_first(sentence);
                if (found && !(shared_owner() && first)) {
                    if (!first && !dated(low)) continue;
                    give(proof, found->organ, owner_verb(found->organ), found->action,
                         paragraph.page);
                    told = proof.end;
                    continue;
                }
            }
            if (!first) continue;
            if (!owners_.empty() && paragraph.depth > owners_.back().depth &&
                (paragraph.depth != Depth::Plain || begins_with_deed(low))) {
                give(proof, owners_.back().organ, owners_.back().verb, sentence.begin,
                     paragraph.page);
                told = proof.end;
            } else if (owners_.empty() && own_task(low)) {
                give(proof, "", "", sentence.begin, paragraph.page);
                told = proof.end;
            }
        }
    }

    // Below an organ's heading a paragraph without a mark is its order when it begins with what is
    // to be done; else the paper goes on with something new.
    bool begins_with_deed(const std::string& low) const {
        static const std::regex time("^((hang|moi) (nam|quy|thang)|dinh ky|truoc ngay|tren co so)");
        return word_at("action", low, 0) != nullptr || word_at("lead", low, 0) != nullptr ||
               word_at("modal", low, 0) != nullptr || std::regex_search(low, time);
    }

    bool shared_owner() const { return !owners_.empty() && owners_.back().shared; }

    std::string owner_verb(const std::string& organ) const {
        if (owners_.empty()) return {};
        return comparable(owners_.back().organ) == comparable(organ) ? owners_.back().verb
                                                                     : std::string();
    }

    bool dated(const std::string& low) const {
        const Deadline deadline = read_deadline(low, year_of_issue_);
        return !deadline.date.empty() || deadline.kind == "recurring_yearly_before";
    }

    // What the issuer sets itself: it begins with its time, or with what is to be done where orders
    // are given.
    bool own_task(const std::string& low) const {
        static const std::string done =
            "(to chuc|phat dong|tien hanh|xay dung|tong ket|so ket|danh gia)";
        static const std::regex yearly("^((can cu|tren co so)[^,]{0,160}, )?hang nam,? ?" + done);
        static const std::regex by_then(
            "^(nam (19|20)[0-9]{2}|quy [ivx1-4]{1,3} nam (19|20)[0-9]{2}),? " + done);
        static const std::regex time_of("^thoi gian (tien hanh|to chuc|thuc hien) ?[a-z]");
        if (std::regex_search(low, by_then)) return true;
        if (std::regex_search(low, time_of)) return dated(low);
        if (std::regex_search(low, yearly)) return !in_aside() || in_orders();
        bool named_part = false;
        for (const Context& section : sections_)
            named_part = named_part || (section.orders && !section.aside);
        return named_part && in_orders() && word_at("action", low, 0) != nullptr;
    }

    // "Trong quá trình thực hiện có vướng mắc, các cơ quan phản ánh về Sở A": asked of everyone.
    bool read_difficulties(const Piece& sentence, int page) {
        static const std::regex event(
            "(vuong mac|kho khan)[^.]{0,200}?(phan anh|thong tin|bao cao|lien he|trao "
            "doi|gui)[^.]{0,40}"
            "(ve|voi|den|qua) ");
        const std::string low = sentence.low();
        std::smatch match;
        if (!std::regex_search(low, match, event)) return false;
        const auto difficulty = static_cast<std::size_t>(match.position(1));
        const auto verb = static_cast<std::size_t>(match.position(2));
        std::string organ;
        for (std::size_t at = difficulty; at < verb; ++at) {
            if (is_word(low[at - 1]) || !organ_at(*sentence.text, sentence.begin + at)) continue;
            organ = organ_text(*sentence.text, sentence.begin + at, sentence.begin + verb);
            for (std::string_view filler : {" kịp thời", " chủ động"})
                if (organ.size() > filler.size() &&
                    organ.compare(organ.size() - filler.size(), filler.size(), filler) == 0)
                    organ.resize(organ.size() - filler.size());
            break;
        }
        give(sentence, organ, "", sentence.begin + verb, page);
        return true;
    }

    const Lexicons& lexicons_;
    int year_of_issue_;
    bool gives_orders_ = false;
    std::map<std::string, std::vector<const Entry*>> by_kind_;
    std::vector<Context> sections_;
    std::vector<Owner> owners_;
    std::vector<pipeline::Assignment> orders_;
    std::vector<std::size_t> listed_;  // orders of the list just before
};

}  // namespace

std::vector<pipeline::Assignment> read_assignments(const std::vector<Paragraph>& paragraphs,
                                                   const Lexicons& lexicons, int year_of_issue) {
    return Reader(lexicons, year_of_issue).read(paragraphs);
}

}  // namespace vanthu::forms
