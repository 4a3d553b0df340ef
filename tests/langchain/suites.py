"""LangChain's standard suites with every switch on and no test of theirs changed.

Each class is the suite once more for another setting of the model; `of_module` gives them to a test module.
"""

from __future__ import annotations

from typing import Any

from following import following
from langchain_tests.integration_tests import ChatModelIntegrationTests, EmbeddingsIntegrationTests
from langchain_tests.unit_tests import ChatModelUnitTests, EmbeddingsUnitTests

from oaicompat.langchain import (
    ChatOpenAICompatible,
    OpenAICompatibleEmbeddings,
    create_openai_compatible_embedding,
    create_openai_compatible_model,
)

SERVER = following()
WHOLE = following(whole_calls=True)
NOWHERE = "http://localhost:8000/v1"


class ChatUnit(ChatModelUnitTests):
    chat_model_class = ChatOpenAICompatible  # type: ignore[assignment]
    chat_model_params = {"model": "stand-in", "base_url": NOWHERE}  # type: ignore[assignment]  # noqa: RUF012

    @property
    def init_from_env_params(self) -> tuple[dict[str, str], dict[str, Any], dict[str, Any]]:
        environment = {"OPENAI_API_KEY": "a key", "OPENAI_BASE_URL": "http://somewhere:1/v1"}
        return environment, {"model": "stand-in"}, {"api_key": "a key", "base_url": "http://somewhere:1/v1"}


class FactoryUnit(ChatUnit):
    chat_model_class = create_openai_compatible_model("somebody", NOWHERE)  # type: ignore[assignment]
    chat_model_params = {"model": "stand-in"}  # type: ignore[assignment]  # noqa: RUF012

    @property
    def init_from_env_params(self) -> tuple[dict[str, str], dict[str, Any], dict[str, Any]]:
        environment = {"SOMEBODY_API_KEY": "a key", "SOMEBODY_API_BASE": "http://somewhere:1/v1"}
        return environment, {"model": "stand-in"}, {"api_key": "a key", "base_url": NOWHERE}


class ChatIntegration(ChatModelIntegrationTests):
    chat_model_class = ChatOpenAICompatible  # type: ignore[assignment]
    more: dict[str, Any] = {}  # noqa: RUF012
    server = SERVER

    @property
    def chat_model_params(self) -> dict[str, Any]:
        return {"model": "stand-in", "base_url": self.server.url, **self.more}

    has_tool_calling = True
    has_structured_output = True
    supports_json_mode = True
    supports_image_inputs = True
    supports_image_urls = True
    supports_pdf_inputs = True
    supports_audio_inputs = True
    supports_video_inputs = True
    supports_anthropic_inputs = True
    supports_image_tool_message = True
    supports_pdf_tool_message = True
    supports_model_override = True
    model_override_value = "another-model"
    returns_usage_metadata = True
    enable_vcr_tests = True

    @property
    def supported_usage_metadata_details(self) -> Any:
        return {"invoke": ["reasoning_output"], "stream": ["reasoning_output"]}

    def invoke_with_reasoning_output(self, *, stream: bool = False) -> Any:
        model = ChatOpenAICompatible(**self.chat_model_params, reasoning_effort="high")
        if not stream:
            return model.invoke("Think, please.")
        found: Any = None
        for chunk in model.stream("Think, please."):
            found = chunk if found is None else found + chunk
        return found


class FunctionCalling(ChatIntegration):
    structured_output_kwargs = {"method": "function_calling"}  # type: ignore[assignment]  # noqa: RUF012


class JsonSchema(ChatIntegration):
    structured_output_kwargs = {"method": "json_schema"}  # type: ignore[assignment]  # noqa: RUF012


class StrictCalls(ChatIntegration):
    structured_output_kwargs = {"method": "function_calling", "strict": True}  # type: ignore[assignment]  # noqa: RUF012


class NoToolChoice(ChatIntegration):
    has_tool_choice = False


class BlocksEverywhere(ChatIntegration):
    more = {"output_version": "v1"}  # noqa: RUF012


class StreamedEverywhere(ChatIntegration):
    more = {"streaming": True}  # noqa: RUF012


class Thinking(ChatIntegration):
    more = {"enable_thinking": True, "reasoning_keep_policy": "all"}  # noqa: RUF012


class ThinkingBlocks(ChatIntegration):
    more = {"enable_thinking": True, "output_version": "v1", "reasoning_keep_policy": "all"}  # noqa: RUF012


class WholeCalls(ChatIntegration):
    server = WHOLE


class EmbeddingsUnit(EmbeddingsUnitTests):
    embeddings_class = OpenAICompatibleEmbeddings  # type: ignore[assignment]
    embedding_model_params = {"model": "stand-in", "base_url": NOWHERE}  # type: ignore[assignment]  # noqa: RUF012

    @property
    def init_from_env_params(self) -> tuple[dict[str, str], dict[str, Any], dict[str, Any]]:
        environment = {"OPENAI_API_KEY": "a key", "OPENAI_BASE_URL": "http://somewhere:1/v1"}
        return environment, {"model": "stand-in"}, {"api_key": "a key", "base_url": "http://somewhere:1/v1"}


class EmbeddingsIntegration(EmbeddingsIntegrationTests):
    embeddings_class = OpenAICompatibleEmbeddings  # type: ignore[assignment]

    @property
    def embedding_model_params(self) -> dict[str, Any]:
        return {"model": "stand-in", "base_url": SERVER.url}


class FactoryEmbeddings(EmbeddingsIntegration):
    @property
    def embeddings_class(self) -> Any:
        return create_openai_compatible_embedding("somebody", SERVER.url)

    @property
    def embedding_model_params(self) -> dict[str, Any]:
        return {"model": "stand-in"}


def of_module() -> dict[str, type]:
    """The suites under names that pytest collects."""
    kinds = (
        ChatUnit, FactoryUnit, ChatIntegration, FunctionCalling, JsonSchema, StrictCalls, NoToolChoice,
        BlocksEverywhere, StreamedEverywhere, Thinking, ThinkingBlocks, WholeCalls, EmbeddingsUnit,
        EmbeddingsIntegration, FactoryEmbeddings,
    )  # fmt: skip
    return {f"Test{kind.__name__}": type(f"Test{kind.__name__}", (kind,), {}) for kind in kinds}
