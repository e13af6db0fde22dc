"""The mark of content that only two signatures may make public.

A page type with editorial content inherits :class:`GovernedPage`, a snippet :class:`GovernedSnippet`. Neither knows how
approval works: they only say "nobody publishes me by hand". The rule itself lives in ``publishing.approval``; a page
type that carries no words of its own inherits :class:`StructuralPage` instead.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Page,
    PagePermissionTester,
    PreviewableMixin,
    RevisionMixin,
    Workflow,
    WorkflowMixin,
    WorkflowPage,
)

from cms.core import references
from cms.core.children import write_set_aside
from cms.core.cleaning import clean_content
from cms.core.holds import any_page_held
from cms.core.presenters import presented
from cms.core.previews import PREVIEWS, modes_of
from cms.core.slugs import plain_slug
from cms.core.turkish import slugify

# Wagtail takes these from the row, whatever a revision says.
THE_ROWS_OWN = frozenset(
    {
        "content_type", "owner", "locked_by", "latest_revision", "live_revision", "locale", "alias_of",
        "wagtail_admin_comments",
    }
)  # fmt: skip


class StructuralPermissionTester(PagePermissionTester):
    """For empty structural pages: children may be added, the page itself stays as the migration made it."""

    def can_edit(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_publish(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_submit_for_moderation(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False


class GovernedPermissionTester(PagePermissionTester):
    """No publish, no unpublish, no move or deletion of what the public has seen: for no role, superusers included."""

    def can_publish(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False

    def can_unschedule(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        page = self.page
        if page.first_published_at or page.approved_schedule or page.workflow_in_progress:
            return False
        return super().can_delete(ignore_bulk)

    def can_move(self) -> bool:
        page = self.page
        if page.first_published_at or page.approved_schedule or page.workflow_in_progress:
            return False
        if page.numchild and page.get_descendants().live().exists():
            return False
        return super().can_move()


class OnlyCopied:
    """A row whose words never reach the public by themselves: governed content takes a copy of them, which is signed
    with it. No public page, feed or mail may read such a row."""


class Governed:
    """Shared by governed pages and snippets: what content says about itself to whoever signs it.

    ``one_row``: a migration made the only row of this type; nobody adds another or deletes it. ``from_revision``: this
    object is what a revision says, not the row that the public reads. ``is_letter``: two signatures make no public page
    of it but a letter that the office sends; live means signed. ``signed_if_said``: fields that came after the
    first signatures were given; where they say nothing they are left out of what is signed, so that what was signed
    without them stays as it was. Child rows may name theirs.
    """

    one_row = False
    from_revision = False
    is_letter = False
    # What an office is told before it takes this back; empty: that its page closes.
    withdrawal_words: Any = ""
    signed_if_said: frozenset[str] = frozenset()
    # Of what a revision says: the address that the row had when it was read.
    stored_slug: str | None = None
    # For ``cms.core.cleaning``: the public row stays letter by letter what was signed.
    cleaned_in_revisions = True

    def submission_errors(self) -> list[str]:
        """Sentences, in the editor's words, saying why this content cannot be submitted; empty when it can."""
        return []

    def media_purposes(self, photo_id: int | None = None) -> tuple[str, ...]:
        """What this content will use the photo ``photo_id`` (``None``: its videos) for: values of
        ``media_library.rights.rules.Purpose``. Consents name theirs."""
        return ("web",)

    def draw_for_release(self) -> None:
        """Makes the sizes of photos that its publication names, where they are missing: nobody shall wait for a lock
        while that is done."""

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Makes a revision, the one way in for words that may be signed; in it they are clean."""
        clean_content(self)
        return super().save_revision(*args, **kwargs)  # type: ignore[misc]

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False) -> Any:
        """The object that a revision's ``data`` says. A photo or directorate deleted since is missing in it: to Wagtail
        it would be an error, and nobody could read, return or mend the revision any more. (The database protects what
        the public row uses; what only a revision names can be deleted.)"""
        model: Any = cls
        data, rows = references.settled(model, data, skip=THE_ROWS_OWN) if check_fks else (data, {})
        obj = super().from_serializable_data(references.without_lists(model, data), False, strict_fks)  # type: ignore[misc]
        references.set_lists(obj, data)
        references.hand_over(obj, rows, skip=THE_ROWS_OWN)
        return obj

    @classmethod
    def words_of(cls, data: dict[str, Any]) -> Any:
        """What a revision's ``data`` says, without a query: nothing of it is looked up, and lists of rows are left
        out. For whoever only asks which rows it names."""
        model: Any = cls
        return super().from_serializable_data(references.without_lists(model, data), False)  # type: ignore[misc]

    def with_content_json(self, content: dict[str, Any]) -> Any:
        obj = super().with_content_json(content)  # type: ignore[misc]
        # A revision may be older than the last publication: which one is live is the row's to say.
        obj.live_revision_id = self.live_revision_id  # type: ignore[attr-defined]
        obj.from_revision = True
        return obj


def settled_fields(content: Any) -> set[str]:
    """The fields of stored content that no form writes, whose rules the database holds, and those that name rows which
    were there when the revision was read."""
    if not content.pk:
        return set()
    keys = (field for field in content._meta.concrete_fields if isinstance(field, models.ForeignKey))
    seen = {field.name for field in keys if content.from_revision and field.is_cached(content)}
    return {*THE_ROWS_OWN, "path", "depth", "numchild", "translation_key", *seen}


def renames_public_pages(page: Page) -> bool:
    """Whether saving the unpublished ``page`` would give pages below it, public or being signed, an address that nobody
    signed."""
    stored = Page.objects.filter(pk=page.pk).first()
    if stored is None or stored.slug == page.slug:
        return False
    below = stored.get_descendants()
    return below.live().exists() or any_page_held(below.not_live())


class GovernedPage(Governed, Page):
    """A page with editorial content: public only with both signatures on its exact text and files."""

    class Meta:
        abstract = True

    def permissions_for_user(self, user: AbstractUser | AnonymousUser) -> PagePermissionTester:
        return GovernedPermissionTester(user, self)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        result = super().save(*args, **kwargs)
        write_set_aside(self)
        return result

    def full_clean(self, exclude: Any = None, *args: Any, **kwargs: Any) -> None:
        self.give_slug()
        super().full_clean({*(exclude or ()), *settled_fields(self)}, *args, **kwargs)

    def minimal_clean(self) -> None:
        self.give_slug()
        super().minimal_clean()

    def get_workflow(self) -> Workflow | None:
        """The active workflow of the page or of the nearest page above it; one query."""
        above = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        found = WorkflowPage.objects.filter(page__path__in=above, workflow__active=True)
        nearest = found.select_related("workflow").order_by("-page__depth").first()
        return nearest.workflow if nearest is not None else None

    def get_content_type(self) -> ContentType:
        """As Wagtail's, from what every process remembers."""
        return ContentType.objects.get_for_id(self.content_type_id)

    def give_slug(self) -> None:
        """An address by Turkish rules, where Wagtail's own would drop every ı. What the public knows stays as it is."""
        if self.slug and not self.live and not self.first_published_at:
            self.slug = plain_slug(self.slug, 255)
        if not self.slug and self.title:
            self.slug = self._get_autogenerated_slug(slugify(self.title) or self._meta.model_name)

    def clean(self) -> None:
        super().clean()
        if self.alias_of_id:
            raise ValidationError(_("Onaya bağlı içeriklerin takma adı (alias) oluşturulamaz."))
        if self.pk and self.first_published_at:
            if self.slug != self.published_slug():
                # It stands in mails, posts and other people's pages.
                raise ValidationError({"slug": _("Yayımlanmış içeriğin adresi değişmez.")})
        elif self.pk and not self.live and self.slug != self.stored_slug and renames_public_pages(self):
            raise ValidationError(
                {"slug": _("Altında yayında ya da imzada olan sayfalar var: bu sayfanın adresi değişmez.")}
            )

    def published_slug(self) -> str | None:
        """The address under which the public knows this page."""
        if self.stored_slug is not None:
            return self.stored_slug
        return type(self)._base_manager.filter(pk=self.pk).values_list("slug", flat=True).first()

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """The page itself, the mail, the posts: wherever its words will go."""
        return [("", _("Web sayfası")), *modes_of(self)]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        if not mode_name:
            return super().serve_preview(request, mode_name)
        preview = PREVIEWS.get(mode_name)
        if preview is None or not preview.offered(self):
            raise Http404
        response = preview.answer(request, self)
        add_never_cache_headers(response)
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **presented(self, request)}

    def with_content_json(self, content: dict[str, Any]) -> Any:
        # The expiry date would take a page down without a withdrawal on the record.
        obj = super().with_content_json(content)
        obj.expire_at = None
        # The row knows both: it was asked for its place in the tree to make the address.
        obj._cached_parent_obj = self.get_parent()
        obj.stored_slug = self.slug
        return obj


class StructuralPage(Page):
    """A page that only holds others: made by a migration, empty, never edited."""

    class Meta:
        abstract = True

    def permissions_for_user(self, user: AbstractUser | AnonymousUser) -> PagePermissionTester:
        return StructuralPermissionTester(user, self)


class GovernedSnippet(
    Governed, PreviewableMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model
):
    """A snippet with editorial content. Unlike Wagtail's default, a new one is a draft."""

    live = models.BooleanField("yayında", default=False, editable=False)

    class Meta:
        abstract = True
