// office_fixture.h: a fresh office database in a folder of its own, with the books of
// config/books.xml.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "base/digest.h"
#include "base/id.h"
#include "pipeline/documents.h"
#include "records/books.h"
#include "records/search.h"
#include "store/migrate.h"
#include "store/sql.h"
#include "tests/conformance/test_database.h"

namespace vanthu::records {

// 2026-03-14 01:00:00 UTC, eight in the morning in Hưng Yên.
constexpr Instant kMorning = 1'773'450'000'000'000;

class OfficeFixture : public testing::Test {
protected:
    OfficeFixture()
        : folder_(std::filesystem::temp_directory_path() / ("vanthu-records-" + new_id())) {
        std::filesystem::create_directories(folder_);
        database_ = place_.open();
        store::migrate(*database_);
        write([](store::Transaction& tx) {
            save_books(tx, read_books(VANTHU_SOURCE_DIR "/config/books.xml",
                                      VANTHU_SOURCE_DIR "/config/schema/books.rng"));
        });
    }

    ~OfficeFixture() override {
        database_.reset();
        std::filesystem::remove_all(folder_);
    }

    void write(const std::function<void(store::Transaction&)>& work) { database_->write(work); }
    void read(const std::function<void(store::Transaction&)>& work) { database_->read(work); }

    // A document as it stands after reading; each call is a minute younger than the one before.
    pipeline::Document receive(const std::vector<std::pair<std::string, std::string>>& fields = {},
                               const std::string& text = "") {
        pipeline::Document document;
        received_ += 60'000'000;
        write([&](store::Transaction& tx) {
            pipeline::NewDocument fresh;
            fresh.source = "scan.tif";
            fresh.original = sha256(new_id());
            const auto id = pipeline::receive_document(tx, fresh, received_);
            document = pipeline::load_document(tx, id);
        });
        for (const auto& [id, value] : fields)
            set_field(document, id, value);
        if (!text.empty()) document.pages.push_back(page_of(text));
        return document;
    }

    static void set_field(pipeline::Document& document, const std::string& id,
                          const std::string& value) {
        pipeline::Field field;
        field.id = id;
        field.value = pipeline::Value{value, value, 0.9f, {}};
        field.state = pipeline::FieldState::Extracted;
        document.fields.push_back(field);
    }

    static pipeline::Page page_of(const std::string& text) {
        pipeline::Page page;
        page.number = 1;
        pipeline::Block block;
        pipeline::TextLine line;
        line.words.push_back({text, {}, 1});
        block.lines.push_back(line);
        page.blocks.push_back(block);
        return page;
    }

    RegisterEntry register_in(const std::string& book, const pipeline::Document& document,
                              Instant at = kMorning) {
        RegisterEntry entry;
        write([&](store::Transaction& tx) {
            entry = register_document(tx, book, document, "lan", at);
        });
        return entry;
    }

    std::filesystem::path folder_;
    store::TestDatabase place_{store::TestDatabase::Start::Office};
    std::unique_ptr<store::Database> database_;
    Instant received_ = kMorning;
};

}  // namespace vanthu::records
