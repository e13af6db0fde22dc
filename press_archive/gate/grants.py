"""Who opens gates: the accreditation officer and Müdür. Who stands at one: whoever has its address, and the gate
keeper, who finds the gates of the day by signing in."""

from cms.core.roles import Role

KEEPS = ["gate.view_gatelink"]
OPENS = ["gate.add_gatelink", *KEEPS]
GRANTS = {
    Role.ACCREDITATION: OPENS,
    Role.DIRECTOR: OPENS,
    Role.GATE: ["wagtailadmin.access_admin", *KEEPS],
}
