"""The errors of a call as LangChain's errors too.

Each class is one of `oaicompat.errors` and the one of `langchain_core.exceptions` that means the same, so that code
which catches either goes on working. `is_retryable` says whether sending the same request again may help.

    APIError                       ModelAPIError               what a server or a stream told without a status
    ├─ APIConnectionError          ModelConnectionError
    │  ├─ APITimeoutError          ModelTimeoutError
    │  └─ IncompleteStreamError    ModelConnectionError
    ├─ APIResponseValidationError  ModelAPIError               not retryable
    └─ APIStatusError              ModelInvalidRequestError    and 400, 409, 413, 422
       ├─ ContextLengthError       ContextOverflowError        also a ModelInvalidRequestError
       ├─ AuthenticationError      ModelAuthenticationError
       ├─ PermissionDeniedError    ModelPermissionDeniedError
       ├─ NotFoundError            ModelNotFoundError
       ├─ RateLimitError           ModelRateLimitError         a used-up quota is not retryable
       └─ InternalServerError      ModelAPIError
"""

from __future__ import annotations

from langchain_core.exceptions import (
    ContextOverflowError,
    ModelAPIError,
    ModelAuthenticationError,
    ModelConnectionError,
    ModelError,
    ModelInvalidRequestError,
    ModelNotFoundError,
    ModelPermissionDeniedError,
    ModelRateLimitError,
    ModelTimeoutError,
)

from oaicompat import errors

__all__ = [
    "ChatAPIError",
    "ChatAuthenticationError",
    "ChatBadRequestError",
    "ChatConflictError",
    "ChatConnectionError",
    "ChatContentFilterError",
    "ChatContextLengthError",
    "ChatIncompleteStreamError",
    "ChatInternalServerError",
    "ChatNotFoundError",
    "ChatPermissionDeniedError",
    "ChatQuotaExceededError",
    "ChatRateLimitError",
    "ChatRequestTimeoutError",
    "ChatResponseValidationError",
    "ChatStatusError",
    "ChatTimeoutError",
    "ChatUnprocessableContextLengthError",
    "ChatUnprocessableEntityError",
    "model_error",
]


class ChatAPIError(errors.APIError, ModelAPIError):
    """What a server told in the middle of a stream, without a status."""


class ChatConnectionError(errors.APIConnectionError, ModelConnectionError):
    """No reply, or only a part of one."""


class ChatTimeoutError(errors.APITimeoutError, ModelTimeoutError):
    """A step of the call, or the whole call, took too long."""


class ChatIncompleteStreamError(errors.IncompleteStreamError, ModelConnectionError):
    """A stream that ended before the answer did; `partial` has what came."""


class ChatResponseValidationError(errors.APIResponseValidationError, ModelAPIError):
    """A success that is not what was asked for: a web page, a completion without choices."""

    is_retryable = False


class ChatStatusError(errors.APIStatusError, ModelInvalidRequestError):
    """A status below 500 that has no class of its own."""


class ChatRequestTimeoutError(errors.APIStatusError, ModelTimeoutError):
    """408: the server waited too long."""


class ChatBadRequestError(errors.BadRequestError, ModelInvalidRequestError):
    """400."""


class ChatContextLengthError(errors.ContextLengthError, ContextOverflowError, ModelInvalidRequestError):
    """The conversation is longer than the model can take."""


class ChatUnprocessableContextLengthError(
    errors.UnprocessableContextLengthError, ContextOverflowError, ModelInvalidRequestError
):
    """The same, told by 422."""


class ChatContentFilterError(errors.ContentFilterError, ModelInvalidRequestError):
    """A filter refused what was asked."""


class ChatAuthenticationError(errors.AuthenticationError, ModelAuthenticationError):
    """401."""


class ChatPermissionDeniedError(errors.PermissionDeniedError, ModelPermissionDeniedError):
    """403."""


class ChatNotFoundError(errors.NotFoundError, ModelNotFoundError):
    """404."""


class ChatConflictError(errors.ConflictError, ModelInvalidRequestError):
    """409."""

    is_retryable = True


class ChatUnprocessableEntityError(errors.UnprocessableEntityError, ModelInvalidRequestError):
    """422."""


class ChatRateLimitError(errors.RateLimitError, ModelRateLimitError):
    """429."""


class ChatQuotaExceededError(errors.QuotaExceededError, ModelRateLimitError):
    """The quota or the money is used up."""

    is_retryable = False


class ChatInternalServerError(errors.InternalServerError, ModelAPIError):
    """500 and above."""


_CLASSES: dict[type[errors.APIError], type[errors.APIError]] = {
    kind.__mro__[1]: kind  # the class of ours that it is
    for kind in (
        ChatAPIError,
        ChatConnectionError,
        ChatTimeoutError,
        ChatIncompleteStreamError,
        ChatResponseValidationError,
        ChatStatusError,
        ChatBadRequestError,
        ChatContextLengthError,
        ChatUnprocessableContextLengthError,
        ChatContentFilterError,
        ChatAuthenticationError,
        ChatPermissionDeniedError,
        ChatNotFoundError,
        ChatConflictError,
        ChatUnprocessableEntityError,
        ChatRateLimitError,
        ChatQuotaExceededError,
        ChatInternalServerError,
    )
}


def model_error(error: errors.APIError) -> errors.APIError:
    """The same error as one of LangChain's, with everything that it knows, its traceback and its cause."""
    if isinstance(error, ModelError):
        return error
    kind = next(_CLASSES[base] for base in type(error).__mro__ if base in _CLASSES)
    if kind is ChatStatusError and error.status_code == 408:
        kind = ChatRequestTimeoutError
    found = kind.__new__(kind, *error.args)
    found.args = error.args
    vars(found).update(vars(error))
    found.__cause__ = error.__cause__
    found.__suppress_context__ = True
    return found.with_traceback(error.__traceback__)
