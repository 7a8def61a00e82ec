#include "formats/pdf_structure_sandboxed.h"

#define POINTERHOLDER_TRANSITION 4  // std::shared_ptr throughout

#include <algorithm>
#include <cmath>
#include <optional>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFLogger.hh>
#include <qpdf/QPDFMatrix.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <set>

#include "base/error.h"

namespace vanthu::formats {
namespace {

constexpr int kDeepestForm = 8;
constexpr int kLongestTree = 64;
constexpr long kMostOperators = 2'000'000;
constexpr double kPointsPerInch = 72;

QPDFObjectHandle inherited(QPDFObjectHandle page, const std::string& key) {
    for (int i = 0; i < kLongestTree && page.isDictionary(); ++i) {
        if (page.hasKey(key)) return page.getKey(key);
        page = page.getKey("/Parent");
    }
    return QPDFObjectHandle::newNull();
}

QPDFMatrix matrix_of(QPDFObjectHandle array) {
    double v[6] = {1, 0, 0, 1, 0, 0};
    if (array.isArray() && array.getArrayNItems() == 6)
        for (int i = 0; i < 6; ++i)
            if (array.getArrayItem(i).isNumber()) v[i] = array.getArrayItem(i).getNumericValue();
    return QPDFMatrix(v[0], v[1], v[2], v[3], v[4], v[5]);
}

struct PlacedImage {
    QPDFObjectHandle stream;
    QPDFMatrix matrix;
    double area = 0;
};

// Collects the rules of tables among what paths draw: lines that are stroked and bars so thin that
// they look like lines.
class RuleCollector {
public:
    explicit RuleCollector(Rules& rules) : rules_(rules) {}

    void move(double x, double y) {
        if (points_.size() < kMostPoints) points_.push_back({x, y, true});
    }
    void line(double x, double y) {
        if (points_.size() < kMostPoints) points_.push_back({x, y, false});
    }
    void close() {
        for (std::size_t i = points_.size(); i > 0; --i)
            if (points_[i - 1].begins) return line(points_[i - 1].x, points_[i - 1].y);
    }
    void stroke() {
        for (std::size_t i = 1; i < points_.size(); ++i)
            if (!points_[i].begins) add(points_[i - 1], points_[i]);
    }
    void fill() {
        for (std::size_t first = 0; first < points_.size();) {
            Point low = points_[first], high = low;
            std::size_t end = first + 1;
            for (; end < points_.size() && !points_[end].begins; ++end) {
                low = {std::min(low.x, points_[end].x), std::min(low.y, points_[end].y), false};
                high = {std::max(high.x, points_[end].x), std::max(high.y, points_[end].y), false};
            }
            if (std::min(high.x - low.x, high.y - low.y) <= kThickest) {
                const bool across = high.x - low.x > high.y - low.y;
                const double x = (low.x + high.x) / 2, y = (low.y + high.y) / 2;
                if (across)
                    add({low.x, y, false}, {high.x, y, false});
                else
                    add({x, low.y, false}, {x, high.y, false});
            }
            first = end;
        }
    }
    void forget() { points_.clear(); }

private:
    struct Point {
        double x = 0, y = 0;
        bool begins = false;
    };
    static constexpr std::size_t kMostPoints = 1000, kMostRules = 4000;
    static constexpr double kThickest = 3, kShortest = 3;  // points

    void add(const Point& a, const Point& b) {
        const double wide = std::abs(b.x - a.x), high = std::abs(b.y - a.y);
        if (std::max(wide, high) < kShortest || std::min(wide, high) > 0.5) return;
        auto& rules = wide > high ? rules_.across : rules_.down;
        if (rules.size() >= kMostRules) return;
        if (wide > high)
            rules.push_back({(a.y + b.y) / 2, std::min(a.x, b.x), std::max(a.x, b.x)});
        else
            rules.push_back({(a.x + b.x) / 2, std::min(a.y, b.y), std::max(a.y, b.y)});
    }

    Rules& rules_;
    std::vector<Point> points_;
};

// Follows the operators that place images, draw lines and show text; knows nothing of colours,
// clips and fonts.
class ContentReader : public QPDFObjectHandle::ParserCallbacks {
public:
    ContentReader(QPDFObjectHandle resources, const QPDFMatrix& matrix, int depth,
                  PdfPageStructure& page, std::vector<PlacedImage>& images, long& operators)
        : resources_(resources),
          matrix_(matrix),
          depth_(depth),
          page_(page),
          images_(images),
          operators_(operators),
          path_(page.rules) {}

    void handleObject(QPDFObjectHandle object) override {
        if (object.isOperator()) {
            if (++operators_ > kMostOperators) terminateParsing();
            apply(object.getOperatorValue());
            operands_.clear();
        } else if (operands_.size() < 64) {
            operands_.push_back(object);
        }
    }
    void handleEOF() override {}

private:
    void apply(const std::string& name) {
        if (name == "q") {
            if (saved_.size() < 1024) saved_.push_back({matrix_, mode_});
        } else if (name == "Q") {
            if (!saved_.empty()) {
                std::tie(matrix_, mode_) = saved_.back();
                saved_.pop_back();
            }
        } else if (name == "cm") {
            matrix_.concat(operand_matrix());
        } else if (name == "Tr") {
            if (!operands_.empty() && operands_[0].isInteger())
                mode_ = operands_[0].getIntValueAsInt();
        } else if (name == "Tj" || name == "'" || name == "\"") {
            if (!operands_.empty()) show(operands_.back());
        } else if (name == "TJ") {
            if (!operands_.empty() && operands_[0].isArray())
                for (auto& item : operands_[0].aitems())
                    show(item);
        } else if (name == "Do") {
            if (!operands_.empty() && operands_[0].isName()) draw(operands_[0].getName());
        } else if (name == "EI") {
            place(QPDFObjectHandle::newNull());
        } else {
            follow_path(name);
        }
    }

    void follow_path(const std::string& name) {
        if (name == "m" || name == "l") {
            if (const auto at = point(0))
                name == "m" ? path_.move(at->first, at->second) : path_.line(at->first, at->second);
        } else if (name == "c") {
            if (const auto at = point(4)) path_.move(at->first, at->second);
        } else if (name == "re") {
            const auto from = point(0), size = numbers(2);
            if (!from || !size) return;
            const auto corner = [&](double across, double down) {
                const auto origin = *numbers(0);
                return transformed(origin.first + across * size->first,
                                   origin.second + down * size->second);
            };
            path_.move(from->first, from->second);
            for (const auto& [across, down] :
                 {std::pair{1.0, 0.0}, {1.0, 1.0}, {0.0, 1.0}, {0.0, 0.0}}) {
                const auto at = corner(across, down);
                path_.line(at.first, at.second);
            }
        } else if (name == "h") {
            path_.close();
        } else {
            const bool closes = name == "s" || name == "b" || name == "b*";
            const bool strokes = closes || name == "S" || name == "B" || name == "B*";
            const bool fills = name == "f" || name == "F" || name == "f*";
            if (closes) path_.close();
            if (strokes) path_.stroke();
            if (fills) path_.fill();
            if (strokes || fills || name == "n") path_.forget();
        }
    }

    std::optional<std::pair<double, double>> numbers(std::size_t first) {
        if (operands_.size() < first + 2 || !operands_[first].isNumber() ||
            !operands_[first + 1].isNumber())
            return std::nullopt;
        return std::pair{operands_[first].getNumericValue(),
                         operands_[first + 1].getNumericValue()};
    }

    std::pair<double, double> transformed(double x, double y) const {
        return {matrix_.a * x + matrix_.c * y + matrix_.e,
                matrix_.b * x + matrix_.d * y + matrix_.f};
    }

    std::optional<std::pair<double, double>> point(std::size_t first) {
        const auto at = numbers(first);
        if (!at) return std::nullopt;
        return transformed(at->first, at->second);
    }

    QPDFMatrix operand_matrix() {
        double v[6] = {1, 0, 0, 1, 0, 0};
        if (operands_.size() == 6)
            for (std::size_t i = 0; i < 6; ++i)
                if (operands_[i].isNumber()) v[i] = operands_[i].getNumericValue();
        return QPDFMatrix(v[0], v[1], v[2], v[3], v[4], v[5]);
    }

    void show(QPDFObjectHandle text) {
        if (!text.isString()) return;
        const auto size = static_cast<long>(text.getStringValue().size());
        (mode_ == 3 || mode_ == 7 ? page_.invisible_text : page_.visible_text) += size;
    }

    void draw(const std::string& name) {
        QPDFObjectHandle stream =
            resources_.isDictionary() ? resources_.getKey("/XObject") : QPDFObjectHandle::newNull();
        if (!stream.isDictionary() || !stream.hasKey(name)) return;
        stream = stream.getKey(name);
        if (!stream.isStream()) return;
        QPDFObjectHandle about = stream.getDict();
        QPDFObjectHandle kind = about.getKey("/Subtype");
        if (kind.isNameAndEquals("/Image")) {
            place(stream);
        } else if (kind.isNameAndEquals("/Form") && depth_ < kDeepestForm) {
            QPDFMatrix inner = matrix_;
            inner.concat(matrix_of(about.getKey("/Matrix")));
            QPDFObjectHandle own = about.getKey("/Resources");
            ContentReader reader(own.isDictionary() ? own : resources_, inner, depth_ + 1, page_,
                                 images_, operators_);
            stream.parseAsContents(&reader);
        }
    }

    void place(QPDFObjectHandle stream) {
        const double area = std::abs(matrix_.a * matrix_.d - matrix_.b * matrix_.c);
        if (images_.size() < 10'000) images_.push_back({stream, matrix_, area});
    }

    QPDFObjectHandle resources_;
    QPDFMatrix matrix_;
    int mode_ = 0;
    int depth_;
    PdfPageStructure& page_;
    std::vector<PlacedImage>& images_;
    long& operators_;
    RuleCollector path_;
    std::vector<QPDFObjectHandle> operands_;
    std::vector<std::pair<QPDFMatrix, int>> saved_;
};

// Where an annotation is drawn; empty when it is not.
QPDFObjectHandle::Rectangle drawn_area(QPDFObjectHandle annotation) {
    if (!annotation.isDictionary() || !annotation.getKey("/AP").isDictionary()) return {};
    QPDFObjectHandle flags = annotation.getKey("/F");
    constexpr int kHidden = 2, kNoView = 32;
    if (flags.isInteger() && (flags.getIntValueAsInt() & (kHidden | kNoView))) return {};
    QPDFObjectHandle box = annotation.getKey("/Rect");
    if (!box.isRectangle()) return {};
    return box.getArrayAsRectangle();  // lower left and upper right, whichever order was written
}

// The stream of a JPEG as the scanner wrote it, when nothing else stands between it and the page.
std::string jpeg_of(const PlacedImage& image) {
    QPDFObjectHandle stream = image.stream;
    if (!stream.isStream()) return {};
    QPDFObjectHandle about = stream.getDict();
    QPDFObjectHandle filter = about.getKey("/Filter");
    if (filter.isArray() && filter.getArrayNItems() == 1) filter = filter.getArrayItem(0);
    QPDFObjectHandle space = about.getKey("/ColorSpace");
    const bool simple = filter.isNameAndEquals("/DCTDecode") && !about.hasKey("/Decode") &&
                        !about.hasKey("/SMask") && !about.hasKey("/Mask") &&
                        (space.isNameAndEquals("/DeviceRGB") ||
                         space.isNameAndEquals("/DeviceGray") || space.isArray());
    const QPDFMatrix& m = image.matrix;
    const bool upright =
        m.a > 0 && m.d > 0 && std::abs(m.b) < 1e-3 * m.a && std::abs(m.c) < 1e-3 * m.d;
    if (!simple || !upright) return {};
    const auto raw = stream.getRawStreamData();
    return std::string(reinterpret_cast<const char*>(raw->getBuffer()), raw->getSize());
}

double dpi_of(const PlacedImage& image) {
    QPDFObjectHandle stream = image.stream;
    if (!stream.isStream()) return 0;
    QPDFObjectHandle width = stream.getDict().getKey("/Width");
    const double inches = std::hypot(image.matrix.a, image.matrix.b) / kPointsPerInch;
    if (!width.isInteger() || inches <= 0) return 0;
    return width.getNumericValue() / inches;
}

bool is_bilevel(const PlacedImage& image) {
    QPDFObjectHandle stream = image.stream;
    if (!stream.isStream()) return false;
    QPDFObjectHandle bits = stream.getDict().getKey("/BitsPerComponent");
    QPDFObjectHandle mask = stream.getDict().getKey("/ImageMask");
    return (bits.isInteger() && bits.getIntValueAsInt() == 1) ||
           (mask.isBool() && mask.getBoolValue());
}

std::string text_of(QPDFObjectHandle value) {
    return value.isString() ? value.getUTF8Value() : std::string();
}

// qpdf and poppler walk the tree of pages by calling themselves, so a tree as deep as the file is
// long would end the worker. Circles are qpdf's to find.
void check_page_tree(QPDF& file) {
    constexpr int kDeepestTree = 256;
    std::vector<std::pair<QPDFObjectHandle, int>> waiting{{file.getRoot().getKey("/Pages"), 1}};
    std::set<QPDFObjGen> seen;
    while (!waiting.empty()) {
        auto [node, depth] = waiting.back();
        waiting.pop_back();
        if (!node.isDictionary() || !seen.insert(node.getObjGen()).second) continue;
        if (depth > kDeepestTree)
            throw Error(ErrorCode::LimitExceeded, "the PDF file's tree of pages is deeper than " +
                                                      std::to_string(kDeepestTree) + " levels");
        QPDFObjectHandle kids = node.getKey("/Kids");
        if (!kids.isArray()) continue;
        for (int i = 0; i < kids.getArrayNItems(); ++i)
            waiting.push_back({kids.getArrayItem(i), depth + 1});
    }
}

}  // namespace

struct PdfStructure::State {
    QPDF file;
    std::vector<QPDFObjectHandle> pages;
    bool repaired = false;
};

PdfStructure::PdfStructure(std::string_view bytes) : state_(std::make_unique<State>()) {
    state_->file.setSuppressWarnings(true);
    state_->file.setLogger(QPDFLogger::create());
    try {
        state_->file.processMemoryFile("the PDF file", bytes.data(), bytes.size());
        check_page_tree(state_->file);
        state_->pages = state_->file.getAllPages();
        // Slips of spelling are common and harmless; a table of objects that had to be rebuilt is
        // not.
        for (const QPDFExc& warning : state_->file.getWarnings())
            if (std::string(warning.what()).find("reconstruct") != std::string::npos)
                state_->repaired = true;
    } catch (const QPDFExc& problem) {
        if (problem.getErrorCode() == qpdf_e_password)
            throw Error(ErrorCode::NeedsPassword,
                        "the PDF file is encrypted and asks for a password; save it without one");
        if (problem.getErrorCode() == qpdf_e_unsupported)
            throw Error(ErrorCode::UnsupportedFormat,
                        "the PDF file is encrypted in a way that is not read; save it without");
        throw Error(ErrorCode::BadInput, "the PDF file is damaged: " + problem.getMessageDetail());
    }
}

PdfStructure::~PdfStructure() = default;

int PdfStructure::pages() const {
    return static_cast<int>(state_->pages.size());
}

bool PdfStructure::repaired() const {
    return state_->repaired;
}

PdfPageStructure PdfStructure::page(int number) const {
    if (number < 1 || number > pages())
        throw Error(ErrorCode::BadInput, "the PDF file has no page " + std::to_string(number));
    QPDFObjectHandle page = state_->pages[static_cast<std::size_t>(number - 1)];
    PdfPageStructure result;
    QPDFObjectHandle box = inherited(page, "/CropBox");
    if (!box.isRectangle()) box = inherited(page, "/MediaBox");
    QPDFObjectHandle::Rectangle shown(0, 0, 595, 842);
    if (box.isRectangle()) shown = box.getArrayAsRectangle();
    result.width = std::abs(shown.urx - shown.llx);
    result.height = std::abs(shown.ury - shown.lly);
    QPDFObjectHandle turn = inherited(page, "/Rotate");
    if (turn.isInteger()) result.turn = ((turn.getIntValueAsInt() % 360) + 360) % 360;

    std::vector<PlacedImage> images;
    long operators = 0;
    ContentReader reader(inherited(page, "/Resources"), QPDFMatrix(), 0, result, images, operators);
    try {
        page.parsePageContents(&reader);
    } catch (const QPDFExc&) {
        // What was drawn until here still tells scan from text; the pixels come from the renderer.
    }
    for (Rule& rule : result.rules.across)
        rule = {shown.ury - rule.at, rule.from - shown.llx, rule.to - shown.llx};
    for (Rule& rule : result.rules.down)
        rule = {rule.at - shown.llx, shown.ury - rule.to, shown.ury - rule.from};
    if (result.turn != 0) result.rules = {};
    QPDFObjectHandle annotations = page.getKey("/Annots");
    if (annotations.isArray())
        for (auto& annotation : annotations.aitems())
            if (const auto r = drawn_area(annotation); r.urx - r.llx > 1 && r.ury - r.lly > 1)
                result.overlays.push_back(
                    {r.llx - shown.llx, shown.ury - r.ury, r.urx - shown.llx, shown.ury - r.lly});

    const double area = result.width * result.height;
    double covered = 0;
    const PlacedImage* largest = nullptr;
    for (const PlacedImage& image : images) {
        covered += std::min(image.area, area);
        if (result.turn == 0) {
            const auto r = image.matrix.transformRectangle(QPDFObjectHandle::Rectangle(0, 0, 1, 1));
            result.pictures.push_back(
                {r.llx - shown.llx, shown.ury - r.ury, r.urx - shown.llx, shown.ury - r.lly});
        }
        if (!largest || image.area > largest->area) largest = &image;
    }
    if (!largest || area <= 0) return result;
    result.image_cover = std::min(1.0, covered / area);
    result.image_dpi = dpi_of(*largest);
    result.bilevel = is_bilevel(*largest);
    constexpr double kWholePage = 0.9;
    const bool alone = images.size() == 1 && result.visible_text == 0 && result.overlays.empty();
    if (alone && result.turn == 0 && largest->area >= kWholePage * area &&
        largest->area <= 1.05 * area) {
        const QPDFMatrix& m = largest->matrix;
        result.jpeg = jpeg_of(*largest);
        result.jpeg_area = {m.e - shown.llx, shown.ury - m.f - m.d, m.e + m.a - shown.llx,
                            shown.ury - m.f};
    }
    return result;
}

std::vector<PdfSignature> PdfStructure::signatures() const {
    constexpr std::size_t kMost = 64;
    std::vector<PdfSignature> found;
    QPDFObjectHandle form = state_->file.getRoot().getKey("/AcroForm");
    if (!form.isDictionary() || !form.getKey("/Fields").isArray()) return found;
    std::vector<std::pair<QPDFObjectHandle, int>> waiting;
    for (auto& field : form.getKey("/Fields").aitems())
        waiting.push_back({field, 0});
    for (std::size_t i = 0; i < waiting.size() && i < 10'000 && found.size() < kMost; ++i) {
        auto [field, depth] = waiting[i];
        if (!field.isDictionary()) continue;
        if (QPDFObjectHandle kids = field.getKey("/Kids"); kids.isArray() && depth < kDeepestForm)
            for (auto& kid : kids.aitems())
                waiting.push_back({kid, depth + 1});
        if (!field.getKey("/FT").isNameAndEquals("/Sig")) continue;
        QPDFObjectHandle value = field.getKey("/V");
        QPDFObjectHandle contents = value.isDictionary() ? value.getKey("/Contents") : value;
        if (!contents.isString()) continue;
        PdfSignature signature;
        signature.contents = contents.getStringValue();
        QPDFObjectHandle range = value.getKey("/ByteRange");
        if (range.isArray() && range.getArrayNItems() <= 16)
            for (auto& item : range.aitems())
                if (item.isInteger()) signature.ranges.push_back(item.getIntValue());
        QPDFObjectHandle filter = value.getKey("/SubFilter");
        if (filter.isName()) signature.filter = filter.getName().substr(1);
        signature.time = text_of(value.getKey("/M"));
        signature.signer = text_of(value.getKey("/Name"));
        found.push_back(std::move(signature));
    }
    return found;
}

}  // namespace vanthu::formats
