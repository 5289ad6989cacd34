"""A real milvus-lite server in a process of its own, which tests stop, kill, hold up and start again."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from index.errors import StoreUnavailable
from index.milvus.address import Address, parse_address
from index.milvus.engine import Engine
from tests import offline

START_S = 120.0  # a shared machine may be slow
TOKEN = "reader:right"
_GUARDED = f"""
import sys
from concurrent import futures
import grpc
from base64 import b64encode
from milvus_lite.adapter.grpc.servicer import MilvusServicer
from milvus_lite.db import MilvusLite
from pymilvus.grpc_gen import milvus_pb2_grpc

class Guard(grpc.ServerInterceptor):
    def intercept_service(self, go_on, call):
        given = dict(call.invocation_metadata).get("authorization")
        if given == b64encode(b"{TOKEN}").decode():
            return go_on(call)
        def refuse(request, context):
            context.abort(grpc.StatusCode.UNAUTHENTICATED, "auth check failure, please check api key is correct")
        return grpc.unary_unary_rpc_method_handler(refuse)

server = grpc.server(futures.ThreadPoolExecutor(4), interceptors=[Guard()])
milvus_pb2_grpc.add_MilvusServiceServicer_to_server(MilvusServicer(MilvusLite(sys.argv[1])), server)
server.add_insecure_port("127.0.0.1:" + sys.argv[2])
server.start()
server.wait_for_termination()
"""


class Server:
    """milvus-lite over gRPC on loopback, at one port for all its life."""

    def __init__(self, folder: Path, *, guarded: bool = False) -> None:
        self._folder = folder
        self._guarded = guarded
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def store(self, name: str = "news", timeout_s: float = 60) -> str:
        """The address of an archive in it, as a user writes it."""
        return f"milvus://127.0.0.1:{self._port}/{name}?timeout_s={timeout_s:g}"

    def address(self, name: str = "news", timeout_s: float = 60, token: str | None = None) -> Address:
        return parse_address(self.store(name, timeout_s), token or (TOKEN if self._guarded else None))

    def start(self) -> None:
        """Start it, and wait until it answers."""
        arguments = ["-m", "milvus_lite", "server", "--data-dir", str(self._folder), "--host", "127.0.0.1", "--port"]
        if self._guarded:
            arguments = ["-c", _GUARDED, str(self._folder)]

        self._process = subprocess.Popen(
            [sys.executable, *arguments, str(self._port)],
            env={**os.environ, "PYTHONPATH": str(Path(offline.__file__).parent)},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + START_S
        while True:
            try:
                Engine(self.address(timeout_s=2)).tables()
            except StoreUnavailable:
                assert self._process.poll() is None, "the server has ended"
                assert time.monotonic() < until, "the server does not start"
            else:
                return

    def fill_disk(self, most_bytes: int) -> None:
        """From now on a write fails that would make a file of it larger: to it, its disk is full."""
        assert self._process is not None
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (most_bytes, resource.RLIM_INFINITY))

    def free_disk(self) -> None:
        assert self._process is not None
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    def send(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def stop(self) -> None:
        """End it at once, as a crash does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
