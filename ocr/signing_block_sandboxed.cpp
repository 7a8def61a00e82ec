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
#include "ocr/signer_name_sandboxed.h"
#include "ocr/signing_rows_sandboxed.h"

namespace vanthu::ocr {

using formats::PixPtr;
namespace {

using pipeline::Box;
using pipeline::TextLine;
using pipeline::Word;

constexpr double kLarger = 1.5;

class Block {
public:
    Block(const SealedPage& page, int dpi, int milliseconds,
          const std::vector<std::u32string>& family_names, std::vector<TextLine>& lines)
        : page_(page),
          dpi_(dpi),
          milliseconds_(milliseconds),
          family_names_(family_names),
          lines_(lines) {}

    void reread() {
        auto rows = find_signing_rows(page_, dpi_, lines_);
        if (!rows) return;
        rows_ = std::move(*rows);
        for (const Row& row : rows_.titles)
            if (is_touched(centred(row.box)) || !is_clear(row)) read_again(row, Kind::Title);
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
        return family_names_.empty() ||
               std::find(family_names_.begin(), family_names_.end(),
                         to_utf32(line.words[0].text)) != family_names_.end();
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
        if (row.lines.size() == 1) looks.push_back({lines_[row.lines[0]], {}});
        const Box whole = centred(row.box);
        const bool touched = is_touched(whole);
        const bool clear = is_clear(row) && !touched &&
                           (kind == Kind::Title || has_family_name(lines_[row.lines[0]]));
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
            settle_name(looks, {family_names_, line_letters()}, rows_.middle, touched, line);
            if (!is_name(line) || !stands_centred(line)) return false;
        } else if (!is_title(line)) {
            return false;
        }
        return take(row, std::move(line));
    }

    bool stands_centred(const TextLine& line) const {
        return !rows_.middle ||
               4 * std::abs(middle_of(line.box) - *rows_.middle) < 3 * line.box.height();
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
    const std::vector<std::u32string>& family_names_;
    std::vector<TextLine>& lines_;
    SigningRows rows_;
    std::map<std::pair<Crossings, int>, PixPtr> paled_;
    std::vector<TextLine> found_;
    std::vector<std::size_t> gone_;
};

}  // namespace

void reread_signing_block(const SealedPage& page, int dpi, int milliseconds,
                          const std::vector<std::u32string>& family_names,
                          std::vector<TextLine>& lines) {
    Block(page, dpi, milliseconds, family_names, lines).reread();
}

}  // namespace vanthu::ocr
