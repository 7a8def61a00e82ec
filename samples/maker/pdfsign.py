"""Signs a PDF the way an agency's signing tool does: an incremental update with a detached CMS.

The certificate is made up and self-signed, so a reader finds the signature intact and its signer unknown.
The key lives only in the work folder of one run. OpenSSL makes the key and the raw signature; the
certificate and the CMS are written here, because only so the signing time can be chosen.
"""

import hashlib
import re
import zlib
from datetime import timedelta

from PIL import Image, ImageDraw, ImageFont

from .render import run
from .scan import pdf_object

SANS = "/usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf"
CONTENTS = 8192
OIDS = {"country": "550406", "organ": "55040a", "unit": "55040b", "name": "550403", "key_usage": "551d0f",
        "sha256": "608648016503040201", "rsa": "2a864886f70d010101", "sha256_rsa": "2a864886f70d01010b",
        "data": "2a864886f70d010701", "signed_data": "2a864886f70d010702", "content_type": "2a864886f70d010903",
        "digest": "2a864886f70d010904", "signing_time": "2a864886f70d010905"}


def tlv(tag, *parts):
    """One DER value: tag, length, content."""
    body = b"".join(parts)
    if len(body) < 128:
        return bytes([tag, len(body)]) + body
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(size)]) + size + body


def sequence(*parts):
    """A DER SEQUENCE."""
    return tlv(0x30, *parts)


def oid(name):
    """A DER object identifier."""
    return tlv(0x06, bytes.fromhex(OIDS[name]))


def algorithm(name):
    """An AlgorithmIdentifier without parameters."""
    return sequence(oid(name), b"\x05\x00")


def utc(moment):
    """A DER UTCTime of a moment with a time zone."""
    return tlv(0x17, (moment - moment.utcoffset()).strftime("%y%m%d%H%M%SZ").encode())


def signer_name(signer):
    """The distinguished name of the made-up signer."""
    entries = [("country", 0x13, "VN"), ("organ", 0x0C, signer["organ_name"]),
               ("unit", 0x0C, signer["unit"]), ("name", 0x0C, signer["common_name"])]
    return sequence(*(tlv(0x31, sequence(oid(key), tlv(tag, text.encode()))) for key, tag, text in entries))


def raw_signature(key, data, work):
    """RSA over SHA-256."""
    target = work / "to-be-signed"
    target.write_bytes(data)
    return run("openssl", "dgst", "-sha256", "-sign", key, target)


def certificate(key, signer, moment, work):
    """A self-signed certificate, valid from two years before the signing time to twenty after it."""
    public = run("openssl", "pkey", "-in", key, "-pubout", "-outform", "DER")
    name = signer_name(signer)
    year = timedelta(days=365)
    usage = sequence(oid("key_usage"), b"\x01\x01\xff", tlv(0x04, b"\x03\x02\x06\xc0"))
    body = sequence(tlv(0xA0, b"\x02\x01\x02"), b"\x02\x01\x01", algorithm("sha256_rsa"), name,
                    sequence(utc(moment - 2 * year), utc(moment + 20 * year)), name, public, tlv(0xA3, sequence(usage)))
    return sequence(body, algorithm("sha256_rsa"), tlv(0x03, b"\x00", raw_signature(key, body, work)))


def cms(key, signer, moment, data, work):
    """A detached CMS signature over the data."""
    attributes = b"".join(sorted([
        sequence(oid("content_type"), tlv(0x31, oid("data"))),
        sequence(oid("signing_time"), tlv(0x31, utc(moment))),
        sequence(oid("digest"), tlv(0x31, tlv(0x04, hashlib.sha256(data).digest())))]))
    signature = raw_signature(key, tlv(0x31, attributes), work)
    info = sequence(b"\x02\x01\x01", sequence(signer_name(signer), b"\x02\x01\x01"), algorithm("sha256"),
                    tlv(0xA0, attributes), algorithm("rsa"), tlv(0x04, signature))
    signed = sequence(b"\x02\x01\x01", tlv(0x31, algorithm("sha256")), sequence(oid("data")),
                      tlv(0xA0, certificate(key, signer, moment, work)), tlv(0x31, info))
    return sequence(oid("signed_data"), tlv(0xA0, signed))


def banner(signer, moment):
    """The visible mark as a picture: who signed and when."""
    picture = Image.new("RGB", (900, 150), "white")
    pen = ImageDraw.Draw(picture)
    font = ImageFont.truetype(SANS, 34)
    stamp = moment.strftime("%d/%m/%Y %H:%M:%S") + " +07:00"
    for i, line in enumerate([f"Ký bởi: {signer['common_name']}", f"({signer['unit']})", f"Thời gian ký: {stamp}"]):
        pen.text((8, 4 + 48 * i), line, fill=(190, 20, 30), font=font)
    return picture


def object_body(data, number):
    """The dictionary of an object, without its closing brackets."""
    return re.findall(rb"(?<!\d)%d 0 obj\s*(<<.*?)>>\s*endobj" % number, data, re.DOTALL)[-1]


def new_objects(data, first, signer, moment):
    """Signature, field, its picture, and the changed catalog and first page, as {number: bytes}."""
    root = int(re.search(rb"/Root (\d+)", data)[1])
    page = min(int(m[1]) for m in re.finditer(rb"(\d+) 0 obj\s*<</Type/Page/", data))
    picture = banner(signer, moment)
    value = (b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/M(D:%s+07'00')/ByteRange[%s]/Contents<%s>>>"
             % (moment.strftime("%Y%m%d%H%M%S").encode(), b" " * 40, b"0" * CONTENTS))
    field = (b"<</Type/Annot/Subtype/Widget/FT/Sig/T(Signature1)/F 132/Rect[360 795 576 831]/P %d 0 R/V %d 0 R"
             b"/AP<</N %d 0 R>>>>" % (page, first, first + 2))
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 216 36]/Resources<</XObject<</Im %d 0 R>>>>" % (first + 3)
    image = (b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8"
             b"/Filter/FlateDecode" % picture.size)
    return {
        first: pdf_object(first, value),
        first + 1: pdf_object(first + 1, field),
        first + 2: pdf_object(first + 2, form, b"q 216 0 0 36 0 0 cm /Im Do Q"),
        first + 3: pdf_object(first + 3, image, zlib.compress(picture.tobytes(), 9)),
        page: pdf_object(page, object_body(data, page) + b"/Annots[%d 0 R]>>" % (first + 1)),
        root: pdf_object(root, object_body(data, root)
                         + b"/AcroForm<</SigFlags 3/Fields[%d 0 R]>>>>" % (first + 1)),
    }


def appended(data, objects, size):
    """The file with an incremental update."""
    out, places = bytearray(data), {}
    for number, item in objects.items():
        places[number] = len(out)
        out += item
    start = len(out)
    out += b"xref\n" + b"".join(b"%d 1\n%010d 00000 n \n" % pair for pair in sorted(places.items()))
    trailer = re.findall(rb"trailer\s*<<(.*?)>>\s*startxref\s+(\d+)", data, re.DOTALL)[-1]
    kept = re.sub(rb"/Size \d+", b"", trailer[0])
    out += b"trailer\n<<%s/Size %d/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (kept, size, trailer[1], start)
    return out


def sign(source, target, signer, moment, work):
    """Writes target: source with one visible signature."""
    data = source.read_bytes()
    first = int(re.findall(rb"/Size (\d+)", data)[-1])
    out = appended(data, new_objects(data, first, signer, moment), first + 4)
    hole = out.index(b"/Contents<" + b"0" * CONTENTS) + len(b"/Contents")
    after = hole + CONTENTS + 2
    spans = b"0 %d %d %d" % (hole, after, len(out) - after)
    place = out.index(b"/ByteRange[" + b" " * 40) + len(b"/ByteRange[")
    out[place:place + 40] = spans.ljust(40)
    key = work / "signer.key"
    run("openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", key)
    signature = cms(key, signer, moment, bytes(out[:hole] + out[after:]), work).hex().encode()
    out[hole + 1:hole + 1 + len(signature)] = signature
    target.write_bytes(out)
