"""The version of the package, below everything that stamps its results with it."""

__version__ = "0.1.0"
