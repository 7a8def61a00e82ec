// searchable_pdf.h: the original as a PDF whose words can be found and selected.
//
// A scan keeps its image untouched, with the document's words under it, invisible: an image becomes
// a page of its size (PDF/A-2b, by our own checks; a JPEG in other colours than grey and RGB is
// decoded), a PDF keeps its pages. Pages that know their own text get nothing, and a PDF made of
// such pages alone is returned as it is, so that its signatures hold. The result is a file of its
// own and depends on the document alone: the same document gives the same bytes. The original is
// never altered; a signed scan's copy shows the signature's picture but is not signed. May be
// called from several threads.
#pragma once

#include <stop_token>
#include <string>

#include "pipeline/document.h"
#include "pipeline/sandbox.h"
#include "store/blobs.h"

namespace vanthu::stages {

// Throws Error: UnsupportedFormat for a DOCX, else what the page worker says.
std::string write_searchable_pdf(const pipeline::Document& document, const store::BlobStore& blobs,
                                 pipeline::SandboxPool& sandbox, std::stop_token stop = {});

}  // namespace vanthu::stages
