// Links between papers, repeated papers, and recall.
#include "records/links.h"

#include <algorithm>
#include <random>

#include "base/error.h"
#include "base/text.h"
#include "records/sketch.h"
#include "store/audit.h"
#include "tests/records/office_fixture.h"

namespace vanthu::records {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

// Two hundred words in an order of its own.
std::string prose(unsigned seed) {
    std::mt19937 random(seed);
    std::string text;
    for (int i = 0; i < 200; ++i)
        text += "từ" + std::to_string(random() % 500) + " ";
    return text;
}

class Links : public OfficeFixture {
protected:
    pipeline::Document add(const Fields& fields, const std::vector<pipeline::Citation>& cited = {},
                           const std::string& text = "") {
        pipeline::Document document = receive(fields, text);
        document.citations = cited;
        write([&](store::Transaction& tx) { index_document(tx, document); });
        return document;
    }

    std::vector<Link> links(const pipeline::Document& document) {
        std::vector<Link> found;
        read([&](store::Transaction& tx) { found = links_of(tx, document.id); });
        return found;
    }

    std::vector<std::string> issues(const pipeline::Document& document) {
        std::vector<std::string> codes;
        read([&](store::Transaction& tx) {
            for (const auto& issue : pipeline::load_document(tx, document.id).issues)
                codes.push_back(issue.code);
        });
        return codes;
    }

    static pipeline::Citation citing(const std::string& code, const std::string& date = "",
                                     const std::string& organ = "", const std::string& quote = "") {
        pipeline::Citation citation;
        citation.code = code;
        citation.date = date;
        citation.organ_name = organ;
        citation.quote = quote.empty() ? "Căn cứ Kế hoạch số " + code : quote;
        return citation;
    }
};

const Fields kPlan = {
    {"code", "79/KH-UBND"}, {"organ_name", "UBND tỉnh Hưng Yên"}, {"issued_date", "2026-01-21"}};

TEST_F(Links, ACitationIsALinkBothWays) {
    const auto plan = add(kPlan);
    const auto citing_it =
        add({{"code", "5/CV-SNV"}}, {citing("79/KH-UBND", "2026-01-21", "UBND tỉnh Hưng Yên")});
    const auto there = links(citing_it);
    ASSERT_EQ(there.size(), 1u);
    EXPECT_EQ(there[0].kind, "cites");
    EXPECT_EQ(there[0].other, plan.id);
    EXPECT_TRUE(there[0].outgoing);
    const auto here = links(plan);
    ASSERT_EQ(here.size(), 1u);
    EXPECT_EQ(here[0].other, citing_it.id);
    EXPECT_EQ(here[0].code, "5/CV-SNV");
    EXPECT_FALSE(here[0].outgoing);
}

TEST_F(Links, ALaterArrivalCompletesEarlierLinks) {
    const auto citing_it = add({}, {citing("79/KH-UBND", "2026-01-21")});
    ASSERT_EQ(links(citing_it).size(), 1u);
    EXPECT_EQ(links(citing_it)[0].other, "");
    const auto other_year = add({{"code", "79/KH-UBND"}, {"issued_date", "2025-01-21"}});
    EXPECT_EQ(links(citing_it)[0].other, "");
    const auto plan = add(kPlan);
    EXPECT_EQ(links(citing_it)[0].other, plan.id);
    EXPECT_TRUE(links(other_year).empty());
}

TEST_F(Links, AnUncertainCodeIsLeftOpen) {
    add({{"code", "1/KH-UBND"}, {"organ_name", "UBND xã A"}, {"issued_date", "2026-01-01"}});
    const auto b =
        add({{"code", "1/KH-UBND"}, {"organ_name", "UBND xã B"}, {"issued_date", "2026-01-02"}});
    EXPECT_EQ(links(add({}, {citing("1/KH-UBND")}))[0].other, "");
    EXPECT_EQ(links(add({}, {citing("1/KH-UBND", "", "UBND xã B")}))[0].other, b.id);
    EXPECT_EQ(links(add({}, {citing("1/KH-UBND", "2026-01-02")}))[0].other, b.id);
    EXPECT_EQ(links(add({}, {citing("1/KH-UBND", "2024-05-05")}))[0].other, "");
}

TEST_F(Links, ACitedPaperThatWasReplacedIsWarnedOf) {
    const auto old_rule = add({{"code", "10/QĐ-UBND"}, {"issued_date", "2024-02-02"}});
    const auto early = add({}, {citing("10/QĐ-UBND", "2024-02-02")});
    write([&](store::Transaction& tx) {
        pipeline::set_state(tx, early.id, pipeline::DocumentState::NeedsCheck, kMorning);
    });
    EXPECT_TRUE(issues(early).empty());
    const auto new_rule =
        add({{"code", "3/QĐ-UBND"}},
            {citing("10/QĐ-UBND", "2024-02-02", "", "thay thế Quyết định số 10/QĐ-UBND ngày")});
    EXPECT_EQ(links(new_rule)[0].kind, "replaces");
    EXPECT_EQ(issues(early), std::vector<std::string>{"cited_replaced"});
    const auto late = add({}, {citing("10/QĐ-UBND", "2024-02-02")});
    EXPECT_EQ(issues(late), std::vector<std::string>{"cited_replaced"});
    EXPECT_EQ(links(late)[0].replaced_by, new_rule.id);
    EXPECT_TRUE(issues(new_rule).empty());
    EXPECT_EQ(links(old_rule).size(), 3u);
}

TEST_F(Links, TheSameCodeIssuerAndYearPointToTheFirst) {
    const auto first = add(kPlan);
    const auto second = add(kPlan);
    const auto found = links(second);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].kind, "same_code");
    EXPECT_EQ(found[0].other, first.id);
    EXPECT_EQ(issues(second), std::vector<std::string>{"same_code"});
    EXPECT_TRUE(issues(first).empty());
    EXPECT_TRUE(links(add({{"code", "79/KH-UBND"},
                           {"organ_name", "UBND tỉnh Hưng Yên"},
                           {"issued_date", "2025-01-21"}}))
                    .empty());
}

TEST_F(Links, NearlyTheSameTextPointsToTheFirstAndAnotherTextDoesNot) {
    const auto first = add({}, {}, prose(1));
    std::string rescanned = prose(1);
    rescanned.replace(rescanned.find(' ', 400), 1, " lem ");
    const auto second = add({}, {}, rescanned);
    const auto other = add({}, {}, prose(2));
    ASSERT_EQ(links(second).size(), 1u);
    EXPECT_EQ(links(second)[0].kind, "same_text");
    EXPECT_EQ(links(second)[0].other, first.id);
    EXPECT_EQ(issues(second), std::vector<std::string>{"same_text"});
    EXPECT_TRUE(links(other).empty());
    write([&](store::Transaction& tx) { index_document(tx, second); });
    EXPECT_EQ(issues(second).size(), 1u) << "told once";
}

TEST_F(Links, PeopleDrawLinksThatStay) {
    const auto asked = add({{"code", "5/CV-UBND"}});
    auto reply = add({{"code", "9/BC-SNV"}});
    write([&](store::Transaction& tx) {
        draw_link(tx, reply.id, "answers", asked.id, "lan", kMorning);
    });
    set_field(reply, "subject", "khác");
    write([&](store::Transaction& tx) { index_document(tx, reply); });
    ASSERT_EQ(links(asked).size(), 1u);
    read([&](store::Transaction& tx) { EXPECT_EQ(answer_codes(tx, asked.id), "9/BC-SNV"); });
    EXPECT_THROW(write([&](store::Transaction& tx) {
                     draw_link(tx, reply.id, "answers", asked.id, "lan", kMorning);
                 }),
                 Error);
    EXPECT_THROW(write([&](store::Transaction& tx) {
                     draw_link(tx, reply.id, "likes", asked.id, "lan", kMorning);
                 }),
                 Error);
    const std::string id = links(asked)[0].id;
    write([&](store::Transaction& tx) { remove_link(tx, id, "lan", kMorning); });
    EXPECT_TRUE(links(asked).empty());
}

TEST_F(Links, ARecalledPaperIsFrozenAndStays) {
    const auto document = receive({{"subject", "kế hoạch"}});
    write([&](store::Transaction& tx) {
        pipeline::Document stored = document;
        stored.secrecy_decided = true;
        pipeline::save_findings(tx, stored, "", kMorning);
        register_document(tx, "incoming", document, "lan", kMorning);
        index_document(tx, document);
    });
    write([&](store::Transaction& tx) {
        freeze_document(tx, document.id, "cơ quan gửi thu hồi", "lan", kMorning);
    });
    EXPECT_THROW(write([&](store::Transaction& tx) {
                     pipeline::correct_field(tx, document.id, "subject", "khác", "lan", kMorning);
                 }),
                 Error);
    EXPECT_THROW(write([&](store::Transaction& tx) {
                     file_document(tx, "incoming", document, "lan", kMorning);
                 }),
                 Error);
    EXPECT_THROW(write([&](store::Transaction& tx) {
                     freeze_document(tx, document.id, "x", "lan", kMorning);
                 }),
                 Error);
    EXPECT_THROW(write([&](store::Transaction& tx) { tx.execute("delete from frozen_document"); }),
                 Error);
    read([&](store::Transaction& tx) {
        EXPECT_EQ(frozen(tx, document.id)->reason, "cơ quan gửi thu hồi");
        EXPECT_EQ(search(tx, {.text = "ke hoach"}).total, 1);
        EXPECT_EQ(store::audit_of(tx, document.id).back().action, "document.recalled");
    });
}

TEST(Sketch, TellsLikeTextsFromOthers) {
    const std::string a = sketch_of(fold(prose(1)));
    EXPECT_EQ(likeness(a, a), 1);
    EXPECT_LT(likeness(a, sketch_of(fold(prose(2)))), 0.1);
    EXPECT_EQ(sketch_of("chi vai tu"), "");
    EXPECT_EQ(likeness(a, ""), 0);
    EXPECT_EQ(bands_of(a).size(), 16u);
}

}  // namespace
}  // namespace vanthu::records
