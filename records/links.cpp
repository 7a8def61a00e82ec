#include "records/links.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/error.h"
#include "base/id.h"
#include "base/text.h"
#include "pipeline/documents.h"
#include "records/search_words.h"
#include "records/sketch.h"
#include "store/audit.h"

namespace vanthu::records {
namespace {

constexpr double kSameText = 0.8;
constexpr std::size_t kLongestKey = 100;
constexpr const char* kSystem = "system";

struct Named {
    std::string kind, code, organ, day;
};

bool agree(const std::string& a, const std::string& b) {
    const std::size_t shared = std::min(a.size(), b.size());
    return a.compare(0, shared, b, 0, shared) == 0;
}

std::string folded_words(const std::string& text) {
    return join(words_of(fold(nfc(text))), " ");
}

// A year inside the code, as national rules have it: 30/2020/NĐ-CP.
std::string year_in(const std::string& code) {
    for (const std::string& part : split(code, '/'))
        if (part.size() == 4 && part.find_first_not_of("0123456789") == std::string::npos &&
            part >= "1945" && part <= "2100")
            return part;
    return {};
}

// What stands before the code says what is done to that paper.
std::string kind_of(const pipeline::Citation& citation) {
    const std::string quote = fold(citation.quote), code = fold(citation.code);
    const std::string before = quote.substr(0, std::min(quote.find(code), quote.size()));
    const auto last = [&](std::string_view words) {
        const std::size_t at = before.rfind(words);
        return at == std::string::npos || before.size() - at > 60 ? std::string::npos : at;
    };
    if (last("thay the") != std::string::npos || last("bai bo") != std::string::npos)
        return "replaces";
    if (last("sua doi") != std::string::npos) return "amends";
    if (last("tra loi") != std::string::npos || last("phuc dap") != std::string::npos)
        return "answers";
    return "cites";
}

std::vector<Named> named_by(const pipeline::Document& document) {
    std::vector<Named> named;
    for (const pipeline::Citation& citation : document.citations) {
        if (citation.code.empty()) continue;
        std::string day = citation.date.empty() ? year_in(citation.code) : citation.date;
        named.push_back({kind_of(citation), citation.code, folded_words(citation.organ_name), day});
    }
    const std::string parent = pipeline::field_text(document, "attached_to");
    if (!parent.empty()) named.push_back({"attached_to", parent, "", year_in(parent)});
    return named;
}

struct Known {
    std::string document, organ, day;
};

// Papers with the code, the oldest first.
std::vector<Known> papers_with(store::Transaction& tx, const std::string& key) {
    std::vector<Known> papers;
    tx.for_each(
        "select f.document, f.organ_name, (select i.text from search_field i where i.document = "
        "f.document and i.field = 'issued_date') as day from search_facet f where f.code_key = $1 "
        "and f.code_key <> '' order by f.id limit 50",  // else SQLite's index is none for it
        {key}, [&](const store::Row& row) {
            papers.push_back(
                {row.text("document"), folded_words(row.text("organ_name")), row.text("day")});
        });
    return papers;
}

bool fits(const Named& named, const Known& paper) {
    if (!named.organ.empty() && !paper.organ.empty() &&
        (" " + paper.organ + " ").find(" " + named.organ + " ") == std::string::npos &&
        (" " + named.organ + " ").find(" " + paper.organ + " ") == std::string::npos)
        return false;
    return named.day.empty() || paper.day.empty() || agree(named.day, paper.day);
}

// The one paper that is meant; of several arrivals of one paper the first. "" when it is not
// certain.
std::string meant_by(const std::vector<Known>& papers, const Named& named,
                     const std::string& except) {
    const Known* found = nullptr;
    for (const Known& paper : papers) {
        if (paper.document == except || !fits(named, paper)) continue;
        if (found == nullptr) {
            found = &paper;
        } else if (paper.organ != found->organ || !agree(paper.day, found->day)) {
            return {};
        }
    }
    return found == nullptr ? "" : found->document;
}

void insert(store::Transaction& tx, const std::string& from, const Named& named,
            const std::string& key, const std::string& to, const std::string& by, Instant now) {
    tx.execute_later(
        "insert into document_link (id, from_document, kind, to_document, code, code_key, organ, "
        "day, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        {new_id(), from, named.kind, to.empty() ? store::Value() : store::Value(to), named.code,
         key, named.organ, named.day, by, now});
}

void warn(store::Transaction& tx, const pipeline::Document& document, const std::string& code,
          const std::string& detail, const std::map<std::string, std::string>& values) {
    for (const pipeline::Issue& issue : document.issues)
        if (issue.code == code && issue.detail == detail) return;
    pipeline::add_issue(tx, document.id, {pipeline::Severity::Warning, code, "", detail, values});
}

std::string replacement_of(store::Transaction& tx, const std::string& document) {
    const auto row = tx.query_one(
        "select from_document from document_link where to_document = $1 and kind = 'replaces' "
        "order by made_at, id limit 1",
        {document});
    return row ? row->text("from_document") : "";
}

std::string code_of(store::Transaction& tx, const std::string& document) {
    const auto row = tx.query_one(
        "select text from search_field where document = $1 and field = 'code'", {document});
    return row ? row->text("text") : document;
}

void warn_replaced(store::Transaction& tx, const pipeline::Document& citing,
                   const std::string& cited, const std::string& newer) {
    const std::string code = code_of(tx, newer);
    warn(tx, citing, "cited_replaced",
         cited + ", which this paper cites, was replaced by " + code +
             "; check which one is in force",
         {{"cited", cited}, {"code", code}, {"document", newer}});
}

void save_citations(store::Transaction& tx, const pipeline::Document& document) {
    std::set<std::pair<std::string, std::string>> seen;
    for (const Named& named : named_by(document)) {
        const std::string key = code_key(nfc(named.code));
        if (key.empty() || key.size() > kLongestKey || !seen.insert({named.kind, key}).second)
            continue;
        const std::string to = meant_by(papers_with(tx, key), named, document.id);
        insert(tx, document.id, named, key, to, kSystem, document.received_at);
        if (to.empty()) continue;
        const std::string newer = replacement_of(tx, to);
        if (!newer.empty() && newer != document.id) warn_replaced(tx, document, named.code, newer);
    }
}

// Others that named this paper before it came.
void complete_others(store::Transaction& tx, const std::string& key) {
    const std::vector<Known> papers = papers_with(tx, key);
    for (const store::Row& row : tx.query(
             "select * from document_link where code_key = $1 and to_document is null", {key})) {
        const Named named{row.text("kind"), row.text("code"), row.text("organ"), row.text("day")};
        const std::string to = meant_by(papers, named, row.text("from_document"));
        if (!to.empty())
            tx.execute("update document_link set to_document = $2 where id = $1",
                       {row.text("id"), to});
    }
}

// Papers still under way that cite what this one replaces.
void warn_citing(store::Transaction& tx, const pipeline::Document& document) {
    for (const store::Row& row : tx.query(
             "select distinct c.from_document, r.code from document_link r join document_link c on "
             "c.to_document = r.to_document join document d on d.id = c.from_document where "
             "r.from_document = $1 and r.kind = 'replaces' and c.kind = 'cites' and "
             "c.from_document <> $1 and d.state in ('needs_check', 'in_workflow')",
             {document.id}))
        warn_replaced(tx, pipeline::load_document(tx, row.text("from_document")), row.text("code"),
                      document.id);
}

void note_repetition(store::Transaction& tx, const pipeline::Document& document,
                     const std::string& kind, const std::string& first, const std::string& detail) {
    insert(tx, document.id, {kind, "", "", ""}, "", first, kSystem, document.received_at);
    warn(tx, document, kind, detail, {{"document", first}});
}

void link_same_code(store::Transaction& tx, const pipeline::Document& document,
                    const std::string& key) {
    const Known own{document.id, folded_words(pipeline::field_text(document, "organ_name")),
                    pipeline::field_text(document, "issued_date")};
    if (own.organ.empty() || own.day.size() < 4) return;
    for (const Known& paper : papers_with(tx, key)) {
        if (paper.document >= document.id || paper.organ != own.organ) continue;
        if (paper.day.substr(0, 4) != own.day.substr(0, 4)) continue;
        note_repetition(tx, document, "same_code", paper.document,
                        "a paper with the same code, issuer and year came before as document " +
                            paper.document + "; compare the two");
        return;
    }
}

void link_same_text(store::Transaction& tx, const pipeline::Document& document,
                    const std::string& sketch) {
    tx.execute_later("delete from text_band where document = $1", {document.id});
    tx.execute_later("delete from text_sketch where document = $1", {document.id});
    if (sketch.empty()) return;
    const std::vector<std::string> bands = bands_of(sketch);
    store::Transaction::Parameters values(bands.begin(), bands.end());
    const std::string own = store::placeholder(values, document.id);
    std::vector<std::string> alike;  // twenty of each band, the oldest
    for (std::size_t i = 1; i <= bands.size(); ++i)
        alike.push_back("select * from (select document from text_band where band = $" +
                        std::to_string(i) + " and document < " + own +
                        " order by document limit 20) as b" + std::to_string(i));
    std::string first;
    for (const store::Row& row :
         tx.query("select document, sketch from text_sketch where document in (" +
                      join(alike, " union ") + ")",
                  values))
        if (likeness(sketch, row.text("sketch")) >= kSameText &&
            (first.empty() || row.text("document") < first))
            first = row.text("document");
    tx.execute_later("insert into text_sketch (document, sketch) values ($1, $2)",
                     {document.id, sketch});
    values.clear();
    for (const std::string& band : bands)
        values.insert(values.end(), {band, document.id});
    tx.execute_later(
        "insert into text_band (band, document) values " + store::placeholder_rows(bands.size(), 2),
        values);
    if (!first.empty())
        note_repetition(tx, document, "same_text", first,
                        "nearly the same text came before as document " + first +
                            ", perhaps by another way; compare the two");
}

void link_same_content(store::Transaction& tx, const pipeline::Document& document) {
    const std::string first = pipeline::same_content(tx, document);
    if (!first.empty() && first < document.id)  // the issue is the route stage's
        insert(tx, document.id, {"same_content", "", "", ""}, "", first, kSystem,
               document.received_at);
}

}  // namespace

void link_document(store::Transaction& tx, const pipeline::Document& document,
                   const std::string& sketch) {
    tx.execute_later("delete from document_link where from_document = $1 and made_by = 'system'",
                     {document.id});
    save_citations(tx, document);
    warn_citing(tx, document);
    link_same_content(tx, document);
    const std::string key = code_key(nfc(pipeline::field_text(document, "code")));
    if (!key.empty() && key.size() <= kLongestKey) {
        link_same_code(tx, document, key);
        complete_others(tx, key);
    }
    link_same_text(tx, document, sketch);
}

std::vector<Link> links_of(store::Transaction& tx, const pipeline::DocumentId& document) {
    std::vector<Link> links;
    tx.for_each(
        "select l.*, case when l.from_document = $1 then l.to_document else l.from_document end as "
        "other from document_link l where l.from_document = $1 or l.to_document = $1 "
        "order by l.made_at, l.id",
        {document}, [&](const store::Row& row) {
            Link link;
            link.id = row.text("id");
            link.kind = row.text("kind");
            link.outgoing = row.text("from_document") == document;
            link.other = row.text("other");
            link.code = link.outgoing ? row.text("code") : "";
            link.made_by = row.text("made_by");
            links.push_back(std::move(link));
        });
    for (Link& link : links) {
        if (link.other.empty()) continue;
        tx.for_each(
            "select field, text from search_field where document = $1 and field in "
            "('code', 'subject', 'issued_date')",
            {link.other}, [&](const store::Row& row) {
                if (row.text("field") == "code") link.code = row.text("text");
                if (row.text("field") == "subject") link.subject = row.text("text");
                if (row.text("field") == "issued_date") link.issued_date = row.text("text");
            });
        if (link.outgoing && link.kind == "cites")
            link.replaced_by = replacement_of(tx, link.other);
        if (link.replaced_by == document) link.replaced_by.clear();
    }
    return links;
}

std::string draw_link(store::Transaction& tx, const pipeline::DocumentId& from,
                      const std::string& kind, const pipeline::DocumentId& to,
                      const std::string& user, Instant now) {
    constexpr std::array<std::string_view, 5> kKinds{"cites", "answers", "replaces", "amends",
                                                     "attached_to"};
    if (std::find(kKinds.begin(), kKinds.end(), kind) == kKinds.end())
        throw Error(ErrorCode::BadInput,
                    "\"" + kind +
                        "\" is no link; it is cites, answers, replaces, amends or "
                        "attached_to");
    if (from == to)
        throw Error(ErrorCode::BadInput, "a paper is not linked to itself",
                    Sentence{"linked_to_itself"});
    for (const std::string& id : {from, to})
        if (!tx.query_one("select id from document where id = $1 and state <> 'quarantined'", {id}))
            throw Error(ErrorCode::NotFound, "there is no document " + id);
    if (tx.query_one("select id from document_link where from_document = $1 and kind = $2 and "
                     "to_document = $3",
                     {from, kind, to}))
        throw Error(ErrorCode::Conflict, "these papers are linked so already",
                    Sentence{"linked_already"});
    const std::string id = new_id();
    tx.execute(
        "insert into document_link (id, from_document, kind, to_document, code, code_key, organ, "
        "day, made_by, made_at) values ($1, $2, $3, $4, '', '', '', '', $5, $6)",
        {id, from, kind, to, user, now});
    store::append_audit(tx, now, user, "link.drawn", from,
                        "{\"kind\":\"" + kind + "\",\"to\":\"" + to + "\"}");
    return id;
}

void remove_link(store::Transaction& tx, const std::string& id, const std::string& user,
                 Instant now) {
    const auto row = tx.query_one("select * from document_link where id = $1", {id});
    if (!row) throw Error(ErrorCode::NotFound, "there is no link " + id);
    tx.execute("delete from document_link where id = $1", {id});
    store::append_audit(
        tx, now, user, "link.removed", row->text("from_document"),
        "{\"kind\":\"" + row->text("kind") + "\",\"to\":\"" + row->text("to_document") + "\"}");
}

std::string answer_codes(store::Transaction& tx, const pipeline::DocumentId& document) {
    std::vector<std::string> codes;
    tx.for_each(
        "select f.text from document_link l join search_field f on f.document = "
        "l.from_document and f.field = 'code' where l.to_document = $1 and l.kind = "
        "'answers' order by l.made_at, l.id",
        {document}, [&](const store::Row& row) { codes.push_back(row.text("text")); });
    return join(codes, "; ");
}

void freeze_document(store::Transaction& tx, const pipeline::DocumentId& document,
                     const std::string& reason, const std::string& user, Instant now) {
    const std::string why = single_spaced(nfc(reason));
    if (why.empty())
        throw Error(ErrorCode::BadInput, "a recall needs a reason; say who recalled it and why",
                    Sentence{"reason_missing"});
    if (!tx.query_one("select id from document where id = $1", {document}))
        throw Error(ErrorCode::NotFound, "there is no document " + document);
    if (const auto before = frozen(tx, document))
        throw Error(ErrorCode::Conflict,
                    "document " + document + " was recalled before: " + before->reason,
                    Sentence{"recalled_before", {{"why", before->reason}}});
    tx.execute(
        "insert into frozen_document (document, reason, at, by_user) values ($1, $2, $3, $4)",
        {document, why, now, user});
    store::append_audit(tx, now, user, "document.recalled", document, "{}");
}

std::optional<Frozen> frozen(store::Transaction& tx, const pipeline::DocumentId& document) {
    const auto row = tx.query_one("select * from frozen_document where document = $1", {document});
    if (!row) return std::nullopt;
    return Frozen{row->text("reason"), row->text("by_user"), row->integer("at")};
}

}  // namespace vanthu::records
