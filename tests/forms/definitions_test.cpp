#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/error.h"
#include "forms/form_reader.h"
#include "forms/rules.h"
#include "pipeline/documents.h"
#include "tests/forms/sheet.h"

namespace vanthu::forms {
namespace {

const std::string kForms = std::string(VANTHU_SOURCE_DIR) + "/forms";

std::string written(const std::string& name, const std::string& text) {
    const auto path = std::filesystem::temp_directory_path() / name;
    std::ofstream(path) << text;
    return path.string();
}

std::string refusal(const std::string& text) {
    const std::string path = written("form_under_test.xml", text);
    try {
        read_form(path, kForms + "/form.rng");
    } catch (const Error& problem) {
        EXPECT_EQ(problem.code(), ErrorCode::Configuration);
        return problem.what();
    }
    return {};
}

TEST(FormReader, FieldsOfTheShippedFormsAreThoseOfTheContract) {
    for (const Form& form : testing::library().forms())
        for (const FieldDefinition& field : form.fields) {
            const auto& known = pipeline::field_ids();
            EXPECT_NE(std::find(known.begin(), known.end(), field.id), known.end())
                << form.id << " " << field.id;
        }
}

TEST(FormReader, UnknownElementIsRefusedWithItsLine) {
    const std::string problem = refusal(
        "<form id='x' version='1' issuer='any' vi='x' en='x'>\n<field id='code' vi='a' "
        "en='b'/>\n<colour/>\n</form>");
    EXPECT_NE(problem.find("form_under_test.xml:3"), std::string::npos) << problem;
}

TEST(FormReader, BrokenPatternIsRefusedWithItsLine) {
    const std::string problem = refusal(
        "<form id='x' version='1' issuer='any' vi='x' en='x'>\n<field id='code' vi='a' en='b'>\n"
        "<pattern regex='(['/></field></form>");
    EXPECT_NE(problem.find("form_under_test.xml:3"), std::string::npos) << problem;
}

TEST(FormReader, BrokenCheckIsRefusedWithItsLine) {
    const std::string problem = refusal(
        "<form id='x' version='1' issuer='any' vi='x' en='x'>\n<field id='code' vi='a' en='b'/>\n"
        "<check id='c' severity='warning' test='code ==' vi='a' en='b'/></form>");
    EXPECT_NE(problem.find("form_under_test.xml:3"), std::string::npos) << problem;
}

TEST(FormReader, AFieldThatIsNoneIsRefusedWithItsLine) {
    const std::string field = refusal(
        "<form id='x' version='1' issuer='any' vi='x' en='x'>\n<field id='sujet' vi='a' en='b'/>"
        "</form>");
    EXPECT_NE(field.find("form_under_test.xml:2: there is no field 'sujet'"), std::string::npos)
        << field;
    const std::string check = refusal(
        "<form id='x' version='1' issuer='any' vi='x' en='x'>\n<field id='code' vi='a' en='b'/>\n"
        "<check id='c' severity='warning' test='code_numbr != null' vi='a' en='b'/></form>");
    EXPECT_NE(check.find("form_under_test.xml:3: there is no field 'code_numbr'"),
              std::string::npos)
        << check;
}

TEST(FormReader, BrokenMarkOfACodeIsRefusedWithItsLine) {
    const std::string problem = refusal(
        "<form id='x' version='1' issuer='any' vi='x' en='x'>\n"
        "<mark text='/(sy' where='code' weight='1'/>\n<field id='code' vi='a' en='b'/></form>");
    EXPECT_NE(problem.find("form_under_test.xml:2"), std::string::npos) << problem;
}

TEST(FormLibrary, AFormHasWhatItIsBasedOn) {
    const Form* plain = testing::library().version("dispatch", 1);
    for (const char* id : {"normative", "copy", "youth_dispatch"}) {
        const Form* form = testing::library().form(id);
        ASSERT_NE(form, nullptr) << id;
        EXPECT_EQ(form->fields.size(), plain->fields.size()) << id;
        EXPECT_EQ(form->field("code")->rule, std::string(id) + ".code");
        EXPECT_EQ(form->checks.size(), plain->checks.size()) << id;
    }
}

TEST(FormLibrary, TheStateFormIsThatOfThePapersDay) {
    EXPECT_EQ(testing::library().form("dispatch", Date{2018, 6, 1})->version, 1);
    EXPECT_EQ(testing::library().form("dispatch", Date{2020, 3, 5})->version, 2);
}

TEST(Rules, WhatATypeDoesNotPrintIsNotMissed) {
    const Form& form = *testing::library().form("dispatch");
    const auto missed_date = [&](const std::string& type) {
        pipeline::Document document;
        pipeline::Field field;
        field.id = "type_name";
        field.value = pipeline::Value{type, type, 1, {}};
        field.state = pipeline::FieldState::Extracted;
        document.fields.push_back(field);
        const auto issues = check_fields(document, form);
        return std::any_of(issues.begin(), issues.end(), [](const pipeline::Issue& issue) {
            return issue.code == "missing_required" && issue.field == "issued_date";
        });
    };
    EXPECT_TRUE(missed_date("Quyết định"));
    EXPECT_FALSE(missed_date("Biên bản"));
}

TEST(FormLibrary, MissingFolderIsAnError) {
    EXPECT_THROW(FormLibrary::load("/nowhere"), Error);
}

TEST(FormLibrary, VersionByDay) {
    EXPECT_EQ(testing::library().form("party_dispatch", Date{2020, 1, 1})->version, 1);
    EXPECT_EQ(testing::library().form("party_dispatch", Date{2027, 1, 1})->version, 2);
    EXPECT_EQ(testing::library().form("party_dispatch")->version, 2);
    EXPECT_EQ(testing::library().form("no_such_form"), nullptr);
}

TEST(Lexicons, HoldTheProvincesOfBothTimes) {
    int before = 0, after = 0;
    for (const Entry& place : testing::library().lexicons().places.entries()) {
        if (!place.from) ++before;
        if (!place.until) ++after;
    }
    EXPECT_EQ(before, 63);
    EXPECT_EQ(after, 34);
}

pipeline::Document with(std::initializer_list<std::pair<const char*, const char*>> values,
                        pipeline::FieldState state = pipeline::FieldState::Extracted) {
    pipeline::Document document;
    for (const auto& [id, text] : values) {
        pipeline::Field field;
        field.id = id;
        field.value = pipeline::Value{text, text, 1, {}};
        field.state = state;
        document.fields.push_back(field);
    }
    return document;
}

int count(const std::vector<pipeline::Issue>& issues, const std::string& code,
          const std::string& field) {
    return static_cast<int>(std::count_if(
        issues.begin(), issues.end(),
        [&](const pipeline::Issue& issue) { return issue.code == code && issue.field == field; }));
}

TEST(Rules, ArrivalBeforeIssueIsSaid) {
    const Form& form = *testing::library().form("dispatch");
    const auto late = with({{"issued_date", "2022-04-21"}, {"arrival_date", "2022-04-20"}});
    EXPECT_EQ(count(check_fields(late, form), "dates_in_order", "arrival_date"), 1);
    const auto fine = with({{"issued_date", "2022-04-21"}, {"arrival_date", "2022-04-25"}});
    EXPECT_EQ(count(check_fields(fine, form), "dates_in_order", "arrival_date"), 0);
    EXPECT_EQ(count(check_fields(with({{"issued_date", "2022-04-21"}}), form), "dates_in_order",
                    "arrival_date"),
              0);
}

TEST(Rules, MissingAndUnsureFieldsAreSaidOnce) {
    const Form& form = *testing::library().form("dispatch");
    const auto issues =
        check_fields(with({{"subject", "x"}}, pipeline::FieldState::NeedsReview), form);
    EXPECT_EQ(count(issues, "low_confidence", "subject"), 1);
    EXPECT_EQ(count(issues, "missing_required", "code"), 1);
    EXPECT_EQ(count(issues, "missing_required", "priority"), 0);
}

TEST(Rules, AFieldEmptiedByAPersonIsNotMissing) {
    pipeline::Document document;
    document.fields.push_back(
        {"code_number", std::nullopt, {}, {}, pipeline::FieldState::Corrected});
    EXPECT_EQ(count(check_fields(document, *testing::library().form("dispatch")),
                    "missing_required", "code_number"),
              0);
}

}  // namespace
}  // namespace vanthu::forms
