#!/usr/bin/env python3
"""Writes the lists of two years that year_of_lists_test.cpp sends: names and units are invented.

    make_lists.py        # beside itself, the same bytes each time
"""
import pathlib
import zipfile
from xml.sax.saxutils import escape

HERE = pathlib.Path(__file__).parent
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEADINGS = ["STT", "Họ và tên/ Tên tập thể", "Ngày sinh", "Đơn vị", "Lĩnh vực, phong trào", "Hình thức đề nghị"]
RURAL = "Phong trào “Cả nước chung sức xây dựng nông thôn mới”"
COVID = "Phong trào “Ngành Y tế chung tay phòng, chống dịch bệnh Covid-19”"

# file: organ above, organ, number, day, year in the title, collectives, individuals
LISTS = {
    "2022-khoai-chau": (
        "ỦY BAN NHÂN DÂN TỈNH HƯNG YÊN", "ỦY BAN NHÂN DÂN HUYỆN KHOÁI CHÂU", "41/DS-UBND", (6, 6, 2022), 2022,
        [("Hợp tác xã Rau sạch Tân Dân", "Xã Tân Dân", RURAL), ("Thôn Đông Kim", "Xã Đông Tảo", RURAL),
         ("Tổ tự quản thôn Trung", "Xã Bình Minh", "Bảo vệ môi trường"), ("Trường Tiểu học Dạ Trạch", "Xã Dạ Trạch", "Giáo dục")],
        [("Lê Thị Hạnh", "12/3/1981", "Xã Đông Tảo", RURAL), ("Phạm Văn Toàn", "05/9/1975", "Xã Tứ Dân", RURAL),
         ("Đỗ Minh Quân", "20/11/1990", "Xã Bình Kiều", RURAL), ("Nguyễn Thị Lụa", "02/02/1969", "Xã Hàm Tử", "Sản xuất giỏi"),
         ("Vũ Đình Khải", "30/4/1984", "Công an huyện", "An ninh trật tự"), ("Trần Thị Ngà", "17/7/1978", "Xã Đại Tập", "Từ thiện")],
    ),
    "2022-dong-tao": (
        "HUYỆN KHOÁI CHÂU", "ỦY BAN NHÂN DÂN XÃ ĐÔNG TẢO", "12/DS-UBND", (24, 5, 2022), 2022,
        [("Thôn Đông Kim", "Xã Đông Tảo", RURAL), ("Chi hội Phụ nữ thôn Tây", "Xã Đông Tảo", "Phụ nữ")],
        [("Lê Thị Hạnh", "12/3/1981", "Xã Đông Tảo", RURAL), ("Bùi Văn Sáng", "08/8/1988", "Xã Đông Tảo", RURAL),
         ("Hoàng Thị Mơ", "19/5/1995", "Xã Đông Tảo", "Văn nghệ")],
    ),
    "2022-khoi-3": (
        "ỦY BAN NHÂN DÂN TỈNH HƯNG YÊN", "KHỐI THI ĐUA SỐ 3", "05/DS-KTĐ", (12, 6, 2022), 2022,
        [("Văn phòng Sở Xây dựng", "Sở Xây dựng", "Cải cách hành chính"), ("=1+1|' /C calc'!A0", "Sở Công Thương", "Cải cách hành chính")],
        [("Ngô Quang Vinh", "01/01/1980", "Sở Xây dựng", "Cải cách hành chính")],
    ),
    "2022-so-y-te": (
        "ỦY BAN NHÂN DÂN TỈNH HƯNG YÊN", "SỞ Y TẾ", "77/DS-SYT", (3, 6, 2022), 2022,
        [("Trung tâm Y tế huyện Ân Thi", "Sở Y tế", COVID)],
        [("Đặng Thu Trang", "14/6/1986", "Bệnh viện Phố Nối", COVID), ("Mai Xuân Hòa", "23/10/1979", "Bệnh viện tỉnh", COVID)],
    ),
    "2022-so-y-te-lan-2": (
        "ỦY BAN NHÂN DÂN TỈNH HƯNG YÊN", "SỞ Y TẾ", "79/DS-SYT", (6, 6, 2022), 2022,
        [("Trung tâm Y tế huyện Ân Thi", "Sở Y tế", COVID)],
        [("Đặng Thu Trang", "14/6/1986", "Bệnh viện Phố Nối", COVID), ("Mai Xuân Hòa", "23/10/1979", "Bệnh viện tỉnh", COVID),
         ("Lương Thị Sen", "09/9/1991", "Trạm Y tế xã Tân Dân", COVID)],
    ),
    "2022-kim-dong": (
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "TRƯỜNG TRUNG HỌC PHỔ THÔNG KIM ĐỘNG", "03/DS-THPT", (1, 6, 2022), 2022,
        [("Tổ Toán - Tin", "Trường Trung học phổ thông Kim Động", "Giáo dục")],
        [("Cao Thị Thảo", "27/12/1983", "Trường Trung học phổ thông Kim Động", "Giáo dục")],
    ),
    "2023-so-y-te": (
        "ỦY BAN NHÂN DÂN TỈNH HƯNG YÊN", "SỞ Y TẾ", "20/DS-SYT", (10, 2, 2023), 2023,
        [("Trung tâm Y tế huyện Ân Thi", "Sở Y tế", COVID)],
        [("Đặng Thu Trang", "14/6/1986", "Bệnh viện Phố Nối", COVID), ("Lương Thị Sen", "09/9/1991", "Trạm Y tế xã Tân Dân", COVID)],
    ),
}


def paragraph(text, bold=False, centre=True):
    return (
        "<w:p><w:pPr>" + ('<w:jc w:val="center"/>' if centre else "") + "</w:pPr><w:r><w:rPr>"
        + ("<w:b/>" if bold else "") + f'</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )


def cell(*paragraphs):
    return "<w:tc><w:tcPr/>" + "".join(paragraphs) + "</w:tc>"


def row(cells):
    return "<w:tr>" + "".join(cell(paragraph(each, centre=False)) for each in cells) + "</w:tr>"


def group(title):
    return f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="{len(HEADINGS)}"/></w:tcPr>{paragraph(title, True, False)}</w:tc></w:tr>'


def document(above, organ, number, day, year, collectives, individuals):
    head = "<w:tbl><w:tr>" + cell(
        paragraph(above), paragraph(organ, True), paragraph(f"Số: {number}")
    ) + cell(
        paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True), paragraph("Độc lập - Tự do - Hạnh phúc", True),
        paragraph(f"Hưng Yên, ngày {day[0]:02} tháng {day[1]:02} năm {day[2]}"),
    ) + "</w:tr></w:tbl>"
    rows = row(HEADINGS) + group("I. TẬP THỂ")
    for i, (name, unit, field) in enumerate(collectives, 1):
        rows += row([str(i), name, "", unit, field, "Điển hình tiên tiến"])
    rows += group("II. CÁ NHÂN")
    for i, (name, born, unit, field) in enumerate(individuals, 1):
        rows += row([str(i), name, born, unit, field, "Điển hình tiên tiến"])
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{WORD}"><w:body>'
        + head + paragraph("DANH SÁCH", True) + paragraph(f"Đăng ký điển hình tiên tiến năm {year}", True)
        + "<w:tbl>" + rows + "</w:tbl>" + paragraph("Nơi nhận:", True, False) + paragraph("- Sở Nội vụ;", centre=False)
        + paragraph("- Lưu: VT.", centre=False) + "</w:body></w:document>"
    )


TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)

for name, parts in LISTS.items():
    with zipfile.ZipFile(HERE / f"{name}.docx", "w", zipfile.ZIP_DEFLATED) as out:
        for path, text in (("[Content_Types].xml", TYPES), ("_rels/.rels", RELATIONS), ("word/document.xml", document(*parts))):
            out.writestr(zipfile.ZipInfo(path, (2022, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
