"""A password that stands in the source opens nothing."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from cms.users.known_passwords import KNOWN


@pytest.mark.parametrize("password", sorted(KNOWN))
def test_nobody_may_choose_a_known_password(password):
    with pytest.raises(ValidationError, match="herkesçe biliniyor"):
        validate_password(password)
    validate_password("Sahil-Yolu-2026")
