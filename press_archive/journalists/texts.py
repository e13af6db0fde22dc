"""What a member of the press is told and agrees to (KVKK, law no. 6698, art. 5 and 10): every text that was ever shown,
by its version. A text is never changed: a new one gets a new version, so that each row of ``AcceptedText`` names
exactly the words that were read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

NOTICE, PHOTO = "notice", "photo"
# Other rooms add theirs, with their texts.
LABELS: dict[str, Any] = {NOTICE: _("Aydınlatma metni"), PHOTO: _("Açık rıza: yüz fotoğrafı")}


@dataclass(frozen=True, slots=True)
class Words:
    """One version of a text."""

    version: str
    text: str


# The last one of each is shown today.
TEXTS: dict[str, tuple[Words, ...]] = {
    NOTICE: (
        Words(
            "2026-11",
            "Aydınlatma metni. Veri sorumlusu belediyedir. Adınız, telefonunuz, e-posta adresiniz, yayın kuruluşunuz, "
            "yaptığınız iş ve basın kartınız ya da kuruluşunuzun yazısı; basın mensubu olduğunuzu doğrulamak, basına "
            "ayrılan hizmetleri vermek ve etkinliklere akreditasyon için bu formla, elektronik ortamda toplanır. "
            "Hukuki sebep: 6698 sayılı Kanun m. 5/2-c (hizmetin kurulması) ve m. 5/2-f (etkinlik güvenliği ve basınla "
            "ilişkilerin yürütülmesindeki meşru menfaat). Verileriniz basın bürosunda kalır; başvurduğunuz bir "
            "etkinliği belediyeyle birlikte düzenleyen kurum dışında kimseye verilmez. Kartınızın ve yazınızın "
            "fotoğrafı karardan sonra, reddedilen başvuru ve kullanılmayan hesap süresi dolunca silinir. Belgelerinize "
            "bakan her görevli kayda geçer. Verilerinizi hesabınızdan görür, düzeltir, indirir ve silersiniz; 11. "
            "maddedeki öteki haklarınız için basın bürosuna yazarsınız.",
        ),
    ),
    PHOTO: (
        Words(
            "2026-11",
            "Yüz fotoğrafımın, yaka kartımı basmak ve girişte beni tanımak için basın bürosunca saklanmasına açık rıza "
            "veriyorum. Fotoğrafım yayımlanmaz, kimseye verilmez; hesabımdan dilediğim an silebilirim.",
        ),
    ),
}


def current(key: str) -> Words:
    """What is shown today."""
    return TEXTS[key][-1]


def text_of(key: str, version: str) -> str:
    """The words of ``version``, as they were shown."""
    return next(words.text for words in TEXTS[key] if words.version == version)
