"""What a newcomer is told in place of a traceback when the disk is at fault."""

from __future__ import annotations

import errno
import sqlite3

FULL = """Diskte yer kalmadı. Yer açıp aynı komutu yeniden çalıştırın; kaldığı yerden sürdürür.
The disk is full. Make room and run the same command again; it goes on from there."""
READ_ONLY = """Disk salt okunur ya da bu kullanıcının yazma izni yok; site veritabanını ve dosyalarını yazamıyor.
The disk is read-only, or this user may not write; the site cannot write its database and files."""

BY_NUMBER = {
    errno.ENOSPC: FULL, errno.EDQUOT: FULL, errno.EFBIG: FULL, errno.EROFS: READ_ONLY, errno.EACCES: READ_ONLY,
    errno.EPERM: READ_ONLY,
}  # fmt: skip
# In SQLite's words; a write that the disk refuses is an "I/O error" where the error number is lost.
BY_WORDS = {"is full": FULL, "disk I/O error": FULL, "readonly": READ_ONLY, "unable to open": READ_ONLY}


def explained(error: BaseException | None) -> str:
    """Sentences in Turkish and English, or "" when neither ``error`` nor its causes are the disk's fault."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, OSError) and error.errno in BY_NUMBER:
            return BY_NUMBER[error.errno]
        if isinstance(error, sqlite3.Error):
            for words, text in BY_WORDS.items():
                if words in str(error):
                    return text
        error = error.__cause__ or error.__context__
    return ""
