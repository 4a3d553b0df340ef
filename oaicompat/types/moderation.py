"""The place where the openai SDK has these types; ours are in `moderations`."""

from oaicompat.types.moderations import Categories, CategoryAppliedInputTypes, CategoryScores, Moderation

__all__ = ["Categories", "CategoryAppliedInputTypes", "CategoryScores", "Moderation"]
