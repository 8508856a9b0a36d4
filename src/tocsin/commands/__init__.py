"""The command line: every parser and printer. Nothing below imports it."""
