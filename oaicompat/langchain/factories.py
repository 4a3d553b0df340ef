"""Classes for a server of your own, with langchain-dev-utils' functions and option names.

    ChatVLLM = create_openai_compatible_model("vllm", "http://localhost:8000/v1", chat_model_cls_name="ChatVLLM")
    model = ChatVLLM(model="qwen3-8b")

A class adds nothing but its name and other defaults: its objects are pickled and serialised as those of the class that
it is made from, with these defaults among their fields, so that they come back where nobody called the factory.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast
from urllib.parse import urlsplit

from typing_extensions import TypedDict

from oaicompat.errors import ConfigurationError
from oaicompat.langchain._server import AsksAServer
from oaicompat.langchain._tools import ChoiceKind
from oaicompat.langchain.chat_models import ChatOpenAICompatible
from oaicompat.langchain.embeddings import OpenAICompatibleEmbeddings

__all__ = ["CompatibilityOptions", "create_openai_compatible_embedding", "create_openai_compatible_model"]

A = TypeVar("A", bound=AsksAServer)

_PROVIDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


class CompatibilityOptions(TypedDict, total=False):
    """What a server can, and how it wants things; what is not said is unknown, and asked for as it is written."""

    supported_tool_choice: list[ChoiceKind]
    """The kinds of `tool_choice` that it takes; others are asked for in the next best words, with a warning."""
    supported_response_format: list[Literal["json_schema", "json_mode", "json_object"]]
    """The kinds of `response_format` that it takes; without one, objects are asked for as calls of a tool."""
    reasoning_keep_policy: Literal["never", "current", "all"]
    """Whose thinking is sent back: nobody's, that of answers after the last human message, or everybody's."""
    reasoning_field_name: Literal["reasoning_content", "reasoning"]
    """Under which name it is sent back; it is read under any."""
    include_usage: bool
    """Whether streams are asked for their token counts."""


def create_openai_compatible_model(
    model_provider: str,
    base_url: str | None = None,
    compatibility_options: CompatibilityOptions | None = None,
    model_profiles: Mapping[str, Mapping[str, Any]] | None = None,
    chat_model_cls_name: str | None = None,
) -> type[ChatOpenAICompatible]:
    """A chat model class for a server.

    Args:
        model_provider: the server's name: in `oaicompat.providers()`, or your own. {PROVIDER}_API_BASE (or _BASE_URL)
            and {PROVIDER}_API_KEY are read from the environment where `base_url` and `api_key` are not given.
        base_url: where it is; an object may be given another.
        compatibility_options: what it can.
        model_profiles: for the ids of models, their LangChain profiles.
        chat_model_cls_name: the class's name; else made from the provider's, such as ChatVllm.

    Raises:
        ConfigurationError: a name or the URL cannot be one, or there is an option that is none.
    """
    options = dict(compatibility_options or {})
    if unknown := options.keys() - CompatibilityOptions.__annotations__.keys():
        known = ", ".join(CompatibilityOptions.__annotations__)
        raise ConfigurationError(f"compatibility_options: {min(unknown)!r} is none; there are {known}")
    if "include_usage" in options:
        options["stream_usage"] = options.pop("include_usage")
    name = chat_model_cls_name or f"Chat{_titled(model_provider)}"
    more = {"own_profiles": {model: dict(profile) for model, profile in (model_profiles or {}).items()}}
    return _made(ChatOpenAICompatible, name, model_provider, base_url, options, more)


def create_openai_compatible_embedding(
    embedding_provider: str, base_url: str | None = None, embedding_model_cls_name: str | None = None
) -> type[OpenAICompatibleEmbeddings]:
    """An embeddings class for a server; the arguments are those of `create_openai_compatible_model`."""
    name = embedding_model_cls_name or f"{_titled(embedding_provider)}Embeddings"
    return _made(OpenAICompatibleEmbeddings, name, embedding_provider, base_url, {}, {})


def _titled(provider: object) -> str:
    return "".join(word[:1].upper() + word[1:] for word in re.split(r"[_-]", str(provider)))


def _made(
    base: type[A],
    name: str,
    provider: object,
    base_url: str | None,
    options: Mapping[str, Any],
    more: Mapping[str, Any],
) -> type[A]:
    if not isinstance(provider, str) or not _PROVIDER.fullmatch(provider):
        raise ConfigurationError(f"a provider's name is made of letters, digits, '_' and '-', not {provider!r}")
    if not name.isidentifier():
        raise ConfigurationError(f"{name!r} cannot be the name of a class")
    if base_url is not None and (urlsplit(base_url).scheme not in ("http", "https") or not urlsplit(base_url).netloc):
        raise ConfigurationError(f"base_url must start with http:// or https:// and name a host, not {base_url!r}")
    defaults = {"provider": provider, **({} if base_url is None else {"base_url": base_url}), **options}
    module = sys._getframe(2).f_globals.get("__name__", __name__)  # where it is assigned, as namedtuple's
    return _class_of(base, name, module, defaults, more)


#: Classes by what they were made of: the same arguments give the same class, also to objects that arrive in a pickle.
_CLASSES: dict[str, type[AsksAServer]] = {}


def _class_of(base: type[A], name: str, module: str, defaults: Mapping[str, Any], more: Mapping[str, Any]) -> type[A]:
    recipe = (base, name, module, defaults, more)
    key = repr(recipe)
    if key not in _CLASSES:
        fields: dict[str, Any] = {
            "__module__": module,
            "__doc__": f"{base.__name__} for {defaults['provider']}.",
            "__reduce__": lambda self: (_arrived, recipe, self.__getstate__()),
            "own_defaults": defaults,
            **more,
        }
        if base is ChatOpenAICompatible:  # it is serialised as what it is made from
            fields["lc_id"] = classmethod(lambda _: base.lc_id())  # type: ignore[attr-defined]  # a chat model's
            fields["get_lc_namespace"] = classmethod(lambda _: base.get_lc_namespace())  # type: ignore[attr-defined]
        metaclass: Any = type(base)
        _CLASSES[key] = metaclass(name, (base,), fields)
    return cast("type[A]", _CLASSES[key])


def _arrived(*recipe: Any) -> AsksAServer:
    """An object whose state is still to come."""
    kind: type[AsksAServer] = _class_of(*recipe)
    return kind.__new__(kind)
