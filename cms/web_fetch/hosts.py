"""Which hosts may be asked: public ones, on the usual ports. Looked at when the connection is made, so that a name that
answers otherwise the second time leads nowhere either."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from cms.core.addresses import is_public_ip

RESERVED = ".example"  # RFC 2606: names that no machine of the net ever has
PORTS = {"http": 80, "https": 443}
HOST = re.compile(r"[a-z0-9._-]{1,253}|[0-9a-f:.]{2,45}")


class Forbidden(Exception):
    """The address leads where nobody may be led; ``str()`` says why."""


class Unknown(Exception):
    """No machine has this name."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address leads: scheme, host in ASCII, port, path with query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def address(self) -> str:
        return f"{self.scheme}://{self.host}{self.path}"


def place_of(address: str) -> Place:
    """What ``address`` says. Raises :class:`Forbidden` for what is no plain web address."""
    try:
        parts = urlsplit(address.strip())
        port = parts.port
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii") if parts.hostname else ""
    except (ValueError, UnicodeError) as error:
        raise Forbidden("not an address") from error
    scheme = parts.scheme.lower()
    if scheme not in PORTS or not HOST.fullmatch(host.lower()):
        raise Forbidden("not a web address")
    if parts.username is not None or parts.password is not None:
        raise Forbidden("it carries a name and password")
    if port not in (None, PORTS[scheme]):
        raise Forbidden("an unusual port")
    path = parts.path or "/"
    wanted = f"{path}?{parts.query}" if parts.query else path
    # One line of a request: whatever else stands in it is written as bytes in percent signs.
    wanted = "".join(
        char if "!" <= char <= "~" else "".join(f"%{byte:02X}" for byte in char.encode()) for char in wanted
    )
    return Place(scheme, host.lower(), PORTS[scheme], wanted)


def resolved(place: Place) -> list[str]:
    """The addresses of the host. Raises :class:`Unknown`, and :class:`Forbidden` if one of them is not public: a name
    that leads to both is a trap."""
    try:
        rows = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unknown("no such host") from error
    found = list(dict.fromkeys(str(row[4][0]) for row in rows))
    if not found:
        raise Unknown("no such host")
    if not all(is_public_ip(ip) for ip in found):
        raise Forbidden("not a public host")
    return found


def stand_in(place: Place) -> int:
    """The port of this machine where the demo plays the sites whose names nobody has; 0 for every other host, and
    everywhere but in the demo."""
    port: int = settings.WEB_FETCH_STAND_IN_PORT
    return port if place.host.endswith(RESERVED) else 0
