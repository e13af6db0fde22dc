"""Who makes rules. Everybody of the house sees on the first page what a rule tells them."""

from cms.core.roles import Role

ALL = [f"rules.{action}_contentrule" for action in ("add", "change", "view", "delete")]
GRANTS = {Role.EDITOR: ALL, Role.DIRECTOR: ALL, Role.ADMINISTRATOR: ALL}
