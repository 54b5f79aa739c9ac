"""Which names are an organ, which never are, and what is asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstay.dose.check.mapping import Mapped, mapped
from backstay.dose.check.named import is_derived, lexicon, organ_of
from backstay.dose.check.refusal import Unusable
from backstay.knowledge import load_knowledge
from backstay.knowledge.tables.structure_names import organ_names

# A copy of its own of names of the nomenclature report, with the organ that each must be.
REPORT = {
    "SpinalCord": "spinal_cord", "SpinalCord_PRV03": "spinal_cord_prv", "SpinalCord_PRV05": "spinal_cord_prv",
    "SpinalCanal": "spinal_canal", "ThecalSac": "thecal_sac", "CaudaEquina": "cauda_equina",
    "BrachialPlex_L": "brachial_plexus", "BrachialPlex_R": "brachial_plexus", "BrachialPlexs": "brachial_plexus",
    "SacralPlex": "sacral_plexus", "Nrv_Root": "nerve_roots", "Brainstem": "brainstem", "Esophagus": "esophagus",
    "Trachea": "trachea", "Bronchus_Main": "trachea", "Bronchus_Main_L": "trachea", "Heart": "heart",
    "Pericardium": "heart", "GreatVes": "great_vessels", "Lung_L": "lung", "Lung_R": "lung", "Lungs": "lungs",
    "Stomach": "stomach", "Duodenum": "duodenum", "Bowel_Small": "small_bowel", "Jejunum_Ileum": "small_bowel",
    "Colon": "colon_rectum", "Rectum": "colon_rectum", "Bowel_Large": "colon_rectum", "Liver": "liver",
    "Kidney_L": "kidney", "Kidney_R": "kidney", "Kidneys": "kidneys", "Kidney_Cortex": "kidneys",
    "Kidney_Hilums": "renal_hilum", "Kidney_Hilum_L": "renal_hilum", "Rib": "ribs", "Chestwall": "ribs",
    "Chestwall_L": "ribs", "Skin": "skin", "Body": "body",
}  # fmt: skip
OTHERS = {
    "spinal cord": "spinal_cord", "Cord": "spinal_cord", "MYELON": "spinal_cord", "Medulla spinalis": "spinal_cord",
    "Rückenmark": "spinal_cord", "moelle_épinière": "spinal_cord",
    "Spinalkanal": "spinal_canal",
    "Canal medular": "spinal_canal", "Œsophage": "esophagus", "Oesophagus": "esophagus", "ÖSOPHAGUS": "esophagus",
    "Left Lung": "lung", "LUNG RT": "lung", "RightLung": "lung", "KidneyLeft": "kidney", "Niere li": "kidney",
    "Riñón izq": "kidney", "Poumon droit": "lung", "Hígado": "liver", "PRV cord": "spinal_cord_prv",
    "spinal cord partial": "spinal_cord_subvolume", "Chest wall R": "ribs",
    "plexus brachialis re": "brachial_plexus",
}  # fmt: skip
# Names that hold the name of an organ and are not surely that organ.
NEVER = (
    "z_SpinalCord", "zSpinalCord", "SpinalCord_opt", "opt_cord", "SpinalCord-PTV", "SpinalCord-PTV_3mm", "cord+3",
    "cord_ring", "SpinalCord_PRV", "dummy cord", "Cord Expansion", "cord2", "SpinalCord_old",
    "SpinalCord_Cerv", "SpinalCord~",
    "SpinalCord^1", "VocalCord", "Lungs-GTV", "Lungs-PTV", "Lung", "Kidney", "Lung_L_PRV", "Esophagus_NAdj",
    "Esophagus_PRV05",
    "Canal", "Canal_Anal", "Medula", "Bag_Bowel", "Bowel", "A_Aorta", "Heart_L", "Rib05_L", "SkinRing",
    "NS_Skin", "Liver-GTV",
    "avoid_heart", "heart-ptv", "L", "", "PTV_cord",
)  # fmt: skip


def organ(name: str) -> str | None:
    found = organ_of(name, lexicon(load_knowledge()))
    return found[0] if found else None


@pytest.mark.parametrize("name, expected", sorted({**REPORT, **OTHERS}.items()))
def test_a_whole_name_is_its_organ(name: str, expected: str) -> None:
    assert organ(name) == expected
    assert organ(name.upper()) == expected and organ(name.lower().replace("_", " ")) == expected


@pytest.mark.parametrize("name", [name for name in NEVER if name != "SpinalCord_PRV"])
def test_a_name_that_holds_more_is_not_the_organ(name: str) -> None:
    assert organ(name) is None


def test_a_cord_with_a_margin_is_never_the_cord() -> None:
    assert organ("SpinalCord_PRV") == "spinal_cord_prv"


@pytest.mark.parametrize(
    "name, side",
    [("Lung_L", "left"), ("Lung_R", "right"), ("Lt Lung", "left"), ("Lunge rechts", "right"),
    ("Pulmón izquierdo", "left")],
)  # fmt: skip
def test_sides(name: str, side: str) -> None:
    found = organ_of(name, lexicon(load_knowledge()))
    assert found == ("lung", side)


@given(st.text(max_size=12), st.sampled_from(sorted(REPORT)))
def test_no_name_with_letters_more_is_read_as_the_cord(more: str, name: str) -> None:
    found = organ(f"x{more}_{name}")
    assert found is None or name not in ("SpinalCord", "CaudaEquina", "SpinalCanal")


@pytest.mark.parametrize(
    "name",
    ["z_cord", "ring cord", "cord-ptv", "cord PRV", "cord~", "cord^2", "old_cord", "Heart_NAdj"],
)
def test_names_of_what_is_made_from_an_organ(name: str) -> None:
    assert is_derived(name, lexicon(load_knowledge()))


@pytest.mark.parametrize("name", ["cord", "Left Lung", "PTV_High", "PTV"])
def test_names_of_what_is_not(name: str) -> None:
    assert not is_derived(name, lexicon(load_knowledge()))


def of(*names: str, **said: str) -> Mapped:
    return mapped(list(enumerate(names, 1)), load_knowledge(), said)


def told(found: Mapped) -> dict[str, str]:
    return {one.structure: one.organ for one in found.named}


def test_two_structures_of_one_organ_are_asked_about() -> None:
    found = of("SpinalCord", "Myelon", "Heart")
    assert told(found) == {"Heart": "heart"}
    (asked,) = found.asked
    assert asked.structures == ("SpinalCord", "Myelon") and asked.candidates == ("spinal_cord",)
    assert asked.why == "several structures could be the spinal cord; say which one is"


def test_two_of_one_side_are_asked_about_and_two_sides_are_not() -> None:
    assert told(of("Lung_L", "Lung_R")) == {"Lung_L": "lung", "Lung_R": "lung"}
    assert told(of("Lung_L", "Left Lung")) == {}
    assert told(of("Trachea", "Bronchus_Main_L", "Bronchus_Main_R")) == dict.fromkeys(
        ("Trachea", "Bronchus_Main_L", "Bronchus_Main_R"), "trachea"
    )


def test_the_user_says_which_and_the_other_is_set_aside() -> None:
    found = of("SpinalCord", "Myelon", Myelon="spinal_cord")
    assert told(found) == {"Myelon": "spinal_cord"} and found.named[0].said
    assert found.aside == ("SpinalCord",) and not found.asked and not found.unnamed


def test_the_user_says_that_one_is_none() -> None:
    found = of("SpinalCord", "Myelon", Myelon="none")
    assert told(found) == {"SpinalCord": "spinal_cord"} and not found.asked


def test_a_side_is_kept_where_the_user_names_the_organ() -> None:
    (one,) = of("Lung_L", Lung_L="lung").named
    assert one.side == "left"
    (other,) = of("Lt Lunge x", **{"Lt Lunge x": "lung"}).named
    assert other.side is None


def test_what_resembles_an_organ_is_asked_about_until_the_organ_is_sure() -> None:
    found = of("z_cord", "Spinel cord", "Couch")
    assert {one.structures: one.candidates[0] for one in found.asked} == {
        ("z_cord",): "spinal_cord", ("Spinel cord",): "spinal_cord",
    }  # fmt: skip
    made, slip = found.asked
    assert made.why.startswith("its name says that it is made from an organ")
    assert slip.why == "its name is like that of an organ, and not surely it"
    assert found.unnamed == ("Couch",)
    assert of("z_cord", "SpinalCord").asked == () and of("z_cord", "SpinalCord").unnamed == (
        "z_cord",
    )


def test_both_halves_answer_for_the_whole_and_one_does_not() -> None:
    assert of("Lung_L", "Lung_R", "Lungs-PTV").asked == ()
    (asked,) = of("Lung_L", "Lungs-PTV").asked
    assert asked.candidates == ("lungs",)


def test_targets_are_never_asked_to_be_organs() -> None:
    assert of("PTV_cord", "GTV lung").unnamed == ("PTV_cord", "GTV lung")


def test_every_answer_that_does_not_fit_is_refused_at_once() -> None:
    with pytest.raises(Unusable) as refused:
        mapped(
            [(1, "Cord"), (2, "Cord"), (3, "Heart")], load_knowledge(),
            {"Kord": "spinal_cord", "Cord": "spinal_cord", "Heart": "hart", "Xyz": "none"},
        )  # fmt: skip
    kord, cord, heart, xyz = refused.value.problems
    assert kord.startswith("Kord: no structure has this name (nearest: Cord")
    assert cord == "Cord: 2 structures have this name"
    assert heart.startswith("Heart=hart: there is no organ hart (nearest: heart)")
    assert xyz.startswith("Xyz: no structure has this name; the plan holds Cord, Cord, Heart")


def test_every_organ_that_has_limits_has_names() -> None:
    knowledge = load_knowledge()
    assert set(knowledge.tables["dose_organs"]) <= set(organ_names(knowledge))
