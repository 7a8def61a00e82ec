#include <fcntl.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "base/digest.h"
#include "base/error.h"
#include "store/blobs.h"

namespace vanthu::store {
namespace {

constexpr char kWhat[] = "the unnamed temporary file";

struct Extent {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::shared_ptr<const Descriptor> own;  // a file for this blob alone
};

constexpr std::uint64_t kChunk = 1u << 20;

[[noreturn]] void not_found(const BlobId& id) {
    throw Error(ErrorCode::NotFound, "no file with the content " + id + " is held");
}

// Descriptors of one open file share their offset, so a reader of its own is a file opened anew.
int reopened_for_reading(const Descriptor& file) {
    return Descriptor::open("/proc/self/fd/" + std::to_string(file.number()), O_RDONLY).release();
}

}  // namespace

// One file for all blobs: a long document has more pages than a process may have open files.
struct TransientBlobs::State {
    const BlobStore* below = nullptr;
    const Descriptor file = Descriptor::unnamed();
    mutable std::mutex mutex;  // guards what follows; bytes once written never change
    std::uint64_t end = 0;
    std::unordered_map<BlobId, Extent> extents;

    std::optional<Extent> find(const BlobId& id) const {
        const std::lock_guard lock(mutex);
        const auto found = extents.find(id);
        if (found == extents.end()) return std::nullopt;
        return found->second;
    }
};

TransientBlobs::TransientBlobs(const BlobStore* below) : state_(std::make_unique<State>()) {
    state_->below = below;
}

TransientBlobs::~TransientBlobs() = default;

BlobId TransientBlobs::put(std::string_view bytes) {
    const BlobId id = sha256(bytes);
    const std::lock_guard lock(state_->mutex);
    if (state_->extents.contains(id)) return id;
    state_->file.write_at(state_->end, bytes, kWhat);
    state_->extents.emplace(id, Extent{state_->end, bytes.size(), nullptr});
    state_->end += bytes.size();
    return id;
}

BlobId TransientBlobs::copy(const Descriptor& file, const std::string& what) {
    const auto own = std::make_shared<const Descriptor>(Descriptor::unnamed());
    const std::uint64_t size = file.size(what);
    Sha256 digest;
    for (std::uint64_t done = 0; done < size; done += kChunk) {
        const std::string piece = file.read_at(done, std::min(kChunk, size - done), what);
        digest.update(piece);
        own->write_at(done, piece, kWhat);
    }
    const BlobId id = digest.hex();
    const std::lock_guard lock(state_->mutex);
    state_->extents.emplace(id, Extent{0, size, own});
    return id;
}

std::string TransientBlobs::get(const BlobId& id) const {
    if (const auto extent = state_->find(id))
        return (extent->own ? *extent->own : state_->file)
            .read_at(extent->offset, extent->size, kWhat);
    if (state_->below == nullptr) not_found(id);
    return state_->below->get(id);
}

bool TransientBlobs::contains(const BlobId& id) const {
    return state_->find(id) || (state_->below != nullptr && state_->below->contains(id));
}

std::uint64_t TransientBlobs::size(const BlobId& id) const {
    if (const auto extent = state_->find(id)) return extent->size;
    if (state_->below == nullptr) not_found(id);
    return state_->below->size(id);
}

int TransientBlobs::open(const BlobId& id) const {
    const auto extent = state_->find(id);
    if (!extent) {
        if (state_->below == nullptr) not_found(id);
        return state_->below->open(id);
    }
    if (extent->own) return reopened_for_reading(*extent->own);
    const Descriptor copy = Descriptor::unnamed();
    for (std::uint64_t done = 0; done < extent->size; done += kChunk) {
        const std::uint64_t size = std::min(kChunk, extent->size - done);
        copy.write_at(done, state_->file.read_at(extent->offset + done, size, kWhat), kWhat);
    }
    return reopened_for_reading(copy);
}

}  // namespace vanthu::store
