"""Servers' habits as data: see `oaicompat.dialects.dialect` for what one is."""
