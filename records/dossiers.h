// dossiers.h: hồ sơ: the yearly list, what lies in each, how long it is kept, and its way to the
// archive.
//
// A paper lies in any number of dossiers without being copied. A dossier is opened, closed when the
// work is over, and handed over by a transfer list; it is never opened again or deleted. A closed
// one that is kept for five years or longer goes to the archive within a year of its end (Decree
// 30/2020, articles 30 and 31). Every step is audited. Works inside the caller's transaction;
// prints through print.h.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "pipeline/document.h"
#include "records/print.h"
#include "store/sql.h"

namespace vanthu::records {

struct Dossier {
    std::string id;
    int year = 0;
    std::string notation;  // "" when opening: the next number of its heading, as 01.TCCB
    std::string heading, title;
    std::optional<int> retention_years;  // nothing: kept for ever
    std::string keeper, unit, note;
    std::string started_on, ended_on;  // ISO days
    std::string state = "open";        // "open", "closed", "transferred"
    int documents = 0;
};

// "Vĩnh viễn" or "10 năm"; Error(BadInput).
std::optional<int> retention_of(const std::string& text);
std::string retention_text(const std::optional<int>& years);

// The last year it is kept, once it is closed; nothing while it is open or kept for ever.
std::optional<int> kept_until(const Dossier& dossier);

// The day by which it goes to the archive; "" when it is open, has gone or need not go.
std::string transfer_due(const Dossier& dossier);

Dossier open_dossier(store::Transaction&, Dossier dossier, const std::string& user, Instant now);
Dossier find_dossier(store::Transaction&,
                     const std::string& id);  // or "notation/year"; Error(NotFound)

struct DossierQuery {
    int year = 0;                        // 0 = any
    std::string state = {};              // "" = any
    pipeline::DocumentId document = {};  // in which this paper lies
};
std::vector<Dossier> dossiers(store::Transaction&,
                              const DossierQuery& query);  // by year, heading, notation

// Those whose day of transfer comes within so many days, or has passed.
std::vector<Dossier> due_for_transfer(store::Transaction&, Date today, int days = 30);

// Error(Conflict) for a closed dossier and a quarantined paper; the second time changes nothing.
void add_document(store::Transaction&, const std::string& dossier,
                  const pipeline::DocumentId& document, const std::string& user, Instant now);
void remove_document(store::Transaction&, const std::string& dossier,
                     const pipeline::DocumentId& document, const std::string& user, Instant now);

struct DossierPaper {
    int ordinal = 0;
    pipeline::DocumentId document;
    std::string code, issued_date, type_name, subject, organ_name, source, original;
    std::string pages;
};
// In the order they were put in.
std::vector<DossierPaper> papers_of(store::Transaction&, const std::string& dossier);

Dossier close_dossier(store::Transaction&, const std::string& id, const std::string& ended_on,
                      const std::string& user, Instant now);

struct Transfer {
    std::string id, giver, receiver, note, state, created_by, received_by;
    Instant created_at = 0;
    std::optional<Instant> handed_at;
    std::vector<Dossier> dossiers;
};
// Error(Conflict) for a dossier that is open or on another list.
Transfer draft_transfer(store::Transaction&, const std::string& giver, const std::string& receiver,
                        const std::vector<std::string>& dossiers, const std::string& note,
                        const std::string& user, Instant now);
Transfer hand_over(store::Transaction&, const std::string& id, const std::string& received_by,
                   const std::string& user, Instant now);
Transfer find_transfer(store::Transaction&, const std::string& id);
std::vector<Transfer> transfers(store::Transaction&);  // newest first

// Danh mục hồ sơ, mục lục văn bản trong hồ sơ, mục lục hồ sơ nộp lưu, biên bản giao nhận.
PrintedList yearly_list(store::Transaction&, int year);
PrintedList contents_list(store::Transaction&, const std::string& dossier);
PrintedList transfer_list(const Transfer& transfer);
PrintedList transfer_minutes(const Transfer& transfer);

}  // namespace vanthu::records
