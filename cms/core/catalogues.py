"""Message catalogues: ours, and those of the packages we build on.

- ``compile_catalogue`` makes the ``.mo`` of one of our ``.po`` files, without gettext on the machine;
- ``source_messages`` lists the English messages of the installed packages;
- ``translations`` is what Django would answer for a language, all catalogues merged;
- ``untranslated`` is what remains in English.

Needs polib, a development requirement: only the ``compile_locale`` command and the tests import this module.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
import polib
from django.apps import apps
from django.conf import settings
from django.utils.translation.trans_real import DjangoTranslation

DOMAINS = ("django", "djangojs")
CONTEXT_GLUE = "\x04"


@dataclass(frozen=True)
class Message:
    """One English message: ``id`` and, where it counts something, ``plural``; ``context`` keeps homonyms apart."""

    id: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> str:
        """The key of the message in a compiled catalogue."""
        return f"{self.context}{CONTEXT_GLUE}{self.id}" if self.context else self.id


def own_catalogues() -> list[Path]:
    """Every ``.po`` file below ``LOCALE_PATHS``."""
    return sorted(path for base in settings.LOCALE_PATHS for path in Path(base).glob("*/LC_MESSAGES/*.po"))


def compile_catalogue(path: Path) -> bytes:
    """The ``.mo`` bytes of a ``.po`` file; fuzzy, empty and obsolete entries are left out, as msgfmt does."""
    return bytes(polib.pofile(str(path)).to_binary())


def package_locale_directories() -> list[Path]:
    """``locale`` directories of Django itself and of the installed apps that are not ours, if they have one."""
    own = Path(settings.BASE_DIR)
    directories = [Path(django.__file__).parent / "conf" / "locale"]
    for config in apps.get_app_configs():
        path = Path(config.path)
        ours = own in path.parents and "site-packages" not in path.parts
        if not ours and (path / "locale").is_dir():
            directories.append(path / "locale")
    return directories


def entries(path: Path) -> Iterator[polib.POEntry]:
    """The entries in use of a ``.po`` file."""
    return (entry for entry in polib.pofile(str(path)) if not entry.obsolete)


def source_messages(domain: str = "django") -> set[Message]:
    """The English messages of the installed packages.

    A package's ``en`` catalogue is its list of messages; where it ships none, the lists of its other languages
    are put together.
    """
    found: set[Message] = set()
    for directory in package_locale_directories():
        english = directory / "en" / "LC_MESSAGES" / f"{domain}.po"
        paths = [english] if english.exists() else sorted(directory.glob(f"*/LC_MESSAGES/{domain}.po"))
        for path in paths:
            found.update(Message(e.msgid, e.msgid_plural or "", e.msgctxt or "") for e in entries(path))
    return found


def translations(language: str, domain: str = "django") -> dict[str | tuple[str, int], str]:
    """What Django answers in ``language``: message key, or (key, number of the plural form), to text.

    Follows the chain of fallbacks, because gettext reads a ``tr_TR`` catalogue before the ``tr`` one and keeps the
    latter as a fallback. The scripts of the admin get the catalogue of ``wagtail.admin`` with ours on top, as here.
    """
    directories = None if domain == "django" else [str(path) for path in package_locale_directories()]
    merged: dict[str | tuple[str, int], str] = {}
    link: Any = DjangoTranslation(language, domain=domain, localedirs=directories)
    while link is not None:
        for key, text in link._catalog.items():
            merged.setdefault(key, text)
        link = link._fallback
    return merged


def translation_of(message: Message, known: dict[str | tuple[str, int], str]) -> str | None:
    """The translation (of the singular) in ``known``, or None when a form of the message is missing."""
    forms = [known.get((message.key, 0)), known.get((message.key, 1))] if message.plural else [known.get(message.key)]
    return forms[0] if all(forms) else None


def untranslated(language: str, domain: str = "django") -> list[Message]:
    """The messages of the installed packages that a reader of ``language`` gets in English, sorted."""
    known = translations(language, domain)
    missing = [message for message in source_messages(domain) if translation_of(message, known) is None]
    return sorted(missing, key=lambda message: (message.id, message.context, message.plural))
