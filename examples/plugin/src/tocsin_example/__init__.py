"""One thing for each door of Tocsin."""
