from django.urls import path

from media_library.intake.uploads import views

app_name = "uploads"
urlpatterns = [
    path("cekim/<int:shoot_id>/", views.page, name="page"),
    path("cekim/<int:shoot_id>/dosyalar/", views.Creation.as_view(), name="files"),
    path("dosya/<uuid:upload_id>/", views.Resource.as_view(), name="file"),
    path("durum/", views.states, name="states"),
]
