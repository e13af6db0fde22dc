"""Journalists of the demo who have an account, and applications in each state. Their papers and faces are drawn."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from django.db import transaction
from django.utils import timezone
from PIL import Image, ImageDraw

from demo import texts
from demo.office import Staff
from press_archive.contacts.models import Journalist, Outlet
from press_archive.journalists import services
from press_archive.journalists.models import AddressProof, JournalistAccount, PaperKind, Proof, ProofPurpose
from press_archive.journalists.selectors import reading_of

SKIN = ("#e8c4a0", "#d9a97c", "#c68d5f", "#f0d5b8")
HAIR = ("#2b2320", "#5a3d28", "#8a6a42", "#3a3a3f")
COAT = ("#274b61", "#7a3b2e", "#3f5d3a", "#54456b", "#6b6b6b")
CARD_DAYS = 900


@transaction.atomic
def load(staff: Staff) -> None:
    """What is not there yet. Every open account has the password of the demo's staff."""
    if JournalistAccount.objects.exists():
        return
    found = texts.journalists()
    for number, entry in enumerate(found["account"]):
        person = Journalist.objects.get(addresses__email=entry["email"])
        account = _applied({**entry, "name": person.name, "outlet": person.outlet.name if person.outlet else ""})
        services.approve(
            account=account, user=staff.editor, seen=reading_of(account), outlet=person.outlet, journalist=person
        )
        if entry.get("portrait"):
            services.set_portrait(account=account, file=io.BytesIO(face(number)))
        if "correction" in entry:
            services.ask_correction(account=account, wanted={"name": entry["correction"]}, papers={})
    desk = found["desk"]
    account = _applied({**desk, "work": "desk", "letter": True, "wants_desk": True})
    outlet = Outlet.objects.get(name=desk["outlet"])
    services.approve(account=account, user=staff.editor, seen=reading_of(account), outlet=outlet, is_desk=True)
    JournalistAccount.objects.active().update(password=staff.editor.password, seen_at=timezone.now())
    for entry in found["application"]:
        account = _applied(entry)
        seen = reading_of(account)
        if "asks" in entry:
            services.ask_more(account=account, user=staff.editor, seen=seen, words=entry["asks"])
        elif "refused" in entry:
            services.refuse_account(account=account, user=staff.editor, seen=seen, words=entry["refused"])


def _applied(entry: dict[str, Any]) -> JournalistAccount:
    proof = AddressProof.objects.create(email=entry["email"], purpose=ProofPurpose.APPLY, is_written=True)
    has_card = "card" in entry
    papers = {}
    if has_card:
        papers[PaperKind.CARD] = paper("BASIN KARTI", entry["name"], entry["number"])
    elif entry.get("letter"):
        papers[PaperKind.LETTER] = paper(entry.get("outlet", ""), entry["name"], "kuruluşumuzda çalışmaktadır.")
    answers = {
        "name": entry["name"], "phone": entry["phone"], "work": entry["work"], "outlet_name": entry.get("outlet", ""),
        "proof": Proof.CARD if has_card else Proof.LETTER if entry.get("letter") else Proof.WORKS,
        "card_kind": entry.get("card", ""), "card_number": entry.get("number", ""),
        "card_expires": timezone.localdate() + dt.timedelta(days=CARD_DAYS) if has_card else None,
        "works": entry.get("works", ""), "wants_desk": entry.get("wants_desk", False),
    }  # fmt: skip
    return services.apply(proof=proof, answers=answers, papers=papers)


def face(number: int) -> bytes:
    """A drawn face: nobody's."""
    picture = Image.new("RGB", (720, 900), "#dfe7ea")
    draw = ImageDraw.Draw(picture)
    skin, hair, coat = (colours[number % len(colours)] for colours in (SKIN, HAIR, COAT))
    draw.ellipse((60, 640, 660, 1200), fill=coat)
    draw.rectangle((305, 520, 415, 680), fill=skin)
    draw.ellipse((200, 170, 520, 520), fill=hair)
    draw.ellipse((220, 220, 500, 590), fill=skin)
    if number % 2:
        draw.pieslice((195, 160, 525, 640), 180, 360, fill=hair)
        draw.ellipse((235, 300, 485, 590), fill=skin)
    for x in (300, 420):
        draw.ellipse((x - 14, 380, x + 14, 408), fill="#23282c")
    draw.arc((300, 440, 420, 520), 20, 160, fill="#8c4038", width=8)
    return _jpeg(picture)


def paper(*lines: str) -> bytes:
    """A card or a letter with these lines and a stamp that says what it is."""
    picture = Image.new("RGB", (860, 540), "#fbf7ec")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((20, 20, 840, 520), outline="#7a5c2e", width=6)
    for row, line in enumerate((*lines, "DENEME BELGESİ")):
        draw.text((60, 70 + row * 100), line, fill="#2b2320", font_size=44)
    return _jpeg(picture)


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()
