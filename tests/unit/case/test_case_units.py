"""Numbers with units: exact conversion, few spellings, nothing that only looks like a number."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstay.case import Fact
from backstay.case.problems import Refused
from backstay.case.units import accepted, convert, factor, same_unit, spelled

CREATININE = Fact(
    id="creatinine",
    kind="number",
    label="creatinine",
    asks="",
    unit="mg/dL",
    units={"umol/L": "1/88.4"},
)
PLATELETS = Fact(
    id="platelets",
    kind="number",
    label="platelets",
    asks="",
    unit="10*9/L",
    units={"10*3/uL": "1", "/uL": "0.001"},
)
INR = Fact(id="inr", kind="number", label="INR", asks="", unit="1", units={"{INR}": "1"})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.2", 1.2),
        ("1.2 mg/dL", 1.2),
        ("1.2mg/dl", 1.2),
        ("1.2 mg per dL", 1.2),
        ("88.4 umol/L", 1.0),
        ("88.4 µmol/L", 1.0),
        ("88.4 μmol/l", 1.0),
        (" 88.4  umol / L ", 1.0),
        ("017", 17.0),
        ("+1", 1.0),
        ("1e1", 10.0),
        ("12E-1", 1.2),
    ],
)
def test_a_number_is_given_in_the_unit_of_its_fact(text: str, value: float) -> None:
    assert convert(text, CREATININE) == value


@pytest.mark.parametrize(
    "unit", ["10*9/L", "10^9/L", "x10^9/L", "x 10^9 / l", "\u00d7 10^9 per L", "10*3/uL", "10^3/µL"]
)
def test_cell_counts_are_written_in_many_ways(unit: str) -> None:
    assert convert(f"150 {unit}", PLATELETS) == 150.0


def test_a_count_per_microliter_is_a_thousand_times_larger() -> None:
    assert convert("150000/uL", PLATELETS) == 150.0


def test_a_pure_number_may_carry_its_unit() -> None:
    assert convert("1.1", INR) == convert("1.1 {INR}", INR) == convert("1.1 1", INR) == 1.1


NOT_NUMBERS = [
    *(
        "",
        "nan",
        ".nan",
        "inf",
        "-inf",
        "Infinity",
        "0x1F",
        "0o17",
        "1_000",
        "1,200",
        "12,4",
        "1.2.3",
    ),
    *(".5", "5.", "--1", "<0.5", "~3", "1/2", "1 200", "١٢", "1e1234", "a", "1" * 61, "1-2"),
]


@pytest.mark.parametrize("text", NOT_NUMBERS)
def test_what_only_looks_like_a_number_is_refused(text: str) -> None:
    with pytest.raises(Refused, match=r"this is not a number|the unit \S+ is not taken"):
        convert(text, CREATININE)


@pytest.mark.parametrize("text", ["1 MG/DL", "1 g/dL", "1 mmol/L", "1 mg", "1e mg/dL", "1 K/uL"])
def test_a_unit_that_the_fact_does_not_name_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        convert(text, CREATININE)
    assert refused.value.allowed == "mg/dL, umol/L"


def test_a_fact_without_unit_takes_none() -> None:
    count = Fact(id="n", kind="count", label="n", asks="")
    assert convert("3", count) == 3.0
    with pytest.raises(Refused) as refused:
        convert("3 kg", count)
    assert refused.value.allowed == "no unit"


@pytest.mark.parametrize("text", ["1e999", "1e999 umol/L"])
def test_a_number_too_large_to_hold_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="too large"):
        convert(text, CREATININE)


def test_a_number_too_small_to_hold_is_zero() -> None:
    assert convert("1e-999", CREATININE) == 0.0


def test_there_is_no_negative_zero() -> None:
    assert str(convert("-0", CREATININE)) == "0.0"


def test_only_units_that_people_write_are_listed() -> None:
    assert (accepted(CREATININE), accepted(INR)) == ("mg/dL, umol/L", "")


def test_the_liter_has_two_spellings_and_the_mole_keeps_its_own() -> None:
    assert spelled("mmol/l") == "mmol/L"
    assert spelled("ml") == "mL"
    assert spelled("mol/ml") == "mol/mL"


def test_a_factor_is_exact() -> None:
    assert factor("1/88.4") == Fraction(5, 442)
    assert factor("0.0113") == Fraction(113, 10_000)


BAD_FACTORS = [
    *("1e999999999", "1/0", "0", "0.0/4", "-1", "", "1/", "/2", "nan", "1/2/3"),
    *(" 1", "1\n", "1" * 13, "0." + "1" * 13, "1_000", "\u0661"),
]


@pytest.mark.parametrize("text", BAD_FACTORS)
def test_a_factor_is_a_plain_positive_number(text: str) -> None:
    with pytest.raises(ValueError, match="is not a factor"):
        factor(text)
    wrong = Fact(id="x", kind="number", label="", asks="", unit="g", units={"mg": text})
    with pytest.raises(Refused, match="the unit mg cannot be converted"):
        convert("5 mg", wrong)
    assert convert("5 g", wrong) == 5.0


def test_a_unit_that_could_steer_a_terminal_is_spelled_out() -> None:
    with pytest.raises(Refused) as refused:
        convert("3 mg\x1b[31mRED\x1b]0;pwn\x07\u202e", CREATININE)
    assert str(refused.value) == (
        "the unit mg\\x1b[31mRED\\x1b]0;pwn\\x07\\u202e is not taken here"
    )


@pytest.mark.parametrize(
    ("unit", "other", "same"),
    [
        ("mg/dL", "umol/L", False),
        ("umol/L", "µmol/l", True),
        ("mg/dL", "milligrams", True),
        ("furlongs", "mg/dL", True),
    ],
)
def test_two_units_differ_only_where_both_are_known(unit: str, other: str, same: bool) -> None:
    assert same_unit(unit, other, CREATININE) is same


numbers = st.decimals(min_value=0, max_value=10_000, places=3)


@given(numbers)
def test_conversion_is_the_nearest_float_to_the_exact_quotient(number: object) -> None:
    exact = Fraction(str(number)) * Fraction(10, 884)
    assert convert(f"{number} umol/L", CREATININE) == float(exact)


@given(numbers, numbers)
def test_conversion_keeps_the_order(one: object, other: object) -> None:
    low, high = sorted([Fraction(str(one)), Fraction(str(other))])
    texts = [f"{float(n):.3f} umol/L" for n in (low, high)]
    assert convert(texts[0], CREATININE) <= convert(texts[1], CREATININE)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_python_writes_is_read_back(number: float) -> None:
    assert convert(repr(number), CREATININE) == number


@given(st.from_regex(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?([eE][+-]?[0-9]{1,3})?", fullmatch=True))
def test_a_number_in_its_own_unit_is_the_nearest_that_can_be_held(text: str) -> None:
    try:
        exact = float(Fraction(text))
    except OverflowError:
        with pytest.raises(Refused, match="too large"):
            convert(text, CREATININE)
    else:
        assert convert(text, CREATININE) == exact
        assert convert(f"{text} 10*3/uL", PLATELETS) == exact
