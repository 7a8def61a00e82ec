// A list cell by cell: where it stands, what a clerk makes of it.
#include "base/text.h"
#include "pipeline/documents.h"
#include "pipeline/page_wire.h"
#include "tests/server/office_fixture.h"

namespace vanthu::server {
namespace {

class TablesApi : public ServerFixture {
protected:
    // A recognised list of two rows; the second name was hard to read.
    std::string read_list() {
        const std::string id = read_document({});
        write([&](store::Transaction& tx) {
            pipeline::Document document = pipeline::load_document(tx, id);
            pipeline::load_pages(tx, *blobs_, document);
            document.form = "nomination_list";
            const std::vector<std::vector<std::string>> rows = {
                {"STT", "Họ và tên", "Đơn vị"},
                {"1", "Lò Thị Pánh", "Hạt Kiểm lâm"},
                {"2", "Đổ Mạnh Hùng", ""}};
            for (std::size_t row = 0; row < rows.size(); ++row)
                for (std::size_t column = 0; column < rows[row].size(); ++column) {
                    pipeline::Block cell;
                    cell.kind = pipeline::Block::Kind::TableCell;
                    cell.table = 0;
                    cell.row = static_cast<int>(row);
                    cell.column = static_cast<int>(column);
                    cell.box = {static_cast<int>(100 * column), static_cast<int>(50 * row),
                                static_cast<int>(100 * column + 90),
                                static_cast<int>(50 * row + 40)};
                    pipeline::TextLine line;
                    for (const std::string& word : split(rows[row][column], ' '))
                        if (!word.empty())
                            line.words.push_back({word, cell.box, row == 2 ? 0.5f : 0.9f});
                    cell.lines.push_back(line);
                    document.pages[0].blocks.push_back(cell);
                }
            document.tables = {{"nominees", {"ordinal", "name", "unit"}, {rows[1], rows[2]}}};
            pipeline::save_findings(
                tx, document, blobs_->put(pipeline::encode_pages(document.pages)), clock_.now());
        });
        return id;
    }

    static std::string path(const std::string& id) {
        return "/api/v1/documents/" + id + "/tables/nominees";
    }

    static Poco::JSON::Object::Ptr cell(const Answer& answer, unsigned row, unsigned column) {
        return answer.json()->getArray("rows")->getArray(row)->getObject(column);
    }
};

TEST_F(TablesApi, EveryCellSaysWhereItStands) {
    const std::string id = read_list();
    const Answer answer = signed_in("clerk")->get(path(id));
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto name = cell(answer, 1, 1);
    EXPECT_EQ(name->getValue<std::string>("text"), "Đổ Mạnh Hùng");
    EXPECT_EQ(name->getValue<std::string>("state"), "read");
    const auto place = name->getArray("places")->getObject(0);
    EXPECT_EQ(place->getValue<int>("page"), 1);
    EXPECT_EQ(place->getArray("box")->getElement<int>(1), 100);
    EXPECT_NEAR(place->getValue<double>("confidence"), 0.5, 1e-3);
    EXPECT_EQ(answer.json()->getArray("columns")->getObject(1)->getValue<std::string>("heading"),
              "Họ và tên");
}

TEST_F(TablesApi, AClerksTextIsKeptShownAuditedAndFinal) {
    const std::string id = read_list();
    const auto clerk = signed_in("clerk");
    const std::string tag = clerk->get(path(id)).header("ETag");
    const Answer answer = clerk->send(
        "PATCH", path(id),
        R"({"cells":[{"row":2,"column":"name","text":" Đỗ Mạnh  Hùng "},{"row":1,"column":"name","text":"Lò Thị Pánh"}]})",
        {{"If-Match", tag}});
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(cell(answer, 1, 1)->getValue<std::string>("text"), "Đỗ Mạnh Hùng");
    EXPECT_EQ(cell(answer, 1, 1)->getValue<std::string>("state"), "corrected");
    EXPECT_EQ(cell(answer, 1, 1)->getValue<std::string>("before"), "Đổ Mạnh Hùng");
    EXPECT_EQ(cell(answer, 0, 1)->getValue<std::string>("state"), "verified");
    // A later reading does not take it back.
    write([&](store::Transaction& tx) {
        pipeline::Document document = pipeline::load_document(tx, id);
        document.tables[0].rows[1][1] = "Đô Manh Hung";
        pipeline::load_pages(tx, *blobs_, document);
        pipeline::save_findings(tx, document, blobs_->put(pipeline::encode_pages(document.pages)),
                                clock_.now());
    });
    const Answer shown = clerk->get("/api/v1/documents/" + id);
    EXPECT_EQ(shown.json()
                  ->getArray("tables")
                  ->getObject(0)
                  ->getArray("rows")
                  ->getObject(1)
                  ->getValue<std::string>("name"),
              "Đỗ Mạnh Hùng");
    EXPECT_NE(clerk->get("/api/v1/documents/" + id + "/history").body.find("cell.corrected"),
              std::string::npos);
}

TEST_F(TablesApi, WhatWasSettledIsTakenBackAndToldInTheHistory) {
    const std::string id = read_list();
    const auto clerk = signed_in("clerk");
    const auto put = [&](const std::string& text) {
        return clerk->send("PATCH", path(id),
                           R"({"cells":[{"row":2,"column":"name","text":)" + text + "}]}",
                           {{"If-Match", clerk->get(path(id)).header("ETag")}});
    };
    ASSERT_EQ(put("\"Đỗ Mạnh Hùng\"").status, 200);
    const Answer answer = put("null");
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(cell(answer, 1, 1)->getValue<std::string>("text"), "Đổ Mạnh Hùng");
    EXPECT_EQ(cell(answer, 1, 1)->getValue<std::string>("state"), "read");
    const std::string history = "/api/v1/documents/" + id + "/history";
    EXPECT_NE(clerk->get(history).body.find("cell.taken_back"), std::string::npos);
    // Where nothing was settled nothing is taken back.
    const std::size_t before = clerk->get(history).body.size();
    EXPECT_EQ(put("null").status, 200);
    EXPECT_EQ(clerk->get(history).body.size(), before);
}

TEST_F(TablesApi, WhatIsNoChangeIsRefusedAsAWhole) {
    const std::string id = read_list();
    const auto clerk = signed_in("clerk");
    const std::string tag = clerk->get(path(id)).header("ETag");
    const auto patch = [&](const std::string& body, const std::string& match) {
        return clerk->send("PATCH", path(id), body, {{"If-Match", match}});
    };
    expect_problem(patch(R"({"cells":[]})", "*"), 422, "bad_input");
    expect_problem(patch(R"({"cells":[{"row":1,"column":"name"}]})", "*"), 422, "bad_input");
    expect_problem(
        patch(
            R"({"cells":[{"row":1,"column":"name","text":"A"},{"row":3,"column":"name","text":"B"}]})",
            "*"),
        404, "not_found");
    EXPECT_EQ(cell(clerk->get(path(id)), 0, 1)->getValue<std::string>("text"), "Lò Thị Pánh");
    EXPECT_EQ(patch(R"({"cells":[{"row":1,"column":"name","text":"A"}]})", tag).status, 200);
    expect_problem(patch(R"({"cells":[{"row":1,"column":"name","text":"B"}]})", tag), 409,
                   "conflict");
    expect_problem(
        clerk->send("PATCH", path(id), R"({"cells":[{"row":1,"column":"name","text":"B"}]})"), 428,
        "bad_input");
    expect_problem(clerk->get("/api/v1/documents/" + id + "/tables/votes"), 404, "not_found");
    expect_problem(
        signed_in("reviewer")
            ->send("PATCH", path(id), R"({"cells":[{"row":1,"column":"name","text":"B"}]})",
                   {{"If-Match", "*"}}),
        403, "forbidden");
}

}  // namespace
}  // namespace vanthu::server
