"""Files: written whole or not at all, by one writer at a time; known by one identity; kept in one bounded cache."""

from tocsin.files.caching import Cache, bypassed, cache_dir
from tocsin.files.identifying import identity
from tocsin.files.locking import locked
from tocsin.files.writing import write_atomic

__all__ = ["Cache", "bypassed", "cache_dir", "identity", "locked", "write_atomic"]
