#include "apps/vanthu/settings.h"

#include <algorithm>
#include <array>
#include <fstream>

#include "base/error.h"
#include "base/text.h"
#include "base/xml.h"

namespace vanthu::apps {
namespace {

// Sets `target` from the attribute when it is there; the schema has checked that it is a number.
template <class Number>
void take(const XmlElement& element, std::string_view attribute, Number& target) {
    const auto text = element.attribute(attribute);
    if (!text) return;
    try {
        target = static_cast<Number>(std::stoll(*text));
    } catch (const std::out_of_range&) {
        throw Error(ErrorCode::Configuration, element.place() + ": " + std::string(attribute) +
                                                  "=\"" + *text + "\" is too large");
    }
}

void read_limits(const XmlElement& element, pipeline::Limits& limits) {
    take(element, "bytes", limits.bytes);
    take(element, "pages", limits.pages);
    take(element, "pixels", limits.pixels);
    take(element, "zip-entries", limits.zip_entries);
    take(element, "unpacked-bytes", limits.unpacked_bytes);
    take(element, "unpack-ratio", limits.unpack_ratio);
    take(element, "xml-depth", limits.xml_depth);
    take(element, "page-seconds", limits.page_seconds);
    take(element, "worker-megabytes", limits.worker_megabytes);
}

// A route's degrees of urgency, parted by commas; a misspelt one would let urgent papers take the
// slow way unseen.
std::vector<std::string> priorities_of(const XmlElement& route) {
    constexpr std::array kKnown = {"Hỏa tốc", "Thượng khẩn", "Khẩn"};
    std::vector<std::string> priorities;
    for (const std::string& part : split(route.attribute("priority").value_or(""), ',')) {
        const std::string name = single_spaced(part);
        if (name.empty()) continue;
        if (std::none_of(kKnown.begin(), kKnown.end(),
                         [&](const char* known) { return comparable(known) == comparable(name); }))
            throw Error(ErrorCode::Configuration, route.place() + ": priority \"" + name +
                                                      "\" is unknown; it is Hỏa tốc, Thượng khẩn "
                                                      "or Khẩn");
        priorities.push_back(name);
    }
    return priorities;
}

// The password stands in a file of its own, readable by the service alone.
std::string secret(const XmlElement& element, const std::string& config_folder) {
    const auto name = element.attribute("password-file");
    if (!name) return {};
    std::ifstream file(name->starts_with('/') ? *name : config_folder + '/' + *name);
    std::string line;
    if (!std::getline(file, line))
        throw Error(ErrorCode::Configuration,
                    element.place() + ": the password file \"" + *name + "\" cannot be read");
    return trim(line);
}

void read_mail(const XmlElement& element, const std::string& config_folder, Settings& settings) {
    notices::SmtpSettings mail;
    mail.host = element.required("host");
    take(element, "port", mail.port);
    mail.from = element.required("from");
    try {
        notices::check_address(mail.from);
    } catch (const Error& error) {
        throw Error(ErrorCode::Configuration, element.place() + ": " + error.what());
    }
    mail.user = element.attribute("user").value_or("");
    mail.password = secret(element, config_folder);
    if (element.attribute("tls").value_or("no") == "starttls") mail.tls = notices::Tls::StartTls;
    settings.mail = mail;
    settings.url = element.attribute("url").value_or("");
    while (settings.url.ends_with('/'))
        settings.url.pop_back();
    if (const auto digest = element.attribute("digest"))
        settings.digest_minute =
            std::stoi(digest->substr(0, 2)) * 60 + std::stoi(digest->substr(3, 2));
}

ExchangeSettings read_exchange(const XmlElement& element) {
    ExchangeSettings exchange;
    exchange.own.id = element.required("organ-id");
    exchange.own.name = element.required("organ-name");
    exchange.own.in_charge = element.attribute("organization-in-charge").value_or("");
    exchange.in = element.attribute("in").value_or(exchange.in);
    exchange.out = element.attribute("out").value_or(exchange.out);
    return exchange;
}

}  // namespace

Settings read_settings(const std::string& config_folder) {
    const XmlDocument xml = XmlDocument::read(config_folder + "/office.xml");
    xml.validate(config_folder + "/schema/office.rng");
    const XmlElement office = xml.root();
    Settings settings;
    settings.office_name = office.attribute("name").value_or(settings.office_name);
    take(office, "utc-offset-minutes", settings.utc_offset_minutes);
    if (const auto server = office.child("server")) {
        settings.address = server->attribute("address").value_or(settings.address);
        take(*server, "port", settings.port);
    }
    if (const auto workers = office.child("workers")) {
        take(*workers, "pages", settings.page_workers);
        take(*workers, "jobs", settings.jobs);
        std::int64_t seconds = settings.lease_microseconds / 1'000'000;
        take(*workers, "lease-seconds", seconds);
        settings.lease_microseconds = seconds * 1'000'000;
    }
    if (const auto database = office.child("database")) {
        settings.database.url = database->required("url");
        if (const auto password = database->child("password"))
            settings.database.password_file = password->required("file");
    }
    if (const auto limits = office.child("limits")) read_limits(*limits, settings.limits);
    if (const auto mail = office.child("mail")) read_mail(*mail, config_folder, settings);
    if (const auto exchange = office.child("exchange"))
        settings.exchange = read_exchange(*exchange);
    for (const XmlElement& watch : office.children("watch"))
        settings.watched.push_back(
            {watch.required("folder"), watch.attribute("book").value_or("incoming")});
    for (const XmlElement& route : office.child("routes")->children("route"))
        settings.routes.push_back({route.attribute("book").value_or(""),
                                   route.attribute("form").value_or(""), route.required("process"),
                                   priorities_of(route)});
    return settings;
}

}  // namespace vanthu::apps
