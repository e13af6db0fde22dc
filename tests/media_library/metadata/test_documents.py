"""A document is what its name says, or it does not come in and a sentence says why."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from media_library.metadata.documents import NotADocument, examine
from media_library.models import File
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.thorough]
HTML = b"<!doctype html><html><script>alert(1)</script></html>" * 40
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n"


def package(*parts, method=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as made:
        for name, body in parts:
            made.writestr(name, body)
    return stream.getvalue()


WORD = package(("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w:document/>" * 500))
SHEET = package(("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<workbook/>"))
TEXT = package(("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<office/>"))
TABLE = package(("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "<office/>"))
FOLDER = package(("a.txt", "bir"), ("b/c.txt", "iki" * 300))

GOOD = {
    "a.pdf": PDF, "b.pdf": b"\xef\xbb\xbf\n" + PDF + bytes(500), "a.docx": WORD, "a.xlsx": SHEET, "a.odt": TEXT,
    "a.ods": TABLE, "a.zip": FOLDER, "bos.zip": package(), "a.txt": "Çağrı\n".encode(),
    "b.txt": "Çağrı".encode("cp1254"), "c.txt": "Çağrı".encode("utf-16"), "a.csv": b"a;b\n1;2\n", "sayfa.txt": HTML,
}  # fmt: skip


def damaged(data):
    """The same package with another byte in the middle of its largest part."""
    at = data.index(b"word/document.xml") + 30
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


BAD = {
    "a web page.pdf": HTML, "half.pdf": PDF[:-8], "word.pdf": WORD, "a web page.docx": HTML, "half.docx": WORD[:-40],
    "damaged.docx": damaged(WORD), "sheet.docx": SHEET, "any zip.docx": FOLDER, "word.xlsx": WORD,
    "old.docx": b"\xd0\xcf\x11\xe0" * 400,
    "table.odt": TABLE, "text.ods": TEXT, "a web page.odt": HTML, "half.zip": FOLDER[:-30], "a web page.zip": HTML,
    "a program.txt": b"MZ\x90\0" * 50, "a picture.csv": b"\x89PNG\r\n\x1a\n\0\0",
}  # fmt: skip


def send(client, name, data):
    return client.post(
        reverse("wagtaildocs:add"),
        {"title": "Belge", "file": SimpleUploadedFile(name, data), "collection": 1, "tags": ""},
    )


@pytest.mark.parametrize("name", sorted(GOOD))
def test_it_comes_in(client, name):
    client.force_login(factories.editor())
    assert send(client, name, GOOD[name]).status_code == 302
    assert File.objects.get().file.read() == GOOD[name]


@pytest.mark.parametrize("name", sorted(BAD))
def test_it_is_refused_in_words(client, name):
    client.force_login(factories.editor())
    response = send(client, name, BAD[name])
    [error] = response.context["form"].errors["file"]
    assert error.endswith(".")
    assert "deneyin" in error or "kaydedin" in error or "düz metin" in error
    assert not File.objects.exists()


def test_every_kind_that_is_allowed_is_looked_into(settings):
    for suffix in settings.WAGTAILDOCS_EXTENSIONS:
        with pytest.raises(NotADocument):
            examine(io.BytesIO(b"\0\1\2" * 300), f"a.{suffix}")


def test_the_chooser_and_the_multiple_upload_ask_the_same(client):
    client.force_login(factories.editor())
    chooser = client.post(
        reverse("wagtaildocs_chooser:create"),
        {"document-chooser-upload-title": "x", "document-chooser-upload-file": SimpleUploadedFile("a.pdf", HTML),
         "document-chooser-upload-collection": 1},
    )  # fmt: skip
    assert (
        "PDF değil" in chooser.content.decode().encode().decode("unicode_escape", "ignore")
        or "PDF de" in chooser.content.decode()
    )
    several = client.post(
        reverse("wagtaildocs:add_multiple"),
        {"files[]": SimpleUploadedFile("a.pdf", HTML)}, headers={"X-Requested-With": "XMLHttpRequest"},
    )  # fmt: skip
    assert several.json()["success"] is False
    assert not File.objects.exists()


def test_a_bomb_is_left_packed():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for number in range(20):
            made.writestr(f"{number}.txt", bytes(60 * 1024 * 1024))
    read = []
    genuine = zipfile.ZipExtFile.read

    def noted(self, size=-1):
        piece = genuine(self, size)
        read.append(len(piece))
        return piece

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(zipfile.ZipExtFile, "read", noted)
        examine(io.BytesIO(stream.getvalue()), "bomba.zip")
    assert sum(read) <= 501 * 1024 * 1024
