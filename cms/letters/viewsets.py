"""The list of letters in the admin: read and decided about, never written by hand."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from cms.core.carriage import DeliveryState
from cms.core.lookups import having
from cms.letters import views
from cms.letters.models import Letter, LetterKind
from cms.office.ledgers import CarriedIndexView, CarriedViewSet, LedgerFilterSet, any_of, by_day, by_words


def mentions(text: str) -> Q:
    """Letters in whose subject or recipient ``text`` stands."""
    return having(text, "subject", "recipient_name", "recipient")


class LetterFilterSet(LedgerFilterSet):
    """State, kind, words, day."""

    state = any_of(_("Durum"), DeliveryState.choices)
    kind = any_of(_("Tür"), [one for one in LetterKind.choices if one[0] != LetterKind.SUBSCRIPTION])
    words = by_words(_("Konu ya da alıcı"))
    created_at = by_day()
    mentions = staticmethod(mentions)

    class Meta:
        model = Letter
        fields: list[str] = []


class LetterIndexView(CarriedIndexView):
    """The letters, the newest first. Their texts are not read here."""

    filterset_class = LetterFilterSet
    unread = ("body", "html", "attempt_log")
    mentions = staticmethod(mentions)
    own_columns = (
        Column("kind", label=_("Tür"), accessor="get_kind_display", sort_key="kind"),
        Column("subject", label=_("Konu")),
    )

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().filter(pk__in=Letter.objects.of_the_house().values("pk"))


class LetterViewSet(CarriedViewSet):
    """``/admin/mektuplar/``. Letters are a ledger: there are no pages for adding, editing or deleting."""

    model = Letter
    menu_label = _("Mektuplar")
    menu_order = 255
    index_view_class = LetterIndexView
    inspect_view_class = views.LetterInspectView
    inspect_view_fields = ["kind", "recipient", "recipient_name", "subject"]
    inspect_template_name = "letters/inspect.html"
    search_fields = ["subject", "recipient"]
    list_export = [
        "created_at", "get_kind_display", "recipient", "recipient_name", "subject", "get_state_display", "reason",
        "receipt", "finished_at",
    ]  # fmt: skip
    export_headings = {"get_kind_display": _("Tür"), "get_state_display": _("Durum")}
    export_filename = "mektuplar"
    act_view = staticmethod(views.act)


letter_viewset = LetterViewSet("mektuplar")
