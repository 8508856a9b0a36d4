"""Charts: pure functions `chart(data, width) -> altair.Chart`, data JSON-able, width in pixels.

Rules they share: bands are opaque lightness steps labelled at their end; the record is ink, the forecast
blue, an alternative orange, claims plum; text is 12 px at every width; counts start at 0; a log axis says so.
"""
