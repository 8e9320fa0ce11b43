"""The lowest floor: parts that know nothing of innovation."""
