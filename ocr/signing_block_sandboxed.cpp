#include "ocr/signing_block_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <map>
#include <new>
#include <optional>
#include <string>
#include <utility>

#include "base/text.h"
#include "formats/image_sandboxed.h"
#include "formats/lines_sandboxed.h"
#include "ocr/clarity.h"
#include "ocr/grey_seals_sandboxed.h"
#include "ocr/looks_sandboxed.h"
#include "ocr/own_network_sandboxed.h"
#include "ocr/row_ink_sandboxed.h"
#include "ocr/signer_name_sandboxed.h"
#include "ocr/signer_title_sandboxed.h"
#include "ocr/signing_rows_sandboxed.h"
#include "ocr/word_votes.h"

namespace vanthu::ocr {

using formats::PixPtr;
namespace {

using pipeline::Box;
using pipeline::TextLine;
using pipeline::Word;

constexpr double kLarger = 1.5;
constexpr float kMayLackAWord = 0.45f;

class Block {
public:
    Block(const SealedPage& page, int dpi, int milliseconds, const SignersWords& words,
          std::vector<TextLine>& lines)
        : page_(page), dpi_(dpi), milliseconds_(milliseconds), words_(words), lines_(lines) {}

    void reread() {
        auto rows = find_signing_rows(page_, dpi_, lines_);
        if (!rows) return;
        rows_ = std::move(*rows);
        for (const Row& row : rows_.titles)
            if (is_touched(centred(row.box)) || !is_clear(row)) read_again(row, Kind::Title);
        search_stamped_titles();
        if (rows_.name)
            read_again(*rows_.name, Kind::Name);
        else
            search_name();
        std::sort(gone_.begin(), gone_.end());
        gone_.erase(std::unique(gone_.begin(), gone_.end()), gone_.end());
        for (auto at = gone_.rbegin(); at != gone_.rend(); ++at)
            lines_.erase(lines_.begin() + static_cast<std::ptrdiff_t>(*at));
        std::move(found_.begin(), found_.end(), std::back_inserter(lines_));
    }

private:
    using Row = SigningRow;
    enum class Kind { Title, Name };

    bool is_touched(const Box& box) const {
        return std::any_of(page_.seals.begin(), page_.seals.end(), [&](const Circle& seal) {
            // A letter that the ring hid stands before the others.
            const double x =
                std::clamp(seal.centre.x, static_cast<double>(box.left - 2 * rows_.tall),
                           static_cast<double>(box.right + rows_.tall));
            const double y =
                std::clamp(seal.centre.y, static_cast<double>(box.top - rows_.tall / 2),
                           static_cast<double>(box.bottom + rows_.tall / 2));
            return std::hypot(x - seal.centre.x, y - seal.centre.y) < seal.radius + 3;
        });
    }

    bool is_clear(const Row& row) const {
        constexpr double kClear = 0.88;
        return row.lines.size() == 1 && clarity_of(lines_[row.lines[0]]).confidence > kClear;
    }

    // The lines of a block stand under one another's middle.
    Box centred(Box box) const {
        if (!rows_.middle) {  // room for a family name
            box.left = std::max(rows_.area.left, box.left - 4 * rows_.tall);
            return box;
        }
        const int half = std::max(*rows_.middle - box.left, box.right - *rows_.middle);
        box.left = std::max(rows_.area.left, std::min(box.left, *rows_.middle - half));
        box.right = std::min(pixGetWidth(page_.cleared), std::max(box.right, *rows_.middle + half));
        return box;
    }

    std::optional<Look> look(Pix* page, const Box& area, double scale) const {
        return look_at(page, dpi_, area, scale, milliseconds_);
    }

    bool has_family_name(const TextLine& line) const {
        return words_.family_names.empty() ||
               std::find(words_.family_names.begin(), words_.family_names.end(),
                         to_utf32(line.words[0].text)) != words_.family_names.end();
    }

    // Rings painted in grey: a letter that one crosses keeps its strokes and is not torn.
    Pix* paled(Crossings crossings, int paint) {
        PixPtr& pale = paled_[{crossings, paint}];  // each row needs the same
        if (!pale) {
            pale.reset(pixCopy(nullptr, page_.scanned));
            if (!pale) throw std::bad_alloc();
            erase_grey_seals(pale.get(), page_.seals, crossings, paint);
        }
        return pale.get();
    }

    bool read_again(const Row& row, Kind kind) {
        std::vector<Look> looks;
        for (const std::size_t i : row.lines)
            if (row.lines.size() == 1 ||
                (kind == Kind::Title && is_title_of(lines_[i], Marks::AsRead)))
                looks.push_back({lines_[i], {}});
        const Box whole = centred(row.box);
        const bool touched = is_touched(whole);
        const bool clear = is_clear(row) && !touched &&
                           (kind == Kind::Title ||
                            (has_family_name(lines_[row.lines[0]]) && !letters_stand_before(row)));
        Box area = with_marks(page_.cleared, clear ? row.box : whole);
        const auto add = [&](std::optional<Look> one) {
            if (one) looks.push_back(std::move(*one));
        };
        const std::size_t before = looks.size();
        add(look(page_.cleared, area, 1));
        if (looks.size() == before && kind == Kind::Name) {  // a stroke made the row too high
            area = with_marks(page_.cleared, centred(ink_of(row.box)));
            add(look(page_.cleared, area, 1));
        }
        if (clear && looks.size() == 2 && same_words(looks[0].line, looks[1].line)) return true;
        bool crowded = false;
        std::vector<Look> by_itself;
        if (kind == Kind::Name) {
            Alone alone = look_alone(row, whole, touched);
            if (alone.whole) return take(row, agreed(alone.looks));
            looks.insert(looks.end(), alone.looks.begin(), alone.looks.end());
            crowded = alone.crowded;
            by_itself = std::move(alone.looks);
        }
        add(look(page_.cleared, area, kLarger));
        if (touched) {
            add(look(page_.scanned, area, 1));
            for (const int paint : {150, 190}) {
                Pix* pale = paled(Crossings::Keep, paint);
                add(look(pale, area, 1));
                if (kind == Kind::Name) add(look(pale, area, kLarger));
            }
            add(look(paled(Crossings::Erase, 255), area, 1));
        }
        if (looks.empty()) return false;
        TextLine line = agreed(looks);
        if (line.words.empty()) return false;
        if (kind == Kind::Name) {
            for (const Look& one : by_itself)  // the others lost its first word
                if (begins_before(one.line, line)) line = one.line, crowded = true;
            settle_name(looks, {words_.family_names, line_letters()}, rows_.middle, touched, line);
            if (crowded)
                line.words[0].confidence = std::min(line.words[0].confidence, kMayLackAWord);
            if (!is_name(line) || !stands_centred(line)) return false;
        } else if (!settle_hidden_title(row, looks, touched, line)) {
            return false;
        }
        return take(row, std::move(line));
    }

    // Of 13 or 14 points.
    int capital_height() const {
        constexpr double kCapital = 0.124;  // of an inch
        return static_cast<int>(std::lround(kCapital * dpi_));
    }

    // Looks at the row by itself.
    struct Alone {
        std::vector<Look> looks;
        bool whole = false;    // they agree on a name, and no letter stands beside it
        bool crowded = false;  // letters stand before what was read
    };

    // Room for a family name.
    Reach reach_of(const Box& letters, const Box& area) const {
        const int room = 6 * capital_height();
        return {std::max(rows_.area.left, std::min(area.left, letters.left - room)),
                std::max(area.right, letters.right + room)};
    }

    static bool begins_before(const TextLine& line, const TextLine& other) {
        const Box& first = other.words.front().box;
        return 5 * (first.left - line.words.front().box.left) > 4 * first.height();
    }

    // "Hoàng Anh" of which a pen's stroke hid "Lê": the ink of the row begins further left.
    bool letters_stand_before(const Row& row) const {
        const Box letters = sure_letters(row);
        const auto ink = row_alone(page_.cleared, letters, reach_of(letters, row.box));
        return ink && 5 * (letters.left - ink->ink.left) > 4 * letters.height();
    }

    Alone look_alone(const Row& row, const Box& reach, bool touched) const {
        constexpr float kSure = 0.85f;
        constexpr double kStamped = 3;  // a rubber stamp stands where it fell
        Alone alone;
        const Box letters = sure_letters(row);
        std::vector<Pix*> pages{page_.cleared};
        if (touched) pages.push_back(page_.scanned);
        for (Pix* page : pages) {
            const auto ink = row_alone(page, letters, reach_of(letters, reach));
            if (!ink) return alone;
            for (const double scale : {1.0, kLarger}) {
                auto one = look_at(*ink, dpi_, scale, milliseconds_);
                if (!one) continue;
                const Box& first = one->line.words.front().box;
                alone.crowded =
                    alone.crowded || first.left > ink->ink.left + first.height() * 4 / 5;
                alone.looks.push_back(std::move(*one));
            }
        }
        if (alone.crowded || alone.looks.size() < 2 * pages.size()) return alone;
        const auto sureness = [](const Look& one) {
            float least = 1;
            for (const Word& word : one.line.words)
                least = std::min(least, word.confidence);
            return least;
        };
        const Look& best = *std::max_element(
            alone.looks.begin(), alone.looks.end(),
            [&](const Look& a, const Look& b) { return sureness(a) < sureness(b); });
        const auto agree =
            std::count_if(alone.looks.begin(), alone.looks.end(),
                          [&](const Look& one) { return same_words(one.line, best.line); });
        // Those that disagree must have doubted what they saw.
        const bool contradicted =
            std::any_of(alone.looks.begin(), alone.looks.end(), [&](const Look& one) {
                return !same_words(one.line, best.line) && sureness(one) > kSure;
            });
        alone.whole = sureness(best) > kSure && !contradicted && is_name(best.line) &&
                      has_family_name(best.line) && stands_centred(best.line, kStamped) &&
                      2 * static_cast<std::size_t>(agree) >= alone.looks.size();
        return alone;
    }

    // What of a row was read as a name, else all of it.
    Box sure_letters(const Row& row) const {
        constexpr float kSure = 0.8f;
        Box sure;
        for (const std::size_t i : row.lines)
            for (const Word& word : lines_[i].words)
                if (is_name_word(word) && word.confidence > kSure) sure = united(sure, word.box);
        return sure.empty() ? row.box : sure;
    }

    // A title stamped onto the one printed for another runs into it: neither is read well.
    void search_stamped_titles() {
        constexpr double kMoreThanARow = 1.8;
        if (words_.titles.empty() || line_letters() == nullptr) return;
        const int tall = capital_height();
        Box area = rows_.area;
        if (rows_.name) area.bottom = std::min(area.bottom, rows_.name->box.top - tall);
        for (const Box& group : letter_groups(page_.cleared, area, tall)) {
            const Box lowest{group.left, group.bottom - tall, group.right, group.bottom};
            const bool stacked = group.height() > kMoreThanARow * tall;
            const bool of_body = group.left < area.left + tall;  // cut off there
            if (stacked && !of_body && !is_in_seal(lowest)) read_lowest(group, lowest, tall);
        }
    }

    // A title that was seen is likelier than words that are none; what reads as no title under a
    // ring may fit one.
    bool settle_hidden_title(const Row& row, std::vector<Look>& looks, bool touched,
                             TextLine& line) const {
        const auto seen = std::find_if(looks.begin(), looks.end(), [&](const Look& one) {
            return is_title_of(one.line, Marks::AsRead);
        });
        if (!is_title_of(line, Marks::AsRead) && seen != looks.end() &&
            letters_in(line) <= letters_in(seen->line)) {
            const float sure = static_cast<float>(clarity_of(line).confidence);
            line = seen->line;
            for (Word& word : line.words)
                word.confidence = std::min(word.confidence, sure);
            return true;
        }
        if (!touched || words_.titles.empty() || line_letters() == nullptr ||
            is_title_of(line, Marks::Any) ||
            std::any_of(looks.begin(), looks.end(),
                        [](const Look& one) { return is_signed_for(one.line); }))
            return is_title(line);
        const Reach reach{row.box.left - row.box.height(), row.box.right + row.box.height()};
        for (Pix* page : {page_.cleared, page_.scanned})
            if (const auto ink = row_alone(page, row.box, reach))
                if (auto one = look_at(*ink, dpi_, 1, milliseconds_))
                    looks.push_back(std::move(*one));
        auto settled = settled_title(looks, words_.titles, *line_letters(), row.box);
        if (!settled || letters_in(*settled) < letters_in(line)) return is_title(line);
        line = std::move(*settled);
        return true;
    }

    static int letters_in(const TextLine& line) {
        int letters = 0;
        for (const Word& word : line.words)
            for (const char c : fold(word.text))
                letters += c >= 'a' && c <= 'z';
        return letters;
    }

    enum class Marks { AsRead, Any };

    bool is_title_of(const TextLine& line, Marks marks) const {
        std::string text;
        for (const Word& word : line.words)
            text += (text.empty() ? "" : " ") + word.text;
        const std::string folded = fold(text);
        return std::any_of(words_.titles.begin(), words_.titles.end(),
                           [&](const std::u32string& title) {
                               const std::string known = to_utf8(title);
                               return marks == Marks::Any ? fold(known) == folded : known == text;
                           });
    }

    // KT., TM. or the like stand before the title of another.
    static bool is_signed_for(const TextLine& line) {
        return std::any_of(line.words.begin(), line.words.end(), [](const Word& word) {
            std::string letters;
            for (const char c : fold(word.text))
                if (c >= 'a' && c <= 'z') letters += c;
            return letters == "kt" || letters == "tm" || letters == "tl" || letters == "tuq";
        });
    }

    bool is_in_seal(const Box& box) const {
        return std::any_of(page_.seals.begin(), page_.seals.end(), [&](const Circle& seal) {
            return std::hypot(middle_of(box) - seal.centre.x,
                              (box.top + box.bottom) / 2.0 - seal.centre.y) < seal.radius;
        });
    }

    void read_lowest(const Box& group, const Box& lowest, int tall) {
        std::vector<Look> looks;
        for (const double marks : {0.0, 0.15, 0.3, 0.45})
            if (const auto row =
                    lowest_row(page_.cleared, group, tall, static_cast<int>(marks * tall)))
                for (const double scale : {1.0, kLarger})
                    if (auto one = look_at(*row, dpi_, scale, milliseconds_))
                        looks.push_back(std::move(*one));
        auto line = settled_title(looks, words_.titles, *line_letters(), lowest);
        if (!line) return;
        const auto stands_there = [&](const Box& box) {
            const int middle = (box.top + box.bottom) / 2;
            return middle > lowest.top - tall / 4 && middle < lowest.bottom + tall / 4;
        };
        for (const std::size_t i : rows_.lines)
            if (stands_there(lines_[i].box)) gone_.push_back(i);
        std::erase_if(found_, [&](const TextLine& old) { return stands_there(old.box); });
        rows_.titles.push_back({lowest, {}});
        found_.push_back(std::move(*line));
    }

    // `off`: by how many heights of the line at the most.
    bool stands_centred(const TextLine& line, double off = 0.75) const {
        return !rows_.middle ||
               std::abs(middle_of(line.box) - *rows_.middle) < off * line.box.height();
    }

    // Unless it says less than what it would take the place of.
    bool take(const Row& row, TextLine line) {
        constexpr double kReadable = 0.5, kMostLost = 0.2;
        const Clarity clarity = clarity_of(line);
        double before = 0;
        for (const std::size_t i : row.lines) {
            const Clarity old = clarity_of(lines_[i]);
            if (old.confidence > kReadable)
                before += old.confidence * static_cast<double>(old.letters);
        }
        const double after = clarity.confidence * static_cast<double>(clarity.letters);
        if (clarity.confidence < kReadable || after < (1 - kMostLost) * before) return false;
        // A larger look sees the marks of the rows beside it: the row is as high as it was.
        const int slack = row.box.height() / 5;
        for (Word& word : line.words) {
            word.box.top = std::clamp(word.box.top, row.box.top - slack, row.box.bottom - 1);
            word.box.bottom = std::clamp(word.box.bottom, word.box.top + 1, row.box.bottom + slack);
        }
        line.box = formats::box_of(line.words);
        gone_.insert(gone_.end(), row.lines.begin(), row.lines.end());
        found_.push_back(std::move(line));
        return true;
    }

    // Rows of ink below the titles, the lowest first: a name stands at the end.
    void search_name() {
        constexpr std::size_t kMostTrials = 3;
        if (rows_.titles.empty()) return;
        std::vector<Row> rows = rows_of_ink(page_.cleared, rows_, rows_.titles.back().box.bottom);
        std::sort(rows.begin(), rows.end(),
                  [](const Row& a, const Row& b) { return a.box.bottom > b.box.bottom; });
        rows.resize(std::min(rows.size(), kMostTrials));
        for (Row& row : rows) {
            for (const std::size_t i : rows_.lines)
                if (shares_row(lines_[i].box, row.box)) row.lines.push_back(i);
            if (read_again(row, Kind::Name)) return;
        }
    }

    // The letters on a row, without the strokes that reach out of it.
    Box ink_of(const Box& box) const {
        Box best = box;
        for (const Row& row : rows_of_ink(page_.cleared, rows_, std::max(0, box.top - rows_.tall)))
            if (shares_row(row.box, box) && (best == box || row.box.width() > best.width()))
                best = row.box;
        return best;
    }

    SealedPage page_;
    int dpi_, milliseconds_;
    const SignersWords& words_;
    std::vector<TextLine>& lines_;
    SigningRows rows_;
    std::map<std::pair<Crossings, int>, PixPtr> paled_;
    std::vector<TextLine> found_;
    std::vector<std::size_t> gone_;
};

// Titles of two who sign side by side, read as one line.
void part_rows_by_seals(const SealedPage& page, int dpi, std::vector<TextLine>& lines) {
    constexpr int kNotTheFirst = 2;  // page, whose head is parted in another way
    if (page.seals.empty()) return;
    double top = 0;  // around the lowest: those above the head are of electronic signatures
    for (const Circle& seal : page.seals)
        top = std::max(top, seal.centre.y - seal.radius - dpi);
    constexpr double kHead = 0.3;
    top = std::max(top, kHead * pixGetHeight(page.cleared));
    const auto body = std::stable_partition(lines.begin(), lines.end(), [&](const TextLine& line) {
        return line.box.bottom < static_cast<int>(top);
    });
    std::vector<TextLine> foot(std::make_move_iterator(body), std::make_move_iterator(lines.end()));
    lines.erase(body, lines.end());
    foot = formats::parted(std::move(foot), pixGetWidth(page.cleared), pixGetHeight(page.cleared),
                           kNotTheFirst);
    std::move(foot.begin(), foot.end(), std::back_inserter(lines));
}

}  // namespace

void reread_signing_block(const SealedPage& page, int dpi, int milliseconds,
                          const SignersWords& words, std::vector<TextLine>& lines) {
    part_rows_by_seals(page, dpi, lines);
    Block(page, dpi, milliseconds, words, lines).reread();
}

}  // namespace vanthu::ocr
