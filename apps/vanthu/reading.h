// reading.h: files through the whole pipeline without an office, for commands that want their
// documents.
//
// Nothing is stored. Loads forms and models when made, and starts page workers when the first file
// wants one, so keep one for several files. `read` is safe from several threads.
#pragma once

#include <memory>
#include <string>

#include "apps/vanthu/installation.h"
#include "apps/vanthu/settings.h"
#include "forms/form_library.h"
#include "ocr/digits.h"
#include "ocr/language_model.h"
#include "pipeline/runner.h"
#include "store/blobs.h"

namespace vanthu::apps {

struct ReadingOptions {
    int workers = 0;                // 0 = as many as the settings say
    std::string form = {};          // an id, "" or "auto" leaves it to the paper; Error(BadInput)
    std::string forms_folder = {};  // "" = that of the installation
    bool pictures = false;          // also of pages that know their text
    bool fields_only = false;       // stops as soon as the fields are known
};

class Reading {
public:
    explicit Reading(const ReadingOptions& options);
    explicit Reading(int workers) : Reading(ReadingOptions{.workers = workers}) {}

    // Error as `vanthu read` would tell it; then `document` has come as far as it was read.
    // `first_answer` as in run_once.
    void read(const std::string& path, pipeline::Document& document, store::TransientBlobs& blobs,
              const pipeline::FirstAnswer& first_answer = {}) const;
    pipeline::Document read(const std::string& path) const;

    const forms::FormLibrary& forms() const { return forms_; }
    const pipeline::Pipeline& pipeline() const { return pipeline_; }
    pipeline::SandboxPool& sandbox() const { return *sandbox_; }

private:
    Installation installation_;
    Settings settings_;
    forms::FormLibrary forms_;
    ocr::LanguageModel language_;
    ocr::DigitReader digits_;
    pipeline::StageTable stages_;
    pipeline::Pipeline pipeline_;
    std::unique_ptr<pipeline::SandboxPool> sandbox_;
    SystemClock clock_;
};

// The bytes of a file; Error(NotFound), Error(LimitExceeded) when it has more than `limit`.
std::string read_bytes(const std::string& path, std::uint64_t limit);

}  // namespace vanthu::apps
