#include "formats/pdf_original_sandboxed.h"

#define POINTERHOLDER_TRANSITION 4  // std::shared_ptr throughout

#include <cstdlib>
#include <memory>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFTokenizer.hh>
#include <string>
#include <vector>

namespace vanthu::formats {
namespace {

constexpr int kInvisible = 3;
constexpr int kDeepestField = 32;
constexpr std::size_t kMostSaved = 1024;

// Copies a content stream without the text that is shown invisibly.
class InvisibleTextFilter : public QPDFObjectHandle::TokenFilter {
public:
    void handleToken(const QPDFTokenizer::Token& token) override {
        pending_.push_back(token);
        if (token.getType() != QPDFTokenizer::tt_word) return;
        const std::string name = token.getValue();
        if (name == "q") {
            if (saved_.size() < kMostSaved) saved_.push_back(mode_);
        } else if (name == "Q") {
            if (!saved_.empty()) {
                mode_ = saved_.back();
                saved_.pop_back();
            }
        } else if (name == "Tr") {
            mode_ = operand();
        } else if (mode_ == kInvisible && (name == "Tj" || name == "TJ")) {
            pending_.clear();
            write("\n");
        } else if (mode_ == kInvisible && name == "'") {
            pending_.clear();
            write("\nT*\n");
        }
        flush();
    }

    void handleEOF() override { flush(); }

private:
    // The last number before the operator.
    int operand() const {
        for (auto token = pending_.rbegin(); token != pending_.rend(); ++token)
            if (token->getType() == QPDFTokenizer::tt_integer)
                return static_cast<int>(std::strtol(token->getValue().c_str(), nullptr, 10));
        return 0;
    }

    void flush() {
        for (const QPDFTokenizer::Token& token : pending_)
            writeToken(token);
        pending_.clear();
    }

    std::vector<QPDFTokenizer::Token> pending_;
    std::vector<int> saved_;
    int mode_ = 0;
};

bool is_signature(QPDFObjectHandle field) {
    for (int i = 0; i < kDeepestField && field.isDictionary(); ++i) {
        if (field.hasKey("/FT")) return field.getKey("/FT").isNameAndEquals("/Sig");
        field = field.getKey("/Parent");
    }
    return false;
}

void remove_signature_fields(QPDFObjectHandle fields, int depth) {
    if (!fields.isArray() || depth > kDeepestField) return;
    for (int i = fields.getArrayNItems() - 1; i >= 0; --i) {
        QPDFObjectHandle field = fields.getArrayItem(i);
        if (!field.isDictionary()) continue;
        if (is_signature(field))
            fields.eraseItem(i);
        else
            remove_signature_fields(field.getKey("/Kids"), depth + 1);
    }
}

void make_stamp(QPDFObjectHandle widget) {
    widget.replaceKey("/Subtype", QPDFObjectHandle::newName("/Stamp"));
    for (const char* key : {"/FT", "/V", "/DV", "/T", "/TU", "/TM", "/Ff", "/Parent", "/Lock",
                            "/SV", "/MK", "/DA", "/A", "/AA"})
        widget.removeKey(key);
}

}  // namespace

void remove_invisible_text(QPDFObjectHandle page, std::set<std::pair<int, int>>& done) {
    QPDFPageObjectHelper helper(page);
    helper.addContentTokenFilter(std::make_shared<InvisibleTextFilter>());
    helper.forEachFormXObject(true,
                              [&](QPDFObjectHandle& form, QPDFObjectHandle&, const std::string&) {
                                  if (done.emplace(form.getObjectID(), form.getGeneration()).second)
                                      form.addTokenFilter(std::make_shared<InvisibleTextFilter>());
                              });
}

void turn_signatures_into_stamps(QPDF& file) {
    QPDFObjectHandle root = file.getRoot();
    root.removeKey("/Perms");
    if (QPDFObjectHandle form = root.getKey("/AcroForm"); form.isDictionary()) {
        form.removeKey("/SigFlags");
        remove_signature_fields(form.getKey("/Fields"), 0);
    }
    for (QPDFObjectHandle page : file.getAllPages()) {
        QPDFObjectHandle annotations = page.getKey("/Annots");
        if (!annotations.isArray()) continue;
        for (int i = annotations.getArrayNItems() - 1; i >= 0; --i) {
            QPDFObjectHandle annotation = annotations.getArrayItem(i);
            if (!annotation.isDictionary() ||
                !annotation.getKey("/Subtype").isNameAndEquals("/Widget") ||
                !is_signature(annotation))
                continue;
            if (annotation.getKey("/AP").isDictionary())
                make_stamp(annotation);
            else
                annotations.eraseItem(i);  // nothing of it was ever drawn
        }
    }
}

}  // namespace vanthu::formats
