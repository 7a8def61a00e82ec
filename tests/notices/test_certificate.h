// test_certificate.h: a key and a certificate for 127.0.0.1 that nobody but the test trusts, in a
// folder that goes with it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace vanthu::notices {

class TestCertificate {
public:
    TestCertificate() {
        std::string name = (std::filesystem::temp_directory_path() / "vanthu_tls_XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for keys");
        folder_ = name;
        const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> pair(EVP_EC_gen("P-256"),
                                                                       EVP_PKEY_free);
        const std::unique_ptr<X509, decltype(&X509_free)> made(X509_new(), X509_free);
        X509_set_version(made.get(), 2);
        ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
        X509_gmtime_adj(X509_getm_notBefore(made.get()), -3600);
        X509_gmtime_adj(X509_getm_notAfter(made.get()), 86400);
        X509_set_pubkey(made.get(), pair.get());
        X509_NAME* subject = X509_get_subject_name(made.get());
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>("127.0.0.1"), -1, -1, 0);
        X509_set_issuer_name(made.get(), subject);
        for (const auto& [kind, value] : {std::pair{NID_basic_constraints, "critical,CA:TRUE"},
                                          std::pair{NID_subject_alt_name, "IP:127.0.0.1"}}) {
            const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
                X509V3_EXT_conf_nid(nullptr, nullptr, kind, value), X509_EXTENSION_free);
            X509_add_ext(made.get(), extension.get(), -1);
        }
        if (X509_sign(made.get(), pair.get(), EVP_sha256()) == 0)
            throw std::runtime_error("the certificate cannot be signed");
        write(file(), [&](FILE* out) { return PEM_write_X509(out, made.get()); });
        write(key(), [&](FILE* out) {
            return PEM_write_PrivateKey(out, pair.get(), nullptr, nullptr, 0, nullptr, nullptr);
        });
    }
    ~TestCertificate() { std::filesystem::remove_all(folder_); }
    TestCertificate(const TestCertificate&) = delete;
    TestCertificate& operator=(const TestCertificate&) = delete;

    std::string file() const { return folder_ + "/certificate.pem"; }
    std::string key() const { return folder_ + "/key.pem"; }

private:
    template <class Writer>
    static void write(const std::string& path, Writer writer) {
        const std::unique_ptr<FILE, int (*)(FILE*)> out(std::fopen(path.c_str(), "w"), std::fclose);
        if (!out || writer(out.get()) != 1) throw std::runtime_error("cannot write " + path);
    }

    std::string folder_;
};

}  // namespace vanthu::notices
