// repair.h: the stage that corrects misread Vietnamese words after recognition.
//
// Looks at recognised words only (confidence below 1), never at text layers or DOCX, and changes a
// word only where the language model is surer than the recogniser was; numbers, codes, addresses
// and abbreviations stay, names nearly always do. Boxes stay, but for a word that is parted or put
// together; confidences stay. What it changed is told in one issue `words_repaired` of severity
// Info. Stateless; safe for all threads.
#pragma once

#include <memory>

#include "pipeline/stage.h"
#include "ocr/language_model.h"
#include "ocr/spelling.h"

namespace vanthu::stages {

// One word that was changed, as the clerk may want to see it.
struct RepairedWord {
    std::string seen, meant;
    int page = 0;
};

// The stage's work on a document's pages, in page order.
std::vector<RepairedWord> repair_words(std::vector<pipeline::Page>& pages,
                                       const ocr::Spelling& spelling);

std::unique_ptr<pipeline::Stage> make_repair_stage(const ocr::LanguageModel& model);

}  // namespace vanthu::stages
