// The floor for reading DOCX: libzip unpacks word/document.xml, libxml2's SAX collects its text.
// Built and run by bench/read.py; prints seconds for ROUNDS readings of all files and the letters
// found.

#include <libxml/parser.h>
#include <zip.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace {

struct Collected {
    std::string text;
    bool in_text = false;
};

void start(void* to, const xmlChar* name, const xmlChar*, const xmlChar*, int, const xmlChar**, int,
           int, const xmlChar**) {
    static_cast<Collected*>(to)->in_text =
        std::strcmp(reinterpret_cast<const char*>(name), "t") == 0;
}

void end(void* to, const xmlChar* name, const xmlChar*, const xmlChar*) {
    auto* collected = static_cast<Collected*>(to);
    collected->in_text = false;
    if (std::strcmp(reinterpret_cast<const char*>(name), "p") == 0) collected->text += '\n';
}

void letters(void* to, const xmlChar* text, int size) {
    auto* collected = static_cast<Collected*>(to);
    if (collected->in_text)
        collected->text.append(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
}

std::string text_of(const std::string& bytes) {
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
    const std::unique_ptr<zip_t, int (*)(zip_t*)> package(
        zip_open_from_source(source, ZIP_RDONLY, nullptr), zip_close);
    zip_stat_t about;
    if (!package || zip_stat(package.get(), "word/document.xml", 0, &about) != 0) return {};
    std::string xml(about.size, '\0');
    const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> entry(
        zip_fopen(package.get(), "word/document.xml", 0), zip_fclose);
    if (!entry || zip_fread(entry.get(), xml.data(), xml.size()) < 0) return {};
    xmlSAXHandler handler{};
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = start;
    handler.endElementNs = end;
    handler.characters = letters;
    Collected collected;
    xmlSAXUserParseMemory(&handler, &collected, xml.data(), static_cast<int>(xml.size()));
    return collected.text;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) return 2;
    std::vector<std::string> files;
    for (int i = 2; i < argc; ++i) {
        std::ifstream in(argv[i], std::ios::binary);
        files.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    std::size_t found = 0;
    const auto begin = std::chrono::steady_clock::now();
    for (int round = 0; round < std::atoi(argv[1]); ++round)
        for (const std::string& file : files)
            found += text_of(file).size();
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    std::printf("%.6f %zu\n", seconds.count(), found);
    return 0;
}
