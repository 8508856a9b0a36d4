"""Files: written whole or not at all, known by one identity."""

from tocsin.files.identifying import identity
from tocsin.files.writing import package_hash, write_atomic

__all__ = ["identity", "package_hash", "write_atomic"]
