"""Test data that reads as sentences: ``person("mudur", Role.DIRECTOR)``, ``bulletin(title=…)``, ``publish(page)``."""

from __future__ import annotations

import io
import itertools
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image

from cms.users import credentials
from cms.users.models import Appointment, Department, User
from cms.users.roles import Office, Role
from media_library.models import Photo
from press_archive.bulletins.models import BulletinIndexPage, BulletinPage
from press_archive.contacts.models import Address, DistributionList

counter = itertools.count(1)
PASSWORD = "Sahil-Yolu-2026"


def person(username: str, *roles: Role, **values: Any) -> User:
    """The user ``username`` with ``roles``, confirmed in office, with a credential of their own; made once."""
    found = User.objects.filter(username=username).first()
    if found is None:
        values.setdefault("first_name", username.capitalize())
        values.setdefault("last_name", "Örnek")
        values.setdefault("email", f"{username}@belediye.example")
        found = User.objects.create_user(username, password=PASSWORD, **values)
        groups = [Group.objects.get(name=role.label) for role in roles]
        found.groups.through.objects.bulk_create(
            found.groups.through(user_id=found.pk, group_id=group.pk) for group in groups
        )
        for office in Office:
            if office.role in roles:
                Appointment.objects.create(
                    office=office, user=found, document_number="E-0", confirmed_at=timezone.now()
                )
        credentials.seal(found)
    return found


def editor() -> User:
    return person("editor", Role.EDITOR)


def director() -> User:
    return person("mudur", Role.DIRECTOR, job_title="Basın Yayın ve Halkla İlişkiler Müdürü")


def mayor() -> User:
    return person("baskan", Role.MAYOR, job_title="Belediye Başkanı")


def social_editor() -> User:
    return person("sosyal", Role.SOCIAL_EDITOR)


def archivist() -> User:
    return person("arsiv", Role.ARCHIVIST)


def administrator() -> User:
    return person("yonetici", Role.ADMINISTRATOR)


def superuser() -> User:
    return person("kok", is_superuser=True)


def department(name: str = "Fen İşleri Müdürlüğü", slug: str = "fen-isleri") -> Department:
    return Department.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def jpeg(width: int = 1200, height: int = 800, colour: str = "#2a6f97", **options: Any) -> bytes:
    """The bytes of a plain JPEG."""
    stream = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(stream, "JPEG", **options)
    return stream.getvalue()


def photo(title: str = "Sahil yolu", **values: Any) -> Photo:
    number = next(counter)
    if "file" not in values:
        data = jpeg(colour=f"#{(number * 7919) % 0xFFFFFF:06x}")
        values["file"] = ImageFile(io.BytesIO(data), name=f"foto-{number}.jpg")
    return Photo.objects.create(title=title, **values)


def distribution_list(
    name: str = "Yerel basın", emails: tuple[str, ...] = ("haber@gazete.example",)
) -> DistributionList:
    found, _ = DistributionList.objects.get_or_create(name=name)
    found.addresses.set([Address.objects.get_or_create(email=email)[0] for email in emails])
    found.save()
    return found


PARAGRAPH = {"type": "paragraph", "value": "<p>Çalışmalar gece gündüz sürüyor.</p>"}


def bulletin(*, author: User | None = None, lists: list[DistributionList] | None = None, **values: Any) -> BulletinPage:
    """A complete draft bulletin, its first revision saved by ``author`` (default the editor)."""
    author = author or editor()
    social = values.pop("social", {})
    values.setdefault("title", f"Sahil yolunda çalışma başladı {next(counter)}")
    values.setdefault("summary", "Sahil yolunun üç kilometrelik bölümünde yenileme başladı.")
    values.setdefault("body", [PARAGRAPH])
    values.setdefault("send_email", bool(lists))
    page = BulletinPage(department=values.pop("department", None) or department(), owner=author, live=False, **values)
    for network, text in social.items():
        page.social_texts.create(network=network, text=text)
    if lists:
        page.distribution_lists = lists
    BulletinIndexPage.objects.get().add_child(instance=page)
    page.save_revision(user=author, log_action=True)
    return BulletinPage.objects.get(pk=page.pk)


def with_photo(**values: Any) -> dict[str, Any]:
    """The fields of a lead photo, to be given to :func:`bulletin`."""
    return {
        "lead_image": values.get("photo") or photo(),
        "lead_image_alt": "Sahil yolunda çalışan iş makineleri",
        "lead_image_credit": "Fotoğraf: Deniz Örnek",
    }


def edit(page: Any, *, user: User | None = None, **values: Any) -> Any:
    """A new revision of ``page`` by ``user`` (default the editor), changed by ``values``."""
    content = page.get_latest_revision().as_object()
    note = values.pop("correction", "")
    for name, value in values.items():
        setattr(content, name, value)
    if note:
        content.correction_notes.create(text=note)
    content.save_revision(user=user or editor(), log_action=True)
    return type(page).objects.get(pk=page.pk)


def identity(**values: Any) -> Any:
    """The municipality's identity with these values, through both signatures and live."""
    from cms.identity.models import Identity

    draft = Identity.objects.get()
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save_revision(user=editor(), log_action=True)
    return publish(draft)


def submit(page: Any, *, user: User | None = None) -> Any:
    from publishing.approval import services

    services.submit(content=type(page).objects.get(pk=page.pk), user=user or editor())
    return type(page).objects.get(pk=page.pk)


def sign(page: Any, *, user: User) -> Any:
    """One signature by ``user`` on the latest revision of ``page``, on exactly what it holds now."""
    from publishing.approval import services, snapshot

    fresh = type(page).objects.get(pk=page.pk)
    seen = snapshot.take(fresh.get_latest_revision().as_object()).content_hash
    services.sign(state=fresh.current_workflow_task_state.specific, user=user, seen_hash=seen, ip="127.0.0.1")
    return type(page).objects.get(pk=page.pk)


def publish(page: Any) -> Any:
    """``page`` taken through both signatures; live afterwards unless it is embargoed."""
    submit(page)
    sign(page, user=director())
    return sign(page, user=mayor())


def withdraw(page: Any, *, user: User | None = None, reason: str = "Tarih yanlış yazıldı.") -> Any:
    from publishing.approval import services

    services.withdraw(content=page, user=user or director(), reason=reason, ip="127.0.0.1")
    return type(page).objects.get(pk=page.pk)
