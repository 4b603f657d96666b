"""Wording: pages of the tools for wordings. What was said, when first, how often, in which exact words?

    asked (what an address asks for) -> search.wording -> trend_page (chart) -> templates

Every choice is in the address; each page works without scripts, and has CSV, XLSX and JSON.
Start with `pages`.
Never imports: webui.app, webui.pages, webui.api, search.engines
"""
