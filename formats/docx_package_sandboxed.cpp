#include "formats/docx_package_sandboxed.h"

#include <zip.h>

#include <algorithm>
#include <memory>
#include <unordered_map>
#include <vector>

#include "base/error.h"
#include "base/text.h"

namespace vanthu::formats {
namespace {

constexpr std::uint64_t kUnsuspicious = 1u << 20;  // below this no ratio is a bomb

struct CloseFile {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using OpenFile = std::unique_ptr<zip_file_t, CloseFile>;

// Names are compared in this form.
std::string plain_name(std::string_view name) {
    std::string plain;
    plain.reserve(name.size());
    for (const char c : name) {
        const char letter = c == '\\' ? '/' : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        if (letter != '/' || !plain.empty()) plain += letter;
    }
    return plain;
}

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

}  // namespace

struct DocxPackage::State {
    zip_t* archive = nullptr;
    pipeline::Limits limits;
    std::unordered_map<std::string, zip_uint64_t> entries;
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

    OpenFile open(const std::string& part) {
        const auto entry = entries.find(plain_name(part));
        if (entry == entries.end())
            throw Error(ErrorCode::BadInput, "the DOCX has no part " + part);
        zip_stat_t about;
        zip_stat_init(&about);
        if (zip_stat_index(archive, entry->second, 0, &about) != 0)
            throw Error(ErrorCode::BadInput, "the DOCX part " + part + " is damaged");
        if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) && about.encryption_method != ZIP_EM_NONE)
            throw Error(ErrorCode::NeedsPassword,
                        "the DOCX is encrypted and asks for a password; save it without one");
        if (about.valid & ZIP_STAT_COMP_SIZE) packed += about.comp_size;
        OpenFile file(zip_fopen_index(archive, entry->second, 0));
        if (!file) throw Error(ErrorCode::BadInput, "the DOCX part " + part + " is damaged");
        return file;
    }

    // The size in the directory is a claim; what counts is what comes out.
    std::size_t read(zip_file_t* file, const std::string& part, char* to, std::size_t room) {
        const zip_int64_t got = zip_fread(file, to, room);
        if (got < 0) throw Error(ErrorCode::BadInput, "the DOCX part " + part + " is damaged");
        count(static_cast<std::uint64_t>(got));
        return static_cast<std::size_t>(got);
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
    for (zip_int64_t i = 0; i < entries; ++i)
        if (const char* name =
                zip_get_name(state_->archive, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW))
            state_->entries.emplace(plain_name(name), static_cast<zip_uint64_t>(i));
}

DocxPackage::~DocxPackage() = default;

bool DocxPackage::contains(std::string_view part) const {
    return state_->entries.count(plain_name(part)) > 0;
}

std::vector<std::string> DocxPackage::files() const {
    std::vector<std::string> names;
    const zip_int64_t count = zip_get_num_entries(state_->archive, 0);
    for (zip_int64_t i = 0; i < count; ++i) {
        const char* name =
            zip_get_name(state_->archive, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW);
        const std::string text = name == nullptr ? "" : name;
        if (!ends_with(text, "/")) names.push_back(text);
    }
    return names;
}

XmlPull DocxPackage::xml(const std::string& part) {
    const std::shared_ptr<zip_file_t> file(state_->open(part));
    return XmlPull(
        [state = state_.get(), file, part](char* to, std::size_t room) {
            return state->read(file.get(), part, to, room);
        },
        part, state_->limits);
}

std::string DocxPackage::read(const std::string& part) {
    const OpenFile file = state_->open(part);
    std::string content;
    constexpr std::size_t kStep = 64u << 10;
    for (;;) {
        const std::size_t before = content.size();
        content.resize(before + kStep);
        const std::size_t got = state_->read(file.get(), part, content.data() + before, kStep);
        content.resize(before + got);
        if (got == 0) return content;
    }
}

std::string DocxPackage::main_part() {
    const std::string usual = "word/document.xml";
    if (contains(usual)) return usual;
    if (!contains("_rels/.rels")) return {};
    XmlPull relations = xml("_rels/.rels");
    for (auto event = relations.next(); event != XmlPull::Event::Done; event = relations.next()) {
        if (event != XmlPull::Event::Start || relations.tag() != Tag::Relationship ||
            !ends_with(relations.attribute("Type"), "/officeDocument"))
            continue;
        const std::string part = part_at({}, relations.attribute("Target"));
        const std::string name = plain_name(part);
        // The same relationship names a workbook or a presentation.
        if (starts_with(name, "xl/") || starts_with(name, "ppt/")) return {};
        return contains(part) ? part : std::string();
    }
    return {};
}

std::string DocxPackage::kind() {
    if (contains("word/document.xml")) return "word";
    if (contains("xl/workbook.xml")) return "an Excel workbook";
    if (contains("ppt/presentation.xml")) return "a PowerPoint presentation";
    if (contains("content.xml") && contains("mimetype")) return "an OpenDocument file";
    if (contains("AndroidManifest.xml") || contains("META-INF/MANIFEST.MF"))
        return "a Java or Android archive";
    if (!main_part().empty()) return "word";
    return "a zip archive that holds no Word document";
}

std::string part_at(std::string_view part, std::string_view target) {
    std::vector<std::string> steps;
    const bool absolute = !target.empty() && (target[0] == '/' || target[0] == '\\');
    if (!absolute) {
        steps = split(part, '/');
        steps.pop_back();
    }
    std::string path(target);
    std::replace(path.begin(), path.end(), '\\', '/');
    for (const std::string& step : split(path, '/')) {
        if (step.empty() || step == ".") continue;
        if (step != "..") {
            steps.push_back(step);
            continue;
        }
        if (steps.empty()) return {};
        steps.pop_back();
    }
    return join(steps, "/");
}

std::string relationships_of(std::string_view part) {
    const std::size_t slash = part.rfind('/');
    const std::size_t name = slash == std::string_view::npos ? 0 : slash + 1;
    return std::string(part.substr(0, name)) + "_rels/" + std::string(part.substr(name)) + ".rels";
}

}  // namespace vanthu::formats
