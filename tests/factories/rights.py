"""Photos with people on them, and what those people signed."""

import datetime as dt
import io
import itertools

from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from media_library.models import Consent, LegalBasis, Photo
from media_library.rights import services
from tests.factories import archivist, jpeg

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


colours = itertools.count(1)


def shown(title="Açılış", *, same=False, **values):
    values.setdefault("legal_basis", LegalBasis.CONSENT)
    # Other bytes each time: the same file is one picture to the archive, whatever its row.
    data = jpeg() if same else jpeg(colour=f"#{next(colours) * 4099 % 0xFFFFFF:06x}")
    photo = Photo.objects.create(title=title, file=ImageFile(io.BytesIO(data), name="DSC_0042.jpg"), **values)
    services.refresh(photos=[photo.pk])
    photo.refresh_from_db()
    return photo


def consent(*photos, user=None, name="Ayşe Yılmaz", document=None, **values):
    values.setdefault("given_on", timezone.localdate() - dt.timedelta(days=30))
    row = services.save_consent(
        consent=Consent(person_name=name, **values), user=user or archivist(), photos=photos, document=document
    )
    for photo in photos:
        photo.refresh_from_db()
    return row


def signed_form(name="riza-ayse-yilmaz.pdf", content=PDF):
    return SimpleUploadedFile(name, content, content_type="application/pdf")
