// parameters_sandboxed.h: the JSON object that comes with a request to a page worker.
//
// Wrong JSON is a bug of the service, so Error(Internal). Pure.
#pragma once

#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include <string>

#include "base/error.h"
#include "pipeline/sandbox.h"

namespace vanthu::formats {

inline Poco::JSON::Object::Ptr parameters_of(const pipeline::SandboxRequest& request) {
    try {
        Poco::JSON::Parser parser;
        return parser.parse(request.parameters).extract<Poco::JSON::Object::Ptr>();
    } catch (const Poco::Exception& problem) {
        throw Error(ErrorCode::Internal,
                    request.operation + ": wrong parameters: " + problem.displayText());
    }
}

inline int input_of(const pipeline::SandboxRequest& request) {
    if (request.inputs.size() != 1)
        throw Error(ErrorCode::Internal, request.operation + ": wants exactly one input");
    return request.inputs[0];
}

}  // namespace vanthu::formats
