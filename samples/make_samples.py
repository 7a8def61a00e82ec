#!/usr/bin/python3
"""Makes every sample of this folder anew from samples/content.

Run with Debian's own Python: /usr/bin/python3 samples/make_samples.py [all|documents|damaged]
Needs the packages named in samples/README.md. Every sample folder gets its input file, truth.json,
text.txt (pictures and PDFs) and a short README.md; samples/manifest.json lists what run.sh takes in.
"""

import json
import shutil
import sys
import tempfile
import zlib
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy

from maker import content, hostile, ink, letterset, pdfsign, render, scan, truth, wordfile

HERE = Path(__file__).resolve().parent
SEED_SOURCE = "text of a public dispatch, its reading errors corrected and lost head zones set again"
OWN_SOURCE = "made up for this project; people, agencies and places do not exist"
SIGNED_AT = datetime(2021, 5, 13, 15, 30, tzinfo=timezone(timedelta(hours=7)))
SIGNER = {"organ_name": "Ủy ban nhân dân huyện Cam Lâm", "common_name": "Ủy ban nhân dân huyện Cam Lâm",
          "unit": "Chữ ký mẫu, không có giá trị"}
ARRIVAL = {"organ_lines": ["TRƯỜNG CAO ĐẲNG KT-KT", "TÔ HIỆU HƯNG YÊN"], "number": "71", "date": "25/4/2022",
           "iso_date": "2022-04-25", "forward": "Đưa lên website", "dossier": "Lưu"}
SEALS = {"seed_000": "ỦY BAN NHÂN DÂN TỈNH HƯNG YÊN", "seed_002": "ỦY BAN NHÂN DÂN TỈNH HƯNG YÊN",
         "seed_003": "TRUNG TÂM XÚC TIẾN ĐT, TM VÀ DL", "seed_004": "ỦY BAN NHÂN DÂN H. CAM LÂM",
         "cong_van": "SỞ TÀI CHÍNH TỈNH HẢI VÂN", "quyet_dinh": "ỦY BAN NHÂN DÂN H. ĐÔNG KHÊ",
         "thong_bao": "TRƯỜNG THPT NGUYỄN ĐÌNH KIÊN", "giay_moi": "PHÒNG NỘI VỤ THỊ XÃ BẮC LÃNG",
         "chi_thi_dang": "HUYỆN ỦY ĐÔNG KHÊ TỈNH HẢI VÂN", "danh_sach": "SỞ NÔNG NGHIỆP VÀ PTNT HẢI VÂN"}


def word(folder, name, purpose):
    """A sample that is a Word file."""
    return {"folder": folder, "content": name, "input": "input.docx", "kind": "docx", "purpose": purpose}


def picture(folder, name, file, dpi, damage, purpose, **more):
    """A sample that is a scan; grey is for scanners without colour, stamps for what a hand put on it."""
    kind = "pdf_scan" if file.endswith(".pdf") else "scan"
    return {"folder": folder, "content": name, "input": file, "kind": kind, "dpi": dpi, "wear": damage,
            "damage": damage.name, "purpose": purpose, **more}


SAMPLES = [
    word("dispatch/0001-hung-yen-79-docx", "seed_000", "a provincial plan as Word file"),
    picture("dispatch/0002-hung-yen-79-scan", "seed_000", "input.tif", 300, scan.OFFICE,
            "the same plan scanned at the receiver: arrival stamp, seal, signature", stamps={"arrival": ARRIVAL}),
    word("dispatch/0003-quang-binh-blank-docx", "seed_001", "number, day and month are still blank and must stay so"),
    picture("dispatch/0004-quang-binh-blank-scan", "seed_001", "input.tif", 300, scan.CLEAN,
            "the same draft printed and scanned: no seal, no signature, blanks stay blank"),
    word("dispatch/0005-hung-yen-90-docx", "seed_002", "a long plan with twenty lead agencies"),
    picture("dispatch/0006-hung-yen-90-scan", "seed_002", "input.tif", 300, scan.CLEAN,
            "a long scan; only the last page is in colour"),
    word("dispatch/0007-lam-dong-docx", "seed_003", "no number line and no date line at all"),
    picture("dispatch/0008-lam-dong-scan", "seed_003", "input.tif", 300, scan.OFFICE,
            "the same as a worn scan; the head signs in person"),
    word("dispatch/0009-cam-lam-2258-docx", "seed_004", "a district plan; the issuer's name stands on two lines"),
    picture("dispatch/0010-cam-lam-2258-scan", "seed_004", "input.tif", 300, scan.CLEAN, "the same, scanned"),
    {"folder": "dispatch/0011-cam-lam-2258-pdf", "content": "seed_004", "input": "input.pdf", "kind": "pdf_text",
     "purpose": "the same as a born-digital PDF: the text layer is to be used, nothing recognised"},
    {"folder": "dispatch/0012-cam-lam-2258-signed", "content": "seed_004", "input": "input.pdf", "kind": "pdf_signed",
     "purpose": "the same, digitally signed with a made-up self-signed certificate and a visible mark",
     "signature": {"organ_name": SIGNER["organ_name"], "common_name": SIGNER["common_name"],
                   "signed_at": SIGNED_AT.isoformat(), "valid": True, "trust": "unknown"}},
    word("dispatch/0013-cong-van-docx", "cong_van", "an official letter: V/v under the number, four addressees"),
    picture("dispatch/0014-cong-van-hoa-toc-scan", "cong_van", "input.tif", 300, scan.OFFICE,
            "the same with the urgency stamp HỎA TỐC", stamps={"urgency": "HỎA TỐC"}),
    picture("dispatch/0015-quyet-dinh-scan-pdf", "quyet_dinh", "input.pdf", 200, scan.CLEAN,
            "a decision with stacked competence, as a PDF of page pictures"),
    picture("dispatch/0016-thong-bao-jpeg", "thong_bao", "input.jpg", 200, scan.PHONE,
            "a school's notice in grey with uneven light", grey=True),
    picture("dispatch/0017-giay-moi-png", "giay_moi", "input.png", 200, scan.FLAT, "an invitation as a grey PNG", grey=True),
    picture("dispatch/0018-chi-thi-dang-scan", "chi_thi_dang", "input.tif", 300, scan.OFFICE,
            "a Party directive: other head, other number style, T/M"),
    word("nomination/0001-danh-sach-docx", "danh_sach", "a nomination list: groups, merged cells, repeated heading row"),
    picture("nomination/0002-danh-sach-scan", "danh_sach", "input.tif", 300, scan.CLEAN, "the same list, scanned"),
]


def gap_for(sample):
    """Free space in millimetres that the arrival stamp needs under the title."""
    return 32 if "arrival" in sample.get("stamps", {}) else 0


def layout_name(sample):
    """Samples with the same content and the same free space share one layout."""
    return f"{sample['content']}-{gap_for(sample)}"


def lay_out(documents, work):
    """Writes a Word file per layout and converts all to PDF in one go."""
    files = {}
    for sample in SAMPLES:
        name = layout_name(sample)
        files[name] = work / f"{name}.docx"
        wordfile.write(documents[sample["content"]], files[name], gap=gap_for(sample))
    render.office(work, files.values())
    for file in files.values():
        render.fix_dates(file.with_suffix(".pdf"))


def signer_ink(page, document, words, dpi, rng):
    """Signature and seal between the signer's position and name; the seal covers the signature's left third."""
    left, top, right, bottom = render.find(words, document["signer_full_name"])
    middle = (left + right) / 2
    page = scan.stick(page, ink.signature(dpi, rng), middle - 20, top - 25, dpi)
    seal = ink.seal(SEALS[document["name"]], ["BẢN", "MẪU"], dpi, rng)
    height = seal.height * 25.4 / dpi
    return scan.stick(page, seal, middle - 18 - height / 2, top + 1 - height * 0.92, dpi)


def stamp_ink(page, words, stamps, dpi, rng):
    """The receiver's stamps on page 1, below the number."""
    bottom = render.find(words, "Số:")[3]
    if "arrival" in stamps:
        page = scan.stick(page, ink.arrival(stamps["arrival"], dpi, rng), 14, bottom + 20, dpi)
    if "urgency" in stamps:
        page = scan.stick(page, ink.urgency(stamps["urgency"], dpi, rng), 29, bottom + 24, dpi)
    return page


def scanned_pages(sample, document, pdf, words):
    """The pages as the scanner gives them: colour where there is ink, else black and white."""
    dpi, stamps = sample["dpi"], sample.get("stamps", {})
    rng = numpy.random.default_rng(zlib.crc32(sample["folder"].encode()))
    pages, inked = render.pictures(pdf, dpi), set()
    if stamps:
        pages[0] = stamp_ink(pages[0], words[0], stamps, dpi, rng)
        inked.add(0)
    if document["name"] in SEALS:
        pages[-1] = signer_ink(pages[-1], document, words[-1], dpi, rng)
        inked.add(len(pages) - 1)
    worn = [scan.worn(page, sample["wear"], rng) for page in pages]
    if sample.get("grey"):
        return [page.convert("L") for page in worn]
    keep_colour = sample["input"].endswith(".pdf")
    return [page if keep_colour or i in inked else scan.bilevel(page) for i, page in enumerate(worn)]


def write_scan(path, pages, dpi):
    """Writes the pages in the format the file name asks for."""
    if path.suffix == ".tif":
        scan.write_tiff(path, pages, dpi)
    elif path.suffix == ".pdf":
        scan.write_pdf(path, pages, dpi)
    elif path.suffix == ".jpg":
        path.write_bytes(scan.jpeg_bytes(pages[0], dpi, 60))
    else:
        pages[0].point(lambda v: round(v / 36.4) * 36).save(path, dpi=(dpi, dpi), optimize=True)


def write_input(sample, document, target, pdf, words, work):
    """Writes the sample's input file."""
    if sample["kind"] == "docx":
        wordfile.write(document, target, pages=len(words), gap=gap_for(sample))
    elif sample["kind"] == "pdf_text":
        shutil.copyfile(pdf, target)
    elif sample["kind"] == "pdf_signed":
        pdfsign.sign(pdf, target, SIGNER, SIGNED_AT, work)
    else:
        write_scan(target, scanned_pages(sample, document, pdf, words), sample["dpi"])


def read_me(sample):
    """Two or three lines about a sample."""
    seed = sample["content"].startswith("seed_")
    licence = "the text is an official document (no copyright in Vietnam); the file is ours, CC0 1.0" if seed else "CC0 1.0"
    return (f"# {Path(sample['folder']).name}\n\nPurpose: {sample['purpose']}.\n"
            f"Source: `content/{sample['content']}`, {SEED_SOURCE if seed else OWN_SOURCE}.\nLicence: {licence}.\n")


def make(sample, documents, work):
    """One sample folder."""
    folder = HERE / sample["folder"]
    folder.mkdir(parents=True, exist_ok=True)
    document = documents[sample["content"]]
    pdf = work / f"{layout_name(sample)}.pdf"
    words = render.page_words(pdf)
    write_input(sample, document, folder / sample["input"], pdf, words, work)
    text = truth.paged_text(document, sample.get("stamps", {}), words)
    truth.write(folder, document, sample, len(words), text)
    (folder / "README.md").write_text(read_me(sample), encoding="utf-8")
    print(f"{sample['folder']}/{sample['input']}: {len(words)} pages")


def write_manifest(documents):
    """The inputs that run.sh takes in at the first start."""
    inputs = [{"path": f"{sample['folder']}/{sample['input']}", "book": "incoming",
               "form": documents[sample["content"]]["form"]} for sample in SAMPLES]
    lines = ",\n  ".join(json.dumps(item, ensure_ascii=False) for item in inputs)
    (HERE / "manifest.json").write_text(f'{{"inputs": [\n  {lines}\n]}}\n', encoding="utf-8")


def make_documents():
    """The documents with truth, the hostile files and the manifest."""
    documents = {name: content.load(name) for name in dict.fromkeys(s["content"] for s in SAMPLES)}
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        lay_out(documents, work)
        for sample in SAMPLES:
            make(sample, documents, work)
        hostile.write(HERE / "hostile", HERE / "dispatch/0014-cong-van-hoa-toc-scan/input.tif",
                      work / "giay_moi-0.docx", work)
    write_manifest(documents)


def main():
    """Makes what is asked for, or everything."""
    what = sys.argv[1] if len(sys.argv) > 1 else "all"
    if what not in ("all", "documents", "damaged"):
        raise SystemExit(f"there is no set {what}; the sets are all, documents, damaged")
    if what != "damaged":
        make_documents()
    if what != "documents":
        letterset.make_set(letterset.committed(), HERE / "damaged")


if __name__ == "__main__":
    main()
