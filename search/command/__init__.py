"""The command `zhengsou`: parses, calls, prints.

    __main__ -> running -> cli -> building, searching, inspection, serving -> reported, found -> text or JSON
                 options, chinese_click                 opening, progress, terminal

Start with `cli`: all commands, in the order of `zhengsou --help`, each declared in `declared_building`,
`declared_asking` or `declared_keeping`; the function of the same name that does it is in the module
that `done_in` names, and is loaded when it is called.
What is not parsing or printing belongs to the rooms that it calls.
Never imports: search.engines.whoosh, search.copies, whoosh, flask
"""
