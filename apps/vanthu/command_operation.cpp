// vanthu audit, vanthu check-config: what an operator runs.

#include <iostream>

#include "apps/vanthu/command.h"
#include "apps/vanthu/office.h"
#include "base/error.h"
#include "records/books.h"
#include "stages/registry.h"
#include "store/audit.h"
#include "workflow/engine.h"

namespace vanthu::apps {

int command_audit(const Words& words) {
    const Arguments arguments(words, {}, {"data"});
    if (arguments.operand(0, "verify") != "verify")
        throw Error(ErrorCode::BadInput, "audit '" + arguments.operands()[0] + "': it is verify");
    const auto office = open_office(arguments.value("data", kDefaultData));
    store::AuditCheck check;
    office->database->read([&](store::Transaction& tx) { check = store::verify_audit(tx); });
    if (check.intact) {
        std::cout << check.events << " events, the chain is whole, head " << check.head << '\n';
        return 0;
    }
    std::cout << check.events << " events, the chain breaks at event " << check.first_bad
              << "; restore a backup and compare\n";
    return 2;
}

int command_check_config(const Words& words) {
    const Arguments arguments(words, {}, {});
    const Installation installation = Installation::find();
    const Settings settings = read_settings(installation.config);
    const forms::FormLibrary forms = forms::FormLibrary::load(installation.forms);
    const auto language = ocr::LanguageModel::load(installation.models + "/vietnamese.lm");
    const auto digits = ocr::DigitReader::load(installation.models + "/digits.net");
    const auto stages = stages::make_stages({forms, language, settings.routes, &digits});
    pipeline::read_pipeline(installation.config + "/pipelines.xml",
                            installation.config + "/schema/pipelines.rng", stages);
    records::read_books(installation.config + "/books.xml",
                        installation.config + "/schema/books.rng");
    std::cout << installation.config << ": the configuration is sound\n";
    return 0;
}

}  // namespace vanthu::apps
