#include "records/search_tokens.h"

#include <algorithm>

#include "base/digest.h"
#include "base/text.h"
#include "pipeline/documents.h"
#include "records/search_words.h"

namespace vanthu::records {
namespace {

constexpr std::size_t kLongestKey = 100;  // bytes; a longer value is no code

std::string prefix(char kind, const pipeline::FieldId& field) {
    const auto& known = pipeline::field_ids();
    const auto place = std::find(known.begin(), known.end(), field) - known.begin();
    return std::string(1, kind) + (place < 10 ? "0" : "") + std::to_string(place);
}

}  // namespace

std::vector<std::string> field_tokens(const pipeline::FieldId& field, const std::string& value) {
    std::vector<std::string> tokens = words_of(fold(nfc(value)));
    for (std::string& token : tokens)
        token = prefix('F', field) + token;
    return tokens;
}

std::string key_token(const pipeline::FieldId& field, const std::string& value) {
    const std::string key = code_key(nfc(value));
    if (key.empty() || key.size() > kLongestKey) return {};
    return prefix('K', field) + key;
}

std::string book_token(const std::string& book) {
    return "B" + sha256(book).substr(0, 12);
}

std::string audience_token(const Right& right) {
    return "U" + sha256(right.kind + ":" + right.name).substr(0, 12);
}

std::vector<std::string> audience_of(const Reader& reader) {
    std::vector<std::string> tokens = {kAnybody, audience_token({"user", reader.user})};
    for (const std::string& role : reader.roles)
        tokens.push_back(audience_token({"role", role}));
    if (!reader.unit.empty()) tokens.push_back(audience_token({"unit", reader.unit}));
    return tokens;
}

}  // namespace vanthu::records
