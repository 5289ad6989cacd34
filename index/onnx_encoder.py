"""A transformer encoder run by onnxruntime: texts or pairs of texts to its raw output."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer

from corpus.onnx_session import session
from index.cores import cores
from index.errors import ModelUnavailable
from index.onnx_graph import with_output

Floats = npt.NDArray[np.float32]
Texts = Sequence[str] | Sequence[tuple[str, str]]
Batch = tuple[npt.NDArray[np.int64], Floats, Floats]


class OnnxEncoder:
    """Tokenizer and session of one model. Safe for use by several threads.

    Each batch runs on one thread, and ``threads`` of them (0: one a core) at a time: batches share nothing, while the
    threads of one batch wait for each other at every layer. ``output`` is a tensor within the graph to give instead of
    its output; what lies behind it is not run. ``fixed``: the model takes texts of ``max_tokens`` tokens alone.
    """

    def __init__(
        self,
        model: Path,
        tokenizer: Path,
        *,
        max_tokens: int,
        threads: int = 0,
        output: str | None = None,
        fixed: bool = False,
    ) -> None:
        try:
            weights = with_output(model.read_bytes(), output) if output else str(model)
            self._session = session(weights)
            self._tokenizer = Tokenizer.from_file(str(tokenizer))
        except Exception as error:  # both libraries raise bare Exception subclasses of their own
            raise ModelUnavailable(f"{model.name} cannot be loaded: {error}") from error
        self._tokenizer.enable_truncation(max_tokens, strategy="longest_first")
        self._tokenizer.no_padding()
        self._inputs = {given.name for given in self._session.get_inputs()}
        self._length = max_tokens if fixed else 0
        self._threads = threads or cores()
        self._pool = ThreadPoolExecutor(self._threads)

    def run(self, texts: Texts, *, batch_size: int) -> Iterator[Batch]:
        """The model's output, batch by batch of texts of like length.

        Yields (rows, mask, output): the positions of the batch's texts, its attention mask of shape
        (batch, tokens) as 0.0 and 1.0, and the output, of shape (batch, tokens, width) or (batch, width).
        """
        yield from self.run_encoded(self.encode(texts), batch_size=batch_size)

    def encode(self, texts: Texts) -> list[Encoding]:
        """The texts as tokens, with the places of these in the texts."""
        return self._tokenizer.encode_batch([_encodable(text) for text in texts])

    def run_encoded(self, encodings: Sequence[Encoding], *, batch_size: int) -> Iterator[Batch]:
        """The same as ``run`` for texts that are tokens already."""
        lengths = np.array([len(encoding) for encoding in encodings], np.int64)
        order = np.argsort(-lengths, kind="stable")  # the longest first, so that the threads end together
        batches = [order[start : start + batch_size] for start in range(0, len(order), batch_size)]
        if self._threads == 1 or len(batches) < 2:
            yield from (self._run_batch(rows, encodings) for rows in batches)
        else:
            yield from self._pool.map(lambda rows: self._run_batch(rows, encodings), batches)

    def _run_batch(self, rows: npt.NDArray[np.int64], encodings: Sequence[Encoding]) -> Batch:
        inputs = _padded([encodings[row] for row in rows], self._length)
        outputs = self._session.run(None, {name: inputs[name] for name in self._inputs})
        return rows, inputs["attention_mask"].astype(np.float32), outputs[0]


def _encodable(text: str | tuple[str, str]) -> str | tuple[str, str]:
    """A text without the lone surrogates of a broken question, which the tokenizer refuses."""
    if isinstance(text, str):
        return text.encode("utf-8", "replace").decode("utf-8")
    return text[0].encode("utf-8", "replace").decode("utf-8"), text[1].encode("utf-8", "replace").decode("utf-8")


def _padded(encodings: Sequence[Encoding], least: int) -> dict[str, npt.NDArray[np.int64]]:
    """Inputs of one batch, each of shape (batch, longest), with ``least`` columns at the least."""
    shape = len(encodings), max(least, *map(len, encodings))
    inputs = {name: np.zeros(shape, np.int64) for name in ("input_ids", "attention_mask", "token_type_ids")}
    for row, encoding in enumerate(encodings):
        inputs["input_ids"][row, : len(encoding)] = encoding.ids
        inputs["attention_mask"][row, : len(encoding)] = 1
        inputs["token_type_ids"][row, : len(encoding)] = encoding.type_ids
    return inputs
