"""Whether a statement's parties are in the roles that a question gives them: (sentence, question, fit), both parsed."""

from __future__ import annotations

import pytest

from assistant.frame import read_frame
from assistant.roles import Fit, akin, core, effective_act, fit
from corpus.actors.resolve import resolve
from corpus.article import Article
from corpus.attribution.statements import statements
from corpus.statement import Act
from index.statements import StoredStatement


def told(text: str) -> list[StoredStatement]:
    article = Article("a.txt", text, "a.txt")
    return [StoredStatement(row, one, 0, article) for row, one in enumerate(resolve(article, statements(article)))]


def fit_of(text: str, question: str) -> Fit:
    """The fit of a sentence: of its statements, the first that is known to stand for or against."""
    frame = read_frame(question)
    made = told(text)
    assert made, f"no statement in {text!r}"
    fits = [fit(frame, one) for one in made]
    return next((one for one in (Fit.FITS, Fit.SWAPPED, Fit.CONTRADICTED) if one in fits), Fit.UNKNOWN)


# Each pair of sentences tells the same, actively and passively.
ASKED = ("Norway asked Denmark for a loan on Monday.", "Denmark was asked by Norway for a loan on Monday.")
ACCUSED = (
    "Norway accused Denmark of stalling the talks.",
    "Denmark was accused by Norway of stalling the talks.",
)
URGED = (
    "Anna Berg urged Carl Dahl to resign over the ledger.",
    "Carl Dahl was urged by Anna Berg to resign over the ledger.",
)


@pytest.mark.parametrize(
    ("sentences", "question", "wanted"),
    [
        (ASKED, "Who asked Denmark for a loan?", Fit.FITS),
        (ASKED, "Who asked Norway for a loan?", Fit.SWAPPED),
        (ASKED, "By whom was Denmark asked for a loan?", Fit.FITS),
        (ASKED, "By whom was Norway asked for a loan?", Fit.SWAPPED),
        (ASKED, "Whom did Norway ask for a loan?", Fit.FITS),
        (ASKED, "Whom did Denmark ask for a loan?", Fit.SWAPPED),
        (ASKED, "Who was asked by Norway for a loan?", Fit.FITS),
        (ASKED, "Who was asked by Denmark for a loan?", Fit.SWAPPED),
        (ASKED, "What did Norway ask Denmark for?", Fit.FITS),
        (ASKED, "What did Denmark ask Norway for?", Fit.SWAPPED),
        (ASKED, "Why did Denmark ask Norway for a loan?", Fit.SWAPPED),
        (ASKED, "When did Denmark ask Norway for a loan?", Fit.SWAPPED),
        (ASKED, "Who asked Sweden for a loan?", Fit.SWAPPED),
        (ACCUSED, "Who accused Denmark of stalling the talks?", Fit.FITS),
        (ACCUSED, "Who accused Norway of stalling the talks?", Fit.SWAPPED),
        (ACCUSED, "Whom did Norway accuse of stalling the talks?", Fit.FITS),
        (ACCUSED, "Why did Denmark accuse Norway of stalling the talks?", Fit.SWAPPED),
        (URGED, "Who urged Carl Dahl to resign over the ledger?", Fit.FITS),
        (URGED, "Who urged Anna Berg to resign over the ledger?", Fit.SWAPPED),
        (URGED, "Whom did Anna Berg urge to resign over the ledger?", Fit.FITS),
        (URGED, "Whom did Carl Dahl urge to resign over the ledger?", Fit.SWAPPED),
    ],
)
def test_active_and_passive_alike(sentences: tuple[str, str], question: str, wanted: Fit) -> None:
    assert [fit_of(sentence, question) for sentence in sentences] == [wanted, wanted]


@pytest.mark.parametrize(
    ("sentence", "question", "wanted"),
    [
        ("Norway sought a loan from Denmark on Monday.", "Who sought a loan from Denmark?", Fit.FITS),
        ("Norway sought a loan from Denmark on Monday.", "Who sought a loan from Norway?", Fit.SWAPPED),
        ("Norway promised Iceland a new ferry.", "Who promised Iceland a new ferry?", Fit.FITS),
        ("Norway promised Iceland a new ferry.", "Who promised Norway a new ferry?", Fit.SWAPPED),
        ("Norway warned Sweden about the dam.", "Who warned Sweden about the dam?", Fit.FITS),
        ("Norway warned Sweden about the dam.", "Who warned Norway about the dam?", Fit.SWAPPED),
        ("Norway warned Sweden about the dam.", "What did Sweden warn Norway about the dam?", Fit.SWAPPED),
        ("Norway threatened Iceland with sanctions over the cod.", "Who threatened Iceland with sanctions over the cod?", Fit.FITS),
        ("Norway threatened Iceland with sanctions over the cod.", "Who threatened Norway with sanctions over the cod?", Fit.SWAPPED),
        ("Norway demanded compensation from Iceland for the wreck.", "Who demanded compensation from Iceland for the wreck?", Fit.FITS),
        ("Norway demanded compensation from Iceland for the wreck.", "Who demanded compensation from Norway for the wreck?", Fit.SWAPPED),
        ("Norway demanded compensation from Iceland for the wreck.", "Why did Iceland demand compensation for the wreck?", Fit.SWAPPED),
        ("Sanctions over the cod were proposed by Norway.", "Who proposed sanctions over the cod?", Fit.FITS),
        ("Anna Berg said the harbour would close.", "Who said the harbour would close?", Fit.FITS),
        ("Norway denied that it had sold the reef to Iceland.", "Who denied that it had sold the reef to Iceland?", Fit.FITS),
    ],
)  # fmt: skip
def test_other_acts(sentence: str, question: str, wanted: Fit) -> None:
    assert fit_of(sentence, question) is wanted


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("Norway asked Denmark for a loan on Monday.", "Who sought a loan from Denmark?"),
        ("Norway asked Denmark for a loan on Monday.", "Who requested a loan from Denmark?"),
        ("The council rejected the toll on lorries.", "Who turned down the toll on lorries?"),
        ("The council turned down the toll on lorries.", "Who rejected the toll on lorries?"),
        ("Norway pledged a new ferry.", "Who promised a new ferry?"),
    ],
)
def test_another_cue_of_the_same_act_fits(sentence: str, question: str) -> None:
    assert fit_of(sentence, question) is Fit.FITS


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("Denmark refused to guarantee the fishing quota.", "Why did Denmark guarantee the fishing quota?"),
        ("Denmark refused to guarantee the fishing quota.", "When did Denmark promise the fishing quota?"),
        ("Denmark refused to guarantee the fishing quota.", "What did Denmark promise about the fishing quota?"),
        ("Denmark never accepted the fishing quota.", "Why did Denmark accept the fishing quota?"),
        ("Denmark rejected the fishing quota.", "Why did Denmark accept the fishing quota?"),
        ("Denmark turned down the fishing quota.", "When did Denmark accept the fishing quota?"),
        ("The fishing quota was rejected by Denmark.", "Why did Denmark accept the fishing quota?"),
        ("Denmark rejected the fishing quota.", "Why was the fishing quota accepted by Denmark?"),
        ("Denmark accepted the fishing quota.", "Why did Denmark reject the fishing quota?"),
        ("The Danish cabinet rejected the Norwegian plan for the strait.", "Why did the Danish cabinet accept the Norwegian plan for the strait?"),
    ],
)  # fmt: skip
def test_the_opposite_of_what_is_told_is_contradicted(sentence: str, question: str) -> None:
    assert fit_of(sentence, question) is Fit.CONTRADICTED


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("Denmark refused to guarantee the fishing quota.", "Why did Denmark refuse to guarantee the fishing quota?"),
        ("Denmark rejected the fishing quota.", "Why did Denmark reject the fishing quota?"),
        ("Denmark accepted the fishing quota.", "Why did Denmark accept the fishing quota?"),
        ("Denmark refused to guarantee the fishing quota.", "Who refused to guarantee the fishing quota?"),
    ],
)
def test_what_is_told_is_not_contradicted(sentence: str, question: str) -> None:
    assert fit_of(sentence, question) is Fit.FITS


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        (ASKED[0], "Did Denmark ask Norway for a loan?"),
        (ASKED[1], "Did Denmark ask Norway for a loan?"),
        (ASKED[0], "Was Norway asked by Denmark for a loan?"),
        (ACCUSED[0], "Did Denmark accuse Norway of stalling the talks?"),
        ("Denmark refused to guarantee the fishing quota.", "Did Denmark guarantee the fishing quota?"),
        ("Denmark rejected the fishing quota.", "Has Denmark accepted the fishing quota?"),
        ("Denmark accepted the fishing quota.", "Did Denmark reject the fishing quota?"),
    ],
)
def test_a_yes_no_question_leaves_it_open(sentence: str, question: str) -> None:
    assert fit_of(sentence, question) is Fit.UNKNOWN


def test_telling_with_the_same_verb_has_a_direction() -> None:
    told = "Anna Berg told Carl Dahl that the harbour would close."
    assert fit_of(told, "What did Carl Dahl tell Anna Berg about the harbour?") is Fit.SWAPPED
    assert fit_of(told, "What did Anna Berg tell Carl Dahl about the harbour?") is Fit.FITS


def test_telling_with_another_verb_has_one_where_the_question_names_both() -> None:
    told = "Anna Berg said that Carl Dahl would close the harbour."
    assert fit_of(told, "What did Carl Dahl claim Anna Berg would do with the harbour?") is Fit.SWAPPED
    assert fit_of(told, "What did Carl Dahl claim about the harbour?") is Fit.UNKNOWN
    assert fit_of(told, "What did Anna Berg claim Carl Dahl would do with the harbour?") is Fit.FITS


def test_a_yes_no_question_may_fit() -> None:
    assert fit_of(ASKED[0], "Did Norway ask Denmark for a loan?") is Fit.FITS


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("Anna Berg said the harbour would close.", "What did Carl Dahl say about the harbour?"),
        ("Norway asked Denmark for a loan on Monday.", "Who asked Norway to hand back the stolen paintings of 1911?"),
        ("Norway demanded compensation from Iceland for the wreck.", "What did Iceland reject?"),
        ("Norway asked Denmark for a loan on Monday.", "When does the ferry leave for Turku?"),
        ("Norway asked Denmark for a loan on Monday.", "hello"),
        ("The mayor was accused of hiding the bill.", "Who accused the mayor of hiding the bill?"),
    ],
)  # fmt: skip
def test_nothing_is_known(sentence: str, question: str) -> None:
    """Mere telling, another topic, another act, no act, no source."""
    assert fit_of(sentence, question) is Fit.UNKNOWN


@pytest.mark.parametrize(
    ("sentence", "act"),
    [
        ("Denmark refused to guarantee the fishing quota.", Act.REJECT),
        ("Denmark guaranteed the fishing quota.", Act.PROMISE),
        ("Denmark rejected the fishing quota.", Act.REJECT),
        ("Norway never demanded the islands.", Act.DEMAND),
    ],
)
def test_polarity_is_taken_into_the_act(sentence: str, act: Act) -> None:
    assert [effective_act(one.statement) for one in told(sentence)] == [act]


@pytest.mark.parametrize(
    ("asked", "sentence", "wanted"),
    [
        ((Act.DEMAND,), ASKED[0], True),
        ((Act.REQUEST,), ASKED[0], True),
        ((Act.STATE, Act.PROPOSE), ASKED[0], True),
        ((Act.REJECT,), ASKED[0], False),
        ((), ASKED[0], False),
        ((Act.DENY,), "Denmark rejected the fishing quota.", True),
        ((Act.REJECT,), "Denmark refused to guarantee the fishing quota.", True),
        ((Act.PROMISE,), "Denmark refused to guarantee the fishing quota.", False),
        ((Act.ANNOUNCE,), "Anna Berg said the harbour would close.", True),
        ((Act.DEMAND,), "Anna Berg said the harbour would close.", False),
    ],
)
def test_akin(asked: tuple[Act, ...], sentence: str, wanted: bool) -> None:
    assert [akin(asked, one.statement) for one in told(sentence)] == [wanted]


@pytest.mark.parametrize(
    ("phrase", "wanted"),
    [
        ("Norway's largest union", "largest union"),
        ("Norway’s largest union", "largest union"),
        ("the dockers’ union of Turku", "union"),
        ("the Dockers' Association", "the Dockers' Association"),
        ("members of the board", "members"),
        ("the clerk who lost the files", "the clerk"),
        ("Norway", "Norway"),
        ("", ""),
    ],
)
def test_core(phrase: str, wanted: str) -> None:
    assert core(phrase) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The dockers' largest union urged new manager Anna Berg on Monday to step in at the talks.", Fit.SWAPPED),
        ("Anna Berg urged the dockers on Monday to step in at the talks.", Fit.UNKNOWN),
        ("The dockers' largest union urged Carl Dahl on Monday to step in at the talks.", Fit.UNKNOWN),
        ("The dockers' largest union told Anna Berg on Monday that the talks were over.", Fit.UNKNOWN),
    ],
)
def test_the_same_verb_done_to_who_asks_is_swapped_however_else_it_is_put(text: str, wanted: Fit) -> None:
    question = "Why did the harbour's manager Anna Berg urge the foremen's president to take part in the talks himself?"
    assert fit_of(text, question) is wanted
