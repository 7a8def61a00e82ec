// Taking in files over HTTP. Bytes go to a file of the data folder while their SHA-256 is made,
// never into memory; they are durable before the document's row is written, and the answer comes
// after that.

#include <unistd.h>

#include <fstream>
#include <limits>

#include <Poco/Net/MessageHeader.h>
#include <Poco/Net/MultipartReader.h>

#include "base/digest.h"
#include "base/text.h"
#include "pipeline/documents.h"
#include "records/books.h"
#include "server/api.h"
#include "server/views.h"

namespace vanthu::server {
namespace {

constexpr std::size_t kMostFiles = 100;            // of one form
constexpr std::uint64_t kFormOverhead = 1u << 20;  // bytes for part headers and boundaries
constexpr std::size_t kLongestFileName = 255;      // bytes
constexpr std::size_t kLongestKey = 200;           // bytes

struct Stored {
    std::string source;
    store::BlobId sha256;
    std::uint64_t size = 0;
};

// A file in tmp/ that goes away unless it was moved.
class TemporaryFile {
public:
    explicit TemporaryFile(std::string path) : path_(std::move(path)) {}
    ~TemporaryFile() { ::unlink(path_.c_str()); }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    const std::string& path() const { return path_; }

private:
    std::string path_;
};

// The last part of a path of any system, without what a terminal or a header would trip over.
std::string plain_file_name(const std::string& given) {
    std::string name = nfc(given);
    const std::size_t slash = name.find_last_of("/\\");
    if (slash != std::string::npos) name = name.substr(slash + 1);
    std::u32string kept;
    for (const char32_t c : to_utf32(name))
        if (c >= 0x20 && (c < 0x7f || c > 0x9f)) kept.push_back(c);
    while (to_utf8(kept).size() > kLongestFileName)
        kept.erase(kept.begin());  // the ending tells the kind
    name = trim(to_utf8(kept));
    return name.empty() || name == "." || name == ".." ? "document" : name;
}

void refuse_too_large(const Office& office) {
    throw Error(ErrorCode::LimitExceeded,
                "the file is larger than the limit of " + std::to_string(office.upload_bytes) +
                    " bytes (limits bytes)",
                Sentence{"file_too_large",
                         {{"megabytes", std::to_string(office.upload_bytes / 1'000'000)}}});
}

// `check_complete` runs before the bytes become a blob.
template <class CheckComplete>
Stored store_stream(const Office& office, std::istream& in, std::string source,
                    const CheckComplete& check_complete) {
    const TemporaryFile file(office.blobs.temporary_path());
    Sha256 digest;
    Stored stored{std::move(source), "", 0};
    {
        std::ofstream out(file.path(), std::ios::binary | std::ios::trunc);
        char block[64 * 1024];
        while (in.good()) {
            in.read(block, sizeof block);
            const auto got = static_cast<std::size_t>(in.gcount());
            stored.size += got;
            if (stored.size > office.upload_bytes) refuse_too_large(office);
            digest.update({block, got});
            out.write(block, static_cast<std::streamsize>(got));
        }
        out.close();
        if (!out)
            throw Error(ErrorCode::Unavailable, "the upload cannot be written; is the disk full?");
    }
    check_complete();
    stored.sha256 = digest.hex();
    office.blobs.adopt(file.path(), stored.sha256);
    return stored;
}

// `form-data; name="file"; filename="Kế hoạch.pdf"`: the quoted value, with browsers' %22 for a
// quote.
std::optional<std::string> disposition_value(const std::string& header, const std::string& key) {
    const std::size_t at = header.find("; " + key + "=\"");
    if (at == std::string::npos) return std::nullopt;
    const std::size_t begin = at + key.size() + 4;
    const std::size_t end = header.find('"', begin);
    if (end == std::string::npos) return std::nullopt;
    std::string value = header.substr(begin, end - begin);
    for (std::size_t quote = value.find("%22"); quote != std::string::npos;
         quote = value.find("%22", quote))
        value.replace(quote, 3, "\"");
    return value;
}

std::vector<Stored> store_form(const Office& office, Request& request,
                               const std::string& boundary) {
    std::vector<Stored> files;
    Poco::Net::MultipartReader reader(request.body(), boundary);
    try {
        while (reader.hasNextPart()) {
            Poco::Net::MessageHeader header;
            reader.nextPart(header);
            const std::string disposition = header.get("Content-Disposition", "");
            if (disposition_value(disposition, "name") != "file") {
                reader.stream().ignore(std::numeric_limits<std::streamsize>::max());
                continue;
            }
            if (files.size() == kMostFiles)
                throw Error(ErrorCode::LimitExceeded, "the form has more than " +
                                                          std::to_string(kMostFiles) +
                                                          " files; send the rest in another one");
            const std::string source =
                plain_file_name(disposition_value(disposition, "filename").value_or(""));
            files.push_back(store_stream(office, reader.stream(), source, [] {}));
        }
    } catch (const Poco::Exception&) {
        throw Error(ErrorCode::BadInput, "the form is no sound multipart/form-data");
    }
    request.finish_body();
    if (files.empty()) throw Error(ErrorCode::BadInput, "the form has no part named \"file\"");
    return files;
}

std::string boundary_of(const std::string& content_type) {
    const std::size_t at = lower(content_type).find("boundary=");
    std::string boundary = at == std::string::npos ? "" : content_type.substr(at + 9);
    boundary = trim(split(boundary, ';').front());
    if (boundary.size() > 1 && boundary.front() == '"')
        boundary = boundary.substr(1, boundary.find('"', 1) - 1);
    if (boundary.empty() || boundary.size() > 70)
        throw Error(ErrorCode::BadInput, "the form names no boundary");
    return boundary;
}

struct Reception {
    std::string book;
    std::string user;
    std::string key;  // "" = none
};

std::string receive(store::Transaction& tx, const Office& office, const Stored& file,
                    const Reception& reception, std::size_t position) {
    pipeline::NewDocument fresh;
    fresh.source = file.source;
    fresh.original = file.sha256;
    fresh.size = file.size;
    fresh.book = reception.book;
    fresh.received_by = reception.user;
    // Keys belong to who sent them, so that nobody's key finds another one's paper.
    if (!reception.key.empty())
        fresh.idempotency_key =
            reception.user + " " + reception.key + " " + std::to_string(position);
    const std::string id = pipeline::receive_document(tx, fresh, office.clock.now());
    if (pipeline::load_document(tx, id).original != file.sha256)
        throw Error(ErrorCode::Conflict,
                    "the idempotency key was used for another file; use a new key for each file");
    return id;
}

Poco::JSON::Object::Ptr received_view(store::Transaction& tx, const std::string& id,
                                      const Stored& file) {
    Poco::JSON::Object::Ptr o = new_object();
    o->set("id", id);
    o->set("state", std::string(name(pipeline::load_document(tx, id).state)));
    o->set("sha256", file.sha256);
    o->set("source", file.source);
    std::vector<std::string> same;
    tx.for_each(
        "select id from document where original = $1 and id <> $2 order by received_at, id limit "
        "100",
        {file.sha256, id}, [&](const store::Row& row) { same.push_back(row.text("id")); });
    o->set("same_content", text_array(same));
    return o;
}

Reception reception_of(const Office& office, const Request& request) {
    Reception reception{request.query("book").value_or("incoming"), request.user(),
                        request.header("Idempotency-Key").value_or("")};
    if (reception.key.size() > kLongestKey)
        throw Error(ErrorCode::LimitExceeded,
                    "the Idempotency-Key is longer than " + std::to_string(kLongestKey) + " bytes");
    office.database.read([&](store::Transaction& tx) { records::find_book(tx, reception.book); });
    return reception;
}

}  // namespace

Response upload_documents(const Office& office, Request& request) {
    const Reception reception = reception_of(office, request);
    const std::string content_type = request.header("Content-Type").value_or("");
    const bool is_form = starts_with(lower(content_type), "multipart/form-data");
    std::vector<Stored> files;
    if (is_form) {
        request.limit_body(office.upload_bytes * 4 + kFormOverhead, "limits bytes");
        files = store_form(office, request, boundary_of(content_type));
    } else {
        request.limit_body(office.upload_bytes, "limits bytes");
        const std::string source =
            plain_file_name(percent_decoded(request.header("X-Filename").value_or("")));
        files.push_back(
            store_stream(office, request.body(), source, [&] { request.finish_body(); }));
    }
    Poco::JSON::Array::Ptr received = new Poco::JSON::Array;
    std::string first;
    office.database.write([&](store::Transaction& tx) {
        received = new Poco::JSON::Array;
        for (std::size_t i = 0; i < files.size(); ++i) {
            const std::string id = receive(tx, office, files[i], reception, i);
            if (i == 0) first = id;
            received->add(received_view(tx, id, files[i]));
        }
    });
    if (!is_form) {
        Response response = json_response(*received->getObject(0), 201);
        response.headers.emplace_back("Location", "/api/v1/documents/" + first);
        return response;
    }
    Poco::JSON::Object::Ptr answer = new_object();
    answer->set("documents", received);
    return json_response(*answer, 201);
}

}  // namespace vanthu::server
