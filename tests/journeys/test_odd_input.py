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
from tests import factories
from tests.journeys.library import fill_library
from tests.office import browser

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

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


@pytest.fixture
def house():
    """Something of every kind; by name of an address its arguments, with things that exist."""
    library = fill_library()
    press = factories.distribution_list()
    outlet = Outlet.objects.create(name="Kıyı Gazetesi", kind=Outlet.Kind.values[0])
    journalist = Journalist.objects.create(name="Ayşe Deneme", outlet=outlet, position="Muhabir")
    texts = {"x": "Sahil yolu yenileniyor."}
    live = factories.publish(factories.bulletin(lists=[press], social=texts, **factories.with_photo()))
    waits = factories.submit(factories.bulletin(title="Gönderilen"))
    return library, press, outlet, journalist, live, waits


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
    """The status; whatever it changed is undone."""
    with transaction.atomic():
        response = getattr(client, method)(address, *args, **kwargs)
        if response.streaming:
            b"".join(response.streaming_content)
        error = getattr(response, "exc_info", None)
        transaction.set_rollback(True)
    return response.status_code, error


def in_words(failures):
    return "\n".join(f"{what}: {error[1]!r}" if error else what for what, error in failures)


def test_every_address_can_be_made(house):
    missing = [name for name, address in addresses(house).items() if address is None]
    assert missing == [], missing


@pytest.mark.parametrize("values", VALUES)
def test_odd_queries_are_answered(house, values):
    failures, people = [], cycle(clients())
    names = parameters()
    for name, address in addresses(house).items():
        for value in values:
            query = urlencode(dict.fromkeys(names, value))
            status, error = answer(next(people), "get", f"{address}?{query}")
            if status >= 500 and status != 503:
                failures.append((f"{name} {value[:20]!r}", error))
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
            status, error = answer(client, "post", address, data)
            if status >= 500 and status != 503:
                failures.append((name, error))
    assert not failures, in_words(failures)


@pytest.mark.once
def test_json_that_is_none_is_answered(house):
    failures, people = [], clients()
    for name, address in addresses(house).items():
        for body in ("", "null", "[]", '{"a":', "\xff"):
            status, error = answer(people[4], "post", address, data=body, content_type="application/json")
            if status >= 500 and status != 503:
                failures.append((f"{name} {body!r}", error))
    assert not failures, in_words(failures)
