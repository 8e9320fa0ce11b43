"""Spreadsheets both ways: templates out, checked files in. See docs/sheets.md."""
