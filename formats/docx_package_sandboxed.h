// docx_package_sandboxed.h: the zip archive around a DOCX, read within limits.
//
// No name in the archive ever becomes a path: parts are looked up by the few names that are read
// and unpacked to memory. Error(LimitExceeded) for too many entries, too many bytes or a ratio that
// only a bomb has; Error(BadInput) for damage.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "pipeline/sandbox.h"

namespace vanthu::formats {

class DocxPackage {
public:
    // `bytes` must outlive the object.
    DocxPackage(std::string_view bytes, const pipeline::Limits& limits);
    ~DocxPackage();

    bool contains(const std::string& part) const;

    // Error(BadInput) when it is missing or damaged.
    std::string read(const std::string& part);

    // What the archive holds by the look of its names: "word", "an Excel workbook", ...
    std::string kind() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace vanthu::formats
