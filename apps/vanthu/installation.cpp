#include "apps/vanthu/installation.h"

#include <cstdlib>
#include <filesystem>

#include "base/error.h"

namespace vanthu::apps {

namespace fs = std::filesystem;

Installation Installation::find() {
    const fs::path program = fs::read_symlink("/proc/self/exe");
    Installation found;
    found.sandbox = (program.parent_path() / "vanthu-sandbox").string();

    // build/<preset>/bin/vanthu inside a checkout
    const fs::path checkout = program.parent_path().parent_path().parent_path().parent_path();
    if (fs::exists(checkout / "CMakePresets.json") &&
        fs::exists(checkout / "config" / "office.xml")) {
        found.config = (checkout / "config").string();
        found.forms = (checkout / "forms").string();
        found.models = (checkout / "models").string();
        found.web = (checkout / "web" / "dist").string();
        found.openapi = (checkout / "server" / "openapi.json").string();
    } else {
        found.config = "/etc/vanthu";
        found.forms = "/usr/share/vanthu/forms";
        found.models = "/usr/share/vanthu/models";
        found.web = "/usr/share/vanthu/web";
        found.openapi = "/usr/share/vanthu/openapi.json";
    }
    if (const char* chosen = std::getenv("VANTHU_CONFIG")) found.config = chosen;
    if (!fs::exists(fs::path(found.config) / "office.xml"))
        throw Error(
            ErrorCode::Configuration,
            found.config +
                "/office.xml does not exist; set VANTHU_CONFIG to the configuration folder");
    return found;
}

}  // namespace vanthu::apps
