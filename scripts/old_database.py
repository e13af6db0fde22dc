"""The demo's database of an earlier release, when no migration leads from it to this one: put aside, with its files."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

MOVED = """Buradaki deneme veritabanı önceki bir sürümün; bu sürüme yükseltilemez. Silinmedi: dosyalarıyla birlikte
{folder} klasörüne taşındı. Deneme şimdi yeniden hazırlanıyor. Eskisi gerekirse: o klasördekileri var/ altına geri koyup
önceki sürümü çalıştırın.
The demo's database here is of an earlier release and cannot be upgraded to this one. Nothing was deleted: it was moved
to {folder} with its files. The demo is made anew now. To see the old one, put what is in that folder back into
var/ and run the earlier release."""
STAYS = """Bu veritabanı önceki bir sürümün; bu sürüme yükseltilemez. Hiçbir şeye dokunulmadı. DATABASE_URL ile boş bir
veritabanı, MEDIA_ROOT ile boş bir klasör gösterin ya da önceki sürümü çalıştırın.
This database is of an earlier release and cannot be upgraded to this one. Nothing was touched. Name an empty database
with DATABASE_URL and an empty folder with MEDIA_ROOT, or run the earlier release."""


def put_aside() -> str:
    """Moves the demo's own SQLite database and files out of the way, and says so; gives sentences when somebody else
    chose the database or the folder of files, which nobody moves for them."""
    from django.conf import settings
    from django.db import connection

    from cms.core.reset import is_of_before

    if not is_of_before(connection):
        return ""
    connection.close()
    database = Path(str(connection.settings_dict["NAME"]))
    media, uploads = Path(settings.MEDIA_ROOT), Path(settings.UPLOAD_ROOT)
    if connection.vendor != "sqlite" or {database.parent, media.parent, uploads.parent} != {settings.VAR_DIR}:
        return STAYS
    folder = settings.VAR_DIR / f"onceki-surum-{time.strftime('%Y%m%d-%H%M%S')}"
    folder.mkdir()
    for path in (Path(f"{database}-wal"), Path(f"{database}-shm"), media, uploads, database):
        if path.exists():
            shutil.move(path, folder / path.name)
    print(MOVED.format(folder=folder), flush=True)
    return ""
