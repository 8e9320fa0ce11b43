"""The views of this app, one file for each subject."""
