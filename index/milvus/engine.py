"""The connection to Milvus: every request with a limit of time, every fault as one typed line."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from index.errors import (
    ExtraMissing,
    IndexMissing,
    IndexUnusable,
    StoreFailed,
    StoreFull,
    StoreRefused,
    StoreUnavailable,
)
from index.milvus.address import TOKEN, Address
from index.milvus.where import Where

Row = dict[str, Any]
T = TypeVar("T")

MOST = 16_384  # rows that Milvus gives to one request
_GONE = 100  # its code for a collection or an alias that is not there
_NOT_LOADED = 101  # its code for a collection that is not in memory
_REFUSED = (1400, 1401)  # its codes for who may not come in, and who may not do this
_QUOTA = 9  # its code for an engine that takes no more writes: disk or memory
_REFUSING = ("auth check failure", "unauthenticated", "permission deny", "permission_denied", "incorrect password")
_FULL = ("no space left", "disk quota", "quota exceeded", "file too large", "quota exhausted")
_AWAY = ("unavailable", "deadline", "timeout", "fail connecting", "failed to connect", "connection", "channel")


class Engine:
    """A Milvus server, or a file that milvus-lite serves in this process. Safe for several threads.

    The connection is made at the first request, and again after the engine was away.

    Raises (at each request): StoreUnavailable, StoreRefused, StoreFull, StoreFailed, IndexMissing; ExtraMissing.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        self._connecting = threading.Lock()
        self._connected: tuple[Any, bool] | None = None

    @property
    def is_lite(self) -> bool:
        """Whether this is milvus-lite, which knows no filter templates and has all in one place."""
        return self._connection()[1]

    def close(self) -> None:
        """Let go of the connection; milvus-lite lets go of its file."""
        with self._connecting:
            if self._connected is not None:
                self._connected[0].close()
                self._connected = None

    # reading

    def query(self, table: str, where: Where, fields: Sequence[str], *, limit: int = MOST) -> list[Row]:
        """Rows that fit, in no order; at most ``limit``, which is at most MOST."""
        return self._request(
            lambda client, timeout: list(
                client.query(table, output_fields=list(fields), limit=limit, timeout=timeout, **self._filter(where))
            ),
            table,
        )

    def count(self, table: str, where: Where) -> int:
        """How many rows fit, with all that was written before counted."""

        def ask(client: Any, timeout: float) -> int:
            found = client.query(
                table, output_fields=["count(*)"], consistency_level="Strong", timeout=timeout, **self._filter(where)
            )
            return int(found[0]["count(*)"])

        return self._request(ask, table)

    def search(
        self, table: str, field: str, query: Any, where: Where, fields: Sequence[str], *, limit: int
    ) -> list[tuple[Row, float]]:
        """The rows whose ``field`` is nearest to a query by inner product, best first, each with that product."""

        def ask(client: Any, timeout: float) -> list[tuple[Row, float]]:
            (found,) = client.search(
                table, data=[query], anns_field=field, limit=limit, output_fields=list(fields), timeout=timeout,
                search_params={"metric_type": "IP"}, **self._filter(where),
            )  # fmt: skip
            return [(dict(hit["entity"]), float(hit["distance"])) for hit in found]

        return self._request(ask, table)

    def alias(self, name: str) -> str | None:
        """The collection that an alias stands for, None if there is no such alias."""
        try:
            return str(
                self._request(lambda client, timeout: client.describe_alias(name, timeout=timeout))["collection_name"]
            )
        except IndexMissing:
            return None

    def tables(self) -> list[str]:
        """The names of all collections."""
        return self._request(lambda client, timeout: sorted(client.list_collections(timeout=timeout)))

    def properties(self, table: str) -> Mapping[str, Any]:
        """What the engine tells of a collection."""
        return dict(self._request(lambda client, timeout: client.describe_collection(table, timeout=timeout)))

    def version(self) -> str:
        """The engine's name and version, as it tells them."""
        return str(self._request(lambda client, timeout: client.get_server_version(timeout=timeout)))

    # writing

    def create(self, table: str, make: Callable[[Any], tuple[Any, Any]]) -> None:
        """Make a collection from the schema and the indexes that ``make`` gives for a client, and load it."""

        def ask(client: Any, timeout: float) -> None:
            schema, indexes = make(client)
            client.create_collection(table, schema=schema, consistency_level="Bounded", timeout=_LONG * timeout)
            client.create_index(table, indexes, timeout=_LONG * timeout, sync=False)  # else half a second for each
            client.load_collection(table, timeout=_LONG * timeout)

        self._request(ask)

    def put(self, table: str, rows: Sequence[Row]) -> None:
        """Write rows; those with the same key are replaced."""
        if rows:
            self._request(lambda client, timeout: client.upsert(table, list(rows), timeout=_LONG * timeout))

    def delete(self, table: str, where: Where) -> None:
        """Delete the rows that fit."""
        self._request(lambda client, timeout: client.delete(table, timeout=_LONG * timeout, **self._filter(where)))

    def flush(self, table: str) -> None:
        """Have all that was written to a collection on disk and indexed."""
        self._request(lambda client, timeout: client.flush(table, timeout=_LONG * timeout))

    def point(self, alias: str, table: str) -> None:
        """Make an alias stand for a collection, at once for all readers."""
        current = self.alias(alias)
        if current is None:
            self._request(lambda client, timeout: client.create_alias(table, alias, timeout=timeout))
        elif current != table:
            self._request(lambda client, timeout: client.alter_alias(table, alias, timeout=timeout))

    def drop(self, table: str) -> None:
        """Drop a collection."""
        self._request(lambda client, timeout: client.drop_collection(table, timeout=_LONG * timeout))

    def drop_alias(self, alias: str) -> None:
        """Drop an alias."""
        self._request(lambda client, timeout: client.drop_alias(alias, timeout=timeout))

    def _filter(self, where: Where) -> Row:
        if self.is_lite:
            return {"filter": where.written_out()}
        return {"filter": where.template, "filter_params": where.parameters()}

    def _request(self, ask: Callable[[Any, float], T], table: str | None = None) -> T:
        """What the engine answers, asked again while it is away and there is time: all that is asked may be twice."""
        until = time.monotonic() + self.address.timeout_s
        while True:
            try:
                return self._ask(ask, table)
            except StoreUnavailable:
                if time.monotonic() + _PAUSE_S > until:
                    raise
            time.sleep(_PAUSE_S)

    def _ask(self, ask: Callable[[Any, float], T], table: str | None) -> T:
        """Where ``table`` is no longer loaded, as after milvus-lite was restarted, it is loaded again first."""
        client, _ = self._connection()
        import grpc
        from pymilvus.exceptions import MilvusException

        timeout = self.address.timeout_s
        try:
            try:
                return ask(client, timeout)
            except MilvusException as error:
                if table is None or error.code != _NOT_LOADED:
                    raise
                client.load_collection(table, timeout=_LONG * timeout)
                return ask(client, timeout)
        except (MilvusException, grpc.RpcError, grpc.FutureTimeoutError, OSError) as error:
            raise self._typed(error) from error

    def _connection(self) -> tuple[Any, bool]:
        with self._connecting:
            if self._connected is None:
                self._connected = self._connect()
            return self._connected

    def _connect(self) -> tuple[Any, bool]:
        try:
            import grpc
            from pymilvus import MilvusClient
            from pymilvus.exceptions import MilvusException
        except ImportError as error:
            needed = "a store in Milvus needs the extra: pip install -c constraints.txt -e '.[milvus]'"
            raise ExtraMissing(needed) from error
        logging.getLogger("pymilvus").setLevel(logging.CRITICAL)  # it tells each fault in thirty lines
        address = self.address
        try:
            client = MilvusClient(
                address.uri, token=address.token, db_name=address.database, timeout=address.timeout_s,
                grpc_options=_CHANNEL,
            )  # fmt: skip
            return client, "lite" in str(client.get_server_version(timeout=address.timeout_s)).lower()
        except (MilvusException, grpc.RpcError, grpc.FutureTimeoutError, OSError) as error:
            raise self._typed(error) from error

    def _typed(self, error: Exception) -> IndexUnusable:
        """A fault of the engine as what it means, in one line."""
        code, said = _told(error)
        low, where = said.lower(), self.address
        if code in _REFUSED or any(sign in reason for reason in _reasons(error) for sign in _REFUSING):
            return StoreRefused(f"{where}: the engine refuses the credentials; set {TOKEN} to a token that it knows")
        if code == _QUOTA or any(sign in low for sign in _FULL):
            return StoreFull(f"{where}: the engine has no room for more ({said}); give it some, then run this again")
        if code == _GONE:
            return IndexMissing(f"{where}: {said}")
        if code in (2, _NOT_LOADED) or any(sign in low for sign in _AWAY):  # not loaded: restarted once more meanwhile
            return StoreUnavailable(
                f"{where}: the engine does not answer within {where.timeout_s:g} s; see that it runs, then ask again"
            )
        return StoreFailed(f"{where}: the engine says: {said}")


_PAUSE_S = 0.1
# pymilvus pings an idle server every ten seconds; gRPC's own server, which milvus-lite uses, hangs up on who does
_CHANNEL = {"grpc.keepalive_time_ms": 300_000, "grpc.keepalive_permit_without_calls": False}
# after an hour away gRPC would let up to 120 s pass before it looks for the engine again
_CHANNEL |= {"grpc.max_reconnect_backoff_ms": 1_000}
_LONG = 12  # times a request's limit of time: what may take so much longer when much is written


def _reasons(error: BaseException) -> list[str]:
    """What an error says, and those that it came from: the client hides why it was not let in."""
    found: list[BaseException] = []
    reason: BaseException | None = error
    while reason is not None and not any(reason is one for one in found):
        found.append(reason)
        reason = reason.__context__ if reason.__cause__ in (None, reason) else reason.__cause__
    return [str(one).lower() for one in found]


def _told(error: Exception) -> tuple[int, str]:
    """The code and the first line of an error."""
    code = getattr(error, "code", None)
    code = code() if callable(code) else code
    number = code if isinstance(code, int) else -1
    message = str(getattr(error, "message", "") or error)
    lines = message.strip().splitlines() or [type(error).__name__]
    name = "" if isinstance(code, int) or code is None else f"{getattr(code, 'name', code)} "
    return number, f"{name}{lines[0]}"[:200]
