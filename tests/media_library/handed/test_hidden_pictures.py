"""The press kit hands out originals: through the whole house, from the upload to the file that strangers fetch."""

from __future__ import annotations

import io
import re
import subprocess

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import ModelLogEntry

from media_library.intake import services as intake
from media_library.kits.models import FileRole, Kit, KitVideo
from media_library.models import LegalBasis, Video
from tests.factories import archivist, bulletin, director, distribution_list, jpeg, mayor, sign, social_editor, submit
from tests.factories.handed import MANY, SECRET, ffmpeg, worded_profile
from tests.factories.kits import build, made_by_hand
from tests.office import browser, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.slow]


def published_with(path):
    """Takes the photo in, publishes a bulletin with it, makes the kit: the page, what signers saw, and the kit."""
    photo = intake.take_in_photo(path=path, name=path.name, values={"legal_basis": LegalBasis.NO_PERSON})
    page = bulletin(lead_image=photo, lead_image_alt="Deniz", lead_image_credit="Foto: X", lists=[distribution_list()])
    page = submit(page)
    shown = browser(director()).get(reverse("approval:review", args=[waiting(page).pk])).text
    page = sign(sign(page, user=director()), user=mayor())
    assert page.live
    build()
    kit = Kit.objects.get(object_id=str(page.pk))
    assert (kit.state, kit.error) == ("ready", "")
    return page, shown, kit


def stored(kit, role):
    return default_storage.open(kit.files.get(role=role).stored_name).read()


@pytest.mark.parametrize("case", MANY)
def test_an_original_in_a_press_kit_holds_only_the_picture_that_was_seen(case, tmp_path):
    name, make = MANY[case]
    path = tmp_path / name
    path.write_bytes(make())
    _page, _shown, kit = published_with(path)
    data = stored(kit, FileRole.ORIGINAL)
    with Image.open(io.BytesIO(data)) as picture:
        assert getattr(picture, "n_frames", 1) == 1
        assert picture.size == (600, 400)
        red, _green, blue = picture.convert("RGB").getpixel((300, 200))
        assert blue > red
    assert data.count(b"\xff\xd8\xff") <= 1


def test_an_original_film_in_a_kit_holds_only_what_was_seen(tmp_path):
    srt, out = tmp_path / "a.srt", tmp_path / "film.mp4"
    srt.write_text(f"1\n00:00:00,000 --> 00:00:01,000\n{SECRET}\n")
    ffmpeg(
        "-f", "lavfi", "-i", "testsrc=size=64x48:rate=5:duration=1", "-f", "lavfi", "-i",
        "color=red:size=64x48:rate=5:duration=1", "-i", srt, "-map", "0:v", "-map", "1:v", "-map", "2:s", "-c:v",
        "mpeg4", "-c:s", "mov_text", out,
    )  # fmt: skip
    row = Video(title="Sahil", caption="Yol", credit="G", legal_basis=LegalBasis.PUBLIC_EVENT)
    row.file.save("film.mp4", ContentFile(out.read_bytes()), save=False)
    row.proxy.save("web.mp4", ContentFile(out.read_bytes()), save=False)
    row.save()
    kit = made_by_hand(videos=(row,))
    KitVideo.objects.update(with_original=True)
    build()
    files = list(kit.files.filter(role=FileRole.VIDEO))
    assert len(files) == 2
    for file in files:
        assert streams_of(default_storage.path(file.stored_name)) == ["video"]
    answer = browser(social_editor()).get(reverse("archive:original_video", args=[row.pk]))
    assert 'filename="film.mp4"' in answer["Content-Disposition"]
    out.write_bytes(b"".join(answer.streaming_content))
    assert streams_of(out) == ["video"]
    assert SECRET.encode() not in out.read_bytes()
    assert b"Yol" in out.read_bytes()
    assert ModelLogEntry.objects.get(action="archive.download").object_id == str(row.pk)
    Video.objects.filter(pk=row.pk).update(withheld_at=timezone.now())
    assert browser(archivist()).get(answer.wsgi_request.path).status_code in (302, 403)


def streams_of(path):
    command = ["ffprobe", "-v", "error", "-show_entries", "stream=codec_type", "-of", "csv=p=0", path]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def test_the_cameras_name_is_no_free_text_of_an_uploader(tmp_path):
    path = tmp_path / "DSC_1.jpg"
    path.write_bytes(jpeg())
    words = [f"-EXIF:LensModel={SECRET}", "-EXIF:Model=BASKAN ISTIFA ETTI", f"-EXIF:Make={SECRET}"]
    subprocess.run(["exiftool", "-q", "-overwrite_original", *words, str(path)], check=True)
    _page, _shown, kit = published_with(path)
    data = stored(kit, FileRole.ORIGINAL)
    assert b"IFLAS" not in data
    assert b"ISTIFA" not in data


def test_the_colour_profile_of_no_public_copy_carries_words(tmp_path, client):
    path = tmp_path / "DSC_2.jpg"
    path.write_bytes(jpeg(icc_profile=worded_profile("IFLAS ETTI")))
    page, _shown, kit = published_with(path)
    words = "IFLAS ETTI".encode("utf-16-be")
    addresses = sorted(set(re.findall(r"/media/[^\"' ,]+", client.get(page.url).text)))
    assert addresses
    for address in addresses:
        answer = client.get(address)
        assert words not in (b"".join(answer.streaming_content) if answer.streaming else answer.content), address
    for role in (FileRole.ORIGINAL, FileRole.WEB):
        assert words not in stored(kit, role)


def test_signers_read_in_the_kit_that_only_the_picture_they_see_goes_out(tmp_path):
    path = tmp_path / "oyun.heic"
    path.write_bytes(MANY["heic"][1]())
    photo = intake.take_in_photo(path=path, name=path.name, values={"legal_basis": LegalBasis.NO_PERSON})
    page = bulletin(lead_image=photo, lead_image_alt="Deniz", lead_image_credit="Foto: X", lists=[distribution_list()])
    page = submit(page)
    answer = browser(director()).get(reverse("approval:preview", args=[waiting(page).pk, "kit"]))
    assert "yalnız burada görülen kare" in answer.text
