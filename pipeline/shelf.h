// shelf.h: the words of a long paper's pages in a file without a name, instead of in memory.
//
// A paper of more than kPagesAtHand pages keeps only its pages' outlines in `Document::pages`; the
// words of one page come back while somebody looks at it. So what the service needs does not grow
// with the paper. The file has no name and goes with the last page that points to it: nothing of it
// outlives the process. put() and PageAtHand are safe from several threads, on different pages.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>

#include "pipeline/document.h"
#include "store/descriptor.h"

namespace vanthu::pipeline {

constexpr std::size_t kPagesAtHand = 48;

struct ShelvedWords {
    std::shared_ptr<const store::Descriptor> file;
    std::uint64_t offset = 0, size = 0;
};

class Shelf {
public:
    // For a paper of so many pages; a short one is never put away.
    explicit Shelf(std::size_t pages) : is_long_(pages > kPagesAtHand) {}

    bool is_long() const { return is_long_; }

    // Takes the page's words out of memory.
    void put(Page& page);

private:
    bool is_long_;
    std::mutex mutex_;
    std::shared_ptr<const store::Descriptor> file_;
    std::uint64_t end_ = 0;
};

// A page with its words: itself, or a copy while they are on a shelf. The page must outlive it.
class PageAtHand {
public:
    explicit PageAtHand(const Page& page);

    const Page& operator*() const { return *page_; }
    const Page* operator->() const { return page_; }

private:
    std::unique_ptr<const Page> copy_;
    const Page* page_;
};

// The page with its words in memory, to be changed and put away again.
Page taken_down(const Page& page);

}  // namespace vanthu::pipeline
