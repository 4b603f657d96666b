"""Exit codes: what does a command say to the shell that called it?"""

EXIT_WELL, EXIT_FAULTS, EXIT_USAGE, EXIT_NO_INDEX, EXIT_NOT_DONE, EXIT_INTERRUPTED = (
    0,
    1,
    2,
    3,
    4,
    130,
)
EXIT_READER_GONE = 141  # as a shell says of a program that SIGPIPE has ended: 128 + 13
