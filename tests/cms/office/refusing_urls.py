"""The house's addresses, and two that raise what a test hands them: one in the admin, one outside it."""

from django.urls import path

from cms import urls as house

handler400, handler500 = house.handler400, house.handler500

to_raise = []


def refusing(request):
    raise to_raise[-1]


urlpatterns = [path("admin/dene/", refusing), path("dene/", refusing), *house.urlpatterns]
