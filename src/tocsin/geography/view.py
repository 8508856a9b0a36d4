"""What the look-ups ask of a case: its geography section, and draws of its parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
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


class About(Protocol):
    """`[case]` of case.toml."""

    @property
    def programme_states(self) -> tuple[str, ...]: ...


class Settings(Protocol):
    """The settings of a case."""

    @property
    def about(self) -> About: ...
    @property
    def geography(self) -> Section: ...


class Parameters(Protocol):
    """The table of priors."""

    def sample(self, name: str, draws: int, seed: int) -> Floats:
        """Draws of one parameter [draw]."""
        ...


class Changed(Protocol):
    """A place that was lost, or that most people have left."""

    @property
    def place(self) -> str: ...
    @property
    def region(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def people(self) -> int | None: ...
    @property
    def sources(self) -> tuple[str, ...]: ...


class Timed(Protocol):
    """A public figure: here the minutes from an alert to the first explosion."""

    @property
    def id(self) -> str: ...
    @property
    def item(self) -> str: ...
    @property
    def quantity(self) -> str: ...
    @property
    def best(self) -> float | None: ...
    @property
    def known_from(self) -> date: ...


class View(Protocol):
    """A case cut by its date."""

    @property
    def changed_places(self) -> Sequence[Changed]: ...
    @property
    def facts(self) -> Mapping[str, Timed]: ...

    @property
    def settings(self) -> Settings: ...
    @property
    def parameters(self) -> Parameters: ...
