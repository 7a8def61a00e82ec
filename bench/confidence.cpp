// confidence_bench: makes forms/confidence.xml and the reliability diagram.
//
//   confidence_bench [--papers N] [--table XML] [--picture SVG]
//                    --fit FOLDER RECORDINGS [...] --judge FOLDER RECORDINGS [...]
//
// Names, titles, lists and subjects: from made scans that were recognised (recorded_values.h), at
// three levels of damage, with seals; bench/README.md has the commands. Numbers and dates: from
// many more papers whose words are hurt in place of the recogniser (hurt_papers.h), because a wrong
// digit that looks right is rare; odd papers make their curves, even ones judge them. What judges
// a curve did not make it. Nothing here has seen a real paper.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>

#include "base/error.h"
#include "bench/hurt_papers.h"
#include "bench/recorded_values.h"
#include "forms/confidence.h"
#include "tests/forms/sheet.h"

namespace {

using namespace vanthu;
using namespace vanthu::forms;

struct Judged {
    std::vector<Outcome> fit, fit_vouched;  // what the curves are made of
    struct Case {
        Outcome outcome;
        bool vouched = false;
    };
    std::vector<Case> test;
    long text_right = 0, text_all = 0;
};
using Fields = std::map<std::string, Judged>;

bool is_number(const std::string& id) {
    return id == "code_number" || id == "issued_date" || id == "code";
}

void judge_hurt(const bench::HurtPaper& made, bool recognised, bool fits, Fields& fields) {
    const Extraction read = forms::testing::extract_as(made.document);
    pipeline::Document document = made.document;
    document.fields = read.fields;
    for (const pipeline::Field& field : read.fields) {
        if (!field.value || (recognised && !is_number(field.id))) continue;
        const auto truth = made.truth.fields.find(field.id);
        static const TrueField nothing;
        const Agreement agreement =
            compare(document, field.id, truth == made.truth.fields.end() ? nothing : truth->second);
        if (agreement == Agreement::NotCounted) continue;
        const bool right = truth != made.truth.fields.end() && agreement == Agreement::Right;
        Judged& judged = fields[field.id];
        if (!recognised) {
            judged.text_right += right;
            ++judged.text_all;
        } else if (fits) {
            judged.fit.push_back({field.value->confidence, right});
        } else {
            judged.test.push_back({{field.value->confidence, right}, false});
        }
    }
}

void take(const std::vector<bench::RecordedValue>& values, bool fits, Fields& fields) {
    for (const bench::RecordedValue& value : values) {
        if (is_number(value.field)) continue;
        Judged& judged = fields[value.field];
        const Outcome outcome{value.raw, value.right};
        if (!fits)
            judged.test.push_back({outcome, value.vouched});
        else
            (value.vouched ? judged.fit_vouched : judged.fit).push_back(outcome);
    }
}

// Of few outcomes no curve may promise more than they show: one half is added to the wrong ones of
// each pool. Below what was seen a curve falls to nearly nothing, for there lies what the extractor
// itself doubts.
std::vector<Calibration::Point> careful_curve(std::vector<Outcome> outcomes, std::size_t most) {
    constexpr double kNothing = 0.05;
    constexpr std::size_t kOneIn = 20;
    std::sort(outcomes.begin(), outcomes.end(),
              [](const Outcome& a, const Outcome& b) { return a.raw < b.raw; });
    const double low = outcomes[outcomes.size() / kOneIn].raw;
    const double pool = static_cast<double>(outcomes.size()) / static_cast<double>(most);
    std::vector<Calibration::Point> points{{0, kNothing}};
    for (Calibration::Point point : monotone_curve(std::move(outcomes), most)) {
        point.right = (point.right * pool + 0.5) / (pool + 1);
        if (points.size() == 1 && low < point.raw - 0.01) points.push_back({low, point.right});
        point.right = std::max(point.right, points.back().right);
        if (point.raw > points.back().raw + 0.0005) points.push_back(point);
    }
    return points;
}

std::vector<Calibration::Point> plain_curve(const std::vector<Outcome>& outcomes) {
    constexpr std::size_t kPoints = 10;
    std::vector<Calibration::Point> rising;
    for (const Calibration::Point& point : monotone_curve(outcomes, kPoints))
        if (rising.empty() || point.raw > rising.back().raw + 0.0005) rising.push_back(point);
    return rising;
}

Calibration::Curve curve_of(const std::string& id, const Judged& judged) {
    constexpr std::size_t kFew = 60, kSteps = 4, kStepsVouched = 3;
    Calibration::Curve curve;
    // Letters of units and initials of a typist: no witness knows them.
    curve.accept = is_number(id) || id == "archive_line" ? 0.99 : 0.98;
    curve.text = judged.text_all > 0 ? static_cast<double>(judged.text_right + 1) /
                                           static_cast<double>(judged.text_all + 1)
                                     : 1;
    if (is_number(id)) {
        curve.points = plain_curve(judged.fit);
        return curve;
    }
    std::vector<Outcome> others = judged.fit;
    if (judged.fit_vouched.size() >= kFew)
        curve.vouched = careful_curve(judged.fit_vouched, kStepsVouched);
    if (judged.fit_vouched.size() < kFew || others.size() < kFew)
        others.insert(others.end(), judged.fit_vouched.begin(), judged.fit_vouched.end());
    curve.points = careful_curve(std::move(others), kSteps);
    return curve;
}

struct Bin {
    double sum = 0;
    long right = 0, all = 0;
};

double calibration_error(const std::array<Bin, 10>& bins) {
    long all = 0;
    double error = 0;
    for (const Bin& bin : bins)
        all += bin.all;
    for (const Bin& bin : bins)
        if (bin.all > 0)
            error += std::abs(bin.sum - static_cast<double>(bin.right)) / static_cast<double>(all);
    return error;
}

std::string diagram(const std::array<Bin, 10>& before, const std::array<Bin, 10>& after) {
    std::string svg =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 420 420\" "
        "font-family=\"sans-serif\" "
        "font-size=\"11\">\n<title>Reliability of field confidences on made papers</title>\n"
        "<rect width=\"420\" height=\"420\" fill=\"#fff\"/>\n"
        "<path d=\"M50 370H390M50 370V30\" stroke=\"#333\" fill=\"none\"/>\n"
        "<path d=\"M50 370L390 30\" stroke=\"#999\" stroke-dasharray=\"4 3\"/>\n";
    char line[256];
    for (int i = 0; i <= 10; i += 2) {
        std::snprintf(line, sizeof line,
                      "<text x=\"%d\" y=\"386\" text-anchor=\"middle\">%.1f</text><text x=\"42\" "
                      "y=\"%d\" text-anchor=\"end\">%.1f</text>\n",
                      50 + 34 * i, i / 10.0, 374 - 34 * i, i / 10.0);
        svg += line;
    }
    const auto draw = [&](const std::array<Bin, 10>& bins, const char* colour, bool intervals) {
        for (const Bin& bin : bins) {
            if (bin.all < 20) continue;
            const double x = 50 + 340 * bin.sum / static_cast<double>(bin.all);
            const double share = static_cast<double>(bin.right) / static_cast<double>(bin.all);
            const Interval range = wilson(bin.right, bin.all);
            if (intervals) {
                std::snprintf(line, sizeof line, "<path d=\"M%.1f %.1fV%.1f\" stroke=\"%s\"/>\n", x,
                              370 - 340 * range.low, 370 - 340 * range.high, colour);
                svg += line;
            }
            std::snprintf(line, sizeof line,
                          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"><title>%ld of "
                          "%ld</title></circle>\n",
                          x, 370 - 340 * share, colour, bin.right, bin.all);
            svg += line;
        }
    };
    draw(before, "#c9a227", false);
    draw(after, "#1f5fa8", true);
    svg +=
        "<text x=\"220\" y=\"408\" text-anchor=\"middle\">confidence given</text>\n"
        "<text x=\"14\" y=\"200\" text-anchor=\"middle\" transform=\"rotate(-90 14 200)\">share "
        "that was right</text>\n"
        "<circle cx=\"70\" cy=\"44\" r=\"4\" fill=\"#c9a227\"/><text x=\"80\" y=\"48\">raw</text>\n"
        "<circle cx=\"70\" cy=\"62\" r=\"4\" fill=\"#1f5fa8\"/><text x=\"80\" "
        "y=\"66\">calibrated, with Wilson 95 %</text>\n</svg>\n";
    return svg;
}

std::string share(double value) {
    char text[16];
    std::snprintf(text, sizeof text, "%.4f", value);
    return text;
}

void write(const std::string& path, int papers,
           const std::map<std::string, Calibration::Curve, std::less<>>& curves,
           const Fields& fields) {
    std::ofstream xml(path, std::ios::trunc);
    xml << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- Made by bench/confidence.cpp; do not "
           "edit. -->\n<confidence documents=\""
        << papers << "\">\n";
    for (const auto& [id, curve] : curves) {
        const Judged& judged = fields.at(id);
        xml << "  <field id=\"" << id << "\" values=\""
            << judged.fit.size() + judged.fit_vouched.size() << "\" accept=\""
            << share(curve.accept) << "\" text=\"" << share(curve.text) << "\">\n";
        for (const Calibration::Point& point : curve.points)
            xml << "    <point raw=\"" << share(point.raw) << "\" right=\"" << share(point.right)
                << "\"/>\n";
        for (const Calibration::Point& point : curve.vouched)
            xml << "    <vouched raw=\"" << share(point.raw) << "\" right=\"" << share(point.right)
                << "\"/>\n";
        xml << "  </field>\n";
    }
    xml << "</confidence>\n";
}

// Prints how well the curves foretell what they were not made of.
void report(const Calibration& calibration, const Fields& fields, const std::string& picture) {
    std::array<Bin, 10> before{}, after{};
    std::cout
        << "field                    judged  right  ECE    filed  of them wrong (Wilson 95 %)\n";
    for (const auto& [id, judged] : fields) {
        if (!calibration.knows(id)) continue;
        std::array<Bin, 10> own{};
        long right = 0, filed = 0, wrong = 0;
        for (const auto& [outcome, vouched] : judged.test) {
            const double given = calibration.right(id, outcome.raw, vouched);
            const auto put = [&](std::array<Bin, 10>& bins, double value) {
                Bin& bin = bins[static_cast<std::size_t>(std::clamp(value * 10, 0.0, 9.0))];
                bin.sum += value;
                bin.right += outcome.right;
                ++bin.all;
            };
            put(own, given);
            put(after, given);
            put(before, outcome.raw);
            right += outcome.right;
            if (given >= calibration.accept(id)) ++filed, wrong += !outcome.right;
        }
        if (judged.test.empty()) continue;
        const Interval range = wilson(wrong, filed);
        std::printf(
            "%-24s %6zu %6ld  %.3f %6ld  %4ld  %.2f %% (%.2f to %.2f)   text %ld of %ld\n",
            id.c_str(), judged.test.size(), right, calibration_error(own), filed, wrong,
            filed > 0 ? 100.0 * static_cast<double>(wrong) / static_cast<double>(filed) : 0.0,
            100 * range.low, 100 * range.high, judged.text_right, judged.text_all);
    }
    std::printf("all fields: ECE raw %.3f, calibrated %.3f\n", calibration_error(before),
                calibration_error(after));
    std::ofstream(picture, std::ios::trunc) << diagram(before, after);
}

struct Set {
    std::string folder, recordings;
    bool fits = false;
};

struct Options {
    int papers = 24000;
    std::string table = VANTHU_SOURCE_DIR "/forms/confidence.xml";
    std::string picture = VANTHU_SOURCE_DIR "/docs/reliability.svg";
    std::vector<Set> sets;
};

Options options_of(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string name = argv[i];
        const auto next = [&] {
            if (++i >= argc) throw Error(ErrorCode::BadInput, name + " needs a value");
            return std::string(argv[i]);
        };
        if (name == "--papers")
            options.papers = std::atoi(next().c_str());
        else if (name == "--table")
            options.table = next();
        else if (name == "--picture")
            options.picture = next();
        else if (name == "--fit" || name == "--judge") {
            Set set{next(), {}, name == "--fit"};
            set.recordings = next();
            options.sets.push_back(std::move(set));
        } else
            throw Error(ErrorCode::BadInput, "there is no option " + name);
    }
    if (std::none_of(options.sets.begin(), options.sets.end(), [](const Set& s) { return s.fits; }))
        throw Error(ErrorCode::BadInput,
                    "give at least one --fit FOLDER RECORDINGS; bench/README.md says how they are "
                    "made");
    return options;
}

}  // namespace

int main(int argc, char** argv) try {
    const Options options = options_of(argc, argv);
    const std::string source = VANTHU_SOURCE_DIR;
    const FormLibrary library = FormLibrary::load(source + "/forms");
    const auto language = ocr::LanguageModel::load(source + "/models/vietnamese.lm");
    Fields fields;
    for (int i = 0; i < options.papers; ++i) {
        const bool recognised = i % 6 != 5;
        judge_hurt(bench::hurt_paper(static_cast<unsigned>(i), recognised), recognised,
                   i / 6 % 2 == 0, fields);
    }
    for (const Set& set : options.sets)
        take(bench::recorded_values(set.folder, set.recordings, library, language), set.fits,
             fields);
    constexpr std::size_t kEnough = 60;
    std::map<std::string, Calibration::Curve, std::less<>> curves;
    for (const auto& [id, judged] : fields)
        if (id != "page_amount" && judged.fit.size() + judged.fit_vouched.size() >= kEnough)
            curves.emplace(id, curve_of(id, judged));
    write(options.table, options.papers, curves, fields);
    report(Calibration(curves), fields, options.picture);
    return 0;
} catch (const std::exception& error) {
    std::cerr << "confidence_bench: " << error.what() << '\n';
    return 1;
}
