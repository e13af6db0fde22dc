"""Every layout on its sheets: nothing is blamed, every page looks as it did, and odd contents keep their place."""

import os
from dataclasses import replace
from pathlib import Path

import numpy
import pikepdf
import pytest
from PIL import Image

from publishing.publications.layouts.catalogue import LAYOUTS
from publishing.publications.prepress.composition import composed
from publishing.publications.prepress.contents import things
from publishing.publications.prepress.design import Page, Paragraph, Story, Unfit
from publishing.publications.prepress.preflight import preflight
from publishing.publications.prepress.rendering import RenderingFailed, fit, render
from tests.publishing.publications.prepress import prints

STORED = Path(__file__).parent / "pictures"
ALIKE = 5.0  # levels of 255 that a page may differ on the whole; another layout differs by 20 and more


@pytest.mark.slow
def test_every_layout_looks_as_it_did_and_is_not_blamed():
    seen, blamed, changed = set(), {}, {}
    for name, what in prints.right_ones().items():
        seen |= {page.layout for page in what.pages}
        place, fits = prints.drawn(what, name)
        report = preflight(place / "print.pdf", what, today=prints.TODAY)
        if report.findings or any(one.over for one in fits):
            blamed[name] = [*(f"{one.page} {one.text}" for one in report.findings), *(one for one in fits if one.over)]
        sheet = prints.thumbnails(place, what.page_count)
        stored = STORED / f"{name}.png"
        if os.environ.get("PRESS_PICTURES") == "write":  # after a layout was changed and looked at
            sheet.quantize(128).save(stored, optimize=True)
        known = Image.open(stored).convert("RGB")
        if known.size != sheet.size:
            changed[name] = known.size, sheet.size
            continue
        apart = numpy.abs(numpy.asarray(known, dtype=float) - numpy.asarray(sheet, dtype=float)).mean()
        if apart > ALIKE:
            changed[name] = apart
    assert blamed == {}
    assert changed == {}
    assert seen == set(LAYOUTS)


def test_the_program_draws_the_same_bytes_again_and_says_how_far_it_is(tmp_path):
    what = prints.hung("citylight", prints.CITYLIGHT)
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    steps = []
    made = render(what, first, progress=lambda done, of: steps.append((done, of)))
    render(what, second)
    assert made.print_pdf.read_bytes() == (second / "print.pdf").read_bytes()
    assert made.web_pdf.read_bytes() == (second / "web.pdf").read_bytes()
    assert steps[-1][0] == steps[-1][1] > 3
    assert all(page.exists() for page in (*made.pages, *made.zooms))
    with pikepdf.open(made.print_pdf) as pdf:
        spaces = {thing.paint.space for page in pdf.pages for thing in things(pdf, page) if thing.kind != "image"}
        assert spaces == {"DeviceCMYK", "Separation:All"}
    with pikepdf.open(made.web_pdf) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "tr"
        figures = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"]
        assert len(figures) > 3
        assert all(str(one.get("/Alt", "")) for one in figures)
        spaces = {thing.paint.space for page in pdf.pages for thing in things(pdf, page) if thing.kind != "image"}
        assert spaces == {"DeviceRGB"}


def test_a_broken_photo_ends_the_program_alone(tmp_path):
    whole = prints.photo(7)
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(Path(whole.path).read_bytes()[:700])
    event = replace(prints.EVENT, pictures=(replace(whole, path=str(broken)),))
    what = replace(prints.hung("poster", prints.CITYLIGHT), pages=(Page(layout="poster_photo", stories=(event,)),))
    with pytest.raises(RenderingFailed, match="picture"):
        render(what, tmp_path)


A5 = prints.A5
LONG = "Muvaffakiyetsizleştiricileştiriveremeyebileceklerimizdenmişsinizcesine"
TEXTS = {
    "nothing at all": ((), False),
    "one line": (("Kısa.",), False),
    "10,000 letters": ((" ".join(prints.WORDS),) * 24, True),
    "a word longer than a column": ((LONG * 3,), False),
    "only capitals": (("IĞDIR İZMİR ŞÇÖÜ " * 20,), False),
}


@pytest.mark.parametrize("layout", ["article", "interview", "news", "children"])
def test_text_of_any_length_keeps_its_place(layout):
    for name, (texts, too_long) in TEXTS.items():
        words = tuple(Paragraph(text) for text in texts)
        page = Page(layout=layout, stories=(Story(key="s", headline="Başlık", paragraphs=words),))
        told = {one.slot: one for one in fit(page, A5)}["s"]
        assert bool(told.over) == too_long, name
        if too_long:
            assert 7_000 < told.over < 12_000, (layout, told)
        else:
            assert told.empty > 0, (layout, name)


def test_one_story_and_two_hundred():
    events = tuple(Story(key=f"{number}", headline="Şiir gecesi", when="22 Haziran 2027") for number in range(200))
    (few,) = fit(Page(layout="agenda", stories=events[:1]), A5)
    (many,) = fit(Page(layout="agenda", stories=events), A5)
    assert few.over == 0 < few.empty
    assert many.over > 1000
    (spread,) = fit(Page(layout="agenda", stories=events, span=8), A5)
    assert spread.over == 0


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_every_layout_can_be_drawn_before_anything_stands_on_it(layout):
    design = prints.hung("poster", prints.CITYLIGHT)
    for stories in ((), (Story(key="s"),)):
        composed(replace(design, pages=(Page(layout=layout, stories=stories),)))


def test_what_is_not_there_is_refused():
    with pytest.raises(Unfit, match="layout"):
        composed(replace(prints.hung("poster", prints.CITYLIGHT), pages=(Page(layout="nowhere"),)))
    with pytest.raises(Unfit, match="text"):
        fit(Page(layout="article", stories=(Story(paragraphs=(Paragraph("x" * 200_001),)),)), A5)


def test_pictures_compare():
    """The tolerance is no blindfold: the two looks, in which most pages are alike, differ by more than half of it."""
    names = ("kent", "rihtim")
    known = [numpy.asarray(Image.open(STORED / f"{name}.png").convert("RGB"), dtype=float) for name in names]
    assert numpy.abs(known[0] - known[1]).mean() > ALIKE / 2
