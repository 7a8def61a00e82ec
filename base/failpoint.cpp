#include "base/failpoint.h"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <charconv>
#include <cstdlib>
#include <string>

namespace vanthu {
namespace {

struct Armed {
    std::string name;
    std::atomic<int> passes_left{1};

    Armed() {
        const char* setting = std::getenv("VANTHU_FAILPOINT");
        if (setting == nullptr) return;
        name = setting;
        const std::size_t colon = name.rfind(':');
        if (colon == std::string::npos) return;
        int passes = 1;
        std::from_chars(name.data() + colon + 1, name.data() + name.size(), passes);
        passes_left = passes;
        name.resize(colon);
    }
};

}  // namespace

void failpoint(std::string_view name) {
    static Armed armed;
    if (armed.name.empty() || armed.name != name) return;
    if (--armed.passes_left == 0) kill(getpid(), SIGKILL);
}

}  // namespace vanthu
