#include "stages/repair.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/text.h"
#include "ocr/misreadings.h"
#include "ocr/syllables.h"
#include "pipeline/sandbox.h"

namespace vanthu::stages {

using ocr::certainty_cost;
using ocr::change_cost;
using ocr::is_syllable;
using ocr::LanguageModel;
using ocr::misreading_cost;
using ocr::slip_cost;
using ocr::Spelling;
namespace {

using pipeline::Block;
using pipeline::Document;
using pipeline::Page;
using pipeline::TextLine;
using pipeline::TextOrigin;
using pipeline::Word;

const std::string kModel = std::string(VANTHU_SOURCE_DIR) + "/models/vietnamese.lm";

const LanguageModel& model() {
    static const LanguageModel loaded = LanguageModel::load(kModel);
    return loaded;
}

// Lines are parted by line feeds; every word is read with the same confidence.
Page page_of(const std::string& text, float confidence = 0.93f,
             TextOrigin origin = TextOrigin::Ocr) {
    Page page;
    page.number = 1;
    page.origin = origin;
    Block block;
    for (const std::string& row : split(text, '\n')) {
        TextLine line;
        int left = 100;
        for (const std::string& word : split(row, ' ')) {
            line.words.push_back({word, {left, 100, left + 40, 130}, confidence});
            left += 50;
        }
        block.lines.push_back(line);
    }
    page.blocks.push_back(block);
    return page;
}

// The lines, parted as they were given.
std::string lines_of(const Page& page) {
    std::vector<std::string> lines;
    for (const TextLine& line : page.blocks[0].lines)
        lines.push_back(text_of(line));
    return join(lines, "\n");
}

std::string repaired(const std::string& text, float confidence = 0.93f,
                     TextOrigin origin = TextOrigin::Ocr) {
    std::vector<Page> pages{page_of(text, confidence, origin)};
    repair_words(pages, Spelling(model()));
    return lines_of(pages[0]);
}

class ModelFile : public testing::Test {
protected:
    ModelFile() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "vanthu-model-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
        std::ifstream in(kModel, std::ios::binary);
        std::stringstream bytes;
        bytes << in.rdbuf();
        bytes_ = bytes.str();
    }
    ~ModelFile() override { std::filesystem::remove_all(folder_); }

    std::string refusal(const std::string& bytes) {
        const std::string path = folder_ + "/damaged.lm";
        std::ofstream(path, std::ios::binary) << bytes;
        try {
            LanguageModel::load(path);
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::Configuration);
            EXPECT_NE(std::string(error.what()).find(path), std::string::npos);
            return error.what();
        }
        return "";
    }

    // The same file with other contents and a checksum that fits.
    std::string sealed(std::string body) const { return bytes_.substr(0, 8) + sha256(body) + body; }
    std::string body() const { return bytes_.substr(8 + 64); }

    std::string folder_, bytes_;
};

TEST_F(ModelFile, RefusesDamage) {
    EXPECT_NE(refusal("").find("cut short"), std::string::npos);
    EXPECT_NE(refusal("GIF89a" + bytes_).find("other bytes"), std::string::npos);
    EXPECT_NE(refusal(bytes_.substr(0, bytes_.size() - 1)).find("checksum"), std::string::npos);
    std::string flipped = bytes_;
    flipped[flipped.size() / 2] = static_cast<char>(flipped[flipped.size() / 2] ^ 1);
    EXPECT_NE(refusal(flipped).find("checksum"), std::string::npos);
}

TEST_F(ModelFile, RefusesTablesThatPointOutside) {
    EXPECT_NE(refusal(sealed(body() + "x")).find("last table"), std::string::npos);
    EXPECT_NE(refusal(sealed(body().substr(0, body().size() / 2))).find("cut short"),
              std::string::npos);
    std::string version = body();
    version[0] = 9;
    EXPECT_NE(refusal(sealed(version)).find("another version"), std::string::npos);
    // Numbers of words, pairs, triples and of bytes of text, each raised beyond what follows.
    for (const std::size_t at : {4u, 8u, 12u, 16u}) {
        std::string body_with = body();
        body_with[at + 2] = static_cast<char>(body_with[at + 2] + 1);
        EXPECT_NE(refusal(sealed(body_with)), "") << at;
        body_with[at + 3] = '\x7f';
        EXPECT_NE(refusal(sealed(body_with)), "") << at;
    }
}

TEST_F(ModelFile, RefusesAFileThatIsNotThere) {
    EXPECT_THROW(LanguageModel::load(folder_ + "/none.lm"), Error);
}

TEST(LanguageModel, KnowsNeighbours) {
    const auto cost = [&](const std::vector<std::string>& words) {
        LanguageModel::Context context;
        double sum = 0;
        for (const std::string& word : words) {
            const auto id = model().find(word);
            sum += model().cost(context, id);
            context = model().after(context, id);
        }
        return sum;
    };
    EXPECT_LT(cost({"điển", "hình", "tiên", "tiến"}) + 3, cost({"điến", "hình", "tiên", "tiến"}));
    EXPECT_LT(cost({"sửa", "đổi", "bổ", "sung"}) + 3, cost({"sửa", "đối", "bố", "sung"}));
    EXPECT_TRUE(model().has_pair(model().find("hành"), model().find("chính")));
    EXPECT_EQ(model().find("xyzzy"), LanguageModel::kUnknown);
    EXPECT_EQ(model().find(""), LanguageModel::kUnknown);
}

TEST(LanguageModel, FindsWordsThatDifferInMarks) {
    std::vector<std::string> words;
    for (const auto id : model().alike("quyet"))
        words.emplace_back(model().word(id));
    EXPECT_NE(std::find(words.begin(), words.end(), "quyết"), words.end());
    EXPECT_EQ(words.front(), "quyết");
    EXPECT_TRUE(model().alike("qqq").empty());
}

TEST(LanguageModel, FindsWordsThatDifferInALetter) {
    const auto off = [](const char* folded) {
        std::set<std::string> words;
        for (const auto id : model().one_letter_off(folded))
            words.emplace(model().word(id));
        return words;
    };
    EXPECT_TRUE(off("tih").contains("tịch"));     // left out
    EXPECT_TRUE(off("cuua").contains("của"));     // put in
    EXPECT_TRUE(off("dhong").contains("thông"));  // replaced
    EXPECT_FALSE(off("smh").contains("sinh"));
    EXPECT_FALSE(off("thong").contains("thông"));  // no letter off
    EXPECT_TRUE(off("").empty());
}

TEST(Syllables, FollowTheRule) {
    for (const char* word : {"quyết", "định", "nghiêng", "gì", "giếng", "ươi", "khuỷu", "quốc",
                             "thuở", "ý", "uyên", "đắk", "quyền", "xoong"})
        EXPECT_EQ(is_syllable(to_utf32(word)), std::string(word) != "đắk") << word;
    for (const char* word : {"quyềt", "điểnh", "bốố", "hoằnh", "tấngh", "ccá", "áp̀", "kết́", "đcs"})
        EXPECT_FALSE(is_syllable(to_utf32(word))) << word;
    EXPECT_FALSE(is_syllable(U""));
    EXPECT_FALSE(is_syllable(to_utf32("tổt")));  // a stop sound with the hook
}

TEST(Misreadings, HabitsAreCheaperThanAccidents) {
    EXPECT_EQ(misreading_cost(U'ế', U'ế'), 0);
    EXPECT_LT(misreading_cost(U'ê', U'ể'), misreading_cost(U'á', U'à'));
    EXPECT_LT(misreading_cost(U'ú', U'ủ'), misreading_cost(U'ù', U'ủ'));
    EXPECT_LT(misreading_cost(U'ă', U'ả'), misreading_cost(U'á', U'ạ'));
    EXPECT_LT(misreading_cost(U"điến", U"điển"), misreading_cost(U"điển", U"điến"));
    EXPECT_LT(certainty_cost(0.5), certainty_cost(0.92));
    EXPECT_LT(certainty_cost(0.92), certainty_cost(0.97));
    EXPECT_EQ(certainty_cost(0.99), certainty_cost(0.97));
    EXPECT_EQ(certainty_cost(-1), certainty_cost(0));
    // The unheard-of is dearer in a word that was read well, the common is not.
    EXPECT_GT(change_cost(misreading_cost(U'í', U'ị'), 0.9) - certainty_cost(0.9),
              change_cost(misreading_cost(U'í', U'ị'), 0.7) - certainty_cost(0.7));
    EXPECT_EQ(change_cost(misreading_cost(U'ê', U'ể'), 0.9) - certainty_cost(0.9),
              change_cost(misreading_cost(U'ê', U'ể'), 0.7) - certainty_cost(0.7));
}

TEST(Misreadings, ADoubledLetterIsCheaperThanAnother) {
    EXPECT_LT(slip_cost(U"cúủa", U"của"), slip_cost(U"cúna", U"của"));
    EXPECT_LT(slip_cost(U"tr", U"tư"), slip_cost(U"tk", U"tư"));
    EXPECT_LT(slip_cost(U"tịh", U"tịch"), slip_cost(U"tịh", U"tích"));
    EXPECT_EQ(slip_cost(U"tịch", U"tịch"), 0);
}

TEST(Repair, RestoresLostMarks) {
    EXPECT_EQ(repaired("gương điến hình tiên tiến"), "gương điển hình tiên tiến");
    EXPECT_EQ(repaired("thấm quyên giải quyêt thú tục hành chính"),
              "thẩm quyền giải quyết thủ tục hành chính");
    EXPECT_EQ(repaired("Căn cứ Luật sửa đối, bố sung một sô điêu"),
              "Căn cứ Luật sửa đổi, bổ sung một số điều");
}

TEST(Repair, ReadsOnPastTheEndOfALine) {
    EXPECT_EQ(repaired("theo quy định về tô\nchức bộ máy"), "theo quy định về tổ\nchức bộ máy");
}

TEST(Repair, KeepsCaseAndPunctuation) {
    EXPECT_EQ(repaired("QUYÉT ĐỊNH"), "QUYẾT ĐỊNH");
    EXPECT_EQ(repaired("Quyêt định"), "Quyết định");
    EXPECT_EQ(repaired("THÀNH PHÔ HỒ CHÍ MINH"), "THÀNH PHỐ HỒ CHÍ MINH");
    EXPECT_EQ(repaired("hồ sơ (nêu có);"), "hồ sơ (nếu có);");
    EXPECT_EQ(repaired("kinh tê-xã hội"), "kinh tế-xã hội");
}

TEST(Repair, LeavesRightTextAlone) {
    const std::string text =
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;\n"
        "hiện đồng bộ các khâu phát hiện, bồi dưỡng, tổng kết và nhân rộng;\n"
        "a) Noi gương người tốt, việc tốt;\nđ) Các nhân tố mới, tinh thần trách nhiệm.";
    EXPECT_EQ(repaired(text, 0.968f), text);
}

TEST(Repair, LeavesNumbersCodesAndAddressesAlone) {
    for (const char* text :
         {"Số: 79/KH-UBND", "số 12/QĐ-TU ngày 01/02/2023", "theo TTr-STC của Sở", "HDND và UBMTTQ",
          "gửi về phongthidua@hungyen.gov.vn", "Lưu: VT, HCSN.", "HĐT, BGH, ĐU (để b/c)",
          "V/v báo cáo", "a) b) c) d) đ) e)"})
        EXPECT_EQ(repaired(text, 0.4f), text);
}

TEST(Repair, LeavesNamesAlone) {
    for (const char* text :
         {"Ông Nguyễn Văn Hiếu", "đồng chí Trần Thị Thu Hiền, Phó Giám đốc", "bà Lê Thị Hồng Nhung",
          "Phạm Minh Quyên", "NGUYỄN VĂN THẤM", "LÊ ĐỨC TÔ", "xã Hoài Đông", "Đinh Công Tráng"})
        EXPECT_EQ(repaired(text, 0.8f), text);
}

TEST(Repair, CompletesAFamilyName) {
    EXPECT_EQ(repaired("Ông Nguyên Văn Hiếu", 0.7f), "Ông Nguyễn Văn Hiếu");
}

TEST(Repair, TakesEthForWhatItStandsFor) {
    EXPECT_EQ(repaired("Số: 12/QĐÐ-UBND"), "Số: 12/QĐ-UBND");
    EXPECT_EQ(repaired("GÐ Sở"), "GĐ Sở");
}

TEST(Repair, ReadsCapitalsOfASmallWordAsSmall) {
    EXPECT_EQ(repaired("tiếp nhận hồ SƠ, trả kết quả"), "tiếp nhận hồ sơ, trả kết quả");
    EXPECT_EQ(repaired("gửi UBND xã và HĐND xã"), "gửi UBND xã và HĐND xã");
}

TEST(Repair, ReadsSmallWhereOnlyTheSizeTellsCapitals) {
    EXPECT_EQ(repaired("Luật sửa đổi, bổ Sung một số điều"), "Luật sửa đổi, bổ sung một số điều");
    EXPECT_EQ(repaired("tiếp nhận hồ sơ, sCan kết quả"), "tiếp nhận hồ sơ, scan kết quả");
    EXPECT_EQ(repaired("tổng sỐ người"), "tổng số người");
    for (const char* text :
         {"trực thuộc Sở Xây dựng", "nước Cộng hòa xã hội chủ nghĩa", "tỉnh Sơn La", "gửi ông Vũ,",
          "cấp Xã và cấp huyện", "BỔ SUNG một số điều", "Bổ Sung một số điều", "trình ThS Vũ",
          "họp với CSVN và XSVS", "hệ thống eOffice và iOS"})
        EXPECT_EQ(repaired(text), text);
}

TEST(Repair, PutsRightALetterInAWordThatCanBeNone) {
    EXPECT_EQ(repaired("của Chủ tịh UBND tỉnh", 0.88f), "của Chủ tịch UBND tỉnh");
    EXPECT_EQ(repaired("Căn cứ Thông tr số 02", 0.88f), "Căn cứ Thông tư số 02");
    EXPECT_EQ(repaired("THẨM QUYỀN GIẢI QUYẾT CÚỦA SỞ", 0.6f), "THẨM QUYỀN GIẢI QUYẾT CỦA SỞ");
    EXPECT_EQ(repaired("thời hạn øiải quyết hồ sơ", 0.8f), "thời hạn giải quyết hồ sơ");
}

TEST(Repair, LeavesAbbreviationsAndForeignWordsAlone) {
    for (const char* text :
         {"bản scan hồ sơ", "gửi email và fax", "đoàn tp Plieku tỉnh", "đi 5 km và mua 3 kg gạo",
          "trích 120 tr đồng", "Lưu: VT, KSTTHC, PCVP, KGVX.", "theo QCVN và TCVN",
          "khu HTX và EVN", "NGÀY HỌP EVN VÀ VNPT TẠI HUẾ", "theo vb số 12", "ông bs Hà",
          "nhóm zalo của tổ", "vùng ĐBSCL và TPHCM", "Phòng Nghiệp vụ (Ds. Lý Đạo)",
          "hạn sd # tháng", "nội dung nh của", "tại cty cp Sông Đà"})
        EXPECT_EQ(repaired(text, 0.85f), text);
    EXPECT_EQ(repaired("của Chủ tịh UBND tỉnh", 0.96f), "của Chủ tịh UBND tỉnh");  // read for sure
    EXPECT_EQ(repaired("ø) ¡ ƒ r¡a< Iø"), "ø) ¡ ƒ r¡a< Iø");                       // smudges
}

TEST(Repair, JoinsTheNumberOfALegalDocument) {
    EXPECT_EQ(repaired("Thông tư số 02/201 7/TT-VPCP ngày 31"),
              "Thông tư số 02/2017/TT-VPCP ngày 31");
    EXPECT_EQ(repaired("số 92/201 7NĐ-CP ngày 07"), "số 92/2017/NĐ-CP ngày 07");
    for (const char* text :
         {"số 02/201 TT-VPCP", "số 02/201 7 TT-VPCP", "ngày 01/201 7 tháng", "số 92/201 ZNĐ-CP",
          "số 02/2017 7/TT-VPCP", "số 12/201 7TTH-CP", "mục 02/301 7/TT-VPCP"})
        EXPECT_EQ(repaired(text), text);
}

TEST(Repair, PartsTwoWordsReadAsOne) {
    std::vector<Page> pages{page_of("Theo đềnghị của Giám đốc", 0.83f)};
    const Page before = pages[0];
    repair_words(pages, Spelling(model()));
    EXPECT_EQ(lines_of(pages[0]), "Theo đề nghị của Giám đốc");
    const auto& words = pages[0].blocks[0].lines[0].words;
    const pipeline::Box whole = before.blocks[0].lines[0].words[1].box;
    ASSERT_EQ(words.size(), 6u);
    EXPECT_EQ(words[1].box.left, whole.left);
    EXPECT_EQ(words[1].box.right, words[2].box.left);
    EXPECT_EQ(words[2].box.right, whole.right);
    EXPECT_LT(words[1].box.width(), words[2].box.width());
    EXPECT_EQ(repaired("trong 02ngày làm việc", 0.83f), "trong 02 ngày làm việc");
    for (const char* text : {"mua 5kg gạo", "khổ A4, 10m2", "Vietinbank Hà Nội", "mục 2a và 2b",
                             "tầng 3b", "NguyễnA", "số 1ô"})
        EXPECT_EQ(repaired(text, 0.83f), text);
    EXPECT_EQ(repaired("Theo đềnghị của", 0.97f), "Theo đềnghị của");
}

TEST(Repair, AConfidentReadingNeedsMoreEvidence) {
    const std::string text = "tại phố mới";
    EXPECT_EQ(repaired(text, 0.97f), text);
    EXPECT_EQ(repaired("thú tục hành chính", 0.97f), "thủ tục hành chính");
}

// Of the few words of a cell no sentence tells much: a word that may be one stays, one that none
// is does not.
TEST(Repair, AWordOfACellNeedsMoreEvidence) {
    const auto cell = [](const std::string& text) {
        std::vector<Page> pages{page_of(text, 0.9f)};
        pages[0].blocks[0].kind = Block::Kind::TableCell;
        repair_words(pages, Spelling(model()));
        return lines_of(pages[0]);
    };
    const std::string own = "Vận động 48 hộ tham gia tổ tự quản";
    EXPECT_EQ(cell(own), own);
    EXPECT_EQ(cell("Mô hình trồng dưa lưới trong nhà màng"),
              "Mô hình trồng dưa lưới trong nhà màng");
    EXPECT_EQ(cell("Tổ chức 12 buỗi tuyên truyền pháp luật"),
              "Tổ chức 12 buổi tuyên truyền pháp luật");
    EXPECT_EQ(cell("Tập thế"), "Tập thể");
}

TEST(Repair, TouchesOnlyWhatWasRecognised) {
    const std::string text = "gương điến hình tiên tiến";
    EXPECT_EQ(repaired(text, 1, TextOrigin::Ocr), text);
    EXPECT_EQ(repaired(text, 0.9f, TextOrigin::TextLayer), text);
    EXPECT_EQ(repaired(text, 0.9f, TextOrigin::Docx), text);
    EXPECT_EQ(repaired(text, 0.9f, TextOrigin::Mixed), "gương điển hình tiên tiến");
}

TEST(Repair, ChangesNothingTwice) {
    std::vector<Page> pages{page_of("thấm quyên giải quyêt thú tục hành chính")};
    const Spelling spelling(model());
    EXPECT_EQ(repair_words(pages, spelling).size(), 4u);
    EXPECT_TRUE(repair_words(pages, spelling).empty());
}

TEST(Repair, KeepsBoxesAndConfidence) {
    std::vector<Page> pages{page_of("gương điến hình", 0.91f)};
    const Page before = pages[0];
    const auto words = repair_words(pages, Spelling(model()));
    ASSERT_EQ(words.size(), 1u);
    EXPECT_EQ(words[0].seen, "điến");
    EXPECT_EQ(words[0].meant, "điển");
    EXPECT_EQ(words[0].page, 1);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(pages[0].blocks[0].lines[0].words[i].box, before.blocks[0].lines[0].words[i].box);
        EXPECT_EQ(pages[0].blocks[0].lines[0].words[i].confidence, 0.91f);
    }
}

TEST(Repair, SurvivesOddWords) {
    for (const std::string& text :
         {std::string(""), std::string("- – … ./. ()"), std::string("\xff\xfe ế\xcc"),
          std::string(5000, 'a'), std::string("ế ế ế ế ế ế ế ế ế")})
        EXPECT_NO_THROW(repaired(text, 0.3f)) << text.size();
}

TEST(Repair, ServesSeveralThreads) {
    const Spelling spelling(model());
    std::vector<std::string> found(4);
    std::vector<std::thread> threads;
    for (std::string& text : found)
        threads.emplace_back([&] {
            for (int i = 0; i < 20; ++i) {
                std::vector<Page> pages{page_of("thấm quyên giải quyêt thú tục hành chính")};
                repair_words(pages, spelling);
                text = lines_of(pages[0]);
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    for (const std::string& text : found)
        EXPECT_EQ(text, "thẩm quyền giải quyết thủ tục hành chính");
}

class RepairStage : public testing::Test {
protected:
    void run(Document& document) {
        pipeline::StageContext context{blobs_, sandbox_, clock_, {}, settings_, {}, {}};
        stage_->run(document, context);
    }

    store::TransientBlobs blobs_;
    pipeline::SandboxPool sandbox_{pipeline::SandboxSettings{"/bin/false", "", 1, 1, {}}};
    SystemClock clock_;
    pipeline::StageSettings settings_;
    std::unique_ptr<pipeline::Stage> stage_ = make_repair_stage(model());
};

TEST_F(RepairStage, TellsWhatItChanged) {
    Document document;
    document.pages = {page_of("gương điến hình tiên tiến")};
    ASSERT_TRUE(stage_->applies_to(document));
    run(document);
    ASSERT_EQ(document.issues.size(), 1u);
    EXPECT_EQ(document.issues[0].severity, pipeline::Severity::Info);
    EXPECT_EQ(document.issues[0].code, "words_repaired");
    EXPECT_EQ(document.issues[0].detail, "1 word repaired: điến->điển (page 1)");
    run(document);  // after a reprocess nothing is left to tell
    EXPECT_TRUE(document.issues.empty());
}

TEST_F(RepairStage, GivesTwentyExamplesAtMost) {
    std::string text = "thú tục hành chính";
    for (int i = 1; i < 30; ++i)
        text += "\nthú tục hành chính";
    Document document;
    document.pages = {page_of(text)};
    run(document);
    ASSERT_EQ(document.issues.size(), 1u);
    const std::string& detail = document.issues[0].detail;
    EXPECT_EQ(detail.substr(0, 18), "30 words repaired:");
    EXPECT_EQ(split(detail, '>').size() - 1, 20u);
    EXPECT_EQ(detail.substr(detail.size() - 5), ", ...");
}

TEST_F(RepairStage, PassesOverReadTextAndSecretPapers) {
    Document document;
    document.pages = {page_of("gương điến hình", 1, TextOrigin::TextLayer)};
    EXPECT_FALSE(stage_->applies_to(document));
    document.pages = {page_of("gương điến hình")};
    document.state = pipeline::DocumentState::Quarantined;
    EXPECT_FALSE(stage_->applies_to(document));
}

}  // namespace
}  // namespace vanthu::stages
