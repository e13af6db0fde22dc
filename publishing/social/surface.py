"""The posts as the approvers see them before they sign."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.images import get_image_model

from cms.core.message import Dispatchable
from cms.core.networks import NETWORKS
from publishing.social import crops


def render(request: HttpRequest, content: Any) -> SafeString | None:
    """Each chosen network's post with its crop, length and limit; ``None`` when no network is chosen."""
    if not isinstance(content, Dispatchable):
        return None
    chosen = [social for social in content.to_message().social if social.network in NETWORKS]
    if not chosen:
        return None
    photos = get_image_model().objects.in_bulk({social.image_id for social in chosen if social.image_id})
    posts = []
    for social in chosen:
        network = NETWORKS[social.network]
        photo = photos.get(social.image_id) if social.image_id else None
        length = network.measure(social.text)
        limit = network.limit_for(with_picture=photo is not None)
        posts.append(
            {
                "network": network,
                "text": social.text,
                "picture": crops.preview(photo, network),
                "length": length,
                "limit": limit,
                "over": max(0, length - limit),
                "picture_missing": network.needs_picture and photo is None,
            }
        )
    return render_to_string("social/surface.html", {"posts": posts}, request=request)
