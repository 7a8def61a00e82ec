#include "nominations/kept_rounds.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace vanthu::nominations {
namespace {

constexpr std::string_view kLaws = "laws.xml";

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

std::map<std::string, std::string> kept(store::Transaction& tx) {
    std::map<std::string, std::string> files;
    tx.for_each("select file, xml from nomination_round", {},
                [&](const store::Row& row) { files[row.text("file")] = row.text("xml"); });
    return files;
}

}  // namespace

void save_rounds(store::Transaction& tx, const std::string& folder, const std::string& schemas) {
    read_rounds(folder, schemas + "/round.rng");
    const std::filesystem::path laws = std::filesystem::path(folder) / kLaws;
    if (std::filesystem::exists(laws)) read_laws(laws.string(), schemas + "/laws.rng");
    std::map<std::string, std::string> files;
    std::error_code missing;
    for (const auto& entry : std::filesystem::directory_iterator(folder, missing))
        if (entry.path().extension() == ".xml")
            files[entry.path().filename().string()] = bytes_of(entry.path());
    if (files == kept(tx)) return;
    tx.execute("delete from nomination_round");
    for (const auto& [file, xml] : files)
        tx.execute("insert into nomination_round (file, xml) values ($1, $2)", {file, xml});
}

std::vector<Round> rounds(store::Transaction& tx) {
    std::vector<Round> found;
    for (const auto& [file, xml] : kept(tx))
        if (file != kLaws) found.push_back(round_in(XmlDocument::parse(xml, "rounds/" + file)));
    return found;
}

std::vector<Law> laws(store::Transaction& tx) {
    for (const auto& [file, xml] : kept(tx))
        if (file == kLaws) return laws_in(XmlDocument::parse(xml, "rounds/" + file));
    return {};
}

}  // namespace vanthu::nominations
