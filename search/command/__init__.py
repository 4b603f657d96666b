"""The command `zhengsou`: parses, calls, prints."""
