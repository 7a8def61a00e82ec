// office_fixture.h: a real database and blob store in a folder that goes with the test.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "base/clock.h"
#include "pipeline/documents.h"
#include "store/blobs.h"
#include "store/migrate.h"
#include "store/sql.h"
#include "tests/conformance/test_database.h"

namespace vanthu {

constexpr Instant kMorning = 1'770'000'000'000'000;  // 2026-02-02 02:40 UTC

struct OfficeFixture {
    std::string folder;
    store::TestDatabase place{store::TestDatabase::Start::Office};
    std::unique_ptr<store::Database> database;
    std::unique_ptr<store::FileBlobs> blobs;
    FixedClock clock{kMorning};

    OfficeFixture() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "vanthu-test-XXXXXX").string();
        folder = ::mkdtemp(pattern.data());
        database = place.open();
        store::migrate(*database);
        blobs = std::make_unique<store::FileBlobs>(folder);
    }

    ~OfficeFixture() {
        blobs.reset();
        database.reset();
        std::filesystem::remove_all(folder);
    }

    template <class Work>
    void write(Work work) {
        database->write([&](store::Transaction& tx) { work(tx); });
    }

    // A document with the given bytes as its original, as intake leaves it.
    pipeline::DocumentId receive(const std::string& bytes, const std::string& key = "") {
        pipeline::NewDocument fresh;
        fresh.source = "scan.tif";
        fresh.original = blobs->put(bytes);
        fresh.size = bytes.size();
        fresh.idempotency_key = key;
        fresh.received_by = "clerk";
        pipeline::DocumentId id;
        write([&](store::Transaction& tx) {
            id = pipeline::receive_document(tx, fresh, clock.now());
        });
        return id;
    }

    std::string write_file(const std::string& name, const std::string& bytes) {
        const std::string path = folder + "/" + name;
        std::filesystem::create_directories(std::filesystem::path(path).parent_path());
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }

    std::int64_t count(const std::string& sql) {
        std::int64_t n = 0;
        database->read([&](store::Transaction& tx) { n = tx.query_one(sql)->integer("n"); });
        return n;
    }
};

}  // namespace vanthu
