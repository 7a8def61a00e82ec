// vanthu check-layout: what departs in a draft from how the decree wants it set.

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>

#include <fstream>
#include <iostream>
#include <iterator>

#include "apps/vanthu/command.h"
#include "apps/vanthu/office.h"
#include "base/error.h"
#include "forms/layout_check.h"
#include "pipeline/document_json.h"
#include "server/views.h"

namespace vanthu::apps {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;
using server::new_object;

std::string look_of(pipeline::SandboxPool& sandbox, const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw Error(ErrorCode::NotFound, path + ": there is no such file");
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    return ask_worker(sandbox, "docx_layout", bytes).result;
}

Object::Ptr view(const std::string& path, const std::vector<forms::LayoutFinding>& findings) {
    Object::Ptr object = new_object();
    object->set("source", path);
    Array::Ptr all = new Array;
    for (const forms::LayoutFinding& finding : findings) {
        Object::Ptr one = new_object();
        one->set("severity", finding.severity);
        one->set("code", finding.code);
        one->set("zone", finding.zone);
        one->set("paragraph", finding.paragraph > 0 ? Poco::Dynamic::Var(finding.paragraph)
                                                    : Poco::Dynamic::Var());
        one->set("text", finding.text);
        one->set("detail", finding.detail);
        one->set("rule", finding.rule);
        one->set("remedy", finding.remedy);
        all->add(one);
    }
    object->set("findings", all);
    object->set("error", Poco::Dynamic::Var());
    return object;
}

}  // namespace

int command_check_layout(const Words& words) {
    const Arguments arguments(words, {"json"}, {});
    arguments.operand(0, "FILE.docx");
    const Installation installation = Installation::find();
    const auto sandbox = make_sandbox(installation, read_settings(installation.config), 1);
    const forms::LayoutRules rules = read_layout_rules(installation);
    int status = 0;
    for (const std::string& path : arguments.operands()) {
        try {
            const auto findings =
                forms::check_layout(forms::read_set_document(look_of(*sandbox, path)), rules);
            if (arguments.has("json")) {
                std::cout << pipeline::json_text(*view(path, findings)) << '\n';
                continue;
            }
            for (const forms::LayoutFinding& finding : findings)
                std::cout << path
                          << (finding.paragraph > 0 ? ":" + std::to_string(finding.paragraph) : "")
                          << ": " << finding.detail << "; " << finding.remedy << " ("
                          << finding.rule << ")\n";
            std::cout << path << ": " << findings.size() << " findings\n";
        } catch (const Error& error) {
            status = 2;
            if (!arguments.has("json")) {
                std::cerr << "vanthu: " << path << ": " << error.what() << '\n';
                continue;
            }
            Object::Ptr object = new_object();
            object->set("source", path);
            object->set("findings", Array::Ptr(new Array));
            Object::Ptr problem = new_object();
            problem->set("code", std::string(name(error.code())));
            problem->set("message", std::string(error.what()));
            object->set("error", problem);
            std::cout << pipeline::json_text(*object) << '\n';
        }
    }
    return status;
}

}  // namespace vanthu::apps
