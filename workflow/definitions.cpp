#include "workflow/definitions.h"

#include <map>
#include <mutex>

#include "base/digest.h"
#include "base/error.h"
#include "store/audit.h"
#include "workflow/bpmn_reader.h"
#include "workflow/engine.h"
#include "workflow/variables.h"

namespace vanthu::workflow {
namespace {

std::string listed(const std::string& file, const std::vector<Problem>& problems) {
    std::string text;
    for (const Problem& problem : problems) {
        if (!text.empty()) text.push_back('\n');
        text += file + ":" + std::to_string(problem.line) + ": " + problem.element + ": " +
                problem.reason;
    }
    return text;
}

DefinitionInfo info_of(const store::Row& row) {
    return {row.text("key"),
            static_cast<int>(row.integer("version")),
            row.text("name"),
            row.text("digest"),
            row.integer("deployed_at"),
            row.integer("version") == row.integer("newest")};
}

constexpr std::string_view kSelect =
    "select d.key, d.version, d.name, d.digest, d.deployed_at, (select max(n.version) from "
    "process_definition n where n.key = d.key) as newest from process_definition d ";

}  // namespace

std::vector<Problem> check_definition(std::string_view bpmn, const std::string& file) {
    return read_bpmn(bpmn, file).problems;
}

DefinitionInfo deploy(store::Transaction& tx, std::string_view bpmn, const std::string& file,
                      const std::string& user, Instant now) {
    const ReadResult read = read_bpmn(bpmn, file);
    if (!read.process) throw Error(ErrorCode::BadInput, listed(file, read.problems));
    const Process& process = *read.process;
    const std::string digest = sha256(bpmn);
    const auto newest = tx.query_one(
        std::string(kSelect) + "where d.key = $1 order by d.version desc limit 1", {process.id});
    if (newest && newest->text("digest") == digest) return info_of(*newest);
    DefinitionInfo info{process.id,
                        newest ? static_cast<int>(newest->integer("version")) + 1 : 1,
                        process.name.empty() ? process.id : process.name,
                        digest,
                        now,
                        true};
    tx.execute(
        "insert into process_definition (key, version, name, version_tag, digest, file, xml, "
        "deployed_at, deployed_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        {info.key, info.version, info.name, process.version_tag, digest, file, bpmn, now, user});
    store::append_audit(tx, now, user, "process.deployed", info.key,
                        json_object({{"version", std::to_string(info.version)},
                                     {"version_tag", process.version_tag},
                                     {"digest", digest}}));
    return info;
}

std::vector<DefinitionInfo> definitions(store::Transaction& tx) {
    std::vector<DefinitionInfo> found;
    tx.for_each(std::string(kSelect) + "order by d.key, d.version", {},
                [&](const store::Row& row) { found.push_back(info_of(row)); });
    return found;
}

std::string definition_xml(store::Transaction& tx, const std::string& key, int version) {
    const auto row = tx.query_one(
        "select xml from process_definition where key = $1 and version = $2", {key, version});
    if (!row)
        throw Error(ErrorCode::NotFound,
                    "process " + key + " has no version " + std::to_string(version));
    return row->text("xml");
}

std::shared_ptr<const Process> deployed_process(store::Transaction& tx, const std::string& key,
                                                int version, const std::string& digest) {
    constexpr std::size_t kKept = 64;
    static std::mutex mutex;
    static std::map<std::string, std::shared_ptr<const Process>> known;
    {
        const std::lock_guard lock(mutex);
        if (const auto found = known.find(digest); found != known.end()) return found->second;
    }
    const std::string file = key + " version " + std::to_string(version);
    ReadResult read = read_bpmn(definition_xml(tx, key, version), file);
    if (!read.process)
        throw Error(ErrorCode::Configuration,
                    "this program does not run a diagram that an earlier one accepted:\n" +
                        listed(file, read.problems));
    auto process = std::make_shared<const Process>(std::move(*read.process));
    const std::lock_guard lock(mutex);
    if (known.size() >= kKept) known.clear();
    known[digest] = process;
    return process;
}

}  // namespace vanthu::workflow
