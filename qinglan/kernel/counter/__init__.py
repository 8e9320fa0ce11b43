"""Counter mode 柜台代录: an officer types, the owner confirms on his telephone. See docs/forms.md."""
