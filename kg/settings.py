"""What an installation may choose for itself."""

from dataclasses import dataclass

__all__ = ["DEFAULT", "Settings"]


@dataclass(frozen=True)
class Settings:
    """Choices that a build is made under; a store remembers its own."""

    base: str = "https://w3id.org/bicoop/id/"
    """Under which things live, ending in a slash: `…/id/country/MA`. Terms (`bc:`) never move."""

    def __post_init__(self) -> None:
        if not self.base.endswith("/") or ":" not in self.base:
            raise ValueError(f"base is {self.base!r}, expected an absolute IRI that ends in a slash")


DEFAULT = Settings()
