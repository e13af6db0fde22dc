"""What was inside a box cannot be had back from the copy."""

import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.images import ImageFile
from django.urls import reverse
from PIL import Image, ImageStat

from media_library.blur.drawing import blurred, pixels_of
from media_library.blur.services import blur_photo
from media_library.models import Person, Photo
from tests.factories import archivist, director, editor, superuser
from tests.factories.library import camera_jpeg
from tests.factories.rights import consent, shown
from tests.office import browser

pytestmark = pytest.mark.once

BOX = (0.25, 0.25, 0.5, 0.5)


def stripes(width=400, height=400, fmt="PNG", **options):
    """Black and white lines, two pixels each: detail that a blur must not leave."""
    picture = Image.new("RGB", (width, height), "white")
    for x in range(0, width, 4):
        picture.paste("black", (x, 0, x + 2, height))
    stream = io.BytesIO()
    picture.save(stream, fmt, **options)
    return stream.getvalue()


def contrast(picture, box):
    return ImageStat.Stat(picture.crop(box).convert("L")).stddev[0]


def test_inside_the_box_nothing_is_left_and_outside_everything():
    data, suffix = blurred(io.BytesIO(stripes()), [BOX])
    result = Image.open(io.BytesIO(data))
    assert suffix == ".png"
    assert contrast(result, pixels_of(BOX, result.size)) < 6
    outside = (0, 0, 400, 60)
    assert result.crop(outside).tobytes() == Image.open(io.BytesIO(stripes())).crop(outside).tobytes()


def test_two_pictures_that_differ_only_in_detail_become_the_same_inside():
    one = Image.open(io.BytesIO(stripes()))
    two = one.transform(one.size, Image.Transform.AFFINE, (1, 0, 2, 0, 1, 0))
    pictures = []
    for picture in (one, two):
        stream = io.BytesIO()
        picture.save(stream, "PNG")
        result = Image.open(io.BytesIO(blurred(stream, [BOX])[0])).convert("L")
        pictures.append(result.crop((120, 120, 280, 280)))
    difference = [abs(a - b) for a, b in zip(*(list(picture.getdata()) for picture in pictures), strict=True)]
    assert max(difference) <= 12


def test_the_box_is_of_the_upright_picture_and_no_metadata_comes_along():
    # The camera lies on its side: what it wrote on top is at the right once turned.
    data, suffix = blurred(io.BytesIO(camera_jpeg(orientation=6)), [(0.0, 0.0, 0.2, 0.1)])
    result = Image.open(io.BytesIO(data))
    assert (suffix, result.size) == (".jpg", (1200, 1600))
    assert not result.getexif()
    assert not {"exif", "comment", "icc_profile", "photoshop", "xmp"} & set(result.info)
    assert b"gizli not" not in data


def test_a_box_grows_and_stays_inside():
    assert pixels_of((0.5, 0.5, 0.1, 0.1), (1000, 1000)) == (492, 492, 608, 608)
    assert pixels_of((0.0, 0.9, 0.1, 0.1), (100, 100))[:1] == (0,)
    assert pixels_of((0.0, 0.9, 0.1, 0.1), (100, 100))[3] == 100


@pytest.mark.django_db
def test_the_copy_has_the_words_and_licence_but_not_the_names(settings):
    original = shown(
        "Pazar yeri", caption="Pazar yerinde denetim", credit="Deniz Örnek", licence="agency", licence_note="sözleşme",
        contains_children=True,
    )  # fmt: skip
    original.people.add(Person.objects.create(name="Ayşe Yılmaz"))
    original.tags.add("pazar")
    row = consent(original, is_child=True, guardian_name="Ali Yılmaz")
    with Photo.objects.get(pk=original.pk).file.open() as file:
        before = file.read()
    copy = blur_photo(photo=original, boxes=[BOX], user=archivist())
    assert copy.title == "Pazar yeri (bulanıklaştırılmış)"
    assert (copy.caption, copy.credit, copy.licence) == (original.caption, original.credit, "agency")
    assert (copy.derived_from, copy.legal_basis, copy.rights_state) == (original, "no_person", "clear")
    assert list(copy.people.all()) == list(copy.consents.all()) == []
    assert list(copy.tags.names()) == ["pazar"]
    with Photo.objects.get(pk=original.pk).file.open() as file:
        assert file.read() == before
    on_consent = blur_photo(photo=original, boxes=[BOX], user=archivist(), legal_basis="consent")
    assert list(on_consent.consents.all()) == [row]


@pytest.mark.django_db
@pytest.mark.parametrize("boxes", [[], [(2, 2, 1, 1)], [("x", 0, 1, 1)], [(0, 0, float("nan"), 1)], [(0, 0)]])
def test_what_is_no_box_is_refused(boxes):
    with pytest.raises(ValidationError):
        blur_photo(photo=shown(), boxes=boxes, user=archivist())
    assert Photo.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("who", [editor, director, superuser])
def test_only_archivists_blur(who):
    photo = shown()
    with pytest.raises(PermissionDenied):
        blur_photo(photo=photo, boxes=[BOX], user=who())
    assert browser(who()).get(reverse("blur:photo", args=[photo.pk])).status_code == 403


@pytest.mark.django_db
def test_the_screen_takes_boxes_and_leads_to_the_copy():
    photo = Photo.objects.create(title="Pazar", file=ImageFile(io.BytesIO(stripes()), name="a.png"))
    client = browser(archivist())
    address = reverse("blur:photo", args=[photo.pk])
    assert "data-blur-stage" in client.get(address).content.decode()
    empty = client.post(address, {"boxes": "[]", "legal_basis": "no_person"})
    assert "üzerine çizin" in empty.content.decode()
    broken = client.post(address, {"boxes": "{", "legal_basis": "no_person"})
    assert "Kutulardan biri okunamadı" in broken.content.decode()
    response = client.post(address, {"boxes": "[[0.25,0.25,0.5,0.5]]", "legal_basis": "no_person"})
    copy = Photo.objects.get(derived_from=photo)
    assert response["Location"] == reverse("wagtailimages:edit", args=[copy.pk])
    with copy.file.open() as file:
        picture = Image.open(file)
        assert contrast(picture, (120, 120, 280, 280)) < 6
