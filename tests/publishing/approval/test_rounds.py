"""A round leaves behind what Wagtail's own workflow would: the same rows, lines of the log, and signals."""

from __future__ import annotations

import pytest
from django.forms.models import model_to_dict
from wagtail.models import PageLogEntry, ReferenceIndex, TaskState, WorkflowState
from wagtail.signals import (
    page_published,
    published,
    task_approved,
    task_submitted,
    workflow_approved,
    workflow_submitted,
)

from publishing.approval import publication, rounds, services
from publishing.approval.exceptions import ApprovalRefused
from tests.factories import bulletin, director, distribution_list, editor, mayor, with_photo
from tests.factories.galleries import photo_gallery
from tests.office import hash_of, waiting

pytestmark = pytest.mark.django_db
SIGNALS = {
    "page_published": page_published,
    "published": published,
    "task_approved": task_approved,
    "task_submitted": task_submitted,
    "workflow_approved": workflow_approved,
    "workflow_submitted": workflow_submitted,
}
MAKERS = {
    "bulletin": lambda: bulletin(
        title="Aynı bülten", lists=[distribution_list()], social={"mastodon": "Merhaba"}, **with_photo()
    ),
    "gallery": lambda: photo_gallery(title="Aynı galeri"),
}


def shape(value):
    """``value`` without what is another each time: numbers and moments."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    if isinstance(value, str | bool) or value is None:
        return value
    return type(value).__name__


def rows_of(page):
    """The page's rows as they stand: its own columns, its children's, and what Wagtail says that it refers to."""
    fresh = type(page).objects.get(pk=page.pk)
    another_each_time = {"slug", "path", "url_path", "translation_key"}
    said = {name: value for name, value in fresh.serializable_data().items() if name not in another_each_time}
    refers = ReferenceIndex.objects.filter(object_id=str(page.pk)).values_list("model_path", "to_content_type__model")
    return shape(said), sorted(refers)


def story(make):
    page, author = make(), editor()
    heard = []
    receivers = {}
    for name, signal in SIGNALS.items():
        receivers[name] = lambda sender, instance, name=name, **kwargs: heard.append((name, sender.__name__))
        signal.connect(receivers[name])
    try:
        services.submit(content=page, user=author)
        for user in (director(), mayor()):
            services.sign(state=waiting(page), user=user, seen_hash=hash_of(page), comment="Uygundur.")
    finally:
        for name, signal in SIGNALS.items():
            signal.disconnect(receivers[name])
    entries = PageLogEntry.objects.filter(page=page.pk).order_by("pk")
    log = [
        (
            one.action,
            one.label,
            shape(one.data),
            one.content_changed,
            one.revision_id == page.latest_revision_id,
            one.user_id,
        )
        for one in entries
    ]
    states = [
        shape(model_to_dict(one, exclude=["object_id"])) for one in WorkflowState.objects.filter(object_id=str(page.pk))
    ]
    steps = TaskState.objects.filter(workflow_state__object_id=str(page.pk)).order_by("pk")
    return {
        "log": log,
        "states": states,
        "steps": [shape(model_to_dict(one)) for one in steps],
        "heard": heard,
        "rows": rows_of(page),
        "title": type(page).objects.get(pk=page.pk).draft_title,
    }


@pytest.mark.parametrize("kind", MAKERS)
def test_a_round_leaves_what_wagtails_would(kind, monkeypatch):
    make = MAKERS[kind]
    ours = story(make)
    with monkeypatch.context() as patched:
        patched.setattr(rounds, "begin", lambda workflow, content, user: workflow.start(content, user))
        patched.setattr(rounds, "approve", lambda state, user, comment: state.approve(user=user, comment=comment))
        patched.setattr(publication, "goes_live", lambda content: False)
        wagtails = story(make)
    for name, found in ours.items():
        assert found == wagtails[name], name
    actions = [action for action, *_rest in ours["log"]]
    assert actions.count("wagtail.workflow.approve") == 2
    assert actions.count("wagtail.workflow.start") == actions.count("wagtail.publish") == 1


def test_what_was_never_saved_as_a_draft_is_refused_in_words():
    page = bulletin()
    type(page).objects.filter(pk=page.pk).update(latest_revision=None)
    with pytest.raises(ApprovalRefused, match="önce taslağı kaydedin"):
        services.submit(content=page, user=editor())
