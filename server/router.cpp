#include "server/router.h"

#include <algorithm>

#include "base/digest.h"
#include "base/id.h"
#include "base/log.h"
#include "base/text.h"
#include "server/static_files.h"

namespace vanthu::server {
namespace {

constexpr const char* kCookie = "vanthu_session";

bool is_unsafe(const std::string& method) {
    return method != "GET" && method != "HEAD" && method != "OPTIONS";
}

// HEAD is GET without its body, which Poco leaves out.
std::string_view route_method(const Request& request) {
    return request.method() == "HEAD" ? "GET" : std::string_view(request.method());
}

using Parameters = std::map<std::string, std::string, std::less<>>;

std::optional<Parameters> match(std::string_view pattern, std::string_view path) {
    const std::vector<std::string> wanted = split(pattern, '/');
    const std::vector<std::string> given = split(path, '/');
    if (wanted.size() != given.size()) return std::nullopt;
    Parameters parameters;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (starts_with(wanted[i], "{")) {
            if (given[i].empty()) return std::nullopt;
            parameters[wanted[i].substr(1, wanted[i].size() - 2)] = given[i];
        } else if (wanted[i] != given[i]) {
            return std::nullopt;
        }
    }
    return parameters;
}

// The route, or null; `allowed` collects the methods that the path has.
const Route* find_route(Request& request, std::string& allowed) {
    for (const Route& route : routes()) {
        auto parameters = match(route.pattern, request.path());
        if (!parameters) continue;
        if (route.method == route_method(request)) {
            request.set_parameters(std::move(*parameters));
            return &route;
        }
        allowed += (allowed.empty() ? "" : ", ") + std::string(route.method);
    }
    return nullptr;
}

std::optional<Principal> identify(const Office& office, const Request& request) {
    const Instant now = office.clock.now();
    std::optional<Principal> principal;
    bool old = false;
    const std::string authorization = request.header("Authorization").value_or("");
    if (starts_with(authorization, "Bearer ")) {
        office.database.read([&](store::Transaction& tx) {
            principal = find_api_token(tx, trim(authorization.substr(7)), now);
        });
        return principal;
    }
    const auto cookie = request.cookie(kCookie);
    if (!cookie || cookie->empty()) return std::nullopt;
    office.database.read([&](store::Transaction& tx) {
        principal = find_session(tx, *cookie, now);
        old = principal && needs_touch(tx, *principal, now);
    });
    if (old)
        office.database.write([&](store::Transaction& tx) { touch_session(tx, *principal, now); });
    return principal;
}

void check_csrf(const Request& request) {
    const std::string& expected = request.principal().csrf;
    if (expected.empty() || request.header("X-CSRF-Token") == expected) return;
    throw HttpError(
        403, "forbidden",
        "the header X-CSRF-Token is missing or not this session's; load the page again");
}

void check_access(const Office& office, const Route& route, Request& request) {
    const std::string site = request.header("Sec-Fetch-Site").value_or("");
    if (is_unsafe(request.method()) && site == "cross-site")
        throw HttpError(403, "forbidden", "another site's page may not change anything here");
    if (auto principal = identify(office, request)) request.set_principal(std::move(*principal));
    if (route.access == Access::Public) return;
    if (!request.has_principal())
        throw HttpError(401, "unauthenticated", "sign in first",
                        {{"WWW-Authenticate", "Bearer realm=\"vanthu\""}});
    if (is_unsafe(request.method())) check_csrf(request);
    if (route.access == Access::OwnSession) return;
    const Principal& principal = request.principal();
    if (principal.account.must_change == MustChange::Yes && !principal.csrf.empty())
        throw HttpError(403, "password_change_required", "change the password first");
    if (route.access == Access::CertainRoles &&
        std::none_of(route.roles.begin(), route.roles.end(),
                     [&](std::string_view role) { return request.has_role(role); }))
        throw HttpError(
            403, "forbidden",
            "this needs one of the roles " + join({route.roles.begin(), route.roles.end()}, ", "));
}

// Lists are polled: an unchanged answer costs no body.
void add_entity_tag(const Request& request, Response& response) {
    const auto has_tag = std::any_of(response.headers.begin(), response.headers.end(),
                                     [](const auto& header) { return header.first == "ETag"; });
    if (has_tag || response.status != 200 || route_method(request) != "GET" ||
        !response.file.empty())
        return;
    const std::string tag = "W/\"" + sha256(response.body).substr(0, 32) + "\"";
    if (request.header("If-None-Match") == tag)
        response = {.status = 304, .media_type = "", .body = ""};
    response.headers.emplace_back("ETag", tag);
}

Response dispatch(const Office& office, Request& request) {
    std::string allowed;
    const Route* route = find_route(request, allowed);
    if (route == nullptr && allowed.empty()) {
        if (starts_with(request.path(), "/api/"))
            return problem(404, "not_found", "there is no such address");
        return static_file(office.web_folder, request);
    }
    if (route == nullptr) {
        Response response = problem(405, "method_not_allowed", "this address takes " + allowed);
        response.headers.emplace_back("Allow", allowed);
        return response;
    }
    check_access(office, *route, request);
    Response response = route->handle(office, request);
    add_entity_tag(request, response);
    const bool has_cache_rule =
        std::any_of(response.headers.begin(), response.headers.end(),
                    [](const auto& header) { return header.first == "Cache-Control"; });
    if (!has_cache_rule) response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

// What went wrong inside is for the log; the client gets a number to quote.
Response incident(const char* what) {
    const std::string id = new_id();
    log(LogLevel::Error, "server", "a request failed", {{"incident", id}, {"reason", what}});
    return problem(500, name(ErrorCode::Internal),
                   "an error inside the service; the log has it as incident " + id);
}

Response problem_of(const Error& error) {
    if (error.code() == ErrorCode::Internal || error.code() == ErrorCode::Configuration)
        return incident(error.what());
    Response response =
        problem(http_status(error.code()), name(error.code()), error.what(), error.sentence());
    if (error.code() == ErrorCode::Unavailable) response.headers.emplace_back("Retry-After", "5");
    return response;
}

}  // namespace

const std::vector<Route>& routes() {
    using enum Access;
    // Who works on rounds of nominations, and who speaks for the council.
    const std::vector<std::string_view> kRounds = {"clerk", "reviewer", "head", "archivist"};
    const std::vector<std::string_view> kCouncil = {"reviewer", "head"};
    static const std::vector<Route> table = {
        {"GET", "/healthz", show_health, Public},
        {"GET", "/readyz", show_readiness, Public},
        {"GET", "/api/v1/openapi.json", show_openapi, Public},

        {"POST", "/api/v1/session", sign_in, Public},
        {"GET", "/api/v1/session", show_session, OwnSession},
        {"DELETE", "/api/v1/session", sign_out, OwnSession},
        {"POST", "/api/v1/session/password", change_own_password, OwnSession},

        {"POST", "/api/v1/documents", upload_documents, CertainRoles, {"clerk"}},
        {"GET", "/api/v1/documents", list_documents},
        {"GET", "/api/v1/documents/{id}", show_document},
        {"PATCH", "/api/v1/documents/{id}/fields", correct_fields, CertainRoles, {"clerk"}},
        {"POST", "/api/v1/documents/{id}/reprocess", reprocess_document, CertainRoles, {"clerk"}},
        {"GET", "/api/v1/documents/{id}/history", show_history},
        {"GET", "/api/v1/documents/{id}/pages/{number}/image", show_page_image},
        {"GET", "/api/v1/documents/{id}/pages/{number}/text", show_page_text},
        {"GET", "/api/v1/documents/{id}/tables/{table}", show_table},
        {"PATCH", "/api/v1/documents/{id}/tables/{table}", correct_table, CertainRoles, {"clerk"}},
        {"GET", "/api/v1/documents/{id}/files/original", download_original},

        {"GET", "/api/v1/tasks", list_tasks},
        {"POST", "/api/v1/tasks/{id}/claim", claim_task},
        {"POST", "/api/v1/tasks/{id}/release", release_task},
        {"POST", "/api/v1/tasks/{id}/complete", complete_task},
        {"POST", "/api/v1/tasks/{id}/delegate", delegate_task},
        {"POST", "/api/v1/tasks/{id}/resolve", resolve_task},
        {"POST", "/api/v1/tasks/{id}/reassign", reassign_task, CertainRoles, {"admin", "head"}},
        {"POST", "/api/v1/tasks/{id}/hold", hold_task},
        {"POST", "/api/v1/tasks/{id}/resume", resume_task},
        {"POST", "/api/v1/tasks/{id}/opinion", give_opinion},

        {"GET", "/api/v1/processes", list_processes},
        {"POST", "/api/v1/processes", deploy_process, CertainRoles, {"admin"}},
        {"GET", "/api/v1/processes/{key}/{version}", show_process},
        {"GET", "/api/v1/instances/{id}", show_instance},
        {"POST",
         "/api/v1/instances/{id}/withdraw",
         withdraw_instance,
         CertainRoles,
         {"admin", "head"}},
        {"POST", "/api/v1/instances/{id}/resume", resume_instance, CertainRoles, {"admin"}},
        {"POST", "/api/v1/instances/{id}/move", move_instance, CertainRoles, {"admin"}},
        {"GET", "/api/v1/documents/{id}/slip", show_slip},

        {"GET", "/api/v1/absences", list_absences},
        {"POST", "/api/v1/absences", add_absence},
        {"POST", "/api/v1/absences/{id}/end", end_absence},
        {"GET", "/api/v1/signing-authorities", list_signing_authorities},
        {"POST", "/api/v1/signing-authorities", add_signing_authority, CertainRoles, {"admin"}},
        {"POST",
         "/api/v1/signing-authorities/{id}/end",
         end_signing_authority,
         CertainRoles,
         {"admin"}},

        {"GET", "/api/v1/notices", list_notices},
        {"POST", "/api/v1/notices/read", read_all_notices},
        {"POST", "/api/v1/notices/{id}/read", read_notice},
        {"GET", "/api/v1/notices/settings", show_notice_settings},
        {"POST", "/api/v1/notices/settings", change_notice_settings},

        {"GET", "/api/v1/books", list_books},
        {"GET", "/api/v1/books/{book}/{year}/entries", list_entries},
        {"GET", "/api/v1/books/{book}/{year}/entries.xlsx", export_entries_xlsx},
        {"GET", "/api/v1/books/{book}/{year}/entries.csv", export_entries_csv},
        {"GET", "/api/v1/books/{book}/{year}/entries.pdf", export_entries_pdf},
        {"POST", "/api/v1/books/{book}/entries", add_entry, CertainRoles, {"clerk"}},
        {"PATCH",
         "/api/v1/books/{book}/{year}/entries/{number}",
         fill_entry,
         CertainRoles,
         {"clerk"}},
        {"POST",
         "/api/v1/books/{book}/{year}/entries/{number}/void",
         void_entry,
         CertainRoles,
         {"clerk"}},
        {"GET",
         "/api/v1/books/{book}/{year}/closing",
         show_closing,
         CertainRoles,
         {"clerk", "head"}},
        {"POST", "/api/v1/books/{book}/{year}/close", close_book, CertainRoles, {"clerk", "head"}},
        {"GET", "/api/v1/documents/{id}/slip.pdf", print_slip},

        {"GET", "/api/v1/dossiers", list_dossiers},
        {"POST", "/api/v1/dossiers", open_dossier},
        {"GET", "/api/v1/dossiers/list.pdf", print_dossier_list},
        {"POST",
         "/api/v1/dossiers/packages",
         take_in_package,
         CertainRoles,
         {"clerk", "archivist"}},
        {"GET", "/api/v1/dossiers/{id}", show_dossier},
        {"POST", "/api/v1/dossiers/{id}/documents", add_to_dossier},
        {"DELETE", "/api/v1/dossiers/{id}/documents/{document}", take_from_dossier},
        {"POST", "/api/v1/dossiers/{id}/close", close_dossier},
        {"GET", "/api/v1/dossiers/{id}/contents.pdf", print_dossier_contents},
        {"GET",
         "/api/v1/dossiers/{id}/package.zip",
         download_dossier,
         CertainRoles,
         {"clerk", "archivist"}},
        {"GET", "/api/v1/transfers", list_transfers},
        {"POST", "/api/v1/transfers", draft_transfer, CertainRoles, {"archivist", "clerk"}},
        {"POST",
         "/api/v1/transfers/{id}/hand-over",
         hand_over_transfer,
         CertainRoles,
         {"archivist"}},
        {"GET", "/api/v1/transfers/{id}/list.pdf", print_transfer_list},
        {"GET", "/api/v1/transfers/{id}/minutes.pdf", print_transfer_minutes},

        {"GET", "/api/v1/exchange", show_exchange, CertainRoles, {"clerk", "head"}},
        {"GET", "/api/v1/exchange/arrivals", list_arrivals, CertainRoles, {"clerk", "head"}},
        {"POST",
         "/api/v1/exchange/arrivals/{packet}/try-again",
         try_packet_again,
         CertainRoles,
         {"clerk"}},
        {"GET", "/api/v1/exchange/dispatches", list_dispatches, CertainRoles, {"clerk", "head"}},
        {"POST", "/api/v1/exchange/dispatches", send_dispatch, CertainRoles, {"clerk"}},
        {"POST",
         "/api/v1/exchange/dispatches/send-again",
         send_dispatch_again,
         CertainRoles,
         {"clerk"}},
        {"GET", "/api/v1/documents/{id}/exchange", list_statuses},
        {"POST", "/api/v1/documents/{id}/recall-answer", answer_recall, CertainRoles, {"clerk"}},

        {"GET", "/api/v1/rounds", list_rounds},
        {"GET", "/api/v1/rounds/waiting", list_waiting_nominations},
        {"GET", "/api/v1/rounds/{id}/delegates", list_delegates, CertainRoles, kRounds},
        {"POST", "/api/v1/rounds/{id}/delegates", choose_delegate, CertainRoles, kCouncil},
        {"GET", "/api/v1/rounds/{id}/{year}", show_round},
        {"GET", "/api/v1/rounds/{id}/{year}/lists/{document}", show_nomination_list},
        {"GET", "/api/v1/rounds/{id}/{year}/lists/{document}/return.docx", write_return_letter},
        {"GET", "/api/v1/rounds/{id}/{year}/candidates", list_candidates, CertainRoles, kRounds},
        {"POST", "/api/v1/rounds/{id}/{year}/sessions", hold_council, CertainRoles, kCouncil},
        {"POST", "/api/v1/rounds/{id}/{year}/recognitions", recognise_nominees, CertainRoles,
         kCouncil},
        {"GET", "/api/v1/rounds/{id}/{year}/decision.docx", write_decision_docx, CertainRoles,
         kRounds},
        {"GET", "/api/v1/rounds/{id}/{year}/decision.xlsx", write_decision_xlsx, CertainRoles,
         kRounds},
        {"POST",
         "/api/v1/nomination-lists/{document}/decision",
         decide_nomination_list,
         CertainRoles,
         {"clerk", "reviewer", "head"}},
        {"GET", "/api/v1/nomination-flags", list_flags, CertainRoles, kRounds},
        {"POST", "/api/v1/nomination-flags", add_flag, CertainRoles, kCouncil},
        {"POST", "/api/v1/nomination-flags/{flag}/lift", lift_flag, CertainRoles, kCouncil},

        {"GET", "/api/v1/search", search_documents},
        {"GET", "/api/v1/search/suggestions", suggest_words},
        {"GET", "/api/v1/searches", list_saved_searches},
        {"POST", "/api/v1/searches", save_search},
        {"DELETE", "/api/v1/searches/{id}", forget_search},

        {"GET", "/api/v1/documents/{id}/rights", show_rights},
        {"POST", "/api/v1/documents/{id}/rights", ask_rights, CertainRoles, {"clerk", "head"}},
        {"GET", "/api/v1/rights-changes", list_rights_changes, CertainRoles, {"clerk", "head"}},
        {"POST", "/api/v1/rights-changes/{id}/confirm", confirm_rights, CertainRoles, {"head"}},
        {"POST", "/api/v1/rights-changes/{id}/refuse", refuse_rights, CertainRoles, {"head"}},
        {"GET", "/api/v1/documents/{id}/links", list_links},
        {"POST", "/api/v1/documents/{id}/links", draw_link, CertainRoles, {"clerk", "archivist"}},
        {"DELETE", "/api/v1/links/{id}", remove_link, CertainRoles, {"clerk", "archivist"}},
        {"POST", "/api/v1/documents/{id}/recall", recall_document, CertainRoles, {"clerk", "head"}},

        {"GET", "/api/v1/lessons", list_lessons, CertainRoles, {"clerk", "admin"}},
        {"DELETE", "/api/v1/lessons/{id}", forget_lesson, CertainRoles, {"clerk", "admin"}},

        {"GET", "/api/v1/users", list_users},
        {"GET", "/api/v1/forms", list_forms},
        {"GET", "/api/v1/jobs", list_jobs, CertainRoles, {"admin"}},
        {"POST", "/api/v1/jobs/{subject}/retry", retry_jobs, CertainRoles, {"admin"}},
        {"GET", "/api/v1/audit/verify", verify_audit, CertainRoles, {"admin"}},
    };
    return table;
}

Response answer(const Office& office, Poco::Net::HTTPServerRequest& raw, bool& body_read) {
    body_read = false;
    std::optional<Request> request;
    try {
        request.emplace(raw);
        Response response;
        try {
            response = dispatch(office, *request);
        } catch (const HttpError& error) {
            response = problem(error.status(), error.code(), error.what());
            response.headers = error.headers();
        } catch (const Error& error) {
            response = problem_of(error);
        }
        request->drain_small_body();
        body_read = request->is_body_read();
        return response;
    } catch (const HttpError& error) {
        return problem(error.status(), error.code(), error.what());
    } catch (const Error& error) {
        return problem_of(error);
    } catch (const std::exception& error) {
        return incident(error.what());
    } catch (...) {
        return incident("something that is no exception was thrown");
    }
}

std::string session_cookie(const Office& office, const std::string& token) {
    return std::string(kCookie) + "=" + token + "; Path=/; HttpOnly; SameSite=Strict" +
           (office.behind_https ? "; Secure" : "");
}

std::string expired_cookie(const Office& office) {
    return session_cookie(office, "") + "; Max-Age=0";
}

}  // namespace vanthu::server
