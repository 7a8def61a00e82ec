// reader.h: the product's own pipeline for tests: a file in, a document out.
//
// Real page workers, definitions and models from the source tree, no office. One reader serves a
// whole test; it belongs to one thread. It stops before `route`.
#pragma once

#include <fstream>
#include <sstream>
#include <string>

#include "base/clock.h"
#include "pipeline/page_wire.h"
#include "pipeline/runner.h"
#include "stages/registry.h"
#include "store/blobs.h"

namespace vanthu {

class Reader {
public:
    Reader()
        : forms_(forms::FormLibrary::load(source() + "/forms")),
          language_(ocr::LanguageModel::load(source() + "/models/vietnamese.lm")),
          digits_(ocr::DigitReader::load(source() + "/models/digits.net")),
          stages_(stages::make_stages({forms_, language_, routes_, &digits_})),
          pipeline_(pipeline::read_pipeline(source() + "/config/pipelines.xml",
                                            source() + "/config/schema/pipelines.rng", stages_)),
          sandbox_(settings()) {}

    pipeline::Document read(const std::string& path) {
        std::ifstream in(path, std::ios::binary);
        std::stringstream bytes;
        bytes << in.rdbuf();
        store::TransientBlobs blobs;
        pipeline::Document document;
        document.source = path;
        document.original = blobs.put(bytes.str());
        pipeline::run_once(pipeline_, document, blobs, sandbox_, clock_, "route");
        return document;
    }

    // From pages as they were recognised once (`vanthu form test --recordings`): media type, a line
    // break, the pages.
    pipeline::Document understand(const std::string& recording) {
        std::ifstream in(recording, std::ios::binary);
        std::stringstream whole;
        whole << in.rdbuf();
        const std::string bytes = whole.str();
        const std::size_t line = bytes.find('\n');
        pipeline::Document document;
        if (line == std::string::npos) return document;
        document.source = recording;
        document.media_type = bytes.substr(0, line);
        document.pages = pipeline::decode_pages(std::string_view(bytes).substr(line + 1));
        document.secrecy_decided = true;
        pipeline::Pipeline understanding;
        for (const pipeline::StageStep& step : pipeline_.steps)
            if (!understanding.steps.empty() || step.stage->name() == "classify")
                understanding.steps.push_back(step);
        store::TransientBlobs blobs;
        pipeline::run_once(understanding, document, blobs, sandbox_, clock_, "route");
        return document;
    }

private:
    static std::string source() { return VANTHU_SOURCE_DIR; }
    static pipeline::SandboxSettings settings() {
        pipeline::SandboxSettings settings;
        settings.program = std::string(VANTHU_BINARY_DIR) + "/bin/vanthu-sandbox";
        return settings;
    }

    stages::Routes routes_;
    forms::FormLibrary forms_;
    ocr::LanguageModel language_;
    ocr::DigitReader digits_;
    pipeline::StageTable stages_;
    pipeline::Pipeline pipeline_;
    pipeline::SandboxPool sandbox_;
    SystemClock clock_;
};

}  // namespace vanthu
