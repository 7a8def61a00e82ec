#include "stages/registry.h"

#include "stages/reading.h"
#include "stages/repair.h"
#include "stages/understanding.h"

namespace vanthu::stages {
namespace {

ReaderWords reader_words_in(const forms::FormLibrary& forms, const ocr::LanguageModel& language) {
    ReaderWords words;
    words.language_model = language.path();
    for (const forms::Entry& entry : forms.lexicons().family_names.entries())
        words.family_names.push_back(entry.text);
    for (const forms::Entry& entry : forms.lexicons().positions.entries())
        words.titles.push_back(entry.text);
    return words;
}

}  // namespace

pipeline::StageTable make_stages(const StageParts& parts) {
    pipeline::StageTable stages;
    stages.push_back(make_ingest_stage());
    stages.push_back(make_render_stage());
    stages.push_back(make_recognise_stage_knowing(reader_words_in(parts.forms, parts.language)));
    stages.push_back(make_read_docx_stage());
    stages.push_back(make_repair_stage(parts.language));
    stages.push_back(make_classify_stage(parts.forms));
    stages.push_back(make_extract_stage(parts.forms, parts.digits, parts.office, &parts.language));
    stages.push_back(make_validate_stage(parts.forms));
    stages.push_back(make_route_stage(parts.routes));
    return stages;
}

}  // namespace vanthu::stages
