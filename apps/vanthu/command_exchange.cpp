// vanthu exchange: edXML packets.

#include <unistd.h>

#include <fstream>
#include <iostream>
#include <iterator>

#include "apps/vanthu/actor.h"
#include "apps/vanthu/command.h"
#include "apps/vanthu/exchange.h"
#include "apps/vanthu/office.h"
#include "base/digest.h"
#include "base/error.h"
#include "exchange/dispatch.h"
#include "exchange/packet_json.h"
#include "pipeline/document_json.h"

namespace vanthu::apps {
namespace {

std::string bytes_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw Error(ErrorCode::NotFound, path + ": there is no such file");
    return {std::istreambuf_iterator<char>(in), {}};
}

// One JSON object per packet; a packet that cannot be read gives one with `error`.
int read(const Arguments& arguments) {
    const Installation installation = Installation::find();
    const Settings settings = read_settings(installation.config);
    const auto sandbox = make_sandbox(installation, settings, 1);
    const Date today = local_date(SystemClock().now());
    const auto strictness =
        arguments.has("lenient") ? exchange::Strictness::Lenient : exchange::Strictness::Strict;
    arguments.operand(1, "FILE.edxml");
    int status = 0;
    for (std::size_t i = 1; i < arguments.operands().size(); ++i) {
        const std::string& path = arguments.operands()[i];
        std::string digest;
        Poco::JSON::Object::Ptr object;
        try {
            const std::string bytes = bytes_of(path);
            digest = sha256(bytes);
            const exchange::Packet packet = exchange::read_packet(bytes, path, today, strictness);
            object =
                exchange::to_json(packet, exchange::open_payloads(packet, unwrap_with(*sandbox)));
            object->set("error", Poco::Dynamic::Var());
        } catch (const Error& error) {
            object = new Poco::JSON::Object(Poco::JSON_PRESERVE_KEY_ORDER);
            Poco::JSON::Object::Ptr problem = new Poco::JSON::Object(Poco::JSON_PRESERVE_KEY_ORDER);
            problem->set("code", std::string(name(error.code())));
            problem->set("message", std::string(error.what()));
            object->set("error", problem);
            status = 2;
        }
        object->set("source", path);
        object->set("sha256", digest);
        std::cout << pipeline::json_text(*object) << '\n';
    }
    return status;
}

std::vector<exchange::Organ> receivers(const Arguments& arguments) {
    std::vector<exchange::Organ> to;
    for (const std::string& value : arguments.values("to")) {
        const std::size_t sign = value.find('=');
        exchange::Organ organ;
        organ.id = value.substr(0, sign);
        organ.name = sign == std::string::npos ? organ.id : value.substr(sign + 1);
        to.push_back(organ);
    }
    return to;
}

int write(OpenOffice& office, const Arguments& arguments) {
    const std::string& id = arguments.operand(1, "ID of a document");
    const std::string& out = arguments.operand(2, "OUT.edxml");
    exchange::Organ own = own_organ(office);
    std::vector<exchange::Organ> to = receivers(arguments);
    std::string text;
    office.database->read([&](store::Transaction& tx) {
        const pipeline::Document document = pipeline::load_document(tx, id);
        if (to.empty())  // for those whom the paper itself names
            for (const std::string& name : pipeline::find_field(document, "addressees")
                                               ? pipeline::find_field(document, "addressees")->list
                                               : std::vector<std::string>())
                to.push_back({"", "", name, "", "", "", "", ""});
        if (to.empty())
            throw Error(ErrorCode::BadInput,
                        "a packet needs a receiver: --to ORGANID=NAME, as often as there are");
        text = exchange::write_packet(exchange::packet_of(
            document, office.blobs->get(document.original), own, to, office.clock.now()));
    });
    std::ofstream file(out, std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    if (!file) throw Error(ErrorCode::Unavailable, out + ": cannot be written");
    return 0;
}

int send(OpenOffice& office, const Arguments& arguments) {
    const std::vector<exchange::Organ> to = receivers(arguments);
    if (to.empty()) throw Error(ErrorCode::BadInput, "send needs --to ORGANID[=NAME]");
    std::string user;
    office.database->read(
        [&](store::Transaction& tx) { user = actor(tx, arguments.value("as"), "--as").user; });
    const int sent = exchange::send(intake_of(office), arguments.operand(1, "ID of a document"),
                                    required_organ(office), to, user);
    std::cout << sent << " packets wait for delivery\n";
    return 0;
}

int answer(OpenOffice& office, const Arguments& arguments) {
    const std::string& word = arguments.operand(2, "agree or refuse");
    if (word != "agree" && word != "refuse")
        throw Error(ErrorCode::BadInput, "the answer is agree or refuse, not '" + word + "'");
    std::string user;
    office.database->read(
        [&](store::Transaction& tx) { user = actor(tx, arguments.value("as"), "--as").user; });
    exchange::answer_recall(intake_of(office), arguments.operand(1, "ID of a document"),
                            required_organ(office), word == "agree", arguments.value("reason"),
                            user);
    return 0;
}

int status(OpenOffice& office, const std::string& id) {
    office.database->read([&](store::Transaction& tx) {
        for (const exchange::StatusLine& line : exchange::statuses_of(tx, id))
            std::cout << rfc3339(line.at) << "  " << line.direction << "  " << line.organ << "  "
                      << line.code << "  " << exchange::status_name(line.code)
                      << (line.description.empty() ? "" : "  " + line.description)
                      << (line.anomaly.empty() ? "" : "  (" + line.anomaly + ")") << '\n';
    });
    return 0;
}

int list(OpenOffice& office) {
    office.database->read([&](store::Transaction& tx) {
        for (const exchange::ArrivalLine& line : exchange::arrivals(tx))
            std::cout << rfc3339(line.at) << "  " << line.kind << "  " << line.state << "  "
                      << line.from_organ << "  " << line.document_id << "  " << line.document
                      << (line.reason.empty() ? "" : "  " + line.reason) << '\n';
    });
    return 0;
}

// Takes what lies there and sends what is due, once, without a service.
int run_once(OpenOffice& office) {
    const auto sandbox = make_sandbox(office.installation, office.settings, 1);
    exchange::Mailbox mailbox = open_mailbox(office, *sandbox);
    mailbox.look();
    const int taken = mailbox.look();
    mailbox.report();
    std::cout << taken << " taken, " << mailbox.deliver() << " delivered\n";
    return 0;
}

}  // namespace

int command_exchange(const Words& words) {
    const Arguments arguments(words, {"json", "lenient"}, {"to", "as", "reason", "data"});
    const std::string& what =
        arguments.operand(0, "read, write, send, run, list, status or answer");
    if (what == "read") return read(arguments);
    const auto office = open_office(arguments.value("data", kDefaultData));
    if (what == "write") return write(*office, arguments);
    if (what == "send") return send(*office, arguments);
    if (what == "run") return run_once(*office);
    if (what == "list") return list(*office);
    if (what == "status") return status(*office, arguments.operand(1, "ID of a document"));
    if (what == "answer") return answer(*office, arguments);
    throw Error(ErrorCode::BadInput,
                "exchange '" + what + "': it is read, write, send, run, list, status or answer");
}

}  // namespace vanthu::apps
