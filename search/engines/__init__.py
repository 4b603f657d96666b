"""What holds the index? One folder or file for each engine."""
