"""Runs of tools: the two loops that send, show, call and send back; `oaicompat._tool_runs` decides what is done."""

from __future__ import annotations

import inspect
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, cast

from typing_extensions import Self, TypeVar

from oaicompat._chat_events import AsyncChatStreamManager, ChatStreamManager
from oaicompat._tool_runs import Outcome, PendingCall, RunState
from oaicompat.errors import ClientStateError
from oaicompat.types.chat.chat_completion import ChatCompletion
from oaicompat.types.chat.tool_run_events import ToolResultEvent, ToolRunEvent, ToolRunStreamEvent

if TYPE_CHECKING:
    from oaicompat._client import AsyncClient, Client
    from oaicompat._stream import AsyncChatStream

__all__ = ["AsyncToolRun", "ToolRun"]

E = TypeVar("E", bound=ToolRunStreamEvent, default=ToolRunEvent)


class _Run:
    """What both kinds of run know."""

    def __init__(self, state: RunState, *, streamed: bool) -> None:
        self._state = state
        self._streamed = streamed
        self._stopped = False

    @property
    def messages(self) -> list[Any]:
        """The conversation as far as it came, the model's calls and the results of tools included."""
        return list(self._state.messages)

    @property
    def completion(self) -> ChatCompletion | None:
        """The model's last answer; None before the first."""
        return self._state.completion

    def stop(self) -> None:
        """Ends the run where it is: no tool is called, and nothing is sent, after this."""
        self._stopped = True

    def _final(self) -> ChatCompletion:
        completion = self._state.completion
        if completion is None or not self._state.is_over:
            raise ClientStateError("the run was stopped before the model answered; `completion` is its last answer")
        return completion


class ToolRun(_Run, Generic[E]):
    """A run of tools: iterate over its events, or ask for `get_final_completion()`."""

    def __init__(self, client: Client, state: RunState, *, streamed: bool) -> None:
        super().__init__(state, streamed=streamed)
        for one in state.tools.values():
            if one.is_async:
                raise TypeError(f"{one.name} is async: it needs an AsyncClient")
        self._client = client
        self._iterator = self._run()

    def _run(self) -> Generator[Any, None, None]:
        state = self._state
        while not state.is_over:
            if self._streamed:
                with self._opened() as events:
                    for event in events:
                        yield event
                        if self._stopped:
                            return
                    completion = events.get_final_completion()
            else:
                completion = self._client.send(state.call())
            answered, calls = state.answered(completion)
            for event in (answered, *(call.event for call in calls)):
                yield event
                if self._stopped:
                    return
            if calls:
                state.check_turns()
                results: list[ToolResultEvent] = []
                for call in calls:
                    results.append(call.result(_outcome(call)))
                    if results[-1].error is not None:
                        state.check_error(results[-1].error)
                    yield results[-1]
                    if self._stopped:
                        return
                state.took(results)

    def _opened(self) -> AbstractContextManager[Any]:
        call = self._state.stream_call()
        return ChatStreamManager[ChatCompletion](lambda: (self._client.open(call), None))

    def __iter__(self) -> Iterator[E]:
        return self._iterator

    def __next__(self) -> E:
        return cast(E, next(self._iterator))

    def close(self) -> None:
        """Ends the run where it is, and gives the connection back that a stream may hold."""
        self.stop()
        self._iterator.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def until_done(self) -> ToolRun[E]:
        """Runs to the end. Raises APIError, MaxTurnsError, or what a tool raised if that was asked for."""
        for _ in self._iterator:
            pass
        return self

    def get_final_completion(self) -> ChatCompletion:
        """The answer that ends the run, after running to it. Raises what `until_done` does."""
        return self.until_done()._final()


def _outcome(call: PendingCall) -> Outcome | None:
    if call.runs is None:
        return None
    try:
        return call.run(), None
    except Exception as error:  # noqa: BLE001  # whatever it is, the model or the caller is told
        return None, error


class AsyncToolRun(_Run, Generic[E]):
    """As `ToolRun`, with coroutines. The calls of one answer run side by side: async tools in the event loop, others
    in threads.
    """

    def __init__(self, client: AsyncClient, state: RunState, *, streamed: bool) -> None:
        super().__init__(state, streamed=streamed)
        self._client = client
        self._iterator = self._run()

    async def _run(self) -> AsyncGenerator[Any, None]:
        state = self._state
        while not state.is_over:
            if self._streamed:
                async with self._opened() as events:
                    async for event in events:
                        yield event
                        if self._stopped:
                            return
                    completion = await events.get_final_completion()
            else:
                completion = await self._client.send(state.call())
            answered, calls = state.answered(completion)
            for event in (answered, *(call.event for call in calls)):
                yield event
                if self._stopped:
                    return
            if calls:
                state.check_turns()
                results = await _side_by_side(calls)
                for result in results:
                    if result.error is not None:
                        state.check_error(result.error)
                    yield result
                    if self._stopped:
                        return
                state.took(results)

    def _opened(self) -> AbstractAsyncContextManager[Any]:
        call = self._state.stream_call()

        async def opening() -> tuple[AsyncChatStream, None]:
            return await self._client.open(call), None

        return AsyncChatStreamManager[ChatCompletion](opening)

    def __aiter__(self) -> AsyncIterator[E]:
        return self._iterator

    async def __anext__(self) -> E:
        return cast(E, await self._iterator.__anext__())

    async def close(self) -> None:
        """Ends the run where it is, and gives the connection back that a stream may hold."""
        self.stop()
        await self._iterator.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def until_done(self) -> AsyncToolRun[E]:
        """Runs to the end. Raises APIError, MaxTurnsError, or what a tool raised if that was asked for."""
        async for _ in self._iterator:
            pass
        return self

    async def get_final_completion(self) -> ChatCompletion:
        """The answer that ends the run, after running to it. Raises what `until_done` does."""
        return (await self.until_done())._final()


async def _side_by_side(calls: list[PendingCall]) -> list[ToolResultEvent]:
    """The results of calls, in the order of the calls."""
    import anyio
    import anyio.to_thread

    outcomes: dict[int, Outcome] = {}

    async def run(place: int, call: PendingCall, tool_is_async: bool) -> None:
        try:
            value = call.run() if tool_is_async else await anyio.to_thread.run_sync(call.run)
            outcomes[place] = (await value if inspect.isawaitable(value) else value), None
        except Exception as error:  # noqa: BLE001  # whatever it is, the model or the caller is told
            outcomes[place] = None, error

    async with anyio.create_task_group() as group:
        for place, call in enumerate(calls):
            if (tool := call.runs) is not None:
                group.start_soon(run, place, call, tool.is_async)
    return [call.result(outcomes.get(place)) for place, call in enumerate(calls)]
