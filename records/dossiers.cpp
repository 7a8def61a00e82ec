#include "records/dossiers.h"

#include <algorithm>
#include <set>

#include "base/error.h"
#include "base/id.h"
#include "base/text.h"
#include "pipeline/documents.h"
#include "records/entry_columns.h"
#include "store/audit.h"

namespace vanthu::records {
namespace {

constexpr int kTransferredFrom = 5;  // years of retention

std::string columns(const std::string& where) {
    return "select d.*, (select count(*) from dossier_document m where m.dossier = d.id) as "
           "documents from dossier d " +
           where;
}

Dossier read_dossier(const store::Row& row) {
    Dossier dossier;
    dossier.id = row.text("id");
    dossier.year = static_cast<int>(row.integer("year"));
    dossier.notation = row.text("notation");
    dossier.heading = row.text("heading");
    dossier.title = row.text("title");
    if (const auto years = row.optional_integer("retention_years"))
        dossier.retention_years = static_cast<int>(*years);
    dossier.keeper = row.text("keeper");
    dossier.unit = row.text("unit");
    dossier.note = row.text("note");
    dossier.started_on = row.text("started_on");
    dossier.ended_on = row.text("ended_on");
    dossier.state = row.text("state");
    dossier.documents = static_cast<int>(row.integer("documents"));
    return dossier;
}

void require_day(const std::string& day) {
    if (!parse_iso_date(day))
        throw Error(ErrorCode::BadInput, "\"" + day + "\" is no day; write it as 2026-03-14",
                    Sentence{"no_day", {{"day", day}}});
}

void require_open(const Dossier& dossier) {
    if (dossier.state != "open")
        throw Error(ErrorCode::Conflict,
                    "dossier " + dossier.notation + "/" + std::to_string(dossier.year) + " is " +
                        dossier.state + " and stays as it is",
                    Sentence{"dossier_closed", {{"dossier", dossier.notation}}});
}

// First letters of the heading's words: TỔ CHỨC, CÁN BỘ -> TCCB.
std::string initials(const std::string& heading) {
    std::string letters;
    for (const std::string& word : split(single_spaced(upper(fold(heading))), ' '))
        if (!word.empty() &&
            ((word[0] >= 'A' && word[0] <= 'Z') || (word[0] >= '0' && word[0] <= '9')))
            letters.push_back(word[0]);
    return letters.empty() ? "HS" : letters;
}

std::string next_notation(store::Transaction& tx, const Dossier& dossier) {
    std::set<std::string> taken;
    tx.for_each("select notation from dossier where year = $1", {dossier.year},
                [&](const store::Row& row) { taken.insert(row.text("notation")); });
    for (std::int64_t number = 1;; ++number) {
        std::string notation = printed_number(number) + "." + initials(dossier.heading);
        if (!taken.contains(notation)) return notation;
    }
}

std::string period_of(const Dossier& dossier) {
    return printed_date(dossier.started_on) + " - " +
           (dossier.ended_on.empty() ? "" : printed_date(dossier.ended_on));
}

}  // namespace

std::optional<int> retention_of(const std::string& text) {
    const std::string folded = fold(single_spaced(text));
    if (folded == "vinh vien") return std::nullopt;
    const std::string number = split(folded, ' ').front();
    const bool is_number = !number.empty() && number.size() <= 3 &&
                           number.find_first_not_of("0123456789") == std::string::npos;
    const std::string unit = is_number ? trim(folded.substr(number.size())) : "";
    if (is_number && (unit.empty() || unit == "nam") && std::stoi(number) >= 1 &&
        std::stoi(number) <= 100)
        return std::stoi(number);
    throw Error(ErrorCode::BadInput,
                "\"" + text +
                    "\" is no term of retention; write \"Vĩnh viễn\" or a "
                    "number of years as \"10 năm\"",
                Sentence{"no_retention", {{"text", text}}});
}

std::string retention_text(const std::optional<int>& years) {
    return years ? std::to_string(*years) + " năm" : "Vĩnh viễn";
}

std::optional<int> kept_until(const Dossier& dossier) {
    if (!dossier.retention_years || dossier.ended_on.empty()) return std::nullopt;
    return std::stoi(dossier.ended_on.substr(0, 4)) + *dossier.retention_years;
}

std::string transfer_due(const Dossier& dossier) {
    const bool must_go = !dossier.retention_years || *dossier.retention_years >= kTransferredFrom;
    if (dossier.state != "closed" || !must_go) return {};
    Date day = *parse_iso_date(dossier.ended_on);
    ++day.year;
    if (!is_valid(day)) day.day = 28;
    return iso_date(day);
}

Dossier open_dossier(store::Transaction& tx, Dossier dossier, const std::string& user,
                     Instant now) {
    dossier.title = single_spaced(nfc(dossier.title));
    dossier.heading = single_spaced(nfc(dossier.heading));
    dossier.notation = single_spaced(nfc(dossier.notation));
    if (dossier.title.empty())
        throw Error(ErrorCode::BadInput, "a dossier needs a title; say what it is about",
                    Sentence{"title_missing"});
    if (dossier.year == 0) dossier.year = local_date(now).year;
    if (dossier.started_on.empty()) dossier.started_on = iso_date(local_date(now));
    require_day(dossier.started_on);
    if (dossier.notation.empty()) dossier.notation = next_notation(tx, dossier);
    if (tx.query_one("select id from dossier where year = $1 and notation = $2",
                     {dossier.year, dossier.notation}))
        throw Error(
            ErrorCode::Conflict,
            "the list of " + std::to_string(dossier.year) + " has a dossier " + dossier.notation,
            Sentence{"dossier_exists",
                     {{"dossier", dossier.notation}, {"year", std::to_string(dossier.year)}}});
    dossier.id = new_id();
    if (dossier.keeper.empty()) dossier.keeper = user;
    dossier.state = "open";
    tx.execute(
        "insert into dossier (id, year, notation, heading, title, retention_years, keeper, unit, "
        "note, started_on, state, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, "
        "'open', $11)",
        {dossier.id, dossier.year, dossier.notation, dossier.heading, dossier.title,
         dossier.retention_years ? store::Value(*dossier.retention_years) : store::Value(),
         dossier.keeper, dossier.unit, dossier.note, dossier.started_on, now});
    store::append_audit(tx, now, user, "dossier.opened", dossier.id);
    return dossier;
}

Dossier find_dossier(store::Transaction& tx, const std::string& id) {
    if (const auto row = tx.query_one(columns("where d.id = $1"), {id})) return read_dossier(*row);
    const std::size_t slash = id.rfind('/');
    if (slash != std::string::npos && id.size() - slash == 5 &&
        id.find_first_not_of("0123456789", slash + 1) == std::string::npos)
        if (const auto row = tx.query_one(columns("where d.notation = $1 and d.year = $2"),
                                          {id.substr(0, slash), std::stoi(id.substr(slash + 1))}))
            return read_dossier(*row);
    throw Error(ErrorCode::NotFound, "there is no dossier " + id);
}

std::vector<Dossier> dossiers(store::Transaction& tx, const DossierQuery& query) {
    std::vector<Dossier> found;
    tx.for_each(columns("where ($1 = 0 or d.year = $1) and ($2 = '' or d.state = $2) and ($3 = '' "
                        "or d.id in (select dossier from dossier_document where document = $3)) "
                        "order by d.year desc, d.heading, d.notation"),
                {query.year, query.state, query.document},
                [&](const store::Row& row) { found.push_back(read_dossier(row)); });
    return found;
}

std::vector<Dossier> due_for_transfer(store::Transaction& tx, Date today, int days) {
    const std::string last = iso_date(date_of_day_number(day_number(today) + days));
    std::vector<Dossier> due = dossiers(tx, {.state = "closed"});
    std::erase_if(due, [&](const Dossier& dossier) {
        const std::string day = transfer_due(dossier);
        return day.empty() || day > last;
    });
    std::sort(due.begin(), due.end(),
              [](const Dossier& a, const Dossier& b) { return transfer_due(a) < transfer_due(b); });
    return due;
}

void add_document(store::Transaction& tx, const std::string& id,
                  const pipeline::DocumentId& document, const std::string& user, Instant now) {
    const Dossier dossier = find_dossier(tx, id);
    require_open(dossier);
    if (pipeline::load_document(tx, document).state == pipeline::DocumentState::Quarantined)
        throw Error(ErrorCode::Conflict,
                    "document " + document + " is quarantined and lies in no dossier here",
                    Sentence{"secret_paper"});
    if (tx.query_one("select 1 as there from dossier_document where dossier = $1 and document = $2",
                     {dossier.id, document}))
        return;
    tx.execute(
        "insert into dossier_document (dossier, document, ordinal, added_at, added_by) "
        "select $1, $2, coalesce(max(ordinal), 0) + 1, $3, $4 from dossier_document where dossier "
        "= $1",
        {dossier.id, document, now, user});
    store::append_audit(tx, now, user, "dossier.added", document,
                        "{\"dossier\":\"" + dossier.id + "\"}");
}

void remove_document(store::Transaction& tx, const std::string& id,
                     const pipeline::DocumentId& document, const std::string& user, Instant now) {
    const Dossier dossier = find_dossier(tx, id);
    require_open(dossier);
    if (tx.execute("delete from dossier_document where dossier = $1 and document = $2",
                   {dossier.id, document}) == 0)
        throw Error(ErrorCode::NotFound,
                    "document " + document + " does not lie in dossier " + dossier.notation);
    store::append_audit(tx, now, user, "dossier.removed", document,
                        "{\"dossier\":\"" + dossier.id + "\"}");
}

std::vector<DossierPaper> papers_of(store::Transaction& tx, const std::string& dossier) {
    std::vector<DossierPaper> papers;
    for (const store::Row& row : tx.query(
             "select m.ordinal, m.document from dossier_document m where m.dossier = $1 order by "
             "m.ordinal",
             {dossier})) {
        const pipeline::Document document = pipeline::load_document(tx, row.text("document"));
        const auto field = [&](const char* id) { return pipeline::field_text(document, id); };
        papers.push_back({static_cast<int>(row.integer("ordinal")), document.id, field("code"),
                          field("issued_date"), field("type_name"), field("subject"),
                          field("organ_name"), document.source, document.original,
                          field("page_amount")});
    }
    return papers;
}

Dossier close_dossier(store::Transaction& tx, const std::string& id, const std::string& ended_on,
                      const std::string& user, Instant now) {
    const Dossier dossier = find_dossier(tx, id);
    require_open(dossier);
    const std::string day = ended_on.empty() ? iso_date(local_date(now)) : ended_on;
    require_day(day);
    if (day < dossier.started_on || day > iso_date(local_date(now)))
        throw Error(
            ErrorCode::BadInput,
            "work on dossier " + dossier.notation + " began on " + dossier.started_on +
                "; it cannot have ended on " + day,
            Sentence{
                "dossier_ends_early",
                {{"dossier", dossier.notation}, {"started", dossier.started_on}, {"day", day}}});
    if (dossier.documents == 0)
        throw Error(ErrorCode::Conflict,
                    "dossier " + dossier.notation + " is empty; put its papers in first",
                    Sentence{"dossier_empty", {{"dossier", dossier.notation}}});
    tx.execute("update dossier set state = 'closed', ended_on = $2 where id = $1",
               {dossier.id, day});
    store::append_audit(tx, now, user, "dossier.closed", dossier.id);
    return find_dossier(tx, dossier.id);
}

Transfer draft_transfer(store::Transaction& tx, const std::string& giver,
                        const std::string& receiver, const std::vector<std::string>& ids,
                        const std::string& note, const std::string& user, Instant now) {
    if (single_spaced(giver).empty() || single_spaced(receiver).empty() || ids.empty())
        throw Error(ErrorCode::BadInput,
                    "a transfer needs who gives, who receives and at least one dossier",
                    Sentence{"transfer_incomplete"});
    const std::string id = new_id();
    tx.execute(
        "insert into archive_transfer (id, giver, receiver, note, state, created_at, created_by) "
        "values ($1, $2, $3, $4, 'drafted', $5, $6)",
        {id, single_spaced(nfc(giver)), single_spaced(nfc(receiver)), single_spaced(nfc(note)), now,
         user});
    for (const std::string& named : ids) {
        const Dossier dossier = find_dossier(tx, named);
        if (dossier.state != "closed")
            throw Error(ErrorCode::Conflict,
                        "dossier " + dossier.notation + " is " + dossier.state +
                            "; closed ones are handed over",
                        Sentence{"dossier_not_closed", {{"dossier", dossier.notation}}});
        if (tx.query_one("select transfer from archive_transfer_dossier where dossier = $1",
                         {dossier.id}))
            throw Error(ErrorCode::Conflict,
                        "dossier " + dossier.notation + " stands on another transfer list",
                        Sentence{"dossier_listed", {{"dossier", dossier.notation}}});
        tx.execute("insert into archive_transfer_dossier (transfer, dossier) values ($1, $2)",
                   {id, dossier.id});
    }
    store::append_audit(tx, now, user, "transfer.drafted", id);
    return find_transfer(tx, id);
}

Transfer hand_over(store::Transaction& tx, const std::string& id, const std::string& received_by,
                   const std::string& user, Instant now) {
    const Transfer transfer = find_transfer(tx, id);
    if (transfer.state != "drafted")
        throw Error(ErrorCode::Conflict, "transfer " + id + " was handed over before",
                    Sentence{"transfer_done"});
    const std::string receiver = single_spaced(nfc(received_by));
    if (receiver.empty())
        throw Error(ErrorCode::BadInput, "say who received the dossiers for the archive",
                    Sentence{"receiver_missing"});
    tx.execute(
        "update archive_transfer set state = 'handed_over', handed_at = $2, received_by = $3 where "
        "id = $1",
        {id, now, receiver});
    for (const Dossier& dossier : transfer.dossiers) {
        tx.execute("update dossier set state = 'transferred' where id = $1", {dossier.id});
        store::append_audit(tx, now, user, "dossier.transferred", dossier.id);
    }
    store::append_audit(tx, now, user, "transfer.handed_over", id);
    return find_transfer(tx, id);
}

Transfer find_transfer(store::Transaction& tx, const std::string& id) {
    const auto row = tx.query_one("select * from archive_transfer where id = $1", {id});
    if (!row) throw Error(ErrorCode::NotFound, "there is no transfer " + id);
    Transfer transfer{row->text("id"),
                      row->text("giver"),
                      row->text("receiver"),
                      row->text("note"),
                      row->text("state"),
                      row->text("created_by"),
                      row->text("received_by"),
                      row->integer("created_at"),
                      row->optional_integer("handed_at"),
                      {}};
    tx.for_each(columns("where d.id in (select dossier from archive_transfer_dossier where "
                        "transfer = $1) order by d.year, d.notation"),
                {id}, [&](const store::Row& r) { transfer.dossiers.push_back(read_dossier(r)); });
    return transfer;
}

std::vector<Transfer> transfers(store::Transaction& tx) {
    std::vector<std::string> ids;
    tx.for_each("select id from archive_transfer order by created_at desc, id desc", {},
                [&](const store::Row& row) { ids.push_back(row.text("id")); });
    std::vector<Transfer> all;
    for (const std::string& id : ids)
        all.push_back(find_transfer(tx, id));
    return all;
}

PrintedList yearly_list(store::Transaction& tx, int year) {
    const std::vector<Dossier> all = dossiers(tx, {.year = year});
    const auto for_ever = std::count_if(
        all.begin(), all.end(), [](const Dossier& dossier) { return !dossier.retention_years; });
    PrintedList list;
    list.title = "DANH MỤC HỒ SƠ NĂM " + std::to_string(year);
    list.before = {"Danh mục này có " + std::to_string(all.size()) +
                   " hồ sơ, bao gồm: " + std::to_string(for_ever) + " hồ sơ bảo quản vĩnh viễn; " +
                   std::to_string(static_cast<std::int64_t>(all.size()) - for_ever) +
                   " hồ sơ bảo quản có thời hạn."};
    list.columns = {"Số và ký hiệu hồ sơ", "Tên đề mục và tiêu đề hồ sơ", "Thời hạn bảo quản",
                    "Người lập hồ sơ", "Ghi chú"};
    list.shares = {1.2, 4, 1.2, 1.4, 1.2};
    std::string heading;
    for (const Dossier& dossier : all) {
        if (dossier.heading != heading) list.rows.push_back({"", dossier.heading, "", "", ""});
        heading = dossier.heading;
        list.rows.push_back({dossier.notation, dossier.title,
                             retention_text(dossier.retention_years), dossier.keeper,
                             dossier.note});
    }
    list.signatures = {"", "QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ"};
    return list;
}

PrintedList contents_list(store::Transaction& tx, const std::string& id) {
    const Dossier dossier = find_dossier(tx, id);
    PrintedList list;
    list.title = "MỤC LỤC VĂN BẢN TRONG HỒ SƠ";
    list.before = {"Hồ sơ số: " + dossier.notation + " năm " + std::to_string(dossier.year),
                   "Tiêu đề: " + dossier.title,
                   "Thời hạn bảo quản: " + retention_text(dossier.retention_years)};
    list.columns = {"STT",     "Số, ký hiệu",     "Ngày tháng", "Tên loại và trích yếu nội dung",
                    "Tác giả", "Tờ số/ Trang số", "Ghi chú"};
    list.shares = {0.6, 1.5, 1.2, 3.4, 1.8, 0.9, 0.9};
    for (const DossierPaper& paper : papers_of(tx, dossier.id))
        list.rows.push_back(
            {printed_number(paper.ordinal), paper.code, printed_date(paper.issued_date),
             trim(paper.type_name + " " + paper.subject), paper.organ_name, paper.pages, ""});
    return list;
}

PrintedList transfer_list(const Transfer& transfer) {
    PrintedList list;
    list.title = "MỤC LỤC HỒ SƠ, TÀI LIỆU NỘP LƯU";
    list.before = {"Bên giao: " + transfer.giver, "Bên nhận: " + transfer.receiver};
    list.columns = {"Số TT",
                    "Số, ký hiệu hồ sơ",
                    "Tiêu đề hồ sơ",
                    "Thời gian tài liệu",
                    "Thời hạn bảo quản",
                    "Số tờ/ Số trang",
                    "Ghi chú"};
    list.shares = {0.7, 1.3, 3.4, 1.7, 1.2, 0.9, 0.9};
    std::int64_t number = 0;
    for (const Dossier& dossier : transfer.dossiers)
        list.rows.push_back({printed_number(++number), dossier.notation, dossier.title,
                             period_of(dossier), retention_text(dossier.retention_years), "",
                             dossier.note});
    list.after = {"Mục lục này gồm " + std::to_string(transfer.dossiers.size()) +
                  " hồ sơ (đơn vị bảo quản), lập thành 02 bản."};
    list.signatures = {"BÊN GIAO", "BÊN NHẬN"};
    return list;
}

PrintedList transfer_minutes(const Transfer& transfer) {
    int papers = 0;
    for (const Dossier& dossier : transfer.dossiers)
        papers += dossier.documents;
    PrintedList list;
    list.title = "BIÊN BẢN GIAO NHẬN HỒ SƠ, TÀI LIỆU";
    const std::string day =
        transfer.handed_at ? printed_date(iso_date(local_date(*transfer.handed_at))) : "........";
    list.before = {
        "Ngày giao nhận: " + day,
        "BÊN GIAO: " + transfer.giver + ". Đại diện: " + transfer.created_by,
        "BÊN NHẬN: " + transfer.receiver + ". Đại diện: " +
            (transfer.received_by.empty() ? std::string("........") : transfer.received_by),
        "Thống nhất lập biên bản giao nhận tài liệu với những nội dung như sau:",
        "1. Số lượng hồ sơ: " + std::to_string(transfer.dossiers.size()) +
            "; số văn bản: " + std::to_string(papers) + ".",
        "2. Tài liệu giao nhận theo mục lục dưới đây."};
    list.columns = {"Số TT", "Số, ký hiệu hồ sơ", "Tiêu đề hồ sơ", "Số văn bản"};
    list.shares = {0.7, 1.5, 5, 1};
    std::int64_t number = 0;
    for (const Dossier& dossier : transfer.dossiers)
        list.rows.push_back({printed_number(++number),
                             dossier.notation + "/" + std::to_string(dossier.year), dossier.title,
                             std::to_string(dossier.documents)});
    if (!transfer.note.empty()) list.after.push_back("Tình trạng tài liệu: " + transfer.note);
    list.after.push_back("Biên bản này lập thành 02 bản; mỗi bên giữ 01 bản.");
    list.signatures = {"ĐẠI DIỆN BÊN GIAO", "ĐẠI DIỆN BÊN NHẬN"};
    return list;
}

}  // namespace vanthu::records
