"""A photo under embargo reaches nobody by way of other content: not as an emblem, not in a gallery or a bulletin."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cms.identity.models import Identity
from media_library.kits import services as kits
from media_library.models import File, Photo, PublicFile
from publishing.approval import publication
from publishing.approval.exceptions import ApprovalRefused
from publishing.approval.models import EvidenceRecord
from tests import factories
from tests.cms.identity import face
from tests.office import browser

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def later(**span):
    return timezone.now() + dt.timedelta(**span)


def embargoed(photo, *, signed=True, until=None):
    page = factories.bulletin(**factories.with_photo(photo=photo), go_live_at=until or later(hours=3))
    return factories.publish(page) if signed else factories.submit(page)


def emblem(photo):
    draft = Identity.objects.get()
    draft.logo = photo
    draft.save_revision(user=factories.editor())
    return draft


@pytest.mark.parametrize("signed", [True, False], ids=["on schedule", "in approval"])
def test_a_photo_under_embargo_does_not_become_the_emblem(client, signed):
    photo = factories.photo()
    embargoed(photo, signed=signed)
    with pytest.raises(ValidationError, match="ambargolu"):
        factories.publish(emblem(photo))
    assert not PublicFile.objects.filter(photo=photo).exists()


def test_nor_through_the_editor(client):
    photo = factories.photo()
    embargoed(photo)
    office = browser(factories.superuser())
    address = "/admin/snippets/identity/identity/edit/1/"
    values = face.fields_of(office.get(address).content.decode())
    answer = office.post(address, {**values, "logo": photo.pk, "action-submit": "1"}, follow=True)
    assert "ambargolu" in answer.content.decode()
    assert Identity.objects.get().current_workflow_state is None
    assert client.get("/").content.count(b"brand__logo") == 0


def test_nor_does_it_go_out_with_another_bulletin_that_comes_earlier():
    photo = factories.photo()
    embargoed(photo)
    for moment in (None, later(hours=1)):
        with pytest.raises(ValidationError, match="ambargolu"):
            factories.publish(factories.bulletin(**factories.with_photo(photo=photo), go_live_at=moment))
    factories.publish(factories.bulletin(**factories.with_photo(photo=photo), go_live_at=later(hours=4)))


def test_nor_as_a_second_copy_of_the_same_bytes():
    photo = factories.photo()
    with photo.file.open("rb") as stream:
        copy = Photo.objects.create(title="Kopya", file=ContentFile(stream.read(), name="kopya.jpg"))
    for one in (photo, copy):
        Photo.objects.filter(pk=one.pk).update(sha256="a" * 64)
    embargoed(photo)
    with pytest.raises(ValidationError, match="ambargolu"):
        factories.publish(factories.bulletin(**factories.with_photo(photo=copy)))


def test_an_embargo_that_is_signed_meanwhile_stops_the_last_signature():
    photo = factories.photo()
    draft = factories.sign(factories.submit(emblem(photo)), user=factories.director())
    embargoed(photo)
    with pytest.raises(ApprovalRefused, match="ambargolu"):
        factories.sign(draft, user=factories.mayor())
    assert not PublicFile.objects.filter(photo=photo).exists()


def test_what_is_public_already_may_be_used_again():
    photo = factories.photo()
    factories.publish(factories.bulletin(**factories.with_photo(photo=photo)))
    embargoed(photo)
    factories.publish(emblem(photo))
    assert Identity.objects.get().logo == photo


def test_the_embargo_ends_with_its_minute():
    photo = factories.photo()
    until = later(hours=3)
    first, second = embargoed(photo, until=until), embargoed(photo, until=until)
    with time_machine.travel(until + dt.timedelta(seconds=1), tick=False):
        assert publication.publish_due() == 2
    assert {type(page).objects.get(pk=page.pk).live for page in (first, second)} == {True}
    assert not EvidenceRecord.objects.filter(decision="unscheduled").exists()


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def uploaded(title, data=PDF):
    """A document as the office uploads it: through Wagtail's form."""
    client = browser(factories.superuser())
    name = f"{title.lower()}.pdf"
    client.post("/admin/documents/add/", {"title": title, "collection": 1, "tags": "",
                "file": SimpleUploadedFile(name, data, content_type="application/pdf")})  # fmt: skip
    return File.objects.get(title=title)


def scripted(title, data=PDF):
    """A document that a script brought in, whose digest nobody has taken."""
    return File.objects.create(title=title, file=ContentFile(data, name=f"{title.lower()}.pdf"))


def without_digest(title, data=PDF):
    """One from before digests were kept."""
    made = scripted(title, data)
    File.objects.filter(pk=made.pk).update(file_hash="")
    return File.objects.get(pk=made.pk)


def with_document(item, **values):
    block = {"type": "file", "value": {"document": item.pk, "title": "Program"}}
    return factories.bulletin(body=[factories.PARAGRAPH, block], **values)


@pytest.mark.parametrize(
    "first, second, signed",
    [
        (uploaded, uploaded, True),
        (uploaded, scripted, False),
        (scripted, without_digest, True),
        (without_digest, uploaded, False),
    ],
)
def test_a_second_copy_of_a_document_under_embargo_reaches_nobody(client, first, second, signed):
    secret, copy = first("Karar"), second("Kopya")
    page = with_document(secret, go_live_at=later(hours=3))
    factories.publish(page) if signed else factories.submit(page)
    with pytest.raises(ValidationError, match="ambargolu"):
        factories.publish(with_document(copy))
    with pytest.raises(ValidationError, match="konamaz"):
        kits.add_to_kit(kit=None, user=factories.editor(), files=[copy], name="Elle")
    for one in (secret, copy):
        assert client.get(one.url).status_code == 404
        assert client.get(one.file.url).status_code == 404
    assert not PublicFile.objects.filter(file__isnull=False).exists()


def test_other_bytes_under_the_same_name_are_another_document():
    factories.publish(with_document(scripted("Karar"), go_live_at=later(hours=3)))
    factories.publish(with_document(scripted("Program", PDF + b"\n")))
