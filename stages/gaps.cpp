#include "stages/gaps.h"

#include <Poco/Exception.h>
#include <Poco/JSON/Array.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "stages/worker_calls.h"

namespace vanthu::stages {
namespace {

Poco::JSON::Array::Ptr parameters_of(const std::vector<forms::Gap>& gaps) {
    Poco::JSON::Array::Ptr list = new Poco::JSON::Array;
    for (const forms::Gap& gap : gaps) {
        Poco::JSON::Object one;
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

forms::GapReading reading_of(const forms::Gap& gap, const Poco::JSON::Object& answer,
                             std::string_view strip, const ocr::DigitReader& digits) {
    forms::GapReading reading;
    reading.part = gap.part;
    reading.page = gap.page;
    const int width = answer.getValue<int>("width");
    if (width == 0) return reading;
    const auto box = answer.getArray("box");
    reading.box = {box->getElement<int>(0), box->getElement<int>(1), box->getElement<int>(2),
                   box->getElement<int>(3)};
    reading.blue = std::clamp(answer.getValue<double>("blue"), 0.0, 1.0);
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
