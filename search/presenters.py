"""The page of results: what was understood, what was found, what it can be narrowed by."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.website.entries import FORMS, FeedLink
from cms.website.findable import FINDABLES
from cms.website.pictures import LISTED, attach_renditions
from media_library.models import Photo, Video
from search import excerpts, selectors, spellings
from search.documents import DEPARTMENT, KIND, MEDIA, MONTH, PLACE, TAG, YEAR
from search.models import Document
from search.queries import Filter, Note, Query, parse
from search.questions import MOST_COUNTED, Asked, Cursor, Narrowed, Value
from search.terms import BODY, SPOT, TITLE, All, Expression
from search.tokens import placed

PER_PAGE, FED, MOST_TOLD = 20, 30, 50
FACETS = {
    KIND: _("Tür"), YEAR: _("Yıl"), MONTH: _("Ay"), DEPARTMENT: _("Müdürlük"), PLACE: _("Yer"), TAG: _("Etiket"),
    MEDIA: _("Fotoğraf ve video"),
}  # fmt: skip
SHOWN_VALUES = 8
NEWEST = "yeni"
LONGEST_KEY = 200
# While somebody types, every letter is a question of its own.
LOOKED_WHILE_TYPING = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to narrow by, with the address that does it or takes it back."""

    value: Value
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow; ``rest`` are the values that only whoever asks for them sees."""

    title: Any
    choices: Sequence[Choice]
    rest: Sequence[Choice] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """A hit as it is shown. ``title`` and ``words`` are HTML with marks."""

    document: Document
    kind: Any
    path: str
    title: SafeString
    words: SafeString
    photo: Photo | None = None
    video: Video | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for."""

    text: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    newest_first: bool = False
    after: Cursor | None = None

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Wish:
        """From the parameters of an address, whatever they hold."""
        keys = {name: given[name].replace("\0", "")[:LONGEST_KEY] for name in FACETS if given.get(name)}
        return cls(
            text=given.get("q", ""), keys={name: key for name, key in keys.items() if key},
            newest_first=given.get("sirala") == NEWEST, after=Cursor.read(given.get("sonra", "")),
        )  # fmt: skip

    def address(self, changed: Mapping[str, str] | None = None, *, route: str = "search", after: Any = None) -> str:
        """The address of this wish; what is ``changed`` replaces what was chosen, an empty text takes it away."""
        said = {"q": self.text, **self.keys, "sirala": NEWEST if self.newest_first else "", **(changed or {})}
        if after:
            said["sonra"] = str(after)
        told = {name: value for name, value in said.items() if value}
        return reverse(route) + (f"?{urlencode(told)}" if told else "")


@dataclass(frozen=True, slots=True)
class Answer:
    """All that the page says."""

    wish: Wish
    query: Query
    results: Sequence[Result] = ()
    total: int = 0
    facets: Sequence[Facet] = ()
    chosen: Sequence[Choice] = ()
    after: Cursor | None = None
    relaxed: bool = False
    meant: str = ""
    values: Mapping[str, Sequence[Value]] = field(default_factory=dict)

    @property
    def asked(self) -> bool:
        return bool(self.query.parts or self.query.filters or self.query.period or self.wish.keys)

    @property
    def many(self) -> bool:
        """Whether there are more than anybody counted."""
        return self.total > MOST_COUNTED

    @property
    def cut(self) -> bool:
        return Note.CUT in self.query.notes

    @property
    def meant_address(self) -> str:
        return self.wish.address({"q": self.meant})

    @property
    def by_time(self) -> str:
        return self.wish.address({"sirala": NEWEST})

    @property
    def by_fit(self) -> str:
        return self.wish.address({"sirala": ""})

    @property
    def next_address(self) -> str:
        return self.wish.address(after=self.after) if self.after else ""

    @property
    def feeds(self) -> list[FeedLink]:
        """This search as feeds; none where what is shown is not what was asked for."""
        if not self.total or self.relaxed:
            return []
        return [
            FeedLink(said.name, said.media_type, self.wish.address({"sirala": ""}, route=f"search_{form}"))
            for form, said in FORMS.items()
        ]


def answer(wish: Wish, *, limit: int = PER_PAGE) -> Answer:
    """What is found; where nothing has all of the words, what has some of them, and says so."""
    query = parse(wish.text)
    if not (query.parts or query.filters or query.period or wish.keys):
        return Answer(wish, query)
    chosen = {name: [key] for name, key in wish.keys.items()}
    open_kinds = KIND not in chosen and Filter.KIND not in dict(query.filters)
    # First what stands for itself; photos and videos of it where nothing else is found.
    tries = [(Narrowed({**chosen, KIND: _kinds(aside=False)}), False)] if open_kinds else []
    tries.append((Narrowed(chosen), False))
    if len(query.wanted) > 1:
        tries += [(narrowed, True) for narrowed, _relaxed in tries]
    asked, total, relaxed = None, 0, False
    for narrowed, relaxed in tries:
        asked = selectors.understood(query, narrowed, relaxed=relaxed, newest_first=wish.newest_first)
        total = selectors.count(asked) if asked else 0
        if total:
            break
    meant = spellings.suggestion(query) if not total or relaxed else ""
    if asked is None or not total:
        return Answer(wish, query, chosen=_chosen(wish, {}), meant=meant)
    ids, after = selectors.hits(asked, limit=limit, after=wish.after)
    values = selectors.facets(asked)
    if open_kinds:
        values[KIND] = [*values.get(KIND, ()), *_aside(asked, known={value.key for value in values.get(KIND, ())})]
    return Answer(
        wish, query, results(ids, asked), total, _facets(wish, values), _chosen(wish, values),
        after, relaxed, meant, values,
    )  # fmt: skip


def _kinds(*, aside: bool) -> list[str]:
    return [name for name, findable in FINDABLES.items() if findable.aside is aside]


def _aside(asked: Asked, known: Collection[str]) -> list[Value]:
    """How many photos and videos there are besides."""
    counted = []
    for name in _kinds(aside=True):
        if name not in known:
            besides = replace(asked.narrowed, keys={**asked.narrowed.keys, KIND: [name]})
            if number := selectors.count(replace(asked, narrowed=besides, memo={})):
                counted.append(Value(name, str(FINDABLES[name].title), number))
    return counted


def results(ids: Sequence[int], asked: Asked) -> list[Result]:
    """These documents as they are shown; none that strangers may not see any more, whatever the index says."""
    documents = Document.objects.in_bulk(ids)
    by_kind: dict[str, list[int]] = defaultdict(list)
    for document in documents.values():
        by_kind[document.kind].append(document.object_id)
    paths, pictures = dict[tuple[str, int], str](), dict[tuple[str, int], Any]()
    for kind, object_ids in by_kind.items():
        findable = FINDABLES[kind]
        public = findable.public(object_ids)
        paths.update(((kind, pk), path) for pk, path in findable.paths(public).items() if path)
        pictures.update(((kind, pk), picture) for pk, picture in findable.pictures(public).items())
    photos = {key: one for key, one in pictures.items() if isinstance(one, Photo)}
    videos = {key: one for key, one in pictures.items() if isinstance(one, Video) and one.poster}
    attach_renditions(photos.values(), LISTED)
    wanted = asked.plan.wanted if asked.plan else None
    shown = [documents[pk] for pk in ids if pk in documents]
    kept = {document.pk: placed(document.tokens) for document in shown}
    return [
        Result(
            document, FINDABLES[document.kind].one, paths[key],
            excerpts.marked(document.title, wanted, TITLE, kept[document.pk]),
            passage_of(document, wanted, kept[document.pk]), photos.get(key), videos.get(key),
        )
        for document in shown
        if (key := (document.kind, document.object_id)) in paths
    ]  # fmt: skip


def passage_of(document: Document, wanted: Expression | None, kept: excerpts.Kept) -> SafeString:
    """A passage of the spot, or of the text where that says more of what was asked."""
    spot, in_spot = excerpts.passage(document.spot, wanted, SPOT, kept)
    if in_spot >= (len(wanted.parts) if isinstance(wanted, All) else 1):
        return spot  # a longer text is not looked through for what is there already
    body, in_body = excerpts.passage(document.body, wanted, BODY, kept)
    return body if in_body > in_spot or not document.spot else spot


def _facets(wish: Wish, values: Mapping[str, Sequence[Value]]) -> list[Facet]:
    """What narrows further; months once a year is chosen."""
    found = []
    for name, title in FACETS.items():
        if name in wish.keys or (name == MONTH and YEAR not in wish.keys):
            continue
        choices = [Choice(value, wish.address({name: value.key}), False) for value in values.get(name, ())]
        if name in (YEAR, MONTH):
            choices.sort(key=lambda choice: choice.value.key, reverse=name == YEAR)
        if len(choices) > 1 or (choices and name in (TAG, MEDIA)):
            found.append(Facet(title, choices[:SHOWN_VALUES], choices[SHOWN_VALUES:]))
    return found


def _chosen(wish: Wish, values: Mapping[str, Sequence[Value]]) -> list[Choice]:
    chosen = []
    for name, key in wish.keys.items():
        names = {value.key: value for value in values.get(name, ())}
        # Nobody's word is shown that an address made up: a key that nothing has is named by its facet alone.
        value = names.get(key) or Value(key, str(FACETS[name]), 0)
        without = {MONTH: ""} if name == YEAR else {}
        chosen.append(Choice(value, wish.address({name: "", **without}), True))
    return chosen


def straight_to(query: Query) -> str:
    """The path of the one thing that ``query`` names by its number or address; empty for none."""
    if query.number:
        year, _slash, sequence = query.number.partition("/")
        document = Document.objects.filter(number=f"{year}/{int(sequence):04d}", hidden=False).first()
        return _path(document.kind, document.object_id) if document else ""
    if query.address:
        slug = query.address.rstrip("/").rpartition("/")[2]
        for pk in Page.objects.filter(slug=slug).values_list("pk", flat=True)[:5]:
            for kind in FINDABLES:
                path = _path(kind, pk)
                if path and path.rstrip("/") == query.address.rstrip("/"):
                    return path
    return ""


def _path(kind: str, object_id: int) -> str:
    findable = FINDABLES[kind]
    return findable.paths(findable.public([object_id])).get(object_id, "")


def titles(text: str, most: int) -> list[str]:
    """Titles of what fits to what is typed so far."""
    query = parse(text, typing=True)
    if not query.parts or all(len(token.fold) < 2 for part in query.parts for token in part.tokens):
        return []
    asked = selectors.understood(query, Narrowed({KIND: _kinds(aside=False)}))
    if asked is None:
        return []
    ids, _after = selectors.hits(replace(asked, looked=LOOKED_WHILE_TYPING, memo={}), limit=most)
    said = dict(Document.objects.filter(pk__in=ids).values_list("pk", "title"))
    return list(dict.fromkeys(said[pk] for pk in ids if pk in said))


def moment_of(document: Document) -> dt.datetime:
    """Noon of its day: a feed needs a moment."""
    return dt.datetime.combine(document.day, dt.time(12), tzinfo=dt.UTC)
