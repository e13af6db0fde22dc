"""One broken file spoils nothing: its metadata never keep a picture from being seen, and what cannot be drawn at all
does not come in, or has a stand-in on every screen where it is already in use."""

import io
import re
import zlib

import pytest
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageCms

from cms.website import pictures
from media_library.intake.services import Refused, take_in_photo
from media_library.metadata import webp
from media_library.models import JobKind, JobState, MediaJob, Photo, PhotoRendition
from media_library.renditions.placeholder import UNDRAWABLE
from media_library.renditions.sizes import CARD, KNOWN_SIZES, WIDTHS, in_format
from media_library.renditions.storing import CannotBeDrawn, make_sizes
from media_library.work.jobs import services as jobs
from media_library.work.jobs.worker import MediaWorker
from tests import factories, office
from tests.media_library.intake.test_hostile_photos import chunk, segment, with_segments

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.slow]
LOREM = b"LoremIpsumdolor"
PICTURE = Image.linear_gradient("L").resize((300, 200)).convert("RGB")


def saved(format_name, picture=PICTURE, **options):
    stream = io.BytesIO()
    picture.save(stream, format_name, **options)
    return stream.getvalue()


def png_with(*chunks, behind=False):
    data = saved("PNG")
    at = len(data) - 12 if behind else 33
    return data[:at] + b"".join(chunks) + data[at:]


def bad_sum(kind, body):
    return chunk(kind, body)[:-4] + b"\0\0\0\0"


def in_place(format_name):
    """A picture whose Exif block of the same length is no Exif."""
    exif = Image.Exif()
    exif[0x010E] = "x" * 60
    data = saved(format_name, exif=exif.tobytes())
    start = data.rindex(b"II*\0") if b"II*\0" in data else data.rindex(b"MM\0*")
    return data[:start] + LOREM + data[start + len(LOREM) :]


def moving(format_name):
    frames = [PICTURE, PICTURE.rotate(180)]
    return saved(format_name, frames[0], save_all=True, append_images=frames[1:], duration=50)


SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
SPOILT = {
    "exif.png": png_with(chunk(b"eXIf", LOREM)),
    "exif behind.png": png_with(chunk(b"eXIf", LOREM), behind=True),
    "exif with a bad sum.png": png_with(bad_sum(b"eXIf", LOREM)),
    "exif.webp": webp.rewritten(saved("WEBP"), exif=LOREM),
    "exif.jpg": with_segments(segment(0xE1, b"Exif\0\0" + LOREM), picture=saved("JPEG")),
    "exif.avif": in_place("AVIF"),
    "exif.heic": in_place("HEIF"),
    "profile.png": png_with(chunk(b"iCCP", b"x\0\0" + LOREM)),
    "profile not packed.png": png_with(chunk(b"iCCP", LOREM)),
    "profile of megabytes.png": png_with(chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(3_000_000)))),
    "profile with a bad sum.png": png_with(bad_sum(b"iCCP", b"x\0\0" + zlib.compress(SRGB))),
    "profile.webp": saved("WEBP", icc_profile=LOREM * 9),
    "profile.jpg": saved("JPEG", icc_profile=LOREM * 9),
    "profile.avif": saved("AVIF", icc_profile=LOREM * 9),
    "half a profile.jpg": with_segments(segment(0xE2, b"ICC_PROFILE\0\1\2" + SRGB[:300]), picture=saved("JPEG")),
    "profile without a number.jpg": with_segments(segment(0xE2, b"ICC_PROFILE\0"), picture=saved("JPEG")),
    "xmp.jpg": with_segments(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:" + LOREM), picture=saved("JPEG")),
    "xmp.png": png_with(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x:" + LOREM)),
    "xmp.webp": webp.rewritten(saved("WEBP"), xmp=b"<x:" + LOREM),
    "text without an end.png": png_with(chunk(b"iTXt", LOREM), chunk(b"tEXt", LOREM), chunk(b"zTXt", LOREM)),
    "text with a bad sum.png": png_with(bad_sum(b"tEXt", b"Comment\0" + LOREM)),
    "photoshop.jpg": with_segments(segment(0xED, b"Photoshop 3.0\0008BIM\x04"), picture=saved("JPEG")),
    "multi picture.jpg": with_segments(segment(0xE2, b"MPF\0" + LOREM), picture=saved("JPEG")),
    "print with a screen profile.jpg": saved("JPEG", PICTURE.convert("CMYK"), icc_profile=SRGB),
    "print with noise.jpg": saved("JPEG", PICTURE.convert("CMYK"), icc_profile=LOREM * 20),
    "deep.png": saved("PNG", PICTURE.convert("I").point(lambda level: level * 256).convert("I;16")),
    "grey with alpha.png": saved("PNG", PICTURE.convert("LA")),
    "last frame cut.gif": moving("GIF")[:-400],
    "last frame cut.png": moving("PNG")[:-400],
}  # fmt: skip

HOPELESS = {
    "no width.png": b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", bytes(8) + b"\x08\2\0\0\0")
    + chunk(b"IDAT", b"")
    + chunk(b"IEND", b""),
    "no height.gif": b"GIF89a\5\0\0\0\x80\0\0" + bytes(6) + b",\0\0\0\0\5\0\0\0\0\2\0;",
    "no picture.png": b"\x89PNG\r\n\x1a\n" + chunk(b"eXIf", LOREM) + chunk(b"IEND", b""),
    "only words.jpg": b"\xff\xd8" + segment(0xE1, b"Exif\0\0" + LOREM) + b"\xff\xd9",
    "half.avif": saved("AVIF")[:-200],
    "half.webp": saved("WEBP")[:-300],
    "half.heic": saved("HEIF")[:-300],
    "half.gif": saved("GIF")[:-2000],
}  # fmt: skip


def post_photo(client, way, name, data):
    upload = SimpleUploadedFile(name, data)
    if way == "add":
        return client.post(
            reverse("wagtailimages:add"), {"title": "Deneme", "file": upload, "collection": 1, "tags": ""}
        )
    if way == "chooser":
        values = {"title": "Deneme", "file": upload, "collection": 1, "tags": ""}
        return client.post(
            reverse("wagtailimages_chooser:create"),
            {f"image-chooser-upload-{key}": value for key, value in values.items()},
        )
    return client.post(
        reverse("wagtailimages:add_multiple"), {"files[]": upload}, headers={"X-Requested-With": "XMLHttpRequest"}
    )


@pytest.mark.parametrize("name", sorted(SPOILT))
def test_what_is_written_beside_a_picture_never_hides_it(name, tmp_path):
    path = tmp_path / "gelen"
    path.write_bytes(SPOILT[name])
    photo = take_in_photo(path=path, name=name)
    assert photo.file.read() == SPOILT[name]
    assert make_sizes(photo) == len(KNOWN_SIZES)
    assert Photo.objects.get().failed_sizes == {}
    with photo.get_rendition(CARD).file.open("rb") as stored, Image.open(stored) as picture:
        top, bottom = (
            picture.convert("L").getpixel((picture.width // 2, round(picture.height * at))) for at in (0.1, 0.9)
        )
        assert top + 100 < bottom


@pytest.mark.parametrize("name", sorted(HOPELESS))
def test_what_cannot_be_drawn_does_not_come_in(name, tmp_path):
    path = tmp_path / "gelen"
    path.write_bytes(HOPELESS[name])
    with pytest.raises(Refused) as refusal:
        take_in_photo(path=path, name=name)
    assert str(refusal.value).endswith(".")
    assert not Photo.objects.exists()


@pytest.mark.parametrize("way", ["add", "chooser", "several"])
@pytest.mark.parametrize("name", ["exif.png", "exif.webp", "exif.avif", "no width.png", "half.webp"])
def test_every_form_of_wagtails_has_the_same_door(client, way, name):
    client.force_login(factories.editor())
    response = post_photo(client, way, name, SPOILT.get(name) or HOPELESS[name])
    assert response.status_code in (200, 302)
    if name in SPOILT:
        photo = Photo.objects.get()
        assert client.get(reverse("wagtailimages:edit", args=[photo.pk])).status_code == 200
        assert photo.sha256
    else:
        assert not Photo.objects.exists()
        said = response.content.decode()
        assert "bozuk" in said


# --- What is already in use ---------------------------------------------------------------------------------------


@pytest.fixture
def broken():
    """A bulletin on its way through the offices whose photo nobody can draw any more, beside a good one."""
    good, bad = factories.photo("Sağlam"), factories.photo("Bozuk")
    page = factories.bulletin(
        **factories.with_photo(photo=bad),
        lists=[factories.distribution_list()],
        body=[
            {"type": "picture", "value": {"image": good.pk, "alt": "Sağlam", "credit": "A", "caption": "b"}},
            {"type": "picture", "value": {"image": bad.pk, "alt": "Bozuk", "credit": "A", "caption": "b"}},
        ],
    )
    with default_storage.open(bad.file.name, "wb") as stored:
        stored.write(b"\x89PNG\r\n\x1a\n" + LOREM)
    return good, bad, page


def stand_ins(response):
    """How many stand-ins a page shows, and how many real sizes."""
    html = response.content.decode()
    return len(re.findall(r"undrawable[^\"' ]*\.svg", html)), len(re.findall(r"/media/images/[0-9a-f]{32}", html))


def test_every_screen_of_the_office_has_a_stand_in(client, broken):
    _good, bad, page = broken
    page = factories.submit(page)
    state = page.current_workflow_task_state.pk
    addresses = {
        "the chooser": reverse("wagtailimages_chooser:choose"),
        "its results": reverse("wagtailimages_chooser:choose_results"),
        "the edit page": reverse("wagtailimages:edit", args=[bad.pk]),
    }
    client.force_login(factories.editor())
    for screen, address in addresses.items():
        response = client.get(address)
        assert response.status_code == 200, screen
        assert stand_ins(response)[0], screen
    assert stand_ins(client.get(addresses["the chooser"]))[1], "the good one is shown"
    # The editor's form draws nothing itself: it names an address that leads to a size, or to a stand-in.
    small = reverse("archive:thumb", args=[bad.pk])
    assert small in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "undrawable" in client.get(small).url
    chosen = client.get(reverse("wagtailimages_chooser:chosen", args=[bad.pk]))
    assert chosen.status_code == 200
    assert "undrawable" in chosen.json()["result"]["preview"]["url"]
    for address in (
        reverse("archive:finder"), f"/admin/arsiv/foto/{bad.pk}/", f"/admin/bulaniklastir/{bad.pk}/",
        reverse("wagtailimages:delete", args=[bad.pk]), f"/admin/arsiv/foto/{bad.pk}/kucuk/",
    ):  # fmt: skip
        client.force_login(factories.archivist())
        assert client.get(address).status_code in (200, 302, 404), address
    desk = office.browser(factories.director())
    for address in (reverse("approval:desk"), reverse("approval:review", args=[state])):
        assert desk.get(address).status_code == 200
    assert stand_ins(desk.get(reverse("approval:preview", args=[state, "web"])))[0]
    returned = office.desk_return(factories.director(), page.current_workflow_task_state, "Fotoğraf açılmıyor.")
    assert returned.status_code in (200, 302)
    assert Photo.objects.get(pk=bad.pk).renditions.count() == 0


def test_the_public_page_shows_a_stand_in_to_eyes_and_nothing_to_machines(client):
    good, bad = factories.photo("Sağlam"), factories.photo("Bozuk")
    page = factories.publish(
        factories.bulletin(
            **factories.with_photo(photo=bad),
            body=[{"type": "picture", "value": {"image": good.pk, "alt": "Sağlam", "credit": "A", "caption": "b"}}],
        )
    )
    PhotoRendition.objects.filter(image=bad).delete()
    PhotoRendition.cache_backend.clear()
    with default_storage.open(bad.file.name, "wb") as stored:
        stored.write(LOREM)
    response = client.get(page.get_url())
    assert response.status_code == 200
    shown, real = stand_ins(response)
    assert shown
    assert real
    html = response.content.decode()
    assert not re.search(r'(og:image"|"image":|contentUrl)[^>]*undrawable', html)
    message = type(page).objects.get(pk=page.pk).to_message()
    assert not any("undrawable" in picture.url + picture.thumbnail_url for picture in message.pictures)
    for address in ("/", "/bultenler/"):
        assert client.get(address).status_code == 200


def test_a_stand_in_is_never_stored_nor_remembered_as_a_size(broken):
    _good, bad, _page = broken
    stand_in = bad.get_rendition(CARD)
    assert stand_in.url.endswith(".svg")
    assert (stand_in.width, stand_in.height) == (600, 400)
    assert UNDRAWABLE.rpartition("/")[2].partition(".")[0] in stand_in.img_tag()
    with pytest.raises(ValueError, match="stand-in"):
        stand_in.save()
    for _ in range(2):
        assert list(bad.get_renditions(CARD, "width-100").values())[1].stands_in
        with pytest.raises(CannotBeDrawn):
            bad.drawn(CARD)
    assert pictures.rendition(bad, CARD) is None
    assert pictures.responsive(bad).stands_in
    assert not PhotoRendition.objects.exists()


def test_a_file_that_is_put_right_is_shown_at_once(broken):
    _good, bad, _page = broken
    assert bad.get_rendition(CARD).stands_in
    fresh = Photo.objects.get(pk=bad.pk)
    fresh.file = ImageFile(io.BytesIO(factories.jpeg()), name="yeni.jpg")
    fresh._set_image_file_metadata()
    fresh.save()
    assert not fresh.get_rendition(CARD).stands_in


# --- One size ------------------------------------------------------------------------------------------------------


def test_one_size_that_cannot_be_encoded_does_not_fail_the_job(settings, tmp_path):
    """WebP ends at 16,383 pixels a side: a very tall picture has none, and all its other sizes."""
    settings.MEDIA_ROOT = tmp_path
    tall = saved("PNG", Image.linear_gradient("L").resize((60, 17_000)))
    photo = Photo.objects.create(title="Uzun", file=ImageFile(io.BytesIO(tall), name="uzun.png"))
    jobs.enqueue(kind=JobKind.PUBLIC, subject_id=photo.pk)
    MediaWorker(poll=0).carry(jobs.claim(owner="x"))
    assert MediaJob.objects.get().state == JobState.DONE
    fresh = Photo.objects.get(pk=photo.pk)
    failed = {in_format(spec, "webp") for spec in WIDTHS}
    assert set(fresh.failed_sizes) == failed
    assert all(fresh.failed_sizes.values())
    assert set(fresh.renditions.values_list("filter_spec", flat=True)) == set(KNOWN_SIZES) - failed
    told = office.browser(factories.archivist()).get(f"/admin/arsiv/foto/{photo.pk}/").content.decode()
    assert "3 boyutu hazırlanamadı" in told
    shown = pictures.responsive(fresh)
    assert [source.kind for source in shown.sources] == ["image/avif"]
    # Another file, another try.
    fresh.file = ImageFile(io.BytesIO(factories.jpeg()), name="b.jpg")
    fresh.save()
    assert make_sizes(fresh) == len(KNOWN_SIZES)
    assert Photo.objects.get(pk=photo.pk).failed_sizes == {}


def test_a_photo_of_which_nothing_can_be_drawn_fails_its_job_with_a_reason(broken):
    _good, bad, _page = broken
    MediaJob.objects.all().delete()
    jobs.enqueue(kind=JobKind.PHOTO, subject_id=bad.pk)
    MediaWorker(poll=0).carry(jobs.claim(owner="x"))
    assert MediaJob.objects.get().error
    assert MediaJob.objects.get().state != JobState.DONE
