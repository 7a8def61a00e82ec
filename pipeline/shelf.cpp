#include "pipeline/shelf.h"

#include <utility>

#include "pipeline/page_wire.h"

namespace vanthu::pipeline {
namespace {

constexpr char kWhat[] = "the shelf of a long paper";

}  // namespace

void Shelf::put(Page& page) {
    if (!is_long_ || page.shelved || page.blocks.empty()) return;
    const std::string bytes = encode_page(page);
    auto words = std::make_shared<ShelvedWords>();
    {
        const std::lock_guard guard(mutex_);
        if (!file_) file_ = std::make_shared<const store::Descriptor>(store::Descriptor::unnamed());
        words->file = file_;
        words->offset = std::exchange(end_, end_ + bytes.size());
        words->size = bytes.size();
    }
    words->file->write_at(words->offset, bytes, kWhat);
    page.shelved = std::move(words);
    page.blocks = {};
}

PageAtHand::PageAtHand(const Page& page) : page_(&page) {
    if (!page.shelved) return;
    copy_ = std::make_unique<const Page>(taken_down(page));
    page_ = copy_.get();
}

Page taken_down(const Page& page) {
    Page whole = page;
    if (!page.shelved) return whole;
    const ShelvedWords& words = *page.shelved;
    whole.blocks =
        std::move(decode_pages(words.file->read_at(words.offset, words.size, kWhat)).at(0).blocks);
    whole.shelved = nullptr;
    return whole;
}

}  // namespace vanthu::pipeline
