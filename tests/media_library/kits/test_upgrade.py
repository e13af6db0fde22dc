"""An installation with kits from before: what was signed stays, what one person typed goes."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.urls import reverse

from media_library.kits import services
from media_library.kits.models import Kit
from media_library.models import Photo
from tests import factories
from tests.factories.kits import build, press_photo
from tests.media_library.attacks.test_kit_words import handed_out

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_kits_keep_what_was_signed_and_lose_what_was_typed():
    signed, unsigned = press_photo("İmzalı", caption="İmzalı söz"), press_photo("İmzasız")
    page = factories.publish(factories.bulletin(**factories.with_photo(photo=signed)))
    call_command("migrate", "dispatch", "0002", verbosity=0)
    call_command("migrate", "kits", "0003", verbosity=0)
    old = MigrationExecutor(connection).loader.project_state([("kits", "0003_turkish_names")]).apps
    of_bulletin = old.get_model("kits", "Kit").objects.get()
    part = of_bulletin.photos.get()
    # The captions of a bulletin's kit were signed; they were all that it kept of its certificate.
    assert (part.caption, part.credit) == ("Sahil yolunda çalışan iş makineleri", "Fotoğraf: Deniz Örnek")
    by_hand = old.get_model("kits", "Kit").objects.create(title="Elle adı", note="Elle not", state="ready")
    for order, photo in enumerate((signed, unsigned)):
        old.get_model("kits", "KitPhoto").objects.create(
            kit=by_hand, photo_id=photo.pk, caption="Elle söz", sort_order=order
        )
    by_hand.files.create(
        photo_id=unsigned.pk, role="web", position=0, name="web-1600/elle-adi-01.jpg", stored_name="kits/a.jpg", size=1,
        crc32=0, sha256="0" * 64, media_type="image/jpeg", recipe="alt", caption="Elle söz",
    )  # fmt: skip
    link = by_hand.links.create(label="Ege Postası", token="k" * 43)
    call_command("migrate", verbosity=0)

    kit = Kit.objects.get(pk=by_hand.pk)
    assert (kit.name, kit.title, kit.photos.count(), kit.files.count()) == ("Elle adı", "", 2, 0)
    Photo.objects.update(caption="Sonradan yazılan")
    assert Client().get(reverse("press_kit:page", args=[link.token])).status_code == 200  # is being made
    build()
    found = handed_out(kit.links.get())
    assert [name for name in found if name.startswith("orijinal/")] == [f"orijinal/basin-kiti-{kit.pk}-01.jpg"]
    assert "İmzalı söz" in found["zip:captions.txt"].decode()
    for name, data in found.items():
        assert not any(words.encode() in data for words in ("Elle", "Sonradan", "İmzasız")), name

    kit = Kit.objects.get(object_id=str(page.pk))
    kit.files.all().delete()
    services.build_again(kit=kit, user=factories.editor())
    build()
    kit.refresh_from_db()
    assert kit.error == ""
    captions = handed_out(kit.links.get())["zip:captions.txt"].decode()
    assert "Sahil yolunda çalışan iş makineleri" in captions
    assert "Fotoğraf: Deniz Örnek" in captions
    assert "Sonradan" not in captions
