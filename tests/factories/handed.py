"""Files that hold more than they show."""

from __future__ import annotations

import io
import subprocess

from PIL import Image, ImageCms, ImageDraw

SECRET = "BELEDIYE IFLAS ETTI"


def frames(mode: str = "RGB") -> tuple[Image.Image, Image.Image]:
    """What is shown, and what nobody is to see."""
    one, two = Image.new(mode, (600, 400), "#2a6f97"), Image.new(mode, (600, 400), "#ff0000")
    ImageDraw.Draw(one).rectangle((40, 40, 200, 300), fill="#e9c46a")
    ImageDraw.Draw(two).text((50, 50), SECRET, fill="white")
    return one, two


def saved(picture: Image.Image, kind: str, **how) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **how)
    return stream.getvalue()


def moving(kind: str) -> bytes:
    one, two = frames()
    return saved(one, kind, save_all=True, append_images=[two], duration=[3_600, 3_600], loop=0)


def mpo() -> bytes:
    one, two = frames()
    return saved(one, "MPO", save_all=True, append_images=[two])


def tail() -> bytes:
    one, two = frames()
    return saved(one, "JPEG") + saved(two, "JPEG")


def heif() -> bytes:
    import pillow_heif

    many = pillow_heif.HeifFile()
    for picture in frames():
        many.add_from_pillow(picture)
    stream = io.BytesIO()
    many.save(stream, quality=50)
    return stream.getvalue()


def worded_profile(words: str) -> bytes:
    """sRGB, with other words for its name."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    name = "sRGB built-in".encode("utf-16-be")
    assert name in data
    return data.replace(name, words.ljust(13)[:13].encode("utf-16-be"))


def ffmpeg(*arguments) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *map(str, arguments)], check=True)


MANY = {
    "gif": ("oyun.gif", lambda: moving("GIF")),
    "png": ("oyun.png", lambda: moving("PNG")),
    "webp": ("oyun.webp", lambda: moving("WEBP")),
    "avif": ("oyun.avif", lambda: moving("AVIF")),
    "heic": ("oyun.heic", heif),
    "mpo": ("oyun.jpg", mpo),
    "tail": ("oyun.jpg", tail),
}
