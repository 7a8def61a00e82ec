// confidence_bench: makes forms/confidence.xml and the reliability diagram.
//
//   ninja confidence_bench && build/release/bin/confidence_bench [DOCUMENTS] [XML] [SVG]
//
// Made-up dispatches go through the extractor as recognised text whose words are hurt the way the
// recogniser hurts them: the share of wrong words at each word confidence, and how often each
// confidence occurs, were measured on the committed damaged pages (samples/damaged, 6 085 words).
// Odd documents make the table, even ones judge it: counts, Wilson intervals, expected calibration
// error. Nothing here has seen a real paper.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <random>

#include "forms/confidence.h"
#include "forms/truth.h"
#include "tests/forms/sheet.h"

namespace {

using namespace vanthu;
using namespace vanthu::forms;
using forms::testing::Sheet;
using Random = std::mt19937;
using Texts = std::vector<std::string>;

int below(Random& random, int count) {
    return std::uniform_int_distribution<int>(0, count - 1)(random);
}
bool chance(Random& random, double share) {
    return std::uniform_real_distribution<double>(0, 1)(random) < share;
}
const std::string& one_of(Random& random, const Texts& texts) {
    return texts[static_cast<std::size_t>(below(random, static_cast<int>(texts.size())))];
}
std::string two(int value) {
    return (value < 10 ? "0" : "") + std::to_string(value);
}

struct Made {
    pipeline::Document document;
    Truth truth;
};

Made make(Random& random, bool recognised) {
    static const Texts provinces{"HƯNG YÊN",  "QUẢNG NGÃI", "LÂM ĐỒNG",   "CẦN THƠ", "NGHỆ AN",
                                 "ĐIỆN BIÊN", "TÂY NINH",   "KIÊN GIANG", "CÀ MAU",  "LẠNG SƠN"};
    static const Texts places{"Hưng Yên",  "Quảng Ngãi", "Lâm Đồng",   "Cần Thơ", "Nghệ An",
                              "Điện Biên", "Tây Ninh",   "Kiên Giang", "Cà Mau",  "Lạng Sơn"};
    static const std::array<Texts, 6> offices{{{"SỞ Y TẾ", "SYT"},
                                               {"SỞ NỘI VỤ", "SNV"},
                                               {"SỞ TÀI CHÍNH", "STC"},
                                               {"SỞ TƯ PHÁP", "STP"},
                                               {"SỞ XÂY DỰNG", "SXD"},
                                               {"BAN DÂN TỘC", "BDT"}}};
    static const std::array<Texts, 6> types{{{"KẾ HOẠCH", "KH"},
                                             {"THÔNG BÁO", "TB"},
                                             {"BÁO CÁO", "BC"},
                                             {"TỜ TRÌNH", "TTr"},
                                             {"HƯỚNG DẪN", "HD"},
                                             {"QUYẾT ĐỊNH", "QĐ"}}};
    static const Texts subjects{
        "Tổ chức phong trào thi đua yêu nước năm", "Triển khai công tác cải cách hành chính năm",
        "Kết quả thực hiện nhiệm vụ chuyển đổi số năm", "Phòng, chống dịch bệnh mùa hè năm",
        "Nâng cao chất lượng đội ngũ cán bộ, công chức năm"};
    static const Texts receivers{"Ủy ban nhân dân các xã, phường",
                                 "Các phòng chuyên môn",
                                 "Văn phòng Ủy ban nhân dân tỉnh",
                                 "Sở Tài chính",
                                 "Các đơn vị trực thuộc",
                                 "Ban Giám đốc",
                                 "Sở Nội vụ"};
    static const Texts families{"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Bùi", "Vũ"};
    static const Texts middles{"Văn", "Thị", "Minh", "Quốc", "Hữu", "Thanh"};
    static const Texts givens{"Bình", "Hạnh", "Phúc", "Dũng", "Lan", "Tuấn", "Hải", "Sơn"};
    Made made;
    const auto at = static_cast<std::size_t>(below(random, static_cast<int>(provinces.size())));
    const auto& office = offices[static_cast<std::size_t>(below(random, 6))];
    const auto& type = types[static_cast<std::size_t>(below(random, 6))];
    const bool letter = chance(random, 0.35);
    const std::string number = std::to_string(1 + below(random, chance(random, 0.5) ? 99 : 3999));
    const std::string notation = letter ? office[1] + "-VP" : type[1] + "-" + office[1];
    const int year = 2020 + below(random, 6), month = 1 + below(random, 12);
    const int day = 1 + below(random, 28);
    const std::string subject = one_of(random, subjects) + " " + std::to_string(year);
    const std::string signer =
        one_of(random, families) + " " + one_of(random, middles) + " " + one_of(random, givens);
    Texts to;
    for (const std::string& receiver : receivers)
        if (chance(random, 0.5)) to.push_back(receiver);
    if (to.empty()) to.push_back(receivers[0]);

    Sheet sheet(recognised ? pipeline::TextOrigin::Ocr : pipeline::TextOrigin::TextLayer);
    sheet.head("UBND TỈNH " + provinces[at], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head(office[0], "Độc lập - Tự do - Hạnh phúc")
        .down(0.6)
        .head("Số: " + number + "/" + notation,
              places[at] + ", ngày " + two(day) + " tháng " +
                  (month < 3 ? two(month) : std::to_string(month)) + " năm " +
                  std::to_string(year));
    if (letter) {
        sheet.centred(Sheet::kLeftColumn, "V/v " + subject).down(2);
        sheet.at(420, "Kính gửi: " + to.front() + ".").down(2);
    } else {
        sheet.down().title(type[0]).title(subject).down();
    }
    sheet.body("Thực hiện Quyết định số 1234/QĐ-UBND ngày 12/3/2021 của Ủy ban nhân dân tỉnh về")
        .body("việc giao nhiệm vụ trọng tâm, cơ quan yêu cầu các đơn vị triển khai nội dung sau.")
        .down(2);
    const bool deputy = chance(random, 0.5);
    sheet.foot("Nơi nhận:", deputy ? "KT. GIÁM ĐỐC" : "GIÁM ĐỐC");
    for (std::size_t i = 0; i < to.size(); ++i)
        sheet.foot("- " + to[i] + ";", i == 0 && deputy ? "PHÓ GIÁM ĐỐC" : "");
    sheet.foot("- Lưu: VT.", "").down(1).foot("", signer);
    made.document = sheet.document();

    const auto truth = [&](const char* id, Texts values) {
        made.truth.fields[id].values = std::move(values);
    };
    truth("organization_in_charge", {"UBND TỈNH " + provinces[at]});
    truth("organ_name", {office[0]});
    truth("code_number", {number});
    truth("code_notation", {notation});
    truth("code", {number + "/" + notation});
    truth("issued_place", {places[at]});
    truth("issued_date", {std::to_string(year) + "-" + two(month) + "-" + two(day)});
    truth("type_name", {letter ? "Công văn" : type[0]});
    truth("subject", {subject});
    if (letter) truth("addressees", {to.front()});
    truth("to_places", to);
    truth("archive_line", {"VT"});
    if (deputy) truth("signer_competence", {"KT. GIÁM ĐỐC"});
    truth("signer_position", {deputy ? "PHÓ GIÁM ĐỐC" : "GIÁM ĐỐC"});
    truth("signer_full_name", {signer});
    return made;
}

// Words of each confidence (steps of 5 points up to 95, then of one), per level of damage, and the
// share of them with a wrong letter at any level.
constexpr std::size_t kSteps = 22;
constexpr std::array<std::array<int, kSteps>, 3> kSeen{
    {{0, 0, 0, 0, 0, 3, 0, 0, 0, 1, 2, 2, 4, 3, 6, 5, 11, 26, 142, 22, 336, 1100},
     {6, 0, 2, 2, 2, 1, 1, 0, 5, 3, 2, 6, 5, 2, 12, 8, 15, 30, 163, 38, 304, 1395},
     {42, 7, 12, 9, 12, 12, 12, 12, 11, 9, 16, 18, 26, 25, 37, 33, 56, 87, 304, 68, 382, 1230}}};
constexpr std::array<double, kSteps> kWrong{1.0,   0.857, 0.857, 1.0,   0.857, 0.375, 0.846, 0.417,
                                            0.688, 0.769, 0.4,   0.5,   0.4,   0.467, 0.273, 0.326,
                                            0.183, 0.14,  0.095, 0.078, 0.022, 0.007};

float confidence_at(int step, Random& random) {
    return step < 19 ? static_cast<float>(step * 5 + below(random, 5)) / 100 + 0.005f
                     : static_cast<float>(95 + step - 19) / 100 +
                           static_cast<float>(below(random, 9)) / 1000;
}

std::string hurt(const std::string& word, Random& random) {
    static const std::u32string habits = U"-~ểếổốôộđdlIO0ũuưuơo1lảáéeốố,.;:6893";
    std::u32string letters = to_utf32(word);
    const double way = std::uniform_real_distribution<double>(0, 1)(random);
    if (letters.empty() || way > 0.85) return "|" + word;
    if (way < 0.6) {  // one letter, by habit where it has one
        for (std::size_t i = 0; i < letters.size(); ++i) {
            const std::size_t habit = habits.find(letters[i]);
            if (habit != std::u32string::npos && habit % 2 == 0 && chance(random, 0.5)) {
                letters[i] = habits[habit + 1];
                return to_utf8(letters);
            }
        }
        auto& letter =
            letters[static_cast<std::size_t>(below(random, static_cast<int>(letters.size())))];
        letter = letter >= U'0' && letter <= U'9'
                     ? U'0' + static_cast<char32_t>(below(random, 10))
                     : static_cast<char32_t>(U'a' + static_cast<char32_t>(below(random, 26)));
        return to_utf8(letters);
    }
    letters.erase(static_cast<std::size_t>(below(random, static_cast<int>(letters.size()))), 1);
    if (letters.empty()) letters = U"'";
    return to_utf8(letters);
}

void hurt(pipeline::Document& document, int level, Random& random) {
    const auto& seen = kSeen[static_cast<std::size_t>(level)];
    std::discrete_distribution<int> confidence(seen.begin(), seen.end());
    for (pipeline::Block& block : document.pages[0].blocks)
        for (pipeline::TextLine& line : block.lines)
            for (pipeline::Word& word : line.words) {
                const int step = confidence(random);
                word.confidence = confidence_at(step, random);
                if (chance(random, kWrong[static_cast<std::size_t>(step)]))
                    word.text = hurt(word.text, random);
            }
}

struct Judged {
    std::vector<Outcome> fit, test;
    long text_right = 0, text_all = 0;
};

void judge(const Made& made, const Extraction& read, bool recognised, bool fits,
           std::map<std::string, Judged>& fields) {
    pipeline::Document document = made.document;
    document.fields = read.fields;
    for (const pipeline::Field& field : read.fields) {
        if (!field.value || field.id == "page_amount") continue;
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
        } else {
            (fits ? judged.fit : judged.test).push_back({field.value->confidence, right});
        }
    }
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

}  // namespace

int main(int argc, char** argv) {
    const int documents = argc > 1 ? std::atoi(argv[1]) : 24000;
    const std::string source = VANTHU_SOURCE_DIR;
    const std::string table = argc > 2 ? argv[2] : source + "/forms/confidence.xml";
    const std::string picture = argc > 3 ? argv[3] : source + "/docs/reliability.svg";
    std::map<std::string, Judged> fields;
    for (int i = 0; i < documents; ++i) {
        Random random(static_cast<unsigned>(i) + 1);
        const bool recognised = i % 6 != 5;
        Made made = make(random, recognised);
        if (recognised) hurt(made.document, i % 3, random);
        judge(made, forms::testing::extract_as(made.document), recognised, i / 6 % 2 == 0, fields);
    }
    std::map<std::string, Calibration::Curve, std::less<>> curves;
    std::ofstream xml(table, std::ios::trunc);
    xml << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- Made by bench/confidence.cpp; do not "
           "edit. "
           "-->\n<confidence documents=\""
        << documents << "\">\n";
    for (const auto& [id, judged] : fields) {
        if (judged.fit.size() < 200) continue;
        Calibration::Curve curve;
        const bool strict = id == "code_number" || id == "issued_date" || id == "code";
        curve.accept = strict ? 0.99 : 0.98;
        curve.text = judged.text_all > 0 ? static_cast<double>(judged.text_right + 1) /
                                               static_cast<double>(judged.text_all + 1)
                                         : 1;
        curve.points = monotone_curve(judged.fit, 10);
        std::vector<Calibration::Point> rising;
        for (const Calibration::Point& point : curve.points)
            if (rising.empty() || point.raw > rising.back().raw + 0.0005) rising.push_back(point);
        curve.points = rising;
        xml << "  <field id=\"" << id << "\" values=\"" << judged.fit.size() << "\" accept=\""
            << share(curve.accept) << "\" text=\"" << share(curve.text) << "\">\n";
        for (const Calibration::Point& point : curve.points)
            xml << "    <point raw=\"" << share(point.raw) << "\" right=\"" << share(point.right)
                << "\"/>\n";
        xml << "  </field>\n";
        curves.emplace(id, std::move(curve));
    }
    xml << "</confidence>\n";
    const Calibration calibration(curves);
    std::array<Bin, 10> before{}, after{};
    std::cout
        << "field                    judged  right  ECE    filed  of them wrong (Wilson 95 %)\n";
    for (const auto& [id, judged] : fields) {
        if (!calibration.knows(id)) continue;
        std::array<Bin, 10> own{};
        long right = 0, filed = 0, wrong = 0;
        for (const Outcome& outcome : judged.test) {
            const double given = calibration.right(id, outcome.raw);
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
