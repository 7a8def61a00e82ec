// check_signature of pdf_structure_sandboxed.h: OpenSSL CMS over the bytes that the signature
// names.

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <optional>

#include "base/clock.h"
#include "base/text.h"
#include "formats/pdf_structure_sandboxed.h"

namespace vanthu::formats {
namespace {

template <auto Free>
struct Release {
    template <class T>
    void operator()(T* thing) const {
        Free(thing);
    }
};
using Cms = std::unique_ptr<CMS_ContentInfo, Release<CMS_ContentInfo_free>>;
using Bio = std::unique_ptr<BIO, Release<BIO_free_all>>;

struct CertificateStack {
    STACK_OF(X509) * list;
    ~CertificateStack() { sk_X509_pop_free(list, X509_free); }
};

std::string name_part(X509* certificate, int nid) {
    X509_NAME* subject = X509_get_subject_name(certificate);
    const int at = X509_NAME_get_index_by_NID(subject, nid, -1);
    if (at < 0) return {};
    unsigned char* text = nullptr;
    const int size =
        ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
    if (size < 0) return {};
    std::string value(reinterpret_cast<char*>(text), static_cast<std::size_t>(size));
    OPENSSL_free(text);
    return single_spaced(nfc(value));
}

Instant instant_of(const std::tm& utc) {
    const Date day{utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday};
    const std::int64_t seconds =
        day_number(day) * 86'400 + utc.tm_hour * 3600 + utc.tm_min * 60 + utc.tm_sec;
    return seconds * 1'000'000;
}

std::optional<Instant> signing_time(CMS_SignerInfo* signer) {
    const int at = CMS_signed_get_attr_by_NID(signer, NID_pkcs9_signingTime, -1);
    if (at < 0) return std::nullopt;
    const ASN1_TYPE* type = X509_ATTRIBUTE_get0_type(CMS_signed_get_attr(signer, at), 0);
    if (!type || (type->type != V_ASN1_UTCTIME && type->type != V_ASN1_GENERALIZEDTIME))
        return std::nullopt;
    std::tm utc{};
    if (ASN1_TIME_to_tm(type->value.asn1_string, &utc) != 1) return std::nullopt;
    return instant_of(utc);
}

// "D:20250206164222+07'00'"
std::optional<Instant> pdf_time(std::string_view text) {
    if (starts_with(text, "D:")) text.remove_prefix(2);
    int parts[6] = {0, 1, 1, 0, 0, 0};
    const std::size_t widths[6] = {4, 2, 2, 2, 2, 2};
    for (int i = 0; i < 6 && !text.empty(); ++i) {
        if (text.size() < widths[i]) return std::nullopt;
        int value = 0;
        for (const char c : text.substr(0, widths[i])) {
            if (!std::isdigit(static_cast<unsigned char>(c))) {
                if (i < 3) return std::nullopt;
                value = -1;
                break;
            }
            value = value * 10 + (c - '0');
        }
        if (value < 0) break;
        parts[i] = value;
        text.remove_prefix(widths[i]);
    }
    const Date day{parts[0], parts[1], parts[2]};
    if (!is_valid(day)) return std::nullopt;
    std::int64_t seconds = day_number(day) * 86'400 + parts[3] * 3600 + parts[4] * 60 + parts[5];
    if (text.size() >= 3 && (text[0] == '+' || text[0] == '-')) {
        const auto digit = [&](std::size_t i) {
            return i < text.size() && std::isdigit(static_cast<unsigned char>(text[i]))
                       ? text[i] - '0'
                       : 0;
        };
        const int offset = (digit(1) * 10 + digit(2)) * 3600 + (digit(4) * 10 + digit(5)) * 60;
        seconds -= text[0] == '+' ? offset : -offset;
    }
    return seconds * 1'000'000;
}

// The signed attribute counts. But common signing programs write the local clock into it as if it
// were UTC; then the file's own entry, which names the offset, tells the moment: both show the same
// clock.
Instant settled_time(std::optional<Instant> entry, Instant attribute, std::string_view entry_text) {
    if (!entry) return attribute;
    const std::size_t sign = entry_text.find_first_of("+-");
    const auto clock = pdf_time(entry_text.substr(0, sign));
    constexpr std::int64_t kSameClock = 5 * 60 * 1'000'000LL;
    return clock && std::abs(*clock - attribute) < kSameClock ? *entry : attribute;
}

// The bytes that were signed, or nothing when the ranges do not make sense in this file.
std::optional<std::string> signed_bytes(const PdfSignature& signature, std::string_view file) {
    const auto& ranges = signature.ranges;
    if (ranges.size() < 2 || ranges.size() % 2 != 0) return std::nullopt;
    const auto size = static_cast<long long>(file.size());
    std::string bytes;
    for (std::size_t i = 0; i < ranges.size(); i += 2) {
        if (ranges[i] < 0 || ranges[i + 1] < 0 || ranges[i] > size ||
            ranges[i + 1] > size - ranges[i] || bytes.size() > file.size())
            return std::nullopt;
        bytes += file.substr(static_cast<std::size_t>(ranges[i]),
                             static_cast<std::size_t>(ranges[i + 1]));
    }
    return bytes;
}

// Name and place of the person stand in the certificate of the key that signed.
X509* signer_certificate(CMS_SignerInfo* signer, STACK_OF(X509) * certificates) {
    for (int i = 0; i < sk_X509_num(certificates); ++i)
        if (CMS_SignerInfo_cert_cmp(signer, sk_X509_value(certificates, i)) == 0)
            return sk_X509_value(certificates, i);
    return nullptr;
}

std::string last_problem() {
    char text[256] = "the signature does not hold";
    if (const unsigned long code = ERR_peek_last_error())
        ERR_error_string_n(code, text, sizeof text);
    ERR_clear_error();
    return text;
}

}  // namespace

pipeline::Signature check_signature(const PdfSignature& signature, std::string_view file) {
    pipeline::Signature result;
    result.common_name = single_spaced(nfc(signature.signer));
    std::optional<Instant> time = pdf_time(signature.time);
    const auto finish = [&](std::string reason) {
        if (time) result.signed_at = rfc3339(*time);
        result.reason = std::move(reason);
        return result;
    };
    // The room for the CMS object is reserved before signing; what is left over is zero bytes that
    // its length ignores.
    const auto* der = reinterpret_cast<const unsigned char*>(signature.contents.data());
    const Cms cms(d2i_CMS_ContentInfo(nullptr, &der, static_cast<long>(signature.contents.size())));
    if (!cms) return finish("not a CMS signature (" + signature.filter + ")");
    const CertificateStack certificates{CMS_get1_certs(cms.get())};
    STACK_OF(CMS_SignerInfo)* signers = CMS_get0_SignerInfos(cms.get());
    if (sk_CMS_SignerInfo_num(signers) < 1) return finish("the signature names no signer");
    CMS_SignerInfo* signer = sk_CMS_SignerInfo_value(signers, 0);
    if (X509* certificate = signer_certificate(signer, certificates.list)) {
        if (const std::string name = name_part(certificate, NID_commonName); !name.empty())
            result.common_name = name;
        result.organ_name = name_part(certificate, NID_organizationName);
    }
    if (const auto claimed = signing_time(signer))
        time = settled_time(time, *claimed, signature.time);

    const auto bytes = signed_bytes(signature, file);
    if (!bytes) return finish("its byte range lies outside the file");
    const Bio content(BIO_new_mem_buf(bytes->data(), static_cast<int>(bytes->size())));
    // Whether the certificate is trusted is a question for the configuration, not for this check.
    constexpr unsigned kFlags = CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY;
    const bool detached = signature.filter != "adbe.pkcs7.sha1";
    if (!detached) return finish("the old form adbe.pkcs7.sha1 is not checked");
    result.valid = CMS_verify(cms.get(), certificates.list, nullptr, content.get(), nullptr,
                              kFlags | CMS_DETACHED) == 1;
    if (!result.valid) return finish(last_problem());
    const auto& ranges = signature.ranges;
    const long long end = ranges[ranges.size() - 2] + ranges.back();
    const bool whole = end >= static_cast<long long>(file.size()) - 2;
    return finish(whole ? "" : "the file was added to after this signature");
}

}  // namespace vanthu::formats
