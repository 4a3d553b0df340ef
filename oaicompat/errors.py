"""Every error that a call can raise.

    OpenAIError                            everything below
    ├─ ConfigurationError                  yours: a setting that cannot work (also a ValueError)
    ├─ ClientStateError                    yours: a closed client, or one used where it cannot be (also a RuntimeError)
    ├─ MaxTurnsError                       a run of tools that was not over after the turns it was given
    └─ APIError                            theirs, or the wire's
       ├─ APIConnectionError               no reply, or only a part of one
       │  ├─ APITimeoutError               too slow: a timeout, or the call's deadline
       │  └─ IncompleteStreamError         a stream that ended before the answer did
       ├─ APIResponseValidationError       a reply that is not what was asked for
       │  └─ StructuredOutputError         an answer, or arguments of a tool, not of the type that was asked for
       │     ├─ LengthFinishReasonError    it was cut at the limit of its tokens
       │     └─ ContentFilterFinishReasonError  a filter ended it
       └─ APIStatusError                   the server said no
          ├─ BadRequestError               400
          │  ├─ ContextLengthError         the conversation is longer than the model can take (also with 413)
          │  └─ ContentFilterError         a filter refused what was asked (also with 451)
          ├─ AuthenticationError           401
          ├─ PermissionDeniedError         403
          ├─ NotFoundError                 404
          ├─ ConflictError                 409
          ├─ UnprocessableEntityError      422
          │  └─ UnprocessableContextLengthError  also a ContextLengthError
          ├─ RateLimitError                429
          │  └─ QuotaExceededError         the quota or the money is used up: waiting does not help (also with 402)
          └─ InternalServerError           500 and above

Every one can be pickled and copied, and none holds a key: what they know of the request is its method and its URL.
The names and the attributes are the openai SDK's.
"""

from __future__ import annotations

from typing import Any, cast

from oaicompat._wire import Headers, Reply, SentRequest

__all__ = [
    "APIConnectionError",
    "APIError",
    "APIResponseValidationError",
    "APIStatusError",
    "APITimeoutError",
    "AuthenticationError",
    "BadRequestError",
    "ClientStateError",
    "CompatibilityWarning",
    "ConfigurationError",
    "ConflictError",
    "ContentFilterError",
    "ContentFilterFinishReasonError",
    "ContextLengthError",
    "IncompleteStreamError",
    "InternalServerError",
    "LengthFinishReasonError",
    "MaxTurnsError",
    "NotFoundError",
    "OpenAIError",
    "PermissionDeniedError",
    "QuotaExceededError",
    "RateLimitError",
    "StructuredOutputError",
    "UnprocessableContextLengthError",
    "UnprocessableEntityError",
    "amend",
    "scalar",
    "status_class",
]


def _rebuild(kind: type[BaseException], args: tuple[Any, ...], state: dict[str, Any]) -> BaseException:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class OpenAIError(Exception):
    """The base of every error of this library."""

    def __reduce__(self) -> Any:
        # By state, not by arguments: subclasses have keyword-only ones, which the default cannot give again.
        return (_rebuild, (type(self), self.args, self.__dict__))


class ConfigurationError(OpenAIError, ValueError):
    """A setting of the client or an option of a call that cannot work. Nothing was sent, or not all of it."""


class ClientStateError(OpenAIError, RuntimeError):
    """The client is closed, or is used where it cannot be. Nothing was sent."""


class MaxTurnsError(OpenAIError):
    """A run of tools in which the model still called tools after `max_turns` answers.

    Attributes: `completion`, the last answer, whose calls were not run; `messages`, the conversation before it.
    """

    def __init__(self, message: str, *, completion: Any = None, messages: Any = ()) -> None:
        super().__init__(message)
        self.completion = completion
        self.messages = messages


class CompatibilityWarning(UserWarning):
    """A request was sent in other words than its own, because the server refused these: see `adapt` of the client."""


class APIError(OpenAIError):
    """A call that went wrong at the server or on the way.

    Attributes: `message`, the whole text; `request`, method and URL; `body`, the parsed body of the reply (the
    inner `error` object where there is one), else its text, else None; `code`, `param` and `type` as the server
    gave them, else None; `response`, the reply, None if there was none; `status_code` of the reply, or of the error
    that a stream told, else None; `request_id`; `attempts`, how many times the request was sent; `retry_after`,
    the seconds that the server asks to wait, None if it does not say; `partial`, what of a streamed answer came
    before the error, None if nothing did.
    """

    message: str
    request: SentRequest
    body: object | None
    code: str | int | None
    param: str | None
    type: str | None
    request_id: str | None
    attempts: int
    retry_after: float | None
    partial: Any
    _response: Reply | None
    _status_code: int | None

    def __init__(
        self,
        message: str,
        request: SentRequest | None = None,
        *,
        body: object | None = None,
        response: Reply | None = None,
        attempts: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.body = body
        self._response = response
        reply = response if isinstance(response, Reply) else _as_reply(response)
        self.request = request or reply.request
        self._status_code = reply.status_code or None
        self.request_id = reply.request_id
        self.attempts = reply.attempts if attempts is None else attempts
        self.retry_after = None
        self.partial = None
        fields = cast("dict[str, Any]", body) if isinstance(body, dict) else {}
        self.code = scalar(fields.get("code"))
        self.param = _text(fields.get("param"))
        self.type = _text(fields.get("type"))

    @property
    def response(self) -> Reply | None:
        """The reply; None if there was none."""
        return self._response

    @property
    def status_code(self) -> int | None:
        """The HTTP status, or that of the error which a stream told; None if there is none."""
        return self._status_code


def _as_reply(response: Any) -> Reply:
    """What an HTTP library's response tells, for errors that are made by hand in tests."""
    headers = Headers({str(name): str(value) for name, value in dict(getattr(response, "headers", {})).items()})
    try:
        request = SentRequest(response.request.method, str(response.request.url).partition("?")[0])
    except (AttributeError, RuntimeError):  # httpx raises RuntimeError where no request was set
        request = SentRequest("", "")
    return Reply(getattr(response, "status_code", 0), headers, request=request)


def scalar(value: object) -> str | int | None:
    """A code as servers give it, text or a number; None for anything else, and for the word None."""
    return value if isinstance(value, (str, int)) and not isinstance(value, bool) and value != "None" else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value != "None" else None


def amend(error: APIError, *, response: Reply | None = None, status_code: int | None = None) -> None:
    """For those who make an error in steps; to everybody else these attributes are fixed."""
    if response is not None:
        error._response = response
        error.request_id = error.request_id or response.request_id
    if status_code is not None:
        error._status_code = status_code


class APIConnectionError(APIError):
    """No reply came, or it broke off. The cause is chained."""

    def __init__(
        self, *, message: str = "Connection error.", request: SentRequest | None = None, attempts: int = 1
    ) -> None:
        super().__init__(message, request, attempts=attempts)


class APITimeoutError(APIConnectionError):
    """A step of the call took longer than its timeout, or the whole call longer than its deadline."""

    def __init__(
        self, request: SentRequest | None = None, *, message: str = "Request timed out.", attempts: int = 1
    ) -> None:
        super().__init__(message=message, request=request, attempts=attempts)


class IncompleteStreamError(APIConnectionError):
    """A stream ended before the answer did: neither `[DONE]` nor any finish reason came.

    `partial` is the completion as far as it came.
    """

    def __init__(
        self, *, message: str, request: SentRequest | None = None, attempts: int = 1, partial: Any = None
    ) -> None:
        super().__init__(message=message, request=request, attempts=attempts)
        self.partial = partial


class APIResponseValidationError(APIError):
    """The server answered with success, but not with what was asked for."""

    def __init__(
        self,
        response: Reply,
        body: object | None = None,
        *,
        message: str | None = None,
        attempts: int | None = None,
    ) -> None:
        super().__init__(
            message or "The reply is not what was asked for.", body=body, response=response, attempts=attempts
        )

    @property
    def response(self) -> Reply:
        """The reply."""
        return cast(Reply, self._response)

    @property
    def status_code(self) -> int:
        """The HTTP status, or that of the error which a stream told."""
        return cast(int, self._status_code)


class StructuredOutputError(APIResponseValidationError):
    """The model answered, but not with a value of the type that was asked for, or called a tool with wrong arguments.

    Attributes: `text`, what it wrote; `reason`, what is wrong with that, each fault after its path; `path`, that of
    the first fault, such as ``items[2].price``, "" for the whole; `finish_reason`, why the answer ended, None if that
    is not known; `completion`, the whole reply (`partial` is the same), None if arguments were read by themselves.
    """

    def __init__(
        self,
        message: str | None = None,
        *,
        completion: Any = None,
        text: str = "",
        reason: str = "",
        path: str = "",
        finish_reason: str | None = None,
    ) -> None:
        reply = getattr(completion, "_reply", None)
        super().__init__(reply if isinstance(reply, Reply) else Reply(0, Headers()), message=message or reason)
        self.partial = completion
        self.text = text
        self.reason = reason
        self.path = path
        self.finish_reason = finish_reason

    @property
    def completion(self) -> Any:
        """The whole reply; None if arguments were read by themselves."""
        return self.partial


class LengthFinishReasonError(StructuredOutputError):
    """The answer was cut at the limit of its tokens, before its JSON was whole."""


class ContentFilterFinishReasonError(StructuredOutputError):
    """A filter ended the answer before its JSON was whole."""


class APIStatusError(APIError):
    """The server answered with an error."""

    def __init__(
        self, message: str, *, response: Reply, body: object | None = None, attempts: int | None = None
    ) -> None:
        super().__init__(message, body=body, response=response, attempts=attempts)

    @property
    def response(self) -> Reply:
        """The reply."""
        return cast(Reply, self._response)

    @property
    def status_code(self) -> int:
        """The HTTP status, or that of the error which a stream told."""
        return cast(int, self._status_code)


class BadRequestError(APIStatusError):
    """400: the server does not take the request as it is."""


class ContextLengthError(BadRequestError):
    """The conversation, or what is to be answered, is longer than the model can take. The status may be 413."""


class ContentFilterError(BadRequestError):
    """A filter refused what was asked, or what would have been answered. The status may be 451."""


class AuthenticationError(APIStatusError):
    """401: the key is missing or wrong."""


class PermissionDeniedError(APIStatusError):
    """403: the key may not do this."""


class NotFoundError(APIStatusError):
    """404: no such model, or no such route."""


class ConflictError(APIStatusError):
    """409: the server is in a state that does not allow this now."""


class UnprocessableEntityError(APIStatusError):
    """422: the server understood the request and found a value it does not take."""


class UnprocessableContextLengthError(ContextLengthError, UnprocessableEntityError):
    """A `ContextLengthError` with status 422 (TGI)."""


class RateLimitError(APIStatusError):
    """429: too many requests, or no quota left."""


class QuotaExceededError(RateLimitError):
    """The quota or the money is used up: trying again later does not help. The status may be 402."""


class InternalServerError(APIStatusError):
    """500 and above: the server, or something between, failed."""


_BY_STATUS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}


def status_class(status: int) -> type[APIStatusError]:
    """The error class of an HTTP status."""
    return _BY_STATUS.get(status) or (InternalServerError if status >= 500 else APIStatusError)
