#include "bench/hurt_papers.h"

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

#include "base/text.h"
#include "tests/forms/sheet.h"

namespace vanthu::bench {
namespace {

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

HurtPaper make(Random& random, bool recognised) {
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
    HurtPaper made;
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

}  // namespace

HurtPaper hurt_paper(unsigned seed, bool recognised) {
    constexpr unsigned kLevels = 3;
    Random random(seed + 1);
    HurtPaper paper = make(random, recognised);
    if (recognised) hurt(paper.document, static_cast<int>(seed % kLevels), random);
    return paper;
}

}  // namespace vanthu::bench
