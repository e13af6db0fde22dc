"""Wagtail's bulk actions on bulletins in the office's list: tags, copies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from taggit.utils import parse_tags
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction

from cms.core.refusal import Refusal
from cms.core.text import clean
from cms.core.turkish import lower
from cms.office import undo
from cms.office.screens import screen
from cms.users.selectors import signed_in
from press_archive.bulletins import bulk
from press_archive.bulletins.models import BulletinPage, Tag

LONGEST_TAG = Tag._meta.get_field("name").max_length or 100


class TagForm(forms.Form):
    """Which tags are given and which are taken away."""

    add = forms.CharField(
        label=_("Eklenecek etiketler"), required=False, max_length=300,
        help_text=_("Virgülle ayırın; örneğin: su kesintisi, altyapı"),
    )  # fmt: skip
    remove = forms.ModelMultipleChoiceField(
        label=_("Çıkarılacak etiketler"), required=False, queryset=Tag.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, tags: Iterable[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["remove"]
        choices.queryset = Tag.objects.filter(pk__in=list(tags)).order_by("name")
        if not choices.queryset.exists():
            del self.fields["remove"]

    def clean_add(self) -> list[str]:
        """The names, each once; those that nobody could read are refused."""
        named = [clean(name, lines=False).strip() for name in parse_tags(self.cleaned_data["add"])]
        names = list({lower(name): name for name in named if name}.values())
        if any(len(name) > LONGEST_TAG for name in names):
            raise ValidationError(gettext("Bir etiket en çok %(most)d harf olur.") % {"most": LONGEST_TAG})
        return names

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("add") and not cleaned.get("remove"):
            raise ValidationError(gettext("Eklenecek ya da çıkarılacak en az bir etiket yazın."))
        return cleaned


class OnBulletins(BulkAction):
    """What the actions share: the bulletins of the list, and one sentence at the end with the way to undo it."""

    models = [BulletinPage]

    @classmethod
    def get_queryset(cls, model: Any, object_ids: Any) -> list[BulletinPage]:
        numbers = [int(one) for one in object_ids if str(one).isascii() and str(one).isdigit() and len(str(one)) < 12]
        if not numbers or len(numbers) > bulk.MOST:
            raise Refusal(
                gettext("Bir seferde en az bir, en çok %(most)d bülten seçin.") % {"most": bulk.MOST}, status=400
            )
        return list(BulletinPage.objects.filter(pk__in=numbers).order_by("-pk"))

    def get_all_objects_in_listing_query(self, parent_id: Any) -> Any:
        return list(super().get_all_objects_in_listing_query(parent_id).order_by("-pk")[: bulk.MOST + 1])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "sentence": self.sentence, "act": self.act}

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """In the office's frame."""
        return screen(
            self.request, "bulletins/bulk.html", title=str(self.display_name), icon="doc-full", is_narrow=True,
            crumbs=[(reverse("bulletins:index"), gettext("Bültenler"))], **context,
        )  # fmt: skip

    def tell(self, changes: list[bulk.Change], said: str) -> None:
        """One message, with the button that takes it back."""
        chosen = len(self.actionable_objects)
        if not changes:
            messages.warning(self.request, gettext("Değişen bir şey yok."))
            return
        data = {"changes": [asdict(change) for change in changes]}
        undo.offer(self.request, bulk.sentence(len(changes), chosen, said), bulk.UNDOING, data)

    def get_success_message(self, *args: Any) -> None:
        """Said already, with its button."""


class TagBulletins(OnBulletins):
    """Adds and removes tags, in new versions."""

    display_name = _("Etiketle")
    aria_label = _("Seçilen bültenleri etiketle")
    action_type = "etiketle"
    action_priority = 10
    form_class = TagForm
    sentence = _(
        "Etiketler taslaklara yazılır. Yayındaki bir bülten için düzeltme taslağı açılır; o da iki imzayla yayımlanır."
    )
    act = _("Etiketleri uygula")

    def check_perm(self, obj: BulletinPage) -> bool:
        return bulk.may_tag(obj, signed_in(self.request))

    def get_form_kwargs(self) -> dict[str, Any]:
        objects, _none = self.get_actionable_objects()
        revisions = [one.get_latest_revision() for one in objects]
        used = {row["tag"] for one in revisions if one is not None for row in one.content.get("tagged_items", ())}
        return {**super().get_form_kwargs(), "tags": used}

    def get_execution_context(self) -> dict[str, Any]:
        return {"action": self}

    @classmethod
    def execute_action(cls, objects: Any, action: Any = None, **kwargs: Any) -> tuple[int, int]:
        form = action.cleaned_form.cleaned_data
        changes = bulk.tag(
            bulletins=objects, add=form["add"], remove=form.get("remove") or (), user=signed_in(action.request)
        )
        count = len(changes)
        action.tell(changes, ngettext("%(n)d bülten etiketlendi.", "%(n)d bülten etiketlendi.", count) % {"n": count})
        return count, 0


class CopyBulletins(OnBulletins):
    """Makes a draft with the words of each."""

    display_name = _("Kopyala")
    aria_label = _("Seçilen bültenlerin kopyasını oluştur")
    action_type = "kopyala"
    action_priority = 20
    sentence = _(
        "Her birinin metniyle yeni bir taslak açılır. Sayı, adres, ambargo, düzeltme notları ve imzalar kopyalanmaz."
    )
    act = _("Taslakları oluştur")

    def check_perm(self, obj: BulletinPage) -> bool:
        return bulk.may_copy(obj, signed_in(self.request))

    def get_execution_context(self) -> dict[str, Any]:
        return {"action": self}

    @classmethod
    def execute_action(cls, objects: Any, action: Any = None, **kwargs: Any) -> tuple[int, int]:
        changes = bulk.copy(bulletins=objects, user=signed_in(action.request))
        count = len(changes)
        action.tell(changes, ngettext("%(n)d taslak oluşturuldu.", "%(n)d taslak oluşturuldu.", count) % {"n": count})
        return count, 0
