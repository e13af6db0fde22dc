"""What each role may do, declared by the app it is done in and applied after every ``migrate``.

An app's ``grants.py`` is plain data: ``GRANTS`` maps a role to permissions as Django writes them
(``"contacts.view_outlet"``), ``PAGE_GRANTS`` to permissions on the whole page tree, ``COLLECTION_GRANTS`` on all
collections. Nothing else is needed: the declarations of all installed apps are gathered, and what they give is written
down in :class:`~cms.core.models.Grant`, so that a permission that is no longer declared is taken away again. What
somebody gave by hand is written down nowhere and stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from itertools import groupby
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connections, models, transaction
from django.db.models.signals import post_migrate
from django.utils.module_loading import module_has_submodule
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from cms.core.models import Grant, Scope
from cms.core.roles import Role

Declared = Mapping[Role, Iterable[str]]
NAMES = {Scope.MODEL: "GRANTS", Scope.PAGE: "PAGE_GRANTS", Scope.COLLECTION: "COLLECTION_GRANTS"}
# One line of a declaration: where it holds, the role's group, the permission.
Line = tuple[str, str, str]


def declared() -> set[Line]:
    """Every line of every installed app's ``grants.py``."""
    found: set[Line] = set()
    for config in apps.get_app_configs():
        if not module_has_submodule(config.module, "grants"):
            continue
        module = import_module(f"{config.name}.grants")
        for scope, name in NAMES.items():
            declaration: Declared = getattr(module, name, {})
            for role, permissions in declaration.items():
                found |= {(scope.value, str(role.label), permission) for permission in permissions}
    return found


def known_permissions() -> set[str]:
    """Every permission that the models of the installed apps have, as ``app.codename``."""
    found = set()
    for model in apps.get_models():
        meta = model._meta
        codenames = [f"{action}_{meta.model_name}" for action in meta.default_permissions]
        codenames += [codename for codename, _name in meta.permissions]
        found |= {f"{meta.app_label}.{codename}" for codename in codenames}
    return found


def apply(using: str = "default") -> None:
    """Gives each role what is declared, and takes back what an earlier declaration gave and none gives now."""
    wanted = declared()
    with transaction.atomic(using=using):
        given = set(Grant.objects.using(using).values_list("scope", "role", "permission"))
        groups = {role.label: Group.objects.using(using).get_or_create(name=role.label)[0] for role in Role}
        found = _permissions({permission for _scope, _role, permission in wanted | given}, using)
        writer = _Writer(using)
        missing = {line for line in wanted if line[2] not in found}  # half-way through an upgrade
        for (scope, role), lines in groupby(sorted(wanted - missing), key=lambda line: line[:2]):
            writer.give(scope, groups[role], [found[permission] for _scope, _role, permission in lines])
        for scope, role, permission in sorted(given - wanted):
            group = groups.get(role) or Group.objects.using(using).filter(name=role).first()
            if group is not None and permission in found:
                writer.take(scope, group, found[permission])
            Grant.objects.using(using).filter(scope=scope, role=role, permission=permission).delete()
        Grant.objects.using(using).bulk_create(
            Grant(scope=scope, role=role, permission=permission)
            for scope, role, permission in sorted(wanted - missing - given)
        )


def _permissions(names: set[str], using: str) -> dict[str, Permission]:
    """``{name: permission}`` of those that exist; Django makes its permissions app by app after ``migrate``, and those
    of an app that comes later are made here."""
    found = dict(_stored(names, using))
    labels = sorted({name.partition(".")[0] for name in names - found.keys()})
    for label in labels:
        try:
            config = apps.get_app_config(label)
        except LookupError:
            continue  # an app that is no longer installed
        create_permissions(config, verbosity=0, using=using)
    return found | dict(_stored(names, using)) if labels else found


def _stored(names: set[str], using: str) -> Iterator[tuple[str, Permission]]:
    labels = {name.partition(".")[0] for name in names}
    rows = Permission.objects.using(using).filter(content_type__app_label__in=labels).select_related("content_type")
    for row in rows:
        if (name := f"{row.content_type.app_label}.{row.codename}") in names:
            yield name, row


class _Writer:
    """Gives and takes one permission, in each of the three places where Wagtail and Django keep them."""

    def __init__(self, using: str) -> None:
        self.using = using
        self.roots: dict[str, Any] = {}

    def _rows(self, scope: str, group: Group, permission: Permission) -> tuple[Any, dict[str, Any]]:
        place: type[models.Model] = Page if scope == Scope.PAGE else Collection
        link: Any = GroupPagePermission if scope == Scope.PAGE else GroupCollectionPermission
        if scope not in self.roots:
            self.roots[scope] = place._default_manager.using(self.using).filter(depth=1).first()
        where = {"group": group, "permission": permission, scope: self.roots[scope]}
        return link._default_manager.using(self.using), where

    def give(self, scope: str, group: Group, permissions: list[Permission]) -> None:
        if scope == Scope.MODEL:
            group.permissions.add(*permissions)
            return
        for permission in permissions:
            rows, where = self._rows(scope, group, permission)
            rows.get_or_create(**where)

    def take(self, scope: str, group: Group, permission: Permission) -> None:
        if scope == Scope.MODEL:
            group.permissions.remove(permission)
            return
        rows, where = self._rows(scope, group, permission)
        rows.filter(**where).delete()


def after_migrate(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Once, when the last app reports; in a database that is complete enough to hold permissions."""
    if sender is not [config for config in apps.get_app_configs() if config.models_module is not None][-1]:
        return
    tables = set(connections[using].introspection.table_names())
    needed = {model._meta.db_table for model in (Grant, Group, GroupPagePermission, GroupCollectionPermission)}
    if needed <= tables and Page._meta.db_table in tables and Page.objects.using(using).filter(depth=1).exists():
        apply(using)


def connect() -> None:
    """Called once by the app's configuration."""
    post_migrate.connect(after_migrate, dispatch_uid="core.grants")
