"""What the programme is made of beside launches: decoys, the share that gets through, the rhythm of nights, claims as evidence."""
