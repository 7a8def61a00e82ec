#include "ocr/worker_language_sandboxed.h"

#include <optional>
#include <utility>

namespace vanthu::ocr {
namespace {

std::optional<LanguageModel>& model() {
    static std::optional<LanguageModel> instance;
    return instance;
}

std::vector<std::u32string>& family_names() {
    static std::vector<std::u32string> names;
    return names;
}

}  // namespace

void take_worker_language(int descriptor) {
    if (!model()) model() = LanguageModel::load(descriptor, "the language model");
}

const LanguageModel* worker_language() {
    return model() ? &*model() : nullptr;
}

void know_family_names(std::vector<std::u32string> names) {
    family_names() = std::move(names);
}

const std::vector<std::u32string>& known_family_names() {
    return family_names();
}

}  // namespace vanthu::ocr
