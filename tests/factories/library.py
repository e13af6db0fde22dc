"""Camera files as they really arrive, made with Pillow."""

import io

from django.core.files.images import ImageFile
from PIL import ExifTags, Image

from media_library.models import Photo

GPS_ANKARA = {1: "N", 2: (39.0, 55.0, 12.0), 3: "E", 4: (32.0, 51.0, 15.0)}


def camera_jpeg(width=1600, height=1200, *, artist="Gökçe Işık", orientation=6):
    """Red on top and blue below as the camera saw it, with a phone's EXIF: orientation, GPS, artist."""
    picture = Image.new("RGB", (width, height), "#c00000")
    picture.paste("#0000c0", (0, height // 2, width, height))
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Örnek Kamera"
    exif[ExifTags.Base.Model] = "DSLR 1"
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Artist] = artist.encode()
    exif[ExifTags.Base.DateTime] = "2026:11:20 14:30:00"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(GPS_ANKARA)
    stream = io.BytesIO()
    picture.save(stream, "JPEG", exif=exif.tobytes(), comment=b"gizli not", quality=90)
    return stream.getvalue()


def stored_photo(data, **values):
    return Photo.objects.create(title="Açılış", file=ImageFile(io.BytesIO(data), name="DSC_0042.jpg"), **values)
