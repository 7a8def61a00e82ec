// operation.h: calls an operation of the page worker inside the test, as the service would.
#pragma once

#include <gtest/gtest.h>
#include <zip.h>

#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "base/error.h"
#include "pipeline/page_wire.h"
#include "formats/operations.h"
#include "ocr/operations.h"
#include "store/descriptor.h"

namespace vanthu::formats::test {

using Operation = pipeline::SandboxReply (*)(const pipeline::SandboxRequest&,
                                             const pipeline::Limits&);

inline pipeline::SandboxReply call(Operation operation, const std::string& input,
                                   const std::string& parameters = "{}",
                                   const pipeline::Limits& limits = {}) {
    const store::Descriptor file = store::Descriptor::unnamed();
    file.write_at(0, input, "input");
    return operation({"test", parameters, {file.number()}}, limits);
}

inline Poco::JSON::Object::Ptr json(const std::string& text) {
    return Poco::JSON::Parser().parse(text).extract<Poco::JSON::Object::Ptr>();
}

inline pipeline::Page page_of(const pipeline::SandboxReply& reply) {
    auto pages = pipeline::decode_pages(reply.result);
    EXPECT_EQ(pages.size(), 1u);
    return pages.at(0);
}

struct Refusal {
    ErrorCode code;
    std::string message;
};

inline Refusal refusal_of(Operation operation, const std::string& input,
                          const std::string& parameters = "{}",
                          const pipeline::Limits& limits = {}) {
    try {
        call(operation, input, parameters, limits);
    } catch (const Error& error) {
        return {error.code(), error.what()};
    }
    ADD_FAILURE() << "was accepted";
    return {ErrorCode::Internal, ""};
}

inline std::string sample_bytes(const std::string& path) {
    std::ifstream in(std::string(VANTHU_SOURCE_DIR) + "/samples/" + path, std::ios::binary);
    EXPECT_TRUE(in) << path;
    std::stringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

// A zip archive with these entries.
inline std::string zipped(const std::map<std::string, std::string>& entries) {
    zip_error_t problem;
    zip_error_init(&problem);
    zip_source_t* whole = zip_source_buffer_create(nullptr, 0, 0, &problem);
    zip_source_keep(whole);
    zip_t* archive = zip_open_from_source(whole, ZIP_TRUNCATE, &problem);
    for (const auto& [name, content] : entries)
        zip_file_add(archive, name.c_str(),
                     zip_source_buffer(archive, content.data(), content.size(), 0),
                     ZIP_FL_ENC_UTF_8);
    EXPECT_EQ(zip_close(archive), 0);
    zip_source_open(whole);
    zip_source_seek(whole, 0, SEEK_END);
    std::string bytes(static_cast<std::size_t>(zip_source_tell(whole)), '\0');
    zip_source_seek(whole, 0, SEEK_SET);
    zip_source_read(whole, bytes.data(), bytes.size());
    zip_source_close(whole);
    zip_source_free(whole);
    zip_error_fini(&problem);
    return bytes;
}

inline std::string document_xml(const std::string& body) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
           "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
           "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" "
           "xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:wps=\"urn:wps\"><w:body>" +
           body + "</w:body></w:document>";
}

inline std::string docx(const std::string& body,
                        std::map<std::string, std::string> other_parts = {}) {
    other_parts["word/document.xml"] = document_xml(body);
    return zipped(other_parts);
}

}  // namespace vanthu::formats::test
