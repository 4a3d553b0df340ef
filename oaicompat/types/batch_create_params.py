"""The arguments of `batches.create` as one dictionary."""

from typing_extensions import Required

from oaicompat.types.batches import BatchCreateOptions, BatchEndpoint, OutputExpiresAfter

__all__ = ["BatchCreateParams", "OutputExpiresAfter"]


class BatchCreateParams(BatchCreateOptions, total=False):
    """What `batches.create(**params)` takes."""

    endpoint: Required[BatchEndpoint | str]
    """The route that every request of the batch goes to."""

    input_file_id: str | None
    """The id of the uploaded file of requests."""

    completion_window: str | None
    """The time in which the batch is to be done; "24h" unless given, None is not sent."""
