"""The default mail backend: every mail is a file, so that no developer's machine ever writes to the press."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from publishing.channels.receipt import NothingSent

UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def file_name(message_id: str) -> str:
    """A safe file name for a Message-ID: the same for the same mail, different for different ones."""
    readable = UNSAFE.sub("-", message_id.strip("<> ").partition("@")[0]).strip(".-")[:80]
    digest = hashlib.sha256(message_id.encode()).hexdigest()[:8]
    return f"{readable or 'mail'}-{digest}.eml"


class EmlFileBackend(BaseEmailBackend):
    """Writes each mail to one ``.eml`` file in ``EMAIL_FILE_PATH``, named after its Message-ID.

    A file appears whole or not at all, and a repeated mail replaces its own file. Raises ``NothingSent`` when the
    directory cannot be written.
    """

    def __init__(self, fail_silently: bool = False, file_path: str | os.PathLike[str] | None = None, **kwargs: Any):
        super().__init__(fail_silently=fail_silently)
        directory = file_path or getattr(settings, "EMAIL_FILE_PATH", None)
        if not directory:
            raise ImproperlyConfigured("EMAIL_FILE_PATH ayarlanmamış: .eml dosyalarının yazılacağı klasör.")
        self.directory = Path(directory)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        written = 0
        for email_message in email_messages:
            if not email_message.recipients():
                continue
            message: Any = email_message.message()
            try:
                self._write(file_name(str(message["Message-ID"])), message.as_bytes(linesep="\r\n"))
            except OSError as error:
                if not self.fail_silently:
                    raise NothingSent(str(error)) from error
            else:
                written += 1
        return written

    def _write(self, name: str, content: bytes) -> None:
        self.directory.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=self.directory, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.replace(temporary, self.directory / name)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
