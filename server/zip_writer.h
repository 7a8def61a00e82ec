// zip_writer.h: a folder as one file to download.
//
// Entries are stored as they are, in the order of their names, names in UTF-8; so nothing depends
// on a compressor, and the same folder gives the same bytes. Reads no archive. Error(Unavailable)
// when the disk is full, Error(LimitExceeded) beyond 4 GiB or 65 535 files, which the plain format
// cannot say.
#pragma once

#include <string>

namespace vanthu::server {

// `root` is what everything in the archive lies below.
void zip_folder(const std::string& folder, const std::string& root, const std::string& path);

}  // namespace vanthu::server
