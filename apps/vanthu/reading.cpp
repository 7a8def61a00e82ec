#include "apps/vanthu/reading.h"

#include <fstream>
#include <iterator>

#include "apps/vanthu/office.h"
#include "base/error.h"
#include "stages/registry.h"
#include "store/blobs.h"

namespace vanthu::apps {

Reading::Reading(int workers)
    : installation_(Installation::find()),
      settings_(read_settings(installation_.config)),
      forms_(forms::FormLibrary::load(installation_.forms)),
      language_(ocr::LanguageModel::load(installation_.models + "/vietnamese.lm")),
      digits_(ocr::DigitReader::load(installation_.models + "/digits.net")),
      stages_(stages::make_stages({forms_, language_, settings_.routes, &digits_})),
      pipeline_(pipeline::read_pipeline(installation_.config + "/pipelines.xml",
                                        installation_.config + "/schema/pipelines.rng", stages_)),
      sandbox_(make_sandbox(installation_, settings_, workers)) {
    for (pipeline::StageStep& step : pipeline_.steps)
        if (step.stage->name() == "render") step.settings["pictures"] = "of-scans";
}

pipeline::Document Reading::read(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw Error(ErrorCode::NotFound, path + ": there is no such file");
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    if (bytes.size() > settings_.limits.bytes)
        throw Error(ErrorCode::LimitExceeded,
                    path + ": the file has " + std::to_string(bytes.size()) +
                        " bytes, the limit is " + std::to_string(settings_.limits.bytes) +
                        " (limits bytes)");
    pipeline::Document document;
    document.source = path;
    store::TransientBlobs blobs;
    document.original = blobs.put(bytes);
    pipeline::run_once(pipeline_, document, blobs, *sandbox_, clock_, "route");
    return document;
}

}  // namespace vanthu::apps
