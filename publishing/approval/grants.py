"""Who reads the evidence of approvals. Who signs is said by the workflow, not by a permission."""

from cms.core.roles import Role

GRANTS = {
    Role.DIRECTOR: ["approval.view_evidencerecord"],
    Role.MAYOR: ["approval.view_evidencerecord"],
    Role.ADMINISTRATOR: ["approval.view_evidencerecord"],
}
