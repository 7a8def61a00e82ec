#include "pipeline/documents.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "pipeline/document_json.h"
#include "pipeline/facts_json.h"
#include "store/audit.h"
#include "tests/pipeline/office_fixture.h"

namespace vanthu::pipeline {
namespace {

Field read_field(const std::string& id, const std::string& value,
                 FieldState state = FieldState::NeedsReview) {
    Field field;
    field.id = id;
    field.state = state;
    field.value = Value{value, value, 0.5F, {"extract", "number-line", 1, {10, 20, 30, 40}, ""}};
    return field;
}

class DocumentsTest : public ::testing::Test, protected OfficeFixture {
protected:
    Document load(const DocumentId& id) {
        Document document;
        database->read([&](store::Transaction& tx) { document = load_document(tx, id); });
        return document;
    }
};

TEST_F(DocumentsTest, SameKeyIsTheSameDocumentAndSameBytesAreNot) {
    const auto first = receive("bytes", "key-1");
    EXPECT_EQ(receive("bytes", "key-1"), first);
    EXPECT_NE(receive("bytes"), first);
    EXPECT_EQ(count("select count(*) as n from document"), 2);
    EXPECT_EQ(count("select count(*) as n from job"), 2);
}

TEST_F(DocumentsTest, WhatAPersonSaidIsFinal) {
    const auto id = receive("bytes");
    Document document = load(id);
    document.fields = {read_field("code_number", "71"), read_field("subject", "cũ")};
    write([&](store::Transaction& tx) { save_findings(tx, document, "", clock.now()); });
    write([&](store::Transaction& tx) {
        correct_field(tx, id, "code_number", "79", "lan", clock.now());
    });
    document.fields = {read_field("code_number", "11"), read_field("subject", "mới")};
    write([&](store::Transaction& tx) { save_findings(tx, document, "", clock.now()); });
    const Document after = load(id);
    EXPECT_EQ(field_text(after, "code_number"), "79");
    EXPECT_EQ(find_field(after, "code_number")->state, FieldState::Corrected);
    EXPECT_EQ(find_field(after, "code_number")->value->origin.user, "lan");
    EXPECT_EQ(field_text(after, "subject"), "mới");
}

TEST_F(DocumentsTest, ConfirmingAValueUnchangedVerifiesIt) {
    const auto id = receive("bytes");
    Document document = load(id);
    document.fields = {read_field("code_number", "71")};
    write([&](store::Transaction& tx) { save_findings(tx, document, "", clock.now()); });
    write([&](store::Transaction& tx) {
        correct_field(tx, id, "code_number", "71", "lan", clock.now());
    });
    EXPECT_EQ(find_field(load(id), "code_number")->state, FieldState::Verified);
    std::vector<store::AuditEvent> events;
    database->read([&](store::Transaction& tx) { events = store::audit_of(tx, id); });
    EXPECT_EQ(events.back().action, "field.verified");
}

TEST_F(DocumentsTest, CorrectionIsAuditedWithOldAndNewValue) {
    const auto id = receive("bytes");
    write([&](store::Transaction& tx) {
        correct_field(tx, id, "subject", "Về việc  nghỉ Tết", "lan", clock.now());
    });
    std::vector<store::AuditEvent> events;
    database->read([&](store::Transaction& tx) { events = store::audit_of(tx, id); });
    ASSERT_EQ(events.back().action, "field.corrected");
    EXPECT_NE(events.back().detail.find("Về việc nghỉ Tết"), std::string::npos);
    EXPECT_EQ(events.back().actor, "lan");
}

TEST_F(DocumentsTest, StaleRevisionIsAConflictAndChangesNothing) {
    const auto id = receive("bytes");
    const int revision = load(id).revision;
    write([&](store::Transaction& tx) {
        correct_field(tx, id, "subject", "một", "lan", clock.now(), revision);
    });
    try {
        write([&](store::Transaction& tx) {
            correct_field(tx, id, "subject", "hai", "minh", clock.now(), revision);
        });
        FAIL() << "a stale revision was accepted";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Conflict);
    }
    EXPECT_EQ(field_text(load(id), "subject"), "một");
}

TEST_F(DocumentsTest, UnknownFieldSuggestsTheOneThatWasMeant) {
    const auto id = receive("bytes");
    try {
        write([&](store::Transaction& tx) {
            correct_field(tx, id, "subjcet", "x", "lan", clock.now());
        });
        FAIL() << "an unknown field was accepted";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::NotFound);
        EXPECT_NE(std::string(error.what()).find("'subject'"), std::string::npos);
    }
}

TEST_F(DocumentsTest, ListFieldKeepsItsItems) {
    const auto id = receive("bytes");
    write([&](store::Transaction& tx) {
        correct_field(tx, id, "to_places", "Sở Nội vụ\n\n Như trên ", "lan", clock.now());
    });
    const Document document = load(id);
    EXPECT_EQ(find_field(document, "to_places")->list,
              (std::vector<std::string>{"Sở Nội vụ", "Như trên"}));
}

TEST_F(DocumentsTest, NothingDerivedCanBeStoredBeforeSecrecyIsDecided) {
    const auto id = receive("bytes");
    const Document document = load(id);
    ASSERT_FALSE(document.secrecy_decided);
    EXPECT_THROW(write([&](store::Transaction& tx) {
                     save_findings(tx, document, blobs->put("pages"), clock.now());
                 }),
                 Error);
}

TEST_F(DocumentsTest, VerifyingTurnsEveryShownValueIntoAPersonsWord) {
    const auto id = receive("bytes");
    Document document = load(id);
    document.fields = {read_field("code_number", "71"),
                       read_field("subject", "a", FieldState::Extracted)};
    write([&](store::Transaction& tx) { save_findings(tx, document, "", clock.now()); });
    write([&](store::Transaction& tx) { verify_fields(tx, id, "lan", clock.now()); });
    for (const Field& field : load(id).fields)
        EXPECT_EQ(field.state, FieldState::Verified) << field.id;
}

TEST(DocumentJson, FactsSurviveBeingStored) {
    Document document;
    document.tables = {{"nominees", {"ordinal", "name"}, {{"1", "Nguyễn Văn A"}, {"2", "=cmd"}}}};
    document.citations = {
        {"Chỉ thị", "34-CT/TW", "Bộ Chính trị", "2014-04-07", "", "Chỉ thị số 34-CT/TW", 1}};
    document.assignments = {{"Sở Nội vụ", "giao", "theo dõi", "2022-05-30", "date_before", "", "",
                             "", "", "giao Sở", 2},
                            {"Các sở", "", "gửi danh sách", "", "recurring_yearly_before", "01-15",
                             "2022-05-30", "", "", "gửi danh sách", 2}};
    document.signatures = {{"UBND", "Nguyễn A", "2025-02-06T09:42:22Z", true, "unknown", ""}};
    document.issues = {{Severity::Error, "bad_input", "code", "trang 1", {{"page", "1"}}}};
    document.timings = {{"recognise", 812}};
    Document read;
    read_facts(write_facts(document), read);
    EXPECT_EQ(write_facts(read), write_facts(document));
    ASSERT_EQ(read.tables.size(), 1U);
    EXPECT_EQ(read.tables[0].rows[1][1], "=cmd");
    ASSERT_EQ(read.assignments.size(), 2U);
    EXPECT_EQ(read.assignments[1].overrides, "2022-05-30");
    EXPECT_NE(write_facts(read).find(R"("overrides":[{"year":2022,"before":"2022-05-30"}])"),
              std::string::npos);
    EXPECT_TRUE(read.signatures[0].valid);
    EXPECT_EQ(read.issues[0].severity, Severity::Error);
    EXPECT_EQ(read.issues[0].values, (std::map<std::string, std::string>{{"page", "1"}}));
}

TEST(DocumentJson, IssuesOfEarlierVersionsHaveNoValues) {
    Document read;
    read_facts(
        R"({"issues":[{"severity":"warning","code":"several_papers","field":null,"detail":"page 2"}]})",
        read);
    ASSERT_EQ(read.issues.size(), 1U);
    EXPECT_EQ(read.issues[0].detail, "page 2");
    EXPECT_TRUE(read.issues[0].values.empty());
}

TEST(DocumentJson, MissingStaysNullAndSheetsOfADocxHaveNoBoxes) {
    Document document;
    document.pages = {Page{}};
    document.pages[0].number = 1;
    document.pages[0].width = kSheetWidth;
    document.pages[0].origin = TextOrigin::Docx;
    Field missing;
    missing.id = "code_number";
    document.fields = {missing, read_field("subject", "Nghỉ Tết")};
    const auto json = to_json(document);
    EXPECT_TRUE(json->getObject("fields")->getObject("code_number")->isNull("value"));
    EXPECT_EQ(json->getObject("fields")->getObject("subject")->getValue<std::string>("value"),
              "Nghỉ Tết");
    EXPECT_TRUE(json->getObject("fields")->getObject("subject")->isNull("box"));
    EXPECT_TRUE(json->getArray("pages")->getObject(0)->isNull("width"));
    EXPECT_TRUE(json->isNull("error"));
}

}  // namespace
}  // namespace vanthu::pipeline
