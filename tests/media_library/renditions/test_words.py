"""A public photo says in its sizes what was signed, whatever the archive says of it later."""

import pytest
from django.contrib.contenttypes.models import ContentType

from media_library.models import Photo, PublicFile
from media_library.work.signed_words import refresh_signed_words
from tests.factories.renditions import archived, encoded, scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo():
    return archived(encoded(scene(60, 40)), credit="Arşivdeki ad")


def public(photo, words, number="1"):
    kind = ContentType.objects.get_for_model(Photo)
    return PublicFile.objects.create(photo=photo, content_type=kind, object_id=number, words=words)


def said_of(photo):
    refresh_signed_words([photo.pk])
    return Photo.objects.get(pk=photo.pk).rights_fields()


def test_signed_words_stand_before_those_of_the_archive(photo):
    public(photo, {"title": "Sahil", "credit": "İmzalanan ad", "caption": "Resim altı", "usage_terms": "Serbest"})
    said = said_of(photo)
    assert (said.credit, said.usage_terms, said.caption) == ("İmzalanan ad", "Serbest", "")


def test_a_certificate_that_names_nobody_takes_the_name_of_the_archive_away(photo):
    public(photo, {"title": "Sahil"})
    assert said_of(photo).credit == ""


def test_the_later_publication_speaks(photo):
    public(photo, {"credit": "Önceki"}, "1")
    later = public(photo, {"credit": "Sonraki"}, "2")
    assert said_of(photo).credit == "Sonraki"
    later.delete()
    assert said_of(photo).credit == "Önceki"


def test_nothing_live_leaves_the_archive_to_speak(photo):
    row = public(photo, {"credit": "İmzalanan ad"})
    assert said_of(photo).credit == "İmzalanan ad"
    row.delete()
    assert said_of(photo).credit == "Arşivdeki ad"
