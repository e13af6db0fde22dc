"""Public addresses of the search."""

from django.urls import path

from search import views

urlpatterns = [
    path("", views.results, name="search"),
    path("oneri/", views.suggestions, name="search_suggestions"),
    path("rss.xml", views.rss, name="search_rss"),
]
