"""What a scheme is: a folder of YAML, its form, its checks, its golden cases."""
