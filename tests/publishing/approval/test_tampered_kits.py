"""``verify_evidence`` names what somebody with the database's password changed in kits and in names."""

from __future__ import annotations

import io

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import models
from modelcluster.fields import ParentalKey
from taggit.models import TagBase

from cms.core.governed import Governed
from cms.users.models import Department
from media_library.kits.models import Kit, KitDocument, KitFile, KitPhoto
from media_library.models import File, Shoot
from press_archive.bulletins.models import Category
from press_archive.contacts.models import DistributionList
from publishing.approval import snapshot
from publishing.approval.models import Certificate
from tests import factories
from tests.media_library.kits.conftest import build, document, made_by_hand, press_photo
from tests.rows import guards_asleep

pytestmark = pytest.mark.django_db
LIE = "Kimsenin imzalamadığı söz"


@pytest.fixture
def page():
    category = Category.objects.create(name="Ulaşım", slug="ulasim")
    block = {"type": "file", "value": {"document": document().pk, "title": "Program"}}
    draft = factories.bulletin(
        title="Yol açıldı", lists=[factories.distribution_list()], body=[factories.PARAGRAPH, block],
        **factories.with_photo(photo=press_photo()),
    )  # fmt: skip
    factories.edit(draft, categories=[category])
    live = factories.publish(draft)
    build()
    assert KitFile.objects.filter(photo__isnull=False).exists()
    call_command("verify_evidence", stdout=io.StringIO())
    return live


def fault():
    with pytest.raises(CommandError) as raised:
        call_command("verify_evidence", stdout=io.StringIO())
    return str(raised.value)


def changed(model, **values):
    row = model.objects.order_by("pk").first()
    assert row is not None
    model.objects.filter(pk=row.pk).update(**values)


def words_in(model):
    row = model.objects.order_by("pk").first()
    model.objects.filter(pk=row.pk).update(words=row.words | {"caption": LIE, "title": LIE})


def text_of_the_kit():
    kit = Kit.objects.get()
    Kit.objects.update(message=kit.message | {"summary": LIE})


def other_bytes():
    row = KitFile.objects.filter(role="web").first()
    default_storage.delete(row.stored_name)
    assert default_storage.save(row.stored_name, ContentFile(factories.jpeg(colour="#ff0000"))) == row.stored_name


def another_photo():
    KitPhoto.objects.create(kit=Kit.objects.get(), photo=factories.photo(), words={"caption": LIE})


def made_of_another():
    KitFile.objects.filter(role="web").update(photo=press_photo("Başka"))


TAMPERED = {
    "the title": (lambda: Kit.objects.update(title=LIE), "kitin metni"),
    "the text": (text_of_the_kit, "kitin metni"),
    "a photo that nobody signed": (another_photo, "imzalanmamış dosya"),
    "a photo's words": (lambda: words_in(KitPhoto), "kitteki sözler"),
    "a document's words": (lambda: words_in(KitDocument), "kitteki sözler"),
    "a photo's digest": (lambda: changed(KitPhoto, digests={"sha256": "0" * 64}), "dosya özetleri"),
    "the caption beside a file": (lambda: KitFile.objects.filter(role="web").update(caption=LIE), "yanında duran"),
    "the credit beside a file": (lambda: KitFile.objects.filter(role="web").update(credit=LIE), "yanında duran"),
    "the terms beside a file": (lambda: KitFile.objects.filter(role="web").update(terms=LIE), "yanında duran"),
    "the alt text of a file": (lambda: KitFile.objects.filter(role="web").update(alt_text=LIE), "yanında duran"),
    "words beside a text": (lambda: KitFile.objects.filter(role="text").update(caption=LIE), "yanında duran"),
    "what a file was made of": (made_of_another, "başka bir şeyden"),
    "words of a file that seems old": (
        lambda: KitFile.objects.filter(role="web").update(recipe="0" * 64, caption=LIE), "yanında duran"
    ),
    "a document's bytes by its row": (
        lambda: KitFile.objects.filter(role="document").update(sha256="0" * 64), "dosya imzalanan değil"
    ),
    "bytes in the store": (other_bytes, "depodaki dosya"),
    "the name of the directorate": (lambda: Department.objects.update(name=LIE), "metin imzalanan değil: müdürlük"),
    "the name of a category": (lambda: Category.objects.update(name=LIE), "metin imzalanan değil"),
}  # fmt: skip


@pytest.mark.parametrize("kind", TAMPERED)
def test_each_kind_of_tampering_is_named(page, kind):
    tamper, words = TAMPERED[kind]
    with guards_asleep():
        tamper()
    said = fault()
    assert words.lower() in said.lower(), said
    assert LIE not in said or kind in ("the title",)


def test_a_kit_by_hand_is_compared_with_what_is_certified():
    kit = made_by_hand(press_photo(), files=(document(),))
    build()
    from publishing.approval.kit_verification import kit_faults

    assert list(kit_faults()) == []
    KitFile.objects.filter(kit=kit, role="web").update(caption=LIE)
    assert ["yanında duran" in reason for _label, reason in kit_faults()] == [True]


def test_certificates_of_the_format_before_are_compared_as_they_were_made(monkeypatch):
    with monkeypatch.context() as past:
        past.setattr(snapshot, "FORMAT", 2)
        live = factories.publish(factories.bulletin())
    certificate = Certificate.objects.get()
    assert (certificate.format, certificate.signed_content["department"]) == (2, live.department_id)
    call_command("verify_evidence", stdout=io.StringIO())
    newer = factories.publish(factories.edit(live, summary="Başka.", correction="Özet düzeltildi."))
    assert Certificate.objects.order_by("pk").last().signed_content["department"] == [
        newer.department_id, newer.department.name,
    ]  # fmt: skip
    call_command("verify_evidence", stdout=io.StringIO())


# Not by name: a list's name reaches nobody outside, a shoot's title goes out with the words of each file.
BY_NUMBER = {DistributionList, Shoot}


def test_every_row_whose_name_the_public_reads_is_signed_by_its_name():
    """A new reference of governed content to a row of ours says here how its name is signed."""
    found = set()
    for model in apps.get_models():
        if not issubclass(model, Governed):
            continue
        for field in model._meta.get_fields():
            other = getattr(field, "related_model", None)
            if not isinstance(field, (models.ForeignKey, models.ManyToManyField)) or isinstance(field, ParentalKey):
                continue
            ours = other.__module__.startswith(("cms.", "press_archive.", "publishing.", "media_library."))
            files = other._meta.label in ("media_library.Photo", "media_library.Video", File._meta.label)
            person = other._meta.label == "users.User"
            if ours and not files and not person and not issubclass(other, (Governed, TagBase)):
                found.add(other)
    assert {Department, Category} <= found
    assert {other for other in found if not getattr(other, "signed_by_name", False)} == BY_NUMBER
