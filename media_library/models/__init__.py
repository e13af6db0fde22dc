"""The archive's own rows.

``files``: ``Photo``, ``PhotoRendition``, ``File``, ``PublicFile``; ``shoots``: ``Shoot``, ``Person``, ``Photographer``;
``described``: what photos and videos have in common; ``videos``: ``Video``, ``VideoCaption``; ``consents``:
``Consent``, ``ConsentLook``, ``Takedown``; ``tags``: ``Tag``, ``TaggedItem``; ``jobs``: ``MediaJob``; ``digests``:
``StoredDigest``.
"""

from media_library.models.consents import Consent, ConsentLook, Takedown
from media_library.models.described import DigitalSource, LegalBasis, Licence, RightsState
from media_library.models.digests import StoredDigest
from media_library.models.files import (
    DOCUMENTS,
    ORIGINALS,
    RENDITIONS,
    File,
    Orientation,
    Photo,
    PhotoRendition,
    PublicFile,
    document_path,
)
from media_library.models.jobs import JobKind, JobState, MediaJob, Priority
from media_library.models.shoots import Person, Photographer, Shoot
from media_library.models.stored import unguessable_name
from media_library.models.tags import Tag, TaggedItem
from media_library.models.videos import Video, VideoCaption, VideoKind, VideoState

__all__ = [
    "DOCUMENTS",
    "ORIGINALS",
    "RENDITIONS",
    "Consent",
    "ConsentLook",
    "DigitalSource",
    "File",
    "JobKind",
    "JobState",
    "LegalBasis",
    "Licence",
    "MediaJob",
    "Orientation",
    "Person",
    "Photo",
    "PhotoRendition",
    "Photographer",
    "Priority",
    "PublicFile",
    "RightsState",
    "Shoot",
    "StoredDigest",
    "Tag",
    "TaggedItem",
    "Takedown",
    "Video",
    "VideoCaption",
    "VideoKind",
    "VideoState",
    "document_path",
    "unguessable_name",
]
