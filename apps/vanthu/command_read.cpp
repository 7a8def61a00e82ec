// vanthu read: files in, structured results out, no office needed.

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <mutex>
#include <sstream>
#include <thread>

#include "apps/vanthu/command.h"
#include "apps/vanthu/office.h"
#include "base/digest.h"
#include "base/error.h"
#include "formats/hocr.h"
#include "pipeline/document_json.h"
#include "pipeline/runner.h"
#include "pipeline/stamps.h"
#include "stages/registry.h"
#include "stages/searchable_pdf.h"

namespace vanthu::apps {
namespace fs = std::filesystem;
namespace {

enum class Output { Json, Text, Hocr, Pdf };

struct Outcome {
    std::string printed;
    bool failed = false;
    bool ready = false;
};

struct Reader {
    const pipeline::Pipeline& pipeline;
    pipeline::SandboxPool& sandbox;
    const SystemClock& clock;
    Output output;
    pipeline::PageText page_text;
    std::string pdf_out;  // a file, or a folder when `files` are several
    bool several = false;

    Outcome read(const std::string& path) const;
    void write_pdf(const pipeline::Document& document, const store::BlobStore& blobs) const;
};

std::string read_bytes(const std::string& path, std::uint64_t limit) {
    std::ifstream in(path, std::ios::binary | std::ios::ate);
    if (!in)
        throw Error(ErrorCode::NotFound, path + ": there is no such file, or it may not be read");
    const auto size = static_cast<std::uint64_t>(std::max<std::streamoff>(in.tellg(), 0));
    if (size > limit)
        throw Error(ErrorCode::LimitExceeded, path + ": the file has " + std::to_string(size) +
                                                  " bytes, the limit is " + std::to_string(limit) +
                                                  " (limits bytes)");
    std::string bytes(size, '\0');
    in.seekg(0);
    if (!in.read(bytes.data(), static_cast<std::streamsize>(size)) && size > 0)
        throw Error(ErrorCode::BadInput, path + ": cannot be read; is it a folder?");
    return bytes;
}

std::string plain_text(const pipeline::Document& document) {
    std::string text;
    for (const pipeline::Page& page : document.pages) {
        if (!text.empty()) text += '\f';
        text += printed_text_of(page);
    }
    return text;
}

void Reader::write_pdf(const pipeline::Document& document, const store::BlobStore& blobs) const {
    const std::string bytes = stages::write_searchable_pdf(document, blobs, sandbox);
    fs::path path = pdf_out;
    if (several) {
        fs::create_directories(path);
        // Files of one name from several folders must not overwrite one another.
        path /= fs::path(document.source).stem().string() + "-" + document.original.substr(0, 8) +
                ".pdf";
    }
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) throw Error(ErrorCode::Unavailable, path.string() + ": cannot be written");
}

Outcome Reader::read(const std::string& path) const {
    pipeline::Document document;
    document.source = path;
    try {
        const std::string bytes = read_bytes(path, sandbox.limits().bytes);
        document.original = sha256(bytes);
        store::TransientBlobs blobs;
        blobs.put(bytes);
        pipeline::run_once(pipeline, document, blobs, sandbox, clock, "route");
        if (output == Output::Text) return {plain_text(document), false, true};
        if (output == Output::Hocr) return {formats::write_hocr(document), false, true};
        if (output == Output::Pdf) write_pdf(document, blobs);
        return {pipeline::json_text(*to_json(document, page_text)) + '\n', false, true};
    } catch (const Error& error) {
        std::cerr << "vanthu: " << path << ": " << error.what() << '\n';
        if (output == Output::Text || output == Output::Hocr) return {"", true, true};
        return {pipeline::json_text(*pipeline::failed_json(path, document.original,
                                                           name(error.code()), error.what())) +
                    '\n',
                true, true};
    }
}

// Reads on several threads and prints in the order given, each result as soon as those before it
// are out.
bool read_all(const Reader& reader, const Words& files) {
    std::vector<Outcome> outcomes(files.size());
    std::mutex mutex;
    std::condition_variable changed;
    std::size_t next = 0;
    const auto work = [&] {
        for (;;) {
            std::size_t mine;
            {
                const std::lock_guard lock(mutex);
                if (next == files.size()) return;
                mine = next++;
            }
            Outcome outcome = reader.read(files[mine]);
            const std::lock_guard lock(mutex);
            outcomes[mine] = std::move(outcome);
            changed.notify_one();
        }
    };
    std::vector<std::jthread> threads;
    const std::size_t parallel =
        std::min<std::size_t>(files.size(), static_cast<std::size_t>(reader.sandbox.workers()));
    for (std::size_t i = 0; i < parallel; ++i)
        threads.emplace_back(work);
    bool failed = false;
    for (Outcome& outcome : outcomes) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return outcome.ready; });
        lock.unlock();
        std::cout << outcome.printed << std::flush;
        failed = failed || outcome.failed;
        outcome.printed.clear();
    }
    return !failed;
}

}  // namespace

int command_read(const Words& words) {
    const Arguments arguments(words, {"json", "text", "hocr", "fields-only"},
                              {"jobs", "form", "pdf"});
    arguments.operand(0, "at least one FILE");
    const Installation installation = Installation::find();
    const Settings settings = read_settings(installation.config);
    const forms::FormLibrary forms = forms::FormLibrary::load(installation.forms);
    const auto language = ocr::LanguageModel::load(installation.models + "/vietnamese.lm");
    const auto digits = ocr::DigitReader::load(installation.models + "/digits.net");
    const pipeline::StageTable stages =
        stages::make_stages({forms, language, settings.routes, &digits});
    pipeline::Pipeline pipeline =
        pipeline::read_pipeline(installation.config + "/pipelines.xml",
                                installation.config + "/schema/pipelines.rng", stages);
    const std::string form = arguments.value("form", "auto");
    if (form != "auto") {
        if (!forms.form(form))
            throw Error(ErrorCode::BadInput,
                        "--form " + form + ": there is no such form definition");
        for (pipeline::StageStep& step : pipeline.steps)
            if (step.stage->name() == "classify") step.settings["form"] = form;
    }
    const auto sandbox =
        make_sandbox(installation, settings, arguments.number("jobs", settings.page_workers));
    const SystemClock clock;
    const Output output = arguments.has("text")   ? Output::Text
                          : arguments.has("hocr") ? Output::Hocr
                          : arguments.has("pdf")  ? Output::Pdf
                                                  : Output::Json;
    // Nobody looks at the pages here, so those that know their text need not be drawn.
    if (output != Output::Pdf)
        for (pipeline::StageStep& step : pipeline.steps)
            if (step.stage->name() == "render") step.settings["pictures"] = "of-scans";
    if (arguments.has("fields-only"))
        for (pipeline::StageStep& step : pipeline.steps)
            if (step.stage->name() == "recognise") step.settings["pages"] = "until-signed";
    const Reader reader{
        pipeline,
        *sandbox,
        clock,
        output,
        arguments.has("fields-only") ? pipeline::PageText::Without : pipeline::PageText::With,
        arguments.value("pdf"),
        arguments.operands().size() > 1};
    return read_all(reader, arguments.operands()) ? 0 : 2;
}

}  // namespace vanthu::apps
