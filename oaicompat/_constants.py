"""The place where the openai SDK has what a client does unless it is told."""

from oaicompat._retry import Retry
from oaicompat._settings import DEFAULT_TIMEOUT

DEFAULT_MAX_RETRIES = Retry().max_retries

__all__ = ["DEFAULT_MAX_RETRIES", "DEFAULT_TIMEOUT"]
