from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(AppConfig):
    name = "cms.users"
    label = "users"
    verbose_name = "Kişiler"
    default = True

    def ready(self) -> None:
        from cms.users import checks, door, findable, guards, middleware, watch  # noqa: F401

        guards.connect()
        watch.connect()
        door.connect()


class UserAdminConfig(WagtailUsersAppConfig):
    """Wagtail's user admin with our forms, and without an editor of roles."""

    default = False
    user_viewset = "cms.users.viewsets.PersonViewSet"
    group_viewset = "cms.users.viewsets.FixedRolesViewSet"
