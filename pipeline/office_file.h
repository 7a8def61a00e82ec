// office_file.h: .doc, .rtf and .odt turned into DOCX by LibreOffice, where it is installed.
//
// LibreOffice opens a stranger's bytes, so it runs as a child of vanthu-sandbox's own start:
// without a network, in a folder that is thrown away, with bounded time, memory and file size, and
// on kernels with Landlock without sight of the office's data. One runs at a time; a call waits.
// LibreOffice is never required: without it find_office() is empty and the caller says so.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "pipeline/sandbox.h"

namespace vanthu::pipeline {

// The program `soffice`, or "" where LibreOffice is not installed. The environment's VANTHU_OFFICE
// goes first; set to nothing it switches LibreOffice off.
std::string find_office();

// The content behind `input`, whose kind `ending` tells ("doc"), as a DOCX. Error(BadInput) when
// LibreOffice makes nothing of it, Error(Timeout), Error(LimitExceeded), Error(Unavailable) when
// stopped.
std::string office_to_docx(int input, const std::string& ending, const std::string& office,
                           const std::string& sandbox_program, const Limits& limits,
                           std::stop_token stop = {});

// Inside vanthu-sandbox, behind its argument "office": gives up rights and becomes LibreOffice.
// Returns only when that failed.
int become_office(const std::vector<std::string>& arguments);

}  // namespace vanthu::pipeline
