// vanthu-sandbox: the page worker. Started by the service alone, with a socket as descriptor 3.

#include <iconv.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "formats/operations.h"
#include "ocr/operations.h"
#include "pipeline/office_file.h"
#include "pipeline/sandbox.h"

namespace {

// What readers look up while they work: fonts that a PDF names and does not bring, tables of
// character collections, the recognition model.
std::vector<std::string> readable() {
    std::vector<std::string> paths{"/usr/share/fonts",        "/usr/local/share/fonts",
                                   "/usr/share/fontconfig",   "/etc/fonts",
                                   "/var/cache/fontconfig",   "/usr/share/poppler",
                                   "/usr/share/ghostscript",  "/usr/share/tesseract-ocr",
                                   "/usr/lib/ssl/openssl.cnf"};
    if (const char* models = std::getenv("TESSDATA_PREFIX")) paths.emplace_back(models);
    return paths;
}

// Code that the C library loads when poppler first converts a text, which is too late behind the
// walls; it stays loaded as long as somebody holds it.
void load_converters() {
    static const iconv_t kept[] = {::iconv_open("UTF-8", "UTF-16"),
                                   ::iconv_open("UTF-16", "UTF-8")};
    static_cast<void>(kept);
}

// The C library gives memory at the end of its heap back after every small file and asks for it
// again, page by page, unless it has seen a larger piece come and go.
void keep_memory() {
    constexpr std::size_t kLargest = 4u << 20;
    void* volatile piece = std::malloc(kLargest);
    std::free(piece);
}

}  // namespace

int main(int argc, char** argv) {
    using namespace vanthu;
    if (argc > 2 && std::string_view(argv[1]) == "office")
        return pipeline::become_office({argv + 2, argv + argc});
    if (argc != 3) {
        std::fputs("vanthu-sandbox: started by vanthu, not by hand\n", stderr);
        return 2;
    }
    try {
        load_converters();
        keep_memory();
        pipeline::give_up_rights(std::atoi(argv[1]), std::atoi(argv[2]), readable());
    } catch (const Error& error) {
        std::fprintf(stderr, "vanthu-sandbox: %s\n", error.what());
        return exit_status(error.code());
    }
    return pipeline::serve_sandbox(3, {{"probe", formats::probe},
                                       {"render", formats::render},
                                       {"preprocess", ocr::preprocess},
                                       {"recognise", ocr::recognise},
                                       {"read_scan", ocr::read_scan},
                                       {"crop_gaps", ocr::crop_gaps},
                                       {"read_zones", ocr::read_zones},
                                       {"read_docx", formats::read_docx},
                                       {"docx_layout", formats::docx_layout},
                                       {"unwrap", formats::unwrap},
                                       {"write_pdf", formats::write_pdf}});
}
