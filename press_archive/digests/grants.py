"""Who puts the digest together, who reads it, and who says to whom it goes."""

from cms.core.roles import Role

READS = ["digests.view_digest"]
WORKS = [*READS, "digests.change_digest"]
NAMES = [f"digests.{action}_reader" for action in ("add", "change", "view", "delete")]
GRANTS = {
    Role.EDITOR: [*WORKS, *NAMES],
    Role.ARCHIVIST: [*WORKS, *NAMES],
    Role.ADMINISTRATOR: [*WORKS, *NAMES],
    Role.DIRECTOR: READS,
    Role.MAYOR: READS,
    Role.SOCIAL_EDITOR: READS,
}
