#include "stages/submissions.h"

#include <algorithm>
#include <map>
#include <vector>

#include "forms/proposal_counts.h"
#include "nominations/submissions.h"
#include "pipeline/documents.h"

namespace vanthu::stages {
namespace {

using pipeline::Document;
using pipeline::DocumentId;
using pipeline::FieldTable;
using pipeline::Issue;

constexpr std::string_view kIssues = "submission_";

const FieldTable* table_of(const Document& document, std::string_view id) {
    const auto found = std::find_if(document.tables.begin(), document.tables.end(),
                                    [&](const FieldTable& table) { return table.id == id; });
    return found == document.tables.end() ? nullptr : &*found;
}

std::string named(const Document& document) {
    const std::string code = pipeline::field_text(document, "code");
    return code.empty() ? document.source : code;
}

void tell(store::Transaction& tx, const Document& document, const std::vector<Issue>& issues) {
    const bool told =
        std::any_of(document.issues.begin(), document.issues.end(),
                    [](const Issue& issue) { return issue.code.starts_with(kIssues); });
    if (told || !issues.empty()) pipeline::replace_issues(tx, document.id, kIssues, issues);
}

// All lists of one submission as one, of which only the kinds matter.
FieldTable joined(const std::vector<Document>& lists) {
    FieldTable all{"nominees", {"kind"}, {}};
    for (const Document& list : lists) {
        const FieldTable& table = *table_of(list, "nominees");
        const auto at = std::find(table.columns.begin(), table.columns.end(), "kind");
        for (const auto& row : table.rows)
            all.rows.push_back({at == table.columns.end()
                                    ? std::string()
                                    : row[static_cast<std::size_t>(at - table.columns.begin())]});
    }
    return all;
}

void compare(store::Transaction& tx, const Document& submission) {
    const FieldTable* proposal = table_of(submission, "proposal");
    const nominations::Companions came =
        nominations::companions_of(tx, submission, nominations::kListForm);
    std::vector<Document> lists;
    for (const DocumentId& id : came.papers) {
        lists.push_back(pipeline::load_document(tx, id));
        if (table_of(lists.back(), "nominees") == nullptr) lists.pop_back();
    }
    const bool doubtful =
        !came.linked &&
        !nominations::companions_of(tx, submission, nominations::kSubmissionForm).papers.empty();
    std::vector<Issue> found;
    if (proposal != nullptr && !lists.empty() && !doubtful)
        found = forms::compare_counts({*proposal, joined(lists)});
    std::vector<Issue> here, there;
    std::string list_names;
    for (const Document& list : lists)
        list_names += (list_names.empty() ? "" : ", ") + named(list);
    for (const Issue& issue : found) {
        const std::string code = std::string(kIssues) + issue.code;
        std::map<std::string, std::string> values = issue.values;
        values["list"] = list_names;
        values["submission"] = named(submission);
        here.push_back(
            {issue.severity, code, "proposal", issue.detail + " (" + list_names + ")", values});
        there.push_back({issue.severity, code, "nominees",
                         issue.detail + " (" + named(submission) + ")", values});
    }
    tell(tx, submission, here);
    for (const Document& list : lists)
        tell(tx, list, there);
}

}  // namespace

void compare_with_submission(store::Transaction& tx, const DocumentId& id) {
    const Document document = pipeline::load_document(tx, id);
    if (document.form == nominations::kSubmissionForm) compare(tx, document);
    if (document.form != nominations::kListForm) return;
    const nominations::Companions came =
        nominations::companions_of(tx, document, nominations::kSubmissionForm);
    if (came.papers.empty()) tell(tx, document, {});
    for (const DocumentId& submission : came.papers)
        compare(tx, pipeline::load_document(tx, submission));
}

}  // namespace vanthu::stages
