#include "store/driver.h"

#include <algorithm>
#include <vector>

#include "base/error.h"
#include "base/text.h"

namespace vanthu::store {
namespace {

std::vector<const Database*>& entered() {
    thread_local std::vector<const Database*> databases;
    return databases;
}

}  // namespace

std::string first_words(std::string_view sql) {
    constexpr std::size_t kShown = 60;
    std::string text = single_spaced(sql);
    if (text.size() > kShown) text = text.substr(0, text.rfind(' ', kShown)) + " ...";
    return text;
}

Entered::Entered(const Database& database) {
    if (std::find(entered().begin(), entered().end(), &database) != entered().end())
        throw Error(ErrorCode::Internal,
                    "a transaction was begun inside a transaction of the same thread");
    entered().push_back(&database);
}

Entered::~Entered() {
    entered().pop_back();
}

}  // namespace vanthu::store
