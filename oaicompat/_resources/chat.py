"""`client.chat.completions`.

What a plain call does not need, raw replies, typed events, answers of a type and tools, is imported by those who ask
for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, overload

from typing_extensions import TypeVar, Unpack

from oaicompat._signature import lists_keywords
from oaicompat._wire import NotGiven, Omit
from oaicompat.endpoints.chat import chat, chat_stream

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from oaicompat._chat_events import AsyncChatStreamManager, ChatStreamManager
    from oaicompat._client import AsyncClient, Client
    from oaicompat._constraints import Constraint
    from oaicompat._parse_runs import ParseRun
    from oaicompat._parsed_answers import AnswerReader
    from oaicompat._resources.tool_runs import AsyncToolRun, ToolRun
    from oaicompat._stream import AsyncChatStream, ChatStream
    from oaicompat.structured import Strategy
    from oaicompat.tools import GivenTool
    from oaicompat.types.base import WireObject
    from oaicompat.types.chat.chat_completion import ChatCompletion
    from oaicompat.types.chat.params import ChatOptions, FreeChatOptions, Messages
    from oaicompat.types.chat.parsed_chat_completion import ParsedChatCompletion
    from oaicompat.types.chat.tool_run_events import ToolRunEvent, ToolRunStreamEvent

__all__ = [
    "AsyncChat",
    "AsyncCompletions",
    "AsyncRawChat",
    "AsyncStreamedChat",
    "Chat",
    "Completions",
    "REPLIES",
    "RawChat",
    "StreamedChat",
]

T = TypeVar("T")
C = TypeVar("C", "Client", "AsyncClient")

#: What its calls return, to be built before the first one; the client's constructor does it for chat.
REPLIES: Final[tuple[type[WireObject], ...]] = ()


class Chat:
    """Chat, as the wire's path spells it."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @property
    def completions(self) -> Completions:
        """Chat completions."""
        return Completions(self._client)

    @property
    def with_raw_response(self) -> RawChat:
        """The same methods, each giving the reply as it is."""
        return RawChat(self._client)

    @property
    def with_streaming_response(self) -> StreamedChat:
        """The same methods as context managers, whose reply is read as it comes."""
        return StreamedChat(self._client)


class Completions:
    """Chat completions."""

    def __init__(self, client: Client, asked: Client | None = None) -> None:
        self._client = client  # who sends: the client, or what gives raw replies in its place
        self._asked = asked or client  # who knows the server

    @overload
    def create(
        self,
        *,
        model: str,
        messages: Messages,
        stream: Literal[False] | None = False,
        constrain: Constraint | None = None,
        **options: Unpack[ChatOptions],
    ) -> ChatCompletion: ...
    @overload
    def create(
        self,
        *,
        model: str,
        messages: Messages,
        stream: Literal[True],
        constrain: Constraint | None = None,
        **options: Unpack[ChatOptions],
    ) -> ChatStream: ...
    @overload
    def create(
        self,
        *,
        model: str,
        messages: Messages,
        stream: bool,
        constrain: Constraint | None = None,
        **options: Unpack[ChatOptions],
    ) -> ChatCompletion | ChatStream: ...
    @lists_keywords("oaicompat.types.chat.params", "ChatOptions")
    def create(
        self,
        *,
        model: str,
        messages: Messages,
        stream: bool | None = False,
        constrain: Constraint | None = None,
        **options: Unpack[ChatOptions],
    ) -> ChatCompletion | ChatStream:
        """The model's answer to a conversation: whole, or with `stream=True` in chunks as it is written.

        Args:
            model: the id of the model, as `client.models.list()` gives it.
            messages: the conversation, oldest first: dicts with `role` and `content`, and messages of replies.
            stream: whether to stream.
            constrain: what the answer's text must look like: a `Choice`, a `Regex` or a `Grammar`, for a client that
                knows of its server how that is asked for.
            options: the keys of `ChatOptions`; None means that the key is not sent.

        Raises:
            APIError: the server or the way to it failed; see `oaicompat.errors`.
            TypeError: an option is unknown, or of the wrong type.
            ConfigurationError: the server cannot be asked for what `constrain` says.
        """
        if constrain is not None:
            options = _constrained(self._asked, constrain, options)
        if stream:
            return self._client.open(chat_stream(model=model, messages=messages, **options))
        return self._client.send(chat(model=model, messages=messages, **options))

    @overload
    def parse(
        self,
        *,
        model: str,
        messages: Messages,
        response_format: type[T] | TypeAdapter[T],
        tools: Iterable[GivenTool] | None = None,
        strategy: Strategy | None = None,
        max_repairs: int = 0,
        constrain: None = None,
        **options: Unpack[FreeChatOptions],
    ) -> ParsedChatCompletion[T]: ...
    @overload
    def parse(
        self,
        *,
        model: str,
        messages: Messages,
        response_format: Any = None,
        tools: Iterable[GivenTool] | None = None,
        strategy: Strategy | None = None,
        max_repairs: int = 0,
        constrain: Constraint | None = None,
        **options: Unpack[FreeChatOptions],
    ) -> ParsedChatCompletion[Any]: ...
    @lists_keywords("oaicompat.types.chat.params", "FreeChatOptions")
    def parse(
        self,
        *,
        model: str,
        messages: Messages,
        response_format: Any = None,
        tools: Iterable[GivenTool] | None = None,
        strategy: Strategy | None = None,
        max_repairs: int = 0,
        constrain: Constraint | None = None,
        **options: Unpack[FreeChatOptions],
    ) -> ParsedChatCompletion[Any]:
        """An answer that is a value of a type, `completion.choices[0].message.parsed`, or `completion.parsed`.

        Args:
            model, messages: as for `create`.
            response_format: the type: a pydantic model, a dataclass, a TypedDict, an enum, a union, a list, or whatever
                else pydantic's TypeAdapter takes, or a TypeAdapter; or a response format as `create` takes it.
            tools: what the model may call: functions, pydantic models, and definitions; the arguments of the first two
                are read, `tool_call.function.parsed_arguments`, and nothing is called.
            strategy: how the server is asked: "json_schema", "tool" (one that has to be called), "json_object" (the
                schema in the prompt) or "prompt"; else the best of what is known of the server. With `adapt="lossy"`
                the client goes on to the next when the server refuses one.
            max_repairs: how many times the model is asked again, with what is wrong with its answer.
            constrain, options: as for `create`.

        Raises:
            StructuredOutputError: the answer is not of the type: it has the text, the reason and the finish reason. Its
                subclasses `LengthFinishReasonError` and `ContentFilterFinishReasonError` say that it was cut.
            APIError: the server or the way to it failed.
            TypeError, ConfigurationError: pydantic knows no such type; an option is unknown, or cannot work.
        """
        from oaicompat.errors import APIError

        run = _parse_run(
            self._asked, model, messages, response_format, tools, strategy, max_repairs, constrain, options
        )
        client = _sender(self._client, self._asked, run)
        while True:
            try:
                return client.send(run.call())
            except APIError as error:
                if not run.again(error):
                    raise

    @overload
    def stream(
        self,
        *,
        model: str,
        messages: Messages,
        response_format: type[T] | TypeAdapter[T],
        tools: Iterable[GivenTool] | None = None,
        strategy: Strategy | None = None,
        constrain: None = None,
        **options: Unpack[FreeChatOptions],
    ) -> ChatStreamManager[ParsedChatCompletion[T]]: ...
    @overload
    def stream(
        self,
        *,
        model: str,
        messages: Messages,
        response_format: Mapping[str, Any] | None = None,
        tools: Iterable[GivenTool] | None = None,
        strategy: None = None,
        constrain: Constraint | None = None,
        **options: Unpack[FreeChatOptions],
    ) -> ChatStreamManager[ChatCompletion]: ...
    @overload
    def stream(
        self,
        *,
        model: str,
        messages: Messages,
        response_format: Any,
        tools: Iterable[GivenTool] | None = None,
        strategy: Strategy | None = None,
        constrain: None = None,
        **options: Unpack[FreeChatOptions],
    ) -> ChatStreamManager[ParsedChatCompletion[Any]]: ...
    @lists_keywords("oaicompat.types.chat.params", "FreeChatOptions")
    def stream(
        self,
        *,
        model: str,
        messages: Messages,
        response_format: Any = None,
        tools: Iterable[GivenTool] | None = None,
        strategy: Strategy | None = None,
        constrain: Constraint | None = None,
        **options: Unpack[FreeChatOptions],
    ) -> ChatStreamManager[Any]:
        """A context manager that gives the answer as typed events, and the whole completion at the end.

        With a `response_format` as for `parse`, the events of its text tell what it means so far, `event.parsed`, and
        the completion holds the value. `tools`, `strategy` and `constrain` are as for `parse`.
        """
        from oaicompat._chat_events import ChatStreamManager

        tools = None if tools is None else list(tools)
        if _is_plain(response_format, tools, strategy):
            plain = _free(self._asked, response_format, tools, constrain, options)
            call = chat_stream(model=model, messages=messages, **plain)
            return ChatStreamManager(lambda: (self._client.open(call), None))
        run = _parse_run(self._asked, model, messages, response_format, tools, strategy, 0, constrain, options)

        def opening() -> tuple[ChatStream, AnswerReader[Any] | None]:
            from oaicompat.errors import APIError

            client = _sender(self._client, self._asked, run)
            while True:
                try:
                    return client.open(run.stream_call()), run.reader()
                except APIError as error:
                    if not run.again(error):
                        raise

        return ChatStreamManager(opening)

    @overload
    def run_tools(
        self,
        *,
        model: str,
        messages: Messages,
        tools: Iterable[GivenTool],
        max_turns: int = 10,
        on_error: Literal["tell", "raise"] = "tell",
        stream: Literal[False] = False,
        **options: Unpack[FreeChatOptions],
    ) -> ToolRun[ToolRunEvent]: ...
    @overload
    def run_tools(
        self,
        *,
        model: str,
        messages: Messages,
        tools: Iterable[GivenTool],
        max_turns: int = 10,
        on_error: Literal["tell", "raise"] = "tell",
        stream: bool,
        **options: Unpack[FreeChatOptions],
    ) -> ToolRun[ToolRunStreamEvent]: ...
    @lists_keywords("oaicompat.types.chat.params", "FreeChatOptions")
    def run_tools(
        self,
        *,
        model: str,
        messages: Messages,
        tools: Iterable[GivenTool],
        max_turns: int = 10,
        on_error: Literal["tell", "raise"] = "tell",
        stream: bool = False,
        **options: Unpack[FreeChatOptions],
    ) -> ToolRun[Any]:
        """A run of tools: the model's calls are run and their results sent back until it answers in words.

            run = client.chat.completions.run_tools(model=..., messages=..., tools=[get_weather])
            print(run.get_final_completion().text)

        Iterating over the run gives its events: the model's answers ("completion"), each call before it is run
        ("tool.call": `event.deny()` or `event.answer(result)` instead of running it), each result ("tool.result").
        `run.stop()` ends it. Nothing is sent before the first event, or the final completion, is asked for.

        Args:
            model, messages: as for `create`.
            tools: functions, or pydantic models that can be called; nothing else is ever called. Their definitions are
                made from their signatures, type hints and docstrings; the decorator `oaicompat.tool` says it otherwise.
            max_turns: how many answers the model may give; more calls are a MaxTurnsError.
            on_error: what becomes of a tool's exception: "tell" the model, or "raise" it.
            stream: whether the events of each answer, as it is written, are among those of the run.
            options: as for `create`. A `tool_choice` that forces a call holds for the first answer.

        Raises:
            TypeError, ConfigurationError: a tool is none, or an option cannot work. Running raises APIError too.
        """
        from oaicompat._resources.tool_runs import ToolRun
        from oaicompat._tool_runs import RunState

        state = RunState(
            model=model, messages=messages, tools=tools, max_turns=max_turns, on_error=on_error, options=options
        )
        return ToolRun(self._client, state, streamed=stream)

    @property
    def with_raw_response(self) -> RawCompletions:
        """The same methods, each giving the reply as it is."""
        return RawCompletions(self._client)

    @property
    def with_streaming_response(self) -> StreamedCompletions:
        """The same methods as context managers, whose reply is read as it comes."""
        return StreamedCompletions(self._client)


class AsyncChat:
    """Chat, as the wire's path spells it."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    @property
    def completions(self) -> AsyncCompletions:
        """Chat completions."""
        return AsyncCompletions(self._client)

    @property
    def with_raw_response(self) -> AsyncRawChat:
        """The same methods, each giving the reply as it is."""
        return AsyncRawChat(self._client)

    @property
    def with_streaming_response(self) -> AsyncStreamedChat:
        """The same methods as context managers, whose reply is read as it comes."""
        return AsyncStreamedChat(self._client)


class AsyncCompletions:
    """Chat completions."""

    def __init__(self, client: AsyncClient, asked: AsyncClient | None = None) -> None:
        self._client = client  # who sends: the client, or what gives raw replies in its place
        self._asked = asked or client  # who knows the server

    @overload
    async def create(
        self,
        *,
        model: str,
        messages: Messages,
        stream: Literal[False] | None = False,
        constrain: Constraint | None = None,
        **options: Unpack[ChatOptions],
    ) -> ChatCompletion: ...
    @overload
    async def create(
        self,
        *,
        model: str,
        messages: Messages,
        stream: Literal[True],
        constrain: Constraint | None = None,
        **options: Unpack[ChatOptions],
    ) -> AsyncChatStream: ...
    @overload
    async def create(
        self,
        *,
        model: str,
        messages: Messages,
        stream: bool,
        constrain: Constraint | None = None,
        **options: Unpack[ChatOptions],
    ) -> ChatCompletion | AsyncChatStream: ...
    @lists_keywords("oaicompat.types.chat.params", "ChatOptions")
    async def create(
        self,
        *,
        model: str,
        messages: Messages,
        stream: bool | None = False,
        constrain: Constraint | None = None,
        **options: Unpack[ChatOptions],
    ) -> ChatCompletion | AsyncChatStream:
        """As `Completions.create`, to be awaited."""
        if constrain is not None:
            options = _constrained(self._asked, constrain, options)
        if stream:
            return await self._client.open(chat_stream(model=model, messages=messages, **options))
        return await self._client.send(chat(model=model, messages=messages, **options))

    @overload
    async def parse(
        self,
        *,
        model: str,
        messages: Messages,
        response_format: type[T] | TypeAdapter[T],
        tools: Iterable[GivenTool] | None = None,
        strategy: Strategy | None = None,
        max_repairs: int = 0,
        constrain: None = None,
        **options: Unpack[FreeChatOptions],
    ) -> ParsedChatCompletion[T]: ...
    @overload
    async def parse(
        self,
        *,
        model: str,
        messages: Messages,
        response_format: Any = None,
        tools: Iterable[GivenTool] | None = None,
        strategy: Strategy | None = None,
        max_repairs: int = 0,
        constrain: Constraint | None = None,
        **options: Unpack[FreeChatOptions],
    ) -> ParsedChatCompletion[Any]: ...
    @lists_keywords("oaicompat.types.chat.params", "FreeChatOptions")
    async def parse(
        self,
        *,
        model: str,
        messages: Messages,
        response_format: Any = None,
        tools: Iterable[GivenTool] | None = None,
        strategy: Strategy | None = None,
        max_repairs: int = 0,
        constrain: Constraint | None = None,
        **options: Unpack[FreeChatOptions],
    ) -> ParsedChatCompletion[Any]:
        """As `Completions.parse`, to be awaited."""
        from oaicompat.errors import APIError

        run = _parse_run(
            self._asked, model, messages, response_format, tools, strategy, max_repairs, constrain, options
        )
        client = _sender(self._client, self._asked, run)
        while True:
            try:
                return await client.send(run.call())
            except APIError as error:
                if not run.again(error):
                    raise

    @overload
    def stream(
        self,
        *,
        model: str,
        messages: Messages,
        response_format: type[T] | TypeAdapter[T],
        tools: Iterable[GivenTool] | None = None,
        strategy: Strategy | None = None,
        constrain: None = None,
        **options: Unpack[FreeChatOptions],
    ) -> AsyncChatStreamManager[ParsedChatCompletion[T]]: ...
    @overload
    def stream(
        self,
        *,
        model: str,
        messages: Messages,
        response_format: Mapping[str, Any] | None = None,
        tools: Iterable[GivenTool] | None = None,
        strategy: None = None,
        constrain: Constraint | None = None,
        **options: Unpack[FreeChatOptions],
    ) -> AsyncChatStreamManager[ChatCompletion]: ...
    @overload
    def stream(
        self,
        *,
        model: str,
        messages: Messages,
        response_format: Any,
        tools: Iterable[GivenTool] | None = None,
        strategy: Strategy | None = None,
        constrain: None = None,
        **options: Unpack[FreeChatOptions],
    ) -> AsyncChatStreamManager[ParsedChatCompletion[Any]]: ...
    @lists_keywords("oaicompat.types.chat.params", "FreeChatOptions")
    def stream(
        self,
        *,
        model: str,
        messages: Messages,
        response_format: Any = None,
        tools: Iterable[GivenTool] | None = None,
        strategy: Strategy | None = None,
        constrain: Constraint | None = None,
        **options: Unpack[FreeChatOptions],
    ) -> AsyncChatStreamManager[Any]:
        """As `Completions.stream`, for `async with`."""
        from oaicompat._chat_events import AsyncChatStreamManager

        tools = None if tools is None else list(tools)
        if _is_plain(response_format, tools, strategy):
            plain = _free(self._asked, response_format, tools, constrain, options)
            call = chat_stream(model=model, messages=messages, **plain)

            async def opened() -> tuple[AsyncChatStream, AnswerReader[Any] | None]:
                return await self._client.open(call), None

            return AsyncChatStreamManager(opened)
        run = _parse_run(self._asked, model, messages, response_format, tools, strategy, 0, constrain, options)

        async def opening() -> tuple[AsyncChatStream, AnswerReader[Any] | None]:
            from oaicompat.errors import APIError

            client = _sender(self._client, self._asked, run)
            while True:
                try:
                    return await client.open(run.stream_call()), run.reader()
                except APIError as error:
                    if not run.again(error):
                        raise

        return AsyncChatStreamManager(opening)

    @overload
    def run_tools(
        self,
        *,
        model: str,
        messages: Messages,
        tools: Iterable[GivenTool],
        max_turns: int = 10,
        on_error: Literal["tell", "raise"] = "tell",
        stream: Literal[False] = False,
        **options: Unpack[FreeChatOptions],
    ) -> AsyncToolRun[ToolRunEvent]: ...
    @overload
    def run_tools(
        self,
        *,
        model: str,
        messages: Messages,
        tools: Iterable[GivenTool],
        max_turns: int = 10,
        on_error: Literal["tell", "raise"] = "tell",
        stream: bool,
        **options: Unpack[FreeChatOptions],
    ) -> AsyncToolRun[ToolRunStreamEvent]: ...
    @lists_keywords("oaicompat.types.chat.params", "FreeChatOptions")
    def run_tools(
        self,
        *,
        model: str,
        messages: Messages,
        tools: Iterable[GivenTool],
        max_turns: int = 10,
        on_error: Literal["tell", "raise"] = "tell",
        stream: bool = False,
        **options: Unpack[FreeChatOptions],
    ) -> AsyncToolRun[Any]:
        """As `Completions.run_tools`. The calls of one answer run side by side, async functions in the event loop and
        others in threads.
        """
        from oaicompat._resources.tool_runs import AsyncToolRun
        from oaicompat._tool_runs import RunState

        state = RunState(
            model=model, messages=messages, tools=tools, max_turns=max_turns, on_error=on_error, options=options
        )
        return AsyncToolRun(self._client, state, streamed=stream)

    @property
    def with_raw_response(self) -> AsyncRawCompletions:
        """The same methods, each giving the reply as it is."""
        return AsyncRawCompletions(self._client)

    @property
    def with_streaming_response(self) -> AsyncStreamedCompletions:
        """The same methods as context managers, whose reply is read as it comes."""
        return AsyncStreamedCompletions(self._client)


class StreamedChat:
    """`Chat`, giving context managers of replies that are read as they come."""

    def __init__(self, client: Client) -> None:
        self.completions = StreamedCompletions(client)


class AsyncStreamedChat:
    """`AsyncChat`, giving context managers of replies that are read as they come."""

    def __init__(self, client: AsyncClient) -> None:
        self.completions = AsyncStreamedCompletions(client)


class RawChat:
    """`Chat`, giving raw replies."""

    def __init__(self, client: Client) -> None:
        self.completions = RawCompletions(client)


class RawCompletions:
    """`Completions`, giving raw replies."""

    def __init__(self, client: Client) -> None:
        from oaicompat import _raw

        completions = Completions(_raw.raw_sender(client), client)
        self.create = _raw.returns_raw(completions.create)
        self.parse = _raw.returns_raw(completions.parse)


class StreamedCompletions:
    """`Completions`, giving context managers of replies that are read as they come."""

    def __init__(self, client: Client) -> None:
        from oaicompat import _raw

        self.create = _raw.returns_streamed(Completions(_raw.stream_sender(client), client).create)


class AsyncRawChat:
    """`AsyncChat`, giving raw replies."""

    def __init__(self, client: AsyncClient) -> None:
        self.completions = AsyncRawCompletions(client)


class AsyncRawCompletions:
    """`AsyncCompletions`, giving raw replies."""

    def __init__(self, client: AsyncClient) -> None:
        from oaicompat import _raw

        completions = AsyncCompletions(_raw.async_raw_sender(client), client)
        self.create = _raw.async_returns_raw(completions.create)
        self.parse = _raw.async_returns_raw(completions.parse)


class AsyncStreamedCompletions:
    """`AsyncCompletions`, giving context managers of replies that are read as they come."""

    def __init__(self, client: AsyncClient) -> None:
        from oaicompat import _raw

        self.create = _raw.async_returns_streamed(AsyncCompletions(_raw.async_stream_sender(client), client).create)


# -- what both kinds do before the first byte -------------------------------------------------------------------------


def _constrained(client: Client | AsyncClient, constraint: Constraint, options: Any) -> Any:
    """The options with what the server is to keep to."""
    from oaicompat._constraints import with_constraint

    return with_constraint(constraint, client.dialect, options)


def _is_plain(response_format: object, tools: Iterable[object] | None, strategy: object) -> bool:
    """Whether nothing is to be read as a value of a type."""
    is_form = response_format is None or isinstance(response_format, (Mapping, NotGiven, Omit))
    return is_form and strategy is None and (not tools or all(type(tool) is dict for tool in tools))


def _free(
    client: Client | AsyncClient, response_format: object, tools: object, constraint: Constraint | None, options: Any
) -> Any:
    """The options of a call whose answer is not read."""
    options = {**options, "response_format": response_format, "tools": tools}
    return options if constraint is None else _constrained(client, constraint, options)


def _parse_run(
    client: Client | AsyncClient,
    model: str,
    messages: Messages,
    response_format: Any,
    tools: Iterable[Any] | None,
    strategy: object,
    max_repairs: int,
    constraint: Constraint | None,
    options: Any,
) -> ParseRun[Any]:
    from oaicompat._parse_runs import Manners, ParseRun

    if constraint is not None:
        options = _constrained(client, constraint, {**options, "response_format": response_format})
        del options["response_format"]
    may_ask_less = client.adapt == "lossy"
    return ParseRun(
        Manners(client.dialect, may_ask_less, client._settings.learned.names),
        model=model,
        messages=messages,
        response_format=response_format,
        tools=tools,
        strategy=strategy,
        max_repairs=max_repairs,
        options=options,
    )


def _sender(client: C, asked: C, run: ParseRun[Any]) -> C:
    """Who sends: the client, which does not ask for less by itself when the run does that."""
    return asked.with_options(adapt="lossless") if run.is_exact and client is asked else client
