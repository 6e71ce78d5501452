"""A Label Studio server: its projects, tasks and predictions, in and out."""
