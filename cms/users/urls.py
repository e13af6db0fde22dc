"""Addresses under the admin's prefix; the ``register_admin_urls`` hook makes them ask for a sign-in."""

from django.urls import path

from cms.users.views import offices, second_factor

urlpatterns = [
    path("makamlar/", offices.index, name="users_offices"),
    path("makamlar/<slug:office>/gorevlendir/", offices.appoint, name="users_office_appoint"),
    path("makamlar/<slug:office>/<int:pk>/ayrilis/", offices.dismiss, name="users_office_dismiss"),
    path("makamlar/<slug:office>/<int:pk>/vekalet/", offices.delegate, name="users_office_delegate"),
    path("makamlar/vekalet/<int:pk>/kaldir/", offices.revoke, name="users_delegation_revoke"),
    path("ikinci-adim/", second_factor.overview, name="users_second_factor"),
    path("ikinci-adim/kur/", second_factor.enrol, name="users_second_factor_enrol"),
    path("ikinci-adim/dogrula/", second_factor.verify, name="users_second_factor_verify"),
    path("ikinci-adim/kurtarma/", second_factor.recovery, name="users_second_factor_recovery"),
    path("ikinci-adim/kodlar/", second_factor.codes, name="users_second_factor_codes"),
    path("ikinci-adim/kapat/", second_factor.remove, name="users_second_factor_remove"),
    path("ikinci-adim/sifirla/<int:pk>/", second_factor.reset, name="users_second_factor_reset"),
]
