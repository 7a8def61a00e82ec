// passwords.h: passwords as Argon2id hashes, and secrets that nobody can guess.
//
// Hashing is slow and takes 64 MiB on purpose; at most two at a time, the rest wait, so sign-ins
// cannot take the machine. Safe from several threads. Does not know accounts.
#pragma once

#include <string>
#include <string_view>

namespace vanthu::server {

struct PasswordHash {
    std::string text;  // "$argon2id$..."
};

// Error(BadInput) for a password that is too short or too long.
PasswordHash hash_password(std::string_view password);

enum class PasswordCheck { Wrong, Right };
PasswordCheck check_password(const PasswordHash& hash, std::string_view password);

// As slow as a check against a real account, always Wrong: an unknown name must not answer faster.
PasswordCheck check_nobodys_password(std::string_view password);

// Four groups of four letters and digits without those that look alike, e.g. "kfw7-2mtr-h9xa-vq3c":
// 79 bits.
std::string random_password();

// 256 random bits as 43 characters that need no escaping in headers.
std::string random_token();

}  // namespace vanthu::server
