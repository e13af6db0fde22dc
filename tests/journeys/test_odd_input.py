"""Every address of the house, asked with values that no form of ours would send: an answer in words, never an error."""

from __future__ import annotations

import re
import uuid
from functools import cache
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from wagtail.models import Revision

from press_archive.contacts.models import Address, DistributionList, Journalist, Outlet
from publishing.dispatch.models import Delivery
from publishing.social.models import SocialPost
from tests import factories, worlds
from tests.journeys.library import fill_library
from tests.journeys.reading import reading
from tests.office import browser

READ = re.compile(r"""(?:GET|POST|params|data)(?:\.get|\.getlist|\.pop)?[(\[]\s*f?["']([a-z_][a-z0-9_.-]*)["']""")
# Where engines differ: how large a number is, which letters a text may have, what can be compared.
ENGINES = ("9" * 22, "-1", "\x00", "1e400", "2026-13-45", "ığ İ\u200b\ud7ff")
ODD = (
    "", "None", "0", "1.5", "abc", "%", '"', "'; --", "true", "[]", "{}", "../../etc/passwd", "a" * 5000, "pk", "-pk",
    "__class__",
)  # fmt: skip
VALUES = [
    pytest.param(ENGINES[:3], id="engines 1"), pytest.param(ENGINES[3:], id="engines 2"),
    *(pytest.param(ODD[part::4], marks=pytest.mark.once, id=f"others {part + 1}") for part in range(4)),
]  # fmt: skip
# What leaves the session, and what Wagtail made to fail.
LEFT_OUT = re.compile(r"logout|failwhale|test404|test_404|jsi18n|sprite")


# Addresses made of regular expressions, whose parts have no names.
SPELLED = {
    "wagtailadmin_pages:revisions_compare": lambda live: [live.pk, "earliest", "latest"],
    "wagtailimages_serve": lambda live: ["abc", 1, "width-100"],
    "wagtaildocs_serve": lambda live: [1, "a.pdf"],
    "contacts:unsubscribe": lambda live: [Address.objects.first().token],
    "wagtail_serve": lambda live: [f"{live.get_parent().slug}/"],
}


def walk(resolver, prefix="", namespaces=()):
    for one in resolver.url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from walk(one, route, (*namespaces, one.namespace) if one.namespace else namespaces)
        elif one.name and not LEFT_OUT.search(route):
            yield ":".join((*namespaces, one.name)), (*one.pattern.converters, *one.pattern.regex.groupindex)


@cache
def parameters():
    """Every name that some view, of ours or of Wagtail's admin, reads from a query or a form."""
    import wagtail

    roots = [Path(wagtail.__file__).parent, *(Path(settings.BASE_DIR) / name for name in ("cms", "media_library",
             "press_archive", "publishing", "search"))]  # fmt: skip
    found = {"p", "q", "ordering", "export", "next", "id", "department", "category", "year", "page", "object_ids"}
    for root in roots:
        for path in root.rglob("*.py"):
            if "test" not in path.parts and "migrations" not in path.parts:
                found.update(READ.findall(path.read_text(errors="replace")))
    return sorted(found)


def furnished():
    """Something of every kind."""
    library = fill_library()
    press = factories.distribution_list()
    outlet = Outlet.objects.create(name="Kıyı Gazetesi", kind=Outlet.Kind.values[0])
    journalist = Journalist.objects.create(name="Ayşe Deneme", outlet=outlet, position="Muhabir")
    texts = {"x": "Sahil yolu yenileniyor."}
    live = factories.publish(factories.bulletin(lists=[press], social=texts, **factories.with_photo()))
    waits = factories.submit(factories.bulletin(title="Gönderilen"))
    return library, press, outlet, journalist, live, waits


@pytest.fixture
def house(world):
    return world


pytestmark = [pytest.mark.django_db, pytest.mark.slow, worlds.on(furnished)]


def arguments(name, converters, house):
    library, press, outlet, journalist, live, waits = house
    state = waits.current_workflow_task_state
    area = name.partition(":")[0]
    number = {
        "approval": state.pk, "kits": library.kits[0].pk, "videos": library.videos[0].pk,
        "rights": library.photos[0].pk, "outlets": outlet.pk, "journalists": journalist.pk,
        "wagtailadmin_pages": live.pk,
        "lists": press.pk, "addresses": Address.objects.first().pk,
    }.get(area, library.photos[0].pk)  # fmt: skip
    first = {"deliver": Delivery, "dispatch": Delivery, "social": SocialPost, "distribution": DistributionList}
    for key, model in first.items():
        if area.startswith(key) and (row := model.objects.first()):
            number = row.pk
    known = {
        "app_label": "website", "model_name": "alertbanner", "content_type_app_name": "bulletins",
        "content_type_model_name": "bulletinpage", "content_type_app_label": "bulletins",
        "token": library.links[0].token, "upload_id": uuid.uuid4(), "slug": live.slug,
        "digest": "abc", "section": "bultenler", "page_id": live.pk,
        "parent_page_id": live.get_parent().pk, "revision_id": Revision.objects.latest("pk").pk, "action": "delete",
        "what": "kisi", "kind": "foto", "task_state_id": state.pk, "workflow_state_id": state.workflow_state_id,
        "shoot_id": library.shoots[0].pk, "filename": "a.pdf", "path": "x/y.jpg", "signature": "abc",
        "filter_spec": "width-100", "image_id": library.photos[0].pk, "action_name": "approve", "object_id": live.pk,
        "content_type_id": 1, "position": 1, "language": "tr", "mode": "x", "action_type": "move",
        "revision_id_a": "earliest", "revision_id_b": "latest", "usage_type": "x", "panel_name": "x",
    }  # fmt: skip
    return {key: known.get(key, number) for key in converters}


def addresses(house):
    """Name to path; the path is ``None`` where none can be made."""
    found = {}
    for name, converters in walk(get_resolver()):
        values = arguments(name, converters, house)
        for kwargs in (values, {key: str(value) or "a" for key, value in values.items()}):
            try:
                spelled = SPELLED.get(name)
                found[name] = reverse(name, args=spelled(house[4])) if spelled else reverse(name, kwargs=kwargs)
                break
            except NoReverseMatch:
                found[name] = None
    return found


def clients():
    who = [factories.editor(), factories.archivist(), factories.director(), factories.administrator(),
           factories.superuser(), factories.social_editor()]  # fmt: skip
    found = [browser(one) for one in who] + [Client()]
    for one in found:
        one.raise_request_exception = False
    return found


def answer(client, method, address, *args, **kwargs):
    """The status, the error behind it, and the names that were read; whatever it changed is undone."""
    with transaction.atomic(), reading() as read:
        response = getattr(client, method)(address, *args, **kwargs)
        if response.streaming:
            b"".join(response.streaming_content)
        error = getattr(response, "exc_info", None)
        transaction.set_rollback(True)
    return response.status_code, error, read


@cache
def read_of_nothing():
    """What is read at an address that leads to no view: the part of the middlewares."""
    return answer(Client(), "get", "/boyle-bir-adres-yok/")[2]


def names_in(read):
    """The names that a view itself read."""
    return {name for name in read - read_of_nothing() if not name.startswith("*")}


class Door:
    """One address, and the names that its view has read of the queries it was asked with."""

    def __init__(self, name, address):
        self.name, self.address, self.names = name, address, set()

    def ask(self, client, value, names=()):
        """Asks with ``value`` for every name that the view reads, again while it reads others; gives the failures."""
        while True:
            sent = dict.fromkeys(sorted({*self.names, *names}), value)
            status, error, read = answer(client, "get", f"{self.address}?{urlencode(sent)}")
            self.names |= names_in(read)
            if status >= 500 and status != 503:
                return [(f"{self.name} {value[:20]!r} {sorted(sent)}"[:300], error)]
            if self.names <= sent.keys():
                return []

    def knock(self, people):
        """Learns what the view reads of an empty query, and who is let in: the administrator of everything, else the
        first of all."""
        for self.inside in (4, *range(len(people))):
            status, _error, read = answer(people[self.inside], "get", self.address)
            self.names |= names_in(read)
            if status not in (302, 403):
                break


KNOWN: dict[str, Door] = {}  # of this process; the rows have the same numbers in each of its tests


def doors(house, people):
    """Every address, with what is known of its view."""
    for name, address in addresses(house).items():
        if name not in KNOWN or KNOWN[name].address != address:
            KNOWN[name] = Door(name, address)
            KNOWN[name].knock(people)
        yield KNOWN[name]


def in_words(failures):
    return "\n".join(f"{what}: {error[1]!r}" if error else what for what, error in failures)


def test_every_address_can_be_made(house):
    missing = [name for name, address in addresses(house).items() if address is None]
    assert missing == [], missing


def test_what_a_view_reads_is_seen(house):
    people = clients()
    assert read_of_nothing()["*lists"]
    categories = Door("categories:index", reverse("categories:index"))
    assert categories.ask(people[4], "abc") == []
    assert {"p", "q", "ordering", "export"} <= categories.names
    health = Door("health", reverse("health"))
    assert health.ask(people[4], "abc", names=["p", "q"]) == []
    assert health.names == set()


def test_every_address_takes_every_name(house):
    """Each by another person and with another value: views that read nothing are not asked again."""
    failures, people = [], clients()
    others, values = cycle(people), cycle((*ENGINES, *ODD))
    for door in doors(house, people):
        failures += door.ask(next(others), next(values), names=parameters())
    assert not failures, in_words(failures)


@pytest.mark.parametrize("values", VALUES)
def test_odd_queries_are_answered(house, values):
    """Every view that reads something of its query is asked with every value for every name that it reads, by somebody
    whom it lets in, and with one value by somebody else. A list and its results are one view: they share the values."""
    failures, people = [], clients()
    others, some = cycle(people), cycle(values)
    asked = {door.name: door for door in doors(house, people) if door.names}
    for name, door in asked.items():
        failures += door.ask(next(others), next(some))
        whole = re.sub(r"[-_]results$", "", name)
        results = {f"{name}_results", f"{name}-results"} & asked.keys()
        mine = values[1::2] if whole != name and whole in asked else values[::2] if results else values
        for value in mine:
            failures += door.ask(people[door.inside], value)
    assert len(asked) > 100
    assert not failures, in_words(failures)


BODIES = {
    "nothing": lambda names: {},
    "junk": lambda names: dict.fromkeys(names, "None"),
    "huge numbers": lambda names: dict.fromkeys(names, "9" * 22),
    "counts": lambda names: {f"{name}-count": "x" for name in ("body", "social_texts")} | {"body-count": "-3"},
    "nul": lambda names: dict.fromkeys(names, "a\x00b"),
}


ONCE = ("nothing", "junk", "counts")


@pytest.mark.parametrize("body", [pytest.param(one, marks=[pytest.mark.once] * (one in ONCE)) for one in BODIES])
def test_odd_forms_are_answered(house, body):
    failures, people = [], clients()
    data = BODIES[body](parameters())
    for number, (name, address) in enumerate(addresses(house).items()):
        for client in (people[4], people[number % len(people)]):
            status, error, _read = answer(client, "post", address, data)
            if status >= 500 and status != 503:
                failures.append((name, error))
    assert not failures, in_words(failures)


@pytest.mark.once
def test_json_that_is_none_is_answered(house):
    failures, people = [], clients()
    for name, address in addresses(house).items():
        for body in ("", "null", "[]", '{"a":', "\xff"):
            status, error, _read = answer(people[4], "post", address, data=body, content_type="application/json")
            if status >= 500 and status != 503:
                failures.append((f"{name} {body!r}", error))
    assert not failures, in_words(failures)
