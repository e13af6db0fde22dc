"""Who works the cases, and who reads them.

Editors and archivists work them; both offices and the social media editors read, and the offices sign at their desk.
The clocks are the administrator's. Journalists have no account in the admin, and nothing of a case has an address
outside of it.
"""

from cms.core.roles import Role

READS = ["replies.view_case", "replies.view_clock"]
WORKS = [*READS, "replies.add_case", "replies.change_case", "replies.view_replytext", "replies.change_replytext"]
GRANTS = {
    Role.EDITOR: WORKS,
    Role.ARCHIVIST: WORKS,
    Role.ADMINISTRATOR: [*WORKS, "replies.add_clock", "replies.change_clock"],
    Role.DIRECTOR: READS,
    Role.MAYOR: READS,
    Role.SOCIAL_EDITOR: READS,
}
