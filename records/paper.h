// paper.h: A4 pages as a PDF, for what an office prints and binds.
//
// Positions and sizes are millimetres from the top left, type sizes points. Text is set by Pango in
// Liberation Serif, which carries all Vietnamese letters and is embedded, so a page looks the same
// on every machine in twenty years. The pages are drawn twice, so that each can say of how many it
// is one. One Paper belongs to one thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace vanthu::records {

enum class Orientation { Portrait, Landscape };
enum class Align { Left, Center, Right };

struct Type {
    double points = 12;
    bool bold = false;
    bool italic = false;
    Align align = Align::Left;
};

class Paper {
public:
    ~Paper();
    Paper(const Paper&) = delete;
    Paper& operator=(const Paper&) = delete;

    double width() const;
    double height() const;
    static constexpr double kMargin = 15, kBinding = 25, kFoot = 12;  // bound on the left
    double left() const { return kBinding; }
    double right() const { return width() - kMargin; }
    double bottom() const { return height() - kMargin - kFoot; }

    // Draws the text, wrapped to `wide`, and returns how high it is.
    double text(double x, double y, double wide, const std::string& text, const Type& type = {});
    double height_of(double wide, const std::string& text, const Type& type = {}) const;
    void line(double x1, double y1, double x2, double y2, double thick = 0.2);
    void frame(double x, double y, double wide, double high);

    void next_page();
    int page() const;

private:
    struct State;
    explicit Paper(std::unique_ptr<State> state);
    friend void write_paper(const std::string&, Orientation, const std::string&, const std::string&,
                            const std::function<void(Paper&)>&);
    void finish();

    std::unique_ptr<State> state_;
};

// Writes the PDF. `footer` stands at the foot of each page beside its number. `draw` is called
// twice and must draw the same. Error(Unavailable) when the file cannot be written.
void write_paper(const std::string& path, Orientation orientation, const std::string& title,
                 const std::string& footer, const std::function<void(Paper&)>& draw);

// A table that goes on over pages, its head repeated on each.
struct TableColumn {
    std::string title;
    double share = 1;  // of the width
    Align align = Align::Left;
};

class PaperTable {
public:
    // Begins at `y`. With numbers, the head has a second row (1), (2), ... as the decree's books
    // have.
    enum class Head { Titles, TitlesAndNumbers };
    PaperTable(Paper& paper, std::vector<TableColumn> columns, double y, Head head);

    void row(const std::vector<std::string>& texts);
    double y() const { return y_; }

private:
    void put_head();
    void put_row(const std::vector<std::string>& texts, const Type& type, bool centred);

    Paper& paper_;
    std::vector<TableColumn> columns_;
    std::vector<double> edges_;
    double y_;
    Head head_;
};

}  // namespace vanthu::records
