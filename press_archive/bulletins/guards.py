"""Names that stand on published bulletins, or on what is being signed, stay as they are: readers and the two
signatures saw them."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _

from cms.core import holds
from cms.core.holds import Rule
from cms.users.models import Department
from media_library.guards import PHOTO_IN_USE
from media_library.models import Photo
from press_archive.bulletins.models import BulletinPage, Category, RegisterEntry, Series, SocialText, Tag
from press_archive.contacts.models import DistributionList

NAMES = ("name", "slug")

# What the receivers below ask of every save, for the triggers: bulk updates and scripts rename nothing either.
ONCE_PUBLIC = {
    Category: (
        "SELECT 1 FROM bulletins_bulletinpage_categories c JOIN bulletins_registerentry r ON r.page_id = "
        "c.bulletinpage_id WHERE c.category_id = {row}.id"
    ),
    Tag: (
        "SELECT 1 FROM bulletins_bulletintag t JOIN bulletins_registerentry r ON r.page_id = t.content_object_id "
        "WHERE t.tag_id = {row}.id"
    ),
    Series: (
        "SELECT 1 FROM bulletins_bulletinpage b JOIN wagtailcore_page p ON p.id = b.page_ptr_id "
        "WHERE b.series_id = {row}.id AND p.first_published_at IS NOT NULL"
    ),
    Department: (
        "SELECT 1 FROM bulletins_registerentry r WHERE r.department_id = {row}.id UNION ALL SELECT 1 FROM "
        "bulletins_bulletinpage b JOIN wagtailcore_page p ON p.id = b.page_ptr_id WHERE b.department_id = {row}.id "
        "AND p.first_published_at IS NOT NULL"
    ),
}
# The photo that a live bulletin's post has for itself: its bytes and its focus make the crop that was signed.
POSTED = (
    "SELECT 1 FROM bulletins_socialtext s JOIN wagtailcore_page p ON p.id = s.page_id "
    "WHERE s.image_id = {row}.id AND p.live"
)
for named, once_public in ONCE_PUBLIC.items():
    holds.register(Rule(model=named, fixed=NAMES, live_sql=once_public))


def posted_photo_in_use(photo: Photo) -> str:
    """Why the bytes and the focus of ``photo`` stay: a page shows it, or a post of what is live has it."""
    posted = SocialText.objects.filter(image_id=photo.pk, page__live=True)
    return of_pages.in_use(photo) or (str(PHOTO_IN_USE) if posted.exists() else "")


of_pages = holds.RULES[Photo]
holds.register(
    dataclasses.replace(of_pages, in_use=posted_photo_in_use, live_sql=f"{of_pages.live_sql} UNION ALL {POSTED}")
)
# Whom a list reaches is settled when the mail goes out: who wants no more mail is never held back, and neither is a
# journalist who is new.
holds.register(Rule(model=DistributionList, fixed=("name", "active")))


def category_in_use(category: Category) -> bool:
    """Whether a bulletin that was ever public is filed under ``category``."""
    return RegisterEntry.objects.filter(page__categories=category).exists()


def series_in_use(series: Series) -> bool:
    """Whether a bulletin that was ever public stands in ``series``."""
    return BulletinPage.objects.filter(series=series, first_published_at__isnull=False).exists()


def department_in_use(department: Department) -> bool:
    """Whether a bulletin that was ever public came from ``department``."""
    return (
        RegisterEntry.objects.filter(department=department).exists()
        or BulletinPage.objects.filter(department=department, first_published_at__isnull=False).exists()
    )


def renamed(instance: Any) -> bool:
    """Whether the name or address part differs from what the database holds."""
    stored = type(instance)._default_manager.filter(pk=instance.pk).values(*NAMES).first() if instance.pk else None
    return stored is not None and any(getattr(instance, name) != stored[name] for name in NAMES)


@receiver(pre_save, sender=Category)
def keep_category_name(instance: Category, raw: bool = False, **kwargs: Any) -> None:
    """Refuses to rename a category that published bulletins carry with ``ValidationError``."""
    if not raw and renamed(instance) and category_in_use(instance):
        raise ValidationError(
            _("Bu kategori yayımlanmış bültenlerde kullanılıyor; adı değiştirilemez. Yenisini ekleyin.")
        )


@receiver(pre_save, sender=Series)
def keep_series_name(instance: Series, raw: bool = False, **kwargs: Any) -> None:
    """Refuses to rename a series that published bulletins stand in with ``ValidationError``."""
    if not raw and renamed(instance) and series_in_use(instance):
        raise ValidationError(_("Bu dizide yayımlanmış bülten var; adı değiştirilemez. Yenisini ekleyin."))


@receiver(pre_save, sender=Tag)
def keep_tag_name(instance: Tag, raw: bool = False, **kwargs: Any) -> None:
    """Refuses to rename a tag that published bulletins carry with ``ValidationError``."""
    if not raw and renamed(instance) and RegisterEntry.objects.filter(page__tagged_items__tag=instance).exists():
        raise ValidationError(_("Bu etiket yayımlanmış bültenlerde kullanılıyor; adı değiştirilemez."))


@receiver(pre_delete, sender=Category)
@receiver(pre_delete, sender=Tag)
@receiver(pre_delete, sender=DistributionList)
def keep_what_bulletins_name(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Refuses to delete what a bulletin names with ``ProtectedError``: the deletion would change it unsigned."""
    lookup = {Category: "categories", Tag: "tagged_items__tag", DistributionList: "distribution_lists"}[sender]
    users = BulletinPage.objects.filter(**{lookup: instance})
    if users.exists():
        raise ProtectedError(_("Bültenlerde kullanıldığı için silinemez."), set(users[:5]))


@receiver(pre_save, sender=Department)
def keep_department_name(instance: Department, raw: bool = False, **kwargs: Any) -> None:
    """Refuses to rename a department that published bulletins carry with ``ValidationError``."""
    if not raw and renamed(instance) and department_in_use(instance):
        raise ValidationError(
            _("Bu müdürlük yayımlanmış bültenlerde kullanılıyor; adı değiştirilemez. Yenisini ekleyip bunu kapatın.")
        )
