"""Public tables of counts that a record can be made from, one file a table, each with its `Source`."""
