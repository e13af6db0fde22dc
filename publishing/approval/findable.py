"""The "onay izi", as those find it who may read it: by what was signed, who signed, and by a certificate's digits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.permissions import policy_registry

from cms.core import turkish
from cms.users.models import User
from cms.users.office_search import Found, ModelKind, Source, Words, declare, joined
from publishing.approval.models import EvidenceRecord


class Evidence(ModelKind):
    """Records are written once: they come, and never change or go."""

    name = "onay-izi"
    number = 14
    title = gettext_lazy("Onay izi")
    icon = "clipboard-list"
    model = EvidenceRecord

    def may_look(self, user: User | AnonymousUser) -> bool:
        return bool(policy_registry.get_by_type(EvidenceRecord).user_has_permission(user, "view"))

    def sources(self) -> Sequence[Source]:
        return [Source(EvidenceRecord._meta.db_table, "SELECT {row}.id", events=("INSERT",))]

    def words_of(self, row: Any) -> Words:
        tags = [
            str(row.sequence), row.content_hash, row.digest, row.actor_name, row.principal_name,
            row.get_decision_display(), row.get_office_display(), row.delegation_document,
        ]  # fmt: skip
        return Words(row.content_label, row.created_at, body=row.comment, tags=tags)

    def result(self, row: Any, user: User | AnonymousUser) -> Found:
        line = joined([f"№ {row.sequence}", turkish.format_moment(row.created_at), row.actor_name])
        title = row.content_label or row.get_decision_display()
        return Found(title, reverse("onay-izi:inspect", args=[row.pk]), line, row.get_decision_display())


EVIDENCE = declare(Evidence())
