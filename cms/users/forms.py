"""Forms of the user admin, of the offices' screen and of the second factor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.forms.auth import LoginForm
from wagtail.users.forms import UserCreationForm, UserEditForm

from cms.core.slugs import SlugOfNameForm
from cms.office.widgets import MomentInput
from cms.users import invitations, permissions, selectors
from cms.users.guards import office_groups
from cms.users.models import NAME_FIELDS, Department, User
from cms.users.roles import OFFICE_ROLES, Role, roles_of

PERSON_FIELDS = (
    "username",
    "email",
    "first_name",
    "last_name",
    "job_title",
    "phone",
    "password1",
    "password2",
    "is_active",
    "is_superuser",
    "groups",
)


class SignInForm(LoginForm):
    """Wagtail's sign-in form with a label and hints that a password manager understands."""

    error_messages = {
        **LoginForm.error_messages,
        "invalid_login": _("Kullanıcı adı ya da parola yanlış. Yeniden deneyin."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Parola")
        self.fields["username"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].widget.attrs["autocomplete"] = "current-password"


class OwnNameMixin(forms.ModelForm):
    """Says at the surname when the name reads like that of somebody who signs."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        try:
            self.instance.refuse_name_of_signer()
        except forms.ValidationError as error:
            self.add_error("last_name", error)


class OwnNameForm(OwnNameMixin, NameEmailForm):
    """Wagtail's form for one's own name and address."""


class PersonFormMixin(OwnNameMixin):
    """What our two user forms share: the office's limits on the person (``by``) who fills them in."""

    field_order = PERSON_FIELDS

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        self.by = by
        instance = kwargs.get("instance")
        # Read by Wagtail's __init__ and save through ``password_enabled``.
        self.credentials_locked = bool(
            instance and instance.pk and not permissions.may_change_credentials(by, instance)
        )
        super().__init__(*args, **kwargs)
        if not by.is_superuser:
            self.fields.pop("is_superuser", None)
        groups = self.fields["groups"]
        groups.queryset = Group.objects.exclude(name__in=office_groups()).order_by("pk")  # type: ignore[attr-defined]
        groups.label = _("Roller")
        groups.help_text = _("Müdür ve Başkan makamlarına görevlendirme “Makamlar ve vekâlet” ekranından yapılır.")
        if instance and instance.pk and by.pk != instance.pk and permissions.has_signing_future(instance):
            for name in NAME_FIELDS:
                self.fields[name].disabled = True
            self.fields["job_title"].help_text = _(
                "İmzada görünen ad ve unvanı kişi kendisi, hesap ayarlarından değiştirir."
            )
        if self.credentials_locked:
            for name in ("username", "email"):
                self.fields[name].disabled = True
            self.fields["email"].help_text = _(
                "Bu kişi imza yetkilisidir: kullanıcı adını, e-posta adresini ve parolasını yalnızca kendisi "
                "değiştirir. Parolasını unutursa giriş ekranındaki “Parolamı unuttum” bağlantısını kullanır."
            )

    @property
    def password_enabled(self) -> bool:
        """Wagtail's switch for the two password fields."""
        return not self.credentials_locked

    def _held_offices(self) -> frozenset[Role]:
        return roles_of(self.instance) & OFFICE_ROLES if self.instance.pk else frozenset()

    def clean_groups(self) -> QuerySet[Group]:
        """The chosen roles plus the offices held, which this form neither gives nor takes."""
        chosen = self.cleaned_data["groups"]
        held = self._held_offices()
        if held and chosen.filter(name=Role.ADMINISTRATOR.label).exists():
            raise forms.ValidationError(
                _("Makam sahibi yönetici olamaz: sistemi yöneten kişi imzalamaz. Önce makamdan ayrılışını kaydedin.")
            )
        return Group.objects.filter(Q(pk__in=chosen.values("pk")) | Q(name__in=[role.label for role in held]))

    def clean_is_superuser(self) -> bool:
        """Refuses the switch to somebody who signs."""
        value = bool(self.cleaned_data["is_superuser"])
        if value and self._held_offices():
            raise forms.ValidationError(_("Makam sahibi yönetici olamaz. Önce makamdan ayrılışını kaydedin."))
        return value


class PersonCreationForm(PersonFormMixin, UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | {"job_title", "phone"}


class PersonEditForm(PersonFormMixin, UserEditForm):
    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | {"job_title", "phone"}


class RoleForm(forms.Form):
    """The bulk action's choice of a role: every one that is not an office."""

    role = forms.ModelChoiceField(
        label=_("Rol"),
        queryset=Group.objects.none(),
        help_text=_("Müdür ve Başkan makamlarına görevlendirme “Makamlar ve vekâlet” ekranından yapılır."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        field.queryset = Group.objects.exclude(name__in=office_groups()).order_by("pk")  # type: ignore[attr-defined]


class InvitationForm(forms.Form):
    """A box for many people at once, and the roles that they get."""

    text = forms.CharField(
        label=_("Davet edilecekler"),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        strip=False,
        max_length=20_000,
        help_text=_("Her satıra bir kişi: “Ad Soyad <eposta>” ya da yalnızca adres. Bir seferde en çok 50 kişi."),
    )
    groups = forms.ModelMultipleChoiceField(
        label=_("Roller"),
        queryset=Group.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Müdür, Başkan ve Yönetici davetle verilmez."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].queryset = invitations.role_groups()  # type: ignore[attr-defined]


class DepartmentForm(SlugOfNameForm):
    """A directorate's name stands on published pages; once made, only its closing can be recorded."""

    class Meta:
        model = Department
        fields = ("name", "active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.pop("for_user", None)
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["name"].disabled = True
            self.fields["name"].help_text = _(
                "Adı değişen müdürlük için yeni bir kayıt açın, bunu kullanımdan kaldırın: "
                "yayımlanmış sayfalar eski adı taşır."
            )


class PersonChoiceField(forms.ModelChoiceField):
    """People by name and title."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} – {obj.job_title}" if obj.job_title else f"{obj} ({obj.username})"


class DocumentForm(forms.Form):
    """A decision that rests on a document."""

    document_number = forms.CharField(
        label=_("Belge sayısı"),
        max_length=80,
        help_text=_("Kararın dayandığı yazının sayısı, örneğin E-12345678-903.07-4567."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class AppointForm(DocumentForm):
    """Who comes into the office."""

    user = PersonChoiceField(label=_("Göreve gelen"), queryset=User.objects.none())
    job_title = forms.CharField(
        label=_("Unvan"),
        max_length=120,
        required=False,
        help_text=_("İmzada adın altında yazar, örneğin Belediye Başkanı. Boş bırakılırsa kişinin kaydındaki kalır."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("user", "job_title", "document_number")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = selectors.signing_candidates()  # type: ignore[attr-defined]


class DelegateForm(DocumentForm):
    """Who signs in the principal's stead, and when."""

    deputy = PersonChoiceField(label=_("Vekil"), queryset=User.objects.none())
    starts_at = forms.DateTimeField(label=_("Başlangıç"), widget=MomentInput)
    ends_at = forms.DateTimeField(
        label=_("Bitiş"), help_text=_("Bu andan itibaren vekil imzalayamaz."), widget=MomentInput
    )
    field_order = ("deputy", "starts_at", "ends_at", "document_number")

    def __init__(self, *args: Any, principal: User, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        deputy = self.fields["deputy"]
        deputy.queryset = selectors.signing_candidates().exclude(pk=principal.pk)  # type: ignore[attr-defined]
        if by.pk == principal.pk:
            self.fields["document_number"].required = False


class TokenForm(forms.Form):
    """The six digits of the authenticator app."""

    token = forms.CharField(
        label=_("Uygulamadaki 6 haneli kod"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": "", "spellcheck": "false"}
        ),
    )

    def clean_token(self) -> str:
        """The digits without the spaces that apps show between them."""
        token = "".join(str(self.cleaned_data["token"]).split())
        if not (token.isascii() and token.isdigit() and len(token) == 6):
            raise forms.ValidationError(_("Kod altı rakamdan oluşur."))
        return token


class OwnTitleForm(forms.ModelForm):
    """What Wagtail's own account page does not ask for."""

    class Meta:
        model = User
        fields = ("job_title", "phone")


class ClaimForm(forms.Form):
    """The sealed code and a new password."""

    code = forms.CharField(
        label=_("Mühürlü kod"),
        max_length=60,
        help_text=_("Size elden verilen kâğıttaki dört grup harf ve rakam."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password1 = forms.CharField(
        label=_("Yeni parola"),
        strip=False,
        help_text=_("En az 10 karakter; şimdiki parolanızdan başka."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Yeni parola, bir daha"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password2(self) -> str:
        """The same as the first."""
        password = str(self.cleaned_data["password2"])
        if password != self.cleaned_data.get("password1"):
            raise forms.ValidationError(_("İki parola aynı değil."))
        return password


class RecoveryCodeForm(forms.Form):
    """One of the ten codes."""

    code = forms.CharField(
        label=_("Kurtarma kodu"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": "", "spellcheck": "false"}),
    )


class PasswordForm(forms.Form):
    """One's own password, asked again before the second factor is touched."""

    password = forms.CharField(
        label=_("Parolanız"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """The password, if it is right."""
        password = str(self.cleaned_data["password"])
        if not self.user.check_password(password):
            raise forms.ValidationError(_("Parola yanlış."))
        return password
