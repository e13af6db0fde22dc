"""Whether what strangers are given is what was certified: each difference in a sentence, for ``verify_evidence``.

``content_faults``: live content against its certificate; ``file_faults``: the files that are open, their digests and
words; ``word_faults``: the words that public photos and documents carry; ``size_faults``: the sizes of photos, picture
by picture. The chain itself is ``evidence.verify``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext as _

from cms.core.governed import Governed
from media_library.access.selectors import sizes_that_do_not_fit
from media_library.models import File, Photo, PublicFile
from media_library.work.signed_words import signed_words_now
from publishing.approval import selectors, snapshot, words
from publishing.approval.exceptions import ApprovalRefused
from publishing.approval.files import used_files
from publishing.approval.labels import field_label
from publishing.approval.models import Certificate
from publishing.approval.public_files import HOLDERS, opened, rows_for

Key = tuple[str, int]


def unsigned_live_content() -> Iterator[tuple[str, str]]:
    """Everything that is public and not certified so: (label, reason) each. The house promises that there is none."""
    yield from content_faults()
    yield from file_faults()
    yield from word_faults()


def governed_models() -> list[Any]:
    """Every concrete model whose objects only signatures make public."""
    return [model for model in apps.get_models() if issubclass(model, Governed)]


def live_content() -> Iterator[tuple[Any, Certificate | None]]:
    """Everything governed that is live, with its certificate."""
    for model in governed_models():
        for content in model._base_manager.filter(live=True).iterator(chunk_size=200):
            yield content, selectors.certificate_of(content)


def content_faults() -> Iterator[tuple[str, str]]:
    """What is live without a certificate, otherwise than it was certified, or after a withdrawal."""
    for content, certificate in live_content():
        if certificate is None:
            if not selectors.is_untouched_structure(content):
                yield str(content), _("yayın belgesi yok")
            continue
        try:
            current = snapshot.take(content, thorough=True, certificate=certificate)
        except ApprovalRefused as error:
            yield str(content), str(error)
            continue
        if current.content_hash != certificate.content_hash:
            yield str(content), difference(type(content), certificate, current)
        elif selectors.withdrawn_since(certificate):
            yield str(content), _("geri çekilmiş")


def difference(model: Any, certificate: Certificate, current: snapshot.Snapshot) -> str:
    """In what ``current`` is not what ``certificate`` says."""
    said, files = certificate.signed_content, {_key(entry): entry for entry in certificate.files}
    fields = [
        field_label(model, name) for name in {**said, **current.content} if said.get(name) != current.content.get(name)
    ]
    if fields:
        return _("metin imzalanan değil: %(fields)s") % {"fields": ", ".join(sorted(fields))}
    changed = [_key(entry) for entry in current.files if files.get(_key(entry)) != entry]
    if changed:
        return _("dosya imzalanan değil: %(files)s") % {"files": _named(changed)}
    return _("yayın belgesinin özeti tutmuyor")


def file_faults() -> Iterator[tuple[str, str]]:
    """Files that are open without a certificate, closed in spite of one, or open with other words or digests."""
    rows: dict[tuple[int, str], list[PublicFile]] = defaultdict(list)
    for row in PublicFile.objects.order_by("pk").iterator(chunk_size=1000):
        rows[row.content_type_id, row.object_id].append(row)
    for content, certificate in live_content():
        if certificate is not None:
            found = rows.pop((certificate.content_type_id, certificate.object_id), [])
            for reason in _row_faults(content, certificate, found):
                yield str(content), reason
    for (content_type_id, object_id), left in rows.items():
        yield from _stray_faults(content_type_id, object_id, left)


def _row_faults(content: Any, certificate: Certificate, found: list[PublicFile]) -> Iterator[str]:
    frozen = {_key(entry) for entry in certificate.files if "words" in entry}
    actual = {_row_key(row): row for row in found}
    expected = {_key(entry): entry for entry in opened(certificate)}
    if missing := expected.keys() - actual.keys():
        yield _("imzalanan dosya halka kapalı: %(files)s") % {"files": _named(missing)}
    if stray := actual.keys() - expected.keys():
        yield _("imzalanmamış dosya halka açık: %(files)s") % {"files": _named(stray)}
    if missing or stray:
        return
    for right in rows_for(content, certificate):
        key = _row_key(right)
        if key in frozen and actual[key].words != right.words:
            names = {
                n
                for n in right.words.keys() | actual[key].words.keys()
                if right.words.get(n) != actual[key].words.get(n)
            }
            yield _("%(file)s: dosyayla giden sözler imzalananlar değil (%(words)s)") % {
                "file": _named([key]),
                "words": ", ".join(sorted(map(words.label_of, names))),
            }
        if actual[key].digests != right.digests:
            yield _("%(file)s: dosya özetleri imzalananlar değil") % {"file": _named([key])}


def _stray_faults(content_type_id: int, object_id: str, rows: list[PublicFile]) -> Iterator[tuple[str, str]]:
    """Rows that no live content has a certificate for. A page that a
    migration made may open what it uses."""
    model = ContentType.objects.get_for_id(content_type_id).model_class()
    try:
        owner = model._base_manager.filter(pk=object_id).first() if model is not None else None
    except ValueError:
        owner = None
    used: set[Key] = set()
    if owner is not None and (not isinstance(owner, Governed) or selectors.is_untouched_structure(owner)):
        used = set(used_files(owner))
    if stray := [_row_key(row) for row in rows if _row_key(row) not in used]:
        yield (
            str(owner or object_id),
            _("yayında olmayan içeriğin dosyası halka açık: %(files)s") % {"files": _named(stray)},
        )


def word_faults() -> Iterator[tuple[str, str]]:
    """Photos and documents that would say other words of themselves than those that were signed last. One that says
    nothing says nothing wrong."""
    holders: tuple[tuple[Any, str], ...] = ((Photo, "photo"), (File, "file"))
    for model, kind in holders:
        signed = signed_words_now(HOLDERS[kind])
        rows = model.objects.filter(Q(pk__in=signed) | Q(signed_words__isnull=False)).order_by("pk")
        for pk, title, said in rows.values_list("pk", "title", "signed_words"):
            if (said or None) != signed.get(pk):
                yield (
                    title,
                    _("%(file)s: kendisinin taşıdığı sözler imzalananlar değil") % {"file": _named([(kind, pk)])},
                )


def size_faults() -> Iterator[tuple[str, str]]:
    """Sizes of public photos that show another picture or say other words. Every one is drawn: this takes its time."""
    for photo, reason in sizes_that_do_not_fit():
        yield photo.title, f"{_named([('photo', photo.pk)])}: {reason}"


def _key(entry: dict[str, Any]) -> Key:
    return entry["kind"], entry["id"]


def _row_key(row: PublicFile) -> Key:
    return next((kind, getattr(row, name)) for kind, name in HOLDERS.items() if getattr(row, name))


def _named(keys: Any) -> str:
    return ", ".join(words.file_label(kind, pk) for kind, pk in sorted(keys))
