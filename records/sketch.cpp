#include "records/sketch.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

#include "records/search_words.h"

namespace vanthu::records {
namespace {

constexpr std::size_t kNumbers = 64, kPerBand = 4, kRun = 4, kFewestWords = 40;
constexpr std::size_t kDigits = 8;  // of one number

std::uint64_t mixed(std::uint64_t x) {
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9ull;
    x ^= x >> 27;
    x *= 0x94d049bb133111ebull;
    return x ^ (x >> 31);
}

std::uint64_t hash_of(std::string_view word) {
    std::uint64_t hash = 0xcbf29ce484222325ull;
    for (const char c : word)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
    return hash;
}

}  // namespace

std::string sketch_of(std::string_view folded) {
    std::array<std::uint32_t, kNumbers> least;
    least.fill(std::numeric_limits<std::uint32_t>::max());
    std::array<std::uint64_t, kRun> last{};  // words, the next one takes the oldest one's place
    std::size_t words = 0;
    for_each_word(folded, [&](std::string_view word) {
        last[words++ % kRun] = hash_of(word);
        if (words < kRun) return;
        std::uint64_t run = 0;
        for (std::size_t j = 0; j < kRun; ++j)
            run = mixed(run + last[(words + j) % kRun]);
        for (std::size_t n = 0; n < kNumbers; ++n)
            least[n] = std::min(least[n], static_cast<std::uint32_t>(
                                              mixed(run ^ (n * 0x9e3779b97f4a7c15ull)) >> 32));
    });
    if (words < kFewestWords) return {};
    constexpr const char* kHex = "0123456789abcdef";
    std::string sketch;
    for (const std::uint32_t number : least)
        for (int shift = 28; shift >= 0; shift -= 4)
            sketch.push_back(kHex[(number >> shift) & 15]);
    return sketch;
}

double likeness(std::string_view a, std::string_view b) {
    if (a.size() != kNumbers * kDigits || b.size() != a.size()) return 0;
    int equal = 0;
    for (std::size_t i = 0; i < a.size(); i += kDigits)
        equal += a.substr(i, kDigits) == b.substr(i, kDigits);
    return static_cast<double>(equal) / kNumbers;
}

std::vector<std::string> bands_of(std::string_view sketch) {
    std::vector<std::string> bands;
    for (std::size_t i = 0; i + kPerBand * kDigits <= sketch.size(); i += kPerBand * kDigits)
        bands.push_back(std::to_string(i / (kPerBand * kDigits)) + ":" +
                        std::string(sketch.substr(i, kPerBand * kDigits)));
    return bands;
}

}  // namespace vanthu::records
