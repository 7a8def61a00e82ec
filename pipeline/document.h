// document.h: the one model that every reader ends in and every later room reads.
//
// Plain structs without behaviour. OCR, PDF text and DOCX all become Page -> Block -> TextLine ->
// Word with boxes, so form matching and output never ask where text came from. Guesses and facts
// never share a slot: what a page does not show stays null, a person's value is final. Values may
// be copied between threads; nothing here is shared.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "store/blobs.h"

namespace vanthu::pipeline {

using DocumentId = std::string;
using FieldId = std::string;  // contract section 2.1, e.g. "code_number"
using UserId = std::string;

// Pixels of the page image after righting; origin top left; right and bottom exclusive. A page
// without an image (DOCX) has boxes on a made-up sheet of kSheetWidth, so that geometry works for
// it too; they are not written to JSON.
struct Box {
    int left = 0, top = 0, right = 0, bottom = 0;

    int width() const { return right - left; }
    int height() const { return bottom - top; }
    bool empty() const { return right <= left || bottom <= top; }
    bool operator==(const Box&) const = default;
};

constexpr int kSheetWidth = 2480;  // A4 at 300 dpi
constexpr int kSheetHeight = 3508;

Box united(const Box& a, const Box& b);

struct Word {
    std::string text;  // NFC
    Box box;
    float confidence = 1;  // 0..1; 1 for text that was not recognised but read
};

struct TextLine {
    std::vector<Word> words;
    Box box;
    bool bold = false;  // only where the source says so (DOCX, PDF text)
    bool italic = false;
};

struct Block {
    enum class Kind { Paragraph, TableCell, Header, Footer, Stamp };
    Kind kind = Kind::Paragraph;
    int table = -1, row = -1,
        column = -1;  // only for TableCell; table counts from 0 in the document
    int row_span = 1, column_span = 1;
    Box box;
    std::vector<TextLine> lines;
};

enum class TextOrigin { None, Ocr, TextLayer, Mixed, Docx };

struct ShelvedWords;  // pipeline/shelf.h

struct Page {
    int number = 0;       // from 1; a DOCX has one page
    int sheet = 0;        // the file's page it is on, where sheets with two pages were cut; else 0
    int sheet_left = 0;   // where it begins on that sheet, in pixels
    store::BlobId image;  // page as shown to people, righted; empty when there is none
    store::BlobId
        raster;  // 8-bit grey PGM handed to the recogniser; transient, dropped after recognition
    int width = 0, height = 0;  // pixels of image
    int dpi = 0;                // 0 = unknown
    int rotation = 0;  // degrees the source was turned clockwise to stand upright: 0, 90, 180, 270
    double skew_degrees = 0;  // what was taken out after that
    TextOrigin origin = TextOrigin::None;
    std::vector<Block> blocks;  // reading order
    // Where the words of a long paper wait; `blocks` is empty then. PageAtHand brings them.
    std::shared_ptr<const ShelvedWords> shelved;
};

struct Provenance {
    std::string stage;
    std::string rule;  // id in the form definition
    int page = 0;      // 0 = none
    Box box;
    UserId user;  // set only by a person
};

struct Value {
    std::string text;    // as seen
    std::string normal;  // as stored: ISO date, code without spaces
    float confidence = 0;
    Provenance origin;
};

enum class FieldState {
    Missing,
    NeedsReview,
    Extracted,
    Verified,
    Corrected
};  // the last two are final

struct Field {
    FieldId id;
    std::optional<Value> value;  // nothing when Missing; a corrected field may be empty on purpose
    std::vector<std::string> list;  // the items of a list field (addressees, to_places), else empty
    std::vector<std::string> candidates;  // other readings, best first
    FieldState state = FieldState::Missing;
};

struct FieldTable {
    std::string id;  // "nominees"
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;  // one text per column
};

struct Citation {
    std::string type_name, code, organ_name, date, subject, quote;  // empty = not said
    int page = 0;
};

struct Assignment {  // "tasks" of the contract: who is ordered to do what by when
    std::string organ_name, assigning_verb, action, deadline, deadline_kind, month_day, overrides,
        from, to, quote;
    int page = 0;
};

struct Signature {
    std::string organ_name, common_name, signed_at;  // signed_at RFC 3339
    bool valid = false;             // digest and signature hold over the byte range
    std::string trust = "unknown";  // trusted, untrusted, unknown
    std::string reason;             // why not valid or not trusted
};

enum class Severity { Info, Warning, Error };

struct Issue {
    Severity severity = Severity::Warning;
    std::string
        code;  // key of the message catalogue: "low_confidence", "bad_input", "same_content"
    FieldId field;
    std::string detail;  // an English sentence: where, what, remedy
    // What the sentence says, by name ("page", "code", "count"): the placeholders of the sentence
    // that the message catalogue has for the code in the reader's language.
    std::map<std::string, std::string> values = {};
};

enum class DocumentState {
    Received,
    Processing,
    NeedsCheck,
    InWorkflow,
    Filed,
    Returned,
    Quarantined,
    Failed
};

struct StageTiming {
    std::string stage;
    double milliseconds = 0;
};

struct Document {
    DocumentId id;
    store::BlobId original;
    std::string source;      // file name as given
    std::string media_type;  // by content, set by ingest
    DocumentState state = DocumentState::Received;
    std::string book = "incoming";  // the register it was brought to
    std::string form = "unknown";
    int form_version = 0;
    double form_confidence = 0;
    bool secrecy_decided = false;  // until then nothing derived may be stored
    Instant received_at = 0;
    int revision = 0;
    std::vector<Page> pages;
    std::vector<Field> fields;
    std::vector<FieldTable> tables;
    std::vector<Citation> citations;
    std::vector<Assignment> assignments;
    std::vector<Signature> signatures;
    std::vector<Issue> issues;
    std::vector<StageTiming> timings;
};

std::string_view name(FieldState state);     // "needs_review", ...
std::string_view name(DocumentState state);  // "needs_check", ...
std::string_view name(TextOrigin origin);    // "text_layer", ...
std::string_view name(Severity severity);
FieldState field_state(std::string_view name);        // Error(BadInput)
DocumentState document_state(std::string_view name);  // Error(BadInput)

bool is_final(FieldState state);

// The field with that id, or null.
const Field* find_field(const Document& document, std::string_view id);
Field* find_field(Document& document, std::string_view id);

// The stored form of a field's value, "" when missing; list items joined by "; ".
std::string field_text(const Document& document, std::string_view id);

// Words of a line joined by single spaces; lines of a page by line feeds.
std::string text_of(const TextLine& line);
std::string text_of(const Page& page);

}  // namespace vanthu::pipeline
