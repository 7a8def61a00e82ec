#include "forms/order_context.h"

#include <map>
#include <set>
#include <utility>

#include "base/text.h"
#include "forms/pattern.h"

namespace vanthu::forms {
namespace {

constexpr int kLeastParallel = 3;     // orders that name the period
constexpr std::size_t kOpening = 25;  // words of an order that are compared
constexpr double kAlike = 0.5;

std::set<std::string> opening_words(const std::string& action) {
    std::set<std::string> words;
    for (const std::string& word : split(fold(action), ' ')) {
        if (!word.empty()) words.insert(word);
        if (words.size() >= kOpening) break;
    }
    return words;
}

// The smaller one's words that the other has too.
bool alike(const std::set<std::string>& a, const std::set<std::string>& b) {
    const auto& fewer = a.size() < b.size() ? a : b;
    const auto& more = a.size() < b.size() ? b : a;
    std::size_t both = 0;
    for (const std::string& word : fewer)
        both += more.count(word);
    return !fewer.empty() &&
           static_cast<double>(both) >= kAlike * static_cast<double>(fewer.size());
}

using Period = std::pair<std::string, std::string>;

struct Section {
    std::map<Period, int> periods;
    int without = 0;
    std::set<std::string> words;  // of the orders that name a period
};

bool is_assigned(const pipeline::Assignment& order, std::string_view kind) {
    return !order.assigning_verb.empty() && order.deadline_kind == kind;
}

}  // namespace

void share_periods(std::vector<PlacedOrder>& orders) {
    std::map<int, Section> sections;
    for (const PlacedOrder& placed : orders) {
        Section& section = sections[placed.section];
        if (is_assigned(placed.order, "none")) ++section.without;
        if (!is_assigned(placed.order, "period")) continue;
        ++section.periods[{placed.order.from, placed.order.to}];
        section.words.merge(opening_words(placed.order.action));
    }
    for (PlacedOrder& placed : orders) {
        const Section& section = sections[placed.section];
        if (!is_assigned(placed.order, "none") || section.periods.empty()) continue;
        auto most = section.periods.begin();
        for (auto it = section.periods.begin(); it != section.periods.end(); ++it)
            if (it->second > most->second) most = it;
        if (most->second < kLeastParallel || most->second < section.without) continue;
        if (!alike(opening_words(placed.order.action), section.words)) continue;
        placed.order.deadline_kind = "period";
        placed.order.from = most->first.first;
        placed.order.to = most->first.second;
    }
}

bool is_first_year(const std::string& sentence, const pipeline::Assignment& order) {
    static const Pattern one_year("^(rieng )?nam (19|20)[0-9]{2},? .{0,80}(quy [ivx1-4]|thang )");
    return starts_with(order.deadline_kind, "recurring_yearly") && one_year.found_in(sentence);
}

void share_deadline(std::vector<PlacedOrder>& orders, const std::vector<std::size_t>& listed,
                    const pipeline::Assignment& closing) {
    const bool dated = !closing.deadline.empty() || !closing.month_day.empty();
    if (!dated || !starts_with(fold(closing.organ_name), "cac ")) return;
    for (const std::size_t item : listed)
        if (orders[item].order.deadline_kind == "none")
            orders[item].order.deadline_kind = "same_as";
}

bool is_courtesy(const std::string& action) {
    static const Pattern formula(
        "^((phoi hop|to chuc|trien khai|nghiem tuc|chi dao|quan tam|quan triet|va|,) ?)*thuc "
        "hien( tot| nghiem tuc)?( (ke hoach|cong van|chi thi|thong bao|van ban|noi dung|quyet "
        "dinh) nay| cac noi dung (tren|sau))?$");
    // "... triển khai một số nội dung sau": what is to be done stands below.
    static const Pattern bare("^(to chuc )?(trien khai )?(thuc hien|trien khai)$");
    static const Pattern what_follows(
        "^(to chuc |tap trung )?(trien khai|thuc hien|trien khai thuc hien)( tot| ngay| khan "
        "truong)? (mot so|cac)? ?(noi dung|nhiem vu|cong viec|viec|giai phap|bien phap)[^,;]{0,30} "
        "sau( day)?$");
    return action.size() < 110 &&
           (formula.found_in(action) || what_follows.found_in(action) || bare.found_in(action));
}

bool is_of_no_one(const std::string& sentence) {
    static const Pattern formula(
        "(chiu trach nhiem thi hanh|co hieu luc|can cu theo quyet dinh thi hanh|xin tran "
        "trong)");
    return formula.found_in(sentence);
}

}  // namespace vanthu::forms
