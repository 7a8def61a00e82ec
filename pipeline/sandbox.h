// sandbox.h: the pool of page workers, processes without rights that alone open hostile bytes.
//
// A call sends one request over a socket pair and waits for one reply; bytes travel by file
// descriptor. Each worker is single-threaded and warm (models loaded), is replaced when it dies,
// overruns its deadline, or has served its share. A death is Error(SandboxCrash) after one more try
// in a fresh worker; a refusal inside the worker arrives as the Error it threw. The pool is safe
// from several threads: a call waits for a free worker. Does not know what operations mean; those
// are the
// *_sandboxed.cpp files of stages/.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "pipeline/document.h"

namespace vanthu::pipeline {

// Named limits of office.xml, <limits>; each stops a file with Error(LimitExceeded) that names it.
struct Limits {
    std::uint64_t bytes = 200u << 20;  // of an input file
    int pages = 2000;
    std::uint64_t pixels = 100'000'000;  // of one page
    int zip_entries = 4096;
    std::uint64_t unpacked_bytes = 256u << 20;  // of a DOCX
    int unpack_ratio = 200;                     // unpacked : packed, counted beyond the first MiB
    int xml_depth = 256;
    int page_seconds = 60;        // wall clock of one call
    int worker_megabytes = 1024;  // address space of a page worker
};

struct SandboxRequest {
    std::string operation;    // "probe", "render", "preprocess", "recognise", "read_pdf_text",
                              // "read_docx", ...
    std::string parameters;   // JSON object
    std::vector<int> inputs;  // descriptors, read only; stay the caller's
};

struct SandboxReply {
    std::string result;                    // what the operation answers: JSON or page_wire bytes
    std::vector<std::string> attachments;  // images and other large bytes
};

struct SandboxSettings {
    std::string program;   // path of vanthu-sandbox
    std::string tessdata;  // folder with vie.traineddata; empty = the system's
    int workers = 0;       // 0 = min(cores, (memory - 1 GiB) / 400 MiB), at least 1
    int calls_per_worker = 500;
    Limits limits;
};

class SandboxPool {
public:
    explicit SandboxPool(SandboxSettings settings);
    ~SandboxPool();  // kills the workers

    // Throws Error; gives up with Error(Unavailable) when `stop` is requested while waiting.
    SandboxReply call(const SandboxRequest& request, std::stop_token stop = {});

    int workers() const;

    // Those that a call would get without waiting, just now.
    int free_workers() const;
    const Limits& limits() const;
    const std::string& program() const;

    // Process ids of the living workers, for the tests that kill them.
    std::vector<int> process_ids() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

// Inside vanthu-sandbox: serves requests from the socket `descriptor` until it closes. `operations`
// maps names to functions.
struct SandboxOperation {
    std::string_view name;
    SandboxReply (*run)(const SandboxRequest& request, const Limits& limits);
};

// Before the first request: dies with the service, no new rights, a bounded address space, no files
// but those below `readable`, and of the system's calls only what decoding needs
// (sandbox_rights.h). Nothing is printed afterwards. Throws Error(Configuration) when the kernel
// refuses a wall.
void give_up_rights(int parent, int megabytes, const std::vector<std::string>& readable);

int serve_sandbox(int descriptor, const std::vector<SandboxOperation>& operations);

}  // namespace vanthu::pipeline
