#include "stages/layout.h"

#include "base/error.h"
#include "store/descriptor.h"

namespace vanthu::stages {
namespace {

using pipeline::Issue;
using pipeline::Severity;

constexpr std::string_view kDocx =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

std::string sentence(const forms::LayoutFinding& finding) {
    std::string words = finding.detail;
    if (!finding.text.empty()) words += " (\"" + finding.text + "\")";
    if (finding.paragraph > 0) words += ", đoạn " + std::to_string(finding.paragraph);
    return words + ": " + finding.remedy + " [" + finding.rule + "]";
}

// The sentence is Vietnamese, as the rule is; a reader of another language is told where to look.
std::map<std::string, std::string> values_of(const forms::LayoutFinding& finding) {
    std::map<std::string, std::string> values{
        {"message_vi", sentence(finding)}, {"zone", finding.zone}, {"rule", finding.rule}};
    if (finding.paragraph > 0) values["paragraph"] = std::to_string(finding.paragraph);
    if (!finding.text.empty()) values["text"] = finding.text;
    return values;
}

}  // namespace

LayoutVerdict check_draft(const pipeline::Document& document, const store::BlobStore& blobs,
                          pipeline::SandboxPool& sandbox, const forms::LayoutRules& rules,
                          std::stop_token stop) {
    LayoutVerdict verdict;
    if (document.media_type != kDocx) {
        verdict.issues.push_back(
            {Severity::Info,
             "layout_unchecked",
             {},
             "the layout of a draft is checked in a DOCX; this file is " + document.media_type});
        return verdict;
    }
    const store::Descriptor original(blobs.open(document.original));
    pipeline::SandboxReply look;
    try {
        look = sandbox.call({"docx_layout", "{}", {original.number()}}, stop);
    } catch (const Error& error) {
        // The file's fault; what is nobody's (a stop, a dead worker) is tried again.
        if (error.code() != ErrorCode::BadInput && error.code() != ErrorCode::LimitExceeded) throw;
        verdict.issues.push_back({Severity::Warning, "layout_unchecked", {}, error.what()});
        return verdict;
    }
    for (const forms::LayoutFinding& finding :
         forms::check_layout(forms::read_set_document(look.result), rules)) {
        const bool error = finding.severity == "error";
        ++(error ? verdict.errors : verdict.warnings);
        verdict.issues.push_back({error ? Severity::Error : Severity::Warning,
                                  std::string(kLayoutIssues) + finding.code,
                                  {},
                                  sentence(finding),
                                  values_of(finding)});
    }
    return verdict;
}

}  // namespace vanthu::stages
