"""A load that is killed in its midst."""

from __future__ import annotations


class Killed(BaseException):
    """No error that anything may catch."""


def kill(done: int, total: int) -> None:
    """As progress: ends the load when half of it is done."""
    if done >= total / 2:
        raise Killed
