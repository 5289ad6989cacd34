"""The lexicon of cues: every row is well formed, every act has its codes, forms lead to lemmas."""

from __future__ import annotations

import pytest

from corpus.attribution.acts import codes, cues, lemmas, words
from corpus.attribution.inflection import verb_forms
from corpus.statement import Act

SLOTS = {
    "that", "quote", "wh", "inf", "objinf", "obj", "obj2", "ing", "as", "objname", "objon", "bare", "told", "dative",
    "pobj", "light", "held", "done", "stand",
    "on", "upon", "of", "about", "for", "with", "to", "against", "over", "in", "at", "from", "regarding",
}  # fmt: skip


@pytest.mark.parametrize("part", ["verb", "adj", "noun"])
def test_every_row_is_well_formed(part: str) -> None:
    table = cues(part)
    assert len(table) > 10
    for lemma, frames in table.items():
        for frame in frames:
            assert frame.words[0] == lemma and lemma == lemma.lower()
            assert {slot.name for slot in frame.content + frame.addressee} <= SLOTS, frame


def test_every_act_has_its_row_of_codes() -> None:
    plover = {act: codes(act).plover for act in Act}
    assert plover[Act.REJECT] == "REJECT" and plover[Act.ACCUSE] == "ACCUSE"
    assert {act for act, code in plover.items() if code is None} == {Act.PROPOSE, Act.DENY, Act.ANNOUNCE, Act.STATE}


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("said", "say"), ("told", "tell"), ("denies", "deny"), ("urging", "urge"), ("begged", "beg"),
        ("vetoed", "veto"),
        ("pressed", "press"), ("offered", "offer"), ("sought", "seek"), ("committed", "commit"), ("wrote", "write"),
    ],
)  # fmt: skip
def test_forms_lead_to_lemmas(form: str, lemma: str) -> None:
    assert lemmas("verb")[form] == lemma


@pytest.mark.parametrize(("lemma", "ing"), [("agree", "agreeing"), ("propose", "proposing"), ("plan", "planning")])
def test_participles(lemma: str, ing: str) -> None:
    assert ing in verb_forms(lemma)


def test_longer_cues_come_first() -> None:
    assert [len(frame.words) for frame in cues("verb")["call"]] == sorted(
        (len(frame.words) for frame in cues("verb")["call"]), reverse=True
    )


def test_classes_of_words_have_plurals() -> None:
    assert {"proposal", "proposals"} <= words("classes", "plan")
