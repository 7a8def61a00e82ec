// office.h: a real database of its own, and small diagrams drawn in a line of code, for
// the workflow tests.
#pragma once

#include <fstream>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/xml.h"
#include "pipeline/queue.h"
#include "store/audit.h"
#include "store/migrate.h"
#include "tests/conformance/test_database.h"
#include "workflow/engine.h"
#include "workflow/tasks.h"

namespace vanthu::workflow {

inline std::string read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    EXPECT_TRUE(in.good()) << path;
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

inline std::string shipped(const std::string& name) {
    return read_file(VANTHU_SOURCE_DIR "/config/workflows/" + name);
}

// Whether the office is opened anew before each step, as after a crash between any two of them.
enum class Reload { Never, BeforeEachStep };

class Office {
public:
    explicit Office(Reload reload = Reload::Never) : reload_(reload) {
        open();
        store::migrate(*database_);
    }
    Office(const Office&) = delete;
    Office& operator=(const Office&) = delete;

    // The database as another process of the office opens it.
    std::unique_ptr<store::Database> another() const { return place_.open(); }

    template <class Work>
    auto step(Work work) {
        if (reload_ == Reload::BeforeEachStep) open();
        using Result = std::invoke_result_t<Work, store::Transaction&>;
        if constexpr (std::is_void_v<Result>) {
            database_->write(work);
        } else {
            std::optional<Result> result;
            database_->write([&](store::Transaction& tx) { result = work(tx); });
            return *std::move(result);
        }
    }

    void deploy(const std::string& bpmn) {
        step(
            [&](store::Transaction& tx) { workflow::deploy(tx, bpmn, "test.bpmn", "admin", now); });
    }

    std::string start(const std::string& key, const std::string& variables = "{}",
                      const std::string& document = "paper") {
        return step([&](store::Transaction& tx) {
            return start_instance(tx, key, document, variables, "system", now);
        });
    }

    InstanceInfo instance(const std::string& id) {
        return step([&](store::Transaction& tx) { return workflow::instance(tx, id); });
    }

    std::vector<Task> tasks(const std::string& node = {}) {
        return step([&](store::Transaction& tx) {
            TaskQuery query;
            query.node = node;
            return list_tasks(tx, query);
        });
    }

    // The only open task of a node.
    Task open_task(const std::string& node) {
        const std::vector<Task> found = tasks(node);
        if (found.size() != 1)
            throw std::runtime_error(node + ": " + std::to_string(found.size()) + " open tasks");
        return found.front();
    }

    void complete(const Task& task, const Actor& actor, const std::string& outcome = {},
                  const std::string& opinion = {}) {
        step([&](store::Transaction& tx) {
            workflow::complete(tx, task.id, actor, {outcome, opinion, "{}", {}}, now);
        });
    }

    // Takes the next job that is due and does what a worker would do with it; its topic or "timer",
    // "" when none is due.
    std::string do_job(const std::string& results = "{}") {
        return step([&](store::Transaction& tx) -> std::string {
            const auto job = pipeline::take_job(tx, "test", now);
            if (!job) return {};
            std::string topic = job->kind;
            pipeline::complete_job(tx, *job, now);
            if (job->kind == "timer") {
                fire_timer(tx, job->subject, now);
            } else {
                topic = service_task_args(job->args).topic;
                finish_service_task(tx, job->subject, results, now);
            }
            return topic;
        });
    }

    std::vector<std::string> history(const std::string& document = "paper") {
        return step([&](store::Transaction& tx) {
            std::vector<std::string> actions;
            for (const store::AuditEvent& event : store::audit_of(tx, document))
                actions.push_back(event.action);
            return actions;
        });
    }

    std::int64_t count(const std::string& from) {
        return step([&](store::Transaction& tx) {
            return tx.query_one("select count(*) as n from " + from)->integer("n");
        });
    }

    Instant now = 1'770'000'000'000'000;

private:
    void open() {
        database_.reset();
        database_ = place_.open();
    }

    Reload reload_;
    store::TestDatabase place_{store::TestDatabase::Start::Office};
    std::unique_ptr<store::Database> database_;
};

class OfficeTest : public testing::TestWithParam<Reload> {
protected:
    Office office{GetParam()};
};

#define INSTANTIATE_WITH_RELOAD(Suite)                                   \
    INSTANTIATE_TEST_SUITE_P(                                            \
        , Suite, testing::Values(Reload::Never, Reload::BeforeEachStep), \
        [](const auto& each) { return each.param == Reload::Never ? "Kept" : "Reloaded"; })

template <class Work>
ErrorCode refusal(Work work) {
    try {
        work();
    } catch (const Error& error) {
        return error.code();
    }
    ADD_FAILURE() << "was not refused";
    return ErrorCode::Internal;
}

// Writes the elements of a process without its drawing.
class Diagram {
public:
    explicit Diagram(std::string id) : id_(std::move(id)) {}

    Diagram& element(const std::string& xml) {
        body_ += xml + "\n";
        return *this;
    }
    Diagram& start(const std::string& id) { return element("<startEvent id='" + id + "'/>"); }
    Diagram& end(const std::string& id) { return element("<endEvent id='" + id + "'/>"); }
    Diagram& terminate(const std::string& id) {
        return element("<endEvent id='" + id + "'><terminateEventDefinition/></endEvent>");
    }
    Diagram& user(const std::string& id, const std::string& outcomes = {},
                  const std::string& who = "camunda:candidateGroups='clerk'",
                  const std::string& inside = {}) {
        std::string xml = "<userTask id='" + id + "' " + who + ">";
        if (!outcomes.empty())
            xml +=
                "<extensionElements><camunda:properties><camunda:property name='outcomes' value='" +
                outcomes + "'/></camunda:properties></extensionElements>";
        return element(xml + inside + "</userTask>");
    }
    Diagram& service(const std::string& id, const std::string& topic = "register") {
        return element("<serviceTask id='" + id + "' camunda:type='external' camunda:topic='" +
                       topic + "'/>");
    }
    Diagram& exclusive(const std::string& id, const std::string& otherwise = {}) {
        return element("<exclusiveGateway id='" + id + "'" +
                       (otherwise.empty() ? "" : " default='" + otherwise + "'") + "/>");
    }
    Diagram& parallel(const std::string& id) {
        return element("<parallelGateway id='" + id + "'/>");
    }
    Diagram& timer(const std::string& id, const std::string& duration) {
        return element("<intermediateCatchEvent id='" + id + "'>" + timer_of(duration) +
                       "</intermediateCatchEvent>");
    }
    Diagram& boundary(const std::string& id, const std::string& task, const std::string& duration,
                      bool interrupting) {
        return element("<boundaryEvent id='" + id + "' attachedToRef='" + task +
                       "' cancelActivity='" + (interrupting ? "true" : "false") + "'>" +
                       timer_of(duration) + "</boundaryEvent>");
    }
    // The flow's id is "source-target".
    Diagram& flow(const std::string& source, const std::string& target,
                  const std::string& condition = {}) {
        return element("<sequenceFlow id='" + source + "-" + target + "' sourceRef='" + source +
                       "' targetRef='" + target + "'>" +
                       (condition.empty() ? ""
                                          : "<conditionExpression>" + escape_xml(condition) +
                                                "</conditionExpression>") +
                       "</sequenceFlow>");
    }
    Diagram& way(const std::vector<std::string>& nodes) {
        for (std::size_t i = 1; i < nodes.size(); ++i)
            flow(nodes[i - 1], nodes[i]);
        return *this;
    }

    std::string xml() const {
        return "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' "
               "xmlns:camunda='http://camunda.org/schema/1.0/bpmn'>\n<process id='" +
               id_ + "' isExecutable='true'>\n" + body_ + "</process>\n</definitions>\n";
    }

private:
    static std::string timer_of(const std::string& duration) {
        return "<timerEventDefinition><timeDuration>" + duration +
               "</timeDuration></timerEventDefinition>";
    }

    std::string id_;
    std::string body_;
};

inline const Actor kLan{"lan", {"clerk"}, false};
inline const Actor kMinh{"minh", {"clerk", "reviewer"}, false};
inline const Actor kHung{"hung", {"head"}, false};
inline const Actor kStranger{"khach", {"archivist"}, false};
inline const Actor kAdmin{"admin", {}, true};

}  // namespace vanthu::workflow
