"""Staff: who is let in where not everyone may read, and how are they known?

    people (names and passwords), throttle, sessions (cookies, forms) -> door (who is let in)
    last_run (what was left out) -> desk (what an administrator sees and does)

The door is a part of the application when `serve --staff` makes it: then every address but login,
static files and health wants to know who asks.

Start with `door.Door`; docs/audience.md says what an administrator sees of it.
Never imports: webui.app, webui.pages, webui.api, search.engines, search.ingest, search.upkeep
"""
