// reading.h: the five stages that turn a file into pages of words.
//
// ingest says what the file is; render gives each page an image or its own text; preprocess rights
// the image and makes the recogniser's raster; recognise reads the rasters; read_docx reads a DOCX
// in one go. All of them run in the service and let page workers open the bytes. Nothing is
// invented: what cannot be read is an Error or an Issue.
#pragma once

#include <memory>

#include "pipeline/stage.h"

namespace vanthu::stages {

std::unique_ptr<pipeline::Stage> make_ingest_stage();
std::unique_ptr<pipeline::Stage> make_render_stage();
std::unique_ptr<pipeline::Stage> make_preprocess_stage();
std::unique_ptr<pipeline::Stage> make_recognise_stage();
std::unique_ptr<pipeline::Stage> make_read_docx_stage();

inline constexpr std::string_view kDocx =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

}  // namespace vanthu::stages
