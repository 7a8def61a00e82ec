// settings.h: office.xml, read.
//
// Checked against schema/office.rng; what is left out has the default written in config/office.xml.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "exchange/packet.h"
#include "notices/smtp.h"
#include "pipeline/sandbox.h"
#include "stages/route.h"

namespace vanthu::apps {

struct WatchedFolderSettings {
    std::string folder;  // relative to the data folder, or absolute
    std::string book;
};

struct DatabaseSettings {
    std::string url;            // "" = office.db in the data folder
    std::string password_file;  // "" = none is asked for
};

// The office as a party of the edXML exchange.
struct ExchangeSettings {
    exchange::Organ own;
    std::string in = "exchange/in";  // relative to the data folder, or absolute
    std::string out = "exchange/out";
};

struct Settings {
    std::string office_name = "Văn phòng";
    int utc_offset_minutes = kVietnamOffsetMinutes;
    std::string address = "127.0.0.1";
    int port = 8080;
    int page_workers = 0;
    int jobs = 2;
    std::int64_t lease_microseconds = 60'000'000;
    pipeline::Limits limits;
    DatabaseSettings database;
    std::vector<WatchedFolderSettings> watched;
    stages::Routes routes;
    std::optional<notices::SmtpSettings> mail;  // nothing: notices in the web app only
    std::optional<ExchangeSettings>
        exchange;             // nothing: packets are read and written by command only
    std::string url;          // of the web app, for links in e-mails
    int digest_minute = 450;  // of the day
};

// Error(Configuration) with file and line.
Settings read_settings(const std::string& config_folder);

}  // namespace vanthu::apps
