"""Who works the clippings, and who reads them.

Editors and archivists keep them; both offices and the social media editors read them. Journalists have no account in
the admin, and nothing of a clipping has an address outside of it.
"""

from cms.core.roles import Role

WORKS = [
    f"clippings.{action}_{model}"
    for model in ("clipping", "topic", "agency")
    for action in ("add", "change", "view", "delete")
]
READS = ["clippings.view_clipping"]
GRANTS = {
    Role.EDITOR: WORKS,
    Role.ARCHIVIST: WORKS,
    Role.ADMINISTRATOR: WORKS,
    Role.DIRECTOR: READS,
    Role.MAYOR: READS,
    Role.SOCIAL_EDITOR: READS,
}
