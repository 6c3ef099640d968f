from __future__ import annotations

import errno
import os

import pytest

from crmbook import i18n
from crmbook.model.faults import fault_remedy, fault_text


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_a_fault_of_the_system_is_never_told_in_its_words_alone(number: int) -> None:
    said = fault_text(OSError(number, os.strerror(number)))
    assert said != os.strerror(number)
    assert fault_remedy(OSError(number, "x"))


def test_what_is_not_known_comes_with_its_number() -> None:
    said = fault_text(OSError(errno.EADDRINUSE, "Address already in use"))
    assert "Address already in use" in said
    assert str(errno.EADDRINUSE) in said
    assert "odd" in fault_text(OSError("odd"))


@pytest.mark.parametrize("number", [errno.ENOENT, errno.ENOSPC, errno.EACCES, errno.EINVAL])
def test_each_cause_has_its_own_advice(number: int) -> None:
    i18n.activate("en")
    try:
        assert fault_remedy(OSError(number, "x")) != fault_remedy(OSError(errno.EIO, "x"))
    finally:
        i18n.activate("zh")
