"""Files: written whole or not at all, by one writer at a time, and known by one identity."""

from tocsin.files.identifying import identity
from tocsin.files.locking import locked
from tocsin.files.writing import package_hash, write_atomic

__all__ = ["identity", "locked", "package_hash", "write_atomic"]
