from cms.core.roles import Role

GRANTS = {Role.EDITOR: ["small_app.view_tent", "small_app.pitch_tent"], Role.MAYOR: ["small_app.view_tent"]}
