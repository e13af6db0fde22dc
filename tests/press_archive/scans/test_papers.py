"""A newspaper from the scanner's glass to clippings: pages straightened and read, boxes cut, sizes measured."""

from __future__ import annotations

import datetime as dt
import json
import multiprocessing
import os
import signal
import struct
import subprocess
import sys
import zlib
from decimal import Decimal
from io import BytesIO

import numpy
import pypdfium2
import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from cms.core.refusal import Refusal
from demo.pictures import newspaper
from media_library.models import JobKind, MediaJob
from media_library.work import sweeper
from media_library.work.jobs import services as jobs
from media_library.work.jobs.worker import MediaWorker
from press_archive.clippings import pictures
from press_archive.clippings import services as clippings
from press_archive.clippings.models import Clipping, PageCopy
from press_archive.scans import measures, printouts, programs, renderer, services, words, work
from press_archive.scans.models import Cut, PageState, Paper, PaperFile, PaperPage
from press_archive.scans.words import Box, Word
from tests import factories
from tests.factories.clippings import clipping, outlet
from tests.factories.scans import TEXT, drawn_page, jpeg, paper, paper_outlet, sheet, upload
from tests.factories.scans import work as media_worker
from tests.office import browser

pytestmark = pytest.mark.django_db
fork = multiprocessing.get_context("fork")


def test_a_scanned_page_becomes_clippings_with_picture_text_and_size():
    """The whole way with the real programs: a sheet that lies askew on the glass, Pillow, tesseract."""
    picture, boxes = sheet()
    row = paper(upload(newspaper.scanned(picture, angle=1.7), "s1.jpg"))
    assert row.files.get().pages is None
    media_worker()
    page = row.pages.get()
    assert (page.state, page.fault, page.number) == (PageState.READ, "", 1)
    assert page.width_cm == pytest.approx(Decimal("31.2"), abs=Decimal("0.2"))  # the sheet and the rim of the glass
    assert renderer.askew(Image.open(page.picture).convert("RGB")) == pytest.approx(0, abs=0.2)  # level again

    left, top, width, height = boxes[0]
    box = Box(left + newspaper.RIM, top + newspaper.RIM, width, height)
    client = browser(factories.archivist())
    said = client.get(reverse("scans:reading", args=[row.pk]), {"kutular": json.dumps([[page.pk, *box]])}).json()
    assert said["headline"] == "Sahil yolu açılıyor"
    assert said["read"]
    assert "3 sütun" in said["measure"]
    form = {"boxes": json.dumps([[page.pk, *box]]), "headline": said["headline"], "tone": "positive", "topics": "sahil"}
    response = client.post(reverse("scans:paper", args=[row.pk]), form)
    made = Clipping.objects.get()
    assert response["Location"] == f"{reverse('scans:paper', args=[row.pk])}?sayfa={page.pk}"
    assert (made.headline, made.origin, made.medium, made.outlet) == (said["headline"], "scan", "newspaper", row.outlet)
    assert (made.page, made.issue_number, made.published_on) == ("1", "4512", row.published_on)
    assert (made.on_front_page, made.tone, made.topic_names) == (True, "positive", ["sahil"])
    assert (made.columns, made.centimetres) == (
        3,
        pytest.approx(Decimal(height) / 150 * Decimal("2.54"), abs=Decimal("0.3")),
    )
    assert made.column_width == Decimal("4.80")
    said_there = set(made.text.split())
    assert len(said_there & set(TEXT.split())) > 0.8 * len(set(TEXT.split()))
    assert "Fırıncılar" not in made.text
    scan = made.scans.get()
    assert Image.open(scan.file).size == (width, height)
    assert Image.open(scan.small).width <= 480
    # The same form once more is no second clipping.
    assert client.post(reverse("scans:paper", args=[row.pk]), form).status_code == 400
    assert Clipping.objects.count() == 1


def test_a_story_over_two_pages_is_one_clipping_and_gets_its_text_when_the_pages_are_read():
    one = drawn_page(state=PageState.DRAWN)
    row = one.paper
    two = PaperPage.objects.create(
        paper=row, file=one.file, place=1, number=7, state=PageState.READ, picture=one.picture, small=one.small,
        width=one.width, height=one.height, width_cm=Decimal("28.8"), words=[[100, 100, 80, 20, 1, 1, 1, "devamı"]],
    )  # fmt: skip
    drawn = [(one, Box(0, 0, one.width // 2, 500)), (two, Box(0, 0, one.width // 6, 300))]
    made = services.cut(paper=row, drawn=drawn, clipping=Clipping(headline="Uzun haber"), user=factories.editor())
    assert (made.text, made.page, made.scans.count()) == ("", "3, 7", 2)
    # Three columns and one: told as three with the height that gives the same area.
    pixel = Decimal("28.8") / one.width
    assert made.columns == 3
    assert made.area == pytest.approx(3 * 500 * pixel + 300 * pixel, abs=Decimal("0.2"))
    PaperPage.objects.filter(pk=one.pk).update(words=[[100, 100, 80, 20, 1, 1, 1, "başı"]])
    table = "\t".join(
        [
            "level",
            "page_num",
            "block_num",
            "par_num",
            "line_num",
            "word_num",
            "left",
            "top",
            "width",
            "height",
            "conf",
            "text",
        ]
    )
    table += "\n5\t1\t1\t1\t1\t1\t100\t100\t80\t20\t91.2\tbaşı"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(programs, "read", lambda path, alive: table)
        work.read_page(one.pk, lambda percent: None)
    made.refresh_from_db()
    assert made.text == "başı\ndevamı"
    # What somebody typed is never written over.
    Clipping.objects.filter(pk=made.pk).update(text="elle")
    assert not clippings.give_text(clipping=made, text="makine")


@pytest.mark.parametrize("how", ["killed after reading", "one page cannot be read"])
def test_a_story_gets_the_text_of_its_pages_however_reading_them_ended(how):
    one, two = drawn_page(state=PageState.DRAWN), drawn_page(state=PageState.DRAWN)
    PaperPage.objects.filter(pk=two.pk).update(paper=one.paper)
    two.paper = one.paper
    drawn = [(page, Box(0, 0, 400, 300)) for page in (one, two)]
    made = services.cut(paper=one.paper, drawn=drawn, clipping=Clipping(headline="x"), user=factories.editor())
    read = {"state": PageState.READ, "words": [[100, 100, 80, 20, 1, 1, 1, "devamı"]]}
    PaperPage.objects.filter(pk=one.pk).update(**read)
    if how == "killed after reading":
        PaperPage.objects.filter(pk=two.pk).update(state=PageState.READ)
        work.read_page(two.pk, lambda percent: None)
    else:
        work.reading_failed(two.pk, "olmadı")
    made.refresh_from_db()
    assert made.text == "devamı"


def test_without_tesseract_pages_are_cut_and_the_house_says_so_by_name(monkeypatch):
    monkeypatch.setattr(programs, "reader", lambda: None)
    row = paper(upload(jpeg(sheet()[0]), "s1.jpg"))
    media_worker()
    page = row.pages.get()
    assert page.state == PageState.READ
    assert "tesseract-ocr-tur" in page.fault
    html = browser(factories.editor()).get(reverse("scans:index")).content.decode()
    assert "tesseract-ocr-tur" in html
    made = services.cut(
        paper=row, drawn=[(page, Box(0, 0, 400, 300))], clipping=Clipping(headline="Elle"), user=factories.editor()
    )
    assert (made.headline, made.text, made.scans.count()) == ("Elle", "", 1)


@pytest.mark.once
def test_a_photographed_sheet_is_seen_from_above(tmp_path):
    """A sheet on a dark table, photographed from aside; the telephone says by EXIF which way it was held."""
    picture = sheet()[0].resize((900, 750))
    table = Image.new("RGB", (1200, 1000), (40, 34, 30))
    corners = [(120, 90), (1080, 150), (1110, 900), (90, 840)]  # left top, right top, right bottom, left bottom
    slanted = _slanted(picture, corners, table.size)
    table.paste(slanted, mask=slanted.getchannel("A"))
    exif = Image.Exif()
    exif[0x0112] = 6
    path = tmp_path / "foto.jpg"
    path.write_bytes(jpeg(table.rotate(90, expand=True), exif=exif))
    found = programs.drawn(path, 0, 0, tmp_path / "p.jpg", tmp_path / "s.jpg", lambda: None)
    assert found["width_cm"] is None
    assert found["width"] / found["height"] == pytest.approx(1.28, abs=0.12)
    with Image.open(tmp_path / "p.jpg") as flat:
        rim = [flat.getpixel((x, y)) for x in (8, flat.width - 9) for y in (8, flat.height - 9)]
    assert all(min(colour) > 150 for colour in rim)  # paper at all four corners, and no table


def _slanted(picture, corners, size):
    rows, values = [], []
    for (x, y), (u, v) in zip(corners, [(0, 0), (picture.width, 0), picture.size, (0, picture.height)], strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    how = numpy.linalg.solve(numpy.array(rows, float), numpy.array(values, float))
    return picture.convert("RGBA").transform(size, Image.Transform.PERSPECTIVE, how.tolist())


def test_a_page_is_turned_numbered_and_asked_for_again():
    page = drawn_page()
    client = browser(factories.archivist())
    address = reverse("scans:page", args=[page.pk])
    client.post(address, {"number": "12"})
    client.post(address, {"number": "0"})
    page.refresh_from_db()
    assert page.number == 12
    client.post(address, {"turn": "1"})
    page.refresh_from_db()
    assert (page.turns, page.state, page.number) == (1, PageState.WAITING, 12)
    assert MediaJob.objects.filter(kind=JobKind.PAPER_PAGE, subject_id=page.pk).count() == 1
    PaperPage.objects.update(state=PageState.FAILED, fault="olmadı")
    client.post(address, {"again": "1"})
    page.refresh_from_db()
    assert (page.state, page.fault) == (PageState.WAITING, "")
    PaperPage.objects.update(state=PageState.READ)
    services.cut(paper=page.paper, drawn=[(_fresh(page), Box(0, 0, 99, 99))], clipping=Clipping(headline="x"),
                 user=factories.editor())  # fmt: skip
    with pytest.raises(Refusal, match="kesilmiş"):
        services.turn(page=page, user=factories.editor())


@pytest.mark.parametrize("what", ["turned", "drawn anew", "gone"])
def test_a_page_that_changed_while_its_boxes_were_sent_is_not_cut(what):
    page = drawn_page()
    read, row = _fresh(page), page.paper
    if what == "gone":
        page.delete()
    else:
        services.turn(page=page, user=factories.archivist())
    if what == "drawn anew":
        PaperPage.objects.update(state=PageState.READ)
    with pytest.raises(Refusal, match="bu sırada değişti") as refusal:
        services.cut(paper=row, drawn=[(read, Box(0, 0, 99, 99))], clipping=Clipping(headline="x"),
                     user=factories.editor())  # fmt: skip
    assert refusal.value.status == 409
    assert (Clipping.objects.count(), Cut.objects.count()) == (0, 0)


def _fresh(page):
    return PaperPage.objects.select_related("paper__outlet").get(pk=page.pk)


@pytest.mark.parametrize(
    "boxes",
    [
        "", "[]", "null", "{}", "[[1]]", '[["a",0,0,50,50]]', "[[{page},0,0,5,5]]", "[[{page},0,0,99999,50]]",
        "[[{page},-1,0,50,50]]", "[[999999,0,0,50,50]]", "[[{other},0,0,50,50]]", "[[{page},0,0,1e400,50]]",
        "[" * 900, "[" + ",".join(["[{page},0,0,50,50]"] * 9) + "]", "[[{page},0,0,NaN,50]]",
    ],
)  # fmt: skip
def test_boxes_that_lie_elsewhere_cut_nothing(boxes):
    page, other = drawn_page(), drawn_page()
    text = boxes.replace("{page}", str(page.pk)).replace("{other}", str(other.pk))
    client = browser(factories.editor())
    answer = client.post(reverse("scans:paper", args=[page.paper_id]), {"boxes": text, "headline": "x"})
    assert answer.status_code == 400
    assert "error" in client.get(reverse("scans:reading", args=[page.paper_id]), {"kutular": text}).json()
    assert (Clipping.objects.count(), Cut.objects.count()) == (0, 0)


def test_who_scans_and_nothing_leaves_the_office():
    page = drawn_page(words=[[10, 10, 50, 20, 1, 1, 1, "Gizli"]])
    row, file = page.paper, page.file
    reads = [
        reverse("scans:index"), reverse("scans:paper", args=[row.pk]), reverse("scans:state", args=[row.pk]),
        reverse("scans:picture", args=[page.pk]), reverse("scans:small", args=[page.pk]),
        reverse("scans:file", args=[file.pk]),
    ]  # fmt: skip
    works = [reverse("scans:add"), reverse("scans:reading", args=[row.pk])]
    for who in ("editor", "archivist", "administrator", "director", "mayor", "social_editor"):
        client, worker = browser(getattr(factories, who)()), who in ("editor", "archivist", "administrator")
        assert {client.get(address).status_code for address in reads} == {200}, who
        assert {client.get(address).status_code == 200 for address in works} == {worker}, who
        box = json.dumps([[page.pk, len(who), 0, 60, 60]])
        cut = client.post(reverse("scans:paper", args=[row.pk]), {"boxes": box, "headline": who})
        assert ("sayfa=" in cut.get("Location", "")) == worker, who
        assert ("data-cut" in client.get(reads[1]).content.decode()) == worker, who
    assert {cut.clipping.headline for cut in Cut.objects.all()} == {"editor", "archivist", "administrator"}
    for user in (None, factories.person("muhabir")):
        client = browser(user) if user else Client()
        for address in (*reads, *works):
            assert client.get(address).status_code == 302, address
    for stored in (page.picture, page.small, file.file):
        for client in (Client(), browser(factories.administrator())):
            assert client.get(f"/media/{stored.name}").status_code == 404
    picture = browser(factories.mayor()).get(reads[3])
    assert "no-store" in picture["Cache-Control"]
    assert picture["X-Content-Type-Options"] == "nosniff"
    for act in (
        lambda user: services.turn(page=page, user=user), lambda user: services.remove_paper(paper=row, user=user),
        lambda user: services.number(page=page, number=2, user=user),
        lambda user: services.add_files(paper=Paper(outlet=row.outlet), files=[upload(b"")], user=user),
        lambda user: services.cut(paper=row, drawn=[], clipping=Clipping(), user=user),
    ):  # fmt: skip
        with pytest.raises(PermissionDenied):
            act(factories.mayor())


def test_a_paper_goes_with_its_files_and_its_clippings_stay(django_capture_on_commit_callbacks):
    page = drawn_page()
    made = services.cut(
        paper=page.paper,
        drawn=[(page, Box(0, 0, 90, 90))],
        clipping=Clipping(headline="Kalır"),
        user=factories.editor(),
    )
    names = [page.picture.name, page.small.name, page.file.file.name]
    assert all(default_storage.exists(name) for name in names)
    with django_capture_on_commit_callbacks(execute=True):
        browser(factories.editor()).post(reverse("scans:remove", args=[page.paper_id]))
    assert not any(default_storage.exists(name) for name in names)
    assert Clipping.objects.get().scans.get().file.storage.exists(made.scans.get().file.name)
    assert not PaperFile.objects.exists()


def test_only_what_is_printed_is_scanned():
    row = Paper(outlet=outlet("Kıyı TV", kind="television"))
    with pytest.raises(ValidationError, match="Yalnız gazete"):
        services.add_files(paper=row, files=[upload(jpeg(sheet()[0]))], user=factories.archivist())


def test_the_same_file_is_scanned_once_and_pages_stand_in_their_order():
    pages = [upload(jpeg(Image.new("RGB", (60, 80), (number, 0, 0))), f"s{number}.jpg") for number in (10, 2, 1)]
    row = paper(*pages)
    assert [file.name for file in row.files.all()] == ["s1.jpg", "s2.jpg", "s10.jpg"]
    with pytest.raises(Refusal, match="daha önce yüklenmiş"):
        paper(upload(jpeg(Image.new("RGB", (60, 80), (2, 0, 0))), "kopya.jpg"))
    assert Paper.objects.count() == 1
    pdf = BytesIO()
    Image.new("RGB", (60, 80)).save(pdf, "PDF", save_all=True, append_images=[Image.new("RGB", (60, 80), "red")] * 23)
    response = browser(factories.editor()).post(
        reverse("scans:more", args=[row.pk]), {"scans": upload(pdf.getvalue(), "kalan.pdf")}
    )
    assert response.status_code == 302
    media_worker(JobKind.PAPER_FILE)
    assert sorted(row.pages.values_list("number", flat=True)) == list(range(1, 28))
    told = browser(factories.mayor()).get(reverse("scans:state", args=[row.pk])).json()
    assert (told["total"], told["done"], told["over"]) == (27, 0, False)
    assert told["words"] == "27 sayfanın 0 tanesi kesilebilir, 0 tanesi okundu."


@pytest.mark.once
@pytest.mark.parametrize(
    "what, columns, cm",
    [
        ({"width_cm": None}, 3, "14.4"),  # from the künye: six columns of 4.8 cm
        ({"width_cm": "57.6"}, 6, "28.8"),
    ],
)
def test_sizes_come_from_the_paper_or_else_from_the_imprint(what, columns, cm):
    page = PaperPage(paper=Paper(outlet=paper_outlet()), width=1000, height=1500, width_cm=None)
    page.paper.width_cm = what["width_cm"] and Decimal(what["width_cm"])
    found = measures.measure([(page, Box(0, 0, 500, 500))])
    assert (found.columns, found.centimetres) == (columns, Decimal(cm))
    page.paper.outlet.column_width = None
    assert measures.measure([(page, Box(0, 0, 500, 500))]) is None


@pytest.mark.once
def test_lines_become_running_text():
    read = [
        Word(0, 0, 300, 60, 1, 1, 1, "Büyük"), Word(310, 0, 200, 58, 1, 1, 1, "başlık"),
        Word(0, 100, 90, 20, 2, 1, 1, "Bele-"), Word(0, 130, 90, 20, 2, 1, 2, "diye"),
        Word(99, 130, 90, 20, 2, 1, 2, "kurdu."),
        Word(0, 160, 90, 20, 2, 2, 1, "İkinci"), Word(0, 190, 90, 20, 2, 2, 2, "satır"),
    ]  # fmt: skip
    lines = words.lines_of(read)
    assert words.text_of(lines) == "Büyük başlık\nBelediye kurdu.\nİkinci satır"
    assert words.headline_of(lines) == "Büyük başlık"
    assert words.headline_of(lines[1:]) == ""
    assert words.headline_of([]) == ""


# Hostile files --------------------------------------------------------------------------------------------------------


def bomb_png(side=60_000):

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def pdf_of(pages, *, catalogue="", page=""):
    """A PDF of empty pages, written by hand."""
    kids = " ".join(f"{number + 3} 0 R" for number in range(pages))
    parts = [
        f"1 0 obj<</Type/Catalog/Pages 2 0 R {catalogue}>>endobj",
        f"2 0 obj<</Type/Pages/Kids[{kids}]/Count {pages}>>endobj",
    ]
    parts += [
        f"{number + 3} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 816 1300]{page}>>endobj" for number in range(pages)
    ]
    return ("%PDF-1.7\n" + "\n".join(parts) + "\ntrailer<</Root 1 0 R>>\n%%EOF").encode()


def locked_pdf():
    """Encrypted with a password that nobody knows (standard handler, revision 2)."""
    return pdf_of(1)[: -len(b"trailer<</Root 1 0 R>>\n%%EOF")] + (
        b"9 0 obj<</Filter/Standard/V 1/R 2/Length 40/P -4/O<" + b"ab" * 32 + b">/U<" + b"cd" * 32 + b">>>endobj\n"
        b"trailer<</Root 1 0 R/Encrypt 9 0 R/ID[<00><00>]>>\n%%EOF"
    )


SCRIPT = "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\);while\\(1\\){})>>"


@pytest.mark.parametrize(
    "data, name, said",
    [
        (lambda: locked_pdf(), "kilitli.pdf", "parolalı"),
        (lambda: pdf_of(10_000), "uzun.pdf", "çok fazla sayfa"),
        (lambda: b"%PDF-1.7\n" + os.urandom(4000), "bozuk.pdf", "bozuk"),
        (lambda: pdf_of(1, page="/UserUnit 1e9")[:200], "yarim.pdf", "bozuk"),
    ],
)
def test_hostile_files_are_told_and_stop_nothing(data, name, said):
    bad = data()
    row = paper(upload(bad, name), upload(pdf_of(1, catalogue=SCRIPT), "betikli.pdf"))
    media_worker(JobKind.PAPER_FILE, JobKind.PAPER_PAGE)
    faults = {file.name: file.fault for file in row.files.all()}
    assert said in faults[name]
    assert faults["betikli.pdf"] == ""
    page = row.pages.get()  # the one with a script: drawn, and nothing of it ran
    assert (page.state, page.width_cm) == (PageState.DRAWN, Decimal("28.8"))
    assert said in browser(factories.editor()).get(reverse("scans:paper", args=[row.pk])).content.decode()
    # What could not be opened is no obstacle to trying it again.
    services.add_files(paper=row, files=[upload(bad, name)], user=factories.archivist())
    assert {file.name: (file.fault, file.pages) for file in row.files.all()} == {
        name: ("", None),
        "betikli.pdf": ("", 1),
    }


@pytest.mark.once
def test_a_page_as_large_as_a_field_is_drawn_no_larger_than_others(tmp_path):
    path = tmp_path / "dev.pdf"
    path.write_bytes(pdf_of(1).replace(b"816 1300", b"14400 9000"))
    found = programs.drawn(path, 0, 0, tmp_path / "p.jpg", tmp_path / "s.jpg", lambda: None)
    assert max(found["width"], found["height"]) <= renderer.LONGEST
    assert found["width_cm"] is None  # nobody prints five metres wide


@pytest.mark.parametrize(
    "data, name",
    [
        (bomb_png, "bomba.png"), (lambda: b"GIF89a" + b"0" * 50, "x.gif"), (lambda: b"<svg onload=alert(1)>", "x.pdf"),
        (lambda: b"PK\x03\x04" + b"0" * 50, "x.jpg"), (lambda: b"", "x.pdf"), (lambda: b"\xff\xd8\xffkisa", "x.jpg"),
    ],
)  # fmt: skip
def test_what_is_no_scan_is_refused_whoever_asks(data, name):
    with pytest.raises(Refusal, match="değil ya da bozuk"):
        paper(upload(data(), name))
    item = clipping()
    with pytest.raises(Refusal, match="değil ya da bozuk"):
        clippings.add_scan(clipping=item, file=ContentFile(data()), name=name, user=factories.archivist())
    assert (Paper.objects.count(), item.scans.count()) == (0, 0)


def test_a_scan_is_kept_under_the_kind_it_has():
    scan = clippings.add_scan(
        clipping=clipping(), file=ContentFile(jpeg(Image.new("RGB", (90, 120)))), name="haber.pdf",
        user=factories.archivist(),
    )  # fmt: skip
    assert scan.file.name.endswith(".jpg")
    assert scan.name == "haber.jpg"
    media_worker(JobKind.CLIPPING)
    scan.refresh_from_db()
    assert Image.open(scan.small).size == (90, 120)
    response = browser(factories.mayor()).get(reverse("clippings:small_scan", args=[scan.pk]))
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")


@pytest.mark.once
def test_the_kernel_ends_a_program_that_swells(tmp_path, monkeypatch):
    """The limits are the program's own: without memory it says so, and the worker goes on."""
    path = tmp_path / "s.jpg"
    Image.new("L", (12_000, 12_000)).save(path, "PNG", compress_level=1)
    code = (
        "import sys; from press_archive.scans import renderer; renderer.MEMORY = 450 * 1024**2; "
        "sys.exit(renderer.main(sys.argv[1:]))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, "draw", str(path), "0", "0", str(tmp_path / "a"), str(tmp_path / "b"), "4600"],
        capture_output=True, text=True, cwd=settings.BASE_DIR, env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )  # fmt: skip
    assert json.loads(said.stdout) == {"fault": "too_large"}


def halted(pipe):
    """A worker that stops for good while tesseract reads, and says so."""
    connections.close_all()

    def halt(*_args):
        os.write(pipe, b".")
        fork.Event().wait()

    programs.read = halt
    MediaWorker(poll=0).carry(jobs.claim(owner="doomed", kinds=[JobKind.PAPER_TEXT]))
    os._exit(0)


@pytest.mark.slow
@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_it_reads_loses_nothing():
    """SIGKILL in the middle: the lease ends, another worker reads the page, and its words are there once."""
    row = paper(upload(jpeg(sheet()[0], dpi=(150, 150)), "s1.jpg"))
    media_worker(JobKind.PAPER_FILE, JobKind.PAPER_PAGE)
    reader, writer = os.pipe()
    connections.close_all()  # the child would end the line that both have
    child = fork.Process(target=halted, args=(writer,))
    child.start()
    assert os.read(reader, 1) == b"."
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    page = row.pages.get()
    assert (page.state, page.words) == (PageState.DRAWN, [])
    jobs_of_page = MediaJob.objects.filter(kind=JobKind.PAPER_TEXT)
    assert jobs_of_page.get().state == "running"
    jobs_of_page.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    assert jobs.release_abandoned() == 1
    jobs_of_page.update(run_after=timezone.now())
    media_worker(JobKind.PAPER_TEXT)
    page.refresh_from_db()
    assert page.state == PageState.READ
    assert "Sahil" in {word.text for word in words.stored(page.words)}


# The copy of a page --------------------------------------------------------------------------------------------------


def test_a_page_of_the_web_is_kept_as_a_pdf_too():
    picture = BytesIO()
    Image.new("RGB", (80, 50), "navy").save(picture, "PNG")
    copy = PageCopy(
        address="https://kiyi.example/park", address_key="k", title="Park <b>açıldı</b>",
        text="Başkan geldi.\nŞölen vardı.",
    )  # fmt: skip
    copy.picture.save("p.png", ContentFile(picture.getvalue()), save=False)
    copy.save()
    work.print_copy(copy.pk, lambda percent: None)
    copy.refresh_from_db()
    with copy.printout.open("rb") as file:
        data = file.read()
    page = pypdfium2.PdfDocument(data)[0]
    printed = page.get_textpage().get_text_range()
    assert "Park <b>açıldı</b>" in " ".join(printed.split())
    assert "Şölen vardı." in printed
    assert "https://kiyi.example/park" in printed
    address = reverse("clippings:printout", args=[copy.pk])
    response = browser(factories.social_editor()).get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert (Client().get(address).status_code, Client().get(f"/media/{copy.printout.name}").status_code) == (302, 404)


def test_a_picture_that_would_swell_is_not_printed():
    copy = PageCopy(address="https://kiyi.example/bomba", address_key="b", title="Bomba")
    for data, is_printed in ((small_png(), True), (bomb_png(5001), False), (bomb_png(), False), (b"x", False)):
        copy.picture.save("p.png", ContentFile(data), save=False)
        assert bool(printouts._picture(copy)) == is_printed


def test_a_picture_that_would_swell_is_compared_with_none_and_holds_no_other_up():
    copy = PageCopy(address="https://kiyi.example/bomba", address_key="b", title="Bomba")
    copy.picture.save("p.png", ContentFile(bomb_png()))
    assert (pictures.look(), pictures.look()) == (1, 0)
    assert copy.picture_match.photo is None


def small_png():
    picture = BytesIO()
    Image.new("RGB", (8, 5), "navy").save(picture, "PNG")
    return picture.getvalue()


def test_files_can_be_found_by_the_sweeper():
    page = drawn_page()
    stray = default_storage.save(f"papers/{'a' * 32}.jpg", ContentFile(b"x"))
    found = set(sweeper.orphans(settled=dt.timedelta(seconds=-5)))
    assert stray in found
    assert not found & {page.picture.name, page.small.name, page.file.file.name}
