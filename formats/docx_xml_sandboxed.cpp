#include "formats/docx_xml_sandboxed.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "formats/xml_encoding_sandboxed.h"

namespace vanthu::formats {
namespace {

constexpr std::size_t kStep = 16u << 10;          // bytes unpacked and parsed at a time
constexpr int kDeepest = 255;                     // the readers above go down with the elements
constexpr std::size_t kLongestMarkup = 4u << 20;  // bytes of one tag, comment or instruction

struct Found {
    XmlPull::Event event = XmlPull::Event::Done;
    Tag tag = Tag::Other;
    std::uint16_t attributes = 0;
    std::uint32_t first_attribute = 0;
    std::string_view text = {};
    Letters letters = {};  // of the text
};

struct Attribute {
    std::string_view name, value;
};

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// What a byte may be in a tag: names are left to whoever compares them.
enum ByteKind : std::uint8_t { kEndsName = 1, kInValue = 2, kEndsTag = 4 };

constexpr std::array<std::uint8_t, 256> byte_kinds() {
    std::array<std::uint8_t, 256> kinds{};
    for (const char c : {' ', '\t', '\n', '\r', '/', '>', '=', '<', '"', '\''})
        kinds[static_cast<unsigned char>(c)] |= kEndsName;
    for (const char c : {'>', '"', '\''})
        kinds[static_cast<unsigned char>(c)] |= kEndsTag;
    for (unsigned c = ' '; c < 0x7f; ++c)  // ASCII that stands for itself between double quotes
        if (c != '"' && c != '&' && c != '<') kinds[c] |= kInValue;
    return kinds;
}

bool is(ByteKind kind, char c) {
    static constexpr std::array<std::uint8_t, 256> kKinds = byte_kinds();
    return (kKinds[static_cast<unsigned char>(c)] & kind) != 0;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back()))
        text.remove_suffix(1);
    return text;
}

}  // namespace

struct XmlPull::State {
    Source source;
    std::string part;
    int deepest = 0;
    bool ended = false;

    // What the last step of the part held; `next` is the first that was not given out. Names,
    // values and texts lie in `bytes`, or in `letters` when they are not written as they are meant.
    std::vector<Found> found;
    std::vector<Attribute> attributes;
    std::string letters;  // with room for all bytes of a step, so that nothing in it moves
    std::size_t next = 0;
    Found current;

    // While parsing: the step's bytes, what was parsed of them, and what is open.
    XmlEncoding encoding;
    std::string bytes;  // UTF-8
    std::size_t parsed = 0;
    std::string names;  // of the open elements, one behind the other
    struct Open {
        std::uint32_t name = 0;  // where it begins in `names`
        Tag tag = Tag::Other;
    };
    std::vector<Open> opened;
    bool in_text = false, root_closed = false;

    ElementNames element_names;

    [[noreturn]] void refuse(const std::string& what) const {
        throw Error(ErrorCode::BadInput, "the DOCX part " + part + " " + what);
    }
    [[noreturn]] void refuse_form() const {
        refuse("is not well-formed XML; save it again with a word processor");
    }

    // The same with entities and character references replaced.
    std::string_view content_of(std::string_view text, Letters& looked) {
        looked = look_at_letters(text);
        if (!looked.clean) refuse_form();
        std::size_t sign = text.find('&');
        if (sign == std::string_view::npos) return text;
        looked = kUnknownLetters;  // a reference may stand for any
        const std::size_t at = letters.size();
        for (; sign != std::string_view::npos; sign = text.find('&')) {
            letters += text.substr(0, sign);
            text.remove_prefix(sign + 1);
            const std::size_t end = text.find(';');
            if (end == std::string_view::npos || end > 12) refuse_form();
            add_reference(text.substr(0, end));
            text.remove_prefix(end + 1);
        }
        letters += text;
        return std::string_view(letters).substr(at);
    }

    void add_reference(std::string_view name) {
        constexpr std::pair<std::string_view, char> kEntities[] = {
            {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
        for (const auto& [entity, sign] : kEntities)
            if (name == entity) {
                letters += sign;
                return;
            }
        const bool hexadecimal = name.substr(0, 2) == "#x";
        if (name.substr(0, 1) != "#") refuse_form();
        name.remove_prefix(hexadecimal ? 2 : 1);
        std::uint32_t c = 0;
        const auto [end, problem] =
            std::from_chars(name.data(), name.data() + name.size(), c, hexadecimal ? 16 : 10);
        if (problem != std::errc() || end != name.data() + name.size() || !is_character(c))
            refuse_form();
        letters += to_utf8(std::u32string(1, static_cast<char32_t>(c)));
    }

    // The next attribute of a tag; false at its end.
    bool next_attribute(std::string_view& rest, std::string_view& name,
                        std::string_view& value) const {
        const std::size_t size = rest.size();
        while (!rest.empty() && is_blank(rest.front()))
            rest.remove_prefix(1);
        if (rest.empty()) return false;
        if (rest.size() == size) refuse_form();  // no space before it
        std::size_t end = 0;
        while (end < rest.size() && !is(kEndsName, rest[end]))
            ++end;
        name = rest.substr(0, end);
        rest.remove_prefix(end);
        while (!rest.empty() && is_blank(rest.front()))
            rest.remove_prefix(1);
        if (name.empty() || rest.empty() || rest.front() != '=') refuse_form();
        rest.remove_prefix(1);
        while (!rest.empty() && is_blank(rest.front()))
            rest.remove_prefix(1);
        if (rest.empty() || (rest.front() != '"' && rest.front() != '\'')) refuse_form();
        const std::size_t close = rest.find(rest.front(), 1);
        if (close == std::string_view::npos) refuse_form();
        value = rest.substr(1, close - 1);
        if (value.find('<') != std::string_view::npos) refuse_form();
        rest.remove_prefix(close + 1);
        return true;
    }

    // `inside` is what stands between "<" and ">".
    void start(std::string_view inside) {
        if (root_closed) refuse_form();
        const bool empty = !inside.empty() && inside.back() == '/';
        if (empty) inside.remove_suffix(1);
        std::size_t end = 0;
        while (end < inside.size() && !is(kEndsName, inside[end]))
            ++end;
        const std::string_view name = inside.substr(0, end), rest = inside.substr(end);
        if (name.empty()) refuse_form();
        if (static_cast<int>(opened.size()) >= deepest)
            throw Error(ErrorCode::LimitExceeded,
                        "the DOCX part " + part + " is nested deeper than " +
                            std::to_string(deepest) + " (limits.xml_depth)");
        if (rest.size() > 8 && rest.find("xmlns") != std::string_view::npos) bind(rest);
        Found element{Event::Start, element_names.tag(name), 0, 0, {}, {}};
        open(name, element.tag);
        element.first_attribute = static_cast<std::uint32_t>(attributes.size());
        // Those of elements that are passed by are not looked at.
        std::string_view left = has_attributes(element.tag) ? rest : std::string_view();
        std::string_view attribute, value;
        while (next_attribute(left, attribute, value) && element.attributes < 0xffff) {
            Letters ignored;
            attributes.push_back(
                {attribute.substr(attribute.find(':') + 1), content_of(value, ignored)});
            ++element.attributes;
        }
        found.push_back(element);
        if (empty) close();
    }

    void open(std::string_view name, Tag tag) {
        opened.push_back({static_cast<std::uint32_t>(names.size()), tag});
        names += name;
        in_text = tag == Tag::Text || tag == Tag::MathText;
    }

    // A tag as nearly all are written, in one go: whole, blanks only where they must be, plain
    // values in double quotes, no namespace. Returns behind it, or null with nothing changed, and
    // then markup() reads it.
    const char* plain_tag(const char* at, const char* const end) {
        if (end - at < 3 || root_closed) return nullptr;
        if (at[1] == '/') return plain_end(at + 2, end);
        if (at[1] == '!' || at[1] == '?' || static_cast<int>(opened.size()) >= deepest)
            return nullptr;
        const char* const named = ++at;
        std::uint64_t start = 0;
        for (int shift = 0; at < end && !is(kEndsName, *at); ++at, shift += 8)
            if (shift < 64) start |= std::uint64_t{static_cast<unsigned char>(*at)} << shift;
        const std::string_view name(named, static_cast<std::size_t>(at - named));
        if (name.empty()) return nullptr;
        Found element{Event::Start,
                      element_names.tag(name, start),
                      0,
                      static_cast<std::uint32_t>(attributes.size()),
                      {},
                      {}};
        at = has_attributes(element.tag) ? plain_attributes(at, end, element)
                                         : passed_attributes(at, end);
        if (at == nullptr) {
            attributes.resize(element.first_attribute);
            return nullptr;
        }
        open(name, element.tag);
        found.push_back(element);
        if (at[-1] == '/') close();
        return at + 1;
    }

    const char* plain_end(const char* at, const char* end) {
        if (opened.empty()) return nullptr;
        const std::string_view name = std::string_view(names).substr(opened.back().name);
        if (static_cast<std::size_t>(end - at) <= name.size() || at[name.size()] != '>' ||
            !std::equal(name.begin(), name.end(), at))
            return nullptr;
        close();
        return at + name.size() + 1;
    }

    // To the ">" behind attributes that nobody looks at.
    static const char* passed_attributes(const char* at, const char* end) {
        const char* const begin = at;
        for (; at < end; ++at) {
            if (!is(kEndsTag, *at)) continue;
            if (*at == '>') {
                const std::string_view rest(begin, static_cast<std::size_t>(at - begin));
                return rest.find("xmlns") == std::string_view::npos ? at : nullptr;
            }
            const auto left = static_cast<std::size_t>(end - at - 1);
            at = static_cast<const char*>(std::memchr(at + 1, *at, left));
            if (at == nullptr) return nullptr;
        }
        return nullptr;
    }

    // To the ">" behind attributes, which are kept.
    const char* plain_attributes(const char* at, const char* end, Found& element) {
        while (end - at > 1) {
            if (*at == '>') return at;
            if (*at == '/') return at[1] == '>' ? at + 1 : nullptr;
            if (*at != ' ') return nullptr;
            const char *const name = ++at, *local = name;
            for (; at < end && !is(kEndsName, *at); ++at)
                if (*at == ':' && local == name) local = at + 1;
            if (end - at < 3 || at[0] != '=' || at[1] != '"' || at == name ||
                std::string_view(name, static_cast<std::size_t>(at - name)).starts_with("xmlns") ||
                element.attributes == 0xffff)
                return nullptr;
            const std::string_view own(local, static_cast<std::size_t>(at - local));
            const char* const value = at += 2;
            while (at < end && is(kInValue, *at))
                ++at;
            if (at == end || *at != '"') return nullptr;
            attributes.push_back({own, {value, static_cast<std::size_t>(at - value)}});
            ++element.attributes;
            ++at;
        }
        return nullptr;
    }

    void bind(std::string_view rest) {
        std::string_view name, value;
        while (next_attribute(rest, name, value)) {
            if (name != "xmlns" && name.substr(0, 6) != "xmlns:") continue;
            element_names.bind(name.size() > 6 ? name.substr(6) : std::string_view(), value,
                               opened.size() + 1);
        }
    }

    void end(std::string_view name) {
        if (opened.empty() || std::string_view(names).substr(opened.back().name) != name)
            refuse_form();
        close();
    }

    void close() {
        const Tag own = opened.back().tag;
        in_text = false;
        const bool nothing = own == Tag::Other && found.size() > next &&
                             found.back().event == Event::Start && found.back().tag == own;
        if (nothing)
            found.pop_back();
        else
            found.push_back({Event::End, own, 0, 0, {}, {}});
        const std::size_t depth = opened.size();
        names.resize(opened.back().name);
        opened.pop_back();
        root_closed = opened.empty();
        element_names.close(depth);
    }

    void text(std::string_view piece, bool literal) {
        if (opened.empty()) {
            if (!trimmed(piece).empty()) refuse_form();
            return;
        }
        if (!in_text) {
            // What is not kept is not looked at closely, but for what no XML may hold.
            Letters ignored;
            if (!literal && piece.find('&') != std::string_view::npos) content_of(piece, ignored);
            return;
        }
        Letters looked;
        if (literal)
            looked = look_at_letters(piece);
        else
            piece = content_of(piece, looked);
        if (!looked.clean) refuse_form();
        if (piece.empty()) return;
        found.push_back({Event::Text, Tag::Other, 0, 0, piece, looked});
    }

    // Where the markup at `at` ends, behind its ">"; npos when more bytes are needed.
    std::size_t markup_end(std::size_t at) const {
        const std::string_view left = std::string_view(bytes).substr(at);
        const auto behind = [&](std::string_view sign, std::size_t from) {
            const std::size_t found_at = left.find(sign, from);
            return found_at == std::string_view::npos ? found_at : at + found_at + sign.size();
        };
        if (left.size() < 2) return std::string_view::npos;
        if (left[1] == '?') return behind("?>", 2);
        if (left[1] == '!') {
            constexpr std::string_view kComment = "<!--", kLiteral = "<![CDATA[";
            if (left.substr(0, 4) == kComment) return behind("-->", 4);
            if (left.substr(0, 9) == kLiteral) return behind("]]>", 9);
            if (left.size() < kLiteral.size()) return std::string_view::npos;
            refuse("has a document type declaration, which no word processor writes");
        }
        for (std::size_t i = 1; i < left.size(); ++i) {
            if (left[i] == '>') return at + i + 1;
            if (left[i] != '"' && left[i] != '\'') continue;
            i = left.find(left[i], i + 1);
            if (i == std::string_view::npos) return i;
        }
        return std::string_view::npos;
    }

    void markup(std::string_view whole) {
        if (whole[1] == '?') {
            if (whole.substr(2, 4) == "xml ") check_encoding(whole);
            return;
        }
        if (whole[1] == '!') {
            if (whole[2] == '[') text(whole.substr(9, whole.size() - 12), true);
            return;
        }
        whole.remove_prefix(1);
        whole.remove_suffix(1);
        if (whole.empty()) refuse_form();
        if (whole[0] != '/') return start(whole);
        whole.remove_prefix(1);
        while (!whole.empty() && is_blank(whole.back()))
            whole.remove_suffix(1);
        end(whole);
    }

    void check_encoding(std::string_view declaration) const {
        std::string_view rest = declaration.substr(5, declaration.size() - 7), name, value;
        while (next_attribute(rest, name, value)) {
            if (name != "encoding") continue;
            const std::string said = lower(value);
            const bool wide = encoding.is_wide();
            if (said != "utf-8" && said != "us-ascii" && said != "utf8" &&
                !(wide && said == "utf-16"))
                refuse("is written in " + std::string(value) +
                       "; save it again with a word processor, which writes UTF-8");
        }
    }

    // Text up to where it may be cut: not within a reference or a letter, and only a long one,
    // because old fonts write a letter and its marks one behind the other.
    static std::size_t whole_text(std::string_view text) {
        constexpr std::size_t kShort = 4096;
        if (text.size() < kShort) return 0;
        std::size_t end = text.size();
        for (std::size_t back = 0; back < 4 && end > 0; ++back) {
            const auto last = static_cast<unsigned char>(text[end - 1]);
            if (last < 0x80) break;
            --end;
            if (last >= 0xc0) break;
        }
        constexpr std::size_t kLongestReference = 14;
        const std::size_t sign = text.rfind('&');
        const bool open = sign != std::string_view::npos &&
                          text.size() - sign < kLongestReference &&
                          text.find(';', sign) == std::string_view::npos;
        return open ? std::min(end, sign) : end;
    }

    // The next bytes of the part behind those that wait.
    void unpack_step() {
        char step[kStep];
        const std::size_t got = source(step, sizeof step);
        ended = got == 0;
        if (!encoding.take({step, got}, ended, bytes)) refuse_form();
    }

    void parse_step() {
        found.clear();
        attributes.clear();
        letters.clear();
        next = 0;
        bytes.erase(0, parsed);
        unpack_step();
        letters.reserve(bytes.size());
        const std::string_view all = bytes;
        std::size_t at = 0;
        while (at < all.size()) {
            if (all[at] == '<') {
                if (const char* behind = plain_tag(all.data() + at, all.data() + all.size())) {
                    at = static_cast<std::size_t>(behind - all.data());
                    continue;
                }
                const std::size_t end = markup_end(at);
                if (end == std::string_view::npos) break;
                markup(all.substr(at, end - at));
                at = end;
                continue;
            }
            const std::size_t markup_at = all.find('<', at);
            const bool open = markup_at == std::string_view::npos && !ended;
            std::string_view piece = all.substr(at, markup_at - at);
            if (open) piece = piece.substr(0, whole_text(piece));
            text(piece, false);
            at += piece.size();
            if (open) break;
        }
        parsed = at;
        if (bytes.size() - at > kLongestMarkup) refuse_form();
        if (ended && (at < bytes.size() || encoding.is_pending() || !root_closed)) refuse_form();
    }
};

XmlPull::XmlPull(Source source, std::string part, const pipeline::Limits& limits)
    : state_(std::make_unique<State>()) {
    state_->source = std::move(source);
    state_->part = std::move(part);
    state_->deepest = std::min(limits.xml_depth, kDeepest);
}

XmlPull::~XmlPull() = default;

XmlPull::Event XmlPull::next() {
    State& state = *state_;
    while (state.next == state.found.size()) {
        if (state.ended) {
            state.current = {};
            return Event::Done;
        }
        state.parse_step();
    }
    state.current = state.found[state.next++];
    return state.current.event;
}

Tag XmlPull::tag() const {
    return state_->current.tag;
}

std::string_view XmlPull::text() const {
    return state_->current.text;
}

Letters XmlPull::letters() const {
    return state_->current.letters;
}

std::string_view XmlPull::attribute(std::string_view local_name) const {
    const Found& element = state_->current;
    const Attribute* attribute = state_->attributes.data() + element.first_attribute;
    for (const Attribute* end = attribute + element.attributes; attribute != end; ++attribute)
        if (attribute->name == local_name) return attribute->value;
    return {};
}

void XmlPull::skip() {
    each_below([](Tag) { return false; });
}

}  // namespace vanthu::formats
