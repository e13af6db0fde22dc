"""A bulletin that uses everything a bulletin can hold, and a register long enough to turn its pages."""

import datetime as dt

from django.core.files.base import ContentFile
from django.utils import timezone

from media_library.models import File
from press_archive.bulletins.models import BulletinIndexPage, BulletinPage, Category, RegisterEntry
from tests import factories


def full_values(link_to=None):
    """The fields of a bulletin with every kind of block, two of some."""
    photos = [factories.photo(f"Fotoğraf {number}") for number in range(4)]
    document = File.objects.create(title="Program", file=ContentFile(b"%PDF-1.4", name="program.pdf"))

    def picture(photo, caption=""):
        return {"image": photo.pk, "alt": f"{photo.title} alt", "credit": "Fotoğraf: Deniz Örnek", "caption": caption}

    link = f' <a linktype="page" id="{link_to.pk}">önceki bülten</a>' if link_to else ""
    body = [
        {"type": "paragraph", "value": f"<p>Hat <b>hizmete</b> alındı.{link}</p>"},
        {"type": "subheading", "value": "Takvim"},
        {
            "type": "table",
            "value": {
                "caption": "Kesinti saatleri",
                "columns": [{"type": "text", "heading": "Mahalle"}, {"type": "text", "heading": "Saat"}],
                "rows": [{"values": ["Iğdır & çevresi", "09.00"]}, {"values": ["Çamlık", "13.30"]}],
            },
        },
        {"type": "quote", "value": {"text": "Söz verdik, yaptık.", "name": "Gökçe Işık", "title": "Belediye Başkanı"}},
        {"type": "picture", "value": picture(photos[0], "Yeni hat")},
        {"type": "gallery", "value": {"title": "Kareler", "pictures": [picture(photos[1]), picture(photos[2])]}},
        {
            "type": "video",
            "value": {"url": "https://youtu.be/abcdefghijk", "title": "Açılış töreni", "poster": photos[3].pk},
        },
        {"type": "file", "value": {"document": document.pk, "title": "Kesinti programı"}},
        {
            "type": "contact",
            "value": {"name": "Su İşleri", "title": "", "phone": "0266 111 11 11", "email": "su@belediye.example"},
        },
        {"type": "paragraph", "value": f"<p>Son.{link}</p>"},
    ]
    return {
        **factories.with_photo(),
        "body": body,
        "title": "Iğdır Mahallesi'nde içme suyu hattı & <yeni> depo",
        "place": "Iğdır Mahallesi",
        "event_date": dt.date(2026, 11, 22),
        "contact_name": "Ayşe Örnek",
        "contact_phone": "0266 000 00 00",
        "contact_email": "basin@belediye.example",
    }


def with_labels(page, *tags):
    """The draft ``page`` with tags and a category."""
    content = page.get_latest_revision().as_object()
    content.tags.add(*tags)
    content.categories = [Category.objects.get_or_create(name="Altyapı", slug="altyapi")[0]]
    content.save_revision(user=factories.editor())
    return BulletinPage.objects.get(pk=page.pk)


def register(count, *, department=None, first=dt.datetime(2026, 11, 20, 9), step=dt.timedelta(days=1)):
    """``count`` entries of the register, each ``step`` older than the one before. Lists read nothing but the register,
    so that their pages need no signatures here."""
    index = BulletinIndexPage.objects.get()
    moment = timezone.make_aware(first)
    department = department or factories.department()
    start = RegisterEntry.objects.count()
    entries = []
    for number in range(start + 1, start + count + 1):
        page = BulletinPage(title=f"Bülten {number}", summary="Özet.", department=department, live=False, body=[])
        index.add_child(instance=page)
        entries.append(
            RegisterEntry.objects.create(
                page=page,
                year=timezone.localtime(moment).year,
                sequence=number,
                published_at=moment,
                department=department,
            )
        )
        moment -= step
    return entries
