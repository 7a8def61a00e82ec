#include "forms/assignments.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "base/text.h"
#include "forms/deadline.h"
#include "forms/order_context.h"
#include "forms/order_grammar.h"
#include "forms/pattern.h"

namespace vanthu::forms {
namespace {

constexpr std::size_t kMostOrders = 1000;
constexpr std::size_t kMostSentences = 12;  // that prove one order

class Reader {
public:
    Reader(const Lexicons& lexicons, int year_of_issue, Purpose purpose)
        : grammar_(lexicons), year_of_issue_(year_of_issue), purpose_(purpose) {}

    std::vector<pipeline::Assignment> read(const std::vector<Paragraph>& paragraphs) {
        gives_orders_ = std::any_of(paragraphs.begin(), paragraphs.end(), [&](const Paragraph& p) {
            return is_heading(p) && p.depth <= Depth::Number &&
                   grammar_.heads(p.text.text, "section");
        });
        for (std::size_t i = 0; i < paragraphs.size() && orders_.size() < kMostOrders; ++i)
            read_paragraph(paragraphs[i], i + 1 < paragraphs.size() ? &paragraphs[i + 1] : nullptr);
        share_periods(orders_);
        std::vector<pipeline::Assignment> given;
        for (PlacedOrder& placed : orders_)
            given.push_back(std::move(placed.order));
        return given;
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

    static bool is_heading(const Paragraph& paragraph) {
        const std::string& text = paragraph.text.text;
        if (text.empty() || text.size() > kLongestHeading || paragraph.depth > Depth::Letter)
            return false;
        const char last = text.back();
        return last != '.' && last != ';' && last != ',';
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
        orders_.push_back({std::move(order), section_});
    }

    void enter(const Paragraph& paragraph) {
        if (list_ && (paragraph.depth == Depth::Plain || paragraph.depth < *list_)) list_.reset();
        if (paragraph.depth == Depth::Plain) return;
        if (paragraph.depth == Depth::Roman) ++section_;
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

    // A report or an invitation tells of deeds; only where it says so it orders any.
    bool orders_here() const {
        if (purpose_ == Purpose::Orders || list_) return in_orders();
        return gives_orders_ && in_orders();
    }

    bool in_aside() const {
        return std::any_of(sections_.begin(), sections_.end(),
                           [](const Context& section) { return section.aside && !section.orders; });
    }

    // "Kính gửi:" and the dashes below it name who reads the paper, not who does what.
    bool is_addressee(const Paragraph& paragraph) {
        static const Pattern opening("^kinh (gui|trinh|moi)( ?:|$)");
        const bool opens = opening.found_in(paragraph.text.text);
        addressees_ = opens || (addressees_ && paragraph.depth == Depth::Dash);
        return addressees_;
    }

    void read_paragraph(const Paragraph& paragraph, const Paragraph* next) {
        if (is_addressee(paragraph)) return;
        enter(paragraph);
        const Folded& text = paragraph.text;
        if (text.text.size() < 8) return;
        const bool above = next != nullptr && next->depth > paragraph.depth;
        if (is_heading(paragraph)) {
            if (read_owner(paragraph)) return;
            if (!grammar_.organs().begin_at(text, 0)) {
                Context section{paragraph.depth, grammar_.heads(text.text, "section"),
                                grammar_.heads(text.text, "aside")};
                // "Nhiệm vụ và giải pháp" gives orders to whoever it names, not to no one.
                if (section.orders || section.aside || paragraph.depth <= Depth::Number || above) {
                    sections_.push_back(section);
                    return;
                }
            }
        }
        // Behind a number there may be several orders; one sentence is one.
        const bool short_order = paragraph.depth >= Depth::Number && sentences_of(text).size() == 1;
        if ((short_order || paragraph.depth >= Depth::Letter) && read_owner(paragraph)) return;
        const std::size_t before = orders_.size();
        read_sentences(paragraph, next);
        refer_back(paragraph, before);
        if (next != nullptr && next->depth > paragraph.depth && grammar_.leads_to_orders(text))
            list_ = next->depth;
        else if (next != nullptr && paragraph.depth == Depth::Plain &&
                 next->depth != Depth::Plain && grammar_.leads_to_orders(text))
            list_ = next->depth;
    }

    void refer_back(const Paragraph& paragraph, std::size_t before) {
        if (paragraph.depth == Depth::Dash) {
            for (std::size_t i = before; i < orders_.size(); ++i)
                listed_.push_back(i);
            return;
        }
        if (paragraph.depth == Depth::Plain && orders_.size() > before)
            share_deadline(orders_, listed_, orders_[before].order);
        listed_.clear();
    }

    // "Sở Tài chính chủ trì, phối hợp với các sở liên quan:" leads to a list; with a deed behind it
    // ("... xem xét, lựa chọn:") it is an order itself.
    bool only_leads(const std::string& low, std::size_t verb) const {
        const Entry* lead = grammar_.words().at("lead", low, verb);
        if (lead == nullptr) return false;
        for (std::size_t at = verb + lead->folded.size(); at < low.size(); ++at) {
            if (is_word_letter(low[at - 1]) || low.compare(at, 8, "phoi hop") == 0) continue;
            if (grammar_.words().at("action", low, at) != nullptr) return false;
        }
        return true;
    }

    // A heading that names who does what stands below it.
    bool read_owner(const Paragraph& paragraph) {
        const Folded& text = paragraph.text;
        std::size_t organ = 0;
        std::string verb;
        // "1. Đối với Sở Y tế"
        static const Pattern about("^doi voi ");
        Match match;
        if (about.found_in(text.text, match)) organ = static_cast<std::size_t>(match.length(0));
        if (const Entry* assign = grammar_.words().at("assign", text, 0)) {
            verb = single_spaced(text.source(0, assign->folded.size()));
            organ = assign->folded.size() + 1;
        }
        const std::size_t colon = text.text.find(':');
        const bool labelled = paragraph.depth != Depth::Plain && in_orders() &&
                              grammar_.organs().label_at(text, colon);
        if (organ >= text.text.size() || (!grammar_.organs().begin_at(text, organ) && !labelled))
            return false;
        // "Sở Nội vụ yêu cầu các đơn vị thực hiện:" orders the latter.
        std::vector<std::string> asked;
        if (verb.empty() && grammar_.assigned({&text, 0, text.text.size()}, asked)) return false;
        const std::size_t end = std::min(colon, text.text.size());
        const bool ends_here = colon == std::string::npos || colon + 2 >= text.text.size();
        if (end > kLongestHeading) return false;
        const char last = text.text.back();
        if (colon == std::string::npos && (last == '.' || last == ';' || last == ',')) return false;
        auto predicate = grammar_.predicate_after(text, organ, end);
        if (predicate && grammar_.organs().is_name(text, organ, end)) predicate.reset();
        const bool leads = predicate && only_leads(text.text.substr(0, end), predicate->verb);
        const std::size_t longest = leads ? 120 : 40;
        if (predicate &&
            !(ends_here && colon != std::string::npos && end - predicate->verb < longest))
            return false;
        if (!predicate && colon == std::string::npos && paragraph.depth > Depth::Letter)
            return false;
        Owner owner;
        owner.depth = paragraph.depth;
        owner.organ = grammar_.organs().text_of(
            text, organ,
            predicate ? predicate->subject_end : grammar_.subject_end(text, organ, end));
        // "Sở Nội vụ thông báo lịch nghỉ Tết: ..." tells, and orders nothing.
        if (!predicate && grammar_.tells(text, organ, end)) return false;
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
        const std::vector<std::string> organs = grammar_.organs().parted(owner.organ);
        for (const std::string& one : organs)
            give({&text, 0, text.text.size()}, one, verb, action, paragraph.page);
        return true;
    }

    // The sentence and those behind it without an order of their own.
    Piece with_rest(const std::vector<Piece>& sentences, std::size_t index) const {
        Piece piece = sentences[index];
        const std::size_t end = std::min(sentences.size(), index + kMostSentences);
        for (std::size_t i = index + 1; i < end; ++i) {
            std::vector<std::string> organs;
            if (sentences[i].part || grammar_.assigned(sentences[i], organs)) break;
            if (const auto found = grammar_.subject_first(sentences[i]);
                found && dated(sentences[i].low()))
                break;
            piece.end = sentences[i].end;
        }
        return piece;
    }

    // "Sở yêu cầu các trạm:" without a mark of its own stands above the list that follows.
    static Depth depth_above(const Paragraph& paragraph, const Paragraph* next) {
        if (paragraph.depth != Depth::Plain || next == nullptr || next->depth == Depth::Plain ||
            next->depth == Depth::Roman)
            return paragraph.depth;
        return static_cast<Depth>(static_cast<int>(next->depth) - 1);
    }

    void read_sentences(const Paragraph& paragraph, const Paragraph* next) {
        const std::vector<Piece> sentences = grammar_.orders_apart(sentences_of(paragraph.text));
        const std::size_t before = orders_.size();
        std::size_t told = 0;  // letters that are the proof of an order already
        for (std::size_t i = 0; i < sentences.size(); ++i) {
            const Piece& sentence = sentences[i];
            if (sentence.begin < told) continue;
            const std::string low = sentence.low();
            if (is_of_no_one(low)) continue;
            const bool first = orders_.size() == before;
            if (!first && is_first_year(low, orders_.back().order)) continue;
            const Piece proof = with_rest(sentences, i);
            std::vector<std::string> organs;
            if (const auto found = grammar_.assigned(sentence, organs)) {
                if (found->colon) {
                    owners_.push_back(
                        {depth_above(paragraph, next), found->organ, found->verb, false});
                    continue;
                }
                // "... yêu cầu các đơn vị thực hiện:" leads to a list.
                const std::string deed =
                    folded(single_spaced(paragraph.text.source(found->action, sentence.end))).text;
                if (!deed.empty() && deed.back() == ':' &&
                    is_courtesy(deed.substr(0, deed.size() - 1))) {
                    owners_.push_back(
                        {depth_above(paragraph, next), found->organ, found->verb, false});
                    continue;
                }
                for (const std::string& organ : organs)
                    give(proof, organ, found->verb, found->action, paragraph.page);
                told = proof.end;
                continue;
            }
            if (first && read_difficulties(sentence, paragraph.page)) continue;
            if (orders_here() || (!in_aside() && dated(low))) {
                const bool listed = sentence.part || (paragraph.depth != Depth::Plain &&
                                                      (list_ || (gives_orders_ && in_orders())));
                const auto found = grammar_.subject_first(
                    sentence, listed ? OrderGrammar::Verbs::Any : OrderGrammar::Verbs::Known);
                if (found && !(shared_owner() && first)) {
                    if (!first && !dated(low) && !sentence.part) continue;
                    const std::string verb =
                        found->verb.empty() ? owner_verb(found->organ) : found->verb;
                    give(proof, found->organ, verb, found->action, paragraph.page);
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
        static const Pattern time("^((hang|moi) (nam|quy|thang)|dinh ky|truoc ngay|tren co so)");
        return grammar_.words().at("action", low, 0) != nullptr ||
               grammar_.words().at("lead", low, 0) != nullptr ||
               grammar_.words().at("modal", low, 0) != nullptr || time.found_in(low);
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
        static const Pattern yearly("^((can cu|tren co so)[^,]{0,160}, )?hang nam,? ?" + done);
        static const Pattern by_then(
            "^(nam (19|20)[0-9]{2}|quy [ivx1-4]{1,3} nam (19|20)[0-9]{2}),? " + done);
        static const Pattern time_of("^thoi gian (tien hanh|to chuc|thuc hien) ?[a-z]");
        if (by_then.found_in(low)) return true;
        if (time_of.found_in(low)) return dated(low);
        if (yearly.found_in(low)) return !in_aside() || in_orders();
        bool named_part = false;
        for (const Context& section : sections_)
            named_part = named_part || (section.orders && !section.aside);
        return named_part && in_orders() && grammar_.words().at("action", low, 0) != nullptr;
    }

    // "Trong quá trình thực hiện có vướng mắc, các cơ quan phản ánh về Sở A": asked of everyone.
    bool read_difficulties(const Piece& sentence, int page) {
        static const Pattern event(
            "(vuong mac|kho khan)[^.]{0,200}?((?:phan anh|thong tin|bao cao|lien he|trao doi|gui)"
            "(?=[^.]{0,40}(?:ve|voi|den|qua) )|lien he(?= ))");
        const std::string low = sentence.low();
        Match match;
        if (!event.found_in(low, match)) return false;
        const auto difficulty = static_cast<std::size_t>(match.position(1));
        const auto verb = static_cast<std::size_t>(match.position(2));
        std::string organ;
        for (std::size_t at = std::max<std::size_t>(1, difficulty); at < verb; ++at) {
            if (is_word_letter(low[at - 1]) ||
                !grammar_.organs().begin_at(*sentence.text, sentence.begin + at))
                continue;
            organ = grammar_.organs().text_of(*sentence.text, sentence.begin + at,
                                              sentence.begin + verb);
            for (std::string_view filler : {" kịp thời", " chủ động"})
                if (organ.size() > filler.size() &&
                    organ.compare(organ.size() - filler.size(), filler.size(), filler) == 0)
                    organ.resize(organ.size() - filler.size());
            break;
        }
        give(sentence, organ, "", sentence.begin + verb, page);
        return true;
    }

    OrderGrammar grammar_;
    int year_of_issue_;
    Purpose purpose_;
    bool addressees_ = false;    // the paragraph before was one of them
    std::optional<Depth> list_;  // of the list below "... yêu cầu các đơn vị:"
    bool gives_orders_ = false;
    std::vector<Context> sections_;
    std::vector<Owner> owners_;
    std::vector<PlacedOrder> orders_;
    int section_ = 0;
    std::vector<std::size_t> listed_;  // orders of the list just before
};

}  // namespace

Purpose purpose_of(const Entry* type) {
    static const Pattern tells(
        "^(bao cao|bien ban|to trinh|giay moi|giay gioi thieu|thong cao|tom tat thanh tich|phieu "
        ")");
    return type != nullptr && tells.found_in(type->folded + " ") ? Purpose::Tells : Purpose::Orders;
}

std::vector<pipeline::Assignment> read_assignments(const std::vector<Paragraph>& paragraphs,
                                                   const Lexicons& lexicons, int year_of_issue,
                                                   Purpose purpose) {
    return Reader(lexicons, year_of_issue, purpose).read(paragraphs);
}

}  // namespace vanthu::forms
