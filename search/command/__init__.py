"""The command `zhengsou`: parses, calls, prints.

    arguments -> cli -> upkeep, answer, webui -> terminal -> text or JSON
                 options, opening, chinese_click, progress

Start with `cli`: a function for each command, in the order of `zhengsou --help`. What is not
parsing or printing belongs to the rooms that it calls.
Never imports: search.engines.whoosh, search.copies, whoosh, flask
"""
