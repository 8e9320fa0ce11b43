"""The contract that every engine keeps."""
