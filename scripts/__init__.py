"""Commands of the developers: pictures, vendored assets, demonstration data."""
