"""Lines of a paper → what it states. Pure."""

from audit.claims.types import Claims

__all__ = ["Claims"]
