#include "server/passwords.h"

#include <array>
#include <semaphore>

#include <sodium.h>

#include "base/error.h"

namespace vanthu::server {
namespace {

constexpr std::size_t kShortest = 10;   // bytes
constexpr std::size_t kLongest = 1024;  // bytes
constexpr std::ptrdiff_t kAtOnce = 2;

void start_sodium() {
    static const int started = sodium_init();
    if (started < 0)
        throw Error(ErrorCode::Internal, "libsodium does not start: no source of random numbers");
}

class Turn {
public:
    Turn() { turns().acquire(); }
    ~Turn() { turns().release(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

private:
    static std::counting_semaphore<kAtOnce>& turns() {
        static std::counting_semaphore<kAtOnce> semaphore(kAtOnce);
        return semaphore;
    }
};

PasswordHash hashed(std::string_view password) {
    start_sodium();
    const Turn turn;
    std::array<char, crypto_pwhash_STRBYTES> text{};
    if (crypto_pwhash_str_alg(
            text.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
            crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw Error(ErrorCode::Unavailable, "no memory to hash a password; try again");
    return {text.data()};
}

}  // namespace

PasswordHash hash_password(std::string_view password) {
    if (password.size() < kShortest)
        throw Error(ErrorCode::BadInput, "the password has " + std::to_string(password.size()) +
                                             " characters, the least is " +
                                             std::to_string(kShortest) + "; use several words");
    if (password.size() > kLongest)
        throw Error(ErrorCode::BadInput, "the password is longer than " + std::to_string(kLongest) +
                                             " bytes; use a shorter one");
    return hashed(password);
}

PasswordCheck check_password(const PasswordHash& hash, std::string_view password) {
    start_sodium();
    if (password.size() > kLongest) return PasswordCheck::Wrong;
    const Turn turn;
    return crypto_pwhash_str_verify(hash.text.c_str(), password.data(), password.size()) == 0
               ? PasswordCheck::Right
               : PasswordCheck::Wrong;
}

PasswordCheck check_nobodys_password(std::string_view password) {
    static const PasswordHash nobody = hashed(random_token());
    check_password(nobody, password);
    return PasswordCheck::Wrong;
}

std::string random_password() {
    constexpr std::string_view kLetters = "23456789abcdefghjkmnpqrstuvwxyz";
    start_sodium();
    std::string text;
    for (int i = 0; i < 16; ++i) {
        if (i > 0 && i % 4 == 0) text.push_back('-');
        text.push_back(kLetters[randombytes_uniform(kLetters.size())]);
    }
    return text;
}

std::string random_token() {
    start_sodium();
    std::array<unsigned char, 32> bytes;
    randombytes_buf(bytes.data(), bytes.size());
    std::array<char, sodium_base64_ENCODED_LEN(32, sodium_base64_VARIANT_URLSAFE_NO_PADDING)> text;
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return text.data();
}

}  // namespace vanthu::server
