"""The risk of radiation myelopathy by the highest dose of the cord, only where a model holds."""

from __future__ import annotations

from math import exp, log

import msgspec

from backstay.case.values import Interval
from backstay.dose.limits.biology import Number, as_interval, check_course, eqd2
from backstay.dose.limits.tables import course_cautions, dose_cautions, risk_models
from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Checked
from backstay.knowledge.tables.tissues import DoseCaution, RiskModel

ODDS_AT_5_PERCENT = 19  # 95 to 5: what the dose of 5 percent says of the steepness


class Risk(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a model says of one course. Nothing where no model holds, with the reason."""

    model: str | None
    title: str | None
    endpoint: str | None
    eqd2: Interval | None  # Gy, by the alpha/beta of the model
    alpha_beta: float | None
    percent: (
        Interval | None
    )  # both ends the same for one number; None outside of what the model holds for
    at_least: float | None  # percent: what is known of it all the same
    at_most: float | None
    reason: str | None
    ours: bool  # fitted for this project, not published
    population: str | None
    note: str | None
    cautions: tuple[DoseCaution, ...]
    evidence: tuple[str, ...]
    checked: Checked | None


def risk_of_cord(
    dose: Number, fractions: int, knowledge: Knowledge, model: str | None = None
) -> Risk:
    """The risk of myelopathy in percent, by the highest dose of a cord that was never irradiated before.

    Dose in Gy, in total, a number or a range. Without `model` the one that holds for such fractions; where none
    does there is no number, and the reason says why. Raises ValueError for an unknown model and for what cannot be
    a course. Source: `risk_models` of the knowledge.

    >>> from backstay.knowledge import load_knowledge
    >>> found = risk_of_cord(50, 25, load_knowledge())
    >>> found.model, round(found.percent.high, 2)
    ('cord_conventional', 0.22)
    """
    known = risk_models(knowledge)
    check_model(model, knowledge)
    check_course(dose, fractions)
    tried = [known[model]] if model is not None else list(known.values())
    reasons = [(one, _why_not(one, as_interval(dose).high, fractions)) for one in tried]
    holding = next((one for one, why in reasons if why is None), None)
    if holding is None:
        return _none("; ".join(f"{one.id}: {why}" for one, why in reasons))
    return _judged(holding, dose, fractions, knowledge)


def check_model(model: str | None, knowledge: Knowledge) -> None:
    """Raises ValueError for a model that `risk_models` does not have; None is the one that holds."""
    known = risk_models(knowledge)
    if model is not None and model not in known:
        raise ValueError(f"{model!r} is no model; expected {', '.join(known)}")


def risk_text(found: Risk) -> str:
    """What is known of a risk, in words; two digits, for no model has more."""
    if found.percent is not None:
        low, high = (f"{one:.2g}" for one in found.percent)
        return f"{low} %" if low == high else f"{low} to {high} %"
    if found.at_most is not None:
        return f"below {found.at_most:.2g} %"
    return "unknown" if found.at_least is None else f"above {found.at_least:.2g} %"


def curve(model: RiskModel, equivalent: float) -> float:
    """The risk in percent that a model gives for an EQD2 in Gy, whether it holds there or not."""
    if model.td50 is not None and model.td5 is not None:
        if equivalent <= 0:
            return 0.0
        steepness = log(ODDS_AT_5_PERCENT) / log(model.td50 / model.td5)
        return float(100 / (1 + (model.td50 / equivalent) ** steepness))
    assert model.intercept is not None and model.slope is not None
    return 100 / (1 + exp(-(model.intercept + model.slope * equivalent)))


def _why_not(model: RiskModel, dose: float, fractions: int) -> str | None:
    """Why a model does not hold for such fractions."""
    low, high = model.fractions
    if not low <= fractions <= high:
        return f"holds for {low} to {high} fractions, not {fractions}"
    most = model.per_fraction_at_most
    if most is not None and dose / fractions > most * (1 + 1e-9):
        return f"holds up to {most:g} Gy per fraction, not {dose / fractions:.3g}"
    return None


def _judged(model: RiskModel, dose: Number, fractions: int, knowledge: Knowledge) -> Risk:
    span = as_interval(eqd2(dose, fractions, model.alpha_beta))
    inside = model.eqd2[0] <= span.low and span.high <= model.eqd2[1]
    at_least, at_most = _at_least(model, span.low), _at_most(model, span.high)
    return Risk(
        model=model.id, title=model.title, endpoint=model.endpoint, eqd2=span, alpha_beta=model.alpha_beta,
        percent=Interval(curve(model, span.low), curve(model, span.high)) if inside else None,
        at_least=at_least, at_most=at_most, reason=None if inside else _reason(model, span),
        ours=model.ours, population=model.population, note=model.note,
        cautions=_cautions(model, as_interval(dose).high, fractions, knowledge),
        evidence=model.evidence, checked=model.checked,
    )  # fmt: skip


def _at_least(model: RiskModel, equivalent: float) -> float | None:
    """Risk only rises with dose: under the lowest dose nothing is known, over the highest it is at least that."""
    if equivalent < model.eqd2[0]:
        return None
    return model.percent[1] if equivalent > model.eqd2[1] else curve(model, equivalent)


def _at_most(model: RiskModel, equivalent: float) -> float | None:
    if equivalent > model.eqd2[1]:
        return None
    return model.percent[0] if equivalent < model.eqd2[0] else curve(model, equivalent)


def _reason(model: RiskModel, span: Interval) -> str:
    low, high = model.eqd2
    said = f"{span.low:.3g}" if span.low == span.high else f"{span.low:.3g} to {span.high:.3g}"
    return f"the model gives a number from {low:g} to {high:g} Gy EQD2, and this is {said} Gy"


def _cautions(
    model: RiskModel, dose: float, fractions: int, knowledge: Knowledge
) -> tuple[DoseCaution, ...]:
    of_model = (one for one in dose_cautions(knowledge) if model.id in one.models)
    return (*of_model, *course_cautions([(dose, fractions)], knowledge))


def _none(reason: str) -> Risk:
    return Risk(
        model=None, title=None, endpoint=None, eqd2=None, alpha_beta=None, percent=None, at_least=None,
        at_most=None, reason=reason, ours=False, population=None, note=None, cautions=(), evidence=(),
        checked=None,
    )  # fmt: skip


__all__ = ["Risk", "curve", "risk_of_cord", "risk_text"]
