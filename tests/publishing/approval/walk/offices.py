"""Who sits where: administrators who appoint, dismiss, delegate and set what is not theirs; right and wrong people who
confirm; owners who take their accounts over."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from hypothesis import strategies as st
from hypothesis.stateful import rule
from wagtail.models import APIToken

from cms.users import credentials, sealed_codes
from cms.users import services as people_services
from cms.users.models import Appointment, Delegation, User
from cms.users.roles import Office
from tests.publishing.approval.walk.house import House, which, who

offices = st.sampled_from(list(Office))
WAYS = ("password", "password by update", "email", "email by update", "second factor", "token")


class Offices(House):
    def fresh(self, name: str) -> User:
        return User.objects.get(pk=self.people[name].pk)

    @rule(by=who, user=who, office=offices, title=st.booleans())
    def appoint(self, by, user, office, title):
        self.attempt(
            lambda: people_services.appoint(
                user=self.people[user], office=office, by=self.people[by], document_number="E-1",
                job_title=self.word("Unvan", "title", user) if title else "",
            )
        )  # fmt: skip
        self.books.agree()

    @rule(by=who, user=who, office=offices)
    def dismiss(self, by, user, office):
        def act():
            people_services.dismiss(user=self.people[user], office=office, by=self.people[by], document_number="E-2")
            return True

        if self.attempt(act):
            self.books.seats.discard((office.value, self.people[user].pk))
        self.books.agree()

    @rule(by=who, number=which)
    def confirm_an_appointment(self, by, number):
        waiting = list(Appointment.objects.waiting().order_by("pk"))
        if not waiting:
            return
        appointment, user = waiting[number % len(waiting)], self.people[by]
        done = self.attempt(
            lambda: people_services.confirm_appointment(appointment=appointment, by=user), "appointment confirmed"
        )
        if done and self.books.is_free(user) and self.books.sits(user, other_than=appointment.office):
            self.books.seats.add((appointment.office, appointment.user_id))
        self.books.agree()

    @rule(principal=st.sampled_from(["mudur", "baskan", "editor"]), deputy=who, by=who, office=offices)
    def delegate(self, principal, deputy, by, office):
        self.record_delegation(principal, deputy, by, office)

    @rule(principal=st.sampled_from(["mudur", "baskan"]), deputy=who)
    def delegate_oneself(self, principal, deputy):
        self.record_delegation(principal, deputy, principal, Office.DIRECTOR if principal == "mudur" else Office.MAYOR)

    def record_delegation(self, principal, deputy, by, office):
        now = timezone.now()
        made = self.attempt(
            lambda: people_services.delegate(
                office=office,
                principal=self.people[principal],
                deputy=self.people[deputy],
                starts_at=now,
                ends_at=now + dt.timedelta(hours=5),
                by=self.people[by],
                document_number="E-1",
            )
        )
        if made and by == principal and self.books.is_free(self.people[by]):
            self.books.given.add(made.pk)
        self.books.agree()

    @rule(by=who, number=which)
    def confirm_a_delegation(self, by, number):
        waiting = list(Delegation.objects.unconfirmed().order_by("pk"))
        if not waiting:
            return
        delegation, user = waiting[number % len(waiting)], self.people[by]
        done = self.attempt(
            lambda: people_services.confirm_delegation(delegation=delegation, by=user), "delegation confirmed"
        )
        if done and user.pk == delegation.principal_id and self.books.is_free(user):
            self.books.given.add(delegation.pk)
        self.books.agree()

    @rule(user=who, way=st.sampled_from(WAYS))
    def an_administrator_sets_what_signs_in(self, user, way):
        target, rows = self.fresh(user), User.objects.filter(pk=self.people[user].pk)
        self.passwords += 1
        password, email = f"Yonetici-{self.passwords}-bilir", f"{user}@yonetici.example"

        def act():
            if way == "password":
                target.set_password(password)
                target.save()
            elif way == "email":
                target.email = email
                target.save()
            elif way == "second factor":
                TOTPDevice.objects.create(user=target, confirmed=True, name="Telefon")
            elif way == "token":
                APIToken.create_token(user=target, name="Betik")
            else:
                rows.update(**({"email": email} if way == "email by update" else {"password": make_password(password)}))
            return True

        if self.attempt(act, "credential set by an administrator"):
            self.books.borrowed.add(target.pk)
        self.books.agree()

    @rule(user=who)
    def the_owner_changes_the_password(self, user):
        target = self.fresh(user)
        self.passwords += 1
        with credentials.changed_by_owner(target):
            target.set_password(f"Kendi-Parolam-{self.passwords}")
            target.save()
        self.books.agree()

    @rule(user=who, issuer=st.sampled_from(["mudur", "baskan", "hepsi", "yonetici", "server"]), right=st.booleans())
    def take_an_account_over(self, user, issuer, right):
        """A sealed code goes on paper to the owner, who uses it; or (not ``right``) somebody else's paper."""
        by = None if issuer == "server" else self.people[issuer]
        target = self.fresh(user)
        nobody_else = not any(office != mine for office, _pk in self.books.seats for mine in self.seats_of(target))
        code = self.attempt(lambda: sealed_codes.issue_code(user=target, by=by))
        self.passwords += 1
        password = f"Muhurlu-Parola-{self.passwords}"
        taken = self.attempt(
            lambda: sealed_codes.redeem(user=target, code=(code or "") if right else "a" * 20, password=password)
        )
        if taken and right and (by is None or (self.books.is_free(by) and self.books.sits(by))):
            self.books.borrowed -= {target.pk} - self.books.administrators
            self.happened.add("account taken over")
            if by is None and nobody_else:  # paper from the server confirms where no office is left
                self.books.seats |= set(
                    Appointment.objects.standing()
                    .filter(user=target, confirmed_at__isnull=False)
                    .values_list("office", "user_id")
                )
        self.books.agree()

    def seats_of(self, user: User) -> list[str]:
        return list(Appointment.objects.waiting().filter(user=user).values_list("office", flat=True))

    @rule(office=offices)
    def a_new_holder_by_the_book(self, office):
        """Without it, offices that were emptied would stay so: dismissed, appointed, confirmed, taken over, at once."""
        user, other = ("mudur", "baskan") if office == Office.DIRECTOR else ("baskan", "mudur")
        self.dismiss("yonetici", user, office)
        self.appoint("yonetici", user, office, False)
        for number in range(Appointment.objects.waiting().count()):
            self.confirm_an_appointment(other, number)
        self.an_administrator_sets_what_signs_in(user, "password")  # forgotten: the paper is for accounts like this one
        TOTPDevice.objects.filter(user=self.people[user]).delete()
        self.take_an_account_over(user, other, True)
