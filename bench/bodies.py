"""What the measured bulletins say: of different lengths, with different photos and tags, the same in every run and for
every system, so that no cache lives on their likeness."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

SEED = 9
PHOTOS = 12
TAGS = ("Ulaşım", "İçme suyu", "Kültür", "Zabıta", "Spor", "Orman", "Çevre", "Eğitim", "Sağlık", "Kıyı", "Park", "Afet")
TOPICS = ("Yol bakımı", "Su kesintisi", "Kültür merkezi", "Zabıta denetimi", "Spor okulları", "Orman yangını uyarısı")
PLACES = ("Altıeylül", "Karesi", "Edremit", "Bandırma", "Ayvalık", "Gönen", "Burhaniye", "")
SENTENCES = (
    "Çalışmalar programa uygun ilerliyor; ekiplerimiz hafta sonu da sahada olacak.",
    "Belediye Başkanı, bölgede oturanların görüşlerinin alındığını söyledi.",
    "Hattın tamamlanmasıyla birlikte yaklaşık on iki bin hane kesintisiz suya kavuşacak.",
    "Etkinliğe katılım ücretsiz; kayıtlar ay sonuna kadar sürecek.",
    "İlgili müdürlük, sürücülerin alternatif güzergâhları kullanmasını istedi.",
    "Denetimlerde eksik bulunan iş yerlerine süre verildi.",
    "Yeni tesisin yıl bitmeden hizmete açılması bekleniyor.",
    "Yağış nedeniyle ara verilen iş pazartesi sabahı yeniden başlayacak.",
    "Proje, il genelinde yürütülen yatırım programının bir parçası.",
    "Vatandaşlarımız ayrıntıları çağrı merkezinden öğrenebilir.",
)


@dataclass(frozen=True, slots=True)
class Text:
    """One bulletin: ``lead`` and the photos of ``blocks`` are numbers below :data:`PHOTOS`."""

    title: str
    summary: str
    place: str
    lead: int
    tags: tuple[str, ...]
    blocks: list[tuple[str, Any]]


def text(number: int) -> Text:
    """The bulletin ``number``."""
    chance = random.Random(SEED * 1_000_003 + number)
    blocks: list[tuple[str, Any]] = []
    for part in range(chance.randint(2, 9)):
        if part and chance.random() < 0.2:
            blocks.append(("subheading", f"{chance.choice(TOPICS)}: {part}. bölüm"))
        said = " ".join(chance.choices(SENTENCES, k=chance.randint(2, 7)))
        blocks.append(("paragraph", f"<p>{said} ({number}/{part})</p>"))
        if chance.random() < 0.12:
            blocks.append(("quote", {"text": chance.choice(SENTENCES), "name": "Deniz Örnek", "title": "Başkan"}))
        if chance.random() < 0.15:
            blocks.append(("picture", chance.randrange(PHOTOS)))
    return Text(
        title=f"{TOPICS[number % len(TOPICS)]} çalışmaları {number}. etapta sürüyor",
        summary=" ".join(chance.sample(SENTENCES, k=chance.randint(1, 3))),
        place=chance.choice(PLACES),
        lead=chance.randrange(PHOTOS),
        tags=tuple(chance.sample(TAGS, k=chance.randint(0, 4))),
        blocks=blocks,
    )


def picture(photo: int, number: int) -> dict[str, Any]:
    """The value of a block that shows the photo with the primary key ``photo``."""
    return {"image": photo, "alt": f"Çalışma alanı {number}", "credit": "Fotoğraf: Deniz Örnek", "caption": ""}


def stream(text: Text, photos: list[int], names: set[str]) -> list[dict[str, Any]]:
    """The blocks of ``text`` as a StreamField stores them; ``photos`` by number, ``names`` of a quote's fields."""
    stored = []
    for name, value in text.blocks:
        if name == "picture":
            value = picture(photos[value], value)
        elif name == "quote":
            value = {key: said for key, said in value.items() if key in names}
        stored.append({"type": name, "value": value})
    return stored


def jpeg(number: int) -> bytes:
    """The photo ``number``, as a camera makes it: not one colour."""
    import io

    from PIL import Image

    noise = Image.effect_noise((160, 107), 40 + number).resize((1800, 1200)).convert("RGB")
    tint = Image.new("RGB", noise.size, (40 + 15 * number, 110, 200 - 12 * number))
    stream = io.BytesIO()
    Image.blend(noise, tint, 0.5).save(stream, "JPEG", quality=88)
    return stream.getvalue()
