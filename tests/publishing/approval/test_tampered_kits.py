"""``verify_evidence`` names what somebody with the database's password changed in kits and in names."""

from __future__ import annotations

import io

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, models, transaction
from django.urls import reverse
from modelcluster.fields import ParentalKey
from taggit.models import TagBase

from cms.core import holds
from cms.core.governed import Governed
from cms.users.models import Department
from media_library.kits.models import Kit, KitDocument, KitFile, KitPhoto
from media_library.models import File, Shoot
from press_archive.bulletins.models import BulletinPage, BulletinTag, Category, Series, Tag
from press_archive.contacts.models import DistributionList
from publishing.approval import snapshot
from publishing.approval.desk import diffs
from publishing.approval.models import Certificate
from publishing.publications import models as publications
from publishing.publications.formats.models import Format
from tests import factories, worlds
from tests.factories.kits import build, document, made_by_hand, press_photo
from tests.office import browser
from tests.rows import guards_asleep

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.slow]
LIE = "Kimsenin imzalamadığı söz"


def published():
    category = Category.objects.create(name="Ulaşım", slug="ulasim")
    block = {"type": "file", "value": {"document": document().pk, "title": "Program"}}
    draft = factories.bulletin(
        title="Yol açıldı", lists=[factories.distribution_list()], body=[factories.PARAGRAPH, block],
        **factories.with_photo(photo=press_photo()),
    )  # fmt: skip
    factories.edit(draft, categories=[category])
    content = BulletinPage.objects.get(pk=draft.pk).get_latest_revision().as_object()
    content.tags.add("sahil")
    content.save_revision(user=factories.editor())
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
    "the address part of the directorate": (
        lambda: Department.objects.update(slug="istifa-etti"), "metin imzalanan değil: müdürlük"
    ),
    "the address part of a category": (lambda: Category.objects.update(slug="istifa-etti"), "metin imzalanan değil"),
    "the address part of a tag": (lambda: Tag.objects.update(slug="istifa-etti"), "metin imzalanan değil"),
    "the name of a category": (lambda: Category.objects.update(name=LIE), "metin imzalanan değil"),
}  # fmt: skip


@pytest.fixture
def same_files():
    """The files in the store as they were, after a test that puts others in their place."""
    kept = {name: default_storage.open(name).read() for name in KitFile.objects.values_list("stored_name", flat=True)}
    yield
    for name, data in kept.items():
        if default_storage.open(name).read() != data:
            default_storage.delete(name)
            default_storage.save(name, ContentFile(data))


@worlds.on(published)
@pytest.mark.parametrize("kind", TAMPERED)
def test_each_kind_of_tampering_is_named(world, same_files, kind):
    tamper, words = TAMPERED[kind]
    with guards_asleep():
        tamper()
    said = fault()
    assert words.lower() in said.lower(), said
    assert LIE not in said or kind in ("the title",)


@pytest.mark.both
def test_a_kit_by_hand_is_compared_with_what_is_certified():
    kit = made_by_hand(press_photo(), files=(document(),))
    build()
    from publishing.approval.kit_verification import kit_faults

    assert list(kit_faults()) == []
    KitFile.objects.filter(kit=kit, role="web").update(caption=LIE)
    assert ["yanında duran" in reason for _label, reason in kit_faults()] == [True]


@pytest.mark.both
def test_certificates_of_the_format_before_are_compared_as_they_were_made(monkeypatch):
    with monkeypatch.context() as past:
        past.setattr(snapshot, "FORMAT", 2)
        live = factories.publish(factories.bulletin())
    certificate = Certificate.objects.get()
    assert (certificate.format, certificate.signed_content["department"]) == (2, live.department_id)
    call_command("verify_evidence", stdout=io.StringIO())
    newer = factories.publish(factories.edit(live, summary="Başka.", correction="Özet düzeltildi."))
    assert Certificate.objects.order_by("pk").last().signed_content["department"] == [
        newer.department_id, newer.department.name, newer.department.slug,
    ]  # fmt: skip
    call_command("verify_evidence", stdout=io.StringIO())


# Not by name: a list's name reaches nobody outside, a shoot's title goes out with the words of each file.
# What an issue says of its series and size stands in the files that were signed.
BY_NUMBER = {DistributionList, Shoot, Format, publications.Series}


@pytest.mark.both
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
    assert {Department, Category, Series} <= found
    assert {other for other in found if not getattr(other, "signed_by_name", False)} == BY_NUMBER


def test_every_address_part_of_a_row_that_is_signed_by_name_is_signed_too():
    """A new named row whose address part strangers see: typed by nobody, in the hash, and fixed with the name."""
    named = {model for model in apps.get_models() if getattr(model, "signed_by_name", False)}
    named |= {field.remote_field.model for field in BulletinTag._meta.fields if field.name == "tag"}
    assert {Department, Category, Series, Tag} <= named
    for model in named:
        assert {"name", "slug"} <= set(holds.RULES[model].fixed)
        assert holds.RULES[model].live_sql
        row = model.objects.create(name="Şehir Işıkları", slug="sehir-isiklari")
        assert snapshot._reference(row, layout=3) == [row.pk, "Şehir Işıkları", "sehir-isiklari"]


@pytest.mark.parametrize("route", ["departments", "categories", "series"])
def test_nobody_types_the_address_part_of_a_named_row(route):
    client = browser(factories.superuser())
    model = {"departments": Department, "categories": Category, "series": Series}[route]
    words = {"name": "Şehir Işıkları", "slug": "baskan-istifa-etti", "active": "on"}
    assert client.post(reverse(f"{route}:add"), words).status_code == 302
    row = model.objects.get(name="Şehir Işıkları")
    assert row.slug == "sehir-isiklari"
    client.post(reverse(f"{route}:edit", args=[row.pk]), words)
    row.refresh_from_db()
    assert row.slug == "sehir-isiklari"
    client.post(reverse(f"{route}:add"), words | {"name": "Şehir, Işıkları!"})
    assert set(model.objects.filter(slug__startswith="sehir").values_list("slug", flat=True)) == {
        "sehir-isiklari", "sehir-isiklari-2",
    }  # fmt: skip


def test_signers_read_an_address_part_that_does_not_follow_from_the_name():
    said = diffs._named(Department, [1, "Fen İşleri Müdürlüğü", "istifa-etti"], {})
    assert said == "Fen İşleri Müdürlüğü (istifa-etti)"
    for slug in ("fen-isleri-mudurlugu", "fen-isleri", "fen-isleri-mudurlugu-2"):
        assert diffs._named(Department, [1, "Fen İşleri Müdürlüğü", slug], {}) == "Fen İşleri Müdürlüğü"


RENAMED = {"name": LIE, "slug": "istifa-etti"}


@pytest.mark.both
@worlds.on(published)
@pytest.mark.parametrize("word", RENAMED)
@pytest.mark.parametrize("model", [Department, Category, Tag])
def test_no_bulk_update_renames_what_live_content_names(world, model, word):
    with pytest.raises(DatabaseError, match="basin_masasi"), transaction.atomic():
        model.objects.update(**{word: RENAMED[word]})
    factories.withdraw(world)
    with pytest.raises(DatabaseError, match="basin_masasi"), transaction.atomic():
        model.objects.update(**{word: RENAMED[word]})
