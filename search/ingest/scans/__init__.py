"""Scans: which lines are on a picture of a page? Only here rapidocr, onnxruntime, OpenCV and Pillow are imported.

    pictures -> seals (off), recognizer (where is text, which characters), rulings -> page (what is remembered)
    -> type_sizes, drawn (as a page of a PDF) -> pdf.pages -> lines.Rendering

Optional: `pip install 'zhengsou[ocr]'`. Start with `recognition.recognized_page`, `reading.read_scan`.
Never imports: search.query, search.ingest.documents, search.ingest.records, search.ingest.understanding
"""
