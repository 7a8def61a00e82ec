#include "base/expression.h"
#include "base/error.h"
#include "tests/fuzz/target.h"

namespace vanthu::fuzz {

std::vector<std::string> own_seeds() {
    return {"priority = 'Hỏa tốc' and not (pages > 10 or amount <= 2.5)", "a != null",
            "working_days(due) < 3 and x in ('a', 'b')"};
}

}  // namespace vanthu::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        const auto expression = vanthu::Expression::parse(text, vanthu::Calls::WorkingTime);
        expression.evaluate([](std::string_view name) -> vanthu::ExpressionValue {
            if (name.size() % 2) return 2.0;
            return std::string(name);
        });
    } catch (const vanthu::Error&) {  // it names the column
    }
    return 0;
}
