// api.h: the handlers of the REST API (server/openapi.json), one function per route.
//
// A handler runs after the router has checked session, CSRF token and role; it throws Error or
// HttpError for what went wrong. Stateless, so safe from several threads.
#pragma once

#include "server/http.h"
#include "server/office.h"

namespace vanthu::server {

// api_session.cpp
Response sign_in(const Office&, Request&);
Response show_session(const Office&, Request&);
Response sign_out(const Office&, Request&);
Response change_own_password(const Office&, Request&);

// api_upload.cpp
Response upload_documents(const Office&, Request&);

// api_documents.cpp
Response list_documents(const Office&, Request&);
Response show_document(const Office&, Request&);
Response correct_fields(const Office&, Request&);
Response reprocess_document(const Office&, Request&);
Response show_history(const Office&, Request&);
Response show_page_image(const Office&, Request&);
Response show_page_text(const Office&, Request&);
Response download_original(const Office&, Request&);

// api_tables.cpp
Response show_table(const Office&, Request&);
Response correct_table(const Office&, Request&);

// api_tasks.cpp
Response list_tasks(const Office&, Request&);
Response claim_task(const Office&, Request&);
Response release_task(const Office&, Request&);
Response complete_task(const Office&, Request&);
Response delegate_task(const Office&, Request&);
Response resolve_task(const Office&, Request&);
Response reassign_task(const Office&, Request&);
Response hold_task(const Office&, Request&);
Response resume_task(const Office&, Request&);
Response give_opinion(const Office&, Request&);

// api_processes.cpp
Response list_processes(const Office&, Request&);
Response deploy_process(const Office&, Request&);
Response show_process(const Office&, Request&);
Response show_instance(const Office&, Request&);
Response withdraw_instance(const Office&, Request&);
Response resume_instance(const Office&, Request&);
Response move_instance(const Office&, Request&);

// api_people.cpp
Response show_slip(const Office&, Request&);
Response list_absences(const Office&, Request&);
Response add_absence(const Office&, Request&);
Response end_absence(const Office&, Request&);
Response list_signing_authorities(const Office&, Request&);
Response add_signing_authority(const Office&, Request&);
Response end_signing_authority(const Office&, Request&);

// api_notices.cpp
Response list_notices(const Office&, Request&);
Response read_notice(const Office&, Request&);
Response read_all_notices(const Office&, Request&);
Response show_notice_settings(const Office&, Request&);
Response change_notice_settings(const Office&, Request&);

// api_records.cpp
Response list_books(const Office&, Request&);
Response list_entries(const Office&, Request&);
Response export_entries_xlsx(const Office&, Request&);
Response export_entries_csv(const Office&, Request&);
Response export_entries_pdf(const Office&, Request&);
Response add_entry(const Office&, Request&);
Response fill_entry(const Office&, Request&);
Response void_entry(const Office&, Request&);
Response show_closing(const Office&, Request&);
Response close_book(const Office&, Request&);
Response print_slip(const Office&, Request&);

// api_dossiers.cpp
Response list_dossiers(const Office&, Request&);
Response open_dossier(const Office&, Request&);
Response show_dossier(const Office&, Request&);
Response add_to_dossier(const Office&, Request&);
Response take_from_dossier(const Office&, Request&);
Response close_dossier(const Office&, Request&);
Response download_dossier(const Office&, Request&);
Response take_in_package(const Office&, Request&);  // api_packages.cpp
Response print_dossier_contents(const Office&, Request&);
Response print_dossier_list(const Office&, Request&);
Response list_transfers(const Office&, Request&);
Response draft_transfer(const Office&, Request&);
Response hand_over_transfer(const Office&, Request&);
Response print_transfer_list(const Office&, Request&);
Response print_transfer_minutes(const Office&, Request&);

// api_exchange.cpp
Response show_exchange(const Office&, Request&);
Response list_arrivals(const Office&, Request&);
Response list_dispatches(const Office&, Request&);
Response list_statuses(const Office&, Request&);
Response send_dispatch(const Office&, Request&);
Response send_dispatch_again(const Office&, Request&);
Response try_packet_again(const Office&, Request&);
Response answer_recall(const Office&, Request&);

// api_nominations.cpp
Response list_rounds(const Office&, Request&);
Response list_waiting_nominations(const Office&, Request&);
Response show_round(const Office&, Request&);
Response show_nomination_list(const Office&, Request&);
Response write_return_letter(const Office&, Request&);
Response decide_nomination_list(const Office&, Request&);
Response list_candidates(const Office&, Request&);
Response hold_council(const Office&, Request&);
Response recognise_nominees(const Office&, Request&);
Response write_decision_docx(const Office&, Request&);
Response write_decision_xlsx(const Office&, Request&);
Response list_delegates(const Office&, Request&);
Response choose_delegate(const Office&, Request&);
Response list_flags(const Office&, Request&);
Response add_flag(const Office&, Request&);
Response lift_flag(const Office&, Request&);

// api_search.cpp
Response search_documents(const Office&, Request&);
Response suggest_words(const Office&, Request&);
Response list_saved_searches(const Office&, Request&);
Response save_search(const Office&, Request&);
Response forget_search(const Office&, Request&);

// api_access.cpp
Response show_rights(const Office&, Request&);
Response ask_rights(const Office&, Request&);
Response list_rights_changes(const Office&, Request&);
Response confirm_rights(const Office&, Request&);
Response refuse_rights(const Office&, Request&);
Response list_links(const Office&, Request&);
Response draw_link(const Office&, Request&);
Response remove_link(const Office&, Request&);
Response recall_document(const Office&, Request&);

// api_learning.cpp
Response list_lessons(const Office&, Request&);
Response forget_lesson(const Office&, Request&);

// api_admin.cpp
Response list_users(const Office&, Request&);
Response list_forms(const Office&, Request&);
Response list_jobs(const Office&, Request&);
Response retry_jobs(const Office&, Request&);
Response verify_audit(const Office&, Request&);
Response show_health(const Office&, Request&);
Response show_readiness(const Office&, Request&);
Response show_openapi(const Office&, Request&);

}  // namespace vanthu::server
