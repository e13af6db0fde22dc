"""Who watches the press: editors and archivists work it, both offices and the social media editors read it.

Journalists have no account in the admin, and nothing of it has an address outside.
"""

from cms.core.roles import Role

WORKS = [
    *(
        f"monitoring.{action}_{model}"
        for model in ("monitor", "wordlist")
        for action in ("add", "change", "view", "delete")
    ),
    "monitoring.change_candidate",
    "monitoring.view_candidate",
]
READS = ["monitoring.view_candidate", "monitoring.view_monitor", "monitoring.view_wordlist"]
GRANTS = {
    Role.EDITOR: WORKS,
    Role.ARCHIVIST: WORKS,
    Role.ADMINISTRATOR: WORKS,
    Role.DIRECTOR: READS,
    Role.MAYOR: READS,
    Role.SOCIAL_EDITOR: READS,
}
