"""Strict reading of the files a person writes: tables with declared columns, TOML with declared keys."""

from tocsin.schema.table import (
    Column,
    Row,
    check_rows,
    csv_text,
    moment,
    neutralise,
    parse_table,
    plain,
    read_table,
    restore,
    split_csv,
)
from tocsin.schema.text import START_A_CASE, blanked, iso_day, read_csv_text, read_text
from tocsin.schema.toml import collect, read_toml, typed

__all__ = [
    "START_A_CASE",
    "Column",
    "Row",
    "blanked",
    "check_rows",
    "collect",
    "csv_text",
    "iso_day",
    "moment",
    "neutralise",
    "parse_table",
    "plain",
    "read_csv_text",
    "read_table",
    "read_text",
    "read_toml",
    "restore",
    "split_csv",
    "typed",
]
