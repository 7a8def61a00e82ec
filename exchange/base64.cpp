#include "exchange/base64.h"

#include <Poco/Base64Encoder.h>

#include <array>
#include <sstream>

#include "base/error.h"

namespace vanthu::exchange {
namespace {

constexpr std::array<signed char, 256> values() {
    std::array<signed char, 256> table{};
    table.fill(-1);
    constexpr std::string_view kLetters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::size_t i = 0; i < kLetters.size(); ++i)
        table[static_cast<unsigned char>(kLetters[i])] = static_cast<signed char>(i);
    return table;
}
constexpr auto kValues = values();

}  // namespace

// Not Poco's decoder: it skips what is no base64 at all and so turns damage into bytes.
std::string from_base64(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    unsigned bits = 0;
    int held = 0;
    std::size_t letters = 0, padding = 0;
    for (const char c : text) {
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
        if (c == '=') {
            ++padding;
            continue;
        }
        const int value = kValues[static_cast<unsigned char>(c)];
        if (value < 0 || padding > 0)
            throw Error(ErrorCode::BadInput, "the content is not base64; ask for it again");
        ++letters;
        bits = bits << 6 | static_cast<unsigned>(value);
        held += 6;
        if (held >= 8) {
            held -= 8;
            bytes.push_back(static_cast<char>(bits >> held & 0xff));
        }
    }
    if (letters % 4 == 1 || padding > 2)
        throw Error(ErrorCode::BadInput, "the content in base64 is cut off; ask for it again");
    return bytes;
}

std::string to_base64(std::string_view bytes) {
    std::ostringstream out;
    Poco::Base64Encoder encoder(out);
    encoder.rdbuf()->setLineLength(76);
    encoder.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    encoder.close();
    return out.str();
}

}  // namespace vanthu::exchange
