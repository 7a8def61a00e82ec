// rule_traces_sandboxed.h: how dark a page is along and beside a line: the trace of a faint rule.
//
// A trace is darker than both its sides, and so all along; letters near both sides or a dark part
// alone are none. Lines are given by their places on the flat sheet. Reads the page only; one
// thread.
#pragma once

#include <array>
#include <optional>
#include <utility>

#include "formats/image_sandboxed.h"
#include "ocr/known_rules_sandboxed.h"
#include "ocr/straight_rules_sandboxed.h"

namespace vanthu::ocr {

class RuleTraces {
public:
    // Of rules across or of rules down; page and sheet must live on.
    RuleTraces(Pix* grey, const Straightening& sheet, bool across)
        : grey_(grey), sheet_(sheet), across_(across) {}

    struct Found {
        int off = 0;          // pixels beside the line
        double contrast = 0;  // levels of grey darker than its sides
    };

    // Where a rule is `likely`, less of a trace is enough.
    std::optional<Found> at(double from, double to, double at, bool likely) const;

    // How dark a rule is where it is known; 0 where it leaves no trace.
    double usual_contrast(const Known& rule) const;

    // Ink stands on the line that is none of a rule.
    bool is_written_on(double from, double to, double at) const;

    // A known stroke with letters to both sides is one of theirs.
    bool is_of_letters(double from, double to, double at) const;

    std::pair<double, double> on_page(double along, double at) const {
        return across_ ? sheet_.on_page(along, at) : sheet_.on_page(at, along);
    }

private:
    static constexpr int kReach = 9;  // pixels to both sides that are looked at
    static constexpr int kParts = 5;  // of a step: the trace is in nearly all of them
    using Profile = std::array<double, 2 * kReach + 1>;
    using Parts = std::array<Profile, kParts>;

    std::optional<Parts> sampled(double from, double to, double at) const;
    static bool among_letters(const Parts& parts, int off, double paper, bool likely);
    static double level(const Profile& profile, int off);
    static double middle(const Profile& profile, int off);
    static double sides(const Profile& profile, int off);

    Pix* grey_;
    const Straightening& sheet_;
    const bool across_;
};

}  // namespace vanthu::ocr
