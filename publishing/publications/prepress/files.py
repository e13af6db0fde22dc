"""What WeasyPrint wrote becomes a file for the press (PDF/X-4, ISO 15930-7) and one for screens (PDF/UA-1).

- Photos take the place of what stood for them: in the resolution of their slot, in ink or in light.
- No colour of light is left in the press's file; in the screen's file each ink is the light it stands for.
- Boxes, output intent, crop marks (in all separations), metadata: the same design gives the same bytes.
"""

from __future__ import annotations

import io
import math
import uuid
from collections.abc import Callable
from hashlib import md5
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from publishing.publications.prepress import colour
from publishing.publications.prepress.contents import MM, Rectangle, Thing, things
from publishing.publications.prepress.design import Design, Picture

MARK, APART = 5.0, 2.0  # mm: length of a crop mark, its distance from the bleed
SCREEN_PPI = 130
FLATTEST = 0.02  # inks nearer than this are the same colour
Opened = Callable[[Picture], Any]
Palette = dict[str, tuple[colour.Ink, colour.Light]]
Recoloured = Callable[[str, tuple[float, ...]], tuple[str, tuple[float, ...]]]
NAMESPACE = uuid.UUID("5b1f2f8e-30a5-4b35-9c0e-7c6f3d2a9b10")


def printed(rough: Path, made: Path, design: Design, keys: dict[str, Picture], opened: Opened) -> None:
    """The press's file. For what only shines it is the same without inks and marks."""
    import pikepdf

    sheet = design.sheet
    with pikepdf.open(rough) as pdf:
        _drop_unused(pdf)
        if sheet.shines:
            _place(pdf, keys, opened, sheet.ppi_wanted * sheet.scale, colour.shown)
        else:
            _place(pdf, keys, opened, sheet.ppi_wanted * sheet.scale, lambda image: colour.inked(image, sheet.max_ink))
            _recolour(pdf, _to_ink)
            _output_intent(pdf)
        bleed = sheet.drawn(sheet.bleed) * MM
        separation = pdf.make_indirect(_separation(pdf)) if not sheet.shines else None
        for page in pdf.pages:
            trim = tuple(float(one) for one in page.trimbox)
            around = _grown(trim, bleed)
            page.obj.TrimBox = pikepdf.Array(list(_rounded(trim)))
            page.obj.BleedBox = pikepdf.Array(list(_rounded(around)))
            if separation is None or not sheet.bleed:
                page.obj.MediaBox = pikepdf.Array(list(_rounded(around)))
                continue
            page.obj.MediaBox = pikepdf.Array(list(_rounded(_grown(around, (MARK + APART) * MM))))
            _marked(pdf, page, trim, around, separation)
        _described(pdf, design, "print")
        pdf.save(made, deterministic_id=True, min_version="1.6", object_stream_mode=pikepdf.ObjectStreamMode.disable)


def shown(rough: Path, made: Path, design: Design, keys: dict[str, Picture], opened: Opened, palette: Palette) -> None:
    """The tagged file for screens: cut to size, in light."""
    import pikepdf

    lights = [(inks, light) for inks, light in palette.values()]
    with pikepdf.open(rough) as pdf:
        _drop_unused(pdf)
        _place(pdf, keys, opened, SCREEN_PPI, colour.shown)
        _recolour(pdf, lambda space, parts: _to_light(space, parts, lights))
        for page in pdf.pages:
            box = pikepdf.Array(list(_rounded(tuple(float(one) for one in page.trimbox))))
            page.obj.MediaBox = page.obj.CropBox = page.obj.TrimBox = box
            if "/BleedBox" in page.obj:
                del page.obj.BleedBox
        pdf.save(made, deterministic_id=True)


def _grown(box: Any, by: float) -> Rectangle:
    left, bottom, right, top = box
    return left - by, bottom - by, right + by, top + by


def _rounded(box: Any) -> tuple[float, ...]:
    return tuple(round(one, 3) for one in box)


def _drop_unused(pdf: Any) -> None:
    """WeasyPrint names Lab spaces on every page, whoever uses them."""
    import pikepdf

    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and "/XObject" in one and "/ColorSpace" in one:
            del one["/ColorSpace"]


# Photos


def _place(pdf: Any, keys: dict[str, Picture], opened: Opened, ppi: float, converted: Callable[[Any], bytes]) -> None:
    """Puts each photo where its stand-in is, no finer than the largest place it has needs it."""
    import pikepdf

    sizes: dict[Any, tuple[float, float]] = {}
    images: dict[Any, tuple[Any, Picture]] = {}
    for page in pdf.pages:
        for thing in things(pdf, page):
            if thing.kind != "image" or thing.image is None:
                continue
            key = thing.image.objgen
            if key not in images:
                name = md5(thing.image.read_raw_bytes()).hexdigest()  # noqa: S324  a name, not a lock
                if name not in keys:
                    continue
                images[key] = (thing.image, keys[name])
            left, bottom, right, top = thing.box
            wide, high = sizes.get(key, (0.0, 0.0))
            sizes[key] = (max(wide, right - left), max(high, top - bottom))
    for key, (image, picture) in images.items():
        photo = opened(picture)
        told = dict(photo.info)
        wide, high = (max(1, math.ceil(side / 72 * ppi - 0.01)) for side in sizes[key])
        if wide < photo.width and high < photo.height:
            photo = photo.resize((wide, high), reducing_gap=3.0)
            photo.info.update(told)
        data = converted(photo)
        inks = _channels(data)
        image.write(data, filter=pikepdf.Name.DCTDecode)
        image.Width, image.Height = photo.size
        image.ColorSpace = pikepdf.Name("/DeviceCMYK" if inks == 4 else "/DeviceRGB")
        image.BitsPerComponent = 8
        image.Interpolate = False
        if inks == 4:
            image.Decode = pikepdf.Array([1, 0] * 4)
        elif "/Decode" in image:
            del image.Decode
        if "alpha" in told:  # an emblem without a ground
            image.SMask = _mask(pdf, told["alpha"].resize(photo.size))
        del photo


def _mask(pdf: Any, alpha: Any) -> Any:
    import pikepdf

    mask = pdf.make_stream(alpha.tobytes())
    mask.Type, mask.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    mask.Width, mask.Height = alpha.size
    mask.ColorSpace, mask.BitsPerComponent = pikepdf.Name.DeviceGray, 8
    return mask


def _channels(data: bytes) -> int:
    from PIL import Image

    return len(Image.open(io.BytesIO(data)).getbands())


# Colours


def _to_ink(space: str, parts: tuple[float, ...]) -> tuple[str, tuple[float, ...]]:
    if space == "DeviceGray":
        return "k", (0.0, 0.0, 0.0, round(1 - parts[0], 4))
    if space == "DeviceRGB":
        red, green, blue = (round(part * 255) for part in parts)
        return "k", colour.ink((red, green, blue))
    return "k", tuple(round(part, 4) for part in parts)


def _to_light(space: str, parts: tuple[float, ...], lights: Any) -> tuple[str, tuple[float, ...]]:
    if space == "DeviceGray":
        return "rg", parts * 3
    if space == "DeviceRGB":
        return "rg", parts
    for inks, light in lights:
        if all(abs(one - other) < FLATTEST for one, other in zip(inks, parts, strict=True)):
            return "rg", tuple(round(one / 255, 4) for one in light)
    cyan, magenta, yellow, black = parts
    return "rg", tuple(round((1 - one) * (1 - black), 4) for one in (cyan, magenta, yellow))


def _recolour(pdf: Any, changed: Recoloured) -> None:
    """Writes every colour of every page (and of what pages draw) as ``changed`` gives it."""
    import pikepdf

    for page in pdf.pages:
        page.contents_coalesce()
        page.obj.Contents.write(_recoloured(page.obj, changed))
    seen = set()
    for one in pdf.objects:
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form" and one.objgen not in seen:
            seen.add(one.objgen)
            one.write(_recoloured(one, changed))


def _recoloured(stream: Any, changed: Recoloured) -> bytes:
    import pikepdf

    spaces = {"fill": "DeviceGray", "stroke": "DeviceGray"}
    written: list[Any] = []
    instructions: Any = pikepdf.parse_content_stream(stream)
    for operands, operator in instructions:
        op = str(operator)
        target = "stroke" if op[:1].isupper() else "fill"
        plain = op.lower()
        if plain == "cs" and op in ("cs", "CS"):
            spaces[target] = str(operands[0]).lstrip("/")
            continue
        if op in ("g", "G", "rg", "RG", "k", "K", "sc", "SC", "scn", "SCN"):
            own = {"g": "DeviceGray", "rg": "DeviceRGB", "k": "DeviceCMYK"}.get(plain, spaces[target])
            name, parts = changed(own, tuple(float(part) for part in operands))
            operands = [round(part, 4) for part in parts]
            operator = pikepdf.Operator(name.upper() if target == "stroke" else name)
        written.append((operands, operator))
    return bytes(pikepdf.unparse_content_stream(written))


# Boxes, marks and what the file says of itself


def _separation(pdf: Any) -> Any:
    """Registration colour: what is drawn in it stands on every plate."""
    import pikepdf

    function = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    return pikepdf.Array([pikepdf.Name.Separation, pikepdf.Name.All, pikepdf.Name.DeviceCMYK, function])


def _marked(pdf: Any, page: Any, trim: Any, around: Rectangle, separation: Any) -> None:
    import pikepdf

    apart, mark = APART * MM, MARK * MM
    left, bottom, right, top = trim
    outer_left, outer_bottom, outer_right, outer_top = _grown(around, apart)
    lines = []
    for x in (left, right):
        lines.append((x, outer_bottom - mark, x, outer_bottom))
        lines.append((x, outer_top, x, outer_top + mark))
    for y in (bottom, top):
        lines.append((outer_left - mark, y, outer_left, y))
        lines.append((outer_right, y, outer_right + mark, y))
    drawn = "".join(f"{x:.3f} {y:.3f} m {u:.3f} {v:.3f} l S\n" for x, y, u, v in lines)
    content = f"q /MarksAll CS 1 SCN 0.25 w\n{drawn}Q\n".encode()
    resources = page.obj.Resources
    if "/ColorSpace" not in resources:
        resources.ColorSpace = pikepdf.Dictionary()
    resources.ColorSpace["/MarksAll"] = separation
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"Q\n" + content)


def _output_intent(pdf: Any) -> None:
    import pikepdf

    profile = pdf.make_stream(colour.PROFILE.read_bytes())
    profile.N = 4
    profile.Alternate = pikepdf.Name.DeviceCMYK
    pdf.Root.OutputIntents = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.OutputIntent, S=pikepdf.Name.GTS_PDFX,
                OutputConditionIdentifier=pikepdf.String(colour.CONDITION),
                OutputCondition=pikepdf.String("Offset, kuşe kâğıt (ISO 12647-2:2004)"),
                RegistryName=pikepdf.String("http://www.color.org"),
                Info=pikepdf.String("Coated FOGRA39 (ISO 12647-2:2004)"), DestOutputProfile=profile,
            )
        ]
    )  # fmt: skip


XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>
<xmp:MetadataDate>{moment}</xmp:MetadataDate><xmp:CreatorTool>{tool}</xmp:CreatorTool>
<xmpMM:DocumentID>uuid:{document}</xmpMM:DocumentID><xmpMM:InstanceID>uuid:{instance}</xmpMM:InstanceID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass><xmpMM:VersionID>1</xmpMM:VersionID>
<pdf:Producer>{tool}</pdf:Producer><pdf:Trapped>False</pdf:Trapped>
{conformance}</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
TOOL = "Basın Masası"


def _described(pdf: Any, design: Design, purpose: str) -> None:
    import pikepdf

    day = design.date.isoformat() if design.date else "2000-01-01"
    title = " ".join(part for part in (design.title, design.number) if part)
    digest = design.digest
    packet = XMP.format(
        title=escape(title), author=escape(design.brand.name), tool=TOOL, moment=f"{day}T00:00:00+03:00",
        document=uuid.uuid5(NAMESPACE, digest), instance=uuid.uuid5(NAMESPACE, f"{digest} {purpose}"),
        conformance="" if design.sheet.shines else "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>\n",
    )  # fmt: skip
    metadata = pdf.make_stream(packet.encode())
    metadata.Type, metadata.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    pdf.Root.Metadata = metadata
    moment = f"D:{day.replace('-', '')}000000+03'00'"
    pdf.trailer.Info = pdf.make_indirect(
        pikepdf.Dictionary(
            Title=pikepdf.String(title), Author=pikepdf.String(design.brand.name), Creator=pikepdf.String(TOOL),
            Producer=pikepdf.String(TOOL), CreationDate=moment, ModDate=moment, Trapped=pikepdf.Name.False_
            if hasattr(pikepdf.Name, "False_") else pikepdf.Name("/False"),
        )
    )  # fmt: skip


__all__ = ["Thing", "printed", "shown"]
