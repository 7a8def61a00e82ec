// reading.h: the four stages that turn a file into pages of words.
//
// ingest says what the file is; render gives each page an image or its own text; recognise rights
// the images and reads them; read_docx reads a DOCX in one go. All of them run in the service and
// let page workers open the bytes. Nothing is invented: what cannot be read is an Error or an
// Issue.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/stage.h"

namespace vanthu::stages {

std::unique_ptr<pipeline::Stage> make_ingest_stage();
std::unique_ptr<pipeline::Stage> make_render_stage();
std::unique_ptr<pipeline::Stage> make_recognise_stage();
// What a reader of scans knows beforehand: what signers may be called, to tell them where a seal
// hides them, and the language.
struct ReaderWords {
    std::vector<std::string> family_names;  // commonest first
    std::vector<std::string> titles;        // in capitals
    std::string language_model;  // its file, by which words of lists are settled; empty: none
};
std::unique_ptr<pipeline::Stage> make_recognise_stage_knowing(ReaderWords words);
std::unique_ptr<pipeline::Stage> make_read_docx_stage();

inline constexpr std::string_view kDocx =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

// What LibreOffice turns into a DOCX for read_docx: the ending of such a file ("doc"), "" for all
// other kinds. The original stays as it came.
std::string_view office_ending(std::string_view media_type);

// A text of a word processor: it has no pages to look at.
inline bool is_written(std::string_view media_type) {
    return media_type == kDocx || !office_ending(media_type).empty();
}

}  // namespace vanthu::stages
