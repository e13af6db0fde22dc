"""One's own account, below the admin's prefix and before Wagtail's addresses: for whoever is signed in."""

from django.urls import path
from django.views.decorators.cache import never_cache

from cms.users.views import own_account, second_factor, sign_in
from cms.users.views.own_account import own_session

urlpatterns = [
    path("login/", never_cache(sign_in.SignInView.as_view()), name="wagtailadmin_login"),
    path("password_reset/", never_cache(sign_in.NewPasswordView.as_view()), name="wagtailadmin_password_reset"),
    path(
        "password_reset/confirm/<uidb64>/<token>/",
        never_cache(sign_in.NewPasswordConfirmView.as_view()),
        name="wagtailadmin_password_reset_confirm",
    ),
    path("account/", own_account.own_account, name="wagtailadmin_account"),
    path("hesabim/sahiplen/", own_account.claim, name="users_claim"),
    path("ikinci-adim/", own_session(second_factor.overview), name="users_second_factor"),
    path("ikinci-adim/kur/", own_session(second_factor.enrol), name="users_second_factor_enrol"),
    path("ikinci-adim/dogrula/", own_session(second_factor.verify), name="users_second_factor_verify"),
    path("ikinci-adim/kurtarma/", own_session(second_factor.recovery), name="users_second_factor_recovery"),
    path("ikinci-adim/kodlar/", own_session(second_factor.codes), name="users_second_factor_codes"),
    path("ikinci-adim/kapat/", own_session(second_factor.remove), name="users_second_factor_remove"),
]
