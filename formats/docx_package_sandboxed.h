// docx_package_sandboxed.h: the zip archive around a DOCX, read within limits.
//
// No name in the archive ever becomes a path: parts are looked up by the few names that are read
// and unpacked to memory, step by step. Programs differ in how they write names, so case, a leading
// slash and backslashes do not matter. Error(LimitExceeded) for too many entries, too many bytes or
// a ratio that only a bomb has; Error(BadInput) for damage.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "formats/docx_xml_sandboxed.h"
#include "pipeline/sandbox.h"

namespace vanthu::formats {

class DocxPackage {
public:
    // `bytes` must outlive the object.
    DocxPackage(std::string_view bytes, const pipeline::Limits& limits);
    ~DocxPackage();

    bool contains(std::string_view part) const;

    // The names of all entries but folders, as they are written.
    std::vector<std::string> files() const;

    // The XML of a part. Error(BadInput) when it is missing or damaged. The package must outlive
    // the reader.
    XmlPull xml(const std::string& part);

    // All bytes of a part.
    std::string read(const std::string& part);

    // What the archive holds by the look of its names: "word", "an Excel workbook", ...
    std::string kind();

    // The part that the package calls its main document; programs other than Word name it as they
    // like. "" when there is none.
    std::string main_part();

private:
    struct State;
    std::unique_ptr<State> state_;
};

// The part that a relationship of `part` points to: "media/image1.png" from "word/document.xml" is
// "word/media/image1.png". "" for what leaves the package.
std::string part_at(std::string_view part, std::string_view target);

// Where the relationships of a part stand: "word/_rels/document.xml.rels".
std::string relationships_of(std::string_view part);

}  // namespace vanthu::formats
