#include "forms/form_library.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/error.h"
#include "forms/form_reader.h"

namespace vanthu::forms {

namespace {

// What the form does not say itself it has from the one it is based on.
void inherit(Form& form, const Form& base) {
    if (form.marks.empty()) form.marks = base.marks;
    std::vector<FieldDefinition> fields;
    for (const FieldDefinition& field : base.fields) {
        const FieldDefinition* own = form.field(field.id);
        fields.push_back(own != nullptr ? *own : field);
        FieldDefinition& made = fields.back();
        made.rule = form.id + "." + field.id;
        // A form that only names a field anew still finds it where the base does.
        if (!made.zone) made.zone = field.zone;
        if (made.anchors.empty()) made.anchors = field.anchors;
        if (made.patterns.empty()) made.patterns = field.patterns;
    }
    for (const FieldDefinition& field : form.fields)
        if (base.field(field.id) == nullptr) fields.push_back(field);
    form.fields = std::move(fields);
    const auto add_missing = [](auto& own, const auto& inherited) {
        for (const auto& one : inherited)
            if (std::none_of(own.begin(), own.end(),
                             [&](const auto& other) { return other.id == one.id; }))
                own.push_back(one);
    };
    add_missing(form.tables, base.tables);
    add_missing(form.checks, base.checks);
}

// The reader finds a type only by its name in the lexicon; a mark of another type never speaks.
void types_must_be_known(const Form& form, const Lexicons& lexicons, const std::string& folder) {
    for (const Mark& mark : form.marks) {
        if (mark.where != "type" || mark.text == "ten loai") continue;
        if (lexicons.types.by_letters(mark.text) == nullptr)
            throw Error(ErrorCode::Configuration, folder + "/definitions: form '" + form.id +
                                                      "' has a mark for the type \"" + mark.text +
                                                      "\", which lexicons/types.xml does not name");
    }
}

}  // namespace

FormLibrary FormLibrary::load(const std::string& folder) {
    FormLibrary library;
    std::vector<std::string> paths;
    std::error_code failed;
    for (const auto& file : std::filesystem::directory_iterator(folder + "/definitions", failed))
        if (file.path().extension() == ".xml") paths.push_back(file.path().string());
    if (failed || paths.empty())
        throw Error(
            ErrorCode::Configuration,
            folder + "/definitions holds no form definition (*.xml); restore the package's");
    std::sort(paths.begin(), paths.end());
    for (const std::string& path : paths) {
        Form form = read_form(path, folder + "/form.rng");
        if (library.version(form.id, form.version) != nullptr)
            throw Error(ErrorCode::Configuration, path + ": form '" + form.id + "' version " +
                                                      std::to_string(form.version) +
                                                      " is defined twice; raise the version");
        library.forms_.push_back(std::move(form));
    }
    for (Form& form : library.forms_) {
        if (form.based_on.empty()) continue;
        const auto base = std::find_if(
            library.forms_.begin(), library.forms_.end(),
            [&](const Form& other) { return other.id == form.based_on && other.based_on.empty(); });
        if (base == library.forms_.end())
            throw Error(ErrorCode::Configuration, folder + "/definitions: form '" + form.id +
                                                      "' is based on '" + form.based_on +
                                                      "', which is no form that stands by itself");
        inherit(form, *base);
    }
    library.lexicons_ = read_lexicons(folder + "/lexicons", folder + "/lexicon.rng");
    for (const Form& form : library.forms_)
        types_must_be_known(form, library.lexicons_, folder);
    if (std::filesystem::exists(folder + "/confidence.xml"))
        library.calibration_ =
            Calibration::load(folder + "/confidence.xml", folder + "/confidence.rng");
    return library;
}

const Form* FormLibrary::form(std::string_view id, std::optional<Date> day) const {
    const Form* newest = nullptr;
    const Form* in_force = nullptr;
    for (const Form& form : forms_) {
        if (form.id != id) continue;
        if (newest == nullptr || form.version > newest->version) newest = &form;
        if (!day || (form.valid_from && *day < *form.valid_from) ||
            (form.valid_until && *form.valid_until < *day))
            continue;
        if (in_force == nullptr || form.version > in_force->version) in_force = &form;
    }
    return in_force != nullptr ? in_force : newest;
}

const Form* FormLibrary::version(std::string_view id, int version) const {
    if (version == 0) return form(id);
    for (const Form& form : forms_)
        if (form.id == id && form.version == version) return &form;
    return nullptr;
}

}  // namespace vanthu::forms
