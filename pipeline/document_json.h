// document_json.h: the document as the contract's JSON (section 2), and field values in it.
//
// to_json gives what `vanthu read`, `vanthu show` and the API answer; keys are never renamed.
// Pure functions.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <Poco/JSON/Object.h>

#include "pipeline/document.h"

namespace vanthu::pipeline {

enum class PageText { With, Without };

// The object of contract section 2, `error` null.
Poco::JSON::Object::Ptr to_json(const Document& document, PageText text = PageText::With);

// Its text in pieces, page by page, for papers too long for memory.
// `more` are keys that the caller adds.
void write_json(const Document& document, PageText text, const Poco::JSON::Object& more,
                const std::function<void(std::string_view)>& take);

// The same object for a file that could not be read: nothing invented, `error` {code, message}.
Poco::JSON::Object::Ptr failed_json(const std::string& source, const std::string& sha256,
                                    std::string_view code, const std::string& message);

Poco::JSON::Object::Ptr to_json(const Field& field, const Document& document);

std::string json_text(const Poco::JSON::Object& object);

}  // namespace vanthu::pipeline
