"""The quick members of the launch ensemble, what they read from claims, and how their draws are pooled."""
