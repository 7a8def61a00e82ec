// export.h: the decision with its list: as DOCX laid out as Decree 30/2020 wants, and as a
// spreadsheet.
//
// Drafts for a person to number, date and sign: number, day and signer stay blank unless given.
// Every cell is text, so nothing that a list says can become a formula. Throws Error(Unavailable)
// when the file cannot be written.
#pragma once

#include <string>
#include <vector>

#include "nominations/check.h"
#include "nominations/round.h"
#include "nominations/sessions.h"

namespace vanthu::nominations {

struct DecisionList {
    const Round& round;
    int year = 0;
    std::vector<Nominee> nominees;
    std::vector<std::string> bases =
        {};  // besides the round's plan: the law, the council's minutes
};

// The law of that day and the sessions that were held, as a decision names them.
std::vector<std::string> bases_of(const Law* law, const std::vector<KeptSession>& sessions);

void export_docx(const DecisionList& list, const std::string& path);
void export_xlsx(const DecisionList& list, const std::string& path);

// The letter that gives a list's ineligible nominees back, each with its reason.
void export_return_letter(const Round& round, const SentList& list,
                          const std::vector<Finding>& findings, const std::string& path);

}  // namespace vanthu::nominations
