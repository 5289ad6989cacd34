from __future__ import annotations

from index.rerank import PackagedReranker


def test_the_answer_is_ahead() -> None:
    texts = [
        "Elephants will be sent to Germany.",
        "Hamas firmly rejected any suggestion of disarming.",
        "",
        "x" * 9_000,
    ]
    scores = PackagedReranker().scores("Who rejected disarming?", texts)
    assert scores.shape == (4,)
    assert int(scores.argmax()) == 1
    assert PackagedReranker().scores("Who?", []).shape == (0,)
