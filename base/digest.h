// digest.h: SHA-256, of a whole text or bit by bit.
//
// Promises: 64 lower-case hexadecimal digits. One Sha256 belongs to one thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace vanthu {

class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    void update(std::string_view bytes);

    // Ends the digest; the object must not be used afterwards.
    std::string hex();

private:
    struct State;
    std::unique_ptr<State> state_;
};

std::string sha256(std::string_view bytes);

}  // namespace vanthu
