// run.h: one step of one instance, from the rows it stands in to the rows it comes to stand in.
//
// Load, say what happened (enter, leave, task_completed, ...), then advance: it walks until only
// people, clocks or jobs are left and writes the instance under its revision. What a diagram or a
// variable does wrong (a condition without an answer, a loop without end, a task for nobody) does
// not throw: the token stays where it is, the instance is stuck and says why. Belongs to one
// transaction. Checks no rights.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "store/sql.h"
#include "workflow/calendar.h"
#include "workflow/process.h"
#include "workflow/variables.h"

namespace vanthu::workflow {

struct InstanceRow {
    std::string id;
    std::string definition_key;
    int definition_version = 0;
    std::string document;
    std::string state;
    std::string reason;
    std::int64_t revision = 0;
};

struct TokenRow {
    std::string id;
    std::string instance;
    std::string node;
    std::string via;
    std::string state;
    std::string round;
};

std::optional<TokenRow> find_token(store::Transaction&, const std::string& id);

// Steps of one advance after which a loop that never waits is cut.
constexpr int kMostSteps = 1000;

class Run {
public:
    // Error(NotFound).
    Run(store::Transaction& tx, const std::string& instance, std::string actor, Instant now);

    const Process& process() const { return *process_; }
    const InstanceRow& row() const { return row_; }
    VariableSet& variables() { return variables_; }
    bool is_active() const { return row_.state == "running" || row_.state == "stuck"; }

    void start();

    // The token has done what it waited for: it goes and its node's outgoing flows are taken.
    void leave(const TokenRow& token);

    // A boundary timer's own way; the task goes on unless the timer interrupts it.
    void leave_by(std::size_t boundary, const TokenRow& token);

    // One task of the token was completed with that outcome; of several it may not be the last.
    void task_completed(const TokenRow& token, const std::string& task, const std::string& outcome);

    // The task stands still, with its reminder, and with its token's timers when nothing else of
    // the token goes on; later everything is due so much later that as much time is left as there
    // was.
    void hold_timers(const TokenRow& token, const std::string& task);
    void resume_timers(const TokenRow& token, const std::string& task, Instant held_at);
    Instant moved(Instant due_at, Instant held_at) const;

    // Takes up stuck tokens again.
    void resume();

    void mark_stuck(const TokenRow& token, const std::string& reason);

    // Removes every token with what it waits for.
    void clear();

    void advance();

    // Ends the instance in this state instead of advancing.
    void close(std::string_view state, const std::string& reason);

    // `action` in the history of the paper.
    void audit(std::string_view action,
               const std::vector<std::pair<std::string_view, std::string>>& detail);

private:
    struct Arrival {
        std::size_t node;
        std::string via;
    };
    struct Assignment;
    struct Round;

    using Locals = std::map<std::string, ExpressionValue, std::less<>>;

    void visit(const Arrival& arrival);
    void visit_user_task(const Arrival& arrival, const Node& node);
    void visit_service_task(const Arrival& arrival, const Node& node);
    void visit_choice(const Node& node);
    void visit_parallel(const Arrival& arrival, const Node& node);
    void visit_timer(const Arrival& arrival, const Node& node);
    void follow(const Node& node);

    void take_up_round(const TokenRow& token);
    void continue_round(const TokenRow& token, const Round& round);
    void set_outcome(const Node& node, const std::string& outcome);
    Round new_round(const Node& node) const;
    Assignment assignment(const Node& node, const Locals& locals) const;
    Locals locals_of(const Node& node, const Round& round, int index) const;
    void add_task(const Node& node, const std::string& token, const Assignment& assignment);

    std::string add_token(const std::string& node, const std::string& via, std::string_view state,
                          const std::string& reason = {}, const std::string& round = {});
    // `task` is set for a reminder, which is that task's own.
    void add_timer(const Node& node, const std::string& token, Instant due_at,
                   const std::string& task = {});
    void enqueue_timer(const std::string& id, const std::string& node, Instant due_at);
    void cancel_timers(const std::string& token, const std::string& task);
    void shorten_deadlines();
    // The service tasks and timers that wait in the queue.
    void reorder_jobs(int priority);
    const Calendar& calendar() const;
    std::optional<Instant> urgent_limit() const;
    // The token goes, with its tasks and timers; the job that moves it on is being done by the
    // caller.
    void remove_token(const TokenRow& token);
    // The same for a token whose job is not to be done any more.
    void drop(const TokenRow& token);
    Instant due_of(const Node& node) const;
    std::vector<std::pair<const Node*, Instant>> boundary_timers(const Node& node) const;

    ExpressionScope scope(const Locals& locals) const;
    std::string text(const Setting& setting, const Node& node, const Locals& locals) const;
    bool holds(const Expression& condition, const Node& node, const Locals& locals) const;

    void settle();
    void save();

    store::Transaction& tx_;
    InstanceRow row_;
    std::string actor_;
    Instant now_;
    std::shared_ptr<const Process> process_;
    VariableSet variables_;
    int priority_ = 0;                                  // as the rows of open tasks have it
    mutable std::shared_ptr<const Calendar> calendar_;  // once it was asked for
    std::deque<Arrival> arrivals_;
};

// Order on work lists and in the queue, from the variable `priority`: Hỏa tốc 10, Thượng khẩn 20,
// Khẩn 30, else 100.
int priority_of(const VariableSet& variables);

}  // namespace vanthu::workflow
