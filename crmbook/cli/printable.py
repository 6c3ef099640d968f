"""Text of users on its way to a terminal."""

from crmbook.model.printable import printable

__all__ = ["printable"]
