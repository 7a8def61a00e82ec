#include "bench/recorded_values.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/digest.h"
#include "base/error.h"
#include "forms/classifier.h"
#include "forms/matcher.h"
#include "forms/truth.h"
#include "forms/vouched.h"
#include "ocr/familiar.h"
#include "pipeline/page_wire.h"

namespace vanthu::bench {
namespace fs = std::filesystem;
namespace {

constexpr double kReadNotRecognised = 0.9999;

std::string bytes_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw Error(ErrorCode::NotFound, path.string() + ": there is no such file");
    std::stringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

pipeline::Document recorded(const fs::path& scan, const std::string& recordings) {
    const std::string digest = sha256(bytes_of(scan));
    for (const auto& entry : fs::directory_iterator(recordings)) {
        if (!entry.path().filename().string().starts_with(digest)) continue;
        const std::string bytes = bytes_of(entry.path());
        pipeline::Document document;
        document.pages =
            pipeline::decode_pages(std::string_view(bytes).substr(bytes.find('\n') + 1));
        return document;
    }
    throw Error(ErrorCode::NotFound, scan.string() + " was not recorded in " + recordings +
                                         "; run vanthu form test all FOLDER --recordings " +
                                         recordings);
}

}  // namespace

std::vector<RecordedValue> recorded_values(const std::string& folder, const std::string& recordings,
                                           const forms::FormLibrary& library,
                                           const ocr::LanguageModel& language) {
    const forms::Familiar familiar = [&](std::string_view text) {
        return ocr::is_familiar(text, language);
    };
    std::vector<RecordedValue> values;
    for (const forms::Truth& truth : forms::read_truth(folder + "/truth.json")) {
        pipeline::Document document = recorded(fs::path(folder) / truth.file, recordings);
        const forms::Classification found = forms::classify(document, library);
        const forms::Form* form = library.version(found.form, found.version);
        if (form == nullptr) continue;
        document.fields = forms::extract(document, *form, library).fields;
        for (const pipeline::Field& field : document.fields) {
            if (!field.value || field.value->confidence >= kReadNotRecognised) continue;
            const auto known = truth.fields.find(field.id);
            static const forms::TrueField nothing;
            const forms::Agreement agreement = forms::compare(
                document, field.id, known == truth.fields.end() ? nothing : known->second);
            if (agreement == forms::Agreement::NotCounted) continue;
            values.push_back({field.id, field.value->confidence,
                              forms::is_vouched(field, document.fields, familiar),
                              known != truth.fields.end() && agreement == forms::Agreement::Right});
        }
    }
    return values;
}

}  // namespace vanthu::bench
