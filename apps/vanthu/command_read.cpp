// vanthu read: files in, structured results out, no office needed.

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <mutex>
#include <thread>

#include "apps/vanthu/command.h"
#include "apps/vanthu/reading.h"
#include "base/error.h"
#include "formats/hocr.h"
#include "pipeline/document_json.h"
#include "pipeline/stamps.h"
#include "stages/searchable_pdf.h"

namespace vanthu::apps {
namespace fs = std::filesystem;
namespace {

enum class Output { Json, Text, Hocr, Pdf };

// What will be printed; of a long paper it waits in a file without a name.
class Printed {
public:
    void add(std::string_view piece) {
        held_ += piece;
        if (held_.size() < kMostHeld) return;
        if (!file_.is_open()) file_ = store::Descriptor::unnamed();
        file_.write_at(size_, held_, kWhat);
        size_ += held_.size();
        held_.clear();
    }
    void print(std::ostream& out) const {
        for (std::uint64_t done = 0; done < size_; done += kMostHeld)
            out << file_.read_at(done, std::min(kMostHeld, size_ - done), kWhat);
        out << held_ << std::flush;
    }

private:
    static constexpr std::uint64_t kMostHeld = 256u << 10;
    static constexpr char kWhat[] = "the answer's temporary file";

    std::string held_;
    store::Descriptor file_;
    std::uint64_t size_ = 0;
};

struct Outcome {
    Printed printed;
    bool failed = false;
    bool ready = false;
};

struct Reader {
    const Reading& reading;
    Output output;
    pipeline::PageText page_text;
    std::string pdf_out;  // a file, or a folder when `files` are several
    bool several = false;
    int at_once = 1;  // files read side by side

    Outcome read(const std::string& path) const;
    void write_pdf(const pipeline::Document& document, const store::BlobStore& blobs) const;
    Outcome failure(const std::string& path, const pipeline::Document& document,
                    const Error& error) const;
};

void print_text(const pipeline::Document& document, Printed& printed) {
    bool first = true;
    for (const pipeline::Page& page : document.pages) {
        const std::string text = printed_text_of(page);
        if (!first) printed.add("\f");
        printed.add(text);
        first = first && text.empty();
    }
}

void Reader::write_pdf(const pipeline::Document& document, const store::BlobStore& blobs) const {
    const std::string bytes = stages::write_searchable_pdf(document, blobs, reading.sandbox());
    fs::path path = pdf_out;
    if (several) {
        // Files of one name from several folders must not overwrite one another.
        path /= fs::path(document.source).stem().string() + "-" + document.original.substr(0, 8) +
                ".pdf";
    }
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) throw Error(ErrorCode::Unavailable, path.string() + ": cannot be written");
}

// How soon something is known of a file, from the moment it is opened.
class Stopwatch {
public:
    double milliseconds() const {
        return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start_)
            .count();
    }

private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

Outcome Reader::read(const std::string& path) const {
    pipeline::Document document;
    Outcome outcome{{}, false, true};
    const auto print = [&](std::string_view piece) { outcome.printed.add(piece); };
    try {
        store::TransientBlobs blobs;
        const Stopwatch watch;
        double head_known = 0;
        reading.read(path, document, blobs,
                     [&](const pipeline::Document&) { head_known = watch.milliseconds(); });
        const double all_known = watch.milliseconds();
        if (output == Output::Text) {
            print_text(document, outcome.printed);
            return outcome;
        }
        if (output == Output::Hocr) {
            formats::write_hocr(document, print);
            return outcome;
        }
        if (output == Output::Pdf) write_pdf(document, blobs);
        Poco::JSON::Object known;
        known.set("head", head_known > 0 ? head_known : all_known);
        known.set("all", all_known);
        Poco::JSON::Object more;
        more.set("known_after_ms", known);
        write_json(document, page_text, more, print);
        print("\n");
        return outcome;
    } catch (const Error& error) {
        return failure(path, document, error);
    } catch (const std::exception& error) {  // must not end the other files' threads
        return failure(path, document, Error(ErrorCode::Internal, error.what()));
    }
}

Outcome Reader::failure(const std::string& path, const pipeline::Document& document,
                        const Error& error) const {
    const std::string what = error.what();
    std::cerr << "vanthu: " << (what.starts_with(path) ? "" : path + ": ") << what << '\n';
    Outcome outcome{{}, true, true};
    if (output == Output::Text || output == Output::Hocr) return outcome;
    outcome.printed.add(pipeline::json_text(
        *pipeline::failed_json(path, document.original, name(error.code()), error.what())));
    outcome.printed.add("\n");
    return outcome;
}

// Where searchable PDFs of several files go; made before the first is read.
void make_folder(const std::string& path) {
    std::error_code problem;
    fs::create_directories(path, problem);
    if (!fs::is_directory(path))
        throw Error(ErrorCode::BadInput,
                    "--pdf " + path + ": is no folder; with several files name a folder");
}

// Reads on several threads and prints in the order given, each result as soon as those before it
// are out.
bool read_all(const Reader& reader, const Words& files) {
    std::vector<Outcome> outcomes(files.size());
    std::mutex mutex;
    std::condition_variable changed;
    std::size_t next = 0;
    const auto work = [&] {
        for (;;) {
            std::size_t mine;
            {
                const std::lock_guard lock(mutex);
                if (next == files.size()) return;
                mine = next++;
            }
            Outcome outcome = reader.read(files[mine]);
            const std::lock_guard lock(mutex);
            outcomes[mine] = std::move(outcome);
            changed.notify_one();
        }
    };
    std::vector<std::jthread> threads;
    const std::size_t parallel =
        std::min<std::size_t>(files.size(), static_cast<std::size_t>(reader.at_once));
    for (std::size_t i = 0; i < parallel; ++i)
        threads.emplace_back(work);
    bool failed = false;
    for (Outcome& outcome : outcomes) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return outcome.ready; });
        lock.unlock();
        outcome.printed.print(std::cout);
        failed = failed || outcome.failed;
        outcome.printed = {};
    }
    return !failed;
}

}  // namespace

int command_read(const Words& words) {
    const Arguments arguments(words, {"json", "text", "hocr", "fields-only"},
                              {"jobs", "at-once", "form", "pdf"});
    arguments.operand(0, "at least one FILE");
    const Output output = arguments.has("text")   ? Output::Text
                          : arguments.has("hocr") ? Output::Hocr
                          : arguments.has("pdf")  ? Output::Pdf
                                                  : Output::Json;
    const bool fields_only = arguments.has("fields-only");
    const bool several = arguments.operands().size() > 1;
    if (output == Output::Pdf && several) make_folder(arguments.value("pdf"));
    const Reading reading(ReadingOptions{.workers = arguments.number("jobs", 0),
                                         .form = arguments.value("form", "auto"),
                                         .pictures = output == Output::Pdf,
                                         .fields_only = fields_only});
    const Reader reader{reading, output,
                        fields_only ? pipeline::PageText::Without : pipeline::PageText::With,
                        arguments.value("pdf"), several,
                        // Fewer files than workers leave workers for the pages of each.
                        std::max(1, arguments.number("at-once", reading.sandbox().workers()))};
    return read_all(reader, arguments.operands()) ? 0 : 2;
}

}  // namespace vanthu::apps
