"""Tables: which articles are in the rows of a table? CSV, Excel, tables of pages.

    csv_file, workbook (xlsx_marks, xls_marks), page_tables, spreadsheet_xml -> Sheet
    Sheet -> rows (header) -> records.record -> Article

Start with `sheet.Sheet`: what every reader of tables makes, as a person sees it.
Never imports: search.query, search.ingest.understanding, search.ingest.workers
"""
