// vanthu: service and command line in one. See docs/commands.md and `vanthu --help`.

#include <malloc.h>

#include <array>
#include <csignal>
#include <iostream>

#include "apps/vanthu/command.h"
#include "base/error.h"
#include "base/text.h"

namespace {

using namespace vanthu;
using namespace vanthu::apps;

constexpr std::array kCommands{
    Command{"read",
            "[--json|--text|--hocr|--pdf OUT] [--fields-only] [--jobs N] [--at-once N] [--form "
            "auto|ID] FILE...",
            "read files and print what they say; needs no office", command_read},
    Command{"serve", "[--port N] [--data DIR] [--role all|web|worker]", "run the service",
            command_serve},
    Command{"intake", "FILE|DIR... [--book incoming] [--wait] [--json] [--data DIR]",
            "take files in", command_intake},
    Command{"search",
            "[QUERY...] [--field id=value] [--from DATE] [--to DATE] [--arrived-from DATE] "
            "[--arrived-to DATE] [--book B] [--as U] [--ranked] [--facets] [--limit N] [--json], "
            "--suggest TEXT, --rebuild",
            "find documents", command_search},
    Command{"show", "ID [--json]", "one document with its state, entry, tasks and history",
            command_show},
    Command{"tasks",
            "[--user U] [--order urgency|due|age|newest] [--process KEY] [--node ID] [--json]",
            "the work list", command_tasks},
    Command{"task",
            "claim|release|complete|delegate|resolve|reassign|hold|resume|opinion ID --as U "
            "[--outcome O] [--opinion TEXT] [--to U] [--reason TEXT] [--lead UNIT] "
            "[--support UNIT]... [--know UNIT]... [--due DAY]",
            "do one step of a task", command_task},
    Command{"correct", "ID FIELD=VALUE... --as U", "correct fields of a document", command_correct},
    Command{"learnt", "list [--all] [--json], forget ID --as U",
            "what corrections taught, by issuer, and making the office forget it", command_learnt},
    Command{"workflow",
            "check|deploy FILE.bpmn, list, instances [--state S], move ID --to VERSION "
            "[--node OLD=NEW]... [--dry-run], resume|withdraw ID [--reason TEXT] --as U",
            "approval processes, and papers on their way", command_workflow},
    Command{"people",
            "absence PERSON DEPUTY FIRST LAST, signs PERSON FOR KT|TL|TUQ BASIS FIRST [LAST], mail "
            "PERSON ADDRESS, list, end ID --as U",
            "who stands in, who may sign, who gets e-mail", command_people},
    Command{
        "books",
        "list, export BOOK YEAR --format xlsx|csv|pdf OUT, register BOOK DOCUMENT [--dated DAY "
        "--reason "
        "TEXT] [COLUMN=VALUE...] --as U, fill BOOK YEAR NUMBER COLUMN=VALUE... --as U, void BOOK "
        "YEAR NUMBER --reason TEXT --as U, close BOOK YEAR --as U",
        "the registers", command_books},
    Command{
        "dossiers",
        "list [--year Y] [--state S], due, open TITLE --retention TERM [--heading H] --as U, show "
        "DOSSIER, add|take DOSSIER DOCUMENT --as U, close DOSSIER [--ended DAY] --as U, contents "
        "DOSSIER OUT.pdf, export DOSSIER FOLDER, verify FOLDER, import FOLDER --as U, transfer "
        "DOSSIER... --from GIVER --to ARCHIVE --as U, hand-over TRANSFER --received-by NAME --as "
        "U, minutes TRANSFER OUT.pdf, transfers",
        "papers of one matter, and their way to the archive", command_dossiers},
    Command{
        "exchange",
        "read FILE.edxml... [--lenient] --json, write ID OUT.edxml [--to ORGAN=NAME]..., send ID "
        "--to ORGAN... --as U, run, list, status ID, answer ID agree|refuse --as U",
        "edXML packets with other offices", command_exchange},
    Command{
        "link", "list DOCUMENT [--json], add DOCUMENT KIND DOCUMENT --as U, remove LINK --as U",
        "what papers have to do with one another: cites, answers, replaces, amends, attached_to",
        command_link},
    Command{"rights",
            "show DOCUMENT, ask DOCUMENT [unit=NAME|role=NAME|user=NAME]... --reason TEXT --as U, "
            "changes, confirm|refuse CHANGE --as U",
            "who may read a paper; a change waits for a second person", command_rights},
    Command{
        "nominations",
        "rounds, tasks ROUND, status ROUND, lists [ROUND], check FILE|ID [--round R] [--submitter "
        "S] [--sent-on DAY] [--lang vi|en], decide ID count|replace|refuse, vote ROUND FILE, "
        "export "
        "ROUND OUT --format docx|xlsx, recognise ROUND --decision CODE [--barred leave_out|take "
        "--reason TEXT], return ID OUT.docx, flag NAME --reason TEXT, rank ROUND --seats N, "
        "choose ROUND NAME --seats N --reason TEXT|--take-back [--year N] [--json]",
        "rounds of nominations: quotas, lists, votes, decisions", command_nominations},
    Command{"check-layout", "FILE.docx... [--json]",
            "what departs in a draft from the decree's layout", command_check_layout},
    Command{"user",
            "add|passwd|enable|disable NAME [--role R]... [--name DISPLAY] [--unit U], token NAME "
            "[--for PURPOSE] [--until DAY]",
            "accounts", command_user},
    Command{"audit", "verify", "check the chain of audit events", command_audit},
    Command{"backup", "DIR [--verify] [--data DIR]",
            "copy the office to another disk, or check such a copy", command_backup},
    Command{"restore", "DIR [--data DIR]", "put an office back from a backup", command_restore},
    Command{"migrate-store",
            "--to postgresql://USER@HOST/DATABASE [--password-file FILE] [--data DIR]",
            "move an office to a PostgreSQL server", command_migrate_store},
    Command{"form",
            "list, check, test FORM|all [DIR] [--recordings DIR] [--misses N] [--forms DIR]",
            "forms of this installation, and how well they read samples", command_form},
    Command{"check-config", "", "check the configuration without starting", command_check_config},
};

void print_help() {
    std::cout << "vanthu " VANTHU_VERSION ": dispatches from the scanner to the register\n\n";
    for (const Command& command : kCommands)
        std::cout << "  vanthu " << command.name << ' ' << command.usage << "\n        "
                  << command.purpose << '\n';
    std::cout
        << "\nCommands that need an office take --data DIR (default var/). intake, search, show, "
           "tasks, task "
           "and correct\ntake --server URL [--token-file FILE] instead and talk to a running "
           "service.\n"
           "Exit status: 0 done, 2 bad input, 3 not found, conflict or forbidden, 4 unavailable,\n"
           "5 page worker failed, 6 configuration, 70 a bug.\n";
}

int run(const Words& words) {
    if (words.empty() || words[0] == "--help" || words[0] == "help") {
        print_help();
        return words.empty() ? 2 : 0;
    }
    if (words[0] == "--version") {
        std::cout << "vanthu " VANTHU_VERSION "\n";
        return 0;
    }
    std::vector<std::string> names;
    for (const Command& command : kCommands) {
        if (command.name == words[0]) {
            if (words.size() == 2 && words[1] == "--help") {
                std::cout << "vanthu " << command.name << ' ' << command.usage << '\n'
                          << command.purpose << '\n';
                return 0;
            }
            return command.run(Words(words.begin() + 1, words.end()));
        }
        names.emplace_back(command.name);
    }
    const std::string meant = nearest(words[0], names);
    throw Error(ErrorCode::BadInput,
                "there is no command '" + words[0] + "'" +
                    (meant.empty() ? "; see vanthu --help" : ", did you mean '" + meant + "'?"));
}

}  // namespace

int main(int count, char** words) {
    // A long paper's text and pictures go back to the system at once; without this glibc keeps ever
    // larger blocks for later.
    mallopt(M_MMAP_THRESHOLD, 128 * 1024);
    std::signal(SIGPIPE, SIG_IGN);
    try {
        return run(Words(words + 1, words + count));
    } catch (const Error& error) {
        std::cerr << "vanthu: " << error.what() << '\n';
        return exit_status(error.code());
    } catch (const std::exception& error) {
        std::cerr << "vanthu: internal error: " << error.what() << '\n';
        return exit_status(ErrorCode::Internal);
    }
}
