"""What of a content can be pointed at: its passages, each with the words that a person reads there.

A passage has the path that Wagtail's comments use: ``summary``, ``body.<block>``, ``body.<block>.<field>``; the text of
a child row, which Wagtail cannot point at, ``social_texts.<row>.text``. Rich text is read as its words, a line for each
paragraph, and a changed sentence is put back word by word, so that links and bold letters stay where they were.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup, NavigableString
from bs4.element import Tag
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from taggit.models import ItemBase
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import RichText

from cms.core.turkish import capitalize
from publishing.approval.files import VOLATILE
from publishing.approval.labels import field_label

LINES = frozenset({"p", "li", "h2", "h3", "h4", "h5", "blockquote"})
EMPTIED = LINES | {"a", "b", "i", "strong", "em", "ul", "ol"}
WORDS = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)
# A sentence ends at its mark when a space and something that begins one follow.
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’»)]*\s+(?=[\"“‘«(]*[A-ZÇĞİÖŞÜ0-9])|\n+")
UNREAD = frozenset({"slug", "draft_title", "url_path", "seo_title", "search_description"})


@dataclass(slots=True)
class Passage:
    """Words at one place: ``holder`` (a row, a struct value or a child of a stream) has them under ``name``."""

    path: str
    label: str
    text: str
    rich: bool
    holder: Any
    name: str
    block: Any = None

    def write(self, text: str) -> None:
        """Puts ``text``, which is HTML where the passage is rich, in its place."""
        value: Any = text
        if self.block is not None:
            value = RichText(text) if self.rich else text
        if isinstance(self.holder, blocks.StructValue):
            self.holder[self.name] = value
        else:
            setattr(self.holder, self.name, value)

    def stored(self) -> str:
        """What is kept there: HTML where the passage is rich."""
        value = (
            self.holder[self.name] if isinstance(self.holder, blocks.StructValue) else getattr(self.holder, self.name)
        )
        return str(value.source) if isinstance(value, RichText) else str(value)


def of(content: Any) -> list[Passage]:
    """Every passage of ``content`` that says something, in the order in which the editor's form has them."""
    return [passage for passage in _all(content) if passage.text.strip()]


def at(content: Any, path: str) -> Passage | None:
    """The passage of ``content`` at ``path``, if it is still there and says something."""
    return next((passage for passage in of(content) if passage.path == path), None)


def _all(content: Any) -> Iterator[Passage]:
    own = {field.name for field in content._meta.local_fields}
    fields = [field for field in content._meta.concrete_fields if field.name in own | {"title"}]
    for field in sorted(fields, key=lambda field: field.name != "title"):
        if field.name in VOLATILE | UNREAD:
            continue
        label = field_label(type(content), field.name)
        if isinstance(field, StreamField):
            for child in field.value_from_object(content) or ():
                name = capitalize(str(child.block.label))
                yield from _block(child, "value", child.block, f"{field.name}.{child.id}", name)
        elif is_text(field):
            rich = isinstance(field, RichTextField)
            value = getattr(content, field.name) or ""
            yield Passage(field.name, label, words_in(value) if rich else value, rich, content, field.name)
    yield from _rows(content)


def is_text(field: Any) -> bool:
    """Whether an editor writes words into ``field``, rather than choosing or addressing something."""
    if (
        field.choices
        or field.name in UNREAD
        or isinstance(field, models.SlugField | models.EmailField | models.URLField)
    ):
        return False
    return isinstance(field, models.TextField) or type(field) is models.CharField


def _rows(content: Any) -> Iterator[Passage]:
    for relation in get_all_child_relations(content):
        name, model = relation.get_accessor_name(), relation.related_model
        if name in VOLATILE or issubclass(model, ItemBase):
            continue
        label = capitalize(str(model._meta.verbose_name))
        for row in getattr(content, name).all():
            kind = ", ".join(
                str(getattr(row, f"get_{field.name}_display")()) for field in model._meta.fields if field.choices
            )
            for field in model._meta.concrete_fields:
                if is_text(field) and row.pk:
                    called = f"{label} ({kind})" if kind else f"{label}, {field.verbose_name}"
                    path = f"{name}.{row.pk}.{field.name}"
                    yield Passage(path, called, getattr(row, field.name) or "", False, row, field.name)


def _block(holder: Any, name: str, block: Any, path: str, label: str) -> Iterator[Passage]:
    value = holder[name] if isinstance(holder, blocks.StructValue) else getattr(holder, name)
    if isinstance(block, blocks.RichTextBlock):
        yield Passage(path, label, words_in(value.source) if value else "", True, holder, name, block)
    elif isinstance(block, blocks.BaseStructBlock):
        for inner, child in block.child_blocks.items():
            called = str(child.label)
            said = label if capitalize(called) == label else f"{label}, {called}"
            yield from _block(value, inner, child, f"{path}.{inner}", said)
    elif isinstance(block, blocks.ListBlock):
        for item in value.bound_blocks if value else ():
            yield from _block(item, "value", block.child_block, f"{path}.{item.id}", label)
    elif isinstance(block, blocks.BaseStreamBlock):
        for item in value or ():
            yield from _block(item, "value", item.block, f"{path}.{item.id}", label)
    elif type(block) in (blocks.CharBlock, blocks.TextBlock):
        yield Passage(path, label, value or "", False, holder, name, block)


@dataclass(slots=True)
class _Run:
    """The words of one piece of rich text and where they begin in the passage; ``node`` is none for a line's end."""

    start: int
    text: str
    node: NavigableString | None


def _runs(soup: BeautifulSoup) -> list[_Run]:
    runs: list[_Run] = []
    length = 0

    def add(text: str, node: NavigableString | None) -> None:
        nonlocal length
        runs.append(_Run(length, text, node))
        length += len(text)

    def line() -> None:
        if runs and not runs[-1].text.endswith("\n"):
            add("\n", None)

    def walk(tag: Tag) -> None:
        for child in tag.children:
            if isinstance(child, Tag):
                if child.name == "br" or child.name in LINES:
                    line()
                walk(child)
                if child.name in LINES:
                    line()
            elif isinstance(child, NavigableString) and str(child):
                add(str(child), child)

    walk(soup)
    while runs and runs[-1].node is None:
        runs.pop()
    return runs


def _soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def words_in(html: str) -> str:
    """The words of Wagtail's rich text, a line for each paragraph."""
    return "".join(run.text for run in _runs(_soup(html)))


def sentences(text: str) -> list[tuple[int, str]]:
    """The sentences of ``text``, each with the place where it begins."""
    found, begin = [], 0
    for end in [*SENTENCE_END.finditer(text), None]:
        stop = end.start() if end is not None else len(text)
        if end is not None and not end.group().isspace():
            stop += len(end.group()) - len(end.group().lstrip('"”’»)'))
        piece = text[begin:stop]
        if piece.strip():
            begin += len(piece) - len(piece.lstrip())
            found.append((begin, piece.strip()))
        begin = end.end() if end is not None else stop
    return found


def place_of(text: str, quote: str, start: int) -> int | None:
    """Where ``quote`` stands in ``text``: at ``start``, or at the only place that has it; else ``None``."""
    if quote and text[start : start + len(quote)] == quote:
        return start
    first = text.find(quote) if quote else -1
    return first if first >= 0 and text.find(quote, first + 1) < 0 else None


def replaced(passage: Passage, *, quote: str, start: int, proposal: str) -> str | None:
    """What ``passage`` would keep with ``proposal`` in the place of ``quote``; ``None`` when the words are not there
    any more, or at more than one place."""
    place = place_of(passage.text, quote, start)
    if place is None:
        return None
    if not passage.rich:
        return passage.text[:place] + proposal + passage.text[place + len(quote) :]
    soup = _soup(passage.stored())
    runs = _runs(soup)
    letters = {id(run): list(run.text) for run in runs}
    for start, before, after in _lines(quote, proposal):
        old, new = WORDS.findall(before), WORDS.findall(after)
        for kind, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if kind == "equal":
                continue
            begin = place + start + len("".join(old[:i1]))
            _change(runs, letters, begin, len("".join(old[i1:i2])), "".join(new[j1:j2]))
    for run in runs:
        text = "".join(letters[id(run)])
        if run.node is not None and text != run.text:
            _renew(run.node, text)
    return str(soup)


def _lines(quote: str, proposal: str) -> list[tuple[int, str, str]]:
    """What to compare with what: line with line where ``proposal`` has as many as ``quote``, else all as one line. The
    end of a line is no word: a proposal neither makes nor joins paragraphs."""
    old, new = quote.split("\n"), re.split(r"\s*\n\s*", proposal.strip())
    if len(old) != len(new):
        return [(0, quote.replace("\n", " "), " ".join(new))]
    starts = [len("\n".join([*old[:number], ""])) for number in range(len(old))]
    return list(zip(starts, old, new, strict=True))


def _change(runs: list[_Run], letters: dict[int, list[str]], begin: int, gone: int, come: str) -> None:
    """Takes ``gone`` letters out from ``begin`` on and puts ``come`` where the first of them was."""
    first: int | None = None
    for place in range(begin, begin + gone):
        run = _run_at(runs, place)
        if run is not None and run.node is not None:
            letters[id(run)][place - run.start] = ""
            first = place if first is None else first
    if not come:
        return
    # The end of a line holds no words: they stand where the first that went did.
    begin = begin if first is None else first
    # New words go on with what they follow, where nothing of the old stands at their place.
    run = _run_at(runs, begin) if gone else _run_at(runs, begin - 1) or _run_at(runs, begin)
    if run is None or run.node is None:
        run = next((one for one in reversed(runs) if one.node is not None and one.start <= begin), runs[0])
    own = letters[id(run)]
    if gone or begin == run.start:
        index = begin - run.start
        if index < len(own):
            own[index] = come + own[index]
        else:
            own[-1] += come
    else:
        own[begin - run.start - 1] += come


def _run_at(runs: list[_Run], place: int) -> _Run | None:
    return next((run for run in runs if run.start <= place < run.start + len(run.text)), None)


def _renew(node: NavigableString, text: str) -> None:
    parent = node.parent
    if text:
        node.replace_with(NavigableString(text))
        return
    node.extract()
    # A link, a bold word or a paragraph of which nothing is left goes too.
    while parent is not None and parent.name in EMPTIED and not parent.get_text() and not parent.find(True):
        above = parent.parent
        parent.extract()
        parent = above


def too_long(passage: Passage, value: str) -> str:
    """Why ``value`` may not stand at ``passage``, as a sentence; empty when it may."""
    if passage.block is not None:
        field = passage.block.field
        try:
            field.run_validators(RichText(value) if passage.rich else value)
        except ValidationError as invalid:
            return " ".join(invalid.messages)
        return ""
    limit = passage.holder._meta.get_field(passage.name).max_length
    if limit and not passage.rich and len(value) > limit:
        return _("Bu yere en çok %(limit)d karakter sığar.") % {"limit": limit}
    return ""


def position_of(passage: Passage, *, start: int, length: int) -> str:
    """The place as Wagtail's rich text editor marks it (JSON; an empty list where the text has no marks), or an empty
    string for a passage without them."""
    if not passage.rich:
        return ""
    marks: list[dict[str, Any]] = []
    begun: dict[int, tuple[Any, int, int]] = {}
    for run in _runs(_soup(passage.stored())):
        line = run.node.find_parent(lambda tag: tag.has_attr("data-block-key")) if run.node is not None else None
        if line is None:
            continue
        first = begun.setdefault(id(line), (line["data-block-key"], run.start, run.start))
        begun[id(line)] = (first[0], first[1], run.start + len(run.text))
    for key, begin, end in begun.values():
        left, right = max(begin, start), min(end, start + length)
        if left < right:
            marks.append({"key": key, "start": left - begin, "end": right - begin})
    return json.dumps(marks)
