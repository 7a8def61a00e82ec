#include "base/id.h"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>

#include "base/clock.h"
#include "base/error.h"

namespace vanthu {
namespace {

constexpr char kAlphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr int kTimeDigits = 10;
constexpr int kRandomDigits = 10;

std::uint64_t random_bits() {
    std::uint64_t bits = 0;
    while (getrandom(&bits, sizeof bits, 0) != static_cast<ssize_t>(sizeof bits))
        if (errno != EINTR)
            throw Error(ErrorCode::Unavailable,
                        std::string("the system gives no random bytes: ") + std::strerror(errno));
    return bits;
}

void append_base32(std::string& out, std::uint64_t value, int digits) {
    for (int shift = (digits - 1) * 5; shift >= 0; shift -= 5)
        out.push_back(kAlphabet[(value >> shift) & 31]);
}

}  // namespace

std::string new_id() {
    std::string id;
    id.reserve(kTimeDigits + kRandomDigits);
    append_base32(id, static_cast<std::uint64_t>(SystemClock().now() / 1000), kTimeDigits);
    append_base32(id, random_bits(), kRandomDigits);
    return id;
}

}  // namespace vanthu
