"""Who writes events and invites, and who plans visits.

Editors and administrators write, invite and read the answers; Müdür reads and signs; visits are planned by editors and
read by both offices and by the archivists, who send the photographer. Nobody gets "publish": that is the work of the
two signatures. A cancellation is a withdrawal, which only the offices make.
"""

from cms.core.roles import Role

READS = ["agenda.view_pressevent", "agenda.view_invitation", "agenda.view_visit"]
WORKS = [
    *READS, "agenda.add_pressevent", "agenda.change_pressevent", "agenda.add_invitation", "agenda.change_invitation",
    "agenda.add_visit", "agenda.change_visit",
]  # fmt: skip
GRANTS = {
    Role.EDITOR: WORKS,
    Role.ADMINISTRATOR: [*WORKS, "agenda.delete_pressevent"],
    Role.DIRECTOR: READS,
    Role.MAYOR: READS,
    Role.ARCHIVIST: ["agenda.view_pressevent", "agenda.view_visit"],
}
