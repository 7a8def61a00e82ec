// packets.h: packets as other systems write them, made for the tests.
#pragma once

#include <map>
#include <string>

namespace vanthu::exchange {

// A packet of dialect B; texts of `change` replace what stands there, for the defects that real
// packets have.
inline std::string packet_text(const std::map<std::string, std::string>& change = {}) {
    std::string text = R"(<?xml version="1.0" encoding="UTF-8"?>
<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016">
  <edXMLEnvelope>
    <edXMLHeader>
      <MessageHeader>
        <From><OrganId>H90.01</OrganId><OrganName>Ủy ban nhân dân huyện Bình Lục</OrganName></From>
        <To><OrganId>H90.01.07</OrganId><OrganName>Phòng Nội vụ huyện Bình Lục</OrganName></To>
        <DocumentId>H90.01,2021/05/13,58/KH-UBND</DocumentId>
        <Code><CodeNumber>58</CodeNumber><CodeNotation>KH-UBND</CodeNotation></Code>
        <PromulgationInfo><Place>Bình Lục</Place><PromulgationDate>2021/05/13</PromulgationDate></PromulgationInfo>
        <DocumentType><Type>2</Type><TypeName>Kế hoạch</TypeName></DocumentType>
        <Subject>Nhân rộng điển hình tiên tiến</Subject>
        <Content/>
        <SignerInfo><Competence>TM. ỦY BAN NHÂN DÂN</Competence><Position>CHỦ TỊCH</Position><FullName>Đỗ Thị Hạnh</FullName></SignerInfo>
        <DueDate>2021/06/30</DueDate>
        <ToPlaces><Place>Như trên</Place><Place>Lưu: VT</Place></ToPlaces>
        <OtherInfo><Priority>3</Priority><Direction>true</Direction></OtherInfo>
        <ResponseFor/>
        <Vendor xmlns="urn:other" colour="blue">kept <b>as it is</b> here</Vendor>
      </MessageHeader>
      <TraceHeaderList id="t" version="1.0" mustUnderstand="1">
        <TraceHeader><OrganId>H90.01</OrganId><Timestamp>2021/05/13 08:30:00</Timestamp></TraceHeader>
        <Bussiness><BussinessDocType>0</BussinessDocType><Paper>0</Paper></Bussiness>
      </TraceHeaderList>
    </edXMLHeader>
    <edXMLBody><edXMLManifest version="1.0">
      <Reference><ContentId>cid:1</ContentId><ContentType>application/pdf</ContentType><AttachmentName>58.pdf</AttachmentName></Reference>
    </edXMLManifest></edXMLBody>
  </edXMLEnvelope>
  <AttachmentEncoded><Attachment>
    <ContentId>1</ContentId><AttachmentName>58.pdf</AttachmentName><ContentType>application/pdf</ContentType>
    <ContentTransferEncoded>JVBERi0x
      Ljc=</ContentTransferEncoded>
  </Attachment></AttachmentEncoded>
</edXML>
)";
    for (const auto& [what, with] : change)
        for (std::size_t at = text.find(what); at != std::string::npos;
             at = text.find(what, at + with.size()))
            text.replace(at, what.size(), with);
    return text;
}

}  // namespace vanthu::exchange
