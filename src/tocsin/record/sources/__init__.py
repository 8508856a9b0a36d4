"""Importers of public tables of counts, one file a table."""
