"""Every address of the house, asked with values that no form of ours would send: an answer in words, never an error."""

from __future__ import annotations

import re
import uuid
from functools import cache
from itertools import cycle, product
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from django.utils import timezone
from wagtail.models import Revision

from press_archive.contacts.models import Address, DistributionList, Journalist, Outlet
from press_archive.gate import services as gates
from press_archive.gate.addresses import key_of
from press_archive.gate.models import GateLink
from press_archive.journalists.models import JournalistAccount
from press_archive.portal.models import Follower
from publishing.dispatch.models import Delivery
from publishing.social.models import SocialPost
from publishing.subscriptions import consent
from publishing.subscriptions.models import Subscriber, Wish
from tests import factories, worlds
from tests.factories import accreditation, journalists
from tests.journeys.doors import KNOWN, SLOTS, Door, Slot, answer, failed, read_of_nothing
from tests.journeys.library import fill_library
from tests.office import browser

READ = re.compile(r"""(?:GET|POST|params|data)(?:\.get|\.getlist|\.pop)?[(\[]\s*f?["']([a-z_][a-z0-9_.-]*)["']""")
# Where engines differ: how large a number is, which letters a text may have, what can be compared.
ENGINES = ("9" * 22, "\x00", "2026-13-45")
ODD = (
    "", "None", "0", "-1", "1.5", "1e400", "%abc\"'; --", "ığ İ\u200b\ud7ff", "true", "[]", "{}", "../../etc/passwd",
    "a" * 5000, "-pk", "__class__",
)  # fmt: skip
VALUES = [
    pytest.param(ENGINES, id="engines"),
    *(pytest.param(ODD[part::4], marks=pytest.mark.once, id=f"others {part + 1}") for part in range(4)),
]
# What leaves the session, and what Wagtail made to fail.
LEFT_OUT = re.compile(r"logout|failwhale|test404|test_404|jsi18n|sprite")


# Addresses made of regular expressions, whose parts have no names, and those whose token is not a kit's.
SPELLED = {
    "wagtailadmin_pages:revisions_compare": lambda live: [live.pk, "earliest", "latest"],
    "wagtailimages_serve": lambda live: ["abc", 1, "width-100"],
    "wagtaildocs_serve": lambda live: [1, "a.pdf"],
    "contacts:unsubscribe": lambda live: [Address.objects.first().token],
    "subscriptions:confirm": lambda live: [Wish.objects.first().token],
    "subscriptions:refuse": lambda live: [Wish.objects.first().token],
    "subscriptions:change": lambda live: [Subscriber.objects.first().token],
    "subscriptions:leave": lambda live: [Subscriber.objects.first().token],
    "portal:stop": lambda live: [Follower.objects.first().token],
    **dict.fromkeys(
        ("gate:app", "gate:people", "gate:scans", "gate:manifest"), lambda live: [key_of(GateLink.objects.first())]
    ),
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
    Wish.objects.create(email="isteyen@ev.example", subjects=["hepsi"], consent=consent.CURRENT)
    now = timezone.now()
    reader = Subscriber.objects.create(email="okur@ev.example", consent=consent.CURRENT, asked_at=now, confirmed_at=now)
    reader.choices.create(subject="hepsi")
    Follower.objects.create(account=journalists.press_account())
    gates.open_gate(event=accreditation.accredited_event(), name="Kuzey", user=accreditation.officer())
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


def rows(house):
    """What stands for a part of an address: by the part's name; for a number by the area, else the photo."""
    library, press, outlet, journalist, live, waits = house
    state = waits.current_workflow_task_state
    photo = library.photos[0].pk
    areas = {
        "approval": state.pk, "kits": library.kits[0].pk, "videos": library.videos[0].pk,
        "rights": photo, "outlets": outlet.pk, "journalists": journalist.pk,
        "wagtailadmin_pages": live.pk, "lists": press.pk, "addresses": Address.objects.first().pk,
    }  # fmt: skip
    first = {"deliver": Delivery, "dispatch": Delivery, "social": SocialPost, "distribution": DistributionList}
    beginnings = {key: row.pk for key, model in first.items() if (row := model.objects.first())}
    known = {
        "app_label": "website", "model_name": "alertbanner", "content_type_app_name": "bulletins",
        "content_type_model_name": "bulletinpage", "content_type_app_label": "bulletins",
        "token": library.links[0].token, "upload_id": uuid.UUID(int=4), "slug": live.slug,
        "digest": "abc", "section": "bultenler", "page_id": live.pk,
        "parent_page_id": live.get_parent().pk, "revision_id": Revision.objects.latest("pk").pk, "action": "delete",
        "what": "kisi", "kind": "foto", "task_state_id": state.pk, "workflow_state_id": state.workflow_state_id,
        "shoot_id": library.shoots[0].pk, "filename": "a.pdf", "path": "x/y.jpg", "signature": "abc",
        "filter_spec": "width-100", "image_id": photo, "action_name": "approve", "object_id": live.pk,
        "content_type_id": 1, "position": 1, "language": "tr", "mode": "x", "action_type": "move",
        "revision_id_a": "earliest", "revision_id_b": "latest", "usage_type": "x", "panel_name": "x",
    }  # fmt: skip
    return known, areas, beginnings, photo


def arguments(name, converters, known, areas, beginnings, photo):
    area = name.partition(":")[0]
    number = next((pk for key, pk in beginnings.items() if area.startswith(key)), areas.get(area, photo))
    return {key: known.get(key, number) for key in converters}


def addresses(house):
    """Name to path; the path is ``None`` where none can be made."""
    found, known = {}, rows(house)
    for name, converters in walk(get_resolver()):
        values = arguments(name, converters, *known)
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
    press = journalists.press_browser(JournalistAccount.objects.first())
    found = [*(browser(one) for one in who), Client(), press]
    for one in found:
        one.raise_request_exception = False
    return found


def doors(house, people):
    """Every address, with what is known of its view."""
    for name, address in addresses(house).items():
        if name not in KNOWN or KNOWN[name].address != address:
            KNOWN[name] = Door(name, address)
            KNOWN[name].knock(people)
        yield KNOWN[name]


def in_words(failures):
    return "\n".join(f"{what}: {error[1]!r}" if error else what for what, error in failures)


@pytest.mark.once
def test_every_address_can_be_made(house):
    missing = [name for name, address in addresses(house).items() if address is None]
    assert missing == [], missing


@pytest.mark.once
def test_what_a_view_reads_is_seen(house):
    people = clients()
    assert read_of_nothing()["*lists"]
    categories = Door("categories:index", reverse("categories:index"))
    assert categories.ask(people[4], "abc") == []
    assert {"p", "q", "ordering", "export"} <= categories.names
    health = Door("health", reverse("health"))
    assert health.ask(people[4], "abc", names=["p", "q"]) == []
    assert health.names == set()


@pytest.mark.once
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
    whom it lets in, and with one value by somebody else. Addresses of one view share the values: those of one class
    that read the same names, as a list and its results do."""
    failures, people = [], clients()
    others, some = cycle(people), cycle(values)
    asked, views = [door for door in doors(house, people) if door.names], {}
    for door in asked:
        failures += door.ask(next(others), next(some))
    for door in asked:
        views.setdefault(door.view(), []).append(door)
    for same in views.values():
        for turn in range(max(len(same), len(values))):
            door = same[turn % len(same)]
            failures += door.ask(people[door.inside], values[turn % len(values)])
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


def slots(house, people):
    """Where forms are put in: every address for the administrator of everything and for one other person."""
    for number, (name, address) in enumerate(addresses(house).items()):
        for person in {4, number % len(people)}:
            slot = SLOTS.get((name, person))
            if slot is None or slot.address != address:
                slot = SLOTS[name, person] = Slot(name, address)
            yield slot, people[person]


@pytest.mark.parametrize("body", [pytest.param(one, marks=[pytest.mark.once] * (one in ONCE)) for one in BODIES])
def test_odd_forms_are_answered(house, body):
    """Whoever reads something of a form is sent every body, with all names that are read; the others, which answer any
    form alike, are sent nothing and one that they do not know."""
    failures, people, read = [], clients(), 0
    for slot, client in slots(house, people):
        if body == "nothing":
            failures += slot.put(client, {})
            continue
        failures += slot.knock(client)
        if slot.names or slot.whole:
            read += 1
            failures += slot.fill(client, BODIES[body], parameters())
    assert body == "nothing" or read > 50
    assert not failures, in_words(failures)


@pytest.mark.once
def test_json_that_is_none_is_answered(house):
    """A view that has not read one body answers every other in the same way."""
    failures, people, read = [], clients(), set()
    for method, (name, address) in product(("post", "patch"), addresses(house).items()):
        for body in ("", "null", "[]", '{"a":', "\xff"):
            status, error, asked = answer(people[4], method, address, data=body, content_type="application/json")
            if failed(status):
                failures.append((f"{method} {name} {body!r}", error))
            if not (asked - read_of_nothing("json"))["*body"]:
                break
            read.add(name)
    assert "wagtailadmin_dismissibles" in read
    assert not failures, in_words(failures)
