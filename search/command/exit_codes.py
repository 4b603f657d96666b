"""Exit codes: what does a command say to the shell that called it?"""

EXIT_WELL, EXIT_FAULTS, EXIT_USAGE, EXIT_NO_INDEX, EXIT_INTERRUPTED = 0, 1, 2, 3, 130
