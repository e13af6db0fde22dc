"""The words that a page begins with when it shows a photo: the archive's own, or its photographer's pattern."""

import pytest
from django.core.exceptions import ValidationError

from media_library.intake.services import describe
from media_library.metadata.read import Metadata
from media_library.models import Photo, Photographer, Shoot
from media_library.rights.forms import PhotographerForm
from media_library.suggestions import fitted, suggested
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_words_are_the_archives_and_a_pattern_names_the_photographer(django_assert_max_num_queries):
    factories.identity(municipality="Çamlıkıyı Belediyesi")
    plain = Photographer.objects.create(name="İpek Yılmaz")
    named = Photographer.objects.create(name="Deniz Örnek", credit_pattern="Fotoğraf: {fotografci}/{belediye}")
    told = factories.photo(
        "Bir", description="Fener  yakanlar", credit="AA", caption="Meydan\ndoldu.", photographer=named
    )
    photos = [
        told,
        factories.photo("İki", photographer=named, credit="Deniz Örnek"),
        factories.photo("Üç", photographer=plain),
        factories.photo("Dört"),
    ]
    fresh = list(Photo.objects.filter(pk__in=[one.pk for one in photos]).order_by("pk"))
    with django_assert_max_num_queries(3):
        words = suggested(fresh)
    assert [words[one.pk].credit for one in photos] == [
        "AA", "Fotoğraf: Deniz Örnek/Çamlıkıyı Belediyesi", "Fotoğraf: İpek Yılmaz", "",
    ]  # fmt: skip
    assert (words[told.pk].alt, words[told.pk].caption) == ("Fener yakanlar", "Meydan doldu.")
    assert [words[one.pk].alt for one in photos[1:]] == ["", "", ""], "a title describes nothing"
    assert fitted("a" * 300, 200) == "a" * 199 + "…"


def test_new_photos_are_credited_by_the_pattern_and_a_broken_one_is_refused():
    who = Photographer.objects.create(name="Deniz Örnek", credit_pattern="Fotoğraf: {fotografci}")
    taken = Photo()
    describe(taken, Metadata(), shoot=Shoot.objects.create(title="Açılış", photographer=who))
    assert taken.credit == "Fotoğraf: Deniz Örnek"
    form = PhotographerForm({"name": "Ece", "kind": "staff", "credit_pattern": "Foto: {kim}"})
    assert "diye bir alan yok" in str(form.errors["credit_pattern"])
    with pytest.raises(ValidationError):
        Photographer(name="Ece", credit_pattern="{fotografci").full_clean()
