"""The last line before the database: no save, by whatever way, makes unsigned content public.

``guard_live`` looks at every save of governed content, ``guard_deletion`` at every deletion, ``guard_configuration``
at the workflow itself. Bulk updates pass no signal: the triggers of migration ``0003_triggers`` stop those.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.signals import m2m_changed, pre_delete, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.models import (
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    Site,
    Task,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)
from wagtail.signals import pre_page_move

from cms.core import holds
from cms.core.governed import Governed, StructuralPage, renames_public_pages
from publishing.approval import selectors, snapshot
from publishing.approval.exceptions import ApprovalRefused, ContentChanged
from publishing.approval.models import (
    Certificate,
    EvidenceRecord,
    SignatureTask,
    StructuralExemption,
)

# Columns that say how content is kept, not what it says; saving only these needs no signature.
BOOKKEEPING = frozenset(
    {
        "latest_revision", "latest_revision_id", "latest_revision_created_at", "has_unpublished_changes", "draft_title",
        "locked", "locked_by", "locked_by_id", "locked_at", "path", "depth", "numchild", "owner", "owner_id",
    }
)  # fmt: skip
PUBLIC_COLUMNS = (
    "title", "slug", "seo_title", "search_description", "show_in_menus", "live", "live_revision_id", "alias_of_id",
    "content_type_id",
)  # fmt: skip
# What strangers are shown, and whether, hangs on these rows as well: ``migrate`` writes them from the settings.
INSTALLATION = (Site, Locale, PageViewRestriction, CollectionViewRestriction)
CONFIGURATION = (Workflow, WorkflowTask, WorkflowPage, WorkflowContentType, Task, SignatureTask)


def is_governed(instance: models.Model) -> bool:
    """Whether ``instance`` is, at its most specific, content that needs signatures. The historical models of
    migrations are not: there the triggers watch alone."""
    if instance._meta.apps is not apps:
        return False
    if isinstance(instance, Governed):
        return True
    if isinstance(instance, Page) and type(instance) is Page:
        model = instance.specific_class
        return model is not None and issubclass(model, Governed)
    return False


@receiver(pre_save)
def guard_live(sender: Any, instance: Any, update_fields: Any = None, **kwargs: Any) -> None:
    """Refuses to save governed content as public unless it is exactly what its certificate says."""
    if isinstance(instance, StructuralPage) and instance._meta.apps is apps:
        guard_structural(instance, update_fields)
    if not is_governed(instance):
        return
    if update_fields is not None and set(update_fields) <= BOOKKEEPING:
        return
    if type(instance) is Page:
        guard_bare_page(instance)
        return
    before = type(instance)._base_manager.filter(pk=instance.pk).first() if instance.pk else None
    if isinstance(instance, Page) and instance.alias_of_id:
        raise ApprovalRefused(_("Onaya bağlı içeriklerin takma adı oluşturulamaz."))
    if not instance.live:
        if before is not None and before.live:
            guard_withdrawal(before)
        elif before is not None and isinstance(instance, Page) and renames_public_pages(instance):
            raise ApprovalRefused(_("Altında yayında ya da imzada olan sayfalar var: bu sayfanın adresi değişmez."))
        return
    untouched = before is not None and before.live and before.live_revision_id is instance.live_revision_id is None
    if untouched and is_exempt(instance) and same_content(before, instance):
        return
    going_live = before is None or not before.live or before.live_revision_id != instance.live_revision_id
    certificate = (
        selectors.certificate_for(instance, instance.live_revision_id)
        if instance.pk and instance.live_revision_id
        else None
    )
    if certificate is None:
        raise ApprovalRefused(_("Müdür ve Başkan imzası olmadan içerik yayına giremez."))
    if going_live:
        guard_newest(instance, certificate)
    if not snapshot.is_as_certified(instance, certificate):
        raise ContentChanged(_("İmzalanan içerik ile yayına girecek içerik aynı değil."))


def guard_newest(instance: models.Model, certificate: Certificate) -> None:
    """Only the newest certificate, not withdrawn since, may put content on the air."""
    newest = selectors.newest_certificate(instance)
    if newest is None or newest.pk != certificate.pk or selectors.withdrawn_since(certificate):
        raise ApprovalRefused(
            _("Bu sürümün yerine yenisi imzalanmış ya da içerik geri çekilmiş; yeniden onay gerekir.")
        )


def guard_withdrawal(before: Any) -> None:
    """Public content goes off the air only by a withdrawal on the record, given after its signatures."""
    certificate = selectors.certificate_of(before)
    if certificate is None or not selectors.withdrawn_since(certificate):
        raise ApprovalRefused(_("Yayındaki içerik ancak Müdür ya da Başkan tarafından, gerekçesiyle kaldırılabilir."))


def guard_structural(instance: Any, update_fields: Any) -> None:
    """Structural pages stay as their migration made them; only treebeard's and revision bookkeeping may be saved."""
    if update_fields is not None and set(update_fields) <= BOOKKEEPING:
        return
    before = Page.objects.filter(pk=instance.pk).first() if instance.pk else None
    if before is None:
        if instance.live:
            raise ApprovalRefused(_("Yapısal sayfalar yalnızca kurulumda oluşturulur."))
    elif any(getattr(before, name) != getattr(instance, name) for name in PUBLIC_COLUMNS):
        raise ApprovalRefused(_("Yapısal sayfalar değiştirilemez."))


def guard_bare_page(instance: Page) -> None:
    """A page saved through the base class: nothing that the public sees may differ from the database."""
    before = Page.objects.filter(pk=instance.pk).first()
    changed = before is None or any(getattr(before, name) != getattr(instance, name) for name in PUBLIC_COLUMNS)
    if changed and (instance.live or (before is not None and before.live)):
        raise ApprovalRefused(_("Müdür ve Başkan imzası olmadan içerik yayına giremez."))


def is_exempt(instance: models.Model) -> bool:
    """Whether a migration made this page as an empty structural one."""
    return isinstance(instance, Page) and StructuralExemption.objects.filter(page_id=instance.pk).exists()


def same_content(before: Any, after: Any) -> bool:
    """Whether two objects say the same."""
    return snapshot.take(before).content_hash == snapshot.take(after).content_hash


@receiver(pre_page_move)
def guard_move(sender: Any, instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any) -> None:
    """The address of a public page is signed with it; no move changes it."""
    page = Page.objects.get(pk=instance.pk)
    moved = page.get_descendants(inclusive=True)
    if url_path_before != url_path_after and (moved.live().exists() or holds.any_page_held(moved.not_live())):
        raise ApprovalRefused(_("Yayındaki ve imza sürecindeki sayfalar taşınamaz: adresleri imzalıdır."))


@receiver(pre_save, sender=WorkflowState)
def guard_late_cancellation(sender: Any, instance: WorkflowState, **kwargs: Any) -> None:
    """What was signed while somebody was taking it back stays signed."""
    signed = WorkflowState.objects.filter(pk=instance.pk, status=WorkflowState.STATUS_APPROVED)
    if instance.pk and instance.status == WorkflowState.STATUS_CANCELLED and signed.exists():
        raise ApprovalRefused(_("Bu içeriğin imzaları bu arada tamamlandı; onaydan geri alınamaz."))


@receiver(pre_delete)
def guard_deletion(sender: Any, instance: Any, **kwargs: Any) -> None:
    """What the public has seen, or what is being signed, is not deleted; nor are signatures."""
    if isinstance(instance, (EvidenceRecord, Certificate)):
        raise ApprovalRefused(_("Onay kayıtları silinemez."))
    if isinstance(instance, StructuralPage) or (isinstance(instance, Page) and is_exempt(instance)):
        raise ApprovalRefused(_("Yapısal sayfalar silinemez."))
    if not is_governed(instance):
        return
    content = selectors.specific(instance)
    if selectors.certificates_of(content).exists() or content.live:
        raise ApprovalRefused(_("İmzalanmış içerik silinemez; yayından kaldırılabilir."))
    if content.workflow_in_progress:
        raise ApprovalRefused(_("Onaydaki içerik silinemez; önce onaydan geri alın."))


@receiver(pre_save)
@receiver(pre_delete)
def guard_configuration(sender: Any, instance: Any, **kwargs: Any) -> None:
    """The approval workflow, and which pages stand at which address for whom, are configured by migrations only."""
    if isinstance(instance, CONFIGURATION):
        raise ApprovalRefused(_("Onay akışı yalnızca kurulumla değiştirilir."))
    if isinstance(instance, INSTALLATION):
        raise ApprovalRefused(
            _("Sitenin adresi, ana sayfası, dilleri ve kimin ne göreceği yalnızca kurulumla değiştirilir.")
        )


@receiver(m2m_changed, sender=SignatureTask.groups.through)
def guard_task_groups(action: str, **kwargs: Any) -> None:
    """Which office signs which step is configured by migrations only."""
    if action.startswith("pre_"):
        raise ApprovalRefused(_("Onay akışı yalnızca kurulumla değiştirilir."))
