"""Store: how does Whoosh keep segments and generations? The only room that imports whoosh."""

import warnings

with warnings.catch_warnings():
    # Whoosh 2.7.4 is frozen; newer Pythons warn of some of its string literals when compiling it.
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    import whoosh.index
    import whoosh.writing  # noqa: F401 - compiled here, so that the warnings end here
