"""Who answers the press's questions and writes down who is on duty. Nobody gets "publish": two signatures do it."""

from cms.core.roles import Role

READS = ["portal.view_question", "portal.view_duty", "portal.view_statement"]
WORKS = [
    *READS, "portal.answer_question", "portal.add_duty", "portal.change_duty", "portal.change_statement",
]  # fmt: skip
GRANTS = {
    Role.EDITOR: WORKS,
    Role.ADMINISTRATOR: [*WORKS, "portal.delete_duty"],
    Role.DIRECTOR: READS,
    Role.MAYOR: READS,
}
