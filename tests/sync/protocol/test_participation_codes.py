"""Participation codes: typed with slips of the finger, told apart from each other, found in a list, tied to nothing."""

from __future__ import annotations

import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.encoding import CROCKFORD
from sync.protocol.participation_codes import (
    CODE_LENGTH,
    ENTRY_BYTES,
    CodeFault,
    NotACode,
    ParticipationCode,
    is_listed,
    is_mark,
    new_code,
    read_typed,
    write_list,
)

SECRETS = st.text(CROCKFORD, min_size=16, max_size=16)


def fault_of(text):
    with pytest.raises(NotACode) as refused:
        read_typed(text)
    return refused.value.fault


class TestTyping:
    @given(SECRETS)
    def test_it_is_read_however_it_is_written(self, secret):
        code = ParticipationCode(secret)
        typed = code.typed()
        for text in (
            typed, typed.lower(), typed.replace("-", ""), typed.replace("-", " "), f"  {typed}\n",
            typed.replace("-", "–"), typed.replace("0", "O").replace("1", "l"), typed.replace("1", "I"),
            f"mitmach:code:{typed}", f"MITMACH:CODE:{typed}",
        ):  # fmt: skip
            assert read_typed(text) == code

    @given(SECRETS, st.integers(0, CODE_LENGTH - 1), st.sampled_from(CROCKFORD))
    def test_one_wrong_character_is_always_noticed(self, secret, place, other):
        typed = ParticipationCode(secret).typed().replace("-", "")
        if typed[place] != other:
            assert fault_of(typed[:place] + other + typed[place + 1 :]) is CodeFault.MISTYPED

    @given(SECRETS, st.integers(0, CODE_LENGTH - 1), st.integers(0, CODE_LENGTH - 1))
    def test_two_characters_that_changed_places_are_always_noticed(self, secret, one, two):
        typed = list(ParticipationCode(secret).typed().replace("-", ""))
        if typed[one] != typed[two]:
            typed[one], typed[two] = typed[two], typed[one]
            assert fault_of("".join(typed)) is CodeFault.MISTYPED

    def test_its_faults_are_told_apart(self):
        typed = new_code().typed()
        assert fault_of("") is fault_of(typed[:-1]) is CodeFault.INCOMPLETE
        assert fault_of(typed + "0") is CodeFault.TOO_LONG
        assert fault_of(typed[:-1] + "?") is CodeFault.STRANGE
        assert fault_of("mitmach:vote:" + typed) is CodeFault.STRANGE

    def test_codes_are_not_alike(self):
        assert len({new_code().typed() for _ in range(100)}) == 100


class TestNothingShowsIt:
    def test_it_does_not_show_itself(self):
        code = ParticipationCode("0123456789ABCDEF")
        assert "0123" not in f"{code} {code!r} {[code]}"

    @pytest.mark.parametrize("text", ["0123456789ABCDE", "0123456789ABCDEFG", "0123-4567-89AB-CDEF-Ü"])
    def test_a_refusal_does_not_repeat_what_was_typed(self, text):
        with pytest.raises(NotACode) as refused:
            read_typed(text)
        told = "".join(traceback.format_exception(refused.value)).replace(f'"{text}"', "")
        assert "Ü" not in told and "0123" not in str(refused.value)

    def test_mark_and_entry_are_of_different_hashes_and_of_one_poll(self):
        code = new_code()
        assert code.mark("a")[: 2 * ENTRY_BYTES] != code.entry("a").hex()
        assert code.mark("a") != code.mark("b") and code.entry("a") != code.entry("b")
        assert is_mark(code.mark("a")) and not is_mark(code.typed()) and not is_mark("")

    def test_the_mark_is_the_one_everybody_can_compute(self):
        # printf 'ck1|spent|garden0123456789ABCDEF' | sha256sum
        mark = "65fe9ea11d42a27c"
        assert ParticipationCode("0123456789ABCDEF").mark("garden").startswith(mark)


class TestList:
    @given(st.sets(SECRETS, max_size=40), SECRETS)
    def test_it_holds_its_codes_and_no_others(self, secrets, other):
        listed = write_list([ParticipationCode(secret).entry("p") for secret in secrets])
        assert len(listed) == ENTRY_BYTES * len(secrets)
        assert all(is_listed(ParticipationCode(secret).entry("p"), listed) for secret in secrets)
        assert is_listed(ParticipationCode(other).entry("p"), listed) is (other in secrets)

    def test_its_order_tells_nothing_of_the_order_of_making(self):
        entries = [new_code().entry("p") for _ in range(50)]
        assert write_list(entries) == write_list(entries[::-1]) == b"".join(sorted(entries))

    def test_a_look_up_touches_few_places(self):
        class Counted(bytes):
            looks = 0

            def __getitem__(self, place):
                Counted.looks += 1
                return super().__getitem__(place)

        entries = sorted(new_code().entry("p") for _ in range(4096))
        assert is_listed(entries[17], Counted(b"".join(entries)))
        assert Counted.looks <= 13
