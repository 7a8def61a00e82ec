// zip_reader.h: files out of an archive as zip_writer.h makes them.
//
// Takes nothing but entries that are stored as they are, so no decompressor meets bytes from
// outside and no archive grows: what comes out is never larger than what went in. Names that lead
// out of the folder or stand twice, lists that do not fit the file, and anything else odd:
// Error(BadInput) with what it is and the remedy. Writes below `folder` only. Checks no sums:
// whoever asks has a manifest.
#pragma once

#include <string>

namespace vanthu::server {

// `folder` is made; on an error it may hold a part.
void unzip_stored(const std::string& path, const std::string& folder);

}  // namespace vanthu::server
