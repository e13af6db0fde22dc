"""Makes ``release.tar.gz``, an installation of the release that is checked out.

``python -m tests.upgrade.make_release``, once when a release is made; the suite upgrades what it made from then on. It
holds two live bulletins (one with photo, mails and a kit), one under embargo, one half signed, one waiting, one
withdrawn; galleries; a press kit made by hand; a signed identity; a delegation.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
RELEASE = HERE / "release.tar.gz"


def environment(folder: Path, url: str) -> dict[str, str]:
    """The variables with which a process of this checkout works on the installation in ``folder``."""
    return {
        **os.environ, "TEST_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "TEST_MEDIA_ROOT": str(folder / "media"), "TEST_UPLOAD_ROOT": str(folder / "uploads"),
        "PYTHONPATH": str(HERE.parent.parent),
    }  # fmt: skip


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        variables = environment(folder, f"sqlite:///{folder / 'db.sqlite3'}")
        for arguments in (["manage.py", "migrate", "--verbosity=0"], ["-m", "tests.upgrade.make_release", "fill"]):
            subprocess.run([sys.executable, *arguments], env=variables, check=True)
        with tarfile.open(RELEASE, "w:gz") as archive:
            for entry in ("db.sqlite3", "media"):
                archive.add(folder / entry, entry)


def fill() -> None:
    """Everything that an office may have made by the day of an upgrade."""
    import django

    django.setup()
    from django.db import connection
    from django.utils import timezone

    from cms.users.models import Delegation
    from cms.users.roles import Office
    from media_library.kits.models import Kit, KitPhoto
    from media_library.models import Person, Photographer
    from media_library.work.jobs.worker import MediaWorker
    from tests import factories
    from tests.factories import galleries

    factories.identity(municipality="Çamlıkıyı Belediyesi", phone="0266 000 00 00")
    picture = factories.photo("Sahil", photographer=Photographer.objects.create(name="Deniz Örnek"))
    picture.people.add(Person.objects.create(name="İdil Irmak"))
    picture.tags.add("ılıca", "şölen")
    lists = [factories.distribution_list()]
    with_mails = factories.bulletin(
        title="Sahil yolu açıldı", lists=lists, social={"mastodon": "Sahil yolu açıldı."},
        **factories.with_photo(photo=picture),
    )  # fmt: skip
    factories.publish(with_mails)
    factories.publish(factories.bulletin(title="Ilıca yolu yenilendi"))
    later = timezone.now() + dt.timedelta(days=3650)
    factories.publish(factories.bulletin(title="Ambargolu haber", go_live_at=later))
    factories.sign(factories.submit(factories.bulletin(title="Yarı imzalı")), user=factories.director())
    factories.submit(factories.bulletin(title="Bekleyen"))
    factories.withdraw(factories.publish(factories.bulletin(title="Geri alınan")))
    factories.publish(galleries.photo_gallery(title="Sahilden kareler"))
    factories.publish(galleries.video_gallery(title="Filmler"))
    kit = Kit.objects.create(name="Elle yapılmış", created_by=factories.editor())
    KitPhoto.objects.create(kit=kit, photo=picture, sort_order=0)
    kit.links.create(label="Ege Postası", token="k" * 43)
    Delegation.objects.create(
        office=Office.MAYOR, principal=factories.mayor(), deputy=factories.person("vekil"), starts_at=timezone.now(),
        ends_at=later, created_by=factories.mayor(), confirmed_at=timezone.now(),
    )  # fmt: skip
    MediaWorker(poll=0).run(drain=True)
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.cursor().execute("PRAGMA journal_mode = DELETE")


if __name__ == "__main__":
    fill() if sys.argv[1:] == ["fill"] else main()
