// vanthu form: forms of this installation, a check of a draft, and how well a form reads samples.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>

#include "apps/vanthu/command.h"
#include "apps/vanthu/reading.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/text.h"
#include "forms/scores.h"
#include "pipeline/page_wire.h"
#include "pipeline/runner.h"

namespace vanthu::apps {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMostMisses = 40;  // printed; the rest are counted

std::string bytes_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw Error(ErrorCode::NotFound, path + ": there is no such file");
    std::stringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

// The pipeline in two: up to the text, which is dear and does not depend on forms, and from it on.
class TestBench {
public:
    TestBench(const std::string& forms_folder, std::string recordings)
        : reading_(ReadingOptions{.workers = 1, .forms_folder = forms_folder}),
          recordings_(std::move(recordings)) {
        bool text_known = false;
        std::string versions;
        for (const pipeline::StageStep& step : reading_.pipeline().steps) {
            text_known = text_known || step.stage->name() == "classify";
            if (!text_known)
                versions +=
                    std::string(step.stage->name()) + std::to_string(step.stage->version()) + ' ';
            (text_known ? understanding_ : to_text_).steps.push_back(step);
        }
        to_text_version_ = sha256(versions).substr(0, 8);
        if (!recordings_.empty()) fs::create_directories(recordings_);
    }

    const forms::FormLibrary& forms() const { return reading_.forms(); }
    int recalled() const { return recalled_; }

    pipeline::Document read(const std::string& path) {
        pipeline::Document document;
        document.source = path;
        const std::string bytes = bytes_of(path);
        document.original = sha256(bytes);
        store::TransientBlobs blobs;
        if (!recall(document)) {
            blobs.put(bytes);
            pipeline::run_once(to_text_, document, blobs, reading_.sandbox(), clock_);
            record(document);
        }
        pipeline::run_once(understanding_, document, blobs, reading_.sandbox(), clock_, "route");
        return document;
    }

private:
    std::string recording_of(const pipeline::Document& document) const {
        return recordings_ + "/" + document.original + "-" + to_text_version_ + ".pages";
    }

    // Media type, secrecy of the head, then the pages as the page worker gives them.
    void record(const pipeline::Document& document) const {
        if (recordings_.empty()) return;
        std::ofstream out(recording_of(document), std::ios::binary | std::ios::trunc);
        out << document.media_type << '\n' << pipeline::encode_pages(document.pages);
    }

    bool recall(pipeline::Document& document) {
        if (recordings_.empty() || !fs::exists(recording_of(document))) return false;
        const std::string bytes = bytes_of(recording_of(document));
        const std::size_t line = bytes.find('\n');
        if (line == std::string::npos) return false;
        document.media_type = bytes.substr(0, line);
        document.pages = pipeline::decode_pages(std::string_view(bytes).substr(line + 1));
        document.secrecy_decided = true;
        ++recalled_;
        return true;
    }

    Reading reading_;
    pipeline::Pipeline to_text_, understanding_;
    std::string recordings_, to_text_version_;
    int recalled_ = 0;
    SystemClock clock_;
};

struct Sample {
    std::string path;
    forms::Truth truth;
};

// Every truth.json below the folder, and the documents it speaks of.
std::vector<Sample> samples_below(const std::string& folder) {
    if (!fs::is_directory(folder))
        throw Error(ErrorCode::NotFound, folder + ": there is no such folder of samples");
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.path().filename() == "truth.json") files.push_back(entry.path().string());
    std::sort(files.begin(), files.end());
    std::vector<Sample> samples;
    for (const std::string& file : files)
        for (forms::Truth& truth : forms::read_truth(file))
            samples.push_back(
                {(fs::path(file).parent_path() / truth.file).string(), std::move(truth)});
    return samples;
}

void print_scores(const std::string& title, const forms::Scores& scores) {
    std::cout << '\n' << title << '\n';
    for (const auto& [id, score] : scores) {
        std::cout << "  " << std::left << std::setw(26) << id << std::right << std::fixed
                  << std::setprecision(3) << std::setw(6) << score.share() << "  " << score.right
                  << '/' << score.total;
        if (score.counted == forms::FieldScore::Counted::Items)
            std::cout << " (F1, " << score.given << " read)";
        if (score.wrong_but_extracted > 0)
            std::cout << ", " << score.wrong_but_extracted << " wrong but sure";
        std::cout << '\n';
    }
}

struct NamedMiss {
    std::string file;
    forms::Miss miss;
};

void print_misses(std::vector<NamedMiss> missed, std::size_t most) {
    std::stable_sort(missed.begin(), missed.end(), [](const NamedMiss& a, const NamedMiss& b) {
        return std::pair(a.miss.extracted, a.miss.confidence) >
               std::pair(b.miss.extracted, b.miss.confidence);
    });
    for (std::size_t i = 0; i < std::min(most, missed.size()); ++i) {
        const forms::Miss& miss = missed[i].miss;
        std::cout << (miss.extracted ? "WRONG BUT SURE " : "wrong ") << miss.field << " ("
                  << std::fixed << std::setprecision(2) << miss.confidence << ") " << missed[i].file
                  << "\n    read  " << miss.read << "\n    page  " << miss.truth << '\n';
    }
    if (missed.size() > most)
        std::cout << "... and " << missed.size() - most << " more; --misses N shows them\n";
}

int test_form(const Arguments& arguments) {
    const std::string& id = arguments.operand(1, "a FORM, or all");
    TestBench bench(arguments.value("forms"), arguments.value("recordings"));
    if (id != "all" && bench.forms().form(id) == nullptr)
        throw Error(ErrorCode::NotFound, "there is no form '" + id + "'; vanthu form list");
    const std::string folder =
        arguments.operands().size() > 2 ? arguments.operands()[2] : std::string("samples");
    std::map<std::string, forms::Scores> by_level;
    std::vector<NamedMiss> missed;
    int read = 0, failed = 0;
    for (const Sample& sample : samples_below(folder)) {
        if (id != "all" && !sample.truth.form.empty() && sample.truth.form != id) continue;
        try {
            const pipeline::Document document = bench.read(sample.path);
            ++read;
            if (!sample.truth.form.empty()) {
                forms::FieldScore& form = by_level["all"]["form"];
                ++form.total;
                form.right += document.form == sample.truth.form ? 1 : 0;
                if (document.form != sample.truth.form)
                    missed.push_back({sample.path,
                                      {"form", document.form, sample.truth.form,
                                       static_cast<float>(document.form_confidence), true}});
            }
            forms::score(document, sample.truth, by_level["all"]);
            if (!sample.truth.damage.empty())
                forms::score(document, sample.truth, by_level["damage " + sample.truth.damage]);
            for (forms::Miss& miss : forms::misses(document, sample.truth))
                missed.push_back({sample.path, std::move(miss)});
        } catch (const Error& error) {
            ++failed;
            std::cerr << "vanthu: " << sample.path << ": " << error.what() << '\n';
        }
    }
    if (read + failed == 0)
        throw Error(ErrorCode::NotFound, folder + ": no truth.json there speaks of form '" + id +
                                             "'; docs/adding-a-form.md says how to write one");
    const int most = arguments.number("misses", static_cast<int>(kMostMisses));
    print_misses(std::move(missed), static_cast<std::size_t>(std::max(0, most)));
    std::cout << read << " documents read, " << failed << " failed\n";
    if (bench.recalled() > 0)
        std::cout << bench.recalled()
                  << " of them from --recordings: numbers and days by pen, which are read from the "
                     "picture once more, are measured without it\n";
    for (const auto& [level, scores] : by_level)
        print_scores(level == "all" ? "all documents" : level, scores);
    return failed == 0 ? 0 : 2;
}

int list_forms(const Arguments& arguments) {
    const Installation installation = Installation::find();
    const forms::FormLibrary library =
        forms::FormLibrary::load(arguments.value("forms", installation.forms));
    for (const forms::Form& form : library.forms())
        std::cout << form.id << " version " << form.version << ": " << form.label_vi << " ("
                  << form.label_en << ")"
                  << (form.valid_from ? ", from " + iso_date(*form.valid_from) : "")
                  << (form.valid_until ? ", until " + iso_date(*form.valid_until) : "") << '\n';
    return 0;
}

int check_forms(const Arguments& arguments) {
    const Installation installation = Installation::find();
    const std::string folder = arguments.value("forms", installation.forms);
    const forms::FormLibrary library = forms::FormLibrary::load(folder);
    std::cout << folder << ": " << library.forms().size() << " form definitions are sound\n";
    return 0;
}

}  // namespace

int command_form(const Words& words) {
    const Arguments arguments(words, {}, {"forms", "recordings", "misses"});
    const std::string& what = arguments.operand(0, "list, check or test");
    if (what == "list") return list_forms(arguments);
    if (what == "check") return check_forms(arguments);
    if (what == "test") return test_form(arguments);
    throw Error(ErrorCode::BadInput, "form '" + what + "': it is list, check or test");
}

}  // namespace vanthu::apps
