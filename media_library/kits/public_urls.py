"""Public addresses of kits. A token that was never given and one that cannot be are the same 404."""

from django.urls import path

from media_library.kits import open_views
from media_library.kits import public_views as views

app_name = "press_kit"
urlpatterns = [
    path("bulten/<int:page_id>/", open_views.page, name="open_page"),
    path("bulten/<int:page_id>/metin.<slug:suffix>", open_views.text, name="open_text"),
    path("bulten/<int:page_id>/dosya/<int:pk>/<str:name>", open_views.single, name="open_file"),
    path("bulten/<int:page_id>/kucuk/<int:pk>.jpg", open_views.thumbnail, name="open_thumbnail"),
    path("bulten/<int:page_id>/<str:name>.zip", open_views.everything, name="open_zip"),
    path("<str:token>/", views.page, name="page"),
    path("<str:token>/parola/", views.password, name="password"),
    path("<str:token>/dosya/<int:pk>/<str:name>", views.single, name="file"),
    path("<str:token>/kucuk/<int:pk>.jpg", views.thumbnail, name="thumbnail"),
    path("<str:token>/<str:name>.zip", views.everything, name="zip"),
]
