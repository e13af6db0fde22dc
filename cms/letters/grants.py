"""Who may read letters, and who may say what became of a security notice."""

from cms.core.roles import Role

GRANTS = {
    Role.DIRECTOR: ["letters.view_letter", "letters.change_letter", "letters.decide_security_letter"],
    Role.MAYOR: ["letters.view_letter", "letters.change_letter", "letters.decide_security_letter"],
    Role.ADMINISTRATOR: ["letters.view_letter", "letters.change_letter"],
}
