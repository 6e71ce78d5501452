"""Azure AI Language's labels file for custom NER, as import takes it and export gives it.

`offset`, `length`, `regionOffset` and `regionLength` are UTF-16 code units of the document's text,
its line ends as they are in the file:

    {"projectFileVersion": "2022-05-01", "stringIndexType": "Utf16CodeUnit",
     "metadata": {"projectKind": "CustomEntityRecognition", "storageInputContainerName": "texts",
                  "projectName": "people", "language": "en-us", "multilingual": false,
                  "description": "", "settings": {}},
     "assets": {"projectKind": "CustomEntityRecognition", "entities": [{"category": "Person"}],
       "documents": [{"location": "01.txt", "language": "en-us", "dataset": "Train",
         "entities": [{"regionOffset": 0, "regionLength": 11,
                       "labels": [{"category": "Person", "offset": 6, "length": 5}]}]}]}}
"""
