#include "apps/vanthu/reading.h"

#include <fcntl.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "apps/vanthu/office.h"
#include "base/error.h"
#include "stages/registry.h"

namespace vanthu::apps {
namespace {

void set(pipeline::Pipeline& pipeline, std::string_view stage, const std::string& name,
         const std::string& value) {
    for (pipeline::StageStep& step : pipeline.steps)
        if (step.stage->name() == stage) step.settings[name] = value;
}

void check_size(const std::string& path, std::uint64_t size, std::uint64_t limit) {
    if (size > limit)
        throw Error(ErrorCode::LimitExceeded, path + ": the file has " + std::to_string(size) +
                                                  " bytes, the limit is " + std::to_string(limit) +
                                                  " (limits bytes)");
}

store::Descriptor open_file(const std::string& path) {
    try {
        store::Descriptor file = store::Descriptor::open(path, O_RDONLY);
        if (std::filesystem::is_regular_file(path)) return file;
    } catch (const Error&) {
        throw Error(ErrorCode::NotFound, path + ": there is no such file, or it may not be read");
    }
    throw Error(ErrorCode::BadInput, path + ": cannot be read; is it a folder?");
}

}  // namespace

std::string read_bytes(const std::string& path, std::uint64_t limit) {
    std::ifstream in(path, std::ios::binary | std::ios::ate);
    if (!in)
        throw Error(ErrorCode::NotFound, path + ": there is no such file, or it may not be read");
    const auto size = static_cast<std::uint64_t>(std::max<std::streamoff>(in.tellg(), 0));
    check_size(path, size, limit);
    std::string bytes(size, '\0');
    in.seekg(0);
    if (!in.read(bytes.data(), static_cast<std::streamsize>(size)) && size > 0)
        throw Error(ErrorCode::BadInput, path + ": cannot be read; is it a folder?");
    return bytes;
}

Reading::Reading(const ReadingOptions& options)
    : installation_(Installation::find()),
      settings_(read_settings(installation_.config)),
      forms_(forms::FormLibrary::load(options.forms_folder.empty() ? installation_.forms
                                                                   : options.forms_folder)),
      language_(ocr::LanguageModel::load(installation_.models + "/vietnamese.lm")),
      digits_(ocr::DigitReader::load(installation_.models + "/digits.net")),
      stages_(stages::make_stages({forms_, language_, settings_.routes, &digits_})),
      pipeline_(pipeline::read_pipeline(installation_.config + "/pipelines.xml",
                                        installation_.config + "/schema/pipelines.rng", stages_)),
      sandbox_(make_sandbox(installation_, settings_,
                            options.workers > 0 ? options.workers : settings_.page_workers)) {
    if (!options.form.empty() && options.form != "auto") {
        if (!forms_.form(options.form))
            throw Error(ErrorCode::BadInput,
                        "--form " + options.form + ": there is no such form definition");
        set(pipeline_, "classify", "form", options.form);
    }
    // Nobody looks at the pages here, so those that know their text need not be drawn.
    if (!options.pictures) set(pipeline_, "render", "pictures", "of-scans");
    if (options.fields_only) set(pipeline_, "recognise", "pages", "until-signed");
}

void Reading::read(const std::string& path, pipeline::Document& document,
                   store::TransientBlobs& blobs, const pipeline::FirstAnswer& first_answer) const {
    document.source = path;
    const store::Descriptor file = open_file(path);
    check_size(path, file.size(path), settings_.limits.bytes);
    document.original = blobs.copy(file, path);
    pipeline::run_once(pipeline_, document, blobs, *sandbox_, clock_, "route", {}, first_answer);
}

pipeline::Document Reading::read(const std::string& path) const {
    pipeline::Document document;
    store::TransientBlobs blobs;
    read(path, document, blobs);
    return document;
}

}  // namespace vanthu::apps
