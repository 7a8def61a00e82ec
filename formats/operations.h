// operations.h: what a page worker can do with the files themselves: say what one is, give its pages, read a DOCX, write a PDF.
//
// Each takes descriptors and a JSON object of parameters and answers as its stage expects, or throws Error. They run in
// vanthu-sandbox alone, one at a time. Results are page_wire bytes unless said otherwise.
#pragma once

#include "pipeline/sandbox.h"

namespace vanthu::formats {

// {}: what the file is, by content -> JSON {media_type, pages, signatures}.
pipeline::SandboxReply probe(const pipeline::SandboxRequest&, const pipeline::Limits&);

// {media_type, page}: one page -> its words when the file knows them, and its image as attachment
// 0.
pipeline::SandboxReply render(const pipeline::SandboxRequest&, const pipeline::Limits&);

// A DOCX -> one page without an image. Attachments: pictures that are pages of the paper (PNG, JPEG,
// TIFF), in their order, at most kMostPictures; {first_picture} says where to go on.
constexpr std::size_t kMostPictures = 8;
pipeline::SandboxReply read_docx(const pipeline::SandboxRequest&, const pipeline::Limits&);

// A DOCX -> JSON {sections, paragraphs, page_numbers}: how it is set, for the check of drafts (forms/layout_check.h).
pipeline::SandboxReply docx_layout(const pipeline::SandboxRequest&, const pipeline::Limits&);

// {}: a zip that wraps one file -> JSON {wrapped, name}; attachment 0 the file. A DOCX is not unwrapped.
pipeline::SandboxReply unwrap(const pipeline::SandboxRequest&, const pipeline::Limits&);

// {media_type, title, created, digest}, the original and pages as wire bytes -> JSON {archive, broken};
// attachment 0 the original as a PDF with those words under its pages.
pipeline::SandboxReply write_pdf(const pipeline::SandboxRequest&, const pipeline::Limits&);

}  // namespace vanthu::formats
