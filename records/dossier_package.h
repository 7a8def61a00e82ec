// dossier_package.h: a dossier as a folder that outlives this system.
//
// dossier.xml holds the metadata in the decree's terms (Annex VI) with the papers in the order of
// their days; files/ the originals byte for byte, pdf/ a PDF of each that has one, contents.pdf the
// printed list; manifest-sha256.txt a SHA-256 of every other file. Verifying needs nothing but the
// folder. What is read back is what was written: fields, order, bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "records/dossiers.h"
#include "store/blobs.h"

namespace vanthu::records {

// The bytes of a PDF of the paper; "" when there is none.
using PdfOf = std::function<std::string(const pipeline::DocumentId&)>;

// Writes into `folder`, which must not exist. Error(Conflict), Error(Unavailable).
void export_dossier(store::Transaction&, const store::FileBlobs& blobs, const std::string& dossier,
                    const std::string& folder, const PrintedBy& by, const PdfOf& pdf_of);

struct PackagedPaper {
    std::string file;  // inside the folder
    std::string source, sha256;
    std::vector<std::pair<pipeline::FieldId, std::string>>
        fields;  // items of lists parted by line feeds
};
struct DossierPackage {
    Dossier dossier;
    std::vector<PackagedPaper> papers;
};

struct CheckedFile {
    std::string name;  // inside the folder
    std::uint64_t size = 0;
    std::string state;  // "matches", "altered", "missing", "not_listed": in the manifest
};
// Every file of the folder and of its manifest, byte for byte. Error(BadInput) without a manifest.
std::vector<CheckedFile> check_files(const std::string& folder);

// Error(BadInput) naming the first file that is missing, altered or not in the manifest.
DossierPackage verify_package(const std::string& folder);

// Takes a verified folder in as a new dossier with its papers, filed. The same paper is not taken
// twice.
Dossier import_package(store::Transaction&, store::FileBlobs& blobs, const std::string& folder,
                       const std::string& user, Instant now);

}  // namespace vanthu::records
