// blobs.h: bytes kept under the name of their content (SHA-256): originals, page images, derived files.
//
// FileBlobs promises: when put returns, the bytes are on disk (fsync of file and folder) under blobs/ab/cd/<sha256>,
// read-only, never altered; the same content is stored once. TransientBlobs promises the opposite: nothing of it outlives
// the process (an unlinked file), which is what `vanthu read` and pages not yet cleared of secrecy need. Safe from several
// threads and, FileBlobs, processes. Does not count references: sweeping orphans is the office's work.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "store/descriptor.h"

namespace vanthu::store {

using BlobId = std::string;  // 64 hexadecimal digits

class BlobStore {
public:
    virtual ~BlobStore() = default;
    virtual BlobId put(std::string_view bytes) = 0;
    virtual std::string get(const BlobId& id) const = 0;  // Error(NotFound)
    virtual bool contains(const BlobId& id) const = 0;
    virtual std::uint64_t size(const BlobId& id) const = 0;  // Error(NotFound)

    // An open, read-only descriptor at offset 0 that the caller closes; independent of other descriptors' offsets.
    virtual int open(const BlobId& id) const = 0;
};

class FileBlobs : public BlobStore {
public:
    // `folder` is the data folder; makes blobs/ and tmp/ in it and removes what processes that are gone left in tmp/.
    explicit FileBlobs(std::string folder);
    ~FileBlobs() override;
    FileBlobs(const FileBlobs&) = delete;
    FileBlobs& operator=(const FileBlobs&) = delete;

    BlobId put(std::string_view bytes) override;
    std::string get(const BlobId& id) const override;
    bool contains(const BlobId& id) const override;
    std::uint64_t size(const BlobId& id) const override;
    int open(const BlobId& id) const override;

    // Moves a finished file (on the same file system) in; `sha256` must be its content's.
    void adopt(const std::string& path, const BlobId& sha256);

    // Where uploads are streamed to before adopt(): tmp/<process>/<unique>.
    std::string temporary_path();

    // Deletes a derived blob (a quarantined document's page image); originals are never deleted.
    void remove(const BlobId& id);

    std::string path(const BlobId& id) const;

private:
    void move_in(const std::string& temporary, const BlobId& id);

    std::string blobs_;
    std::string session_;  // this object's own folder in tmp/, locked while it lives
    Descriptor session_lock_;
};

class TransientBlobs : public BlobStore {
public:
    // Reads fall through to `below` when it is given.
    explicit TransientBlobs(const BlobStore* below = nullptr);
    ~TransientBlobs() override;

    BlobId put(std::string_view bytes) override;
    std::string get(const BlobId& id) const override;
    bool contains(const BlobId& id) const override;
    std::uint64_t size(const BlobId& id) const override;
    int open(const BlobId& id) const override;

    // Copies a file that may be too large for memory; `what` names it in messages. It takes a descriptor as long as
    // this object lives.
    BlobId copy(const Descriptor& file, const std::string& what);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace vanthu::store
