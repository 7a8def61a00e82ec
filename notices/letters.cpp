#include "notices/letters.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace vanthu::notices {
namespace {

struct Words {
    std::string_view kind;
    const char* vietnamese;
    const char* english;
};

constexpr std::array kWords{
    Words{"task_created", "Việc mới", "New task"},
    Words{"task_assigned", "Việc được giao cho bạn", "Task given to you"},
    Words{"task_delegated", "Việc được ủy cho bạn", "Task delegated to you"},
    Words{"task_resolved", "Việc bạn ủy đã có ý kiến", "Your delegated task was answered"},
    Words{"task_reminder", "Sắp đến hạn", "Due soon"},
    Words{"task_overdue", "Quá hạn", "Overdue"},
    Words{"process_stuck", "Quy trình bị dừng", "Process stuck"},
};

const Words& words_of(const std::string& kind) {
    const auto found = std::find_if(kWords.begin(), kWords.end(),
                                    [&](const Words& words) { return words.kind == kind; });
    return found == kWords.end() ? kWords.front() : *found;
}

// "17:00 20/03/2026"
std::string shown(Instant at) {
    const Date day = local_date(at);
    const auto minutes = static_cast<int>((at - start_of_day(day)) / 60'000'000);
    char text[64];
    std::snprintf(text, sizeof text, "%02d:%02d %02d/%02d/%04d", minutes / 60, minutes % 60,
                  day.day, day.month, day.year);
    return text;
}

std::string link(const std::string& document, const Letterhead& letterhead) {
    return letterhead.url.empty() ? std::string()
                                  : letterhead.url + "/documents/" + document + "\r\n";
}

std::string end_of(const Letterhead& letterhead) {
    return "\r\n--\r\n" + letterhead.office + "\r\n";
}

}  // namespace

Letter letter_of(const Notice& notice, const Letterhead& letterhead) {
    const Words& words = words_of(notice.kind);
    const std::string what = notice.name.empty() ? notice.detail : notice.name;
    Letter letter;
    letter.subject = std::string(words.vietnamese) + ": " + what;
    letter.body = std::string(words.vietnamese) + ": " + what + "\r\n";
    if (notice.due_at) letter.body += "Hạn: " + shown(*notice.due_at) + "\r\n";
    letter.body += "\r\n" + std::string(words.english) + ": " + what + "\r\n";
    if (notice.due_at) letter.body += "Due: " + shown(*notice.due_at) + "\r\n";
    letter.body += "\r\n" + link(notice.document, letterhead) + end_of(letterhead);
    return letter;
}

Letter digest_of(const std::vector<workflow::Task>& tasks, const Letterhead& letterhead,
                 Instant now) {
    const auto late = std::count_if(tasks.begin(), tasks.end(), [&](const workflow::Task& task) {
        return task.due_at && *task.due_at < now;
    });
    const std::string open = std::to_string(tasks.size());
    Letter letter;
    letter.subject =
        "Việc hôm nay: " + open + (late > 0 ? ", quá hạn " + std::to_string(late) : "");
    letter.body = "Bạn có " + open + " việc đang chờ / You have " + open + " open tasks.\r\n\r\n";
    for (const workflow::Task& task : tasks) {
        letter.body += "- " + task.name;
        if (task.due_at)
            letter.body += (*task.due_at < now ? ", QUÁ HẠN / OVERDUE " : ", hạn / due ") +
                           shown(*task.due_at);
        letter.body += "\r\n";
        if (!letterhead.url.empty()) letter.body += "  " + link(task.document, letterhead);
    }
    letter.body += end_of(letterhead);
    return letter;
}

}  // namespace vanthu::notices
