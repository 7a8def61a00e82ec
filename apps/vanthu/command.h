// command.h: the sub-commands of `vanthu`, as an explicit table.
//
// A command gets its words after the name, prints results to stdout and messages to stderr, and
// returns the exit status of contract section 3. It throws Error for what went wrong; main turns
// that into a sentence and a status.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vanthu::apps {

using Words = std::vector<std::string>;

// Options and operands of one command. Options are `--name value`, `--name=value` or bare flags;
// "--" ends them.
class Arguments {
public:
    // Error(BadInput) with "did you mean" for an option that is neither in `flags` nor in `valued`.
    Arguments(const Words& words, std::vector<std::string> flags, std::vector<std::string> valued);

    bool has(std::string_view flag) const;
    std::string value(std::string_view option, std::string_view otherwise = {}) const;
    std::vector<std::string> values(
        std::string_view option) const;                        // of an option given several times
    int number(std::string_view option, int otherwise) const;  // Error(BadInput)
    const Words& operands() const { return operands_; }

    // The operand at `index`; Error(BadInput) "needs NAME" when it is not there.
    const std::string& operand(std::size_t index, std::string_view name) const;

private:
    std::vector<std::pair<std::string, std::string>> options_;
    Words operands_;
};

struct Command {
    std::string_view name;
    std::string_view usage;    // after the name
    std::string_view purpose;  // one line
    int (*run)(const Words& words);
};

int command_read(const Words&);
int command_serve(const Words&);
int command_intake(const Words&);
int command_search(const Words&);
int command_show(const Words&);
int command_tasks(const Words&);
int command_task(const Words&);
int command_correct(const Words&);
int command_learnt(const Words&);
int command_workflow(const Words&);
int command_people(const Words&);
int command_books(const Words&);
int command_dossiers(const Words&);
int command_user(const Words&);
int command_audit(const Words&);
int command_check_config(const Words&);
int command_form(const Words&);
int command_migrate_store(const Words&);
int command_backup(const Words&);
int command_restore(const Words&);
int command_exchange(const Words&);
int command_link(const Words&);
int command_rights(const Words&);
int command_check_layout(const Words&);
int command_nominations(const Words&);

}  // namespace vanthu::apps
