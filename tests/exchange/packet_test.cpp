#include "exchange/packet.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

#include "base/error.h"
#include "exchange/attachments.h"
#include "exchange/base64.h"
#include "tests/exchange/packets.h"

namespace vanthu::exchange {
namespace {

constexpr Date kToday{2026, 11, 2};

Packet read(const std::string& text, Strictness strictness = Strictness::Strict) {
    return read_packet(text, "p.edxml", kToday, strictness);
}

std::string refusal(const std::string& text) {
    try {
        read(text);
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

bool tells(const Packet& packet, const std::string& place, const std::string& what) {
    return std::any_of(packet.problems.begin(), packet.problems.end(), [&](const Problem& problem) {
        return problem.place.find(place) != std::string::npos &&
               problem.what.find(what) != std::string::npos;
    });
}

Unwrapped not_wrapped(std::string_view) {
    return {};
}

TEST(Packet, EveryValueIsFoundByName) {
    const Packet packet = read(packet_text());
    EXPECT_EQ(packet.dialect, Dialect::B);
    EXPECT_EQ(packet.kind, Kind::Dispatch);
    EXPECT_EQ(packet.from.id, "H90.01");
    EXPECT_EQ(packet.to.at(0).name, "Phòng Nội vụ huyện Bình Lục");
    EXPECT_EQ(packet.code(), "58/KH-UBND");
    EXPECT_EQ(packet.issued_date, "2021-05-13");
    EXPECT_EQ(packet.due_date, "2021-06-30");
    EXPECT_EQ(packet.type_name, "Kế hoạch");
    EXPECT_EQ(packet.subject, "Nhân rộng điển hình tiên tiến");
    EXPECT_EQ(packet.signer_full_name, "Đỗ Thị Hạnh");
    EXPECT_EQ(packet.to_places, (std::vector<std::string>{"Như trên", "Lưu: VT"}));
    EXPECT_EQ(priority_name(packet.priority), "Hỏa tốc");
    EXPECT_EQ(packet.directing, true);
    EXPECT_TRUE(packet.response_for.empty());
    EXPECT_EQ(packet.content, "");
    EXPECT_EQ(packet.payloads.at(0).bytes, "%PDF-1.7");
    EXPECT_EQ(packet.signature, "none");
    EXPECT_TRUE(packet.problems.empty()) << packet.problems.front().place;
}

TEST(Packet, AnyPrefixAndAnyOrderGiveTheSame) {
    std::string text = packet_text({{"<edXML xmlns=", "<edXML xmlns:x="}});
    text = std::regex_replace(text, std::regex("<(/?)([A-Za-z])"), "<$1x:$2");
    const Packet packet = read(text);
    EXPECT_EQ(packet.code(), "58/KH-UBND");
    EXPECT_EQ(packet.to_places.size(), 2U);
    EXPECT_EQ(packet.payloads.at(0).bytes, "%PDF-1.7");

    // The subject first of all.
    const std::string subject = "<Subject>Nhân rộng điển hình tiên tiến</Subject>";
    std::string moved_text = packet_text({{subject, ""}});
    moved_text.insert(moved_text.find("<From>"), subject);
    const Packet moved = read(moved_text);
    EXPECT_EQ(moved.subject, "Nhân rộng điển hình tiên tiến");
}

TEST(Packet, AByteOrderMarkAndWhatStandsBeforeTheXml) {
    EXPECT_EQ(read("\xEF\xBB\xBF" + packet_text()).code(), "58/KH-UBND");
    EXPECT_NE(refusal("1212" + packet_text()), "");
    const Packet packet = read("1212" + packet_text(), Strictness::Lenient);
    EXPECT_EQ(packet.code(), "58/KH-UBND");
    EXPECT_TRUE(tells(packet, "line 1", "left out"));
}

TEST(Packet, ADayThatIsNoneSpoilsThatValueAlone) {
    const Packet packet =
        read(packet_text({{"<PromulgationDate>2021/05/13", "<PromulgationDate>2014/02/30"},
                          {"H90.01,2021/05/13", "H90.01,2014/02/30"}}));
    EXPECT_EQ(packet.issued_date, "");
    EXPECT_EQ(packet.document_id, "H90.01,2014/02/30,58/KH-UBND");
    EXPECT_TRUE(tells(packet, "PromulgationDate", "2014/02/30"));
    EXPECT_EQ(packet.subject, "Nhân rộng điển hình tiên tiến");
}

TEST(Packet, OddValuesAreToldAndKept) {
    const Packet later =
        read(packet_text({{"<PromulgationDate>2021/05/13", "<PromulgationDate>2031/05/13"}}));
    EXPECT_TRUE(tells(later, "PromulgationDate", "later than today"));
    EXPECT_EQ(later.issued_date, "2031-05-13");
    const Packet number = read(packet_text({{"<CodeNumber>58<", "<CodeNumber>74fass22<"}}));
    EXPECT_EQ(number.code_number, "74fass22");
    EXPECT_TRUE(tells(number, "CodeNumber", "74fass22"));
    const Packet twice = read(
        packet_text({{"<DocumentId>H90", "<To><OrganId>H90.01.07</OrganId></To><DocumentId>H90"}}));
    EXPECT_EQ(twice.to.size(), 1U);
    EXPECT_TRUE(tells(twice, "To", "twice"));
    const Packet hop =
        read(packet_text({{"<TraceHeader><OrganId>H90.01<", "<TraceHeader><OrganId>null<"}}));
    EXPECT_EQ(hop.trace.at(0).organ_id, "");
    EXPECT_EQ(hop.trace.at(0).timestamp, "2021/05/13 08:30:00");
    EXPECT_TRUE(tells(hop, "TraceHeader", "null"));
    const Packet priority = read(packet_text({{"<Priority>3<", "<Priority>7<"}}));
    EXPECT_EQ(priority.priority, 0);
    EXPECT_TRUE(tells(priority, "Priority", "0 to 4"));
}

TEST(Packet, WhatCannotBeActedOnIsRefusedWithItsPlace) {
    EXPECT_NE(refusal(packet_text({{"<To>", "<Tu>"}, {"</To>", "</Tu>"}})).find("MessageHeader/To"),
              std::string::npos);
    EXPECT_NE(refusal(packet_text({{"<Subject>Nhân rộng điển hình tiên tiến</Subject>", ""}}))
                  .find("MessageHeader/Subject"),
              std::string::npos);
    EXPECT_NE(refusal("<a/>").find("no edXML"), std::string::npos);
    EXPECT_NE(refusal("<EdXMLEnvelope xmlns=\"http://www.go.vn/eDoc\"/>").find("EdXMLEnvelope"),
              std::string::npos);
    EXPECT_NE(refusal("<!DOCTYPE edXML [<!ENTITY a \"b\">]><edXML/>").find("DOCTYPE"),
              std::string::npos);
    EXPECT_NE(refusal("<edXML"), "");
    EXPECT_NE(refusal(""), "");
    EXPECT_THROW(read(std::string(kPacketLimit + 1, ' ')), Error);
}

TEST(Packet, FilesAndTheirAnnouncementsAreCompared) {
    EXPECT_TRUE(tells(read(packet_text({{"<ContentId>1<", "<ContentId>2<"}})), "Reference 58.pdf",
                      "not there"));
    EXPECT_TRUE(tells(read(packet_text({{"<ContentId>1<", "<ContentId>2<"}})), "Attachment 58.pdf",
                      "not announced"));
}

TEST(Packet, DamagedContentIsRefusedForThatFileAlone) {
    std::string damaged = "%PDF-1.3\n%";
    for (int i = 0; i < 20; ++i)
        damaged += "\xEF\xBF\xBD";
    const Packet decoded = read(packet_text({{"JVBERi0x\n      Ljc=", to_base64(damaged)}}));
    EXPECT_EQ(decoded.payloads.at(0).bytes, "");
    EXPECT_NE(decoded.payloads.at(0).problem.find("text decoder"), std::string::npos);
    const Packet cut = read(packet_text({{"JVBERi0x\n      Ljc=", "JVBE!"}}));
    EXPECT_NE(cut.payloads.at(0).problem.find("base64"), std::string::npos);
    EXPECT_EQ(cut.subject, "Nhân rộng điển hình tiên tiến");
}

TEST(Packet, AZipIsOpenedByItsBytesNotByItsDeclaredType) {
    const Packet packet = read(packet_text({{"JVBERi0x\n      Ljc=", to_base64("PK\x03\x04zip")}}));
    const auto opened = open_payloads(packet, [](std::string_view zip) {
        EXPECT_EQ(zip, "PK\x03\x04zip");
        return Unwrapped{true, "Kế hoạch.pdf", "%PDF-inner"};
    });
    EXPECT_EQ(opened.at(0).bytes, "%PDF-inner");
    EXPECT_EQ(opened.at(0).name, "58.pdf");
    EXPECT_EQ(open_payloads(packet, not_wrapped).at(0).bytes, "PK\x03\x04zip");
    const auto refused = open_payloads(packet, [](std::string_view) -> Unwrapped {
        throw Error(ErrorCode::BadInput, "the archive holds 2 files");
    });
    EXPECT_EQ(refused.at(0).bytes, "");
    EXPECT_NE(refused.at(0).problem.find("2 files"), std::string::npos);
}

TEST(Packet, ASignatureInTheWrongNamespaceIsUnverifiable) {
    const std::string end = "</TraceHeaderList>";
    EXPECT_EQ(read(packet_text(
                       {{end, end + "<Signature><SignatureValue>x</SignatureValue></Signature>"}}))
                  .signature,
              "unverifiable");
    EXPECT_EQ(
        read(packet_text({{end, end + "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\">"
                                      "<SignatureValue>x</SignatureValue></Signature>"}}))
            .signature,
        "unverified");
    EXPECT_EQ(read(packet_text({{end, end + "<DigitalSignature/>"}})).signature, "empty");
}

// The same tree, whatever the two files look like.
void expect_equal(const Element& a, const Element& b, const std::string& path) {
    EXPECT_EQ(a.name, b.name) << path;
    EXPECT_EQ(a.namespace_uri, b.namespace_uri) << path;
    EXPECT_EQ(a.text, b.text) << path;
    ASSERT_EQ(a.attributes.size(), b.attributes.size()) << path;
    for (std::size_t i = 0; i < a.attributes.size(); ++i) {
        EXPECT_EQ(a.attributes[i].name, b.attributes[i].name) << path;
        EXPECT_EQ(a.attributes[i].namespace_uri, b.attributes[i].namespace_uri) << path;
        EXPECT_EQ(a.attributes[i].value, b.attributes[i].value) << path;
    }
    ASSERT_EQ(a.content.size(), b.content.size()) << path;
    for (std::size_t i = 0; i < a.content.size(); ++i)
        expect_equal(a.content[i], b.content[i], path + '/' + a.content[i].name);
}

TEST(Packet, ARoundTripLosesNothingForeignPartsIncluded) {
    const Packet first =
        read(packet_text({{"<Reference>",
                           "<Reference xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
                           "xlink:href=\"cid:1\" xlink:role=\"a &amp; b\">"}}));
    const Packet second = read(write_packet(first));
    expect_equal(first.tree, second.tree, "");
    EXPECT_EQ(second.payloads.at(0).bytes, first.payloads.at(0).bytes);
    EXPECT_EQ(second.code(), first.code());
    const Element* message =
        second.tree.child("edXMLEnvelope")->child("edXMLHeader")->child("MessageHeader");
    ASSERT_NE(message->child("Vendor"), nullptr);
    EXPECT_EQ(message->child("Vendor")->value(), "kept as it is here");
}

TEST(Packet, AStatusNamesItsDispatchByTheJoinedCode) {
    Packet status;
    status.kind = Kind::Status;
    status.from = {"H90.01.07", "", "Phòng Nội vụ", "", "", "", "", ""};
    status.to = {{"H90.01", "", "UBND huyện", "", "", "", "", ""}};
    status.response_for = {{"H90.01", "58/KH-UBND", "2021-05-13", "H90.01,2021/05/13,58/KH-UBND"}};
    status.status_code = "03";
    status.status_text = "đã vào sổ";
    status.status_time = "2021/05/14 09:00:00";
    const Packet read_back = read(write_packet(status));
    EXPECT_EQ(read_back.kind, Kind::Status);
    EXPECT_EQ(read_back.status_code, "03");
    EXPECT_EQ(read_back.response_for.at(0).code, "58/KH-UBND");
    EXPECT_EQ(read_back.response_for.at(0).date, "2021-05-13");
    EXPECT_EQ(status_name("03"), "đã tiếp nhận");
    EXPECT_EQ(status_name("07"), "");
}

TEST(Packet, DialectAIsReadWithItsFilesFromMime) {
    const std::string soap =
        R"(<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/">
<SOAP-ENV:Header xmlns:edXML="http://www.e-doc.vn/Schema/"><edXML:MessageHeader>
<edXML:From><edXML:OrganId>000.00.00.G90</edXML:OrganId><edXML:OrganInCharge>Bộ A</edXML:OrganInCharge><edXML:OrganName>Cục B</edXML:OrganName></edXML:From>
<edXML:To><edXML:OrganId>000.00.15.H51</edXML:OrganId></edXML:To>
<edXML:Code><edXML:CodeNumber>12</edXML:CodeNumber><edXML:CodeNotation>CV-B</edXML:CodeNotation></edXML:Code>
<edXML:PromulgationInfo><edXML:Place>Hà Nội</edXML:Place><edXML:PromulgationDate>09/03/2014</edXML:PromulgationDate></edXML:PromulgationInfo>
<edXML:Subject>Về việc báo cáo</edXML:Subject></edXML:MessageHeader></SOAP-ENV:Header><SOAP-ENV:Body/></SOAP-ENV:Envelope>)";
    const std::string mime =
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b1\"; "
        "type=\"text/xml\"\r\n\r\n"
        "--b1\r\nContent-Type: text/xml\r\n\r\n" +
        soap +
        "\r\n--b1\r\nContent-Type: application/pdf; name=\"12.pdf\"\r\nContent-ID: <file1>\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjc=\r\n--b1--\r\n";
    const Packet packet = read(mime);
    EXPECT_EQ(packet.dialect, Dialect::A);
    EXPECT_EQ(packet.from.in_charge, "Bộ A");
    EXPECT_EQ(packet.issued_date, "2014-03-09");
    EXPECT_EQ(packet.code(), "12/CV-B");
    ASSERT_EQ(packet.payloads.size(), 1U);
    EXPECT_EQ(packet.payloads[0].name, "12.pdf");
    EXPECT_EQ(packet.payloads[0].bytes, "%PDF-1.7");
    EXPECT_EQ(read(soap).subject, "Về việc báo cáo");
    // Going out again it is dialect B.
    EXPECT_EQ(read(write_packet(packet)).dialect, Dialect::B);
}

TEST(Base64, ReadsWhatItWritesAndRefusesTheRest) {
    std::string bytes;
    for (int i = 0; i < 1000; ++i) {
        EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
        bytes.push_back(static_cast<char>(i * 37));
    }
    EXPECT_THROW(from_base64("AAAA*"), Error);
    EXPECT_THROW(from_base64("A"), Error);
    EXPECT_THROW(from_base64("AA=A"), Error);
}

}  // namespace
}  // namespace vanthu::exchange
