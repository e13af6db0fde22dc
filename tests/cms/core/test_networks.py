"""Each network's way of counting, on texts as the office writes them."""

import json

import pytest

from cms.core.networks import NETWORKS, as_data

FAMILY = "👨‍👩‍👧‍👦"


@pytest.mark.parametrize(
    "network,text,length",
    [
        ("x", "", 0),
        ("x", "Çalışma başladı.", 16),
        ("x", "İzmir’in ‘gözü’…", 17),
        ("x", "Ağacımız büyüyor 🌳", 19),
        ("x", FAMILY, 2),
        ("x", "🇹🇷", 2),
        ("x", "1️⃣", 2),
        ("x", "© 2026", 6),
        ("x", "日本", 4),
        ("x", "Ayrıntı: https://basin.belediye.example/bultenler/sahil-yolu/", 9 + 23),
        ("x", "Bkz. https://belediye.example.", 5 + 23 + 1),
        ("x", "(https://belediye.example/a)", 1 + 23 + 1),
        ("x", "https://belediye.example'de", 23 + 3),
        ("x", "ornek.bel.tr adresinde", 23 + 10),
        ("x", "ornek.bel.tr'de", 23 + 3),
        ("x", "basin@ornek.bel.tr", 18),
        ("x", "Saat 14.30'da", 13),
        ("x", "satır\r\nsatır", 11),
        ("mastodon", "ornek.bel.tr adresinde", 22),
        ("mastodon", "https://ornek.bel.tr adresinde", 23 + 10),
        ("mastodon", FAMILY, 1),
        ("bluesky", FAMILY + "İ", 2),
        ("bluesky", "https://ornek.bel.tr", 20),
        ("bluesky", "i\u0307", 1),
        ("telegram", "🌳", 2),
        ("telegram", "Ağaç", 4),
        ("instagram", "Ağaç", 4),
        ("facebook", "Ağaç", 4),
    ],
)
def test_each_network_measures_its_own_way(network, text, length):
    assert NETWORKS[network].measure(text) == length


def test_decomposed_letters_count_like_the_letters_they_are():
    assert NETWORKS["x"].measure("c\u0327ag\u0306rı") == NETWORKS["x"].measure("çağrı") == 5


def test_a_picture_makes_telegrams_limit_smaller_and_no_other():
    assert NETWORKS["telegram"].limit_for(with_picture=True) == 1024
    assert NETWORKS["telegram"].limit_for(with_picture=False) == 4096
    assert NETWORKS["x"].limit_for(with_picture=True) == NETWORKS["x"].limit_for(with_picture=False) == 280


def test_the_limits_are_those_of_the_networks():
    limits = {key: network.limit for key, network in NETWORKS.items()}
    assert limits == {
        "x": 280, "instagram": 2200, "facebook": 63206, "telegram": 4096, "mastodon": 500, "bluesky": 300,
    }  # fmt: skip
    assert [key for key, network in NETWORKS.items() if network.needs_picture] == ["instagram"]


def test_the_data_for_scripts_survives_json():
    data = json.loads(json.dumps(as_data()))
    assert data["networks"]["x"]["limit"] == 280
    assert data["networks"]["telegram"]["caption_limit"] == 1024
    assert data["lightRanges"][0] == [0, 4351]
