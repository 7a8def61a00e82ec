// vanthu serve: the service, until SIGTERM or Ctrl-C.

#include <csignal>
#include <iostream>
#include <thread>

#include "apps/vanthu/command.h"
#include "apps/vanthu/exchange.h"
#include "apps/vanthu/office.h"
#include "base/error.h"
#include "base/log.h"
#include "notices/notices.h"
#include "notices/smtp.h"
#include "pipeline/intake.h"
#include "records/index.h"
#include "server/actors.h"
#include "server/http_server.h"
#include "stages/searchable_pdf.h"

namespace vanthu::apps {
namespace {

// Looks into the watched folders once a second until it is asked to stop.
void watch_folders(OpenOffice& office, std::stop_token stop) {
    const pipeline::Intake intake{*office.database, *office.blobs, office.clock,
                                  office.settings.limits.bytes};
    std::vector<pipeline::WatchedFolder> folders;
    for (const WatchedFolderSettings& watched : office.settings.watched) {
        const std::string folder =
            watched.folder.starts_with('/') ? watched.folder : office.folder + '/' + watched.folder;
        folders.emplace_back(intake, folder, watched.book);
    }
    while (!stop.stop_requested()) {
        for (pipeline::WatchedFolder& folder : folders) {
            try {
                folder.look();
            } catch (const std::exception& error) {
                log(LogLevel::Error, "intake", "the watched folder cannot be read",
                    {{"reason", error.what()}});
            }
        }
        for (int i = 0; i < 10 && !stop.stop_requested(); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
}

// Tells people what the workflow has for them, once a second until it is asked to stop.
void tell_people(OpenOffice& office, std::stop_token stop) {
    const notices::Letterhead letterhead{office.settings.office_name, office.settings.url};
    const notices::Directory directory = [&](store::Transaction& tx) {
        return server::all_actors(tx, office.clock.now());
    };
    for (int second = 0; !stop.stop_requested(); ++second) {
        try {
            office.database->write([&](store::Transaction& tx) {
                notices::deliver(tx, directory, letterhead, office.clock.now());
                if (office.settings.mail && second % 60 == 0)
                    notices::write_digests(tx, directory, letterhead, office.settings.digest_minute,
                                           office.clock.now());
            });
            if (office.settings.mail)
                notices::send_due_mail(*office.database, office.clock, *office.settings.mail);
        } catch (const std::exception& error) {
            log(LogLevel::Error, "notices", "people cannot be told", {{"reason", error.what()}});
        }
        for (int i = 0; i < 10 && !stop.stop_requested(); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
}

// Takes edXML packets from the folder and puts ours out, once a second until it is asked to stop.
void exchange_packets(OpenOffice& office, pipeline::SandboxPool& sandbox, std::stop_token stop) {
    exchange::Mailbox mailbox = open_mailbox(office, sandbox);
    for (int second = 0; !stop.stop_requested(); ++second) {
        try {
            mailbox.look();
            if (second % 5 == 0) mailbox.report();
            mailbox.deliver();
        } catch (const std::exception& error) {
            log(LogLevel::Error, "exchange", "packets cannot be exchanged",
                {{"reason", error.what()}});
        }
        for (int i = 0; i < 10 && !stop.stop_requested(); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
}

// "" for a paper that is none, such as a DOCX.
std::string searchable_pdf(const pipeline::Document& document, OpenOffice& office,
                           WorkingOffice& working) {
    if (document.pages.empty()) return {};
    try {
        return stages::write_searchable_pdf(document, *office.blobs, working.sandbox());
    } catch (const Error& error) {
        if (error.code() == ErrorCode::Unavailable) throw;
        return {};
    }
}

// Builds the search index anew where a newer version of the schema asks for it, beside all other
// work.
void rebuild_index(OpenOffice& office, std::stop_token stop) {
    try {
        for (records::Rebuild step{0, false}; !step.finished && !stop.stop_requested();)
            office.database->write(
                [&](store::Transaction& tx) { step = records::rebuild_some(tx, 100); });
    } catch (const std::exception& error) {
        log(LogLevel::Error, "records",
            "the search index is not rebuilt; it goes on at the next start",
            {{"reason", error.what()}});
    }
}

// Blocks until the signals that end a service; they must be blocked in every thread before.
void wait_for_end(const sigset_t& signals) {
    int signal = 0;
    sigwait(&signals, &signal);
}

}  // namespace

int command_serve(const Words& words) {
    const Arguments arguments(words, {}, {"port", "data", "role"});
    const std::string role = arguments.value("role", "all");
    if (role != "all" && role != "web" && role != "worker")
        throw Error(ErrorCode::BadInput, "--role is all, web or worker, not '" + role + "'");
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    const auto office = open_office(arguments.value("data", kDefaultData), Missing::Create);
    const forms::FormLibrary forms = forms::FormLibrary::load(office->installation.forms);
    std::unique_ptr<WorkingOffice> working;
    if (role != "web") {
        working = WorkingOffice::begin(*office);
        if (!working)
            throw Error(ErrorCode::Unavailable,
                        office->folder +
                            ": another service works on this folder; stop it, or "
                            "use --role web");
    }
    const server::Office handled{*office->database,
                                 *office->blobs,
                                 office->clock,
                                 forms,
                                 office->installation.web,
                                 office->installation.openapi,
                                 office->settings.limits.bytes,
                                 false,
                                 [&](const pipeline::DocumentId& id) {
                                     return working ? working->progress().of(id) : std::nullopt;
                                 },
                                 office->settings.office_name,
                                 mailbox_settings(*office),
                                 [&](const pipeline::Document& document) {
                                     return working ? searchable_pdf(document, *office, *working)
                                                    : std::string();
                                 }};
    std::unique_ptr<server::HttpServer> http;
    if (role != "worker")
        http = std::make_unique<server::HttpServer>(
            handled, server::HttpSettings{office->settings.address,
                                          arguments.number("port", office->settings.port)});
    std::jthread watcher, teller, exchanger, rebuilder;
    if (working) {
        working->worker().start();
        watcher = std::jthread([&](std::stop_token stop) { watch_folders(*office, stop); });
        teller = std::jthread([&](std::stop_token stop) { tell_people(*office, stop); });
        rebuilder = std::jthread([&](std::stop_token stop) { rebuild_index(*office, stop); });
        if (office->settings.exchange)
            exchanger = std::jthread(
                [&](std::stop_token stop) { exchange_packets(*office, working->sandbox(), stop); });
    }
    if (http)
        std::cout << "serving http://" << office->settings.address << ':' << http->port()
                  << std::endl;
    else
        std::cout << "working on " << office->folder << std::endl;
    wait_for_end(signals);
    log(LogLevel::Info, "office", "stopping; what is under way goes on at the next start");
    if (http) http->stop();
    return 0;
}

}  // namespace vanthu::apps
