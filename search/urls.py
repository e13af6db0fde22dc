"""Public addresses of the search."""

from django.urls import path

from cms.website.entries import FORMS
from search import views

urlpatterns = [
    path("ara/", views.results, name="search"),
    path("ara/oneri/", views.suggestions, name="search_suggestions"),
    *(path(f"ara/{said.file}", views.feed, {"form": form}, name=f"search_{form}") for form, said in FORMS.items()),
    path("api/ara/", views.api, name="search_api"),
]
