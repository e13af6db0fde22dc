"""Who keeps the categories that bulletins are filed under, and what bulletins begin with."""

from cms.core.roles import Role

KINDS = [
    f"bulletins.{action}_{model}"
    for model in ("bulletinkind", "readytext")
    for action in ("add", "change", "view", "delete")
]
KINDS += [f"bulletins.{action}_series" for action in ("add", "change", "view", "delete")]
GRANTS = {
    Role.EDITOR: KINDS,
    Role.ADMINISTRATOR: [
        *KINDS,
        "bulletins.add_category",
        "bulletins.change_category",
        "bulletins.view_category",
        "bulletins.delete_category",
    ],
}
