"""Where a request comes from: the address for the record, and what limits count; which machines are of the open net."""

from __future__ import annotations

import ipaddress
from typing import Any

V6_PREFIX = 64
NAT64 = ipaddress.ip_network("64:ff9b::/96")


def ip_of(request: Any) -> str:
    """The visitor's address in its usual spelling, for the record; empty when the server does not say.

    ``cms.core.proxy`` has put the word of our own proxy into ``REMOTE_ADDR``.
    """
    said = str(request.META.get("REMOTE_ADDR", "")) if request is not None else ""
    try:
        found = ipaddress.ip_address(said.partition("%")[0])
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)


def network_of(address: str | None) -> str:
    """What a limit counts: an IPv4 address, of IPv6 the /64: one customer has all addresses in it.

    ``address``: as :func:`ip_of` gives it.
    """
    if not address or ":" not in address:
        return address or ""
    return str(ipaddress.ip_network(f"{address}/{V6_PREFIX}", strict=False).network_address)


def network_of_request(request: Any) -> str:
    """``network_of`` of where ``request`` comes from."""
    return network_of(ip_of(request))


def is_public_ip(ip: str) -> bool:
    """Whether ``ip`` is a machine of the public net, also where one address is wrapped in another."""
    found = ipaddress.ip_address(ip.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is None and found in NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public_ip(str(inner))
        if int(found) < 1 << 32:  # an old way to write an IPv4 address
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved
