#include "stages/gaps.h"

#include <Poco/Exception.h>
#include <Poco/JSON/Array.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "forms/decision.h"
#include "stages/worker_calls.h"

namespace vanthu::stages {
namespace {

// A hand is larger or smaller than the print beside it, how much is not known: each gap is cut out
// at several sizes.
constexpr std::array kShrinks{0.85, 1.0, 1.3};

Poco::JSON::Array::Ptr parameters_of(const std::vector<forms::Gap>& gaps) {
    Poco::JSON::Array::Ptr list = new Poco::JSON::Array;
    Poco::JSON::Array shrinks;
    for (const double shrink : kShrinks)
        shrinks.add(shrink);
    for (const forms::Gap& gap : gaps) {
        Poco::JSON::Object one;
        one.set("shrinks", shrinks);
        one.set("left", gap.left);
        one.set("right", gap.right);
        one.set("em", gap.em);
        one.set("left_em", gap.left_em);
        one.set("right_em", gap.right_em);
        one.set("print_left", gap.print.left);
        one.set("print_right", gap.print.right);
        one.set("top", gap.print.top);
        one.set("bottom", gap.print.bottom);
        if (gap.stamped) one.set("any_ink", true);
        if (gap.side > 0) one.set("side", gap.side);
        list->add(one);
    }
    return list;
}

bool says_something(const ocr::NumberReading& reading) {
    return !reading.guesses.empty() && !reading.guesses.front().text.empty();
}

ocr::NumberReading read_strip(const forms::Gap& gap, std::string_view strip, int width,
                              const ocr::DigitReader& digits) {
    return gap.part == forms::Gap::Part::ArrivalDate ? digits.read_date(strip, width)
                                                     : digits.read(strip, width);
}

// What looks at one gap say together. They are no independent witnesses, so each counts half.
forms::GapReading together(const std::vector<forms::GapReading>& looks) {
    constexpr double kUnlikely = 0.003;  // what a look does not name
    forms::GapReading reading;
    reading.fit = 0;
    const auto share_of = [](const forms::GapReading& look, const std::string& text) {
        double share = 0;
        for (const auto& guess : look.guesses)
            if (forms::without_zeros(guess.text) == forms::without_zeros(text))
                share += guess.probability;
        return share;
    };
    double sum = 0;
    for (const forms::GapReading& look : looks) {
        for (const auto& guess : look.guesses) {
            if (share_of(reading, guess.text) > 0) continue;
            double share = 1;
            for (const forms::GapReading& other : looks)
                share *= std::sqrt(share_of(other, guess.text) + kUnlikely);
            reading.guesses.push_back({guess.text, share});
            sum += share;
        }
        reading.by_hand += look.by_hand / static_cast<double>(looks.size());
        reading.fit = std::max(reading.fit, look.fit);
    }
    for (auto& guess : reading.guesses)
        guess.probability /= sum;
    std::stable_sort(reading.guesses.begin(), reading.guesses.end(),
                     [](const auto& a, const auto& b) { return a.probability > b.probability; });
    return reading;
}

// The strip at one size, of a stamp also with red ink.
forms::GapReading reading_of(const forms::Gap& gap, std::string_view strip, int width,
                             const ocr::DigitReader& digits) {
    forms::GapReading reading;
    ocr::NumberReading read =
        read_strip(gap, strip.substr(0, strip.size() / (gap.stamped ? 2 : 1)), width, digits);
    if (gap.stamped && !says_something(read))
        read = read_strip(gap, strip.substr(strip.size() / 2), width, digits);
    for (const ocr::NumberGuess& guess : read.guesses)
        reading.guesses.push_back({guess.text, guess.probability});
    reading.by_hand = read.by_hand;
    reading.fit = read.fit;
    return reading;
}

forms::GapReading reading_of(const forms::Gap& gap, const Poco::JSON::Object& answer,
                             std::string_view strips, const ocr::DigitReader& digits) {
    const auto widths = answer.getArray("widths");
    if (!widths || widths->size() == 0) return {};
    std::vector<forms::GapReading> looks;
    for (std::size_t i = 0; i < widths->size(); ++i) {
        const int width = std::max(0, widths->getElement<int>(static_cast<unsigned>(i)));
        const std::size_t size = static_cast<std::size_t>(width) *
                                 static_cast<std::size_t>(ocr::kStripHeight) *
                                 (gap.stamped ? 2 : 1);
        if (size == 0 || size > strips.size())
            throw Error(ErrorCode::BadInput, "crop_gaps: the page worker's answer makes no sense");
        looks.push_back(reading_of(gap, strips.substr(0, size), width, digits));
        strips.remove_prefix(size);
    }
    forms::GapReading reading = together(looks);
    reading.part = gap.part;
    reading.page = gap.page;
    const auto box = answer.getArray("box");
    reading.box = {box->getElement<int>(0), box->getElement<int>(1), box->getElement<int>(2),
                   box->getElement<int>(3)};
    reading.blue = std::clamp(answer.getValue<double>("blue"), 0.0, 1.0);
    return reading;
}

}  // namespace

std::vector<forms::GapReading> read_gaps(const pipeline::Document& document,
                                         const forms::FormLibrary& forms,
                                         const ocr::DigitReader& digits,
                                         pipeline::StageContext& context) {
    std::map<int, std::vector<forms::Gap>> by_page;
    for (const forms::Gap& gap : forms::find_gaps(document, forms))
        by_page[gap.page].push_back(gap);
    std::vector<forms::GapReading> readings;
    for (const auto& [number, gaps] : by_page)
        for (const pipeline::Page& page : document.pages) {
            if (page.number != number || page.image.empty() || !context.blobs.contains(page.image))
                continue;
            Poco::JSON::Object parameters;
            parameters.set("gaps", parameters_of(gaps));
            try {
                const auto reply = call_worker(context, "crop_gaps", parameters, page.image);
                const auto answers = parse_answer("crop_gaps", reply.result)->getArray("gaps");
                if (!answers || answers->size() != gaps.size() ||
                    reply.attachments.size() != gaps.size())
                    throw Error(ErrorCode::BadInput,
                                "crop_gaps: the page worker's answer makes no sense");
                for (std::size_t i = 0; i < gaps.size(); ++i) {
                    forms::GapReading reading =
                        reading_of(gaps[i], *answers->getObject(static_cast<unsigned>(i)),
                                   reply.attachments[i], digits);
                    if (!reading.guesses.empty()) readings.push_back(std::move(reading));
                }
            } catch (const Poco::Exception&) {
                continue;  // the answer makes no sense
            } catch (const Error& problem) {
                // A second look is not worth the paper; a stop or a missing worker is no matter of
                // the page.
                if (problem.code() != ErrorCode::BadInput &&
                    problem.code() != ErrorCode::LimitExceeded &&
                    problem.code() != ErrorCode::Timeout &&
                    problem.code() != ErrorCode::SandboxCrash)
                    throw;
            }
        }
    return readings;
}

}  // namespace vanthu::stages
