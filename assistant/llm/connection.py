"""One request to an endpoint, streamed; with a deadline, a limit, and an end as soon as nobody reads on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Mapping, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any

from assistant.llm.endpoint import Endpoint

if TYPE_CHECKING:
    import httpx2
    from openai import AsyncOpenAI

CONNECT_S = 5.0
BEAT_S = 0.25
MOST_BYTES = 2**21  # of one response; a reply is some kilobytes
CHARACTERS_A_TOKEN = 12  # more than any language takes: a reply longer than this times its tokens is none

Message = Mapping[str, str]
Tell = Callable[[str], None]


class EndpointFailed(Exception):
    """The endpoint gave no usable reply; the message says why, in words of ours, and holds nothing that it sent."""


def written(endpoint: Endpoint, model: str, messages: Sequence[Message]) -> Generator[str, None, None]:
    """The reply's text, piece by piece. Closing the iterator ends the request at once. Raises EndpointFailed."""

    async def told(client: AsyncOpenAI, tell: Tell) -> None:
        await _reply(client, endpoint, model, messages, tell)

    return _pieces(endpoint, told)


def offered(endpoint: Endpoint) -> list[str]:
    """The names of the endpoint's models. Raises EndpointFailed."""

    async def told(client: AsyncOpenAI, tell: Tell) -> None:
        page = await client.models.list()
        for one in page.data if isinstance(page.data, list) else ():
            tell(str(one.id))

    return [name for name in _pieces(endpoint, told) if name]


def _pieces(endpoint: Endpoint, told: Callable[[AsyncOpenAI, Tell], Awaitable[None]]) -> Generator[str, None, None]:
    """What ``told`` tells, while it runs in a thread of its own that ends with this iterator."""
    pieces: SimpleQueue[str | EndpointFailed | None] = SimpleQueue()
    loop = asyncio.new_event_loop()
    task = loop.create_task(_within(endpoint, told, pieces.put))
    thread = Thread(target=_run, args=(loop, task), daemon=True, name="language model")
    thread.start()
    try:
        while (piece := _next(pieces)) is not None:
            if isinstance(piece, EndpointFailed):
                raise piece
            yield piece
    finally:
        with suppress(RuntimeError):  # the loop is closed already
            loop.call_soon_threadsafe(task.cancel)
        thread.join()


def _next(pieces: SimpleQueue[str | EndpointFailed | None]) -> str | EndpointFailed | None:
    """The next piece, an empty one if there is none for a while: so that whoever waits can also go away."""
    try:
        return pieces.get(timeout=BEAT_S)
    except Empty:
        return ""


def _run(loop: asyncio.AbstractEventLoop, task: asyncio.Task[None]) -> None:
    with suppress(asyncio.CancelledError):
        loop.run_until_complete(task)
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()


async def _within(
    endpoint: Endpoint,
    told: Callable[[AsyncOpenAI, Tell], Awaitable[None]],
    put: Callable[[str | EndpointFailed | None], None],
) -> None:
    """Run ``told`` up to the deadline; at the end put None, or what went wrong."""
    import httpx2
    import openai

    try:
        async with asyncio.timeout(endpoint.timeout_s), _client(endpoint) as client:
            await told(client, put)
        put(None)
    except (TimeoutError, openai.APITimeoutError):
        put(EndpointFailed(f"it did not answer within {endpoint.timeout_s:g} s"))
    except openai.APIStatusError as error:
        put(EndpointFailed(_meaning(error.status_code)))
    except openai.APIConnectionError as error:
        put(error.__cause__ if isinstance(error.__cause__, EndpointFailed) else EndpointFailed("it cannot be reached"))
    except httpx2.HTTPError:
        put(EndpointFailed("it broke off"))
    except EndpointFailed as error:
        put(error)
    except (openai.OpenAIError, ValueError, TypeError, AttributeError, LookupError, RecursionError):
        put(EndpointFailed("it sent something that is no reply"))  # the client checks little of what it reads
    except BaseException:
        put(EndpointFailed("it was stopped"))
        raise


def _meaning(status: int) -> str:
    known = {
        400: "it refused the request (status 400); it may take fewer tokens than context_tokens says",
        401: "it refused the key (status 401); the key is read from DEMARCHE_LLM_KEY",
        403: "it refused the key (status 403); the key is read from DEMARCHE_LLM_KEY",
        404: "it has no such address or model (status 404)",
        413: "it refused the request as too long (status 413)",
        429: "it is too busy, or its quota is used up (status 429)",
    }
    return known.get(status, f"it failed with status {status}")


def _client(endpoint: Endpoint) -> AsyncOpenAI:
    """A client that goes nowhere else than to the endpoint, and takes nothing from OpenAI's own variables."""
    import httpx2
    from openai import AsyncOpenAI

    client = AsyncOpenAI(
        api_key=endpoint.key or "none",
        base_url=endpoint.url,
        max_retries=0,
        http_client=httpx2.AsyncClient(
            follow_redirects=False,
            trust_env=not endpoint.is_local,  # no proxy on the way to this machine
            timeout=httpx2.Timeout(endpoint.timeout_s, connect=min(CONNECT_S, endpoint.timeout_s)),
            headers={"Accept-Encoding": "identity"},
            event_hooks={"response": [_limit]},
        ),
    )
    client.organization = client.project = client.admin_api_key = None
    return client


async def _limit(response: httpx2.Response) -> None:
    if response.headers.get("content-encoding", "identity") != "identity":
        raise EndpointFailed("it sent a compressed reply")
    response.stream = _limited_stream(response.stream)


def _limited_stream(stream: Any) -> httpx2.AsyncByteStream:
    import httpx2

    class Limited(httpx2.AsyncByteStream):
        """A body that ends with an error where it becomes absurdly long."""

        async def __aiter__(self) -> AsyncIterator[bytes]:
            read = 0
            async for part in stream:
                read += len(part)
                if read > MOST_BYTES:
                    raise EndpointFailed("its reply is absurdly long")
                yield part

        async def aclose(self) -> None:
            await stream.aclose()

    return Limited()


async def _reply(client: AsyncOpenAI, endpoint: Endpoint, model: str, messages: Sequence[Message], tell: Tell) -> None:
    most, length, ended = endpoint.answer_tokens * CHARACTERS_A_TOKEN, 0, False
    stream: Any = await client.chat.completions.create(
        model=model,
        messages=[dict(message) for message in messages],  # type: ignore[misc]
        temperature=0,
        max_tokens=endpoint.answer_tokens,
        stream=True,
    )
    async with stream:
        async for chunk in stream:
            for choice in chunk.choices[:1] if isinstance(chunk.choices, list) else ():
                piece = getattr(choice.delta, "content", None)
                if isinstance(piece, str):
                    length += len(piece)
                    tell(piece)
                ended = ended or choice.finish_reason is not None
            if length > most:
                raise EndpointFailed("its reply is absurdly long")
    if not ended:
        raise EndpointFailed("it broke off")
