// operations.h: what a page worker can do with page images: right them and read them.
//
// Each takes descriptors and a JSON object of parameters and answers as its stage expects, or
// throws Error. They run in vanthu-sandbox alone, one at a time. Results are page_wire bytes unless
// said otherwise.
#pragma once

#include "pipeline/sandbox.h"

namespace vanthu::ocr {

// A page image and the page's wire bytes -> the page righted; attachment 0 the image to show,
// attachment 1 the raster for the recogniser (empty for a blank page).
pipeline::SandboxReply preprocess(const pipeline::SandboxRequest&, const pipeline::Limits&);

// Both in one call, so that no raster leaves the worker: the answer is that of preprocess, with the
// page that was read in the place of each raster. {part}: "whole", or "head" or "foot" of it
// as far as they can be told apart; the answer's `part` says what was read. {picture}: false leaves
// the picture for people out of the answer of a part.
// {family_names}: those in use, commonest first; {titles}: those of signers, in capitals; a
// signer's are told by them where a seal or a stamp hides them. {key}: behind a head the page is
// kept for a next call of the same key. {milliseconds}: then what was read so far is the answer and
// its `complete` false. A second descriptor, of the language model's file (models/README.md): the
// words of scanned lists are settled by it; the first one is kept.
pipeline::SandboxReply read_scan(const pipeline::SandboxRequest&, const pipeline::Limits&);

// A raster -> its blocks.
pipeline::SandboxReply recognise(const pipeline::SandboxRequest&, const pipeline::Limits&);

// A picture of what is pasted onto a page of text -> the blocks of it that read clearly.
pipeline::SandboxReply read_zones(const pipeline::SandboxRequest&, const pipeline::Limits&);

// A page image and places in a printed line -> a strip for the digit reader (ocr/digits.h) each, as
// attachment, with its width (0: nothing to see there), box and how blue its ink is, as JSON.
pipeline::SandboxReply crop_gaps(const pipeline::SandboxRequest&, const pipeline::Limits&);

}  // namespace vanthu::ocr
