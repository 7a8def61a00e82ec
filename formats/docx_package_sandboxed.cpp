#include "formats/docx_package_sandboxed.h"

#include <zip.h>

#include <algorithm>
#include <memory>

#include "base/error.h"

namespace vanthu::formats {
namespace {

constexpr std::uint64_t kUnsuspicious = 1u << 20;  // below this no ratio is a bomb

struct CloseFile {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};

}  // namespace

struct DocxPackage::State {
    zip_t* archive = nullptr;
    pipeline::Limits limits;
    std::uint64_t packed = 0;  // bytes of the parts read so far
    std::uint64_t unpacked = 0;

    ~State() {
        if (archive) zip_discard(archive);
    }

    void count(std::uint64_t bytes) {
        unpacked += bytes;
        if (unpacked > limits.unpacked_bytes)
            throw Error(ErrorCode::LimitExceeded, "the DOCX unpacks to more than " +
                                                      std::to_string(limits.unpacked_bytes) +
                                                      " bytes (limits.unpacked_bytes)");
        const auto ratio = static_cast<std::uint64_t>(limits.unpack_ratio);
        if (unpacked > kUnsuspicious && unpacked - kUnsuspicious > packed * ratio)
            throw Error(ErrorCode::LimitExceeded, "the DOCX unpacks to more than " +
                                                      std::to_string(ratio) +
                                                      " times its size (limits.unpack_ratio)");
    }
};

DocxPackage::DocxPackage(std::string_view bytes, const pipeline::Limits& limits)
    : state_(std::make_unique<State>()) {
    state_->limits = limits;
    zip_error_t problem;
    zip_error_init(&problem);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &problem);
    if (source) {
        state_->archive = zip_open_from_source(source, ZIP_RDONLY, &problem);
        if (!state_->archive) zip_source_free(source);
    }
    const std::string reason = zip_error_strerror(&problem);
    zip_error_fini(&problem);
    if (!state_->archive)
        throw Error(ErrorCode::BadInput, "the zip archive (a DOCX is one) is damaged: " + reason);
    const zip_int64_t entries = zip_get_num_entries(state_->archive, 0);
    if (entries > limits.zip_entries)
        throw Error(ErrorCode::LimitExceeded,
                    "the archive has " + std::to_string(entries) + " entries, the limit is " +
                        std::to_string(limits.zip_entries) + " (limits.zip_entries)");
}

DocxPackage::~DocxPackage() = default;

bool DocxPackage::contains(const std::string& part) const {
    return zip_name_locate(state_->archive, part.c_str(), 0) >= 0;
}

std::string DocxPackage::read(const std::string& part) {
    zip_stat_t about;
    zip_stat_init(&about);
    if (zip_stat(state_->archive, part.c_str(), 0, &about) != 0)
        throw Error(ErrorCode::BadInput, "the DOCX has no part " + part);
    if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) && about.encryption_method != ZIP_EM_NONE)
        throw Error(ErrorCode::NeedsPassword,
                    "the DOCX is encrypted and asks for a password; save it without one");
    if (about.valid & ZIP_STAT_COMP_SIZE) state_->packed += about.comp_size;
    const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen(state_->archive, part.c_str(), 0));
    if (!file) throw Error(ErrorCode::BadInput, "the DOCX part " + part + " is damaged");
    // The size in the directory is a claim; what counts is what comes out.
    std::string content;
    constexpr std::size_t kStep = 64u << 10;
    for (;;) {
        const std::size_t before = content.size();
        content.resize(before + kStep);
        const zip_int64_t got = zip_fread(file.get(), content.data() + before, kStep);
        if (got < 0) throw Error(ErrorCode::BadInput, "the DOCX part " + part + " is damaged");
        content.resize(before + static_cast<std::size_t>(got));
        if (got == 0) return content;
        state_->count(static_cast<std::uint64_t>(got));
    }
}

std::string DocxPackage::kind() const {
    if (contains("word/document.xml")) return "word";
    if (contains("xl/workbook.xml")) return "an Excel workbook";
    if (contains("ppt/presentation.xml")) return "a PowerPoint presentation";
    if (contains("content.xml") && contains("mimetype")) return "an OpenDocument file";
    if (contains("AndroidManifest.xml") || contains("META-INF/MANIFEST.MF"))
        return "a Java or Android archive";
    return "a zip archive that holds no Word document";
}

}  // namespace vanthu::formats
