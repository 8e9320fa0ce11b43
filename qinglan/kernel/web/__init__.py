"""The visual language and page machinery: templates, components, lists, forms, charts, streams."""
