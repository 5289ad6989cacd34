"""The gate's benchmark reaches its bars: what is wrong is caught, what is true passes."""

from __future__ import annotations

from benchmarks.gate import cases, measure

CAUGHT, PASSED, SENTENCES = 0.95, 0.85, 400


def test_the_gate_reaches_its_bars() -> None:
    made = cases()
    scores = measure(made)
    assert len(made) >= SENTENCES
    assert {case.wrong for case in made} >= {None, "party", "role", "number", "date", "negation", "certainty", "act"}
    for kind, bar in (("wrong", CAUGHT), ("true", PASSED)):
        right, count, _ = scores[kind]
        missed = [line for name, (*_, lines) in scores.items() if name.startswith(f"{kind}:") for line in lines]
        assert right >= bar * count, "\n".join(missed)
