#include "apps/vanthu/exchange.h"

#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include "base/error.h"

namespace vanthu::apps {
namespace {

std::string absolute(const OpenOffice& office, const std::string& folder) {
    return folder.starts_with('/') ? folder : office.folder + '/' + folder;
}

}  // namespace

exchange::Unwrap unwrap_with(pipeline::SandboxPool& sandbox) {
    return [&sandbox](std::string_view zip) {
        pipeline::SandboxReply reply = ask_worker(sandbox, "unwrap", zip);
        exchange::Unwrapped unwrapped;
        const auto answer =
            Poco::JSON::Parser().parse(reply.result).extract<Poco::JSON::Object::Ptr>();
        unwrapped.wrapped = answer->optValue("wrapped", false);
        unwrapped.name = answer->optValue<std::string>("name", "");
        if (unwrapped.wrapped && reply.attachments.size() == 1)
            unwrapped.bytes = std::move(reply.attachments.front());
        return unwrapped;
    };
}

pipeline::Intake intake_of(OpenOffice& office) {
    return {*office.database, *office.blobs, office.clock, office.settings.limits.bytes};
}

exchange::Organ own_organ(const OpenOffice& office) {
    if (office.settings.exchange) return office.settings.exchange->own;
    exchange::Organ own;
    own.name = office.settings.office_name;
    return own;
}

exchange::Organ required_organ(const OpenOffice& office) {
    if (!office.settings.exchange)
        throw Error(ErrorCode::Configuration,
                    "office.xml has no <exchange organ-id=\"...\" organ-name=\"...\"/>, so the "
                    "office has no identity to send with; see docs/exchange.md");
    return office.settings.exchange->own;
}

std::optional<exchange::MailboxSettings> mailbox_settings(const OpenOffice& office) {
    if (!office.settings.exchange) return std::nullopt;
    return exchange::MailboxSettings{office.settings.exchange->own,
                                     absolute(office, office.settings.exchange->in),
                                     absolute(office, office.settings.exchange->out)};
}

exchange::Mailbox open_mailbox(OpenOffice& office, pipeline::SandboxPool& sandbox) {
    required_organ(office);
    return {intake_of(office), *mailbox_settings(office), unwrap_with(sandbox)};
}

}  // namespace vanthu::apps
