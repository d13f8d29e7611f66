"""What a frozen value works out once, the first time that it is asked for.

As `functools.cached_property` of Python 3.12 on, which takes no lock: before it, the lock costs more than most of what a sentence
keeps so, and every sentence of a text keeps a dozen such things.
"""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

__all__ = ["once"]

_T = TypeVar("_T")


class once(Generic[_T]):  # noqa: N801 - a decorator, named as those are
    """A property made at its first reading, which then is one of the instance's attributes; two threads may both make it."""

    def __init__(self, make: Callable[[Any], _T]) -> None:
        """Keep what makes it, with its words."""
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        """Learn the attribute's name."""
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type) -> _T: ...

    def __get__(self, instance: object | None, owner: type) -> Self | _T:
        """Make it; the instance's attribute hides this from then on."""
        if instance is None:
            return self
        made = instance.__dict__[self._name] = self._make(instance)
        return made
