#include "forms/lexicon.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "base/xml.h"
#include "forms/folded.h"

namespace vanthu::forms {
namespace {

std::optional<Date> date_attribute(const XmlElement& element, std::string_view name) {
    const auto text = element.attribute(name);
    return text ? parse_iso_date(*text) : std::nullopt;
}

Entry read_entry(const XmlElement& element) {
    Entry entry;
    entry.text = nfc(element.required("text"));
    entry.folded = folded(entry.text).text;
    entry.letters = letters_only(entry.text);
    entry.kind = element.attribute("kind").value_or("");
    entry.of = element.attribute("of").value_or("");
    if (const auto codes = element.attribute("code"))
        for (const std::string& code : split(*codes, ' '))
            if (!code.empty()) entry.codes.push_back(nfc(code));
    entry.from = date_attribute(element, "from");
    entry.until = date_attribute(element, "until");
    return entry;
}

Lexicon read_lexicon(const std::string& path, const std::string& schema) {
    const XmlDocument document = XmlDocument::read(path);
    document.validate(schema);
    std::vector<Entry> entries;
    for (const XmlElement& element : document.root().children("entry"))
        entries.push_back(read_entry(element));
    return Lexicon(document.root().required("id"), std::move(entries));
}

}  // namespace

Lexicon::Lexicon(std::string id, std::vector<Entry> entries)
    : id_(std::move(id)), entries_(std::move(entries)) {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        by_letters_.emplace(entries_[i].letters, i);
        for (const std::string& code : entries_[i].codes)
            by_code_.emplace(letters_only(code), i);
    }
}

const Entry* Lexicon::by_letters(std::string_view text) const {
    const auto [begin, end] = by_letters_.equal_range(letters_only(text));
    if (begin == end || std::next(begin) != end) return nullptr;
    return &entries_[begin->second];
}

const Entry* Lexicon::nearest(std::string_view text, int errors) const {
    const std::u32string meant = to_utf32(letters_only(text));
    const Entry* found = nullptr;
    // Of equally near ones that of the nearest length: letters are misread more often than lost.
    std::pair<int, int> best{errors + 1, 0};
    bool tie = false;
    for (const Entry& entry : entries_) {
        const int distance = edit_distance(meant, to_utf32(entry.letters), best.first);
        if (distance > errors) continue;
        const std::pair<int, int> rank{distance, std::abs(static_cast<int>(entry.letters.size()) -
                                                          static_cast<int>(meant.size()))};
        if (found == nullptr || rank < best) {
            best = rank;
            found = &entry;
            tie = false;
        } else if (rank == best && found->text != entry.text) {
            tie = true;
        }
    }
    return tie ? nullptr : found;
}

const Entry* Lexicon::opening(std::string_view folded_text) const {
    const Entry* found = nullptr;
    for (const Entry& entry : entries_) {
        if (!starts_with(folded_text, entry.folded)) continue;
        if (folded_text.size() > entry.folded.size()) {
            const char next = folded_text[entry.folded.size()];
            if ((next >= 'a' && next <= 'z') || (next >= '0' && next <= '9')) continue;
        }
        if (found == nullptr || entry.folded.size() > found->folded.size()) found = &entry;
    }
    return found;
}

const Entry* Lexicon::opening_like(std::string_view folded_text) const {
    if (const Entry* entry = opening(folded_text)) return entry;
    constexpr std::size_t kLongEnough = 7;
    const Entry* found = nullptr;
    for (const Entry& entry : entries_) {
        if (entry.folded.size() < kLongEnough) continue;
        const Likeness like =
            find_like(folded_text.substr(0, entry.folded.size() + 2), entry.folded, 1);
        if (!like.found || like.begin > 1) continue;
        if (found == nullptr || entry.folded.size() > found->folded.size()) found = &entry;
    }
    return found;
}

std::vector<const Entry*> Lexicon::by_code(std::string_view code) const {
    std::vector<const Entry*> found;
    const auto [begin, end] = by_code_.equal_range(letters_only(code));
    for (auto it = begin; it != end; ++it)
        found.push_back(&entries_[it->second]);
    return found;
}

bool Lexicon::contains_folded(std::string_view folded_text) const {
    return by_letters_.count(letters_only(folded_text)) > 0;
}

Lexicons read_lexicons(const std::string& folder, const std::string& schema) {
    Lexicons lexicons;
    const std::vector<std::pair<std::string_view, Lexicon*>> known{
        {"types", &lexicons.types},
        {"positions", &lexicons.positions},
        {"competence", &lexicons.competence},
        {"organs", &lexicons.organs},
        {"symbols", &lexicons.symbols},
        {"places", &lexicons.places},
        {"family_names", &lexicons.family_names},
        {"orders", &lexicons.orders},
        {"purposes", &lexicons.purposes},
        {"phrases", &lexicons.phrases}};
    for (const auto& [name, lexicon] : known) {
        const std::string path = folder + "/" + std::string(name) + ".xml";
        if (!std::filesystem::exists(path))
            throw Error(ErrorCode::Configuration,
                        path + " is missing; restore it from the package");
        *lexicon = read_lexicon(path, schema);
        if (lexicon->id() != name)
            throw Error(ErrorCode::Configuration, path + ": id is '" + lexicon->id() +
                                                      "', the file name asks for '" +
                                                      std::string(name) + "'");
    }
    return lexicons;
}

}  // namespace vanthu::forms
