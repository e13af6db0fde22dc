"""One administrator alone: everything that the user admin, the offices' screen and the mails let such a person do.

The administrator is also an editor, knows every password that the administrator ever set, and reads every mailbox whose
address the administrator typed. Nothing of it gives one signature.
"""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from cms.letters.models import Letter, LetterKind
from cms.users import credentials, sealed_codes, services
from cms.users.delegation import authority_for
from cms.users.models import Appointment, Delegation, SealedCode, User
from cms.users.roles import Office, Role
from publishing.approval.models import Decision, EvidenceRecord
from tests import economy, factories
from tests.factories import PASSWORD, administrator, director, mayor, person
from tests.office import hash_of, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

CHOSEN = "yonetici-bilir-77"
LOGIN = "/admin/login/"


def root() -> User:
    """Everything that one account can be: superuser, administrator, editor."""
    return person("tek-kisi", Role.ADMINISTRATOR, Role.EDITOR, is_superuser=True)


def group(role: Role) -> Group:
    return Group.objects.get(name=role.label)


def sign_in(username: str, password: str) -> Client:
    client = Client()
    client.post(LOGIN, {"username": username, "password": password, "next": "/onay/"})
    return client


def account(user: User, **changes):
    data = {
        "username": user.username,
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "job_title": user.job_title,
        "phone": user.phone,
        "is_active": "on",
        "groups": list(user.groups.exclude(name__in=["Müdür", "Başkan"]).values_list("pk", flat=True)),
    }
    return data | changes


def set_password(client: Client, user: User, password: str = CHOSEN) -> None:
    client.post(
        reverse("wagtailusers_users:edit", args=[user.pk]), account(user, password1=password, password2=password)
    )


def appoint(client: Client, user: User, office: str) -> None:
    client.post(
        reverse("users_office_appoint", args=[office]), {"user": user.pk, "document_number": "E-1", "job_title": ""}
    )


def dismiss(client: Client, user: User, office: str) -> None:
    client.post(reverse("users_office_dismiss", args=[office, user.pk]), {"document_number": "E-2"})


def delegate(client: Client, principal: User, deputy: User, office: str) -> None:
    start = timezone.localtime()
    client.post(
        reverse("users_office_delegate", args=[office, principal.pk]),
        {
            "deputy": deputy.pk,
            "starts_at": start.strftime("%Y-%m-%dT%H:%M"),
            "ends_at": (start + dt.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"),
            "document_number": "uydurma-1",
        },
    )


def tries_to_sign(client: Client, page) -> None:
    """Everything that a signer's browser can post for ``page``; the words of the refusals go to the caller."""
    state = waiting(page)
    for name, data in (
        ("sign", {"seen_hash": hash_of(page)}),
        ("return", {"comment": "Geri."}),
    ):
        assert client.post(reverse(f"approval:{name}", args=[state.pk]), data).status_code in (302, 403)


def assert_no_signature() -> None:
    assert not EvidenceRecord.objects.filter(
        decision__in=[Decision.SIGNED, Decision.RETURNED, Decision.PUBLISHED, Decision.WITHDRAWN]
    ).exists()


def submitted_by(user: User):
    return factories.submit(factories.bulletin(author=user), user=user)


class TestTheTwoStories:
    def test_two_passwords_two_delegations_two_signatures(self):
        """Sets the passwords of two accounts, records two delegations with invented numbers, writes, signs twice."""
        director(), mayor()
        first, second = person("vekil-bir", Role.EDITOR), person("vekil-iki", Role.ARCHIVIST)
        admin = Client()
        admin.force_login(root())
        for deputy in (first, second):
            set_password(admin, deputy)
        assert User.objects.get(pk=first.pk).check_password(CHOSEN)
        delegate(admin, director(), first, "director")
        delegate(admin, mayor(), second, "mayor")
        assert Delegation.objects.unconfirmed().count() == 2
        page = submitted_by(root())
        for deputy in (first, second):
            browser = sign_in(deputy.username, CHOSEN)
            assert "Vekâletinizi" in browser.get("/onay/").text
            tries_to_sign(browser, page)
        assert_no_signature()
        # Also when the principals, who know nothing of the passwords, confirm what they were told of by mail.
        for holder in (director(), mayor()):
            browser = Client()
            browser.force_login(holder)
            given = Delegation.objects.get(principal=holder)
            assert browser.post(reverse("users_delegation_confirm", args=[given.pk])).status_code == 302
        for deputy in (first, second):
            browser = sign_in(deputy.username, CHOSEN)
            assert "Mühürlü kod" in browser.get("/onay/").text
            tries_to_sign(browser, page)
        assert_no_signature()

    def test_dismiss_set_the_password_appoint_again(self):
        """Dismisses Başkan, sets that account's password, appoints it again and sits at the desk as her."""
        her, address = mayor(), mayor().email
        admin = Client()
        admin.force_login(root())
        dismiss(admin, her, "mayor")
        set_password(admin, User.objects.get(pk=her.pk))
        changed = User.objects.get(pk=her.pk)
        admin.post(reverse("wagtailusers_users:edit", args=[her.pk]), account(changed, email="saldirgan@kotu.example"))
        appoint(admin, her, "mayor")
        assert User.objects.get(pk=her.pk).check_password(CHOSEN)
        assert Appointment.objects.waiting().get().user == her
        page = factories.sign(submitted_by(factories.editor()), user=director())
        browser = sign_in(her.username, CHOSEN)
        assert "henüz onaylamadı" in browser.get("/onay/").text
        before = EvidenceRecord.objects.filter(decision=Decision.SIGNED).count()
        tries_to_sign(browser, page)
        # The other office believes the papers; the password is still the administrator's.
        other = Client()
        other.force_login(director())
        other.post(reverse("users_appointment_confirm", args=[Appointment.objects.waiting().get().pk]))
        tries_to_sign(browser, page)
        assert EvidenceRecord.objects.filter(decision=Decision.SIGNED).count() == before
        assert not EvidenceRecord.objects.filter(decision=Decision.RETURNED).exists()
        # She, and nobody else, was told of each step, at the address that was hers.
        told = list(
            Letter.objects.filter(recipient=address, kind=LetterKind.SECURITY).values_list("subject", flat=True)
        )
        for word in ("görevden ayrıldı", "Hesap bilgisi değişti", "göreve başladı"):
            assert any(word in subject for subject in told), (word, told)
        assert Letter.objects.filter(
            recipient="saldirgan@kotu.example", subject__contains="Hesap bilgileriniz"
        ).exists()

    def test_both_offices_dismissed_and_refilled(self):
        admin = Client()
        admin.force_login(root())
        puppets = person("kukla-bir", Role.EDITOR), person("kukla-iki", Role.ARCHIVIST)
        for holder, office, puppet in (
            (director(), "director", puppets[0]),
            (mayor(), "mayor", puppets[1]),
        ):
            dismiss(admin, holder, office)
            set_password(admin, puppet)
            appoint(admin, puppet, office)
        page = submitted_by(root())
        for puppet in puppets:
            browser = sign_in(puppet.username, CHOSEN)
            for appointment in Appointment.objects.waiting():
                browser.post(reverse("users_appointment_confirm", args=[appointment.pk]))
            for other in puppets:
                browser.post(reverse("users_code_issue", args=[other.pk]))
            tries_to_sign(browser, page)
        assert Appointment.objects.waiting().count() == 2
        assert not SealedCode.objects.exists()
        assert_no_signature()

    def test_an_own_account_from_last_summer_does_not_get_into_an_office(self):
        """The administrator's second account, whose credential is rightly its own."""
        second = person("ikinci-hesap", Role.EDITOR)
        admin = Client()
        admin.force_login(root())
        dismiss(admin, mayor(), "mayor")
        appoint(admin, second, "mayor")
        delegate(admin, director(), second, "director")
        page = submitted_by(root())
        browser = sign_in(second.username, PASSWORD)
        tries_to_sign(browser, page)
        browser.post(reverse("users_appointment_confirm", args=[Appointment.objects.waiting().get().pk]))
        tries_to_sign(browser, page)
        assert_no_signature()


def by_password(admin: Client, user: User) -> str:
    set_password(admin, user)
    return CHOSEN


def by_new_account(admin: Client, user: User) -> str:
    return CHOSEN


def by_reset_link(admin: Client, user: User) -> str:
    """The address becomes the administrator's; the link that is mailed there opens."""
    admin.post(reverse("wagtailusers_users:edit", args=[user.pk]), account(user, email="saldirgan@kotu.example"))
    return follow_reset_link(User.objects.get(pk=user.pk))


def by_mailbox(admin: Client, user: User) -> str:
    """The administrator reads the person's mailbox."""
    return follow_reset_link(user)


def by_address_and_back(admin: Client, user: User) -> str:
    edit = reverse("wagtailusers_users:edit", args=[user.pk])
    admin.post(edit, account(user, email="saldirgan@kotu.example"))
    password = follow_reset_link(User.objects.get(pk=user.pk))
    admin.post(edit, account(user))
    return password


def by_script(admin: Client, user: User) -> str:
    user.set_password(CHOSEN)
    user.save()
    return CHOSEN


def by_bulk_update(admin: Client, user: User) -> str:
    from django.contrib.auth.hashers import make_password

    User.objects.filter(pk=user.pk).update(password=make_password(CHOSEN))
    return CHOSEN


def follow_reset_link(user: User) -> str:
    token = default_token_generator.make_token(user)
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    stranger = Client()
    form = stranger.get(reverse("wagtailadmin_password_reset_confirm", args=[uid, token]), follow=True)
    stranger.post(form.redirect_chain[-1][0], {"new_password1": CHOSEN, "new_password2": CHOSEN})
    return CHOSEN


WAYS = [by_password, by_reset_link, by_mailbox, by_address_and_back, by_script, by_bulk_update]


@pytest.mark.parametrize("way", economy.people(WAYS, again=[by_script, by_bulk_update]))
def test_no_way_into_an_account_signs(way):
    """Each way in which an administrator gets a password that opens the account of a deputy-to-be."""
    deputy = person("vekil", Role.EDITOR)
    admin = Client()
    admin.force_login(root())
    password = way(admin, deputy)
    assert User.objects.get(pk=deputy.pk).check_password(password), "the way works"
    services.delegate(
        office=Office.DIRECTOR, principal=director(), deputy=User.objects.get(pk=deputy.pk),
        starts_at=timezone.now(), ends_at=timezone.now() + dt.timedelta(days=1), by=director(),
    )  # fmt: skip
    page = submitted_by(root())
    browser = sign_in(deputy.username, password)
    assert "_auth_user_id" in browser.session
    tries_to_sign(browser, page)
    assert_no_signature()
    # Nor does anything that can be done in the account itself bring it back.
    browser.post(
        reverse("wagtailadmin_account"),
        {"password-old_password": password, "password-new_password1": "baska-parola-55",
         "password-new_password2": "baska-parola-55", "name_email-first_name": "Vekil",
         "name_email-last_name": "Örnek", "name_email-email": "vekil@belediye.example",
         "locale-preferred_language": "", "theme-theme": "system", "theme-contrast": "system",
         "theme-density": "default"},
    )  # fmt: skip
    tries_to_sign(browser, page)
    assert authority_for(user=User.objects.get(pk=deputy.pk), office=Office.DIRECTOR) is None
    assert_no_signature()


def test_a_holder_whose_second_factor_was_reset_signs_only_with_a_code(settings):
    from tests.cms.users.test_second_factor import enrolled

    enrolled(mayor())
    assert authority_for(user=mayor(), office=Office.MAYOR)
    admin = Client()
    admin.force_login(root())
    admin.post(reverse("users_second_factor_reset", args=[mayor().pk]))
    assert authority_for(user=mayor(), office=Office.MAYOR) is None
    enrolled(User.objects.get(pk=mayor().pk))
    assert authority_for(user=mayor(), office=Office.MAYOR) is None, "a new telephone proves nothing"
    record = EvidenceRecord.objects.filter(decision=Decision.CREDENTIAL_CHANGED).get()
    assert (record.actor_id, record.principal_id) == (root().pk, mayor().pk)


# The kind: every address of the user admin and of the offices, posted to as administrator with everything filled in.


def admin_addresses(target: User) -> list[str]:
    """Every address that writes to people, permissions or devices."""
    from django.urls import get_resolver

    found = set()
    for name in get_resolver().reverse_dict:
        if isinstance(name, str) and name.startswith(("users_", "wagtailadmin_account")):
            found.add(name)
    addresses = []
    for name in sorted(found):
        for arguments in ([], [target.pk], ["mayor"], ["mayor", target.pk], ["director"], ["director", target.pk]):
            try:
                addresses.append(reverse(name, args=arguments))
            except Exception:
                continue
    addresses += [
        reverse("wagtailusers_users:add"),
        reverse("wagtailusers_users:edit", args=[target.pk]),
        reverse("wagtailusers_users:delete", args=[target.pk]),
    ]
    addresses += [
        f"/admin/bulk/users/user/{action}/?next=/admin/users/&id={target.pk}"
        for action in ("assign_role", "set_active_state", "delete")
    ]
    return addresses


def test_whatever_an_administrator_posts_no_signature_follows():
    """Walks every field and every address; afterwards nobody signs with what the administrator knows."""
    known = {}
    page = submitted_by(root())
    puppet = person("kukla", Role.EDITOR)
    admin = Client()
    admin.force_login(root())
    now = timezone.localtime()
    holders = {Office.DIRECTOR: director(), Office.MAYOR: mayor()}
    for target in (person("kurban", Role.EDITOR), director(), mayor()):
        everything = account(target, password1=CHOSEN, password2=CHOSEN, is_superuser="")
        everything |= {field.name: "x" for field in User._meta.fields if field.name not in everything}
        everything |= {
            "email": "saldirgan@kotu.example", "user": puppet.pk, "deputy": puppet.pk, "job_title": "Belediye Başkanı",
            "document_number": "uydurma", "starts_at": now.strftime("%Y-%m-%dT%H:%M"), "role": group(Role.EDITOR).pk,
            "ends_at": (now + dt.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"), "own_at": now.isoformat(),
            "own_digest": User(pk=target.pk).fingerprint(), "password": CHOSEN, "code": "a" * 20,
            "mark_as_active": "True", "confirmed_at": now.isoformat(),
        }  # fmt: skip
        for address in admin_addresses(target):
            admin.post(address, everything)
            for username in (puppet.username, director().username, mayor().username, "x"):
                known.setdefault(username, {CHOSEN, "x"})
    assert Appointment.objects.waiting().exists(), "the walk appointed"
    assert Delegation.objects.unconfirmed().exists() or Delegation.objects.exists(), "the walk delegated"
    for user in User.objects.filter(is_active=True):
        if any(user.check_password(password) for password in known.get(user.username, {CHOSEN})):
            for office in Office:
                assert authority_for(user=user, office=office) is None, user
            tries_to_sign(sign_in(user.username, CHOSEN), page)
    assert_no_signature()
    for office, holder in holders.items():
        fresh = User.objects.get(pk=holder.pk)
        assert not (authority_for(user=fresh, office=office) and not fresh.check_password(PASSWORD)), holder


def test_each_field_of_a_person_set_by_somebody_else_ends_or_keeps_the_rule():
    """Walks every column: written by anybody's hand it either has nothing to do with signing or ends the ownership."""
    harmless = {
        "id", "last_login", "is_superuser", "is_staff", "is_active", "date_joined", "job_title", "phone",
        "own_at", "own_digest", "own_email", "seen_as",
    }  # fmt: skip
    for field in User._meta.concrete_fields:
        target = person(f"alan-{field.name}", Role.EDITOR)
        assert credentials.is_own(target)
        if field.name in harmless:
            continue
        User.objects.filter(pk=target.pk).update(**{field.name: f"baska-{field.name}@x.example"})
        assert not credentials.is_own(target), field.name


class TestTheRightWay:
    def test_a_code_from_the_other_office_and_a_new_password(self):
        """Müdür forgets the password: the administrator sets one, Başkan hands over the code, Müdür signs again."""
        admin = Client()
        admin.force_login(root())
        newcomer = person("yeni-mudur", Role.EDITOR)
        dismiss(admin, director(), "director")
        set_password(admin, newcomer)
        appoint(admin, newcomer, "director")
        other = Client()
        other.force_login(mayor())
        assert "İncele ve onayla" in other.get("/admin/makamlar/onaylar/").text
        assert "2 konu onayınızı bekliyor" in other.get("/admin/").text
        other.post(reverse("users_appointment_confirm", args=[Appointment.objects.waiting().get().pk]))
        shown = other.post(reverse("users_code_issue", args=[newcomer.pk]))
        code = shown.context["code"]
        assert "no-store" in shown.headers["Cache-Control"]
        page = submitted_by(factories.editor())
        intruder = sign_in(newcomer.username, CHOSEN)
        browser = sign_in(newcomer.username, CHOSEN)
        claim = reverse("users_claim")
        assert "Hesabımı sahiplen" in browser.get(claim).text
        wrong = browser.post(
            claim, {"code": "a" * 20, "password1": "yepyeni-parola-1", "password2": "yepyeni-parola-1"}
        )
        assert "Kod tutmadı" in wrong.text
        same = browser.post(claim, {"code": code, "password1": CHOSEN, "password2": CHOSEN})
        assert "şimdiki parolayı" in same.text
        typed = code.upper().replace("-", " ")
        done = browser.post(
            claim, {"code": typed, "password1": "yepyeni-parola-1", "password2": "yepyeni-parola-1", "next": "/onay/"}
        )
        assert done.url == "/onay/"
        assert browser.get("/onay/").status_code == 200
        assert intruder.get("/onay/").status_code == 302, "every other session has ended"
        signed = browser.post(reverse("approval:sign", args=[waiting(page).pk]), {"seen_hash": hash_of(page)})
        assert signed.status_code == 302
        assert EvidenceRecord.objects.filter(decision=Decision.SIGNED, actor_id=newcomer.pk).exists()
        again = sign_in(newcomer.username, "yepyeni-parola-1").post(
            claim, {"code": code, "password1": "baska-parola-22", "password2": "baska-parola-22"}
        )
        assert "Kod tutmadı" in again.text, "a code is used once"
        decisions = list(EvidenceRecord.objects.order_by("sequence").values_list("decision", flat=True))
        for decision in ("credential_changed", "appointed", "appointment_confirmed", "code_issued", "credential_owned"):
            assert decision in decisions

    def test_neither_half_is_enough(self):
        """The one who issues the code does not know the password; a code for one account opens no other."""
        newcomer = person("yeni-mudur", Role.EDITOR)
        dismissed = Client()
        dismissed.force_login(root())
        dismiss(dismissed, director(), "director")
        appoint(dismissed, newcomer, "director")
        User.objects.filter(pk=newcomer.pk).update(own_at=None)
        code = sealed_codes.issue_code(user=newcomer, by=mayor())
        other = Client()
        other.force_login(mayor())
        data = {"code": code, "password1": "yepyeni-parola-1", "password2": "yepyeni-parola-1"}
        assert "Kod tutmadı" in other.post(reverse("users_claim"), data).text
        assert Client().post(reverse("users_claim"), data).url.startswith(LOGIN)
        sealed_codes.issue_code(user=newcomer, by=mayor())
        mine = Client()
        mine.force_login(newcomer)
        assert "Kod tutmadı" in mine.post(reverse("users_claim"), data).text, "a new code ends the old one"

    def test_a_code_ends_with_its_time_and_with_its_issuer(self):
        admin = administrator()
        newcomer = person("yeni-mudur", Role.EDITOR)
        services.dismiss(user=director(), office=Office.DIRECTOR, by=admin, document_number="E-1")
        services.appoint(user=newcomer, office=Office.DIRECTOR, by=admin, document_number="E-2")
        User.objects.filter(pk=newcomer.pk).update(own_at=None)
        code = sealed_codes.issue_code(user=newcomer, by=mayor())
        services.dismiss(user=mayor(), office=Office.MAYOR, by=admin, document_number="E-3")
        from django.core.exceptions import PermissionDenied, ValidationError

        with pytest.raises(ValidationError, match="artık kod verme yetkisinde değil"):
            sealed_codes.redeem(user=newcomer, code=code, password="yepyeni-parola-1")
        with pytest.raises(PermissionDenied):
            sealed_codes.issue_code(user=newcomer, by=User.objects.get(pk=mayor().pk))
        late = sealed_codes.issue_code(user=newcomer, by=None)
        newcomer.sealed_codes.update(expires_at=timezone.now())
        with pytest.raises(ValidationError, match="süresi dolmuş"):
            sealed_codes.redeem(user=newcomer, code=late, password="yepyeni-parola-1")

    def test_a_code_from_the_server_confirms_where_no_office_is_left(self):
        """Müdür is dismissed while there is no Başkan: the installation prints the way back."""
        admin = administrator()
        services.dismiss(user=mayor(), office=Office.MAYOR, by=admin, document_number="E-1")
        services.dismiss(user=director(), office=Office.DIRECTOR, by=admin, document_number="E-2")
        newcomer = person("yeni-baskan", Role.EDITOR)
        services.appoint(user=newcomer, office=Office.MAYOR, by=admin, document_number="E-3", job_title="Başkan Vekili")
        code = sealed_codes.issue_code(user=newcomer, by=None)
        fresh = sealed_codes.redeem(user=newcomer, code=code, password="yepyeni-parola-1")
        authority = authority_for(user=fresh, office=Office.MAYOR)
        assert authority.principal.job_title == "Başkan Vekili"
        record = EvidenceRecord.objects.get(decision=Decision.APPOINTMENT_CONFIRMED)
        assert (record.actor_id, record.comment) == (None, "Sunucudan")

    def test_the_installation_path_opens_once(self):
        """``seed_office_holder`` is for an office that never had a holder, by its own books and by the evidence."""
        from django.core.exceptions import ValidationError

        first, second = person("ilk", Role.EDITOR), person("sonra", Role.EDITOR)
        code = services.seed_office_holder(user=first, office=Office.MAYOR)
        assert authority_for(user=first, office=Office.MAYOR) is None
        sealed_codes.redeem(user=first, code=code, password="yepyeni-parola-1")
        assert authority_for(user=User.objects.get(pk=first.pk), office=Office.MAYOR)
        services.dismiss(user=first, office=Office.MAYOR, by=administrator(), document_number="E-1")
        with pytest.raises(ValidationError, match="ilk kurulum yolu kapalıdır"):
            services.seed_office_holder(user=second, office=Office.MAYOR)
        SealedCode.objects.all().delete()
        Appointment.objects.all().delete()
        with pytest.raises(ValidationError, match="ilk kurulum yolu kapalıdır"):
            services.seed_office_holder(user=second, office=Office.MAYOR)

    def test_what_the_owner_changes_stays_own(self, client):
        client.force_login(mayor())
        fields = {
            "name_email-first_name": "Ayşe", "name_email-last_name": "Yılmaz",
            "name_email-email": "ayse@belediye.example",
            "title-job_title": "Belediye Başkanı", "title-phone": "", "password-old_password": PASSWORD,
            "password-new_password1": "kendi-parolam-31", "password-new_password2": "kendi-parolam-31",
            "locale-preferred_language": "tr", "theme-theme": "system", "theme-contrast": "system",
            "theme-density": "default",
        }  # fmt: skip
        assert client.post(reverse("wagtailadmin_account"), fields).status_code == 302
        fresh = User.objects.get(pk=mayor().pk)
        assert (fresh.first_name, fresh.email) == ("Ayşe", "ayse@belediye.example")
        assert fresh.check_password("kendi-parolam-31")
        assert authority_for(user=fresh, office=Office.MAYOR)
        assert client.get("/onay/").status_code == 200
        record = EvidenceRecord.objects.get(decision=Decision.CREDENTIAL_CHANGED)
        assert "Baskan → Ayşe" in record.comment
        assert "belediye.example" not in record.comment
        told = set(Letter.objects.filter(subject__contains="Hesap bilgi").values_list("recipient", flat=True))
        assert {"baskan@belediye.example", "ayse@belediye.example"} <= told

    def test_a_forgotten_password_with_a_telephone_of_ones_own_stays_own(self):
        """The mailed link alone gives a password; with the second factor, which no mail carries, nothing is lost."""
        from tests.cms.users.test_second_factor import enrolled

        enrolled(mayor())
        follow_reset_link(User.objects.get(pk=mayor().pk))
        fresh = User.objects.get(pk=mayor().pk)
        assert fresh.check_password(CHOSEN)
        assert authority_for(user=fresh, office=Office.MAYOR)

    def test_storing_a_password_by_a_newer_method_changes_nothing(self, settings):
        before = mayor().password
        settings.PASSWORD_HASHERS = [
            "django.contrib.auth.hashers.PBKDF2PasswordHasher",
            "django.contrib.auth.hashers.MD5PasswordHasher",
        ]
        assert User.objects.get(pk=mayor().pk).check_password(PASSWORD)
        after = User.objects.get(pk=mayor().pk)
        assert after.password != before
        assert authority_for(user=after, office=Office.MAYOR)
        assert not Letter.objects.exists()


class TestNames:
    def test_an_administrator_does_not_write_what_stands_under_a_signature(self, client):
        client.force_login(root())
        for target in (director(), mayor()):
            edit = reverse("wagtailusers_users:edit", args=[target.pk])
            client.post(edit, account(target, first_name="Başka", last_name="Ad", job_title="Başka unvan"))
            after = User.objects.get(pk=target.pk)
            assert (after.first_name, after.last_name, after.job_title) == (
                target.first_name, target.last_name, target.job_title,
            )  # fmt: skip

    def test_nor_does_a_script(self):
        from django.core.exceptions import PermissionDenied

        for field in ("first_name", "last_name", "job_title"):
            holder = mayor()
            setattr(holder, field, "Başka")
            with pytest.raises(PermissionDenied, match="İmza yetkilisinin adı"):
                holder.save()

    @pytest.mark.parametrize("odd", ["Ayşe\nBcc: x@y.example", "Ay\u200bşe", "Ay\x0bşe", "Ayşe\u202e"])
    def test_no_odd_character_gets_into_a_name(self, client, odd):
        from django.core.exceptions import ValidationError

        client.force_login(root())
        target = factories.editor()
        edit = reverse("wagtailusers_users:edit", args=[target.pk])
        for field in ("first_name", "last_name", "job_title", "phone"):
            answer = client.post(edit, account(target, **{field: odd}))
            assert getattr(User.objects.get(pk=target.pk), field).isprintable(), answer.status_code
            setattr(target, field, odd)
            with contextlib.suppress(ValidationError):  # refused, or cleaned as it is saved
                target.save()
            target = User.objects.get(pk=target.pk)
            assert getattr(target, field).isprintable()

    def test_a_line_break_that_is_there_already_silences_nobody(self, client):
        """A name from before the rule: the delegation is recorded and everybody is told."""
        User.objects.filter(pk=director().pk).update(last_name="Örnek\nBcc: x@y.example")
        deputy = person("vekil", Role.EDITOR)
        client.force_login(root())
        delegate(client, director(), deputy, "director")
        assert Delegation.objects.get().deputy == deputy
        subjects = Letter.objects.filter(subject__contains="Vekâlet verildi")
        assert {director().email, deputy.email} <= set(subjects.values_list("recipient", flat=True))
        assert all("\n" not in letter.subject for letter in subjects)


def test_closing_accounts_does_not_silence_the_offices():
    chief, head = director(), mayor()
    admin = sign_in(root().username, PASSWORD)
    for one in (chief, head):
        closing = account(one)
        del closing["is_active"]
        admin.post(reverse("wagtailusers_users:edit", args=[one.pk]), closing)
    assert not User.objects.filter(pk__in=[chief.pk, head.pk], is_active=True).exists()
    told = Letter.objects.filter(kind=LetterKind.SECURITY)
    assert {one.recipient for one in told if "Hesap bilgisi" in one.subject} >= {chief.email, head.email}
    assert EvidenceRecord.objects.filter(decision=Decision.CREDENTIAL_CHANGED, principal_id=head.pk).exists()
    before = told.filter(recipient=chief.email).count()
    appoint(admin, person("ikinci-hesap"), "mayor")
    assert told.filter(recipient=chief.email).count() == before + 1


def test_an_appointment_that_waits_changes_no_sitting_signers_title():
    chief = director()
    admin = sign_in(root().username, PASSWORD)
    admin.post(
        reverse("users_office_appoint", args=["mayor"]),
        {"user": chief.pk, "document_number": "E-1", "job_title": "Belediye Başkanı"},
    )
    chief.refresh_from_db()
    assert chief.job_title == "Basın Yayın ve Halkla İlişkiler Müdürü"


def test_a_code_from_the_server_confirms_nobody_while_the_other_office_sits():
    director()
    newcomer = person("yeni-baskan")
    services.appoint(user=newcomer, office=Office.MAYOR, by=administrator(), document_number="E-1")
    code = sealed_codes.issue_code(user=newcomer, by=None)
    sealed_codes.redeem(user=newcomer, code=code, password="Deniz-Feneri-2026")
    assert Appointment.objects.waiting().filter(user=newcomer).exists()
    assert authority_for(user=newcomer, office=Office.MAYOR) is None


def test_a_forgotten_password_mails_no_sentence_of_the_administrators():
    from cms.users import passwords

    User.objects.create_user(
        "gazeteci", "gazeteci@gazete.example", PASSWORD, first_name="Belediyemiz suyu kesecek", last_name="ve zam var"
    )
    passwords.ask(email="gazeteci@gazete.example", address="192.0.2.1")
    passwords.answer()
    [letter] = Letter.objects.filter(recipient="gazeteci@gazete.example", kind=LetterKind.SIGN_IN)
    assert "suyu kesecek" not in letter.body + letter.recipient_name + letter.subject
