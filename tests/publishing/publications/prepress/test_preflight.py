"""Files made wrong on purpose: a right magazine and a right poster, damaged in one way each, and what is found."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import numpy
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from publishing.publications.prepress import codes
from publishing.publications.prepress.colour import PROFILE
from publishing.publications.prepress.contents import MM, things
from publishing.publications.prepress.design import Design, Page
from publishing.publications.prepress.preflight import imprint, preflight
from publishing.publications.prepress.preflight.findings import SENTENCES
from tests.publishing.publications.prepress import prints


def booklet() -> Design:
    """Two pages with a photo, text, imprint and code."""
    pages = (Page(layout="article", stories=(prints.story(photos=1, words=2),)), Page(layout="imprint"))
    sheet = replace(prints.A5, pages_multiple=2)
    return replace(prints.magazine(), pages=pages, sheet=sheet, qr="")


def poster() -> Design:
    return replace(
        prints.hung("citylight", prints.CITYLIGHT), pages=(Page(layout="poster_photo", stories=(prints.EVENT,)),)
    )


# How a file is damaged. Each takes the open file.


def put(content: str, page: int = 0, **resources):
    """Draws something more on a page."""

    def damage(pdf: pikepdf.Pdf) -> None:
        own = pdf.pages[page].obj.Resources
        for kind, entries in resources.items():
            if f"/{kind}" not in own:
                own[f"/{kind}"] = Dictionary()
            for name, value in entries.items():
                own[f"/{kind}"][f"/{name}"] = value(pdf) if callable(value) else value
        pdf.pages[page].contents_add(f"\nq {content} Q\n".encode())

    return damage


HELVETICA = {"Font": {"Plain": Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)}}


def write(words: str, size: float = 10, x: float = 60, y: float = 60, before: str = "0 0 0 1 k", mode: int = 0):
    return put(f"{before} BT {mode} Tr /Plain {size} Tf {x} {y} Td ({words}) Tj ET", **HELVETICA)


def box(name: str, grown: float | None = None):
    """Without the box, or with one that is this many points larger than the cut."""

    def damage(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        if grown is None:
            del page[f"/{name}"]
            return
        left, bottom, right, top = (float(one) for one in page.TrimBox)
        page[f"/{name}"] = Array([left - grown, bottom - grown, right + grown, top + grown])

    return damage


def root(name: str, value=None):
    def damage(pdf: pikepdf.Pdf) -> None:
        if value is None:
            del pdf.Root[f"/{name}"]
        else:
            pdf.Root[f"/{name}"] = value(pdf) if callable(value) else value

    return damage


def intent(name: str, value=None):
    def damage(pdf: pikepdf.Pdf) -> None:
        if value is None:
            del pdf.Root.OutputIntents[0][f"/{name}"]
        else:
            pdf.Root.OutputIntents[0][f"/{name}"] = value(pdf) if callable(value) else value

    return damage


def photo_of(pdf: pikepdf.Pdf):
    """The largest image of the first page."""
    return max(
        (thing for thing in things(pdf, pdf.pages[0]) if thing.kind == "image"),
        key=lambda thing: int(thing.image.Width) * int(thing.image.Height),
    ).image


def pixels(mode: str, colour: object, size: tuple[int, int] | None = None):
    """Another image in the photo's place."""

    def damage(pdf: pikepdf.Pdf) -> None:
        image = photo_of(pdf)
        wide, high = size or (int(image.Width), int(image.Height))
        raw = Image.new(mode, (wide, high), colour).tobytes()
        spaces = {"RGB": Name.DeviceRGB, "CMYK": Name.DeviceCMYK, "L": Name.DeviceGray}
        image.write(raw)
        image.Width, image.Height, image.ColorSpace = wide, high, spaces[mode]
        if "/Decode" in image:
            del image.Decode

    return damage


def shrunk(part: float, across: float = 1.0):
    """The same photo with fewer pixels."""

    def damage(pdf: pikepdf.Pdf) -> None:
        image = photo_of(pdf)
        picture = Image.open(io.BytesIO(image.read_raw_bytes()))
        smaller = picture.resize((max(1, int(picture.width * part * across)), max(1, int(picture.height * part))))
        out = io.BytesIO()
        smaller.save(out, "JPEG")
        image.write(out.getvalue(), filter=Name.DCTDecode)
        image.Width, image.Height = smaller.size

    return damage


def without(operator: str, page: int = 0, keep: int = 0):
    """The page's instructions without those of one kind, but the first few."""

    def damage(pdf: pikepdf.Pdf) -> None:
        kept, seen = [], 0
        instructions = pikepdf.parse_content_stream(pdf.pages[page])
        for one in instructions:
            if str(one.operator) == operator:
                seen += 1
                if seen > keep:
                    continue
            kept.append(one)
        pdf.pages[page].obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))

    return damage


def font(change):
    """Each font of the file is changed."""

    def damage(pdf: pikepdf.Pdf) -> None:
        for one in pdf.pages[0].obj.Resources.Font.values():
            change(one)

    return damage


def not_embedded(one) -> None:
    told = one.DescendantFonts[0].FontDescriptor
    for name in ("/FontFile", "/FontFile2", "/FontFile3"):
        if name in told:
            del told[name]


def drawn_font(one) -> None:
    one.Subtype = Name.Type3


def other_code(address: str):
    """Another code over the first, which is painted out."""

    def damage(pdf: pikepdf.Pdf) -> None:
        there = next(one for one in things(pdf, pdf.pages[0]) if one.kind == "fill" and one.parts > 80)
        left, bottom, right, _top = there.box
        rows = codes.grid(address)
        side = (right - left) / len(rows)
        squares = "".join(
            f"{left + x * side:.3f} {bottom + (len(rows) - 1 - y) * side:.3f} {side:.3f} {side:.3f} re "
            for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
        )  # fmt: skip
        put(f"0 0 0 0 k {left - 30} {bottom - 30} {right - left + 60} {right - left + 60} re f 0 0 0 1 k {squares} f")(
            pdf
        )

    return damage


def blotted(pdf: pikepdf.Pdf) -> None:
    """Ink over the middle of the code."""
    there = next(one for one in things(pdf, pdf.pages[0]) if one.kind == "fill" and one.parts > 80)
    left, bottom, right, top = there.box
    put(f"0 0 0 1 k {left + 30} {bottom + 4} {(right - left) / 2} {(top - bottom) / 2} re f")(pdf)


def coloured_code(pdf: pikepdf.Pdf) -> None:
    raw = pdf.pages[0].obj.Contents
    data = b"".join(one.read_bytes() for one in (raw if isinstance(raw, Array) else [raw]))
    at = data.rindex(b"0 0 0 1 k")
    pdf.pages[0].obj.Contents = pdf.make_stream(data[:at] + b".9 .8 0 .1 k" + data[at + 9 :])


def state(**told):
    return {"ExtGState": {"Odd": Dictionary(**told)}}


def icc(channels: int):
    def space(pdf: pikepdf.Pdf):
        profile = pdf.make_stream(b"not read")
        profile.N = channels
        return Array([Name.ICCBased, profile])

    return {"ColorSpace": {"Own": space}}


def ink_named(name: str):
    def space(pdf: pikepdf.Pdf):
        function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 1, 1, 0], N=1)
        return Array([Name.Separation, Name(f"/{name}"), Name.DeviceCMYK, pdf.make_indirect(function)])

    return {"ColorSpace": {"Own": space}}


def lab(pdf: pikepdf.Pdf):
    return Array([Name.Lab, Dictionary(WhitePoint=[0.96, 1, 0.82])])


def linked(pdf: pikepdf.Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9])
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])


def attached(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["note.txt"] = b"."


def with_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages.append(pdf.pages[0])


def turned(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Rotate = 90


def emptied(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Contents = pdf.make_stream(b"")


def broken_content(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Contents = pdf.make_stream(b"q 1 0 0 cm /x gs (")


def no_trapping(pdf: pikepdf.Pdf) -> None:
    del pdf.trailer.Info.Trapped


def plain_metadata(pdf: pikepdf.Pdf) -> None:
    data = pdf.Root.Metadata.read_bytes().replace(b"PDF/X-4", b"PDF")
    pdf.Root.Metadata = pdf.make_stream(data)


def rgb_profile(pdf: pikepdf.Pdf):
    profile = pdf.make_stream(PROFILE.read_bytes()[:16] + b"RGB " + PROFILE.read_bytes()[20:])
    profile.N = 3
    return profile


MAGAZINE = {
    "a page too few": (lambda pdf: pdf.pages.__delitem__(1), "pages_missing"),
    "a page too many": (with_page, "pages_missing"),
    "three pages where two are folded": (with_page, "pages_multiple"),
    "nothing on a page": (emptied, "page_empty"),
    "instructions that are none": (broken_content, "file_broken"),
    "turned": (turned, "page_rotated"),
    "no cut": (box("TrimBox"), "trim_missing"),
    "cut too small": (box("TrimBox", -9), "page_size"),
    "cut too large": (box("TrimBox", 3), "page_size"),
    "no bleed": (box("BleedBox"), "bleed_missing"),
    "a millimetre of bleed": (box("BleedBox", MM), "bleed_small"),
    "the sheet ends at the cut": (box("MediaBox", 0), "media_small"),
    "a window inside": (box("CropBox", -20), "crop_inside"),
    "a surface that ends at the cut": (put("0 0 0 1 k 0 100 60 90 re f", page=1), "bleed_white"),
    "no output intent": (root("OutputIntents"), "intent_missing"),
    "an American condition": (intent("OutputConditionIdentifier", pikepdf.String("CGATS TR 001")), "intent_other"),
    "no profile": (intent("DestOutputProfile"), "intent_profile"),
    "a profile for screens": (intent("DestOutputProfile", rgb_profile), "intent_profile"),
    "no PDF/X": (plain_metadata, "pdfx_missing"),
    "no metadata": (root("Metadata"), "pdfx_missing"),
    "no word on trapping": (no_trapping, "trapped_missing"),
    "a link": (linked, "annotation"),
    "a script": (root("OpenAction", Dictionary(S=Name.JavaScript, JS="1")), "script"),
    "a file in it": (attached, "attachment"),
    "layers": (root("OCProperties", Dictionary(OCGs=[], D=Dictionary())), "layers"),
    "an RGB surface": (put("1 0 0 rg 90 90 40 40 re f"), "rgb_drawing"),
    "an RGB line": (put("0 0 1 RG 90 90 m 150 90 l S"), "rgb_drawing"),
    "RGB by a profile": (put("/Own cs 1 0 0 scn 90 90 40 40 re f", **icc(3)), "rgb_drawing"),
    "RGB black words": (write("siyah", before="0 0 0 rg"), "rgb_drawing"),
    "Lab": (put("/Own cs 50 20 20 scn 90 90 40 40 re f", ColorSpace={"Own": lab}), "other_colour"),
    "a spot colour": (put("/Own cs 1 scn 90 90 40 40 re f", **ink_named("Gold")), "spot_colour"),
    "registration colour inside": (put("/Own cs 1 scn 90 90 40 40 re f", **ink_named("All")), "registration"),
    "an RGB photo": (pixels("RGB", (200, 90, 20)), "rgb_photo"),
    "a photo of 400 % ink": (pixels("CMYK", (255, 255, 255, 255)), "ink_photo"),
    "320 % ink": (put(".9 .8 .7 .8 k 90 90 40 40 re f"), "ink_drawing"),
    "black of four inks": (write("dort renk", before=".6 .5 .5 1 k"), "black_text"),
    "black with a little cyan": (write("mavi siyah", before=".2 0 0 1 k"), "black_text"),
    "black of three inks": (write("uc renk", before=".8 .8 .8 0 k"), "black_text"),
    "fine words in three inks": (write("ince", size=6.2, before=".5 .3 .4 0 k"), "fine_colours"),
    "white that overprints": (put("/Odd gs 0 0 0 0 k 90 90 9 9 re f", **state(OP=True, op=True)), "overprint_white"),
    "colour that overprints": (put("/Odd gs 1 0 0 0 k 90 90 9 9 re f", **state(OP=True, op=True)), "overprint"),
    "half transparent": (put("/Odd gs 1 0 0 0 k 90 90 9 9 re f", **state(ca=0.5)), "transparency"),
    "multiplied": (put("/Odd gs 1 0 0 0 k 90 90 9 9 re f", **state(BM=Name.Multiply)), "transparency"),
    "behind a mask": (put("/Odd gs 1 0 0 0 k 90 90 9 9 re f", **state(SMask=Dictionary(S=Name.Alpha))), "transparency"),
    "a third of the pixels": (shrunk(0.33), "photo_coarse"),
    "nine tenths of the pixels": (shrunk(0.9), "photo_soft"),
    "a photo drawn broad": (shrunk(1.0, 0.8), "photo_stretched"),
    "no photo": (without("Do"), "photo_missing"),
    "grey in the photo's place": (pixels("L", 200), "photo_standin"),
    "fonts outside": (font(not_embedded), "font_missing"),
    "fonts as drawings": (font(drawn_font), "font_drawn"),
    "a text without its end": (without("TJ", keep=8), "text_missing"),
    "4 pt": (write("okunmaz", size=4), "text_tiny"),
    "5.5 pt": (write("kucuk", size=5.5), "text_small"),
    "words beside the page": (write("kesilir", x=-40, y=100), "text_cut"),
    "words at the cut": (write("kenarda", x=5, y=100), "text_unsafe"),
    "words nobody sees": (write("gizli", mode=3), "text_hidden"),
    "a hairline": (put("0 0 0 1 K 0 w 90 90 m 150 90 l S"), "line_thin"),
    "a tenth of a point": (put("0 0 0 1 K .1 w 90 90 m 150 90 l S"), "line_thin"),
    "a surface like a hair": (put("0 0 0 1 k 90 90 90 .1 re f"), "line_thin"),
    "a day that is none": (write("31 Nisan 2027"), "date_false"),
    "the wrong weekday": (write("3 Haziran 2027 Pazartesi"), "weekday_wrong"),
    "an imprint that was not printed": (without("TJ", page=1), "imprint_differs"),
    "no ISSN on the page": (without("TJ", page=1), "issn_missing"),
}  # fmt: skip
POSTER = {
    "a day long past": (write("5 Haziran 2026", x=100, y=100), "date_past"),
    "pale words": (write("solgun", size=30, x=100, y=60, before=".8 .4 .3 .3 k"), "text_pale"),
    "words behind the frame": (write("cerceve", x=2, y=100), "text_cut"),
    "no code": (without("f"), "code_missing"),
    "a code for another address": (other_code("https://baska.example/"), "code_other"),
    "a blotted code": (blotted, "code_unread"),
    "a coloured code": (coloured_code, "code_coloured"),
}
DESIGNED = {
    "an imprint line left out": (lambda what: replace(what, imprint=what.imprint[1:]), "imprint_missing"),
    "an imprint line changed since": (
        lambda what: replace(what, imprint=(*what.imprint[:-1], ("Basım tarihi", "1 Mart 1999"))), "imprint_differs"
    ),
    "a wrong ISSN": (lambda what: replace(what, issn="1300-0005"), "issn_wrong"),
    "a wrong ISBN": (lambda what: replace(what, isbn="978-975-17-0000-9"), "isbn_wrong"),
    "an ISBN nobody printed": (lambda what: replace(what, isbn="978-975-17-0000-1"), "isbn_missing"),
    "an issue of last year": (lambda what: replace(what, date=dt.date(2026, 1, 1)), "issue_past"),
    "another size": (lambda what: replace(what, sheet=replace(what.sheet, trim=(210, 297))), "page_size"),
    "letters for a larger distance": (
        lambda what: replace(what, kind="poster", sheet=replace(what.sheet, distance=60)), "letters_low"
    ),
    "a code that was not drawn": (lambda what: replace(what, qr=prints.CODE), "code_missing"),
}  # fmt: skip


@pytest.mark.thorough
def test_files_made_wrong(tmp_path):
    """Each damage is named, and the undamaged files are blamed for nothing."""
    missed, wrong = {}, tmp_path / "wrong.pdf"
    for what, table, name in ((booklet(), MAGAZINE, "booklet"), (poster(), POSTER, "poster")):
        place, fits = prints.drawn(what, name)
        right = place / "print.pdf"
        assert not any(fit.over for fit in fits)
        assert preflight(right, what, today=prints.TODAY).findings == ()
        for title, (damage, code) in table.items():
            with pikepdf.open(right) as pdf:
                damage(pdf)
                pdf.save(wrong)
            report = preflight(wrong, what, today=prints.TODAY)
            if code not in report.codes:
                missed[title] = sorted(report.codes)
        if name == "booklet":
            for title, (change, code) in DESIGNED.items():
                report = preflight(right, change(what), today=prints.TODAY)
                if code not in report.codes:
                    missed[title] = sorted(report.codes)
            with pikepdf.open(right) as pdf:
                pdf.save(wrong, encryption=pikepdf.Encryption(owner="o", user="u"))
            assert preflight(wrong, what).codes == {"file_locked"}
            wrong.write_bytes(b"no PDF at all")
            assert preflight(wrong, what).codes == {"file_broken"}
    assert missed == {}
    assert len(MAGAZINE) + len(POSTER) + len(DESIGNED) >= 70
    named = {code for table in (MAGAZINE, POSTER, DESIGNED) for _damage, code in table.values()}
    assert set(SENTENCES) - named == {"file_locked", "file_broken", "code_small"} - named


def test_a_small_code_is_named(tmp_path):
    what = poster()
    sheet = replace(what.sheet, trim=(594, 841), visible=None, scale=5, bleed=5, safe=15)
    place, _fits = prints.drawn(replace(what, sheet=sheet), "small-code")
    assert "code_small" in preflight(place / "print.pdf", replace(what, sheet=sheet), today=prints.TODAY).codes


@pytest.mark.parametrize(
    ("number", "holds"),
    [
        ("1300-0004", True),
        ("2049-3630", True),
        ("0000-006X", True),
        ("1300-0005", False),
        ("130-00041", False),
        ("", False),
    ],
)
def test_issn(number, holds):
    assert imprint.issn_holds(number) is holds


@pytest.mark.parametrize(
    ("number", "holds"),
    [("978-975-17-0000-1", True), ("9780306406157", True), ("978-0-306-40615-8", False), ("975-17-0000-1", False)],
)
def test_isbn(number, holds):
    assert imprint.isbn_holds(number) is holds


@pytest.mark.parametrize(
    "address",
    ["https://kiyikent.bel.tr/" + "x" * length for length in (1, 40, 120, 300)] + ["12345", "HTTP://A.TR/1", "ığüşöç"],
)
def test_codes_are_read_as_they_were_made(address):
    rows = codes.grid(address)
    assert codes.read(rows) == address
    with pytest.raises(ValueError, match=r"finder|format|side"):
        codes.read([[not one for one in row] for row in rows])


def test_ink_stays_below_the_limit():
    from publishing.publications.prepress.colour import inked

    noise = numpy.random.default_rng(7).integers(0, 60, (8, 8, 3), dtype=numpy.uint8)
    dark = Image.fromarray(noise).resize((64, 64))
    for most in (240, 300):
        printed = numpy.asarray(Image.open(io.BytesIO(inked(dark, most))))
        assert printed.sum(axis=2, dtype=int).mean() / 2.55 > 180
        assert numpy.quantile(printed.sum(axis=2, dtype=int), 0.999) / 2.55 <= most
    assert Path(PROFILE).stat().st_size > 100_000
