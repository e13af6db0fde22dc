"""Where a request comes from: one spelling for the record, one network for every limit."""

from __future__ import annotations

import ast
import ipaddress
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import RequestFactory

from cms.core.addresses import ip_of, network_of, network_of_request


@pytest.mark.parametrize(
    ("said", "address", "network"),
    [
        ("203.0.113.9", "203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:DB8:0001:2::7", "2001:db8:1:2::7", "2001:db8:1:2::"),
        ("2001:db8::7", "2001:db8::7", "2001:db8::"),
        ("::ffff:203.0.113.9", "203.0.113.9", "203.0.113.9"),
        ("fe80::1%eth0", "fe80::1", "fe80::"),
        ("", "", ""),
        ("unix:", "", ""),
        ("<script>", "", ""),
    ],
)
def test_one_spelling_and_one_network(said, address, network):
    request = RequestFactory().get("/", REMOTE_ADDR=said)
    assert (ip_of(request), network_of_request(request)) == (address, network)
    assert network_of(address) == network


def test_without_a_request_there_is_no_address():
    assert (ip_of(None), network_of_request(None), network_of(None)) == ("", "", "")


def test_nobody_else_reads_the_address_of_a_request():
    """A second way to read it would be a second way to count: every limit and record asks ``cms.core.addresses``."""
    allowed = {"cms/core/addresses.py", "cms/core/proxy.py"}
    found = set()
    for room in ("cms", "media_library", "press_archive", "publishing", "search"):
        for path in (Path(settings.BASE_DIR) / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                text = node.value if isinstance(node, ast.Constant) else getattr(node, "attr", "")
                if text in ("REMOTE_ADDR", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "ip_network", "ip_address"):
                    if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") != "ipaddress":
                        continue  # the field of a record
                    if isinstance(node, ast.Constant) and text == "ip_address":
                        continue
                    found.add(str(path.relative_to(settings.BASE_DIR)))
    assert found - allowed == set()


def test_nginx_counts_as_the_site_does():
    text = (Path(settings.BASE_DIR) / "deploy/nginx.conf").read_text()
    assert set(re.findall(r"limit_(?:req|conn)_zone\s+(\S+)", text)) == {"$visitor_network"}
    pattern = re.search(r'"~(\(\?s\)\S+?)"\s+\$network;', text)[1].replace("(?<", "(?P<").encode()

    def counted(address):
        packed = ipaddress.ip_address(address).packed
        found = re.search(pattern, packed)
        return found["network"] if found else packed

    # Each octet may be anything, a line break too.
    assert counted("2001:db8:a:a0a:1:2:3:4") == counted("2001:db8:a:a0a:a0a:a0a:a0a:a0a")
    assert counted("2001:db8:a:a0a::1") != counted("2001:db8:a:a0b::1")
    assert counted("10.10.10.10") != counted("10.10.10.11")
