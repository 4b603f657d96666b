"""Settings: what is this site told, and by whom? One frozen value, of `zhengsou.toml`, environment and options.

    kinds (what may be written) <- sections (what may be set) <- reading (a file, the environment)
                                                                   ^ audience (who may read what)

To add a setting is to add a field in `sections.py`; its docs, its variable and its line of
`zhengsou config` follow. To add a section is to add a class there, and a field of `Settings`.

Start with `sections.Settings`, the value; then `reading.read_settings`.
Never imports: flask, werkzeug, webui.app, search.answer, search.engines, search.ingest, search.query
"""
