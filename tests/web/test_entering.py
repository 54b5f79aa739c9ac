"""Facts are entered through forms made from the vocabulary; nothing is lost, and nothing is taken for no."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from backstay.web.audit.models import Event
from backstay.web.people.models import Person
from backstay.web.records.actions import Answer, record_answers
from backstay.web.records.case import current_facts
from backstay.web.records.entering.asked import groups
from backstay.web.records.entering.typed import typed_of, value_of
from backstay.web.records.entering.views import slug
from backstay.web.records.knowledge import knowledge
from backstay.web.records.models import Episode, Fact, Patient

SEEN = "2026-03-14"


def current(episode: Episode, path: str) -> Fact | None:
    """The newest answer at a path of a form."""
    level, _, name = path.rpartition(".")
    for fact in current_facts(episode):
        at = fact.lesion.level if fact.lesion else ""
        if (at, fact.name) == (level, name):
            return fact
    return None


def sent(episode: Episode, *paths: str, **typed: Any) -> dict[str, Any]:
    """A form as a browser sends it, from the answers that are there now."""
    seen = {f"{path}:seen": str(now.key) for path in paths if (now := current(episode, path))}
    return {"ask": list(paths), "observed": SEEN, **seen, **typed}


def post(client: Client, episode: Episode, *paths: str, more: dict[str, Any]) -> str:
    """What the page says after a form was sent."""
    address = reverse("records:next", args=[episode.key])
    answer = client.post(address, sent(episode, *paths, **more), follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


SAMPLES: dict[str, Any] = {  # a value of each kind, with what would be awkward about it
    "yes_no": False, "count": 0, "text": "a < b", "date": "2026-03-01",
}  # fmt: skip


def sample(known: Any) -> Any:
    """A value that the fact can hold."""
    if known.kind == "choice":
        return known.values[-1]
    if known.kind == "many":
        return sorted([known.values[0], known.values[-1]])
    if known.kind == "number":
        return 12.5 if not known.step else known.min or 0
    if known.kind == "map":
        return dict.fromkeys(list(known.fields)[:2], 3)
    if known.kind == "list":
        return [{name: sample_field(spec) for name, spec in known.fields.items()}, {}][:1]
    return SAMPLES[known.kind]


def sample_field(spec: dict[str, Any]) -> Any:
    """A value of one field of an entry."""
    return {"text": "oral", "yes_no": True}.get(spec["kind"], 2)


@pytest.mark.parametrize("scope", ["patient", "lesion"])
def test_every_fact_reads_back_as_it_was_typed(scope: Any) -> None:
    for known in knowledge().facts.scope(scope).values():
        value = sample(known)
        assert value_of(typed_of(value, known, "T8.x"), known, "T8.x") == value, known.id


@pytest.mark.parametrize(
    ("path", "typed", "held"),
    [
        ("primary", {"primary": "breast"}, "breast"),
        ("sphincter_dysfunction", {"sphincter_dysfunction": "false"}, False),
        ("albumin", {"albumin": "38", "albumin:unit": "g/L"}, "38 g/L"),
        ("pain_worst", {"pain_worst": "7"}, 7),
        ("metastatic_sites", {"metastatic_sites:none": "yes"}, []),
        ("allergies", {"allergies:more": "Bee venom, Latex"}, ["bee_venom", "latex"]),
        ("esas", {"esas/pain": "4"}, {"pain": 4}),
        (
            "T8.prior_radiation",
            {"T8.prior_radiation/0/dose": "8", "T8.prior_radiation/0/fractions": "1"},
            [{"dose": 8, "fractions": 1}],
        ),
        ("T8.imaging_date", {"T8.imaging_date": "2026-03-12"}, "2026-03-12"),
    ],
)
def test_every_kind_of_answer_is_entered(
    daniel: Episode, as_: Callable[[str], Client], path: str, typed: dict[str, str], held: Any
) -> None:
    more = {**typed, f"{path}:how": "wrong", f"{path}:why": "As the letter says"}
    page = post(as_("boyd"), daniel, path, more=more)
    made = current(daniel, path)
    assert made is not None, page
    assert (made.state, made.value, made.observed) == ("known", held, SEEN)
    assert made.recorded_by == "boyd"
    assert Event.objects.get(action="answers_recorded").by == "boyd"


@pytest.mark.parametrize("state", ["not_known", "not_done"])
@pytest.mark.parametrize("path", ["sphincter_dysfunction", "albumin"])
def test_not_known_and_not_done_are_answers(
    daniel: Episode, as_: Callable[[str], Client], path: str, state: str
) -> None:
    name = path if path != "albumin" else "albumin:state"
    post(as_("ines"), daniel, path, more={name: state})
    made = current(daniel, path)
    assert made is not None
    assert (made.state, made.value) == (state, None)


def test_what_is_left_open_is_no_answer(daniel: Episode, as_: Callable[[str], Client]) -> None:
    before = Fact.objects.count()
    paths = ("sphincter_dysfunction", "albumin", "metastatic_sites", "ecog")
    page = post(as_("ines"), daniel, *paths, more={"sphincter_dysfunction": "", "ecog": "1"})
    assert "Nothing was changed" in page
    assert Fact.objects.count() == before


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"albumin": "a lot"}, "not a number"),
        ({"albumin": "4", "albumin:state": "not_done"}, "one of the two"),
        ({"albumin": "4", "albumin:observed": "2999-01-01"}, "after as_of"),
        ({"albumin": "4", "observed": "soon"}, "a day up to today"),
        ({"ecog": "3"}, "say whether it changed or was wrong"),
        ({"ecog": "3", "ecog:how": "wrong"}, "why the answer before was wrong"),
        ({"ecog": ""}, "was emptied"),
    ],
)
def test_what_cannot_be_saved_comes_back_as_it_was_typed(
    daniel: Episode, as_: Callable[[str], Client], more: dict[str, str], said: str
) -> None:
    before = Fact.objects.count()
    typed = {"ecog": "1", "platelets": "151", **more}
    page = post(as_("ines"), daniel, "ecog", "albumin", "platelets", more=typed)
    assert "Not saved yet" in page
    assert said in page
    assert 'value="151"' in page
    assert Fact.objects.count() == before


def test_an_answer_given_meanwhile_is_shown_beside_mine(
    daniel: Episode, people: dict[str, Person], as_: Callable[[str], Client]
) -> None:
    mine = sent(daniel, "ecog", "platelets", platelets="151", ecog="3", **{"ecog:how": "changed"})
    theirs = Answer("ecog", value="2", observed="2026-03-13", supersedes=current(daniel, "ecog"))
    record_answers(by=people["boyd"], episode=daniel, answers=[theirs], source="form")
    address = reverse("records:next", args=[daniel.key])
    page = as_("ines").post(address, mine).content.decode()
    assert "Nadia Boyd" in page
    assert "while this form was open" in page
    assert "up more than half" in page  # theirs
    assert "limited self-care" in page  # mine
    assert 'value="151"' in page
    assert not Fact.objects.filter(name="platelets").exists()
    now = current(daniel, "ecog")
    assert now is not None
    assert f'name="ecog:seen" value="{now.key}"' in page


def contradiction(page: str) -> str:
    """The name under which a page asks about its one contradiction."""
    return page.partition('type="radio" name="settle:')[2].partition('"')[0]


@pytest.fixture
def today(daniel: Episode, people: dict[str, Person]) -> Episode:
    """Daniel, whose ECOG was seen on the day of the forms."""
    answer = Answer("ecog", value="2", observed=SEEN, supersedes=current(daniel, "ecog"))
    record_answers(by=people["boyd"], episode=daniel, answers=[answer], source="form")
    return daniel


@pytest.mark.parametrize(
    ("chosen", "why", "held", "reason"),
    [
        ("0", "", "2", ""),
        ("1", "Misheard", "3", "Misheard"),
        ("both", "", "3", ""),
        ("1", "", "2", ""),  # not without a reason
        ("", "", "2", ""),  # nothing chosen, nothing saved
        ("open", "", "3", ""),
    ],
)
def test_two_answers_about_one_day_interrupt(
    today: Episode, as_: Callable[[str], Client], chosen: str, why: str, held: str, reason: str
) -> None:
    client, more = as_("ines"), {"ecog": "3", "ecog:how": "changed"}
    page = post(client, today, "ecog", more=more)
    assert "Which of these is wrong?" in page
    assert "Nadia Boyd" in page
    at = f"settle:{contradiction(page)}"
    post(client, today, "ecog", more={**more, "settling": "1", at: chosen, f"{at}:why": why})
    now = current(today, "ecog")
    assert now is not None
    assert (now.value, now.why) == (held, reason)


AT_ODDS = {"karnofsky": "20", "observed": ""}


def test_facts_that_cannot_both_hold_interrupt(
    daniel: Episode, as_: Callable[[str], Client]
) -> None:
    client = as_("ines")
    page = post(client, daniel, "karnofsky", more=AT_ODDS)
    assert "Which of these is wrong?" in page
    assert "Walks and does light work" in page
    assert not Fact.objects.filter(name="karnofsky").exists()
    back = post(client, daniel, "karnofsky", more={**AT_ODDS, "back": "1"})
    assert "What to ask next" in back
    assert 'name="karnofsky"' in back


def test_a_recorded_answer_that_was_wrong_is_taken_back_with_the_reason(
    daniel: Episode, as_: Callable[[str], Client]
) -> None:
    client = as_("ines")
    page = post(client, daniel, "karnofsky", more=AT_ODDS)
    at = f"settle:{contradiction(page)}"
    number = next(n for n in "0123" if "ECOG" in page.split(f'value="{n}"')[1][:200])
    post(
        client, daniel, "karnofsky",
        more={**AT_ODDS, "settling": "1", at: number, f"{at}:why": "Typing error"},
    )  # fmt: skip
    ecog, karnofsky = current(daniel, "ecog"), current(daniel, "karnofsky")
    assert ecog is not None
    assert (ecog.state, ecog.why) == ("withdrawn", "Typing error")
    assert karnofsky is not None
    assert karnofsky.value in (20, "20")


def test_a_contradiction_that_stays_open_is_recorded_only_when_chosen(
    daniel: Episode, as_: Callable[[str], Client]
) -> None:
    client = as_("ines")
    page = post(client, daniel, "karnofsky", more=AT_ODDS)
    at = f"settle:{contradiction(page)}"
    post(client, daniel, "karnofsky", more={**AT_ODDS, "settling": "1", at: "open"})
    assert current(daniel, "karnofsky") is not None
    assert "Contradiction" in client.get(f"/cases/{daniel.key}/").content.decode()


def test_a_case_opens_with_a_level_and_asks_what_matters_first(
    people: dict[str, Person], as_: Callable[[str], Client]
) -> None:
    client = as_("kim")
    wrong = client.post("/cases/new/", {"name": "Mara Quinn", "level": "T81"}).content.decode()
    assert "T81 is not a level" in wrong
    assert 'value="Mara Quinn"' in wrong
    assert not Patient.objects.exists()
    page = client.post("/cases/new/", {"name": "Mara Quinn", "level": "t8"}, follow=True)
    told = page.content.decode()
    assert page.redirect_chain[0][0].endswith("/next/")
    assert told.index("Which cancer is it") < told.index("Can the patient walk")
    assert "Could change" in told


def test_an_answer_is_taken_back_with_a_reason_or_not_at_all(
    daniel: Episode, as_: Callable[[str], Client]
) -> None:
    client, ecog = as_("ines"), current(daniel, "ecog")
    assert ecog is not None
    address = reverse("records:take_back", args=[daniel.key, "ecog"])
    client.post(address, {"seen": str(ecog.key), "why": " "})
    assert current(daniel, "ecog") == ecog
    client.post(address, {"seen": str(ecog.key), "why": "Of another patient"})
    now = current(daniel, "ecog")
    assert now is not None
    assert now.state == "withdrawn"
    page = client.get(reverse("records:fact", args=[daniel.key, "ecog"])).content.decode()
    assert "Of another patient" in page
    assert "was wrong" in page


def addresses(episode: Episode) -> list[str]:
    """Every page of this part."""
    lesion = episode.lesions.get(level="T8")
    key = episode.key
    named = [
        reverse(f"records:{name}", args=[key]) for name in ("next", "form", "history", "lesions")
    ]
    of_lesion = [
        reverse(f"records:{name}", args=[key, lesion.key]) for name in ("lesion", "remove_lesion")
    ]
    headings = [reverse("records:group", args=[key, slug(one)]) for one in groups("patient")]
    facts = [reverse("records:fact", args=[key, path]) for path in ("ecog", "T8.escc")]
    return [*named, *of_lesion, *headings, *facts]


def test_every_page_opens_for_the_team_and_asks_the_database_little(
    daniel: Episode, as_: Callable[[str], Client], django_assert_max_num_queries: Any
) -> None:
    client = as_("ines")
    client.get(f"/cases/{daniel.key}/next/")
    for address in addresses(daniel):
        with django_assert_max_num_queries(20):
            assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("username", ["kim", "ruth", "vera", "ada"])
def test_an_outsider_sees_and_changes_nothing(
    daniel: Episode, as_: Callable[[str], Client], username: str
) -> None:
    client, before = as_(username), Fact.objects.count()
    for address in addresses(daniel):
        assert client.get(address).status_code == 404, address
        form = sent(daniel, "platelets", platelets="151", level="T1", why="no")
        assert client.post(address, form).status_code in (404, 405), address
    assert Fact.objects.count() == before
    assert daniel.lesions.filter(removed_at=None).count() == 2


@pytest.mark.browser
def test_a_new_case_is_entered_by_keyboard_and_its_plan_read(open_page: Callable[..., Any]) -> None:
    page = open_page("ines")
    page.goto("/cases/new/")
    page.focus("#name")
    page.keyboard.type("Mara Quinn")
    page.focus("#level")
    page.keyboard.type("T8")
    page.keyboard.press("Enter")
    page.wait_for_url("**/next/")
    page.select_option("select[name=primary]", "breast")
    page.focus("input[name='T8.escc'][value='0']")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.click("text=Save and see the plan")
    page.wait_for_url(lambda url: url.endswith("/") and "/next/" not in url)
    assert page.inner_text("h1") == "Mara Quinn"
    page.goto(page.url + "history/")
    assert "1a, epidural" in page.inner_text("table")


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_forms_fit_their_window_and_work_without_script(
    open_page: Callable[..., Any], width: int
) -> None:
    page = open_page("boyd", width=width, java_script_enabled=False)
    page.goto("/cases/")
    case = page.get_attribute(".found th a", "href")
    for part in ("next/", "facts/laboratory/", "facts/cancer-treatment-so-far/", "fact/ecog/"):
        page.goto(f"{case}{part}")
        assert page.locator("main").bounding_box()["width"] <= width
        assert page.locator(".asks").bounding_box()["width"] <= width
    page.goto(f"{case}facts/medicines-and-bleeding/")
    rows = page.locator("#f-medicines .entry").count()
    page.click("#f-medicines button[name=add]")
    assert page.locator("#f-medicines .entry").count() > rows


@pytest.mark.django_db
def test_the_form_of_a_lesion_begins_with_what_most_rules_read(
    daniel: Episode, as_: Callable[[str], Client]
) -> None:
    lesion = daniel.lesions.get(level="T8")
    page = as_("ines").get(reverse("records:lesion", args=[daniel.key, lesion.key]))
    asked = re.findall(r'name="ask" value="T8\.(\w+)"', page.content.decode())
    assert asked[:5] == ["pain", "bone", "alignment", "collapse", "posterolateral"]
    assert asked.index("escc") < asked.index("surgery_days_ago") < asked.index("sectors")
