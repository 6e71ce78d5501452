"""The bridge to Azure AI Language: the authoring API, its storage, what was sent and when."""
