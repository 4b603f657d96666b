"""Store: how does Whoosh keep segments and generations? The only room that imports whoosh."""
