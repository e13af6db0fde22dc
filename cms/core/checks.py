"""Rules of the house that ``manage.py check`` can see. Each has an id, a sentence and a hint in plain words.

``core.E001`` page types are governed or structural; ``E002`` draft models are governed; ``E003`` editorial text is
governed; ``E004`` publishing is our finish action's; ``E005`` nobody has a publish permission (``--database default``);
``E006`` own user, photo and document models; ``E007`` no SVG uploads; ``E008`` the admin calls nobody outside;
``E009`` documents go through the view that asks who may see them; ``E010`` no content API; ``E011`` SQLite takes its
write lock at once; ``E012`` structural pages offer no words; ``E013`` what the apps declare for the roles exists and is
not "publish"; ``E014`` the triggers of the applied migrations are there (``--database default``); ``E015`` the copies
that nginx keeps can be removed. What the database must hold for approval is asked in ``publishing.approval.checks``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections, models
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField, StreamField
from wagtail.models import DraftStateMixin, Page

from cms.core import front, grants, triggers
from cms.core.governed import Governed, GovernedPage, GovernedSnippet, OnlyCopied, StructuralPage

FINISH_ACTION = "publishing.approval.finish.finish"
OWN_MODELS = {
    "AUTH_USER_MODEL": "users.User",
    "WAGTAILIMAGES_IMAGE_MODEL": "media_library.Photo",
    "WAGTAILDOCS_DOCUMENT_MODEL": "media_library.File",
}
GOVERN_HINT = "İki imza olmadan yayımlanmaması için {base} sınıfından türetin (cms.core.governed)."


def _is_child(model: type[models.Model]) -> bool:
    """Whether ``model`` is part of another's revision (an inline of a page) and so signed with it."""
    return any(isinstance(field, ParentalKey) for field in model._meta.get_fields())


def page_type_errors(page_types: Iterable[type[models.Model]]) -> list[CheckMessage]:
    """E001 for each concrete page type that is neither a ``GovernedPage`` nor a ``StructuralPage``."""
    return [
        Error(
            f"{model._meta.label} sayfa türü onaya bağlı değil.",
            hint=GOVERN_HINT.format(base="GovernedPage") + " Kendi metni olmayan bir sayfa için StructuralPage.",
            obj=model,
            id="core.E001",
        )
        for model in page_types
        if not issubclass(model, GovernedPage | StructuralPage)
    ]


def draft_model_errors(candidates: Iterable[type[models.Model]]) -> list[CheckMessage]:
    """E002 for each model with drafts, not a page, that is no ``GovernedSnippet``."""
    return [
        Error(
            f"{model._meta.label} taslaklı bir tür ama onaya bağlı değil.",
            hint=GOVERN_HINT.format(base="GovernedSnippet"),
            obj=model,
            id="core.E002",
        )
        for model in candidates
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page | GovernedSnippet)
    ]


def editorial_text_errors(candidates: Iterable[type[models.Model]]) -> list[CheckMessage]:
    """E003 for each model with a rich-text or stream field that is neither governed nor part of something governed, nor
    only copied into it."""
    return [
        Error(
            f"{model._meta.label} biçimli metin alanı taşıyor ama onaya bağlı değil.",
            hint=GOVERN_HINT.format(base="GovernedPage veya GovernedSnippet") + " Ya da alanı düz metin yapın.",
            obj=model,
            id="core.E003",
        )
        for model in candidates
        if any(isinstance(field, RichTextField | StreamField) for field in model._meta.local_fields)
        and not issubclass(model, Governed | OnlyCopied)
        and not _is_child(model)
    ]


def structural_errors(page_types: Iterable[type[models.Model]]) -> list[CheckMessage]:
    """E012 for each structural page type with content panels: words there would go public unsigned."""
    return [
        Error(
            f"{model._meta.label} yapısal bir sayfa ama metin alanı sunuyor.",
            hint=GOVERN_HINT.format(base="GovernedPage"),
            obj=model,
            id="core.E012",
        )
        for model in page_types
        if issubclass(model, StructuralPage) and model.content_panels
    ]


@register(Tags.models)
def check_content_models(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Everything that can carry words to the public is governed, whichever package it comes from."""
    every = [model for model in apps.get_models() if not model._meta.proxy]
    page_types = [model for model in every if issubclass(model, Page) and model is not Page]
    return [
        *page_type_errors(page_types),
        *structural_errors(page_types),
        *draft_model_errors(every),
        *editorial_text_errors(every),
    ]


@register()
def check_settings(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Settings on which the promises of the house rest."""
    errors: list[CheckMessage] = []

    def refuse(number: int, message: str, hint: str) -> None:
        errors.append(Error(message, hint=hint, id=f"core.E{number:03}"))

    finish = getattr(settings, "WAGTAIL_FINISH_WORKFLOW_ACTION", None)
    if finish != FINISH_ACTION or not getattr(settings, "WAGTAIL_WORKFLOW_ENABLED", True):
        refuse(
            4,
            "Son imzadan sonra yayımlama Wagtail'in kendi işlemine bırakılmış ya da iş akışı kapatılmış.",
            f'WAGTAIL_FINISH_WORKFLOW_ACTION = "{FINISH_ACTION}" olmalı, WAGTAIL_WORKFLOW_ENABLED kapatılmamalı: '
            "Wagtail imzalanan sürümü değil, en son sürümü yayımlar.",
        )
    for name, wanted in OWN_MODELS.items():
        if getattr(settings, name, None) != wanted:
            refuse(6, f"{name} {wanted} değil.", f'{name} = "{wanted}": sonradan değiştirilemeyen kendi modelimiz.')
    if "svg" in {extension.lower() for extension in getattr(settings, "WAGTAILIMAGES_EXTENSIONS", ["svg"])}:
        refuse(7, "SVG yüklemeye izin verilmiş.", "WAGTAILIMAGES_EXTENSIONS'tan svg'yi çıkarın: betik taşır.")
    if getattr(settings, "WAGTAIL_ENABLE_UPDATE_CHECK", True) or getattr(settings, "WAGTAIL_GRAVATAR_PROVIDER_URL", ""):
        refuse(
            8,
            "Yönetim ekranı dışarıdaki sunuculara soru soruyor.",
            "WAGTAIL_ENABLE_UPDATE_CHECK = False ve WAGTAIL_GRAVATAR_PROVIDER_URL = None olmalı.",
        )
    if getattr(settings, "WAGTAILDOCS_SERVE_METHOD", None) != "serve_view":
        refuse(
            9,
            "Belgeler, kimin görebileceği sorulmadan veriliyor.",
            'WAGTAILDOCS_SERVE_METHOD = "serve_view" olmalı: ambargolu bir belge adresinden indirilebilir.',
        )
    if any(app == "wagtail.api" or app.startswith("wagtail.api.") for app in settings.INSTALLED_APPS):
        refuse(
            10,
            "İçerik API'si kurulu.",
            "INSTALLED_APPS'ten wagtail.api'yi çıkarın: geri alma işlemi iş akışı kilidini tanımıyor.",
        )
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3") and database.get("OPTIONS", {}).get("transaction_mode") != "IMMEDIATE":
        refuse(
            11,
            "SQLite yazma kilidini işlem başında almıyor.",
            'DATABASES\'de OPTIONS: {"transaction_mode": "IMMEDIATE"} olmalı; yoksa iki süreç birbirini düşürür.',
        )
    return errors


@register(Tags.database)
def check_publish_permissions(
    app_configs: Sequence[Any] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """E005: publishing is done by two signatures, so that no group and no person holds the permission for it."""
    if "default" not in (databases or []):
        return []
    tables = set(connections["default"].introspection.table_names())
    if not {Permission._meta.db_table, "wagtailcore_grouppagepermission"} <= tables:
        return []  # before the first migration there is nobody to hold anything
    permissions = Permission.objects.filter(codename__startswith="publish_")
    groups = Group.objects.filter(
        models.Q(permissions__in=permissions) | models.Q(page_permissions__permission__in=permissions)
    ).values_list("name", flat=True)
    # Names only: before an upgrade's migrations a newer column is not there to be read.
    people = get_user_model()._default_manager.filter(user_permissions__in=permissions)
    holders = sorted({*groups, *people.values_list("username", flat=True)})
    if not holders:
        return []
    return [
        Error(
            f"Yayımlama yetkisi verilmiş: {', '.join(holders)}.",
            hint="Yetkiyi kaldırın: içerik yalnızca iki imzayla, kendiliğinden yayımlanır.",
            id="core.E005",
        )
    ]


@register(Tags.models)
def check_grants(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """E013: a permission that no model has would never be given, and nobody is given "publish"."""
    known = grants.known_permissions()
    return [
        Error(
            f"grants.py: “{role}” için tanımsız ya da verilemeyecek yetki: {permission}.",
            hint="Yetki adı uygulama.eylem_model biçimindedir; publish_ ile başlayanlar kimseye verilmez.",
            id="core.E013",
        )
        for _scope, role, permission in sorted(grants.declared())
        if permission not in known or permission.partition(".")[2].startswith("publish_")
    ]


@register(Tags.database)
def check_triggers(
    app_configs: Sequence[Any] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """E014: also half-way through an upgrade, for what was applied before it."""
    return [
        Error(
            f"Veritabanında olması gereken tetik yok: {trigger.name}.",
            hint="manage.py migrate eksik tetikleri yeniden kurar.",
            id="core.E014",
        )
        for alias in databases or []
        for trigger in triggers.missing(connections[alias])
    ]


@register(Tags.files)
def check_front(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """E015: what is withdrawn would go on standing in nginx's copies when nobody answers it."""
    return [
        Error(
            f"nginx'in sakladığı kopyalar silinemiyor: {directory}.",
            hint="Dizini docs/operations.md içindeki komutla kurun ya da FRONT_ROOT değişkenini boş bırakın.",
            id="core.E015",
        )
        for directory in front.unusable()
    ]
