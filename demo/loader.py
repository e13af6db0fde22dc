"""Puts the demo into an empty installation, by the same services that people use.

``load_first``: what a site needs to be looked at; ``load_rest``: everything else, while it is being looked at. Both
look before they make, so that running them again changes nothing.
Nothing is forced live: the identity, bulletins, pages and the alert go through submission and both signatures.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.turkish import slugify
from cms.identity.models import Identity
from cms.users.models import Department, User
from cms.website.models import AlertBanner, HomePage, StandardPage
from demo import (
    accreditation,
    agenda,
    archive,
    clippings,
    coverage,
    galleries,
    gathered,
    journalists,
    leftovers,
    monitors,
    pictures,
    portal,
    printed,
    publications,
    replies,
    texts,
)
from demo.accounts import load_accounts, staff_of_the_demo
from demo.loading import Progress, rest
from demo.office import LOCAL, Staff, fresh, publish, sign
from demo.readers import load_readers
from demo.texts import BulletinText, PictureText, Stage
from media_library.intake.services import take_in_photo
from media_library.models import LegalBasis, Photo
from press_archive.bulletins.models import BulletinIndexPage, BulletinPage, Category, Series
from press_archive.contacts.models import Address, DistributionList, Journalist, Outlet
from publishing.approval import selectors, services
from publishing.approval.models import Decision, SignatureState
from publishing.approval.remarks import passages
from publishing.approval.remarks import services as remarks
from publishing.dispatch.worker import Worker

CHANGED_LATER = frozenset({Stage.CORRECTED, Stage.WITHDRAWN})


def load(*, password: str | None, write: Callable[[str], object]) -> list[str]:
    """Loads what is missing and gives what ``load_first`` gives; quiet when there is nothing to do."""
    strange = load_first(password=password)
    load_rest(write=write)
    return strange


def load_first(*, password: str | None) -> list[str]:
    """What a site needs to be looked at: accounts, words, the press, identity and pages; gives the names of accounts
    that have another password than :func:`password_of`.

    Raises ``ImproperlyConfigured`` where the demo is not installed: a municipality that is not fictional has no
    accounts with a password that everybody knows, and no bulletins about a place that does not exist.
    """
    refuse_real_installation()
    strange = load_accounts(password)
    staff = staff_of_the_demo()
    load_lists_of_words()
    load_contacts()
    load_identity(staff)
    load_pages(staff)
    return strange


def load_rest(*, write: Callable[[str], object]) -> None:
    """Bulletins, archive, galleries and a kit; may be cut short anywhere and goes on at the next call. ``write`` gets a
    line for everything that is counted."""
    refuse_real_installation()
    staff = staff_of_the_demo()
    with Progress(write) as tell:
        with archive.underway(tell) as developed:
            load_bulletins(staff, tell)
            archive.load(staff, developed, tell)
        galleries.load_galleries(staff, tell)
        galleries.load_kit(staff)
        gathered.load(staff)
        clippings.load(staff)
        replies.load(staff)
        publications.load(staff)
        printed.load(staff)
        monitors.load()
        load_readers()
        journalists.load(staff)
        agenda.load(staff)
        accreditation.load(staff)
        portal.load(staff)
        coverage.load(staff)
        archive.withdraw_consents(staff)
        leftovers.load_leftovers(staff)


def refuse_real_installation() -> None:
    """Raises ``ImproperlyConfigured`` where the demo is not installed."""
    if not apps.is_installed("demo"):
        raise ImproperlyConfigured(_("Deneme verisi gerçek bir kuruluma yüklenemez."))


# Words and the press ----------------------------------------------------------------------------------------------


@transaction.atomic
def load_lists_of_words() -> None:
    """Departments and categories."""
    for model, key in ((Department, "department"), (Category, "category")):
        known = set(model.objects.values_list("slug", flat=True))
        for entry in texts.departments()[key]:
            if entry["slug"] not in known:
                model.objects.create(**entry)


@transaction.atomic
def load_contacts() -> None:
    """Outlets, journalists, their addresses and the distribution lists."""
    found = texts.contacts()
    known = set(Address.objects.values_list("email", flat=True))
    missing = [entry for key in ("outlet", "journalist") for entry in found[key] if entry["email"] not in known]
    if not missing:
        return
    lists = {
        entry["name"]: DistributionList.objects.get_or_create(
            name=entry["name"], defaults={"description": entry["description"]}
        )[0]
        for entry in found["list"]
    }
    members: dict[str, list[Address]] = {name: [] for name in lists}
    for entry in missing:
        if "kind" in entry:
            values = {key: entry[key] for key in ("kind", "city", "phone")}
            outlet = Outlet.objects.get_or_create(name=entry["name"], defaults=values)[0]
            address = Address.objects.create(email=entry["email"], outlet=outlet)
        else:
            employer = Outlet.objects.get(name=entry["outlet"]) if "outlet" in entry else None
            journalist = Journalist.objects.create(name=entry["name"], outlet=employer, position=entry["position"])
            address = Address.objects.create(email=entry["email"], journalist=journalist)
        for name in entry["lists"]:
            members[name].append(address)
    for name, addresses in members.items():
        lists[name].addresses.add(*addresses)
        lists[name].save()


# Photos -----------------------------------------------------------------------------------------------------------


def drawn(text: BulletinText) -> dict[PictureText, bytes]:
    """The files of the pictures of ``text``: made before its transaction, which others' writing waits for."""
    return {picture: rendered(picture) for picture in (text.picture, *text.gallery)}


def rendered(picture: PictureText) -> bytes:
    """``picture`` as the camera that took it leaves it."""
    camera = None
    if picture.camera:
        # ASCII, as the field of most cameras; the sea off the coast of a town that does not exist.
        taken = dt.datetime(2026, 5, 3, 9, 0) + dt.timedelta(hours=31 * picture.seed)  # noqa: DTZ001
        camera = pictures.Camera("Kiyi Optik", "K-1", "Hatice Sandikci", taken, 38.4, 25.9)
    return pictures.render(picture.scene, picture.seed, camera)


def taken_in(picture: PictureText, data: bytes, *, title: str, by: User) -> Photo:
    """``picture`` in the photo library."""
    values = {
        "title": title,
        "description": picture.alt,
        "credit": picture.credit.removeprefix("Fotoğraf: ").removeprefix("Çizim: "),
        "legal_basis": LegalBasis.PUBLIC_EVENT,
    }
    return stored(data, name=f"{picture.scene}-{picture.seed}.jpg", by=by, values=values)


def stored(data: bytes, *, name: str, by: User, values: dict[str, Any]) -> Photo:
    """A photo of the archive with these bytes."""
    with TemporaryDirectory(prefix="demo-") as directory:
        path = Path(directory) / name
        path.write_bytes(data)
        return take_in_photo(path=path, name=name, user=by, values=values)


# The website's own content ----------------------------------------------------------------------------------------


@transaction.atomic
def load_identity(staff: Staff) -> None:
    """Name, colours, contact and emblem, signed and published."""
    identity = Identity.objects.get()
    if identity.latest_revision_id is not None:
        return
    for name, value in texts.pages()["identity"].items():
        setattr(identity, name, value)
    if identity.logo is None:
        emblem = {"title": "Çamlıkıyı Belediyesi amblemi", "legal_basis": LegalBasis.NO_PERSON}
        identity.logo = stored(pictures.logo(), name="amblem.png", by=staff.archivist, values=emblem)
    identity.save_revision(user=staff.editor, log_action=True)
    publish(identity, staff)


def load_pages(staff: Staff) -> None:
    """The home page's texts, the standard pages and the alert banner, signed and published."""
    found = texts.pages()
    home = HomePage.objects.get()
    if home.first_published_at is None and home.latest_revision_id is None:
        with transaction.atomic():
            for name, value in found["home"].items():
                setattr(home, name, value)
            home.save_revision(user=staff.editor, log_action=True)
            publish(home, staff)
    known = set(StandardPage.objects.values_list("slug", flat=True))
    for entry in found["page"]:
        if entry["slug"] not in known:
            load_page(entry, staff)
    if not AlertBanner.objects.exists():
        with transaction.atomic():
            alert = AlertBanner.objects.create(live=False, **found["alert"])
            alert.save_revision(user=staff.editor, log_action=True)
            publish(alert, staff)


@transaction.atomic
def load_page(entry: dict[str, Any], staff: Staff) -> None:
    """One standard page below the home page."""
    body = texts.blocks(entry["body"])
    if "contact" in entry:
        body.append({"type": "contact", "value": entry["contact"]})
    page = StandardPage(
        slug=entry["slug"], title=entry["title"], introduction=entry["introduction"], body=body, live=False,
        owner=staff.editor,
    )  # fmt: skip
    HomePage.objects.get().add_child(instance=page)
    page.save_revision(user=staff.editor, log_action=True)
    publish(page, staff)


# Bulletins --------------------------------------------------------------------------------------------------------


def load_bulletins(staff: Staff, tell: Progress) -> None:
    """Every bulletin that is not there yet, each as far as its stage says and in a transaction of its own."""
    found = texts.bulletins(timezone.localdate())
    known = set(BulletinPage.objects.values_list("slug", flat=True))
    missing = [text for text in found if text.slug not in known]
    missing.sort(key=lambda text: text.stage not in CHANGED_LATER)
    first = [text for text in missing if text.stage in CHANGED_LATER]
    for number, text in enumerate(first, start=1):
        write(text, staff)
        tell("bulletins", number, len(missing))
    changing = [(page, text) for text in found if (page := first_version(text)) is not None]
    if changing:
        # A correction and a withdrawal follow the first version to whoever has it; so that has to go out before.
        Worker().run(drain=True)
    for page, text in changing:
        with transaction.atomic():
            change(page, text, staff)
    for number, text in enumerate(missing[len(first) :], start=len(first) + 1):
        write(text, staff)
        tell("bulletins", number, len(missing))


def write(text: BulletinText, staff: Staff) -> None:
    """Writes one bulletin and brings it as far as it goes at first."""
    files = drawn(text)
    with transaction.atomic():
        bring_to_stage(write_bulletin(text, files, staff), text, staff)
    rest()


def first_version(text: BulletinText) -> BulletinPage | None:
    """The bulletin when it still has to be corrected or withdrawn, otherwise ``None``."""
    if text.stage not in CHANGED_LATER:
        return None
    page = BulletinPage.objects.live().filter(slug=text.slug, correction_notes__isnull=True).first()
    if page is None or selectors.records_of(page).filter(decision=Decision.WITHDRAWN).exists():
        return None
    return page


def change(page: BulletinPage, text: BulletinText, staff: Staff) -> None:
    """Corrects or withdraws what has been sent."""
    if text.stage is Stage.CORRECTED:
        correct(page, text, staff)
    else:
        services.withdraw(content=fresh(page), user=staff.director, reason=text.reason, ip=LOCAL)


def write_bulletin(text: BulletinText, files: dict[PictureText, bytes], staff: Staff) -> BulletinPage:
    """The draft of ``text``, with its photos, written by the editor who is its press contact."""
    contact = next(entry for entry in texts.departments()["press_contact"] if entry["slug"] == text.contact)
    author = User.objects.get(username=contact["account"])
    body = list(text.body)
    of_networks: dict[str, dict[str, Any]] = {}
    if text.gallery:
        entries = [
            gallery_entry(picture, files[picture], title=picture.caption or text.headline, staff=staff)
            for picture in text.gallery
        ]
        body.append({"type": "gallery", "value": {"title": "", "pictures": entries}})
        first = entries[0]["value"]
        of_networks["instagram"] = {"image_id": first["image"], "image_alt": first["alt"]}
    page = BulletinPage(
        slug=text.slug,
        title=text.headline,
        summary=text.summary,
        body=body,
        lead_image=taken_in(text.picture, files[text.picture], title=text.headline, by=staff.archivist),
        lead_image_alt=text.picture.alt,
        lead_image_credit=text.picture.credit,
        department=Department.objects.get(slug=text.department),
        place=text.place,
        event_date=text.day,
        series=series_of(text),
        contact_name=contact["name"],
        contact_phone=contact["phone"],
        contact_email=contact["email"],
        go_live_at=timezone.now() + dt.timedelta(hours=text.hours) if text.hours else None,
        owner=author,
        live=False,
    )
    page.categories = Category.objects.filter(slug__in=text.categories)
    page.distribution_lists = DistributionList.objects.filter(name__in=text.lists)
    for order, (network, words) in enumerate(text.social.items()):
        page.social_texts.create(network=network, text=words, sort_order=order, **of_networks.get(network, {}))
    page.tags.add(*text.tags)
    BulletinIndexPage.objects.get().add_child(instance=page)
    page.save_revision(user=author, log_action=True)
    return page


def series_of(text: BulletinText) -> Series | None:
    """The series that ``text`` stands in."""
    if not text.series:
        return None
    return Series.objects.get_or_create(name=text.series, defaults={"slug": slugify(text.series)})[0]


def gallery_entry(picture: PictureText, data: bytes, *, title: str, staff: Staff) -> dict[str, Any]:
    """A picture of a gallery as the stream field stores it."""
    photo = taken_in(picture, data, title=title, by=staff.archivist)
    value = {"image": photo.pk, "alt": picture.alt, "credit": picture.credit, "caption": picture.caption}
    return {"type": "item", "id": str(uuid4()), "value": value}


def point_out(state: SignatureState, text: BulletinText, staff: Staff) -> None:
    """Müdür's remarks on the words of ``text``."""
    content = fresh(state.workflow_state.content_object).get_latest_revision_as_object()
    for entry in text.remarks:
        words = entry["words"]
        passage = next(one for one in passages.of(content) if words in one.text)
        remarks.point_at(
            state=state,
            user=staff.director,
            path=passage.path,
            start=passage.text.index(words),
            length=len(words),
            text=entry["text"],
            proposal=entry.get("proposal", ""),
        )


def bring_to_stage(page: BulletinPage, text: BulletinText, staff: Staff) -> None:
    """Takes a draft as far as ``text.stage``, or live for what is corrected or withdrawn afterwards."""
    if text.stage is Stage.DRAFT:
        return
    services.submit(content=fresh(page), user=page.owner)
    if text.stage is Stage.SUBMITTED:
        return
    if text.stage is Stage.REJECTED:
        state = fresh(page).current_workflow_task_state.specific
        point_out(state, text, staff)
        services.return_to_editor(state=state, user=staff.director, comment=text.comment, ip=LOCAL)
        return
    sign(page, staff.director)
    if text.stage is Stage.DIRECTOR_SIGNED:
        return
    sign(page, staff.mayor)


def correct(page: BulletinPage, text: BulletinText, staff: Staff) -> None:
    """A second version with its note, signed like the first."""
    content = fresh(page).get_latest_revision().as_object()
    body = list(text.body)
    for wrong, right in text.replacements:
        body = [replaced(block, wrong, right) for block in body]
    content.body = body
    content.correction_notes.create(text=text.note)
    content.save_revision(user=page.owner, log_action=True)
    services.submit(content=fresh(page), user=page.owner)
    sign(page, staff.director)
    sign(page, staff.mayor)


def replaced(block: dict[str, Any], wrong: str, right: str) -> dict[str, Any]:
    """``block`` with one wording put in place of another where it is plain text."""
    value = block["value"]
    return {**block, "value": value.replace(wrong, right) if isinstance(value, str) else value}
