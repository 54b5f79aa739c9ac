"""The forms of Backstay as FHIR Questionnaires, made from facts."""

from backstay.exchange.forms.questionnaires import form_names, questionnaire

__all__ = ["form_names", "questionnaire"]
