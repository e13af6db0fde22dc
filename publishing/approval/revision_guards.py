"""While content is in approval, or signed and on schedule, nothing takes the place of what was read and signed.

No new revision, no other words in an old one, no other revision pointed to, no change of the schedule: by no view, no
API, no script. What a bulk update could do is refused by triggers (``cms.core.hold_triggers``).
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.models import Revision

from cms.core import hold_triggers
from cms.core.governed import Governed
from cms.core.holds import Rule
from publishing.approval import holding
from publishing.approval.exceptions import ApprovalRefused

SAID = ("content", "content_type_id", "base_content_type_id", "object_id", "user_id")
# The author is emptied by a bulk update when an account is deleted.
KEPT_BY_TRIGGER = tuple(name for name in SAID if name != "user_id")

hold_triggers.EXTRA.append(
    Rule(
        model=Revision, fixed=KEPT_BY_TRIGGER, events=("INSERT", "UPDATE"),
        owner=lambda revision: (revision.content_type_id, revision.object_id),
        owner_sql=("{row}.content_type_id", "{row}.object_id"),
    )
)  # fmt: skip


def is_of_governed(revision: Revision) -> bool:
    """Whether ``revision`` is one of content that needs signatures."""
    model = revision.content_type.model_class() if revision.content_type_id else None
    return model is not None and issubclass(model, Governed)


@receiver(pre_save, sender=Revision, dispatch_uid="approval.revision")
def keep_revision(instance: Revision, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    """Refuses, with :class:`ApprovalRefused`, other words for content on its way, and every change of the schedule that
    is not a publication's or a withdrawal's."""
    if raw or not is_of_governed(instance):
        return
    names = {*SAID, "approved_go_live_at"}
    if update_fields is not None:
        names &= {instance._meta.get_field(name).attname for name in update_fields}
    stored = Revision.objects.filter(pk=instance.pk).values(*names).first() if instance.pk and names else None
    before = stored or {"approved_go_live_at": None}
    changed = [name for name in names if stored is None or getattr(instance, name) != stored[name]]
    if not changed:
        return
    on_schedule = before.get("approved_go_live_at") != instance.approved_go_live_at
    if "approved_go_live_at" in names and on_schedule and not holding.is_moving():
        raise ApprovalRefused(_("Yayın sırasını yalnızca iki imza ve geri çekme kararları değiştirir."))
    if any(name in SAID for name in changed):
        refuse_if_held(instance)


@receiver(pre_delete, sender=Revision, dispatch_uid="approval.revision_deleted")
def keep_signed_revision(instance: Revision, **kwargs: Any) -> None:
    """Refuses to delete the very revision that is read, or that will be published."""
    if not is_of_governed(instance):
        return
    content = instance.content_object
    if content is None:
        return
    _stage, revision = holding.stage_of(content)
    if revision is not None and revision.pk == instance.pk:
        refuse_if_held(instance)


def title_of(revision: Revision) -> str:
    """What the content of ``revision`` is called in the version that is being signed."""
    content = revision.content_object
    latest = content.latest_revision if content is not None else None
    return str(latest.object_str if latest is not None else revision.object_str)


def refuse_if_held(revision: Revision) -> None:
    """Raises :class:`ApprovalRefused` when the content of ``revision`` is in approval or waits for its minute."""
    named = {"content_type": revision.content_type_id, "object_id": str(revision.object_id)}
    if holding.in_progress().filter(**named).exists():
        raise ApprovalRefused(
            _("“%(title)s” onayda: imza sürecinde yeni sürümü kaydedilemez. Gerekiyorsa onaydan geri alın.")
            % {"title": title_of(revision)}
        )
    if Revision.objects.filter(**named, approved_go_live_at__isnull=False).exists():
        raise ApprovalRefused(
            _(
                "“%(title)s” imzalandı, yayın saatini bekliyor: yeni sürümü kaydedilemez. Gerekiyorsa Müdür ya da "
                "Başkan yayın sırasından çıkarır."
            )
            % {"title": title_of(revision)}
        )


@receiver(pre_save, dispatch_uid="approval.latest_revision")
def keep_latest_revision(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Refuses to let content on its way point to another revision than the one that is being signed."""
    if raw or not instance.pk or instance._meta.apps is not apps or not isinstance(instance, Governed):
        return
    if holding.is_moving():
        return
    content: Any = instance
    latest = content.latest_revision_id
    stored = type(content)._base_manager.filter(pk=content.pk).values_list("latest_revision_id", flat=True).first()
    if stored is None or stored == latest:
        return
    if (revision := Revision.objects.filter(pk=stored).first()) is not None:
        refuse_if_held(revision)
