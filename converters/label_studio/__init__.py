r"""Label Studio's formats: the JSON export, JSON_MIN, task lists and JSON Lines, and its XML.

One task of a JSON export, shortened; `start` and `end` of a Text tag's region are Unicode code
points of `data.text`, and `text` is a checksum only (white space collapsed, newlines as `\n`):

    {"id": 324, "data": {"text": "😀 Alice works at Contoso"},
     "annotations": [{"id": 47, "completed_by": 1, "was_cancelled": false, "ground_truth": true,
        "result": [{"id": "Alice", "from_name": "label", "to_name": "text", "type": "labels",
                    "value": {"start": 2, "end": 7, "text": "Alice", "labels": ["Person"]}}]}]}

and the same in JSON_MIN, a row an annotation:

    {"id": 324, "text": "😀 Alice works at Contoso", "annotator": 1, "annotation_id": 47,
     "label": [{"start": 2, "end": 7, "text": "Alice", "labels": ["Person"]}]}
"""
