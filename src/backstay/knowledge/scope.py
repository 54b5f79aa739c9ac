"""The names that an expression may use."""

from __future__ import annotations

from backstay.knowledge.types import BadExpression, Type


class Scope:
    """The names an expression may use: those of its own scope, and lesion names inside quantifiers."""

    def __init__(
        self, patient: dict[str, Type], lesion: dict[str, Type], scope: str, *, known: bool = False
    ) -> None:
        self.patient = patient
        self.lesion = lesion
        self.scope = scope
        self.may_ask_known = known

    def inside(self) -> Scope:
        return Scope(self.patient, self.lesion, "lesion", known=self.may_ask_known)

    def find(self, name: str) -> Type:
        if name in self.patient:
            return self.patient[name]
        if name in self.lesion:
            if self.scope == "lesion":
                return self.lesion[name]
            raise BadExpression(
                f"{name} belongs to a lesion; here use any_lesion(...), all_lesions(...) or worst(...)"
            )
        raise BadExpression(
            f"{name} is not a fact, definition, setting or score{self._nearest(name)}"
        )

    def _nearest(self, name: str) -> str:
        from difflib import get_close_matches

        near = get_close_matches(name, [*self.patient, *self.lesion], 3)
        return f"; nearest: {', '.join(near)}" if near else ""
