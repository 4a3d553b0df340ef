"""`ChatOpenAICompatible`: chats of any OpenAI-compatible server as a LangChain chat model."""

from __future__ import annotations

import builtins
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, ClassVar, Literal, cast

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import LanguageModelInput
from langchain_core.language_models.base import LangSmithParams
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.messages.utils import count_tokens_approximately
from langchain_core.output_parsers.openai_tools import JsonOutputKeyToolsParser, PydanticToolsParser
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable, RunnableMap, RunnablePassthrough
from langchain_core.tools import BaseTool

from oaicompat.errors import APIError, ConfigurationError
from oaicompat.langchain import _blocks
from oaicompat.langchain._chunks import ChunkReader
from oaicompat.langchain._incoming import chat_result
from oaicompat.langchain._outgoing import KeepPolicy, TextAs, wire_messages
from oaicompat.langchain._server import AsksAServer
from oaicompat.langchain._structured import (
    Method,
    answer_parser,
    chosen_method,
    function_tool,
    is_class,
    response_format_of,
)
from oaicompat.langchain._tools import ChoiceKind, tool_choice_of, wire_tools
from oaicompat.langchain._usage import summed_usage
from oaicompat.langchain.errors import model_error

__all__ = ["ChatOpenAICompatible"]

Json = dict[str, Any]

_blocks.register()

#: The fields that are keys of the request, under the wire's own names.
_OPTIONS = (
    "temperature", "max_tokens", "top_p", "n", "seed", "stop", "presence_penalty", "frequency_penalty", "logprobs",
    "top_logprobs", "logit_bias", "reasoning_effort", "service_tier", "verbosity",
)  # fmt: skip


class ChatOpenAICompatible(AsksAServer, BaseChatModel):
    """A chat model behind any OpenAI-compatible server.

        model = ChatOpenAICompatible(model="qwen3-8b", base_url="http://localhost:8000/v1", temperature=0)
        model.invoke("Hello").content

    The constructor takes the names of ChatOpenAI and ChatDeepSeek (`api_base`, `openai_api_key`, `request_timeout`,
    ...), and beside the fields below every keyword of `client.chat.completions.create` (`top_k`, `min_p`,
    `enable_thinking`, ...). What only one server knows goes into `extra_body`.

    Errors are those of `oaicompat.errors` and of `langchain_core.exceptions` at once: see `oaicompat.langchain.errors`.
    One instance may be used in many threads and many event loops.
    """

    stream_chunk_timeout: float | None = None
    """Seconds that may pass between two pieces of a stream, if it is to be less than `timeout`."""

    # -- what is asked -----------------------------------------------------------------------------------------------

    temperature: float | None = None
    max_tokens: int | None = None
    """How many tokens an answer may have. It is sent as `max_tokens`, unless the server is known to call it otherwise;
    `max_completion_tokens=` is a keyword of its own."""
    top_p: float | None = None
    n: int | None = None
    """How many answers; a stream has one."""
    seed: int | None = None
    stop: list[str] | str | None = None
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    logprobs: bool | None = None
    top_logprobs: int | None = None
    logit_bias: dict[int, int] | None = None
    reasoning_effort: str | None = None
    service_tier: str | None = None
    verbosity: str | None = None
    streaming: bool = False
    """Whether `invoke` streams too."""
    stream_usage: bool = True
    """Whether a stream is asked for its token counts."""
    disabled_params: dict[str, Any] | None = None
    """Options that are never sent: each with the values that are not to be sent, None for all."""

    # -- what the server can -----------------------------------------------------------------------------------------

    supported_tool_choice: list[ChoiceKind] | None = None
    """The kinds of `tool_choice` that the server takes. Others are asked for in the next best words, with a warning."""
    supported_response_format: list[Literal["json_schema", "json_mode", "json_object"]] | None = None
    """The kinds of `response_format` that the server takes. Without one, objects are asked for as calls of a tool."""
    reasoning_keep_policy: KeepPolicy = "never"
    """Whose thinking is sent back: nobody's, that of answers after the last human message, or everybody's."""
    reasoning_field_name: Literal["reasoning_content", "reasoning"] | None = None
    """Under which name it is sent back; else under the one that the server used. It is read under any."""
    text_content: TextAs = "auto"
    """Content that is a list of texts becomes one string for all but the user ("auto"), for all ("string"), or for
    nobody ("list")."""
    think_tags: bool = False
    """Whether the server leaves the thinking in the text, between <think> and </think>. Then it is told apart."""
    include_response_headers: bool = False
    """Whether `response_metadata["headers"]` has the reply's headers."""

    #: The profiles of models that a factory was given.
    own_profiles: ClassVar[Mapping[str, Mapping[str, Any]]] = {}

    @classmethod
    def wire_options(cls) -> Collection[str]:
        from oaicompat.types.chat import ChatOptions

        return ChatOptions.__annotations__

    def ready(self) -> None:
        """Makes the clients, and finds the model's profile."""
        super().ready()
        if (profile := self._profile_of_model()) is not None:
            self.profile = cast("Any", profile)

    def _profile_of_model(self) -> Json | None:
        """The model's profile: given, else the factory's, with what was declared of the server."""
        profile = self.profile if self.profile is not None else self.own_profiles.get(self.model)
        if "json_schema" in (self.supported_response_format or ()):
            return {"structured_output": True, **(profile or {})}
        return None if profile is None else dict(profile)

    # -- LangChain's bookkeeping -------------------------------------------------------------------------------------

    @property
    def _llm_type(self) -> str:
        return f"chat-{self.provider or 'oaicompat'}"

    @property
    def _identifying_params(self) -> Json:
        return {"model_name": self.model, "base_url": self.base_url, **self._default_params}

    @property
    def _default_params(self) -> Json:
        """What every request has beside its messages."""
        found = {name: value for name in _OPTIONS if (value := getattr(self, name)) is not None}
        if not found.get("stop", True):
            del found["stop"]
        found.update(self.model_kwargs)
        if self.extra_body:
            found["extra_body"] = dict(self.extra_body)
        return {"model": self.model, **found}

    def _get_ls_params(self, stop: list[str] | None = None, **kwargs: Any) -> LangSmithParams:
        params = super()._get_ls_params(stop=stop, **kwargs)
        params["ls_provider"] = self.provider or "oaicompat"
        params["ls_model_name"] = kwargs.get("model") or self.model
        if (stop := stop or kwargs.get("stop") or self.stop) is not None:  # type: ignore[assignment]  # a list in the end
            params["ls_stop"] = [stop] if isinstance(stop, str) else stop
        return params

    @classmethod
    def is_lc_serializable(cls) -> bool:
        return True

    @property
    def lc_secrets(self) -> builtins.dict[str, str]:
        return {"api_key": self.key_variable}

    def get_num_tokens(self, text: str) -> int:
        """About how many tokens a text has; exactly, if `custom_get_token_ids` was given."""
        if self.custom_get_token_ids is not None:
            return len(self.custom_get_token_ids(text))
        return count_tokens_approximately([text])

    def get_num_tokens_from_messages(
        self,
        messages: list[BaseMessage],
        tools: Sequence[builtins.dict[str, Any] | type | Callable[..., Any] | BaseTool] | None = None,
    ) -> int:
        """About how many tokens a conversation has. Nothing is downloaded and nobody is asked."""
        if self.custom_get_token_ids is not None:
            return sum(len(self.custom_get_token_ids(str(message.text))) for message in messages)
        texts = "".join(str(tool) for tool in wire_tools(tools or ()))
        return count_tokens_approximately(messages) + (count_tokens_approximately([texts]) if texts else 0)

    # -- requests ----------------------------------------------------------------------------------------------------

    def _request(self, messages: list[BaseMessage], stop: list[str] | None, given: Json, *, stream: bool) -> Json:
        """The keywords of a call of the client."""
        asked = self._default_params
        if stop:
            asked["stop"] = stop
        given.pop("stream", None)
        if given:
            if "extra_body" in given and self.extra_body:
                given["extra_body"] = {**self.extra_body, **(given["extra_body"] or {})}
            asked.update(given)
        _settle(asked)
        if self.disabled_params:
            asked = {name: value for name, value in asked.items() if not self._is_disabled(name, value)}
        asked["messages"] = wire_messages(
            messages, keep=self.reasoning_keep_policy, field=self.reasoning_field_name, text_as=self.text_content
        )
        if stream:
            self._settle_stream(asked)
        return asked

    def _settle_stream(self, asked: Json) -> None:
        if (asked.get("n") or 1) > 1:
            raise ConfigurationError("a stream has one answer: n must be 1")
        if "stream_options" not in asked and self.stream_usage and self.client.dialect.stream_usage in (None, "asked"):
            asked["stream_options"] = {"include_usage": True}
        if self.stream_chunk_timeout is not None and "timeout" not in asked:
            from oaicompat import Timeout

            asked["timeout"] = Timeout(self.client.timeout, read=self.stream_chunk_timeout)

    def _is_disabled(self, name: str, value: object) -> bool:
        disabled = self.disabled_params or {}
        return name in disabled and (disabled[name] is None or value in disabled[name])

    # -- calls -------------------------------------------------------------------------------------------------------

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        asked = self._request(messages, stop, kwargs, stream=False)
        try:
            completion = self.client.chat.completions.create(**asked)
        except APIError as error:
            raise model_error(error)  # noqa: B904  # it is the same error, with its own cause
        return chat_result(completion, with_headers=self.include_response_headers)

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        asked = self._request(messages, stop, kwargs, stream=False)
        try:
            completion = await self.async_client.chat.completions.create(**asked)
        except APIError as error:
            raise model_error(error)  # noqa: B904  # it is the same error, with its own cause
        return chat_result(completion, with_headers=self.include_response_headers)

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        asked = self._request(messages, stop, kwargs, stream=True)
        reader = ChunkReader()
        try:
            with self.client.chat.completions.create(stream=True, **asked) as stream:
                for chunk in stream:
                    if (found := reader.read(chunk)) is not None:
                        if run_manager is not None:
                            run_manager.on_llm_new_token(cast("str", found.message.content), chunk=found)
                        yield found
                headers = stream.response_headers if self.include_response_headers else None
                yield reader.last(stream.get_final_completion(), headers)
        except APIError as error:
            raise model_error(error)  # noqa: B904  # it is the same error, with its own cause

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        asked = self._request(messages, stop, kwargs, stream=True)
        reader = ChunkReader()
        try:
            async with await self.async_client.chat.completions.create(stream=True, **asked) as stream:
                async for chunk in stream:
                    if (found := reader.read(chunk)) is not None:
                        if run_manager is not None:
                            await run_manager.on_llm_new_token(cast("str", found.message.content), chunk=found)
                        yield found
                headers = stream.response_headers if self.include_response_headers else None
                yield reader.last(await stream.get_final_completion(), headers)
        except APIError as error:
            raise model_error(error)  # noqa: B904  # it is the same error, with its own cause

    def _combine_llm_outputs(self, llm_outputs: list[builtins.dict[str, Any] | None]) -> builtins.dict[str, Any]:
        found = [output for output in llm_outputs if output]
        usages = [output["token_usage"] for output in found if output.get("token_usage")]
        combined: Json = {"model_name": self.model}
        if usages:
            combined["token_usage"] = summed_usage(usages)
        return combined

    # -- tools and objects -------------------------------------------------------------------------------------------

    def bind_tools(
        self,
        tools: Sequence[builtins.dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | bool | builtins.dict[str, Any] | None = None,
        strict: bool | None = None,
        parallel_tool_calls: bool | None = None,
        response_format: Any = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """The model with tools that it may call.

        Args:
            tools: functions, classes, LangChain's tools, or dicts in OpenAI's or Anthropic's form; none at all is fine.
            tool_choice: "auto", "none", "any" or "required" (or True) for some tool, a tool's name, or a dict in
                OpenAI's or Anthropic's form; None and False leave it to the server.
            strict: whether arguments must keep to their schemas; None says nothing.
            parallel_tool_calls: whether several calls may come at once; None says nothing.
            response_format: the form of an answer in words: a class, a JSON schema, or a `response_format`.
            kwargs: more options of the calls.

        Raises:
            ValueError: `tool_choice` names no tool that is there.
        """
        if response_format:
            if strict is None and isinstance(response_format, Mapping):
                inner = cast("Mapping[str, Any]", response_format).get("json_schema")
                strict = inner.get("strict") if isinstance(inner, Mapping) else None
            kwargs["response_format"] = response_format_of(response_format, strict=strict)
        definitions = wire_tools(tools, strict=strict)
        choice = tool_choice_of(tool_choice, definitions, self.supported_tool_choice) if definitions else None
        if choice is not None:
            kwargs["tool_choice"] = choice
        if parallel_tool_calls is not None:
            kwargs["parallel_tool_calls"] = parallel_tool_calls
        return cast("Runnable[LanguageModelInput, AIMessage]", super().bind(tools=definitions, **kwargs))

    def with_structured_output(
        self,
        schema: builtins.dict[str, Any] | type | None = None,
        *,
        method: Method | None = None,
        include_raw: bool = False,
        strict: bool | None = None,
        tools: Sequence[Any] | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, Any]:
        """The model giving objects.

        Args:
            schema: a pydantic class (the answer is an object of it), a TypedDict, a JSON schema, or a function in
                OpenAI's or Anthropic's form (the answer is a dict). With json_mode it may be left out.
            method: "json_schema", "function_calling" or "json_mode"; else json_schema, or function_calling where the
                server is known or was said not to take schemas.
            include_raw: give a dict of `raw`, `parsed` and `parsing_error`, and raise nothing for a bad answer.
            strict: whether the answer must keep to the schema; else the schema of a class is strict where it can be.
            tools: tools that may be called beside (json_schema alone).
            kwargs: more options of the calls.
        """
        if schema is None and method != "json_mode":
            raise ValueError("with_structured_output needs a schema, unless method is 'json_mode'")
        if strict is not None and method == "json_mode":
            raise ValueError("json_mode knows no schema: strict cannot be given with it")
        chosen = chosen_method(method, schema, self.supported_response_format, self._known_formats())
        if tools and chosen != "json_schema":
            raise ValueError(f"tools can be given with method 'json_schema' alone, not with {chosen!r}")
        asked: Json = {"method": chosen} if strict is None else {"method": chosen, "strict": strict}
        more: Json = {**kwargs, "ls_structured_output_format": {"kwargs": asked, "schema": schema}}
        parser: Runnable[Any, Any] = answer_parser(schema)
        if chosen == "function_calling":
            model, parser = self._as_call(schema, strict, more)
        elif chosen == "json_mode":
            model = self.bind(response_format={"type": "json_object"}, **more)
        elif tools:
            model = self.bind_tools(
                tools, response_format=response_format_of(schema, strict=strict), strict=strict, **more
            )
        else:
            model = self.bind(response_format=response_format_of(schema, strict=strict), **more)
        return _with_raw(model, parser) if include_raw else model | parser

    def _as_call(
        self, schema: Any, strict: bool | None, more: Json
    ) -> tuple[Runnable[LanguageModelInput, AIMessage], Runnable[Any, Any]]:
        """The model that gives an object as a call of a tool, and what reads it."""
        definition = function_tool(schema, strict=strict)
        name = definition["function"]["name"]
        model = self.bind_tools([definition], tool_choice=self._choice_of(name), **more)
        if is_class(schema):
            return model, PydanticToolsParser(tools=[schema], first_tool_only=True)
        return model, JsonOutputKeyToolsParser(key_name=name, first_tool_only=True)

    def _known_formats(self) -> list[str] | None:
        """The kinds of `response_format` that the table of servers says are taken; None if it does not say."""
        dialect = self.client.dialect
        known = {"json_schema": dialect.json_schema, "json_object": dialect.json_object}
        if all(value is None for value in known.values()):
            return None
        return [name for name, takes in known.items() if takes is not False]

    def _choice_of(self, name: str) -> str | None:
        """How the one tool that there is is chosen: by its name, unless the server is known to take no names."""
        dialect = self.client.dialect
        if self.supported_tool_choice is not None or dialect.named_tool:
            return name
        if dialect.named_tool is None and dialect.forced_tools is not False:
            return name
        return "required" if dialect.forced_tools else None


def _settle(asked: Json) -> None:
    """Options of a call as the wire has them."""
    if "tools" in asked and not asked["tools"]:
        for name in ("tools", "tool_choice", "parallel_tool_calls"):
            asked.pop(name, None)
    form = asked.get("response_format")
    if form is not None and (not isinstance(form, Mapping) or form.get("type") in (None, "object")):
        asked["response_format"] = response_format_of(form)


def _with_raw(model: Runnable[Any, Any], parser: Runnable[Any, Any]) -> Runnable[Any, Any]:
    parsed = RunnablePassthrough.assign(parsed=itemgetter("raw") | parser, parsing_error=lambda _: None)
    failed = RunnablePassthrough.assign(parsed=lambda _: None)
    return RunnableMap(raw=model) | parsed.with_fallbacks([failed], exception_key="parsing_error")
