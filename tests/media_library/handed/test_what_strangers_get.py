"""A stranger's copy holds only what the signer saw: every room for something else that a file has, one after the other.

``MARK`` stands for words, red for another picture.
"""

from __future__ import annotations

import ast
import io
import struct
import subprocess
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageChops, PngImagePlugin

import media_library
from media_library.handed import colours
from media_library.handed.copies import hand_out_photo, hand_out_video
from media_library.handed.pictures import suffix_for
from media_library.metadata.fields import Fields
from media_library.metadata.read import turn_of
from media_library.metadata.write import MetadataNotWritten
from media_library.renditions.drawing import Original
from tests.factories.handed import (
    MANY,
    SECRET,
    ffmpeg,
    frames,
    saved,
    worded_profile,
)
from tests.media_library.corpus import CORPUS

pytestmark = pytest.mark.slow

MARK = SECRET.encode()
FIELDS = Fields(caption="İmzalı söz", credit="Ayvalık Belediyesi")


def segment(kind: int, body: bytes) -> bytes:
    return bytes([0xFF, kind]) + struct.pack(">H", len(body) + 2) + body


def jpeg_with(kind: int, body: bytes, **how) -> bytes:
    data = saved(frames()[0], "JPEG", **how)
    return data[:2] + segment(kind, body) + data[2:]


def between_passes() -> bytes:
    data = saved(frames()[0], "JPEG", progressive=True)
    at = data.rindex(b"\xff\xda")
    return data[:at] + segment(0xFE, MARK) + segment(0xED, MARK) + data[at:]


def exif_with(**tags) -> bytes:
    exif = Image.Exif()
    for name, value in tags.items():
        number = int(name.removeprefix("t"), 16)
        (exif.get_ifd(0x8769) if number > 0x8000 and number not in (0x8298,) else exif)[number] = value
    return exif.tobytes()


def thumbnail_of_another() -> bytes:
    """IFD1 shows another picture than the file."""
    small = saved(frames()[1].resize((160, 106)), "JPEG")
    tiff = b"II*\0" + struct.pack("<IHI", 8, 0, 14)
    entries = ((0x0103, 3, 1, 6), (0x0201, 4, 1, 14 + 2 + 36 + 4), (0x0202, 4, 1, len(small)))
    tiff += struct.pack("<H", 3) + b"".join(struct.pack("<HHII", *entry) for entry in entries) + struct.pack("<I", 0)
    return jpeg_with(0xE1, b"Exif\0\0" + tiff + small)


def jfif_thumbnail() -> bytes:
    data = saved(frames()[0], "JPEG")
    end = 4 + int.from_bytes(data[4:6], "big")
    small = frames()[1].resize((40, 30)).tobytes()
    return data[:2] + segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01" + bytes((40, 30)) + small) + data[end:]


def png_with(kind: bytes, body: bytes) -> bytes:
    data = saved(frames()[0], "PNG")
    return (
        data[:33] + struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) + data[33:]
    )


def png_text() -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", SECRET)
    words.add_itxt("Title", SECRET)
    return saved(frames()[0], "PNG", pnginfo=words) + MARK


def under_transparency(kind: str) -> bytes:
    one, two = (picture.convert("RGBA") for picture in frames())
    two.putalpha(0)
    two.paste(one.crop((0, 0, 300, 400)), (0, 0))
    return saved(two, kind, **({"lossless": True, "exact": True} if kind == "WEBP" else {}))


def webp_with(*chunks: tuple[bytes, bytes]) -> bytes:
    data = saved(frames()[0], "WEBP", exif=exif_with(t010f=SECRET), xmp=MARK)
    data += b"".join(kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2) for kind, body in chunks)
    return data[:4] + struct.pack("<I", len(data) - 8) + data[8:]


def depth() -> bytes:
    """A HEIC with its own words, and a second picture behind the first."""
    import pillow_heif

    many = pillow_heif.HeifFile()
    for picture in frames():
        added = many.add_from_pillow(picture)
        added.info["exif"] = exif_with(t0110=SECRET)
    stream = io.BytesIO()
    many.save(stream, quality=50)
    return stream.getvalue()


PICTURES = {
    **{name: make for name, (_file, make) in MANY.items()},
    "JPEG comment": lambda: jpeg_with(0xFE, MARK),
    "JPEG segment 11": lambda: jpeg_with(0xEB, MARK),
    "JPEG segment 15": lambda: jpeg_with(0xEF, MARK),
    "Adobe's segment with a tail": lambda: jpeg_with(0xEE, b"Adobe\0\x64\0\0\0\0\x01" + MARK),
    "JPEG between two passes": between_passes,
    "JFIF thumbnail": jfif_thumbnail,
    "Exif thumbnail": thumbnail_of_another,
    "XMP": lambda: jpeg_with(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + MARK + b"</x:xmpmeta>"),
    "Exif maker and model": lambda: saved(
        frames()[0], "JPEG", exif=exif_with(t010f=SECRET, t0110=SECRET, ta434=SECRET)
    ),
    "Exif software, artist, comment": lambda: saved(
        frames()[0], "JPEG", exif=exif_with(t0131=SECRET, t013b=SECRET, t9286=MARK, t927c=MARK)
    ),
    "Exif dates": lambda: saved(frames()[0], "JPEG", exif=exif_with(t9003=SECRET, t9291=SECRET, t9011=SECRET)),
    "Exif numbers": lambda: saved(frames()[0], "JPEG", exif=exif_with(t8827=tuple(SECRET.encode()))),
    "profile's name": lambda: saved(frames()[0], "JPEG", icc_profile=worded_profile("IFLAS ETTI")),
    "profile's name in PNG": lambda: saved(frames()[0], "PNG", icc_profile=worded_profile("IFLAS ETTI")),
    "profile's name in WebP": lambda: saved(frames()[0], "WEBP", icc_profile=worded_profile("IFLAS ETTI")),
    "profile's name in AVIF": lambda: saved(frames()[0], "AVIF", icc_profile=worded_profile("IFLAS ETTI")),
    "no profile at all": lambda: saved(frames()[0], "JPEG", icc_profile=MARK),
    "PNG texts and tail": png_text,
    "PNG gamma": lambda: png_with(b"gAMA", struct.pack(">I", 1_000)),
    "PNG chunk of its own": lambda: png_with(b"teXt", MARK),
    "PNG under transparency": lambda: under_transparency("PNG"),
    "WebP under transparency": lambda: under_transparency("WEBP"),
    "AVIF under transparency": lambda: under_transparency("AVIF"),
    "GIF comment and tail": lambda: saved(frames()[0], "GIF", comment=MARK) + MARK,
    "WebP chunks": lambda: webp_with((b"ABCD", MARK)),
    "WebP tail": lambda: webp_with() + MARK,
    "HEIC of two with words": depth,
}
WORDS = (SECRET, "IFLAS ETTI")


def secrets_in(data: bytes) -> list[str]:
    return [code for code in ("utf-8", "utf-16-le", "utf-16-be") for word in WORDS if word.encode(code) in data]


@pytest.mark.parametrize("case", PICTURES)
def test_a_strangers_copy_holds_only_what_the_signer_saw(case, tmp_path):
    source = tmp_path / "original"
    source.write_bytes(PICTURES[case]())
    kind = Image.open(source).format.lower()
    target = tmp_path / f"copy{suffix_for('x.' + {'jpeg': 'jpg', 'mpo': 'jpg', 'heif': 'heic'}.get(kind, kind))}"
    hand_out_photo(source, target, FIELDS)
    data = target.read_bytes()
    assert secrets_in(data) == []
    assert data.count(b"\xff\xd8\xff") <= 1
    assert b"gAMA" not in data
    assert "İmzalı söz".encode() in data
    with Image.open(target) as copy, source.open("rb") as file:
        assert getattr(copy, "n_frames", 1) == 1
        original = Original.opened(file)
        shown = original.draw((0, 0, *copy.size), copy.size)
        if shown.mode in ("RGBA", "LA"):
            ground = Image.new("RGBA", shown.size, "white")
            shown = Image.alpha_composite(ground, shown.convert("RGBA"))
        assert copy.convert("RGBA").getchannel("A").getextrema() == (255, 255)
        difference = ImageChops.difference(shown.convert("RGB"), copy.convert("RGB"))
        assert max(highest for _lowest, highest in difference.reduce(4).getextrema()) < 24


def test_a_profile_that_makes_another_picture_of_the_file_does_not_go_along(tmp_path):
    """Red and blue change places: who follows the profile sees what the office saw, so does who does not."""
    data = bytearray(colours.profile("sRGB"))
    table = {bytes(data[at : at + 4]): at for at in range(132, 132 + 12 * 9, 12)}
    red, blue = table[b"rXYZ"], table[b"bXYZ"]
    data[red + 4 : red + 8], data[blue + 4 : blue + 8] = data[blue + 4 : blue + 8], data[red + 4 : red + 8]
    swapped = bytes(data).replace(b"desc\0\0\0\0\0\0\0\x05sRGB", b"desc\0\0\0\0\0\0\0\x05WIDE")
    assert colours.known(swapped) == ""
    source = tmp_path / "a.jpg"
    source.write_bytes(saved(Image.new("RGB", (64, 48), "#2040d0"), "JPEG", quality=95, icc_profile=swapped))
    hand_out_photo(source, tmp_path / "copy.jpg", FIELDS)
    with Image.open(tmp_path / "copy.jpg") as copy:
        red_now, _green, blue_now = copy.getpixel((20, 20))
        assert red_now > 180 > 90 > blue_now  # as it was shown
        assert "icc_profile" not in copy.info


@pytest.mark.parametrize("name", colours.COLORANTS)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_known_colours_stay_as_they_are(name, kind, tmp_path):
    source, target = tmp_path / "a", tmp_path / f"copy.{kind.lower().replace('jpeg', 'jpg')}"
    profile = colours.profile(name).replace(name.encode(), b"KAYIP"[: len(name)].ljust(len(name)))
    source.write_bytes(saved(frames()[0], kind, icc_profile=profile, **({} if kind == "PNG" else {"quality": 90})))
    hand_out_photo(source, target, FIELDS)
    with Image.open(target) as copy, Image.open(source) as original:
        assert copy.info["icc_profile"] == colours.profile(name)
        assert copy.tobytes() == original.tobytes()


def test_the_three_profiles_are_told_apart_and_known_from_their_numbers():
    from PIL import ImageCms

    assert [colours.known(colours.profile(name)) for name in colours.COLORANTS] == list(colours.COLORANTS)
    assert colours.known(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()) == "sRGB"
    assert colours.known(ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()) == ""
    assert [colours.known(data) for data in (b"", b"x" * 200, colours.profile("sRGB")[:300])] == ["", "", ""]


@pytest.mark.parametrize("name", ["rotated_6.jpg", "cmyk.jpg", "progressive.jpg", "sixteen_bit.png", "plain.webp"])
def test_what_shows_all_it_has_keeps_its_picture_as_it_is(name, tmp_path):
    target = tmp_path / f"copy{Path(name).suffix}"
    hand_out_photo(CORPUS / name, target, FIELDS)
    with Image.open(target) as copy, Image.open(CORPUS / name) as original:
        assert (copy.mode, copy.tobytes()) == (original.mode, original.tobytes())
    with target.open("rb") as copied, (CORPUS / name).open("rb") as file:
        assert turn_of(copied) == turn_of(file)


def test_a_file_that_cannot_be_opened_is_not_handed_out(tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"<html>")
    for source in (tmp_path / "a.jpg", CORPUS / "truncated.jpg"):
        with pytest.raises(MetadataNotWritten):
            hand_out_photo(source, tmp_path / "copy.jpg", FIELDS)
    assert [path.name for path in tmp_path.iterdir()] == ["a.jpg"]


FILM = ("-f", "lavfi", "-i", "testsrc=size=128x96:rate=5:duration=1", "-f", "lavfi", "-i", "sine=duration=1")
OTHER = ("-f", "lavfi", "-i", "color=red:size=128x96:rate=5:duration=1", "-f", "lavfi", "-i", "sine=900:duration=1")
X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac")


def film_with(tmp_path: Path, suffix: str) -> Path:
    """A film with everything that its container has room for."""
    subtitles, chapters, attached = tmp_path / "a.srt", tmp_path / "a.txt", tmp_path / "a.ttf"
    subtitles.write_text(f"1\n00:00:00,000 --> 00:00:01,000\n{SECRET}\n")
    chapters.write_text(f";FFMETADATA1\ntitle={SECRET}\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=500\ntitle={SECRET}\n")
    attached.write_bytes(MARK)
    out = tmp_path / f"film{suffix}"
    more, words = ["-timecode", "01:00:00:00"], "mov_text"
    if suffix == ".mkv":
        more, words = ["-attach", attached, "-metadata:s:t", "mimetype=font/ttf"], "srt"
    ffmpeg(
        *FILM, *OTHER, "-i", subtitles, "-i", chapters, "-map", "0:v", "-map", "1:a", "-map", "2:v", "-map", "3:a",
        "-map", "4:s", "-map_metadata", "5", "-map_chapters", "5", *X264, "-c:s", words,
        "-x264-params", "info=1", "-metadata:s:v:0", f"handler_name={SECRET}", "-metadata:s:a:0", f"title={SECRET}",
        "-metadata", f"comment={SECRET}", *more, out,
    )  # fmt: skip
    return out


def with_cover(tmp_path: Path) -> Path:
    cover, film, out = tmp_path / "cover.jpg", tmp_path / "bare.mp4", tmp_path / "film.mp4"
    cover.write_bytes(saved(frames()[1], "JPEG", comment=MARK))
    ffmpeg(*FILM, "-map", "0:v", "-map", "1:a", *X264, film)
    ffmpeg("-i", film, "-i", cover, "-map", "0", "-map", "1", "-c", "copy", "-disposition:v:1", "attached_pic", out)
    return out


def with_boxes(tmp_path: Path) -> Path:
    out = tmp_path / "film.mp4"
    ffmpeg(*FILM, "-map", "0:v", "-map", "1:a", *X264, out)
    for kind in (b"free", b"skip", b"uuid"):
        body = bytes(16) + MARK
        out.write_bytes(out.read_bytes() + struct.pack(">I", 8 + len(body)) + kind + body)
    return out


def with_captions(tmp_path: Path) -> Path:
    """Words between the pictures of the stream itself, where closed captions stand."""
    out = tmp_path / "film.mp4"
    note = "086f3693-b7b3-4f2c-9653-21492feee5b8+" + SECRET
    ffmpeg(*FILM, "-map", "0:v", "-map", "1:a", *X264, "-bsf:v", f"h264_metadata=sei_user_data='{note}'", out)
    assert MARK in out.read_bytes()
    return out


FILMS = {
    "mp4": lambda path: film_with(path, ".mp4"), "mov": lambda path: film_with(path, ".mov"),
    "mkv": lambda path: film_with(path, ".mkv"), "cover": with_cover, "boxes": with_boxes, "captions": with_captions,
}  # fmt: skip


@pytest.mark.parametrize("case", FILMS)
def test_a_strangers_film_holds_only_what_the_signer_saw(case, tmp_path):
    source = FILMS[case](tmp_path)
    assert MARK in source.read_bytes() or case == "cover"
    target = tmp_path / f"copy{source.suffix}"
    hand_out_video(source, target, FIELDS)
    assert secrets_in(target.read_bytes()) == []
    said = subprocess.run(
        ["ffprobe", "-v", "error", "-show_entries", "stream=codec_type,nb_read_frames:chapter=id", "-count_frames",
         "-of", "csv=p=0", str(target)], capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stderr == ""  # it plays to its end
    streams = [line.split(",") for line in said.stdout.split()]
    assert [kind for kind, _count in streams] == ["video", "audio"]
    assert streams[0][1] == "5"
    first = [frame_of(tmp_path, path) for path in (source, target)]
    assert first[0] == first[1]


def frame_of(tmp_path: Path, path: Path) -> bytes:
    out = tmp_path / f"{path.stem}.png"
    ffmpeg("-i", path, "-map", "0:V:0", "-frames:v", "1", out)
    return Image.open(out).tobytes()


def test_sound_that_the_web_copy_does_not_play_stays_behind(tmp_path, monkeypatch):
    source = tmp_path / "film.mp4"
    ffmpeg(*FILM, "-map", "0:v", "-map", "1:a", *X264, source)
    monkeypatch.setattr("media_library.handed.videos.PLAIN_SOUND", frozenset({"mp3"}))
    hand_out_video(source, tmp_path / "copy.mp4", FIELDS)
    said = subprocess.run(["ffprobe", "-v", "error", "-show_streams", str(tmp_path / "copy.mp4")], capture_output=True)
    assert said.stdout.count(b"[STREAM]") == 1


def test_nothing_else_of_the_library_writes_copies_of_originals():
    """Whoever writes words into a copy by himself hands out what nobody saw."""
    found = set()
    root = Path(media_library.__file__).parent
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            writes = isinstance(node, ast.ImportFrom) and (node.module or "").endswith("metadata.write")
            if writes and {"write_copy", "write_copies"} & {name.name for name in node.names}:
                found.add(str(path.relative_to(root)))
    assert found == {"handed/copies.py"}
