"""Makes the photos and films beside this file that the tests of ``media_library`` read.

    python tests/media_library/corpus/make.py

They are small but real: Pillow, pillow_heif and ffmpeg make the pictures, ExifTool writes what a camera, a phone or a
picture desk would write. What no tool writes any more (IPTC-IIM in Latin-5 or Mac Turkish, metadata decoded wrongly by
some program on the way) is put together here byte by byte. People, agencies and places of events are invented.

Running it again gives files with the same content; encoders of another version may give other bytes.
"""

import struct
import subprocess
from pathlib import Path

from PIL import Image, ImageDraw
from pillow_heif import register_heif_opener

HERE = Path(__file__).parent
CONFIG = HERE.parents[2] / "media_library" / "metadata" / "exiftool.config"
HEADLINE = "Ayvalık'ta zeytin hasadı şenliği başladı"
CAPTION = (
    "Ayvalık Belediyesi'nin düzenlediği Zeytin Hasat Şenliği, Cunda'da çocukların gösterisiyle başladı. İlk gün ığdır."
)
BYLINE = "Gökçe Işık"
CREDIT = "Ayvalık Belediyesi"
KEYWORDS = ("zeytin", "şenlik", "İğneada", "çocuk")
GPS = ("-GPSLatitude=39.319722", "-GPSLatitudeRef=N", "-GPSLongitude=26.693611", "-GPSLongitudeRef=E")

register_heif_opener()


def picture(size=(64, 48), mode="RGB"):
    """Sky, sea and a sun that tells top from bottom and left from right."""
    image = Image.new("RGB", size, "#9fc7e8")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, size[1] * 2 // 3, *size), fill="#24668f")
    draw.ellipse((6, 4, 18, 16), fill="#f6c84c")
    return image.convert(mode)


def jpeg(name, *, exif=None, xmp=None, iim=None, mode="RGB", digest=None, **options):
    path = HERE / name
    extra = {key: value for key, value in (("exif", exif), ("xmp", xmp)) if value}
    picture(mode=mode).save(path, quality=80, **extra, **options)
    if iim is not None:
        resources = resource(0x0404, iim) + (resource(0x0425, digest) if digest else b"")
        body = b"Photoshop 3.0\x00" + resources
        data = path.read_bytes()
        path.write_bytes(data[:2] + b"\xff\xed" + struct.pack(">H", len(body) + 2) + body + data[2:])
    return path


def resource(number, data):
    """One Photoshop image resource, padded to an even length."""
    return b"8BIM" + struct.pack(">HxxI", number, len(data)) + data + b"\x00" * (len(data) % 2)


def iim(encoding, *, declared=b"", cut=None):
    """An IPTC-IIM record 2 in ``encoding``; ``cut``: bytes after which the credit was cut off."""
    values = [(105, HEADLINE), (120, CAPTION), (80, BYLINE), (110, CREDIT), (116, f"© {CREDIT}"), (90, "Balıkesir")]
    values += [(25, word) for word in KEYWORDS] + [
        (92, "Cunda"),
        (101, "Türkiye"),
        (55, "20260519"),
        (60, "143000+0300"),
    ]
    record = b"\x1c\x01\x5a" + struct.pack(">H", len(declared)) + declared if declared else b""
    for number, text in values:
        data = text.encode(encoding, "replace")
        data = data[:cut] if number == 110 else data
        record += b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(data)) + data
    return record


def misread(text, codec="cp1252", times=1):
    """``text`` as a program shows it that takes UTF-8 for ``codec``; bytes without a letter become C1 controls."""
    for _ in range(times):
        text = "".join(bytes([one]).decode(codec, "ignore") or chr(one) for one in text.encode())
    return text


def exiftool(path, *arguments):
    lines = "\n".join(["-overwrite_original", "-q", "-m", *arguments, str(path)])
    command = ["exiftool", "-config", str(CONFIG), "-@", "-"]
    subprocess.run(command, input=lines.encode(), check=True, timeout=60)


def words(group="XMP", change=str):
    """ExifTool's arguments that write headline, caption, byline and credit as XMP."""
    return (
        f"-XMP-photoshop:Headline={change(HEADLINE)}", f"-XMP-dc:Description={change(CAPTION)}",
        f"-XMP-dc:Creator={change(BYLINE)}", f"-XMP-photoshop:Credit={change(CREDIT)}",
    )  # fmt: skip


def camera(name, make, model, artist, *more, orientation=1):
    """A JPEG as it comes off a camera's card: maker notes, serial number, owner, embedded preview."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = make, model, orientation
    exif[0x013B] = artist
    exif.get_ifd(0x8769)[0x927C] = make.encode() + b"\x00\x02 OWNER-IN-MAKER-NOTES 0042"
    path = jpeg(name, exif=exif.tobytes())
    small = HERE / "preview.tmp.jpg"
    picture((16, 12)).save(small, quality=30)
    exiftool(
        path, "-ExifIFD:OwnerName=Sahibinin Adı", "-ExifIFD:SerialNumber=042001337", f"-ThumbnailImage<={small}",
        "-FNumber=4", "-ExposureTime=1/250", "-ISO=200", "-FocalLength=35", *more,
    )  # fmt: skip
    small.unlink()
    return path


def iim_files():
    jpeg("iim_latin5.jpg", iim=iim("cp1254"))
    jpeg("iim_latin5_declared_utf8.jpg", iim=iim("cp1254", declared=b"\x1b%G"))
    jpeg("iim_utf8.jpg", iim=iim("utf-8", declared=b"\x1b%G"))
    jpeg("iim_utf8_undeclared.jpg", iim=iim("utf-8"))
    jpeg("iim_mac_turkish.jpg", iim=iim("mac_turkish"))
    jpeg("iim_cut_in_a_letter.jpg", iim=iim("utf-8", cut=6))


def wrongly_decoded_files():
    exiftool(jpeg("mojibake_once.jpg"), *words(change=misread))
    exiftool(jpeg("mojibake_twice.jpg"), *words(change=lambda text: misread(text, times=2)))
    exiftool(jpeg("mojibake_cp1254.jpg"), *words(change=lambda text: misread(text, "cp1254")))
    exiftool(jpeg("latin5_read_as_latin1.jpg"), *words(change=lambda text: text.encode("iso8859-9").decode("latin-1")))


def agency_files():
    iptc = (
        "-IPTC:CodedCharacterSet=UTF8", f"-IPTC:Headline={HEADLINE}", f"-IPTC:Caption-Abstract={CAPTION}",
        "-IPTC:By-line=Özgür Çağlar", "-IPTC:Credit=Ege Haber Ajansı/Özgür Çağlar", "-IPTC:City=BALIKESİR",
        "-IPTC:SpecialInstructions=Yalnızca abonelerin kullanımına açıktır.", "-IPTC:Keywords=zeytin",
        "-IPTC:CopyrightNotice=© Ege Haber Ajansı", "-IPTC:DateCreated=2026:05:19", "-IPTC:TimeCreated=14:30:00+03:00",
    )  # fmt: skip
    xmp = (
        f"-XMP-photoshop:Headline={HEADLINE}", f"-XMP-dc:Description={CAPTION}", "-XMP-dc:Creator=Özgür Çağlar",
        "-XMP-photoshop:Credit=Ege Haber Ajansı/Özgür Çağlar", "-XMP-photoshop:City=BALIKESİR",
        "-XMP-photoshop:Country=Türkiye", "-XMP-iptcCore:Location=Cunda", "-XMP-dc:Rights=© Ege Haber Ajansı",
        "-XMP-xmpRights:UsageTerms=Yalnızca abonelerin kullanımına açıktır.", "-XMP-iptcExt:Event=Zeytin Hasat Şenliği",
        "-XMP-iptcExt:PersonInImage=Şükrü Öğüt", "-XMP-iptcExt:PersonInImage=Ayşegül İnce", "-XMP-dc:Subject=zeytin",
        "-XMP-dc:Subject=şenlik", "-XMP-photoshop:DateCreated=2026:05:19 14:30:00+03:00",
        "-XMP-iptcCore:AltTextAccessibility=Halk oyunları oynayan çocuklar",
    )  # fmt: skip
    exiftool(jpeg("agency.jpg"), *iptc, *xmp, "-Photoshop:IPTCDigest=new", "-EXIF:Artist=Özgür Çağlar")
    path = jpeg("agency_iim_changed_later.jpg")
    exiftool(path, *iptc, *xmp, "-Photoshop:IPTCDigest=new")
    exiftool(path, "-IPTC:Headline=Başlık sonradan düzeltildi")


def camera_files():
    camera("camera_canon.jpg", "Canon", "Canon EOS R6", BYLINE.encode(), "-DateTimeOriginal=2026:05:19 14:30:00")
    camera(
        "camera_nikon.jpg", "NIKON CORPORATION", "NIKON Z 6", BYLINE.encode("cp1254"),
        "-DateTimeOriginal=2026:05:19 14:30:00", "-OffsetTimeOriginal=+01:00",
    )  # fmt: skip
    camera(
        "camera_sony.jpg", "SONY", "ILCE-7M4", b"", "-ImageDescription=SONY DSC", "-SubSecTimeOriginal=250",
        "-DateTimeOriginal=2015:11:01 03:30:00",
    )  # fmt: skip
    camera(
        "phone_android.jpg", "samsung", "SM-S921B", b"", "-DateTimeOriginal=2026:05:19 14:30:00",
        "-OffsetTimeOriginal=+03:00", *GPS, orientation=6,
    )  # fmt: skip
    exiftool(
        jpeg("windows_xp.jpg"), f"-XPTitle={HEADLINE}", f"-XPComment={CAPTION}", f"-XPAuthor={BYLINE}",
        f"-XPKeywords={';'.join(KEYWORDS)}",
    )  # fmt: skip
    exif = Image.Exif()
    exif[0x0112] = 6
    path = HERE / "phone.heic"
    picture().save(path, quality=50, exif=exif.tobytes())
    exiftool(path, "-Make=Apple", "-Model=iPhone 15", "-DateTimeOriginal=2026:05:19 14:30:00", *GPS, *words())


def format_files():
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        jpeg(f"rotated_{orientation}.jpg", exif=exif.tobytes())
    exiftool(jpeg("cmyk.jpg", mode="CMYK"), *words())
    exiftool(jpeg("progressive.jpg", progressive=True), *words())
    deep = Image.frombytes("I;16", (64, 48), b"".join(struct.pack("<H", n * 21) for n in range(64 * 48)))
    deep.save(HERE / "sixteen_bit.png")
    exiftool(HERE / "sixteen_bit.png", *words())
    frames = [picture(), picture().transpose(Image.Transpose.FLIP_LEFT_RIGHT)]
    for name in ("animated.gif", "animated.webp"):
        options = {"xmp": xmp_packet()} if name.endswith("webp") else {}
        frames[0].save(HERE / name, save_all=True, append_images=frames[1:], duration=200, loop=0, **options)
    exiftool(HERE / "animated.gif", *words())
    picture().save(HERE / "plain.webp", quality=60)
    picture().save(HERE / "xmp.avif", quality=50, xmp=xmp_packet())
    picture().save(HERE / "ai_generated.png")
    exiftool(
        HERE / "ai_generated.png", *words(), "-XMP-iptcExt:AISystemUsed=Görsel Üretici",
        "-XMP-iptcExt:DigitalSourceType=http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
        "-XMP-iptcExt:AISystemVersionUsed=3.1", "-XMP-iptcExt:AIPromptInformation=Gün batımında sâkin bir zeytinlik",
        "-XMP-iptcExt:AIPromptWriterName=Ayşegül İnce",
    )  # fmt: skip


def xmp_packet():
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Headline="{HEADLINE}" '
        f'photoshop:Credit="{CREDIT}"><dc:description><rdf:Alt><rdf:li xml:lang="en">Olive harvest</rdf:li>'
        f'<rdf:li xml:lang="tr-TR">{CAPTION}</rdf:li></rdf:Alt></dc:description>'
        f"<dc:creator><rdf:Seq><rdf:li>{BYLINE}</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()


def broken_files():
    jpeg("broken_exif.jpg", exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x7f\xff" + b"\xff" * 40, iim=iim("cp1254"))
    jpeg("broken_xmp.jpg", xmp=xmp_packet().replace(b"zeytin", b"zeytin & \x01", 1))
    jpeg("broken_iim.jpg", iim=iim("utf-8")[:150])
    whole = (HERE / "agency.jpg").read_bytes()
    (HERE / "truncated.jpg").write_bytes(whole[:-40])


def films():
    for name in ("film.mp4", "film.mov"):
        source = ["-f", "lavfi", "-i", "testsrc=d=0.4:s=64x48:r=5", "-pix_fmt", "yuv420p", "-fflags", "+bitexact"]
        subprocess.run(["ffmpeg", "-v", "error", "-y", *source, HERE / name], check=True, timeout=60)
        exiftool(
            HERE / name, "-ItemList:Title=cihaz başlığı", "-UserData:GPSCoordinates=39.319722, 26.693611, 5",
            "-Keys:GPSCoordinates=39.319722, 26.693611, 5", "-Keys:Model=iPhone 15", "-XMP-exif:GPSLatitude=39.319722",
        )  # fmt: skip


if __name__ == "__main__":
    iim_files()
    wrongly_decoded_files()
    agency_files()
    camera_files()
    format_files()
    broken_files()
    films()
