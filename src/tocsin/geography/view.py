"""What the look-ups ask of a case: its geography section, and draws of its parameters."""

from __future__ import annotations

from typing import Protocol

from tocsin.earth import Floats
from tocsin.geography.territory import Coarse


class Section(Protocol):
    """`[geography]` of case.toml."""

    @property
    def defended(self) -> str: ...
    @property
    def launch_states(self) -> tuple[str, ...]: ...
    @property
    def contact_line(self) -> Coarse: ...


class Settings(Protocol):
    """The settings of a case."""

    @property
    def geography(self) -> Section: ...


class Parameters(Protocol):
    """The table of priors."""

    def sample(self, name: str, draws: int, seed: int) -> Floats:
        """Draws of one parameter [draw]."""
        ...


class View(Protocol):
    """A case cut by its date."""

    @property
    def settings(self) -> Settings: ...
    @property
    def parameters(self) -> Parameters: ...
