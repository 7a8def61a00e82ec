#include "stages/worker_calls.h"

#include <Poco/JSON/Parser.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <sstream>
#include <thread>
#include <utility>

#include "base/error.h"
#include "pipeline/page_wire.h"
#include "store/descriptor.h"

namespace vanthu::stages {
namespace {

class OpenBlob {
public:
    OpenBlob(const store::BlobStore& blobs, const store::BlobId& id)
        : descriptor_(blobs.open(id)) {}
    ~OpenBlob() { ::close(descriptor_); }
    OpenBlob(const OpenBlob&) = delete;
    OpenBlob& operator=(const OpenBlob&) = delete;

    int descriptor() const { return descriptor_; }

private:
    int descriptor_;
};

// The page's own fault: the rest of the paper can still be read.
bool spares_the_rest(ErrorCode code) {
    return code == ErrorCode::BadInput || code == ErrorCode::LimitExceeded ||
           code == ErrorCode::Timeout || code == ErrorCode::SandboxCrash;
}

pipeline::Issue issue_of(int page, const Error& problem) {
    const std::string where = "page " + std::to_string(page);
    std::string detail = problem.what();
    if (detail.compare(0, where.size(), where) != 0) detail = where + ": " + detail;
    return {pipeline::Severity::Error,
            std::string(name(problem.code())),
            {},
            std::move(detail),
            {{"page", std::to_string(page)}}};
}

}  // namespace

pipeline::SandboxReply call_worker(pipeline::StageContext& context, const std::string& operation,
                                   const Poco::JSON::Object& parameters,
                                   const store::BlobId& input) {
    return call_worker(context, operation, parameters, input, {});
}

pipeline::SandboxReply call_worker(pipeline::StageContext& context, const std::string& operation,
                                   const Poco::JSON::Object& parameters, const store::BlobId& input,
                                   const std::string& file) {
    const OpenBlob blob(context.blobs, input);
    std::optional<store::Descriptor> beside;
    std::vector<int> inputs{blob.descriptor()};
    if (!file.empty()) {
        beside.emplace(store::Descriptor::open(file, O_RDONLY));
        inputs.push_back(beside->number());
    }
    std::ostringstream text;
    parameters.stringify(text);
    return context.sandbox.call({operation, text.str(), inputs}, context.stop);
}

Poco::JSON::Object::Ptr parse_answer(const std::string& operation, const std::string& text) {
    try {
        Poco::JSON::Parser parser;
        return parser.parse(text).extract<Poco::JSON::Object::Ptr>();
    } catch (const Poco::Exception&) {
        throw Error(ErrorCode::BadInput, operation + ": the page worker's answer makes no sense");
    }
}

pipeline::Page parse_page(const std::string& operation, const std::string& bytes) {
    std::vector<pipeline::Page> pages = pipeline::decode_pages(bytes);
    if (pages.size() != 1)
        throw Error(ErrorCode::BadInput, operation + ": the page worker's answer makes no sense");
    return std::move(pages.front());
}

void for_pages(pipeline::Document& document, pipeline::StageContext& context,
               const std::vector<std::size_t>& indices,
               const std::function<void(std::size_t)>& work, OtherPages others) {
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::map<std::size_t, pipeline::Issue> issues;
    std::exception_ptr fatal;
    std::size_t done = others.before;
    const auto all = static_cast<double>(others.before + indices.size() + others.after);
    const auto run = [&] {
        for (;;) {
            const std::size_t turn = next++;
            if (turn >= indices.size()) return;
            const std::size_t index = indices[turn];
            std::exception_ptr failure;
            std::optional<pipeline::Issue> issue;
            try {
                if (context.stop.stop_requested())
                    throw Error(ErrorCode::Unavailable, "stopped before the last page");
                work(index);
            } catch (const Error& problem) {
                if (index > 0 && spares_the_rest(problem.code()))
                    issue = issue_of(document.pages[index].number, problem);
                else
                    failure = std::current_exception();
            } catch (...) {
                failure = std::current_exception();
            }
            const std::lock_guard guard(mutex);
            if (issue) issues.emplace(index, std::move(*issue));
            if (failure) {
                if (!fatal) fatal = failure;
                next = indices.size();
                return;
            }
            if (context.progress) context.progress(static_cast<double>(++done) / all);
        }
    };
    const std::size_t helpers =
        std::min<std::size_t>(indices.size(), static_cast<std::size_t>(context.sandbox.workers()));
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 1; i < helpers; ++i)
            threads.emplace_back(run);
        run();
    }
    if (fatal) std::rethrow_exception(fatal);
    for (auto& [index, issue] : issues)
        document.issues.push_back(std::move(issue));
}

}  // namespace vanthu::stages
