// base64.h: bytes in XML text.
//
// Reading skips white space and refuses anything else with Error(BadInput). Stateless, any thread.
#pragma once

#include <string>
#include <string_view>

namespace vanthu::exchange {

std::string from_base64(std::string_view text);
std::string to_base64(std::string_view bytes);  // lines of 76 characters

}  // namespace vanthu::exchange
