"""The demo: incident reports from Label Studio's export to a model that improves, in a minute."""
