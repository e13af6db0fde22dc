"""Who opens gates: the accreditation officer and Müdür. Whoever stands at one needs no account, only its address."""

from cms.core.roles import Role

OPENS = ["gate.add_gatelink", "gate.view_gatelink"]
GRANTS = {Role.ACCREDITATION: OPENS, Role.DIRECTOR: OPENS}
