"""Asked: which address shows which result, in which language?

    address <-> addresses.QuestionAddress <-> the query language <-> advanced_form
                languages

Start with `addresses.QuestionAddress`: every choice on a page is a link made of one.
Never imports: webui.shown, webui.pages, webui.api, search.engines
"""
