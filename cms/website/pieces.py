"""What surrounds the content of every public page, as HTML: the strips, the head, the foot.

They change with the identity, a strip or a standard page, and are rendered once for each generation of what is public.
A page that is kept (:mod:`cms.website.parts`) has holes in their place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from cms.website import facts
from cms.website.entries import FORMS, KINDS
from cms.website.selectors import Frame

# Text of ours or of editors never holds "<": autoescaping and the rich text's whitelist see to that.
HOLES = {name: f"<!--frame:{name}-->" for name in ("alerts", "masthead", "footer")}
# What stands around one entry: its neighbours, what is like it. Of the entry alone, so that the page's view fills it.
AROUND = "around"
HOLES_OF_ENTRIES = {AROUND: f"<!--entry:{AROUND}-->"}


def hole(name: str) -> SafeString:
    """The place of the piece ``name``, a key of :data:`HOLES`."""
    return mark_safe((HOLES | HOLES_OF_ENTRIES)[name])


def piece(name: str, frame: Frame, path: str) -> SafeString:
    """The piece ``name`` of ``frame`` on the page at ``path``; nothing around an entry that is only previewed."""
    if name == AROUND:
        return SafeString()
    if name == "masthead":
        path = _alike(path, frame)
        return _remembered(frame, (name, path), lambda: _rendered("website/masthead.html", frame, path))
    return _remembered(frame, name, lambda: _rendered(f"website/{name}.html", frame, ""))


def filled(text: str, frame: Frame, path: str, around: Callable[[], str] = SafeString) -> str:
    """A kept page with the pieces of ``frame`` in its holes; ``around`` makes what stands around its entry."""
    for name, mark in HOLES.items():
        text = text.replace(mark, piece(name, frame, path), 1)
    mark = HOLES_OF_ENTRIES[AROUND]
    return text.replace(mark, around(), 1) if mark in text else text


def _remembered(frame: Frame, key: object, make: Callable[[], SafeString]) -> SafeString:
    if frame.generation is None:
        return make()
    return facts.remembered(frame.generation, ("piece", key, translation.get_language()), make)


def _rendered(template: str, frame: Frame, path: str) -> SafeString:
    told = {"frame": frame, "alerts": frame.alerts, "request": {"path": path}, "kinds": _feeds()}
    return render_to_string(template, told)


def _feeds() -> list[dict[str, Any]]:
    """The feeds of every kind, as the foot of the page names them."""
    return [
        {
            "title": kind.title,
            "feeds": [
                {"name": said.name, "media_type": said.media_type, "path": kind.feed_path(form)}
                for form, said in FORMS.items()
                if form in kind.feeds
            ],
        }
        for kind in KINDS.values()
    ]


def _alike(path: str, frame: Frame) -> str:
    """A path whose menu looks like that of ``path``: of what the menu does not name there are too many to remember."""
    if path in ("/", reverse("search")) or any(path == link.path for link in frame.footer):
        return path
    for kind in KINDS.values():
        if path.startswith(f"/{kind.path}"):
            return path if path == f"/{kind.path}" else f"/{kind.path}-"
    return "/-"
