// exchange.h: the office as a party of the edXML exchange, for the command and the service.
#pragma once

#include "apps/vanthu/office.h"
#include "exchange/mailbox.h"

namespace vanthu::apps {

// Opens archives in a page worker; `sandbox` must outlive it.
exchange::Unwrap unwrap_with(pipeline::SandboxPool& sandbox);

pipeline::Intake intake_of(OpenOffice& office);

// As configured; without <exchange> only its name is known.
exchange::Organ own_organ(const OpenOffice& office);
// Error(Configuration) without <exchange>.
exchange::Organ required_organ(const OpenOffice& office);
// With absolute folders; nothing without <exchange>.
std::optional<exchange::MailboxSettings> mailbox_settings(const OpenOffice& office);
exchange::Mailbox open_mailbox(OpenOffice& office, pipeline::SandboxPool& sandbox);

}  // namespace vanthu::apps
