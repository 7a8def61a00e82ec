// docx_xml_sandboxed.h: XML inside a DOCX, pulled element by element.
//
// No network, no entities, no DTD, at most limits.xml_depth; wrong XML is Error(BadInput) with the
// part's name. One reader belongs to one thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "pipeline/sandbox.h"

namespace vanthu::formats {

class XmlPull {
public:
    enum class Event { Start, End, Text, Done };

    // `bytes` must outlive the object.
    XmlPull(std::string_view bytes, std::string part, const pipeline::Limits& limits);
    ~XmlPull();

    // Empty elements give Start and End.
    Event next();

    // Of the element just started or ended: "w:p" for WordprocessingML whatever its prefix, "m:"
    // for formulas, "mc:" for alternatives, else the local name with "x:" before it.
    const std::string& name() const;
    const std::string& text() const;
    std::string attribute(const char* local_name) const;  // "" when it is missing

    // After Start: passes everything up to its End.
    void skip();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace vanthu::formats
