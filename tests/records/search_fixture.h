// search_fixture.h: an office whose papers are indexed as they come in.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/records/office_fixture.h"

namespace vanthu::records {

class SearchFixture : public OfficeFixture {
protected:
    std::string add(const std::vector<std::pair<std::string, std::string>>& fields,
                    const std::string& text = "") {
        const pipeline::Document document = receive(fields, text);
        write([&](store::Transaction& tx) { index_document(tx, document); });
        return document.id;
    }

    SearchResult find(const SearchQuery& query) {
        SearchResult result;
        read([&](store::Transaction& tx) { result = search(tx, query); });
        return result;
    }
};

}  // namespace vanthu::records
