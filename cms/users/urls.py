"""Addresses under the admin's prefix; the ``register_admin_urls`` hook makes them ask for a sign-in."""

from django.urls import path

from cms.users.views import confirmations, invitations, offices, second_factor

urlpatterns = [
    path("makamlar/", offices.index, name="users_offices"),
    path("makamlar/<slug:office>/gorevlendir/", offices.appoint, name="users_office_appoint"),
    path("makamlar/<slug:office>/<int:pk>/ayrilis/", offices.dismiss, name="users_office_dismiss"),
    path("makamlar/<slug:office>/<int:pk>/vekalet/", offices.delegate, name="users_office_delegate"),
    path("makamlar/onaylar/", confirmations.index, name="users_confirmations"),
    path("makamlar/onaylar/gorev/<int:pk>/", confirmations.confirm_appointment, name="users_appointment_confirm"),
    path("makamlar/onaylar/vekalet/<int:pk>/", confirmations.confirm_delegation, name="users_delegation_confirm"),
    path("makamlar/onaylar/kod/<int:pk>/", confirmations.issue_code, name="users_code_issue"),
    path("makamlar/vekalet/<int:pk>/kaldir/", offices.revoke, name="users_delegation_revoke"),
    path("kullanicilar/davet/", invitations.invite, name="users_invite"),
    path("ikinci-adim/sifirla/<int:pk>/", second_factor.reset, name="users_second_factor_reset"),
]
