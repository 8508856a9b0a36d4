"""Word lists of the attribution grammar."""

from __future__ import annotations

NATIONAL = ("ian", "ean", "can", "ese", "ish", "aeli", "raqi", "ench", "rman", "utch", "wegian")
