#include "records/paper.h"

#include <algorithm>

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "base/error.h"
#include "base/text.h"

namespace vanthu::records {
namespace {

constexpr double kPointsPerMm = 72.0 / 25.4;
constexpr double kShort = 210, kLong = 297;  // mm of A4
constexpr double kPadding = 1;               // mm inside a table's cell
constexpr const char* kFamily = "Liberation Serif";

struct DestroySurface {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct DestroyContext {
    void operator()(cairo_t* context) const { cairo_destroy(context); }
};
struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
using Layout = std::unique_ptr<PangoLayout, Unref>;

// Control characters have no glyph; a line feed parts lines.
std::string printable(const std::string& text) {
    std::u32string kept;
    for (const char32_t c : to_utf32(nfc(text)))
        kept.push_back((c < 0x20 && c != U'\n') || c == 0x7f ? U' ' : c);
    return to_utf8(kept);
}

cairo_status_t drop(void*, const unsigned char*, unsigned int) {
    return CAIRO_STATUS_SUCCESS;
}

}  // namespace

struct Paper::State {
    std::unique_ptr<cairo_surface_t, DestroySurface> surface;
    std::unique_ptr<cairo_t, DestroyContext> context;
    double width = kShort, height = kLong;
    std::string footer;
    int page = 1, pages = 0;  // 0 = not known yet

    Layout layout(double wide, const std::string& text, const Type& type) const {
        Layout layout(pango_cairo_create_layout(context.get()));
        // Letters stand where the font says, not where the pixels of a screen would want them.
        cairo_font_options_t* options = cairo_font_options_create();
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
        pango_cairo_context_set_font_options(pango_layout_get_context(layout.get()), options);
        cairo_font_options_destroy(options);
        pango_context_set_round_glyph_positions(pango_layout_get_context(layout.get()), FALSE);
        pango_layout_context_changed(layout.get());
        PangoFontDescription* font = pango_font_description_new();
        pango_font_description_set_family(font, kFamily);
        pango_font_description_set_absolute_size(font, type.points * PANGO_SCALE);
        if (type.bold) pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
        if (type.italic) pango_font_description_set_style(font, PANGO_STYLE_ITALIC);
        pango_layout_set_font_description(layout.get(), font);
        pango_font_description_free(font);
        pango_layout_set_width(layout.get(), static_cast<int>(wide * kPointsPerMm * PANGO_SCALE));
        pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
        pango_layout_set_alignment(layout.get(), type.align == Align::Center  ? PANGO_ALIGN_CENTER
                                                 : type.align == Align::Right ? PANGO_ALIGN_RIGHT
                                                                              : PANGO_ALIGN_LEFT);
        const std::string shown = printable(text);
        pango_layout_set_text(layout.get(), shown.data(), static_cast<int>(shown.size()));
        return layout;
    }
};

Paper::Paper(std::unique_ptr<State> state) : state_(std::move(state)) {}
Paper::~Paper() = default;

double Paper::width() const {
    return state_->width;
}

double Paper::height() const {
    return state_->height;
}

int Paper::page() const {
    return state_->page;
}

double Paper::height_of(double wide, const std::string& text, const Type& type) const {
    int points = 0;
    pango_layout_get_size(state_->layout(wide, text, type).get(), nullptr, &points);
    return points / static_cast<double>(PANGO_SCALE) / kPointsPerMm;
}

double Paper::text(double x, double y, double wide, const std::string& text, const Type& type) {
    const Layout layout = state_->layout(wide, text, type);
    cairo_move_to(state_->context.get(), x * kPointsPerMm, y * kPointsPerMm);
    pango_cairo_show_layout(state_->context.get(), layout.get());
    int points = 0;
    pango_layout_get_size(layout.get(), nullptr, &points);
    return points / static_cast<double>(PANGO_SCALE) / kPointsPerMm;
}

void Paper::line(double x1, double y1, double x2, double y2, double thick) {
    cairo_t* context = state_->context.get();
    cairo_set_line_width(context, thick * kPointsPerMm);
    cairo_move_to(context, x1 * kPointsPerMm, y1 * kPointsPerMm);
    cairo_line_to(context, x2 * kPointsPerMm, y2 * kPointsPerMm);
    cairo_stroke(context);
}

void Paper::frame(double x, double y, double wide, double high) {
    line(x, y, x + wide, y);
    line(x, y + high, x + wide, y + high);
    line(x, y, x, y + high);
    line(x + wide, y, x + wide, y + high);
}

void Paper::finish() {
    const double y = height() - kMargin;
    line(left(), y - 1, right(), y - 1, 0.1);
    text(left(), y, right() - left() - 30, state_->footer, {.points = 9, .italic = true});
    std::string place = "Trang " + std::to_string(state_->page);
    if (state_->pages > 0) place += "/" + std::to_string(state_->pages);
    text(right() - 30, y, 30, place, {.points = 9, .align = Align::Right});
    cairo_show_page(state_->context.get());
}

void Paper::next_page() {
    finish();
    ++state_->page;
}

void write_paper(const std::string& path, Orientation orientation, const std::string& title,
                 const std::string& footer, const std::function<void(Paper&)>& draw) {
    const bool lies = orientation == Orientation::Landscape;
    int pages = 0;
    for (const bool counts : {true, false}) {
        auto state = std::make_unique<Paper::State>();
        state->width = lies ? kLong : kShort;
        state->height = lies ? kShort : kLong;
        state->footer = footer;
        state->pages = pages;
        const double wide = state->width * kPointsPerMm, high = state->height * kPointsPerMm;
        state->surface.reset(counts ? cairo_pdf_surface_create_for_stream(drop, nullptr, wide, high)
                                    : cairo_pdf_surface_create(path.c_str(), wide, high));
        cairo_pdf_surface_restrict_to_version(state->surface.get(), CAIRO_PDF_VERSION_1_5);
        cairo_pdf_surface_set_metadata(state->surface.get(), CAIRO_PDF_METADATA_TITLE,
                                       printable(title).c_str());
        cairo_pdf_surface_set_metadata(state->surface.get(), CAIRO_PDF_METADATA_CREATOR, "Vanthu");
        state->context.reset(cairo_create(state->surface.get()));
        Paper paper(std::move(state));
        draw(paper);
        paper.finish();
        pages = paper.page();
        cairo_surface_t* surface = paper.state_->surface.get();
        paper.state_->context.reset();
        cairo_surface_finish(surface);
        if (const cairo_status_t status = cairo_surface_status(surface);
            status != CAIRO_STATUS_SUCCESS)
            throw Error(ErrorCode::Unavailable,
                        path + ": cannot write the PDF: " + cairo_status_to_string(status));
    }
}

PaperTable::PaperTable(Paper& paper, std::vector<TableColumn> columns, double y, Head head)
    : paper_(paper), columns_(std::move(columns)), y_(y), head_(head) {
    double all = 0;
    for (const TableColumn& column : columns_)
        all += column.share;
    const double wide = paper_.right() - paper_.left();
    edges_.push_back(paper_.left());
    for (const TableColumn& column : columns_)
        edges_.push_back(edges_.back() + wide * column.share / all);
    put_head();
}

void PaperTable::put_head() {
    std::vector<std::string> titles, numbers;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        titles.push_back(columns_[i].title);
        numbers.push_back("(" + std::to_string(i + 1) + ")");
    }
    put_row(titles, {.points = 11, .bold = true}, true);
    if (head_ == Head::TitlesAndNumbers) put_row(numbers, {.points = 10, .italic = true}, true);
}

void PaperTable::put_row(const std::vector<std::string>& texts, const Type& type, bool centred) {
    double high = 0;
    const auto type_of = [&](std::size_t i) {
        Type own = type;
        own.align = centred ? Align::Center : columns_[i].align;
        return own;
    };
    const auto wide = [&](std::size_t i) { return edges_[i + 1] - edges_[i] - 2 * kPadding; };
    for (std::size_t i = 0; i < columns_.size() && i < texts.size(); ++i)
        high = std::max(high, paper_.height_of(wide(i), texts[i], type_of(i)));
    high += 2 * kPadding;
    for (std::size_t i = 0; i < columns_.size() && i < texts.size(); ++i)
        paper_.text(edges_[i] + kPadding, y_ + kPadding, wide(i), texts[i], type_of(i));
    paper_.line(edges_.front(), y_, edges_.back(), y_);
    paper_.line(edges_.front(), y_ + high, edges_.back(), y_ + high);
    for (const double edge : edges_)
        paper_.line(edge, y_, edge, y_ + high);
    y_ += high;
}

void PaperTable::row(const std::vector<std::string>& texts) {
    double high = 0;
    for (std::size_t i = 0; i < columns_.size() && i < texts.size(); ++i)
        high = std::max(high, paper_.height_of(edges_[i + 1] - edges_[i] - 2 * kPadding, texts[i],
                                               {.points = 11}));
    if (y_ + high + 2 * kPadding > paper_.bottom()) {
        paper_.next_page();
        y_ = Paper::kMargin;
        put_head();
    }
    put_row(texts, {.points = 11}, false);
}

}  // namespace vanthu::records
