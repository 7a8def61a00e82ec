// docx_xml_sandboxed.h: XML inside a DOCX, pulled element by element while it is unpacked.
//
// A reader of our own (docs/adr/0013), for what a DOCX may hold and no more. Streaming: at most one
// step of the part is in memory. No network, no entities, no DTD, at most limits.xml_depth; wrong
// XML is Error(BadInput) with the part's name. Names are told by namespace, so prefixes are
// anybody's choice, and the strict and the transitional namespaces are one. One reader belongs to
// one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "formats/docx_tags_sandboxed.h"
#include "formats/xml_encoding_sandboxed.h"
#include "pipeline/sandbox.h"

namespace vanthu::formats {

class XmlPull {
public:
    enum class Event : std::uint8_t { Start, End, Text, Done };

    // Fills `to` with at most `room` bytes and says how many; 0 at the end.
    using Source = std::function<std::size_t(char* to, std::size_t room)>;

    XmlPull(Source source, std::string part, const pipeline::Limits& limits);
    ~XmlPull();

    // Empty elements give Start and End, except those of no interest, which do not show up. Text
    // comes from w:t and m:t alone.
    Event next();

    // Of the element just started or ended.
    Tag tag() const;
    // Of the element just started, by local name; "" when it is missing. These and text() are good
    // until the next call of next().
    std::string_view attribute(std::string_view local_name) const;
    std::string_view text() const;
    Letters letters() const;  // of the text

    // After Start: passes everything up to its End.
    void skip();

    // After Start: calls `child` at the Start of every element below it, to any depth, and returns
    // behind its End. `child` says whether it has read on to that element's End itself.
    template <class Child>
    void each_below(Child child) {
        for (int open = 1; open > 0;) {
            const Event event = next();
            if (event == Event::Done) return;
            if (event == Event::End) --open;
            if (event == Event::Start && !child(tag())) ++open;
        }
    }

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace vanthu::formats
